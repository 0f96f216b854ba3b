//! Starting programs: a failure names the command line that failed.

use std::ffi::OsStr;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

/// The cargo that started us, in the root of the workspace.
pub(crate) fn cargo(workspace: &Workspace) -> Command {
    let program = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(program);
    command.current_dir(&workspace.root);
    command
}

/// Runs to the end with our own input and output.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", shown(command)))?;
    if !status.success() {
        bail!("{} failed: {status}", shown(command));
    }
    Ok(())
}

/// What it prints on standard output; what it complains about is part of the error.
pub(crate) fn output(command: &mut Command) -> Result<String> {
    let out = command
        .stdin(Stdio::null())
        .output()
        .with_context(|| format!("cannot start {}", shown(command)))?;
    if !out.status.success() {
        let complaint = String::from_utf8_lossy(&out.stderr);
        bail!(
            "{} failed: {}\n{}",
            shown(command),
            out.status,
            complaint.trim_end()
        );
    }
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}

/// Whether a CI runs this, which has everything that is needed and skips nothing.
pub(crate) fn is_ci() -> bool {
    std::env::var_os("CI").is_some_and(|value| value == "true")
}

/// Looks a program up in `PATH`, and in the directories of root's programs, which users often lack there.
pub(crate) fn find_program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path)
        .chain(["/usr/local/sbin", "/usr/sbin", "/sbin"].map(PathBuf::from))
        .map(|dir| dir.join(name))
        .find(|file| is_executable(file))
}

pub(crate) fn is_executable(file: &Path) -> bool {
    file.metadata()
        .is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

/// The command line, as an error quotes it.
pub(crate) fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    let words: Vec<_> = words.map(OsStr::to_string_lossy).collect();
    format!("`{}`", words.join(" "))
}

/// Does the same with each item, on all processors; the answers come in the order of the items.
pub(crate) fn in_parallel<I: Sync, T: Send>(
    items: &[I],
    work: impl Fn(&I) -> Result<T> + Sync,
) -> Result<Vec<T>> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let size = items.len().div_ceil(threads).max(1);
    let some = |items: &[I]| items.iter().map(&work).collect::<Result<Vec<T>>>();
    let parts: Vec<Result<Vec<T>>> = std::thread::scope(|scope| {
        let started: Vec<_> = items
            .chunks(size)
            .map(|items| scope.spawn(|| some(items)))
            .collect();
        started
            .into_iter()
            .map(|thread| thread.join().expect("bug: the work does not panic"))
            .collect()
    });
    let parts = parts.into_iter().collect::<Result<Vec<_>>>()?;
    Ok(parts.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_the_command_and_its_complaint() {
        let error = output(Command::new("sh").args(["-c", "echo no such thing >&2; exit 3"]))
            .expect_err("it exits with 3");
        let text = format!("{error:#}");
        assert!(text.starts_with("`sh -c "), "{text}");
        assert!(text.ends_with("exit status: 3\nno such thing"), "{text}");
    }

    #[test]
    fn the_answers_come_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..100).collect();
        let doubled = in_parallel(&items, |item| Ok(item * 2)).expect("nothing fails");
        assert!(doubled.iter().enumerate().all(|(i, item)| *item == i * 2));
        let failed = in_parallel(&items, |item| {
            anyhow::ensure!(*item != 70, "no {item}");
            Ok(())
        });
        assert_eq!(failed.expect_err("one fails").to_string(), "no 70");
    }

    #[test]
    fn a_program_is_found_in_the_path() {
        assert!(find_program("sh").is_some());
        assert_eq!(find_program("no-program-is-called-like-this"), None);
    }
}
