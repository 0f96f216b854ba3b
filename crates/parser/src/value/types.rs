//! The text of a value and what can be wrong with it.

use std::ops::Range;

use crate::diagnostic::{Code, Effect};

/// How a value stands in the file. It matters: Libreswan 4 reads bare digits as a number and quoted ones as text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Nothing after the `=`.
    Missing,
    Bare,
    /// `"..."`.
    Quoted,
    /// `{...}`, in the flex dialects of the swans.
    Braced,
    /// The verbatim rest of the line after a comment keyword `x-...=`.
    Verbatim,
}

/// A value as text, without its quotes or braces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Raw<'a> {
    pub text: &'a str,
    pub form: Form,
}

impl<'a> Raw<'a> {
    pub fn bare(text: &'a str) -> Raw<'a> {
        Raw { text, form: if text.is_empty() { Form::Missing } else { Form::Bare } }
    }

    pub fn quoted(text: &'a str) -> Raw<'a> {
        Raw { text, form: Form::Quoted }
    }

    /// Whether Libreswan 3 and 4 and Openswan see a number token: only digits, and no quotes.
    pub fn is_number_token(&self) -> bool {
        self.form == Form::Bare && !self.text.is_empty() && self.text.bytes().all(|b| b.is_ascii_digit())
    }
}

/// Why a target does not take a value as it is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValueError {
    pub code: Code,
    pub effect: Effect,
    /// The faulty part, in bytes of [`Raw::text`].
    pub range: Range<usize>,
    pub message: String,
    /// What stands under the faulty part; may be empty.
    pub label: String,
    pub help: Vec<String>,
    /// What the target does with it.
    pub notes: Vec<String>,
    /// A replacement for the faulty part, and whether it is safe.
    pub replacement: Option<(String, crate::diagnostic::Applicability)>,
}
