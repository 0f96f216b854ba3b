//! `ipsec.secrets`: whose secret is which, in every dialect.
//!
//! A [`Record`] knows for whom its secret is and what kind it is; the secret itself it knows by place, length and strength
//! only. The texts that messages are drawn from have every secret blotted out ([`crate::text::Source::masked`]).

mod find;
mod index_id;
mod load;
mod lower;
mod problem;
mod records;
mod secret_text;
#[cfg(test)]
mod tests;
mod tree;
mod who;

pub use find::Match;
pub use index_id::IndexId;
pub(crate) use load::hidden;
pub use records::{Kind, Record};
pub use secret_text::{Form, LEAST, LEAST_RANDOM, SecretText, Strength};
pub use tree::{SecretsFile, Shape, Token, TokenKind};
pub use who::{Key, Who};

use crate::diagnostic::Diagnostic;
use crate::target::Target;

/// A file of secrets and what it includes, as its target reads it.
#[derive(Debug, Clone)]
pub struct Secrets {
    target: Target,
    files: Vec<SecretsFile>,
    records: Vec<Record>,
    diagnostics: Vec<Diagnostic>,
    incomplete: bool,
    finders: find::Finders,
}

impl Secrets {
    pub fn target(&self) -> Target {
        self.target
    }

    /// In the order they were read.
    pub fn files(&self) -> &[SecretsFile] {
        &self.files
    }

    /// In the order the target meets them, with those that it does not store.
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// Whether there may be more: an include names a place that cannot be looked at.
    pub fn is_incomplete(&self) -> bool {
        self.incomplete
    }
}
