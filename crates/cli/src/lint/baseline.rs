//! What was found before and is put up with.
//!
//! An entry is a hash of the code, the path, the conn and the reported text, with a count: it survives lines that come and
//! go, and it tells nobody what stands in the file.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use ipsec_conf::{Diagnostic, SourceMap};
use ipsec_conf_report::{fingerprint, reported_text};
use serde::{Deserialize, Serialize};

use super::check::Judged;
use super::error::Error;
use super::write;

/// How many findings of each kind are known, by fingerprint.
#[derive(Debug, Clone)]
pub(crate) struct Baseline {
    dir: PathBuf,
    left: HashMap<String, usize>,
}

/// Baselines by their paths; one file may serve many configurations.
#[derive(Debug, Default)]
pub(crate) struct Baselines {
    read: HashMap<PathBuf, Baseline>,
}

impl Baselines {
    pub(crate) fn get(&mut self, path: &Path) -> Result<&mut Baseline, Error> {
        if !self.read.contains_key(path) {
            self.read.insert(path.to_owned(), Baseline::read(path)?);
        }
        Ok(self.read.get_mut(path).expect("bug: it was just read"))
    }
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
    fn read(path: &Path) -> Result<Baseline, Error> {
        let text = fs::read_to_string(path).map_err(|source| Error::Read {
            path: path.to_owned(),
            source,
        })?;
        let bad = |reason: String| Error::Baseline {
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
    pub(crate) fn drop_known(
        &mut self,
        sources: &SourceMap,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> usize {
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

/// Writes what was found to `path`; returns how much it is.
pub(crate) fn write(path: &Path, all: &[Judged]) -> Result<usize, Error> {
    let dir = directory(path);
    let mut paths_from = Paths::new(&dir);
    let mut counts: BTreeMap<(String, String, String), usize> = BTreeMap::new();
    for judged in all {
        let sources = judged.sources.masked();
        for finding in &judged.diagnostics {
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
    write::whole(path, text.as_bytes())?;
    Ok(total)
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
