//! `cargo xtask coverage`: which lines and functions the tests reach, crate by crate.
//!
//! cargo-llvm-cov would add a component to the toolchain by itself where it finds none; it is told which tools to use.

mod lcov;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use self::lcov::Counts;
use crate::dist::tools;
use crate::run::{find_program, output, run};
use crate::workspace::{Workspace, host};

const CARGO_LLVM_COV: (&str, &str) = ("cargo-llvm-cov", "0.9.1");

/// Its tests are about the repository and not about a program.
const CHORES: &str = "xtask";

/// Programs that a test kills leave a profile that nobody can read; the others count.
const FAILURE_MODE: &str = "all";

/// What is counted.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Runs {
    /// Run the tests now, with these arguments of `cargo test`.
    Now(Vec<String>),
    /// Those that were run before are reported again.
    Before,
}

/// The tests fail or not, there is a report; what fails is an error in the end.
pub(crate) fn measure(workspace: &Workspace, runs: &Runs) -> Result<()> {
    let llvm = Llvm::find()?;
    let program = tools::of_cargo(workspace, CARGO_LLVM_COV.0, CARGO_LLVM_COV.1)?;
    let tool = |words: &[&str]| {
        let mut command = Command::new(&program);
        command
            .current_dir(&workspace.root)
            .arg("llvm-cov")
            .args(words)
            .env("CARGO_LLVM_COV_SETUP", "no")
            .env("LLVM_COV", &llvm.cov)
            .env("LLVM_PROFDATA", &llvm.profdata);
        command
    };
    let place = workspace.target.join("coverage");
    std::fs::create_dir_all(&place)?;
    let mut tests = Ok(());
    if let Runs::Now(cargo_args) = runs {
        run(&mut tool(&["clean", "--workspace"]))?;
        tests = run(tool(&["--no-report", "--workspace", "--exclude", CHORES])
            .args(["--no-fail-fast", "--"])
            .args(cargo_args));
    }
    let lcov = place.join("lcov.info");
    let report = |words: &[&str], place: &Path| {
        run(
            tool(&["report", "--workspace", "--failure-mode", FAILURE_MODE])
                .args(words)
                .arg(place),
        )
    };
    report(&["--lcov", "--output-path"], &lcov)?;
    report(&["--html", "--output-dir"], &place)?;
    let text = std::fs::read_to_string(&lcov)
        .with_context(|| format!("cannot read {}", lcov.display()))?;
    print!("\n{}", table(&by_crate(&text, &workspace.root)?));
    println!(
        "\nline by line: {}",
        place.join("html/index.html").display()
    );
    tests
}

/// The programs that read what the instrumented ones write.
struct Llvm {
    cov: PathBuf,
    profdata: PathBuf,
}

impl Llvm {
    /// Only those of the LLVM in rustc know the format of its profiles.
    fn find() -> Result<Llvm> {
        let about = output(Command::new("rustc").arg("-vV"))?;
        let major = llvm_major(&about).context("`rustc -vV` names no version of LLVM")?;
        let component = component_dir()?;
        let find = |variable: &str, name: &str| {
            std::env::var_os(variable)
                .map(PathBuf::from)
                .or_else(|| find_program(&format!("{name}-{major}")))
                .or_else(|| find_program(name).filter(|program| is_of(program, &major)))
                .or_else(|| Some(component.join(name)).filter(|program| program.is_file()))
        };
        let (Some(cov), Some(profdata)) = (
            find("LLVM_COV", "llvm-cov"),
            find("LLVM_PROFDATA", "llvm-profdata"),
        ) else {
            bail!(
                "llvm-cov and llvm-profdata {major}, the LLVM of this rustc, are not there: \
                 run `apt-get install --no-install-recommends llvm-{major}` or `rustup component add llvm-tools`"
            );
        };
        Ok(Llvm { cov, profdata })
    }
}

/// `LLVM version: 22.1.2`
fn llvm_major(about: &str) -> Option<String> {
    let version = about
        .lines()
        .find_map(|line| line.strip_prefix("LLVM version: "))?;
    Some(version.split('.').next()?.to_owned())
}

/// Where the component llvm-tools is, if somebody added it.
fn component_dir() -> Result<PathBuf> {
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let dir = Path::new(sysroot.trim()).join("lib/rustlib");
    Ok(dir.join(host()?).join("bin"))
}

fn is_of(program: &Path, major: &str) -> bool {
    let version = output(Command::new(program).arg("--version")).unwrap_or_default();
    version.contains(&format!("version {major}."))
}

/// What was counted in the sources of each crate; code of tests does not count.
fn by_crate(lcov: &str, root: &Path) -> Result<BTreeMap<String, Counts>> {
    let mut crates: BTreeMap<String, Counts> = BTreeMap::new();
    for file in lcov::files(lcov)? {
        let Ok(path) = Path::new(&file.path).strip_prefix(root) else {
            continue;
        };
        let Some(name) = crate_of(path) else {
            continue;
        };
        let text = std::fs::read_to_string(&file.path)
            .with_context(|| format!("cannot read {}", file.path))?;
        *crates.entry(name).or_default() += file.counts(lcov::first_test_line(&text));
    }
    Ok(crates)
}

/// `crates/lint/src/engine.rs` is of `crates/lint`; nothing for tests, build scripts and the chores.
fn crate_of(path: &Path) -> Option<String> {
    let words: Vec<&str> = path.iter().filter_map(|word| word.to_str()).collect();
    let is_test = |word: &str| {
        matches!(word, "tests" | "tests.rs" | "testing.rs") || word.starts_with("tests_")
    };
    match words.as_slice() {
        ["crates", name, "src", rest @ ..] if !rest.iter().any(|word| is_test(word)) => {
            Some(format!("crates/{name}"))
        }
        ["src", ..] => Some("src".to_owned()),
        _ => None,
    }
}

fn table(crates: &BTreeMap<String, Counts>) -> String {
    let mut out = String::from(
        "| crate | lines | of them run | functions | of them run |\n|---|---|---|---|---|\n",
    );
    let mut all = Counts::default();
    for (name, counts) in crates {
        all += *counts;
        out.push_str(&row(&format!("`{name}`"), *counts));
    }
    out + &row("all", all)
}

fn row(name: &str, counts: Counts) -> String {
    let Counts { lines, functions } = counts;
    format!(
        "| {name} | {} | {} | {} | {} |\n",
        lines.all,
        lines.share(),
        functions.all,
        functions.share()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_llvm_of_rustc() {
        let about = "rustc 1.95.0\nhost: x86_64-unknown-linux-gnu\nLLVM version: 22.1.2\n";
        assert_eq!(llvm_major(about).as_deref(), Some("22"));
        assert_eq!(llvm_major("rustc 1.95.0\n"), None);
    }

    #[test]
    fn files_and_their_crates() {
        for (path, expect) in [
            ("crates/lint/src/rules/spi.rs", Some("crates/lint")),
            ("src/bin/ipsec-fmt.rs", Some("src")),
            ("crates/parser/src/syntax/tests.rs", None),
            ("crates/parser/src/model/tests/also.rs", None),
            ("crates/parser/src/value/tests_truth.rs", None),
            ("crates/lint/src/testing.rs", None),
            ("crates/parser/build.rs", None),
            ("tests/faults.rs", None),
            ("xtask/src/main.rs", None),
        ] {
            assert_eq!(crate_of(Path::new(path)).as_deref(), expect, "{path}");
        }
    }

    #[test]
    fn crates_are_added_up() {
        let counts = |all, run| lcov::Share { all, run };
        let one = Counts {
            lines: counts(200, 199),
            functions: counts(8, 8),
        };
        let crates = [("crates/a".to_owned(), one), ("crates/b".to_owned(), one)];
        let text = table(&crates.into());
        let last = text.lines().last().expect("there are rows");
        assert_eq!(last, "| all | 400 | 99.5 % | 16 | 100.0 % |");
    }
}
