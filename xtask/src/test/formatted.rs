//! What ipsec-fmt writes, read by real programs: they must make of it what they made of the original.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::packages::has_libreswan;
use crate::corpus;
use crate::report::Report;
use crate::run::run;
use crate::workspace::Workspace;

/// Libreswan prints a configuration as it read it.
const READWRITECONF: &str = "/usr/libexec/ipsec/readwriteconf";

/// How many files one call lays out.
const AT_ONCE: usize = 500;

pub(crate) fn all(
    workspace: &Workspace,
    corpus: &Path,
    strongswan: Option<&Path>,
    report: &mut Report,
) {
    let copy = workspace.target.join("xtask/formatted");
    let mut changed = Vec::new();
    let is_laid_out = report.step("ipsec-fmt on the corpus, twice", || {
        changed = lay_out(workspace, corpus, &copy)?;
        Ok(())
    });
    if !is_laid_out {
        return;
    }
    let trees = Trees {
        before: corpus,
        after: &copy,
    };
    let name = "readwriteconf of Libreswan before and after ipsec-fmt";
    if has_libreswan() && Path::new(READWRITECONF).is_file() {
        report.step(name, || trees.compare(&changed, &readwriteconf));
    } else {
        report.skip(name, format!("there is no {READWRITECONF}"));
    }
    let name = "starter of strongSwan before and after ipsec-fmt";
    match strongswan {
        Some(root) => {
            report.step(name, || {
                let starter = Starter::new(root, &workspace.target)?;
                trees.compare(&changed, &|dir, path| starter.read(dir, path))
            });
        }
        None => report.skip(name, "there is no strongSwan"),
    }
}

/// Lays a copy of the corpus out and returns the files that changed.
fn lay_out(workspace: &Workspace, corpus: &Path, copy: &Path) -> Result<Vec<String>> {
    if copy.exists() {
        fs::remove_dir_all(copy)?;
    }
    copy_tree(corpus, copy)?;
    let paths = corpus::configurations(corpus)?;
    let ipsec_fmt = workspace.release_binary("ipsec-fmt");
    for options in [&["--no-config"][..], &["--no-config", "--check"]] {
        for paths in paths.chunks(AT_ONCE) {
            run(Command::new(&ipsec_fmt)
                .args(options)
                .args(paths)
                .current_dir(copy))?;
        }
    }
    let is_changed = |path: &String| -> Result<bool> {
        Ok(fs::read(corpus.join(path))? != fs::read(copy.join(path))?)
    };
    let mut changed = Vec::new();
    for path in paths {
        if is_changed(&path)? {
            changed.push(path);
        }
    }
    println!("{} files changed", changed.len());
    Ok(changed)
}

/// The material is read-only, and so would a plain copy be.
fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("cannot make {}", to.display()))?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        let kind = fs::metadata(entry.path());
        match kind {
            Ok(kind) if kind.is_dir() => copy_tree(&entry.path(), &target)?,
            Ok(_) => fs::write(&target, fs::read(entry.path())?)?,
            // A link that leads nowhere.
            Err(_) => {}
        }
    }
    Ok(())
}

/// What a program made of a file.
#[derive(Debug, PartialEq, Eq)]
struct Answer {
    is_loaded: bool,
    text: String,
}

struct Trees<'a> {
    before: &'a Path,
    after: &'a Path,
}

type Read<'a> = dyn Fn(&Path, &str) -> Result<Answer> + Sync + 'a;

impl Trees<'_> {
    fn compare(&self, paths: &[String], read: &Read<'_>) -> Result<()> {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let size = paths.len().div_ceil(threads).max(1);
        let parts: Vec<Result<(usize, Vec<String>)>> = std::thread::scope(|scope| {
            let started: Vec<_> = paths
                .chunks(size)
                .map(|paths| scope.spawn(|| self.compare_some(paths, read)))
                .collect();
            started
                .into_iter()
                .map(|thread| thread.join().expect("bug: the comparison does not panic"))
                .collect()
        });
        let (mut loaded, mut different) = (0, Vec::new());
        for part in parts {
            let (some, others) = part?;
            loaded += some;
            different.extend(others);
        }
        println!(
            "{} files compared, {loaded} loaded, {} differ",
            paths.len(),
            different.len()
        );
        ensure!(
            different.is_empty(),
            "these differ: {}",
            different.join(", ")
        );
        ensure!(loaded > 0, "not one file was loaded");
        Ok(())
    }

    fn compare_some(&self, paths: &[String], read: &Read<'_>) -> Result<(usize, Vec<String>)> {
        let (mut loaded, mut different) = (0, Vec::new());
        for path in paths {
            let [before, after] = [read(self.before, path)?, read(self.after, path)?];
            loaded += usize::from(before.is_loaded);
            if before != after {
                different.push(path.clone());
            }
        }
        Ok((loaded, different))
    }
}

fn readwriteconf(dir: &Path, path: &str) -> Result<Answer> {
    let mut command = Command::new(READWRITECONF);
    command
        .arg("--config")
        .arg(dir.join(path))
        .arg("--rootdir")
        .arg(corpus::root(dir, path));
    answer(&mut command, dir)
}

struct Starter {
    program: PathBuf,
    libraries: PathBuf,
    settings: PathBuf,
}

impl Starter {
    fn new(root: &Path, target: &Path) -> Result<Starter> {
        let settings = target.join("xtask/strongswan.conf");
        fs::write(&settings, "")?;
        Ok(Starter {
            program: root.join("usr/lib/ipsec/starter"),
            libraries: root.join("usr/lib/ipsec"),
            settings,
        })
    }

    fn read(&self, dir: &Path, path: &str) -> Result<Answer> {
        let mut command = Command::new(&self.program);
        command
            .env("STRONGSWAN_CONF", &self.settings)
            .env("LD_LIBRARY_PATH", &self.libraries)
            .args(["--conftest", "--conf"])
            .arg(dir.join(path));
        answer(&mut command, dir)
    }
}

/// What the program says, without the number of a line and the place of the file.
fn answer(command: &mut Command, dir: &Path) -> Result<Answer> {
    let out = command
        .output()
        .with_context(|| format!("cannot start {}", crate::run::shown(command)))?;
    let said = [out.stdout, out.stderr].concat();
    let text = String::from_utf8_lossy(&said).replace(&dir.display().to_string(), "");
    Ok(Answer {
        is_loaded: out.status.success(),
        text: without_line_numbers(&text),
    })
}

/// `:12:` and `: 12:` become `:N:`, for blank lines come and go.
fn without_line_numbers(text: &str) -> String {
    let is_number = |word: &str| {
        let digits = word.trim_start_matches(' ');
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let mut words: Vec<&str> = text.split(':').collect();
    for at in 1..words.len() {
        // An address has no blank behind its colons.
        if is_number(words[at - 1]) && words[at].starts_with(' ') {
            words[at - 1] = "N";
        }
    }
    words.join(":")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_line_is_left_out() {
        assert_eq!(
            without_line_numbers("a.conf:12: syntax error"),
            "a.conf:N: syntax error"
        );
        assert_eq!(
            without_line_numbers("ERROR: a.conf: 5: keyword"),
            "ERROR: a.conf:N: keyword"
        );
        assert_eq!(without_line_numbers("left=2001:db8::1"), "left=2001:db8::1");
    }
}
