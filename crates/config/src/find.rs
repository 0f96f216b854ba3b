//! Which configuration file holds where.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ipsec_conf::model::Vfs;

use crate::files::Excluded;
use crate::{Config, NAME, Unreadable};

/// The configuration files, each read once.
#[derive(Debug, Default)]
pub struct Configs {
    /// `--no-config`.
    is_off: bool,
    /// Whether the first of `all` was named by `--config` and holds everywhere.
    is_given: bool,
    /// Of each directory; `None` where nothing holds.
    by_dir: HashMap<PathBuf, Option<Arc<Config>>>,
    /// In the order in which they were met.
    all: Vec<Arc<Config>>,
}

impl Configs {
    /// `given` and `is_off` are `--config` and `--no-config`.
    pub fn new(vfs: &dyn Vfs, given: Option<&Path>, is_off: bool) -> Result<Configs, Unreadable> {
        let given = given
            .map(|path| Config::read(vfs, path, path))
            .transpose()?;
        Ok(Configs {
            is_off,
            is_given: given.is_some(),
            by_dir: HashMap::new(),
            all: given.into_iter().map(Arc::new).collect(),
        })
    }

    /// All that were met so far.
    pub fn all(&self) -> &[Arc<Config>] {
        &self.all
    }

    /// The patterns that leave files below `dir` out, and where they start.
    pub fn excluded_below(
        &mut self,
        vfs: &dyn Vfs,
        dir: &Path,
    ) -> Result<Option<Excluded>, Unreadable> {
        let config = self.of_dir(vfs, dir)?;
        Ok(config.map(|config| Excluded {
            dir: config.dir.clone(),
            patterns: config.values.exclude.clone(),
        }))
    }

    /// The file that holds for `path`: in its directory or above it.
    pub fn of_file(
        &mut self,
        vfs: &dyn Vfs,
        path: &Path,
    ) -> Result<Option<Arc<Config>>, Unreadable> {
        let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty());
        self.of_dir(vfs, dir.unwrap_or(Path::new(".")))
    }

    /// The file that holds for what lies in `dir`.
    pub fn of_dir(&mut self, vfs: &dyn Vfs, dir: &Path) -> Result<Option<Arc<Config>>, Unreadable> {
        if self.is_off {
            return Ok(None);
        }
        if self.is_given {
            return Ok(self.all.first().cloned());
        }
        let dir = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
        let dir = dir.canonicalize().unwrap_or(dir);
        if let Some(known) = self.by_dir.get(&dir) {
            return Ok(known.clone());
        }
        let located = dir
            .ancestors()
            .map(|dir| dir.join(NAME))
            .find(|path| vfs.exists(path) && !path.is_dir());
        let config = match located {
            None => None,
            Some(path) => Some(self.read(vfs, &path)?),
        };
        self.by_dir.insert(dir, config.clone());
        Ok(config)
    }

    fn read(&mut self, vfs: &dyn Vfs, path: &Path) -> Result<Arc<Config>, Unreadable> {
        let here = std::env::current_dir()
            .ok()
            .and_then(|here| here.canonicalize().ok());
        let shown = here
            .and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned))
            .unwrap_or_else(|| path.to_owned());
        if let Some(known) = self.all.iter().find(|config| config.path == shown) {
            return Ok(Arc::clone(known));
        }
        let config = Arc::new(Config::read(vfs, path, &shown)?);
        self.all.push(Arc::clone(&config));
        Ok(config)
    }
}
