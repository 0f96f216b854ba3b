//! SARIF 2.1.0, written result by result.

mod results;

use std::collections::{HashMap, HashSet};
use std::io::{self, Write};
use std::path::Path;

use ipsec_conf::Code;
use serde::Serialize;

use self::results::Results;
use crate::context::{Context, findings};
use crate::json_text;

pub(crate) fn write(contexts: &[Context<'_>], out: &mut dyn Write) -> io::Result<()> {
    let rules = Rules::new(contexts);
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "ipsec-lint",
                    version: contexts
                        .first()
                        .map(|cx| cx.report.tool_version)
                        .filter(|version| !version.is_empty()),
                    rules: &rules.list,
                },
            },
            column_kind: "unicodeCodePoints",
            artifacts: artifacts(contexts),
            results: Results {
                contexts,
                rules: &rules,
            },
        }],
    };
    json_text::write(&log, out)?;
    out.write_all(b"\n")
}

/// The files that were checked, each once, though several configurations may include it.
fn artifacts(contexts: &[Context<'_>]) -> Vec<Artifact> {
    let mut seen = HashSet::new();
    let files = contexts.iter().flat_map(|cx| {
        cx.report
            .files
            .iter()
            .map(|&file| cx.report.sources.get(file).path())
    });
    files
        .filter(|&path| seen.insert(path))
        .map(|path| Artifact {
            location: ArtifactLocation::new(path),
        })
        .collect()
}

/// All rules that are known or that a finding has, each once.
struct Rules<'a> {
    list: Vec<Rule<'a>>,
    index: HashMap<&'static str, usize>,
}

impl<'a> Rules<'a> {
    fn new(contexts: &[Context<'a>]) -> Rules<'a> {
        let mut rules = Rules {
            list: Vec::new(),
            index: HashMap::new(),
        };
        for info in contexts.iter().flat_map(|cx| cx.report.rules) {
            rules.add(info.code, info.summary, info.url.as_deref());
        }
        for (_, diagnostic) in findings(contexts) {
            rules.add(diagnostic.code, diagnostic.code.name, None);
        }
        rules
    }

    fn add(&mut self, code: Code, summary: &'a str, url: Option<&'a str>) {
        self.index.entry(code.id).or_insert_with(|| {
            self.list.push(Rule {
                id: code.id,
                name: code.name,
                short_description: Text { text: summary },
                help_uri: url,
            });
            self.list.len() - 1
        });
    }
}

#[derive(Serialize)]
struct Log<'r, 'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'r, 'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'r, 'a> {
    tool: Tool<'r>,
    column_kind: &'static str,
    artifacts: Vec<Artifact>,
    results: Results<'r, 'a>,
}

#[derive(Serialize)]
struct Tool<'a> {
    driver: Driver<'a>,
}

#[derive(Serialize)]
struct Driver<'a> {
    name: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
    rules: &'a [Rule<'a>],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule<'a> {
    id: &'static str,
    name: &'static str,
    short_description: Text<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help_uri: Option<&'a str>,
}

#[derive(Serialize)]
struct Text<'a> {
    text: &'a str,
}

#[derive(Serialize)]
struct Artifact {
    location: ArtifactLocation,
}

#[derive(Serialize)]
struct ArtifactLocation {
    uri: String,
}

impl ArtifactLocation {
    /// A relative path is a relative reference, an absolute one a `file` URI.
    fn new(path: &Path) -> ArtifactLocation {
        let mut uri = String::from(if path.is_absolute() { "file://" } else { "" });
        let is_windows = cfg!(windows);
        if is_windows && path.is_absolute() {
            uri.push('/');
        }
        for &byte in path.as_os_str().as_encoded_bytes() {
            match byte {
                b'\\' if is_windows => uri.push('/'),
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                    uri.push(char::from(byte));
                }
                _ => {
                    const HEX: &[u8; 16] = b"0123456789ABCDEF";
                    uri.push('%');
                    uri.push(char::from(HEX[usize::from(byte >> 4)]));
                    uri.push(char::from(HEX[usize::from(byte & 15)]));
                }
            }
        }
        ArtifactLocation { uri }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(unix)]
    fn paths_become_uris() {
        let uri = |path| ArtifactLocation::new(Path::new(path)).uri;
        assert_eq!(uri("ipsec.d/büro 1.conf"), "ipsec.d/b%C3%BCro%201.conf");
        assert_eq!(uri("/etc/ipsec.conf"), "file:///etc/ipsec.conf");
        assert_eq!(uri("a:b\u{1b}"), "a%3Ab%1B");
    }
}
