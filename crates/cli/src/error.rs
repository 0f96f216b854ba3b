//! What keeps the command from answering. What is wrong with a configuration is a diagnostic instead.

use std::io;

use ipsec_conf::model::LoadError;
use ipsec_conf::text::{SourceError, cause, printable};

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error(transparent)]
    Load(#[from] LoadError),
    #[error("cannot read standard input: {}", cause(.0))]
    Input(io::Error),
    #[error("cannot read standard input: {0}")]
    InputSource(SourceError),
    #[error("cannot write the answer: {}", cause(.0))]
    Output(io::Error),
    #[error("no conn is named `{}` in `{}`", printable(name), printable(file))]
    NoSuchConn {
        name: String,
        file: String,
        near: Vec<String>,
    },
    #[error("no program knows a keyword `{}`", printable(name))]
    NoSuchKeyword { name: String, near: Vec<String> },
}

impl Error {
    /// What to try instead.
    pub fn help(&self) -> Option<String> {
        let (Error::NoSuchConn { near, .. } | Error::NoSuchKeyword { near, .. }) = self else {
            return None;
        };
        let names: Vec<String> = near
            .iter()
            .map(|name| format!("`{}`", printable(name)))
            .collect();
        (!names.is_empty()).then(|| format!("did you mean {}?", names.join(" or ")))
    }
}
