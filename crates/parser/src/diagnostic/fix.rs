//! An edit that mends what a diagnostic reports.

use serde::Serialize;

use crate::text::Span;

/// Whether a fix may run without somebody looking at it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Applicability {
    /// The effective configuration of every conn stays as it is, or a refused file gets its evident meaning.
    Safe,
    /// The meaning changes or a guess is made.
    Unsafe,
}

/// Replaces the text of `span` by `text`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

/// Edits that belong together: they do not overlap, and applying them removes the diagnostic.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Fix {
    pub title: String,
    pub applicability: Applicability,
    pub edits: Vec<Edit>,
}

impl Fix {
    pub fn safe(title: impl Into<String>, span: Span, text: impl Into<String>) -> Fix {
        Fix {
            title: title.into(),
            applicability: Applicability::Safe,
            edits: vec![Edit {
                span,
                text: text.into(),
            }],
        }
    }

    pub fn risky(title: impl Into<String>, span: Span, text: impl Into<String>) -> Fix {
        Fix {
            applicability: Applicability::Unsafe,
            ..Fix::safe(title, span, text)
        }
    }

    #[must_use]
    pub fn and(mut self, span: Span, text: impl Into<String>) -> Fix {
        self.edits.push(Edit {
            span,
            text: text.into(),
        });
        self
    }
}
