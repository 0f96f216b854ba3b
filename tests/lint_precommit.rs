//! The hooks for pre-commit, with the real pre-commit.
//!
//! It comes from the Python package index into a virtual environment in the target directory. Building the hook from its
//! source takes minutes and is tried with `IPSEC_TESTS_REQUIRE_ALL=1` only.

#![allow(clippy::disallowed_methods, reason = "tests start programs")]
#![allow(
    clippy::print_stderr,
    reason = "a test says on standard error why it was skipped"
)]

mod lint;
mod python;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use lint::Dir;
use python::{install, is_wanted, or_skip, run};

/// The version that is tried.
const PRE_COMMIT: &str = "pre-commit==4.*";

/// Where pre-commit is, installed at need; or why it is not. The tests of this file wait for one installation.
fn pre_commit() -> Result<PathBuf, String> {
    static INSTALLED: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    INSTALLED.get_or_init(install_pre_commit).clone()
}

fn install_pre_commit() -> Result<PathBuf, String> {
    let program = install("pre-commit", PRE_COMMIT)?;
    run(Command::new("git").arg("--version"))?;
    Ok(program)
}

#[track_caller]
fn pre_commit_or_skip() -> Option<PathBuf> {
    or_skip("pre-commit", pre_commit())
}

fn git(dir: &Path, words: &[&str]) {
    let mut command = Command::new("git");
    command
        .args([
            "-c",
            "user.name=Test",
            "-c",
            "user.email=test@example.com",
            "-c",
            "protocol.file.allow=always",
        ])
        .args(words)
        .current_dir(dir);
    run(&mut command).expect("git works in a scratch directory");
}

/// A repository with these files, all of them staged.
fn repository(files: &[(&str, &str)]) -> Dir {
    let dir = Dir::with(files);
    git(dir.path(), &["init", "--quiet"]);
    git(dir.path(), &["add", "--all"]);
    git(dir.path(), &["commit", "--quiet", "--message=Start"]);
    dir
}

fn revision(dir: &Path) -> String {
    let output = Command::new("git")
        .args(["rev-parse", "HEAD"])
        .current_dir(dir)
        .output()
        .expect("git starts");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// What a hook says about all files of `work`, and its status. Hooks are built once for each state of their repository.
fn try_hook(pre_commit: &Path, hooks: &Path, hook: &str, work: &Dir) -> (Option<i32>, String) {
    let programs = Path::new(env!("CARGO_BIN_EXE_ipsec-lint"))
        .parent()
        .expect("a program lies in a directory");
    let path = std::env::var("PATH").unwrap_or_default();
    let revision = revision(hooks);
    work.write(
        ".pre-commit-config.yaml",
        format!(
            "repos:\n- repo: {}\n  rev: {revision}\n  hooks:\n  - id: {hook}\n",
            hooks.display()
        ),
    );
    git(work.path(), &["add", ".pre-commit-config.yaml"]);
    let output = Command::new(pre_commit)
        .args(["run", "--color=never", "--verbose", "--all-files"])
        .env("PATH", format!("{}:{path}", programs.display()))
        .env("PRE_COMMIT_HOME", hooks.join(".pre-commit-home"))
        // Whether it builds and runs is asked, not how fast it is: link time optimisation takes a quarter of an hour.
        .env(
            "CARGO_TARGET_DIR",
            Path::new(env!("CARGO_TARGET_TMPDIR")).join("hook-build"),
        )
        .env("CARGO_PROFILE_RELEASE_LTO", "off")
        .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0")
        .env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16")
        .env("GIT_CONFIG_COUNT", "1")
        .env("GIT_CONFIG_KEY_0", "safe.directory")
        .env("GIT_CONFIG_VALUE_0", "*")
        .current_dir(work.path())
        .output()
        .expect("pre-commit starts");
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.code(),
        String::from_utf8_lossy(&text).into_owned(),
    )
}

const GOOD: &str = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n";
const BAD: &str = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\ttypo=1\n";
const CONFIG: &str = "select = [\"V101\"]\n";

fn check_hook(pre_commit: &Path, hooks: &Path, hook: &str) {
    let good = repository(&[
        ("ipsec.conf", GOOD),
        ("nginx.conf", "typo\n"),
        ("ipsec-lint.toml", CONFIG),
    ]);
    let (status, text) = try_hook(pre_commit, hooks, hook, &good);
    assert_eq!(status, Some(0), "{text}");
    assert!(text.contains("Passed"), "{text}");

    let bad = repository(&[
        ("etc/ipsec.conf", GOOD),
        ("etc/ipsec.d/a.conf", BAD),
        ("ipsec-lint.toml", CONFIG),
    ]);
    let (status, text) = try_hook(pre_commit, hooks, hook, &bad);
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("unknown keyword `typo`"), "{text}");

    let none = repository(&[("README.md", BAD)]);
    let (status, text) = try_hook(pre_commit, hooks, hook, &none);
    assert_eq!(status, Some(0), "{text}");
    assert!(text.contains("no files to check"), "{text}");
}

const UNTIDY: &str = "conn a\n  left = 192.0.2.1\n  right=192.0.2.2\n";

/// The formatter's hook rewrites a file, and pre-commit reports that as a failure; the second time there is nothing to do.
fn check_format_hook(pre_commit: &Path, hooks: &Path, hook: &str) {
    let untidy = repository(&[("ipsec.conf", UNTIDY)]);
    let (status, text) = try_hook(pre_commit, hooks, hook, &untidy);
    assert_eq!(status, Some(1), "{text}");
    assert!(text.contains("files were modified by this hook"), "{text}");
    assert_eq!(untidy.read("ipsec.conf"), GOOD);
    git(untidy.path(), &["add", "--all"]);
    let (status, text) = try_hook(pre_commit, hooks, hook, &untidy);
    assert_eq!(status, Some(0), "{text}");
}

#[test]
fn the_hook_runs_an_installed_program() {
    let Some(pre_commit) = pre_commit_or_skip() else {
        return;
    };
    let hooks = repository(&[(
        ".pre-commit-hooks.yaml",
        include_str!("../.pre-commit-hooks.yaml"),
    )]);
    check_hook(&pre_commit, hooks.path(), "ipsec-lint-system");
    check_format_hook(&pre_commit, hooks.path(), "ipsec-fmt-system");
}

#[test]
fn the_hook_is_built_from_source() {
    if !is_wanted() {
        eprintln!("skipped: building the hook takes minutes; IPSEC_TESTS_REQUIRE_ALL=1 does it");
        return;
    }
    let Some(pre_commit) = pre_commit_or_skip() else {
        return;
    };
    // The sources as they are now, committed or not.
    let hooks = Dir::new();
    let source = Path::new(env!("CARGO_MANIFEST_DIR"));
    let script = "git -C \"$0\" ls-files -z --cached --others --exclude-standard \
        | tar -C \"$0\" --null -T - -cf - | tar -xf -";
    run(Command::new("sh")
        .args(["-c", script])
        .arg(source)
        .current_dir(hooks.path()))
    .expect("the sources can be copied");
    git(hooks.path(), &["init", "--quiet"]);
    git(hooks.path(), &["add", "--all"]);
    git(hooks.path(), &["commit", "--quiet", "--message=Start"]);
    check_hook(&pre_commit, hooks.path(), "ipsec-lint");
    check_format_hook(&pre_commit, hooks.path(), "ipsec-fmt");
}
