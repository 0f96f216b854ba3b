//! The oldest Rust that works, `rust-version` of the manifest: what else says which it is, and a build with it.
//!
//! clippy's `incompatible_msrv` looks after the standard library, so what is left is the language, which only a build shows.

use std::collections::BTreeSet;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::report::Report;
use crate::run::{find_program, output, run, shown};
use crate::workspace::{Declared, Workspace};

/// The package of the programs.
const PROGRAMS: &str = "ipsec-conf-tools";

pub(crate) fn all(workspace: &Workspace, report: &mut Report) {
    report.step("no crate wants a newer Rust than ours", || {
        dependencies(workspace)
    });
    let name = "cargo build with the oldest Rust";
    match oldest(workspace) {
        Ok(Some(toolchain)) => {
            report.step(name, || build(workspace, &toolchain));
        }
        Ok(None) => report.skip(
            name,
            "rustup does not have it; the job `msrv` of the CI does",
        ),
        Err(error) => {
            report.step(name, || Err::<(), _>(error));
        }
    }
}

/// `1.88` and `1.88.0` are the same.
fn version(text: &str) -> Result<[u32; 3]> {
    let mut numbers = [0; 3];
    let parts: Vec<&str> = text.split('.').collect();
    ensure!(parts.len() <= numbers.len(), "`{text}` is no version");
    for (number, part) in numbers.iter_mut().zip(parts) {
        *number = part
            .parse()
            .with_context(|| format!("`{text}` is no version"))?;
    }
    Ok(numbers)
}

fn dependencies(workspace: &Workspace) -> Result<()> {
    let declared = workspace.rust_versions(PROGRAMS)?;
    let newer = newer(&declared)?;
    for line in &newer {
        println!("{line}");
    }
    if newer.is_empty() {
        return Ok(());
    }
    bail!(
        "take older versions in Cargo.lock (`cargo update -p NAME --precise VERSION`), or raise `rust-version` in Cargo.toml"
    )
}

/// One line for each crate that wants more than we declare.
fn newer(declared: &Declared) -> Result<Vec<String>> {
    let ours = declared
        .own
        .as_deref()
        .context("Cargo.toml has no `rust-version`")?;
    let limit = version(ours)?;
    let mut lines = BTreeSet::new();
    for (name, wanted) in &declared.others {
        if version(wanted)? > limit {
            lines.insert(format!("{name} wants Rust {wanted}, ours is {ours}"));
        }
    }
    Ok(lines.into_iter().collect())
}

/// The name under which rustup has the toolchain of `rust-version`; it is asked, never told to install one.
fn oldest(workspace: &Workspace) -> Result<Option<String>> {
    if find_program("rustup").is_none() {
        return Ok(None);
    }
    let own = workspace.rust_versions(PROGRAMS)?.own;
    let own = own.context("Cargo.toml has no `rust-version`")?;
    let list = output(Command::new("rustup").args(["toolchain", "list"]))?;
    Ok(installed(&list, &own).map(str::to_owned))
}

/// `1.88.0-x86_64-unknown-linux-gnu (active)`
fn installed<'a>(list: &'a str, wanted: &str) -> Option<&'a str> {
    let wanted = version(wanted).ok()?;
    let names = list
        .lines()
        .filter_map(|line| line.split_whitespace().next());
    let is_wanted = |name: &&str| {
        let number = name.split('-').next().unwrap_or_default();
        let found = version(number).ok();
        // `1.88` is the newest patch of it.
        found.is_some_and(|found| found[..2] == wanted[..2])
    };
    names.filter(is_wanted).max()
}

fn build(workspace: &Workspace, toolchain: &str) -> Result<()> {
    let mut command = Command::new("rustup");
    command
        .current_dir(&workspace.root)
        .args(["run", toolchain, "cargo", "build", "--locked", "--bins"])
        .arg("--target-dir")
        .arg(workspace.target.join("msrv"))
        // Those of the toolchain that runs us.
        .env_remove("CARGO")
        .env_remove("RUSTC")
        .env_remove("RUSTUP_TOOLCHAIN");
    println!("{}", shown(&command));
    run(&mut command)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_newer(own: &str, others: &[(&str, &str)], expect: &[&str]) {
        let declared = Declared {
            own: Some(own.to_owned()),
            others: others
                .iter()
                .map(|(name, version)| ((*name).to_owned(), (*version).to_owned()))
                .collect(),
        };
        assert_eq!(newer(&declared).expect("they are versions"), expect);
    }

    #[test]
    fn who_wants_more_is_named() {
        check_newer(
            "1.88",
            &[("pest 2.9.6", "1.88.0"), ("clap 4.6.9", "1.9")],
            &[],
        );
        check_newer(
            "1.88",
            &[
                ("a 1.0.0", "1.89"),
                ("b 1.0.0", "1.88.1"),
                ("c 1.0.0", "1.85"),
            ],
            &[
                "a 1.0.0 wants Rust 1.89, ours is 1.88",
                "b 1.0.0 wants Rust 1.88.1, ours is 1.88",
            ],
        );
    }

    #[test]
    fn a_version_that_is_none_is_an_error() {
        assert!(version("stable").is_err());
        assert!(version("1.2.3.4").is_err());
    }

    #[test]
    fn toolchains_of_rustup() {
        let list = "stable-x86_64-unknown-linux-gnu (active, default)\n\
            nightly-x86_64-unknown-linux-gnu\n1.88.0-x86_64-unknown-linux-gnu\n1.95.0-x86_64-unknown-linux-gnu\n";
        let found = Some("1.88.0-x86_64-unknown-linux-gnu");
        assert_eq!(installed(list, "1.88"), found);
        assert_eq!(installed(list, "1.88.0"), found);
        assert_eq!(installed(list, "1.89"), None);
        assert_eq!(installed("no installed toolchains\n", "1.88"), None);
    }

    #[test]
    fn the_programs_have_crates_that_declare_a_version() {
        let workspace = Workspace::load().expect("cargo metadata works here");
        let declared = workspace.rust_versions(PROGRAMS).expect("it is a member");
        let names: Vec<&str> = declared
            .others
            .iter()
            .filter_map(|(name, _)| name.split(' ').next())
            .collect();
        // A library, what a build script uses, and nothing that only tests use.
        assert!(names.contains(&"clap") && names.contains(&"phf_codegen"));
        assert!(!names.contains(&"proptest"));
    }
}
