//! The extension for VS Code: its own checks, and the extension in VS Code itself.
//!
//! VS Code comes as code-server, from npm, and runs in headless Chromium. What cannot be had is a reason to skip a step, not
//! to fail: the rest of the tests says as much about the tools.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::cargo_test;
use crate::report::{Outcome, Report};
use crate::run::{cargo, find_program, output, run};
use crate::workspace::Workspace;

/// The oldest Node that the tools of the extension run with.
const NODE: u32 = 20;

const FOLDER: &str = "editors/vscode";

pub(crate) fn all(workspace: &Workspace, report: &mut Report) {
    let folder = workspace.root.join(FOLDER);
    let npm = |words: &[&str]| {
        let mut command = Command::new("npm");
        command.args(words).current_dir(&folder);
        command
    };
    let mut reason = None;
    report.step("packages of the VS Code extension", || {
        if let Err(error) = node() {
            reason = Some(format!("{error:#}"));
        } else if let Err(error) = run(&mut npm(&["ci", "--loglevel=error"])) {
            // A lock file that does not fit is our fault; a registry that does not answer is not.
            if run(&mut npm(&["ping", "--loglevel=error"])).is_ok() {
                return Err(error);
            }
            reason = Some("the npm registry does not answer".to_owned());
        }
        Ok(reason.clone().map_or(Outcome::Prepared, Outcome::Skipped))
    });
    if !folder.join("node_modules/.package-lock.json").exists() || reason.is_some() {
        return;
    }
    for (name, script) in [
        ("types and style of the VS Code extension", "check"),
        ("unit tests of the VS Code extension", "test"),
        ("package of the VS Code extension", "package"),
    ] {
        if !report.step(name, || run(&mut npm(&["run", "--silent", script]))) {
            return;
        }
    }
    report.step("the extension in VS Code", || {
        let code_server = match code_server(workspace) {
            Ok(code_server) => code_server,
            Err(error) => return Ok(Outcome::Skipped(format!("{error:#}"))),
        };
        let mut test = cargo(workspace);
        test.args(["test", "--test", "editor_vscode"])
            .env("IPSEC_VSCODE", code_server);
        cargo_test::run_and_count(&mut test)
    });
}

fn node() -> Result<()> {
    let version = output(Command::new("node").arg("--version")).context("Node is not here")?;
    let major = version.trim().trim_start_matches('v').split('.').next();
    let major: u32 = major.unwrap_or_default().parse().unwrap_or_default();
    if major < NODE {
        bail!("it wants Node {NODE}, and this is {}", version.trim());
    }
    Ok(())
}

/// The program of code-server, installed at need.
fn code_server(workspace: &Workspace) -> Result<String> {
    if find_program("chromium").is_none() {
        bail!("Chromium is not here (package chromium)");
    }
    let dir = workspace.target.join("vscode");
    let program = output(
        Command::new("node")
            .arg(Path::new(FOLDER).join("test/editor/install.mjs"))
            .arg(dir)
            .current_dir(&workspace.root),
    )?;
    Ok(program.trim().to_owned())
}
