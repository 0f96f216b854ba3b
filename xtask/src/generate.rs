//! Files that are made from the code and committed: `cargo xtask gen` writes them, `--check` compares.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Write,
    Check,
}

/// One generated file; `path` is relative to the root of the repository.
struct Generated {
    path: &'static str,
    content: fn() -> Result<String>,
}

/// Every generated file of the repository.
const GENERATED: &[Generated] = &[Generated {
    path: "schema/ipsec-lint.schema.json",
    content: || Ok(ipsec_conf_cli::lint::schema()),
}];

pub(crate) fn all(workspace: &Workspace, mode: Mode) -> Result<()> {
    update(&workspace.root, GENERATED, mode)?;
    println!("generated files: {}, all current", GENERATED.len());
    Ok(())
}

/// Names every file that differs, not only the first.
fn update(root: &Path, files: &[Generated], mode: Mode) -> Result<()> {
    let mut differing = Vec::new();
    for Generated { path, content } in files {
        let wanted = content().with_context(|| format!("cannot generate {path}"))?;
        let file = root.join(path);
        let is_current = std::fs::read(&file).is_ok_and(|found| found == wanted.as_bytes());
        if is_current {
            continue;
        }
        match mode {
            Mode::Check => differing.push(*path),
            Mode::Write => write(&file, &wanted).with_context(|| format!("cannot write {path}"))?,
        }
    }
    if !differing.is_empty() {
        bail!(
            "not as generated: {}; run `cargo xtask gen` and commit",
            differing.join(", ")
        );
    }
    Ok(())
}

fn write(file: &Path, text: &str) -> std::io::Result<()> {
    if let Some(dir) = file.parent() {
        std::fs::create_dir_all(dir)?;
    }
    std::fs::write(file, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILES: &[Generated] = &[
        Generated {
            path: "docs/one.md",
            content: || Ok("one\n".to_owned()),
        },
        Generated {
            path: "two.txt",
            content: || Ok("two\n".to_owned()),
        },
    ];

    #[test]
    fn what_was_written_passes_the_check() {
        let root = tempfile::tempdir().expect("a temporary directory");
        update(root.path(), FILES, Mode::Write).expect("it writes");
        update(root.path(), FILES, Mode::Check).expect("nothing differs");
        assert_eq!(
            std::fs::read_to_string(root.path().join("docs/one.md")).expect("written"),
            "one\n"
        );
    }

    #[test]
    fn the_check_names_every_differing_file_and_writes_nothing() {
        let root = tempfile::tempdir().expect("a temporary directory");
        std::fs::write(root.path().join("two.txt"), "other\n").expect("writable");
        let error = update(root.path(), FILES, Mode::Check).expect_err("both differ");
        assert_eq!(
            error.to_string(),
            "not as generated: docs/one.md, two.txt; run `cargo xtask gen` and commit"
        );
        assert!(!root.path().join("docs").exists());
        assert_eq!(
            std::fs::read_to_string(root.path().join("two.txt")).expect("there"),
            "other\n"
        );
    }

    #[test]
    fn a_generator_that_fails_says_for_which_file() {
        let files = [Generated {
            path: "a.md",
            content: || bail!("no table"),
        }];
        let error = update(Path::new("."), &files, Mode::Check).expect_err("it cannot generate");
        assert_eq!(format!("{error:#}"), "cannot generate a.md: no table");
    }
}
