//! What holds for one file: the command line over the configuration file.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ipsec_conf::model::Model;
use ipsec_conf::{Diagnostic, SourceMap};
use ipsec_conf_config::{Config, Configs, FailOn, Values, Words};
use ipsec_conf_host::{Chosen, Disk, System, TargetArg};
use ipsec_conf_lint::host::Host as _;
use ipsec_conf_lint::{Selection, UnknownRule};

use super::args::LintArgs;
use super::error::Error;
use super::places::Places;
use super::walk::Input;

/// The options in force.
#[derive(Debug)]
pub(crate) struct Settings {
    pub(crate) target: TargetArg,
    /// What the configuration file says about the target, else, with `--host`, this machine.
    pub(crate) configured: Option<Chosen>,
    pub(crate) root: Option<PathBuf>,
    /// The machine to look at, with `--host`.
    pub(crate) host: Option<System>,
    pub(crate) selection: Selection,
    pub(crate) fail_on: FailOn,
    pub(crate) secrets: Option<PathBuf>,
    pub(crate) baseline: Option<PathBuf>,
    pub(crate) config: Option<Arc<Config>>,
    pub(crate) reads_editorconfig: bool,
    pub(crate) places: Arc<Places>,
}

/// The options in force for each file.
pub(crate) struct AllSettings<'a> {
    args: &'a LintArgs,
    by_config: HashMap<Option<PathBuf>, Arc<Settings>>,
    /// The same by the directory of the file, as it was named.
    by_dir: HashMap<PathBuf, Arc<Settings>>,
    places: Arc<Places>,
    pub(crate) configs: Configs,
}

impl<'a> AllSettings<'a> {
    /// Checks the words of the command line on the way.
    pub(crate) fn new(args: &'a LintArgs) -> Result<AllSettings<'a>, Error> {
        for (option, words) in [
            ("--select", &args.select),
            ("--extend-select", &args.extend_select),
            ("--ignore", &args.ignore),
        ] {
            let unknown = |unknown: UnknownRule| Error::UnknownRule { option, unknown };
            Selection::default().select(words).map_err(unknown)?;
        }
        Ok(AllSettings {
            args,
            by_config: HashMap::new(),
            by_dir: HashMap::new(),
            places: Arc::default(),
            configs: Configs::new(&Disk, args.config.as_deref(), args.no_config)?,
        })
    }

    pub(crate) fn for_input(&mut self, input: &Input) -> Result<Arc<Settings>, Error> {
        let path = match input {
            Input::File(path) => path.as_path(),
            Input::Stdin => self
                .args
                .stdin_filename
                .as_deref()
                .unwrap_or(Path::new("ipsec.conf")),
        };
        let dir = path.parent().unwrap_or(path);
        if let Some(known) = self.by_dir.get(dir) {
            return Ok(Arc::clone(known));
        }
        let config = self.configs.of_file(&Disk, path)?;
        let key = config.as_ref().map(|config| config.path.clone());
        let settings = self
            .by_config
            .entry(key)
            .or_insert_with(|| Arc::new(Settings::new(self.args, config, &self.places)));
        let settings = Arc::clone(settings);
        self.by_dir.insert(dir.to_owned(), Arc::clone(&settings));
        Ok(settings)
    }
}

impl Settings {
    fn new(args: &LintArgs, config: Option<Arc<Config>>, places: &Arc<Places>) -> Settings {
        let nothing = Values::default();
        let values = config.as_ref().map_or(&nothing, |config| &config.values);
        let mut selection = values.selection(&Words {
            select: &args.select,
            extend_select: &args.extend_select,
            ignore: &args.ignore,
        });
        selection.host = args.host;
        let reason = config
            .as_ref()
            .map(|config| config.path.display().to_string())
            .unwrap_or_default();
        let root = args.root.clone().or_else(|| values.root.clone());
        let host = selection.host.then(|| System::new(root.clone()));
        let configured = values.target.map(|target| Chosen { target, reason });
        // What this machine makes of a file is what its own program makes of it.
        let machine = host.as_ref().filter(|_| args.target == TargetArg::Auto);
        let installed = || machine?.installed().map(Chosen::installed);
        Settings {
            target: args.target,
            configured: configured.or_else(installed),
            host,
            root,
            fail_on: args.fail_on.or(values.fail_on).unwrap_or(FailOn::Warning),
            secrets: args.secrets.clone().or_else(|| values.secrets.clone()),
            baseline: args.baseline.clone().or_else(|| values.baseline.clone()),
            selection,
            config,
            reads_editorconfig: !args.no_config,
            places: Arc::clone(places),
        }
    }

    pub(crate) fn is_usable(&self) -> bool {
        self.config.as_ref().is_none_or(|config| config.is_usable)
    }

    /// Takes out what the configuration file ignores in the files where it stands.
    pub(crate) fn drop_ignored(&self, sources: &SourceMap, diagnostics: &mut Vec<Diagnostic>) {
        if let Some(config) = &self.config {
            config.drop_ignored(sources, diagnostics);
        }
    }
}

/// The secrets to check a configuration against: those that were named on the command line, else in `config setup`, else
/// those beside the file.
pub(crate) fn secrets(settings: &Settings, model: &Model) -> Option<PathBuf> {
    if let Some(path) = &settings.secrets {
        return Some(path.clone());
    }
    if let Some(named) = model.setup_path("secretsfile") {
        return Some(named);
    }
    settings.places.secrets_beside(path_of(model)?)
}

/// The directory of policy groups: below the one that `config setup` names, else the one that lies beside the
/// configuration, as it does in `/etc`.
pub(crate) fn policies(settings: &Settings, model: &Model) -> Option<PathBuf> {
    match model.setup_path("ipsecdir") {
        Some(dir) => Some(dir.join("policies")).filter(|dir| dir.is_dir()),
        None => settings.places.policies_beside(path_of(model)?),
    }
}

/// Of its first file.
fn path_of(model: &Model) -> Option<&Path> {
    let file = model.files().first()?;
    Some(model.sources().get(file.id()).path())
}
