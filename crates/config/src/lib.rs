//! `ipsec-lint.toml`: what a project says about its own configurations, to `ipsec-lint`, `ipsec-fmt` and `ipsec-lsp`.
//!
//! Beside it `.editorconfig`, and which files of a directory are configurations at all.
//!
//! What is wrong with the file is reported as findings in it. A key or rule that nobody knows is a warning; text that is no
//! TOML or a value that cannot be used makes the whole file unusable, because the findings would not be those asked for.

#![allow(
    clippy::disallowed_methods,
    reason = "this crate looks for the files of a project"
)]

mod baseline;
mod fail_on;
mod files;
mod find;
mod format;
mod in_force;
mod layout;
mod options;
mod read;
mod schema;

use std::io;
use std::path::PathBuf;

use globset::{Glob, GlobSet};
use ipsec_conf::text::{cause, printable};
use ipsec_conf::{Diagnostic, Severity, SourceMap, Target};
use ipsec_conf_lint::Selection;

pub use baseline::{Baseline, BaselineError, baseline_of};
pub use fail_on::FailOn;
pub use files::{Excluded, below};
pub use find::Configs;
pub use format::{FormatKey, FormatValues, KEYS as FORMAT_KEYS, format_keys};
pub use in_force::Words;
pub use layout::options;
pub use options::config_keys;
pub use schema::schema;

/// How the file is called.
pub const NAME: &str = "ipsec-lint.toml";

/// One configuration file, read.
#[derive(Debug)]
pub struct Config {
    /// As it is shown.
    pub path: PathBuf,
    /// Where its relative paths and patterns start.
    pub dir: PathBuf,
    pub sources: SourceMap,
    pub findings: Vec<Diagnostic>,
    pub is_usable: bool,
    pub values: Values,
}

/// What it says.
#[derive(Debug, Default)]
pub struct Values {
    pub target: Option<Target>,
    pub root: Option<PathBuf>,
    pub secrets: Option<PathBuf>,
    pub baseline: Option<PathBuf>,
    pub select: Vec<String>,
    pub extend_select: Vec<String>,
    pub ignore: Vec<String>,
    pub fail_on: Option<FailOn>,
    pub severity: Vec<(String, Severity)>,
    pub per_file_ignores: Vec<(GlobSet, Selection)>,
    pub exclude: GlobSet,
    pub format: FormatValues,
}

/// Why a configuration file cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("cannot read `{}`: {}", printable(&path.to_string_lossy()), cause(source))]
pub struct Unreadable {
    pub path: PathBuf,
    pub source: io::Error,
}

/// A pattern as gitignore has it: without a slash it fits the name of a file wherever it lies.
fn glob(pattern: &str) -> Result<Vec<Glob>, globset::Error> {
    let build = |pattern: &str| {
        globset::GlobBuilder::new(pattern)
            .literal_separator(true)
            .build()
    };
    let pattern = pattern.trim_start_matches("./");
    let mut globs = Vec::new();
    match pattern.strip_suffix('/') {
        Some(dir) => globs.push(build(&format!("{dir}/**"))?),
        None => globs.push(build(pattern)?),
    }
    if !pattern.trim_end_matches('/').contains('/') {
        globs.push(build(&format!("**/{}", pattern.trim_end_matches('/')))?);
        globs.push(build(&format!("**/{}/**", pattern.trim_end_matches('/')))?);
    } else if !pattern.contains('*') {
        globs.push(build(&format!("{}/**", pattern.trim_end_matches('/')))?);
    }
    Ok(globs)
}
