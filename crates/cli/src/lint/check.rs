//! Reads and judges one configuration.

use std::collections::HashSet;
use std::fs;
use std::io::{self, Read as _};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ipsec_conf::model::{LoadOptions, Model, Vfs, read_source};
use ipsec_conf::{Diagnostic, FileId, Policies, Secrets, Source, SourceMap};
use ipsec_conf_format::Options;
use ipsec_conf_host::{Chosen, TargetArg, choose};
use ipsec_conf_lint::host::Host;
use ipsec_conf_lint::{Findings, Lint, lint_on};

use super::error::Error;
use super::settings::{self, Settings};

/// How standard input is called when nobody says.
pub(crate) const STDIN: &str = "<stdin>";

/// One configuration, read.
pub(crate) struct Loaded {
    pub(crate) model: Model,
    pub(crate) chosen: Chosen,
    pub(crate) settings: Arc<Settings>,
    /// The secrets and policy groups that belong to it.
    pub(crate) secrets: Option<Secrets>,
    pub(crate) policies: Option<Policies>,
}

/// One configuration, judged.
pub(crate) struct Judged {
    pub(crate) sources: SourceMap,
    /// Those that the user wrote.
    pub(crate) files: Vec<FileId>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) chosen: Chosen,
    pub(crate) suppressed: usize,
    /// Whether anything in it makes the run fail.
    pub(crate) settings: Arc<Settings>,
}

/// Where the first file comes from.
#[derive(Debug, Clone)]
pub(crate) enum First<'a> {
    Path(&'a Path),
    Text { name: &'a Path, bytes: Vec<u8> },
}

impl<'a> First<'a> {
    /// `text` stands for what lies at `name`, where there is one.
    pub(crate) fn new(name: &'a Path, text: Option<&[u8]>) -> First<'a> {
        match text {
            Some(bytes) => First::Text {
                name,
                bytes: bytes.to_vec(),
            },
            None => First::Path(name),
        }
    }

    pub(crate) fn source(self, vfs: &dyn Vfs) -> Result<Source, Error> {
        match self {
            First::Path(path) => Ok(read_source(vfs, path)?),
            First::Text { name, bytes } => {
                Source::from_bytes(name, bytes).map_err(Error::InputSource)
            }
        }
    }
}

pub(crate) fn standard_input() -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(Error::Input)?;
    Ok(bytes)
}

impl Loaded {
    pub(crate) fn read(
        vfs: &dyn Vfs,
        first: First<'_>,
        settings: &Arc<Settings>,
    ) -> Result<Loaded, Error> {
        Loaded::from_source(vfs, first.source(vfs)?, settings)
    }

    pub(crate) fn from_source(
        vfs: &dyn Vfs,
        source: Source,
        settings: &Arc<Settings>,
    ) -> Result<Loaded, Error> {
        let chosen = choose(settings.target, source.text(), settings.configured.clone());
        let options = LoadOptions {
            root: settings.root.clone(),
            skip_includes: false,
        };
        let mut model = Model::from_source(vfs, source, chosen.target, &options);
        let secrets = match settings::secrets(settings, &model) {
            None => None,
            Some(path) => read_secrets(&path, settings.secrets.is_some())?,
        };
        let target = chosen.target;
        let secrets = secrets.map(|source| {
            Secrets::from_source(vfs, &source, target, &options, model.sources_mut())
        });
        let policies = settings::policies(settings, &model)
            .and_then(|dir| Policies::load(vfs, &dir, target, model.sources_mut()).ok());
        Ok(Loaded {
            model,
            chosen,
            settings: Arc::clone(settings),
            secrets,
            policies,
        })
    }

    /// All findings that are asked for.
    pub(crate) fn lint(&self) -> Findings {
        let lint_options = Lint {
            selection: &self.settings.selection,
            target_is_given: self.settings.target != TargetArg::Auto
                || self.settings.configured.is_some(),
            secrets: self.secrets.as_ref(),
            policies: self.policies.as_ref(),
            format: self.format(),
            until: None,
        };
        let host = self.settings.host.as_ref().map(|host| host as &dyn Host);
        let mut findings = lint_on(&self.model, &lint_options, host);
        self.settings
            .drop_ignored(self.model.sources(), &mut findings.diagnostics);
        findings
    }

    /// How the files are to be laid out, where somebody asks.
    fn format(&self) -> Options {
        let is_asked = self.settings.selection.checks_layout();
        let first = self.model.files().first().filter(|_| is_asked);
        first.map_or_else(Options::default, |file| {
            let path = self.model.sources().get(file.id()).path();
            let config = self.settings.config.as_ref();
            let values = config.map(|config| &config.values.format);
            ipsec_conf_config::options(values, path, self.settings.reads_editorconfig)
        })
    }

    pub(crate) fn judge(self) -> Judged {
        let Findings {
            diagnostics,
            suppressed,
        } = self.lint();
        let files = self.own_files();
        let (sources, _) = self.model.into_parts();
        Judged {
            sources,
            files,
            diagnostics,
            chosen: self.chosen,
            suppressed,
            settings: self.settings,
        }
    }

    /// The files that somebody wrote: not what the target defines by itself.
    pub(crate) fn own_files(&self) -> Vec<FileId> {
        let mut builtin = HashSet::new();
        for (_, section) in self.model.sections().filter(|(_, section)| section.builtin) {
            builtin.insert(section.header_span.file);
        }
        self.model
            .files()
            .iter()
            .map(|file| file.id())
            .filter(|id| !builtin.contains(id))
            .collect()
    }

    /// Keeps secret what was a secret in `before`, where a fix made other lines of it: a value may have another keyword now.
    pub(crate) fn keep_secrets_of(&mut self, before: &[Loaded]) {
        let mut words: HashSet<&str> = HashSet::new();
        let mut lines: HashSet<&str> = HashSet::new();
        for source in before
            .iter()
            .flat_map(|loaded| loaded.model.sources().iter())
        {
            let text = source.1.text();
            let secrets = source.1.secrets().iter();
            words.extend(secrets.flat_map(|range| alphanumeric(&text[range.clone()])));
            lines.extend(text.lines());
        }
        if words.is_empty() {
            return;
        }
        let sources = self.model.sources_mut();
        let files: Vec<FileId> = sources.iter().map(|(file, _)| file).collect();
        for file in files {
            let text = sources.get(file).shared_text();
            let start = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
            let found: Vec<Range<usize>> = text
                .lines()
                .filter(|line| !lines.contains(line))
                .flat_map(alphanumeric)
                .filter(|word| words.contains(word))
                .map(|word| start(word)..start(word) + word.len())
                .collect();
            sources.get_mut(file).keep_secret(found);
        }
    }

    /// Where its files really lie; standard input lies nowhere.
    pub(crate) fn real_paths(&self) -> Vec<PathBuf> {
        let paths = self
            .own_files()
            .into_iter()
            .map(|file| self.model.sources().get(file).path());
        let places = &self.settings.places;
        paths.filter_map(|path| places.real_path(path)).collect()
    }
}

/// The words of a text that are long enough to tell something.
fn alphanumeric(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() >= 4)
}

/// Secrets that nobody named and that may not be read, as those of the system, are left out.
fn read_secrets(path: &Path, is_named: bool) -> Result<Option<Source>, Error> {
    let cannot = |source| Error::Read {
        path: path.to_owned(),
        source,
    };
    let bytes = fs::metadata(path).and_then(|metadata| {
        if metadata.is_file() {
            fs::read(path)
        } else {
            Err(io::Error::other("it is no regular file"))
        }
    });
    match bytes {
        Ok(bytes) => Ok(Source::from_bytes(path, bytes).ok()),
        Err(error) if is_named => Err(cannot(error)),
        Err(_) => Ok(None),
    }
}
