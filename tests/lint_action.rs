//! The action for GitHub: its schema, and its steps as a runner gives them to bash.
//!
//! A step of `shell: bash` is a file for `bash --noprofile --norc -eo pipefail`; expressions such as `${{ inputs.paths }}`
//! are replaced before, which is why they may stand in `env` only.

#![allow(clippy::disallowed_methods, reason = "tests start programs")]

mod lint;
mod python;

use std::collections::HashMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use insta::assert_snapshot;
use lint::Dir;
use python::{install, or_skip, run};

const ACTION: &str = include_str!("../action.yml");

const BAD: &str = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\ttypo=1\n";

/// A line of the file without its indentation, and how deep it stands.
fn lines() -> impl Iterator<Item = (usize, &'static str)> {
    ACTION
        .lines()
        .map(|line| (line.len() - line.trim_start().len(), line.trim()))
}

fn unquoted(value: &str) -> String {
    value.trim().trim_matches('"').to_owned()
}

/// The inputs and their defaults.
fn inputs() -> HashMap<String, String> {
    let mut inputs = HashMap::new();
    let mut name = "";
    let lines = lines()
        .skip_while(|(_, line)| *line != "inputs:")
        .skip(1)
        .take_while(|(depth, line)| *depth > 0 || line.is_empty());
    for (depth, line) in lines {
        match (depth, line.split_once(':')) {
            (2, Some((key, ""))) => name = key,
            (4, Some(("default", value))) => {
                inputs.insert(name.to_owned(), unquoted(value));
            }
            _ => {}
        }
    }
    inputs
}

/// One step: its environment and its script.
#[derive(Debug, Default)]
struct Step {
    env: Vec<(String, String)>,
    script: String,
}

fn step(name: &str) -> Step {
    let start = format!("- name: {name}");
    let mut step = Step::default();
    let mut part = "";
    let lines = ACTION.lines().skip_while(|line| line.trim() != start);
    for line in lines.skip(1) {
        let depth = line.len() - line.trim_start().len();
        let said = line.trim();
        match depth {
            4 if said.starts_with("- ") => break,
            6 => part = said,
            8.. if part == "run: |" => {
                step.script.push_str(&line[8..]);
                step.script.push('\n');
            }
            8.. if part == "env:" => {
                let (key, value) = said.split_once(':').expect("a variable and its value");
                step.env.push((key.to_owned(), unquoted(value)));
            }
            _ => {}
        }
    }
    assert!(!step.script.is_empty(), "there is a step `{name}`");
    step
}

/// A runner: directories, and the files in which a step leaves what it has to say.
struct Runner {
    workspace: Dir,
    home: Dir,
}

/// What a step left behind.
struct Outcome {
    status: i32,
    stdout: String,
    stderr: String,
}

impl Runner {
    fn new(files: &[(&str, &str)]) -> Runner {
        let home = Dir::with(&[("output", ""), ("temp/unused", "")]);
        Runner {
            workspace: Dir::with(files),
            home,
        }
    }

    /// A program of this name that does what `script` says.
    fn install(&self, name: &str, script: &str) {
        let name = format!("bin/{name}");
        self.home.write(&name, format!("#!/bin/sh\n{script}\n"));
        let path = self.home.path().join(name);
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("a file of ours");
    }

    fn run(&self, name: &str, given: &[(&str, &str)], search: &[PathBuf]) -> Outcome {
        let Step { env, script } = step(name);
        assert!(!script.contains("${{"), "an expression stands in a script");
        self.home.write("step.sh", script);
        let home = self.home.path();
        let source = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut inputs = inputs();
        for (name, value) in given {
            let known = inputs.insert((*name).to_owned(), (*value).to_owned());
            assert!(known.is_some(), "there is an input `{name}`");
        }
        let value_of = |value: &str| {
            let expression = value
                .strip_prefix("${{")
                .and_then(|value| value.strip_suffix("}}"))
                .map(str::trim);
            match expression {
                Some("github.action_path") => source.to_string_lossy().into_owned(),
                Some(expression) => {
                    let name = expression.strip_prefix("inputs.").expect("an input");
                    inputs.get(name).expect("an input that is declared").clone()
                }
                None => value.to_owned(),
            }
        };
        let mut search = search.to_vec();
        search.extend([home.join("bin"), "/usr/bin".into(), "/bin".into()]);
        let output = Command::new("bash")
            .args(["--noprofile", "--norc", "-eo", "pipefail"])
            .arg(home.join("step.sh"))
            .current_dir(self.workspace.path())
            .env_clear()
            .env("PATH", std::env::join_paths(search).expect("usual paths"))
            .env("HOME", home)
            .env("CI", "true")
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_ACTION_PATH", source)
            .env("GITHUB_WORKSPACE", self.workspace.path())
            .env("GITHUB_OUTPUT", home.join("output"))
            .env("RUNNER_TEMP", home.join("temp"))
            .envs(env.iter().map(|(key, value)| (key, value_of(value))))
            .output()
            .expect("bash starts");
        let text =
            |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&*home.to_string_lossy(), "HOME");
        Outcome {
            status: output.status.code().expect("bash ends by itself"),
            stdout: text(&output.stdout),
            stderr: text(&output.stderr),
        }
    }

    /// The step that runs the linter, with the program that was built.
    fn lint(&self, given: &[(&str, &str)]) -> Outcome {
        let program = Path::new(env!("CARGO_BIN_EXE_ipsec-lint"));
        let dir = program.parent().expect("it stands in a directory");
        self.run("Run ipsec-lint", given, &[dir.to_owned()])
    }
}

#[test]
fn it_fits_the_schema_of_actions() {
    let found = install("check-jsonschema", "check-jsonschema==0.*");
    let Some(program) = or_skip("check-jsonschema", found) else {
        return;
    };
    let mut command = Command::new(program);
    command
        .args(["--builtin-schema", "vendor.github-actions", "action.yml"])
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    run(&mut command).expect("the file fits");
}

#[test]
fn an_installed_program_is_used() {
    let runner = Runner::new(&[]);
    runner.install("ipsec-lint", "exit 0");
    runner.install("cargo", "echo cargo must not run; exit 1");
    let outcome = runner.run("Install ipsec-lint", &[], &[]);
    assert_eq!((outcome.status, &*outcome.stdout), (0, ""));
}

#[test]
fn the_program_is_built_and_found_by_the_next_step() {
    let runner = Runner::new(&[]);
    runner.install(
        "cargo",
        r#"printf '%s\n' "$@"
        program="$RUNNER_TEMP/ipsec-lint/bin/ipsec-lint"
        mkdir -p "${program%/*}"
        printf '#!/bin/sh\necho the one that was built\n' >"$program"
        chmod +x "$program""#,
    );
    let outcome = runner.run("Install ipsec-lint", &[], &[]);
    let source = env!("CARGO_MANIFEST_DIR");
    assert_snapshot!(outcome.stdout.replace(source, "SOURCE"), @"
    install
    --locked
    --path
    SOURCE
    --bin
    ipsec-lint
    --root
    HOME/temp/ipsec-lint
    ");
    assert_eq!(outcome.status, 0);
    let outcome = runner.run("Run ipsec-lint", &[], &[]);
    assert_eq!(outcome.stdout, "the one that was built\n");
}

#[test]
fn a_build_that_fails_ends_the_step() {
    let runner = Runner::new(&[]);
    runner.install("cargo", "exit 101");
    let outcome = runner.run("Install ipsec-lint", &[], &[]);
    assert_eq!(outcome.status, 101);
}

#[test]
fn findings_mark_the_lines_and_fail_the_step() {
    let runner = Runner::new(&[("ipsec.conf", BAD)]);
    let outcome = runner.lint(&[("target", "libreswan@4.10"), ("args", "--select V101")]);
    assert_snapshot!(outcome.stdout, @"::error file=ipsec.conf,line=4,endLine=4,col=2,endColumn=6,title=V101 unknown-keyword::unknown keyword `typo`%0Athe whole file is refused by Libreswan 4.10%0Ahelp: did you mean `type`?");
    assert_eq!((outcome.status, &*outcome.stderr), (1, ""));
}

#[test]
fn inputs_reach_the_program() {
    let runner = Runner::new(&[
        ("a/ipsec.conf", BAD),
        ("b/ipsec.conf", BAD),
        ("c/ipsec.conf", BAD),
    ]);
    let outcome = runner.lint(&[
        ("paths", "a\nb"),
        ("target", "libreswan@4.10"),
        ("fail-on", "never"),
        ("format", "concise"),
        ("output", "found.txt"),
        ("args", "--select V101\n--quiet\n"),
    ]);
    assert_eq!(
        (outcome.status, &*outcome.stdout, &*outcome.stderr),
        (0, "", "")
    );
    assert_snapshot!(runner.workspace.read("found.txt"), @"
    a/ipsec.conf:4:2: error[V101 unknown-keyword]: unknown keyword `typo` [whole file refused]
    b/ipsec.conf:4:2: error[V101 unknown-keyword]: unknown keyword `typo` [whole file refused]
    ");
}

#[test]
fn bad_usage_fails_the_step() {
    let runner = Runner::new(&[("ipsec.conf", BAD)]);
    assert_eq!(runner.lint(&[("fail-on", "sometimes")]).status, 2);
    assert_eq!(runner.lint(&[("paths", "missing.conf")]).status, 2);
}

#[test]
fn nothing_in_an_input_is_run() {
    let runner = Runner::new(&[("ipsec.conf", BAD)]);
    for evil in [
        "$(touch gone)",
        "`touch gone`",
        "; touch gone",
        "\"; touch gone; \"",
        "| touch gone",
    ] {
        for input in ["paths", "target", "fail-on", "format", "output", "args"] {
            runner.lint(&[(input, evil)]);
            assert!(
                !runner.workspace.path().join("gone").exists(),
                "{input}: {evil}"
            );
        }
    }
}
