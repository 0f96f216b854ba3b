//! Draws the diagnostics of `ipsec_conf`: for people, for scripts and for the tools of CI systems.
//!
//! Everything here is a pure function from diagnostics and sources to text. Text of a configuration reaches an output
//! for people only with its control and invisible characters spelt out, and formats for machines escape them.

mod checkstyle;
mod codespan;
mod concise;
mod context;
mod excerpt;
mod fingerprint;
mod format;
mod full;
mod github;
mod gitlab;
mod json;
mod json_text;
mod jsonl;
mod junit;
mod place;
mod plain;
mod report;
mod sarif;
mod summary;
mod words;
mod xml;

pub use fingerprint::{fingerprint, reported_text};
pub use format::{Format, UnknownFormat};
pub use report::{Report, RuleInfo, Style, render, render_all};
pub use summary::{Tally, summary};
