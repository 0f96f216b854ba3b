//! Counting the instructions of a run with valgrind.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, ensure};

use crate::run::{find_program, shown};

pub(super) fn is_there() -> bool {
    find_program("valgrind").is_some()
}

pub(super) const MISSING: &str = "valgrind is not installed (Debian package valgrind)";

/// How many instructions a program executes that succeeds. It has no environment but `LC_ALL` and sees its files by short
/// names in `dir`, so that neither the machine nor the place of the files counts.
pub(super) fn instructions(program: &Path, args: &[&str], dir: &Path) -> Result<u64> {
    let mut command = Command::new(find_program("valgrind").context(MISSING)?);
    command
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(args)
        .current_dir(dir)
        .env_clear()
        .env("LC_ALL", "C")
        .stdin(Stdio::null());
    let run = command
        .output()
        .with_context(|| format!("cannot start {}", shown(&command)))?;
    let said = String::from_utf8_lossy(&run.stderr);
    ensure!(
        run.status.success(),
        "{} failed: {}\n{said}{}",
        shown(&command),
        run.status,
        String::from_utf8_lossy(&run.stdout)
    );
    collected(&said).with_context(|| format!("{} has counted nothing:\n{said}", shown(&command)))
}

/// `==25186== Collected : 124251972`
fn collected(said: &str) -> Option<u64> {
    let mut lines = said.lines().rev();
    let count = lines.find_map(|line| line.split_once(" Collected : "))?.1;
    count.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_count_is_in_what_valgrind_says() {
        let said = "==7== For interactive control, run 'callgrind_control -h'.\n==7== \n==7== Events    : Ir\n\
                    ==7== Collected : 124251972\n==7== \n==7== I   refs:      124,251,972\n";
        assert_eq!(collected(said), Some(124_251_972));
        assert_eq!(collected("valgrind: no such file"), None);
    }
}
