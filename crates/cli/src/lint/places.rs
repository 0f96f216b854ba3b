//! What is asked about a directory for each of its files, and is looked up once in a run.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use foldhash::HashMap;

/// The directories of a run.
#[derive(Debug, Default)]
pub(crate) struct Places {
    by_dir: RwLock<HashMap<PathBuf, Arc<Place>>>,
}

/// One directory.
#[derive(Debug, Default)]
struct Place {
    real: OnceLock<Option<PathBuf>>,
    has_secrets: OnceLock<bool>,
    has_policies: OnceLock<bool>,
}

impl Places {
    /// Where `path` really lies; `None` where nothing is.
    pub(crate) fn real_path(&self, path: &Path) -> Option<PathBuf> {
        let Some(name) = path.file_name() else {
            return path.canonicalize().ok();
        };
        let metadata = fs::symlink_metadata(path).ok()?;
        if metadata.is_symlink() {
            return path.canonicalize().ok();
        }
        let dir = dir_of(path);
        let place = self.place(dir);
        let real = place.real.get_or_init(|| dir.canonicalize().ok());
        real.as_ref().map(|dir| dir.join(name))
    }

    /// The secrets that lie beside `path`.
    pub(crate) fn secrets_beside(&self, path: &Path) -> Option<PathBuf> {
        let secrets = path.with_file_name("ipsec.secrets");
        let place = self.place(dir_of(path));
        let has_secrets = place.has_secrets.get_or_init(|| secrets.is_file());
        has_secrets.then_some(secrets)
    }

    /// The policy groups that lie beside `path`.
    pub(crate) fn policies_beside(&self, path: &Path) -> Option<PathBuf> {
        let policies = path.with_file_name("ipsec.d").join("policies");
        let place = self.place(dir_of(path));
        let has_policies = place.has_policies.get_or_init(|| policies.is_dir());
        has_policies.then_some(policies)
    }

    fn place(&self, dir: &Path) -> Arc<Place> {
        // What another thread left behind is whole: a place is only ever added.
        let known = self.by_dir.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(place) = known.get(dir) {
            return Arc::clone(place);
        }
        drop(known);
        let mut known = self.by_dir.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(known.entry(dir.to_owned()).or_default())
    }
}

/// The directory of a file that was named without one is the working directory.
fn dir_of(path: &Path) -> &Path {
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    }
}
