//! What would change, as `diff -u` shows it.

use std::io::IsTerminal as _;
use std::path::Path;

use ipsec_conf::text::printable;
use similar::TextDiff;

/// A patch that turns `old` into `new`; empty when they are equal.
pub(crate) fn unified(path: &Path, old: &[u8], new: &[u8]) -> String {
    if old == new {
        return String::new();
    }
    let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
    let name = path.to_string_lossy();
    let name = printable(name.strip_prefix("./").unwrap_or(&name)).into_owned();
    let diff = TextDiff::configure()
        .algorithm(similar::Algorithm::Myers)
        .diff_lines(old.as_ref(), new.as_ref());
    diff.unified_diff()
        .context_radius(3)
        .header(&name, &name)
        .to_string()
}

/// The text as it may reach a terminal; a file or a pipe gets it as it is, for `patch`.
pub(crate) fn for_stdout(text: &str) -> String {
    if !std::io::stdout().is_terminal() {
        return text.to_owned();
    }
    text.lines()
        .flat_map(|line| [printable(line).into_owned(), "\n".to_owned()])
        .collect()
}
