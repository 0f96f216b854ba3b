//! What holds for each configuration: the settings of the editor over the `ipsec-lint.toml` of its project.

use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ipsec_conf::model::Vfs;
use ipsec_conf_config::{Baseline, Config, Configs, NAME, Values, options};
use ipsec_conf_format::Options;
use ipsec_conf_host::{Chosen, TargetArg};
use ipsec_conf_lint::Selection;

use crate::document::Document;
use crate::overlay::{Overlay, plain};
use crate::settings::Settings;

/// Whether a document says how others are judged.
pub(crate) fn is_project_file(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == NAME)
}

/// The options for one configuration.
#[derive(Debug)]
pub(crate) struct InForce {
    pub(crate) target: TargetArg,
    /// What the project says about the target.
    pub(crate) configured: Option<Chosen>,
    pub(crate) root: Option<PathBuf>,
    pub(crate) secrets: Option<PathBuf>,
    pub(crate) selection: Selection,
    pub(crate) format: Options,
    /// What was found before and is put up with.
    pub(crate) baseline: Option<Baseline>,
    pub(crate) config: Option<Arc<Config>>,
}

impl InForce {
    pub(crate) fn target_is_given(&self) -> bool {
        self.target != TargetArg::Auto || self.configured.is_some()
    }
}

/// The project files, read when they are asked for.
#[derive(Debug, Default)]
pub(crate) struct Projects {
    configs: Configs,
    /// By first file of a configuration.
    in_force: HashMap<PathBuf, Arc<InForce>>,
    /// While a file is being typed, what it said before holds.
    last_usable: HashMap<PathBuf, Arc<Config>>,
    /// Why files cannot be read, as it was said.
    said: HashSet<String>,
    faults: Vec<String>,
}

impl Projects {
    /// Files or settings are others now.
    pub(crate) fn forget(&mut self) {
        self.configs = Configs::default();
        self.in_force.clear();
    }

    pub(crate) fn in_force(
        &mut self,
        documents: &HashMap<PathBuf, Document>,
        settings: &Settings,
        first: &Path,
    ) -> Arc<InForce> {
        if let Some(known) = self.in_force.get(first) {
            return Arc::clone(known);
        }
        let config = self.config(documents, first);
        let nothing = Values::default();
        let values = config.as_ref().map_or(&nothing, |config| &config.values);
        let files = ProjectFiles(Overlay(documents));
        let path = values.baseline.as_deref();
        let baseline = path.map(|path| Baseline::read(&files, path)).transpose();
        let baseline = baseline.unwrap_or_else(|error| {
            fault(&mut self.said, &mut self.faults, error.to_string());
            None
        });
        let reason = config
            .as_ref()
            .map(|config| config.path.display().to_string())
            .unwrap_or_default();
        let in_force = Arc::new(InForce {
            target: settings.target,
            configured: values.target.map(|target| Chosen { target, reason }),
            root: settings.root.clone().or_else(|| values.root.clone()),
            secrets: values.secrets.clone(),
            selection: values.selection(&settings.words()),
            format: layout(config.as_deref(), settings, first),
            baseline,
            config,
        });
        self.in_force
            .insert(first.to_owned(), Arc::clone(&in_force));
        in_force
    }

    /// How one document is laid out.
    pub(crate) fn layout(
        &mut self,
        documents: &HashMap<PathBuf, Document>,
        settings: &Settings,
        path: &Path,
    ) -> Options {
        layout(self.config(documents, path).as_deref(), settings, path)
    }

    /// The patterns that leave files below `dir` out.
    pub(crate) fn excluded_below(
        &mut self,
        documents: &HashMap<PathBuf, Document>,
        dir: &Path,
    ) -> Option<ipsec_conf_config::Excluded> {
        let files = ProjectFiles(Overlay(documents));
        self.configs.excluded_below(&files, dir).ok().flatten()
    }

    /// The usable project file that holds for a file.
    fn config(
        &mut self,
        documents: &HashMap<PathBuf, Document>,
        path: &Path,
    ) -> Option<Arc<Config>> {
        // A document that was never saved lies nowhere.
        if !path.is_absolute() {
            return None;
        }
        let files = ProjectFiles(Overlay(documents));
        let config = match self.configs.of_file(&files, path) {
            Ok(config) => config?,
            Err(error) => {
                fault(&mut self.said, &mut self.faults, error.to_string());
                return None;
            }
        };
        if config.is_usable {
            let known = self.last_usable.entry(config.path.clone());
            known.insert_entry(Arc::clone(&config));
            return Some(config);
        }
        self.last_usable.get(&config.path).cloned()
    }

    /// Why project files cannot be read, each once.
    pub(crate) fn take_faults(&mut self) -> Vec<String> {
        std::mem::take(&mut self.faults)
    }

    /// Every project file that holds for something or is open, with its plain path.
    pub(crate) fn all(
        &mut self,
        documents: &HashMap<PathBuf, Document>,
    ) -> Vec<(PathBuf, Arc<Config>)> {
        let files = ProjectFiles(Overlay(documents));
        for path in documents.keys().filter(|path| is_project_file(path)) {
            // The reason was said when a configuration asked for it.
            let _ = self.configs.of_file(&files, path);
        }
        let list = self.configs.all().iter();
        list.map(|config| (files.name_of(&config.path), Arc::clone(config)))
            .collect()
    }
}

/// Says something that was not said before.
fn fault(said: &mut HashSet<String>, faults: &mut Vec<String>, text: String) {
    if said.insert(text.clone()) {
        faults.push(text);
    }
}

fn layout(config: Option<&Config>, settings: &Settings, path: &Path) -> Options {
    let values = config.map(|config| &config.values.format);
    let mut options = options(values, path, path.is_absolute());
    settings.format.set(&mut options);
    options
}

/// Project files are looked for where they really lie; one that is open may have been opened through a link.
struct ProjectFiles<'a>(Overlay<'a>);

impl ProjectFiles<'_> {
    /// How an open document or the client calls a file.
    fn name_of(&self, path: &Path) -> PathBuf {
        let path = std::path::absolute(path).map_or_else(|_| path.to_owned(), |path| plain(&path));
        if self.0.0.contains_key(&path) {
            return path;
        }
        let is_it = |open: &&PathBuf| {
            is_project_file(open) && open.canonicalize().is_ok_and(|it| it == path)
        };
        self.0.0.keys().find(is_it).cloned().unwrap_or(path)
    }
}

impl Vfs for ProjectFiles<'_> {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.0.read(&self.name_of(path))
    }

    fn list(&self, dir: &Path) -> io::Result<Vec<String>> {
        self.0.list(dir)
    }

    fn exists(&self, path: &Path) -> bool {
        self.0.exists(&self.name_of(path))
    }
}
