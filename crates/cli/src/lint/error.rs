//! What keeps the linter or the formatter from its work. What is wrong with a configuration is a finding instead.

use std::io;
use std::path::{Path, PathBuf};

use ipsec_conf::model::LoadError;
use ipsec_conf::text::{SourceError, cause, printable};
use ipsec_conf_config::{BaselineError, Unreadable};
use ipsec_conf_lint::UnknownRule;

#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Config(#[from] Unreadable),
    #[error(transparent)]
    Load(#[from] LoadError),
    #[error("cannot read standard input: {}", cause(.0))]
    Input(io::Error),
    #[error("cannot read standard input: {0}")]
    InputSource(SourceError),
    #[error("cannot read `{}`: {}", shown(path), cause(source))]
    Read { path: PathBuf, source: io::Error },
    #[error("cannot write `{}`: {}", shown(path), cause(source))]
    Write { path: PathBuf, source: io::Error },
    #[error("`{}` is not written: {reason}", shown(path))]
    Refused { path: PathBuf, reason: &'static str },
    #[error(
        "cannot write `{}`: {}; {} changed already and could not be put back",
        shown(path),
        cause(source),
        listed(changed)
    )]
    HalfWritten {
        path: PathBuf,
        source: io::Error,
        changed: Vec<PathBuf>,
    },
    #[error(
        "{error}; {} not written either: their fixes belong together",
        listed(others)
    )]
    Together {
        error: Box<Error>,
        others: Vec<PathBuf>,
    },
    #[error("cannot write the findings: {}", cause(.0))]
    Output(io::Error),
    #[error("there is no `ipsec.conf` here and no `{}`; name a file", shown(.0))]
    NoDefault(PathBuf),
    #[error("{option}: {unknown}")]
    UnknownRule {
        option: &'static str,
        unknown: UnknownRule,
    },
    #[error(transparent)]
    Baseline(#[from] BaselineError),
    #[error("--add-suppressions wants a reason of one line, such as `legacy peer, ticket 4711`")]
    NoReason,
    #[error("standard input cannot be {0}")]
    NotForInput(&'static str),
    #[error("there is no `ipsec.conf` here; name a file or a directory")]
    NoFile,
    #[error("{0} wants one file")]
    OneFile(&'static str),
    #[error(
        "`{}` is not written, because {what}: this is a bug in ipsec-fmt {}; please report it with the file, without secrets, \
         at {}/issues",
        shown(path),
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_REPOSITORY")
    )]
    NotTheSame { path: PathBuf, what: String },
    #[error("cannot watch: {0}")]
    Watch(#[from] notify::Error),
}

impl Error {
    /// The file that could not be read or written.
    pub(crate) fn path(&self) -> Option<&Path> {
        match self {
            Error::Config(Unreadable { path, .. })
            | Error::Read { path, .. }
            | Error::Write { path, .. }
            | Error::Refused { path, .. } => Some(path),
            _ => None,
        }
    }
}

fn shown(path: &Path) -> String {
    printable(&path.to_string_lossy()).into_owned()
}

/// Paths as the subject of a sentence.
fn listed(paths: &[PathBuf]) -> String {
    let names: Vec<String> = paths
        .iter()
        .map(|path| format!("`{}`", shown(path)))
        .collect();
    let verb = if names.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", names.join(", "))
}
