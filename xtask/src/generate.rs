//! Files that are made from the code and committed: `cargo xtask gen` writes them, `--check` compares.

mod commands;
mod completions;
mod dictionary;
mod editors;
mod format;
mod man;
mod rules;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    Write,
    Check,
}

/// One generated file, or a part of one.
struct Generated {
    /// Relative to the root of the repository.
    path: PathBuf,
    part: Part,
    text: String,
}

enum Part {
    Whole,
    /// What stands between `<!-- NAME: begin -->` and `<!-- NAME: end -->`, each on a line of its own.
    Block(&'static str),
}

impl Generated {
    fn file(path: impl Into<PathBuf>, text: String) -> Generated {
        Generated {
            path: path.into(),
            part: Part::Whole,
            text,
        }
    }

    fn block(path: impl Into<PathBuf>, name: &'static str, text: String) -> Generated {
        Generated {
            path: path.into(),
            part: Part::Block(name),
            text,
        }
    }
}

/// Folders in which every file is generated: another one there is left over from something that is gone.
const FOLDERS: &[&str] = &[
    rules::FOLDER,
    man::FOLDER,
    completions::BASH,
    completions::ZSH,
    completions::FISH,
];

pub(crate) fn all(workspace: &Workspace, mode: Mode) -> Result<()> {
    let mut files = rules::files(&workspace.root);
    files.extend(editors::files());
    files.extend(man::files()?);
    files.extend(completions::files());
    files.push(Generated::file(
        "schema/ipsec-lint.schema.json",
        ipsec_conf_config::schema(),
    ));
    files.push(Generated::file("fuzz/ipsec.dict", dictionary::text()));
    // Two parts of one page: the second is put into what the first one made of it.
    let parts = format::parts(&workspace.root)?;
    let count = files.len() + parts.len();
    update(&workspace.root, &files, FOLDERS, mode)?;
    for part in parts {
        update(&workspace.root, &[part], &[], mode)?;
    }
    println!("generated files: {count}, all current");
    Ok(())
}

/// Names every file that differs, not only the first.
fn update(root: &Path, files: &[Generated], folders: &[&str], mode: Mode) -> Result<()> {
    let mut differing = Vec::new();
    for generated in files {
        let shown = generated.path.display();
        let file = root.join(&generated.path);
        let found = std::fs::read_to_string(&file).ok();
        let wanted = match generated.part {
            Part::Whole => generated.text.clone(),
            Part::Block(name) => {
                let found = found
                    .as_deref()
                    .with_context(|| format!("cannot read {shown}"))?;
                filled(found, name, &generated.text)
                    .with_context(|| format!("cannot generate {shown}"))?
            }
        };
        if found.is_some_and(|found| found == wanted) {
            continue;
        }
        match mode {
            Mode::Check => differing.push(shown.to_string()),
            Mode::Write => {
                write(&file, &wanted).with_context(|| format!("cannot write {shown}"))?;
            }
        }
    }
    for stale in left_over(root, files, folders) {
        match mode {
            Mode::Check => differing.push(stale.display().to_string()),
            Mode::Write => std::fs::remove_file(root.join(&stale))
                .with_context(|| format!("cannot remove {}", stale.display()))?,
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

/// `text` with the lines between the marks of a block replaced.
fn filled(text: &str, name: &str, block: &str) -> Result<String> {
    let (begin, end) = (
        format!("<!-- {name}: begin -->\n"),
        format!("<!-- {name}: end -->"),
    );
    let Some((before, rest)) = text.split_once(&begin) else {
        bail!("no line `{}`", begin.trim_end());
    };
    let Some((_, after)) = rest.split_once(&end) else {
        bail!("no line `{end}` behind its beginning");
    };
    Ok(format!("{before}{begin}{block}{end}{after}"))
}

fn left_over(root: &Path, files: &[Generated], folders: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in folders {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else {
            continue;
        };
        let paths = entries
            .flatten()
            .map(|entry| Path::new(folder).join(entry.file_name()));
        found.extend(paths.filter(|path| files.iter().all(|generated| generated.path != *path)));
    }
    found.sort();
    found
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

    fn two_files() -> Vec<Generated> {
        vec![
            Generated::file("docs/one.md", "one\n".to_owned()),
            Generated::file("two.txt", "two\n".to_owned()),
        ]
    }

    #[test]
    fn what_was_written_passes_the_check() {
        let root = tempfile::tempdir().expect("a temporary directory");
        update(root.path(), &two_files(), &["docs"], Mode::Write).expect("it writes");
        update(root.path(), &two_files(), &["docs"], Mode::Check).expect("nothing differs");
        assert_eq!(
            std::fs::read_to_string(root.path().join("docs/one.md")).expect("written"),
            "one\n"
        );
    }

    #[test]
    fn the_check_names_every_differing_file_and_writes_nothing() {
        let root = tempfile::tempdir().expect("a temporary directory");
        std::fs::write(root.path().join("two.txt"), "other\n").expect("writable");
        let error = update(root.path(), &two_files(), &[], Mode::Check).expect_err("both differ");
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
    fn a_file_of_something_that_is_gone_is_found_and_removed() {
        let root = tempfile::tempdir().expect("a temporary directory");
        update(root.path(), &two_files(), &["docs"], Mode::Write).expect("it writes");
        std::fs::write(root.path().join("docs/gone.md"), "gone\n").expect("writable");
        let error =
            update(root.path(), &two_files(), &["docs"], Mode::Check).expect_err("it is left over");
        assert_eq!(
            error.to_string(),
            "not as generated: docs/gone.md; run `cargo xtask gen` and commit"
        );
        update(root.path(), &two_files(), &["docs"], Mode::Write).expect("it removes");
        assert!(!root.path().join("docs/gone.md").exists());
    }

    #[test]
    fn a_block_is_replaced_and_the_rest_is_kept() {
        let root = tempfile::tempdir().expect("a temporary directory");
        let file = root.path().join("README.md");
        std::fs::write(&file, "a\n<!-- x: begin -->\nold\n<!-- x: end -->\nb\n").expect("writable");
        let block = [Generated::block("README.md", "x", "new\n".to_owned())];
        update(root.path(), &block, &[], Mode::Check).expect_err("it differs");
        update(root.path(), &block, &[], Mode::Write).expect("it writes");
        assert_eq!(
            std::fs::read_to_string(&file).expect("there"),
            "a\n<!-- x: begin -->\nnew\n<!-- x: end -->\nb\n"
        );
    }

    #[test]
    fn a_file_without_the_marks_is_named() {
        let root = tempfile::tempdir().expect("a temporary directory");
        std::fs::write(root.path().join("a.md"), "a\n").expect("writable");
        let block = [Generated::block("a.md", "x", String::new())];
        let error = update(root.path(), &block, &[], Mode::Check).expect_err("no marks");
        assert_eq!(
            format!("{error:#}"),
            "cannot generate a.md: no line `<!-- x: begin -->`"
        );
    }
}
