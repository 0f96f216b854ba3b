//! `ipsec-lint.toml`: what a project says about its own configurations, to `ipsec-lint` and to `ipsec-fmt`.
//!
//! What is wrong with the file is reported as findings in it. A key or rule that nobody knows is a warning; text that is no
//! TOML or a value that cannot be used makes the whole file unusable, because the findings would not be those asked for.

mod find;
mod format;
mod options;
mod read;
mod schema;

use std::path::PathBuf;

use globset::{Glob, GlobSet};
use ipsec_conf::{Diagnostic, Severity, SourceMap, Target};
use ipsec_conf_lint::Selection;

pub(crate) use find::Configs;
pub(crate) use format::FormatValues;
pub use format::format_keys;
pub use options::config_keys;
pub use schema::schema;

use super::args::FailOn;

/// How the file is called.
pub(crate) const NAME: &str = "ipsec-lint.toml";

/// One configuration file, read.
#[derive(Debug)]
pub(crate) struct Config {
    /// As it is shown.
    pub(crate) path: PathBuf,
    /// Where its relative paths and patterns start.
    pub(crate) dir: PathBuf,
    pub(crate) sources: SourceMap,
    pub(crate) findings: Vec<Diagnostic>,
    pub(crate) is_usable: bool,
    pub(crate) values: Values,
}

/// What it says.
#[derive(Debug, Default)]
pub(crate) struct Values {
    pub(crate) target: Option<Target>,
    pub(crate) root: Option<PathBuf>,
    pub(crate) secrets: Option<PathBuf>,
    pub(crate) baseline: Option<PathBuf>,
    pub(crate) select: Vec<String>,
    pub(crate) extend_select: Vec<String>,
    pub(crate) ignore: Vec<String>,
    pub(crate) fail_on: Option<FailOn>,
    pub(crate) severity: Vec<(String, Severity)>,
    pub(crate) per_file_ignores: Vec<(GlobSet, Selection)>,
    pub(crate) exclude: GlobSet,
    pub(crate) format: FormatValues,
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
