//! What was found before and is put up with.
//!
//! An entry is a hash of the code, the path, the conn and the reported text, with a count: it survives lines that come and
//! go, and it tells nobody what stands in the file.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};

use ipsec_conf::model::Vfs;
use ipsec_conf::text::printable;
use ipsec_conf::{Diagnostic, SourceMap};
use ipsec_conf_report::{fingerprint, reported_text};
use serde::{Deserialize, Serialize};

use crate::Unreadable;

/// How many findings of each kind are known, by fingerprint.
#[derive(Debug, Clone)]
pub struct Baseline {
    dir: PathBuf,
    left: HashMap<String, usize>,
}

/// Why there is no baseline.
#[derive(Debug, thiserror::Error)]
pub enum BaselineError {
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error("`{}` is no baseline: {reason}", printable(&path.to_string_lossy()))]
    Bad { path: PathBuf, reason: String },
}

#[derive(Debug, Serialize, Deserialize)]
struct Stored {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    path: String,
    code: String,
    fingerprint: String,
    count: usize,
}

impl Baseline {
    pub fn read(vfs: &dyn Vfs, path: &Path) -> Result<Baseline, BaselineError> {
        let text = vfs.read(path).and_then(|bytes| {
            String::from_utf8(bytes)
                .map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))
        });
        let text = text.map_err(|source| Unreadable {
            path: path.to_owned(),
            source,
        })?;
        let bad = |reason: String| BaselineError::Bad {
            path: path.to_owned(),
            reason,
        };
        let stored: Stored = serde_json::from_str(&text).map_err(|error| bad(error.to_string()))?;
        if stored.version != 1 {
            return Err(bad(format!(
                "its version is {}, and this program knows 1",
                stored.version
            )));
        }
        let left = stored
            .findings
            .into_iter()
            .map(|entry| (entry.fingerprint, entry.count))
            .collect();
        Ok(Baseline {
            dir: directory(path),
            left,
        })
    }

    /// Takes out what is known, each entry as often as it was found.
    pub fn drop_known(&mut self, sources: &SourceMap, diagnostics: &mut Vec<Diagnostic>) -> usize {
        let before = diagnostics.len();
        let mut paths = Paths::new(&self.dir);
        // A hash of a secret would betray a weak one.
        let sources = sources.masked();
        diagnostics.retain(|finding| {
            let name = name(&mut paths, &sources, finding).2;
            match self.left.get_mut(&name) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    false
                }
                _ => true,
            }
        });
        before - diagnostics.len()
    }
}

/// The text of a baseline at `path` that knows all of `findings`, and how many they are.
pub fn baseline_of<'a>(
    path: &Path,
    all: impl IntoIterator<Item = (&'a SourceMap, &'a [Diagnostic])>,
) -> (String, usize) {
    let dir = directory(path);
    let mut paths_from = Paths::new(&dir);
    let mut counts: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for (sources, findings) in all {
        let sources = sources.masked();
        for finding in findings {
            *counts
                .entry(name(&mut paths_from, &sources, finding))
                .or_default() += 1;
        }
    }
    let total = counts.values().sum();
    let findings = counts
        .into_iter()
        .map(|((path, code, fingerprint), count)| Entry {
            path,
            code,
            fingerprint,
            count,
        });
    let stored = Stored {
        version: 1,
        findings: findings.collect(),
    };
    let mut text =
        serde_json::to_string_pretty(&stored).expect("strings and numbers can be written as JSON");
    text.push('\n');
    (text, total)
}

fn directory(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let dir = absolute.parent().unwrap_or(Path::new("/"));
    dir.canonicalize().unwrap_or_else(|_| dir.to_owned())
}

/// Paths as seen from the baseline, so that it does not matter where the linter is started.
struct Paths<'a> {
    dir: &'a Path,
    known: HashMap<PathBuf, String>,
}

impl<'a> Paths<'a> {
    fn new(dir: &'a Path) -> Paths<'a> {
        Paths {
            dir,
            known: HashMap::new(),
        }
    }

    fn seen(&mut self, path: &Path) -> String {
        let dir = self.dir;
        let known = self.known.entry(path.to_owned()).or_insert_with(|| {
            let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
            real.strip_prefix(dir)
                .unwrap_or(&real)
                .to_string_lossy()
                .into_owned()
        });
        known.clone()
    }
}

fn name(
    paths: &mut Paths<'_>,
    sources: &SourceMap,
    finding: &Diagnostic,
) -> (String, String, String) {
    let source = sources.get(finding.span().file);
    let path = paths.seen(source.path());
    let conn = finding.conn.as_deref().unwrap_or_default();
    let text = reported_text(source, finding.span());
    let fingerprint = fingerprint([
        finding.code.id.as_bytes(),
        path.as_bytes(),
        conn.as_bytes(),
        text,
    ]);
    (path, finding.code.id.to_owned(), fingerprint)
}
