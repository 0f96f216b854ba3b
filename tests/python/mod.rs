//! Programs from the Python package index, each installed once into the target directory.

#![allow(
    dead_code,
    reason = "every test binary compiles this module and uses its own part of it"
)]
#![allow(clippy::disallowed_methods, reason = "tests start programs")]
#![allow(
    clippy::print_stderr,
    reason = "a test says on standard error why it was skipped"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(crate) fn is_wanted() -> bool {
    std::env::var_os("IPSEC_TESTS_REQUIRE_ALL").is_some_and(|value| value == "1")
}

pub(crate) fn run(command: &mut Command) -> Result<Output, String> {
    let output = command
        .output()
        .map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        return Ok(output);
    }
    let text = [output.stdout, output.stderr].concat();
    Err(format!("{command:?}: {}", String::from_utf8_lossy(&text)))
}

/// Where the program is, installed at need; or why it is not.
pub(crate) fn install(program: &str, package: &str) -> Result<PathBuf, String> {
    let venv = Path::new(env!("CARGO_TARGET_TMPDIR")).join(program);
    let path = venv.join("bin").join(program);
    if !path.exists() {
        run(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
        run(Command::new(venv.join("bin/pip")).args(["install", "--quiet", package]))?;
    }
    Ok(path)
}

/// Without the program a test is passed over, unless all are wanted.
#[track_caller]
pub(crate) fn or_skip(program: &str, found: Result<PathBuf, String>) -> Option<PathBuf> {
    match found {
        Ok(path) => Some(path),
        Err(reason) => {
            assert!(!is_wanted(), "{program} cannot be had: {reason}");
            eprintln!("skipped: {program} cannot be had: {reason}");
            None
        }
    }
}
