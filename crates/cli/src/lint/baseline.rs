//! The baselines of a run, and a new one.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use ipsec_conf_config::{Baseline, baseline_of};
use ipsec_conf_host::Disk;

use super::check::Judged;
use super::error::Error;
use super::write;

/// Baselines by their paths; one file may serve many configurations.
#[derive(Debug, Default)]
pub(crate) struct Baselines {
    read: HashMap<PathBuf, Baseline>,
}

impl Baselines {
    pub(crate) fn get(&mut self, path: &Path) -> Result<&mut Baseline, Error> {
        if !self.read.contains_key(path) {
            let baseline = Baseline::read(&Disk, path)?;
            self.read.insert(path.to_owned(), baseline);
        }
        Ok(self.read.get_mut(path).expect("bug: it was just read"))
    }
}

/// Writes what was found to `path`; returns how much it is.
pub(crate) fn write(path: &Path, all: &[Judged]) -> Result<usize, Error> {
    let findings = all
        .iter()
        .map(|judged| (&judged.sources, &*judged.diagnostics));
    let (text, total) = baseline_of(path, findings);
    write::whole(path, text.as_bytes())?;
    Ok(total)
}
