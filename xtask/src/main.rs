//! The chores of this repository, as `cargo xtask COMMAND`.
#![allow(
    clippy::disallowed_methods,
    reason = "it reads the sources and starts cargo and the checks"
)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "its output is for the developer's terminal"
)]

mod bench;
mod ci;
mod corpus;
mod coverage;
mod dist;
mod fuzz;
mod generate;
mod msrv;
mod report;
mod run;
mod starter;
mod test;
mod tidy;
mod workspace;

use std::process::ExitCode;

use coverage::Runs;
use report::Report;
use workspace::Workspace;

const USAGE: &str = "\
usage: cargo xtask COMMAND

  test [-- ARGS...]  install what the tests need, if root on Debian, and run all of them; ARGS go to `cargo test`
  ci                 everything the CI does: format, clippy, tidy, gen --check, test, bench --instructions, doc, deny, the
                     oldest Rust
  tidy               hold the sources to the layers and the rules of the house
  corpus [DIR]       read every configuration of the collected corpus and print figures
  refused            compare what ipsec-lint and strongSwan's starter refuse in the collected corpus
  bench [--quick]    measure the programs beside addconn and starter and against the targets, and print tables
  bench --instructions [--record]
                     count the instructions of fixed runs and compare them with the recorded ones, or record them
  coverage [-- ARGS...]
                     run the tests with coverage measured and print it by crate; ARGS go to `cargo test`
  coverage --report  print again what was measured last
  fuzz [--seconds N] [TARGET]
                     let libFuzzer look for texts that break a law of the tools, a minute for each target or N seconds
  gen [--check]      write the generated files, or fail if one differs
  dist [--only KIND] build and try what users install: tarball, deb, rpm, wheel, npm, container, crates,
                     flake, sbom
";

enum Task {
    Test(Vec<String>),
    Ci,
    Tidy,
    Corpus(Option<String>),
    Refused,
    Coverage(Runs),
    Bench(bench::Plan),
    Fuzz(fuzz::Plan),
    /// For `bench`: runs a program and prints what it used.
    Measure(Vec<String>),
    Generate(generate::Mode),
    Dist(Option<dist::Kind>),
    Help,
}

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some(task) = parse(&args) else {
        eprint!("{USAGE}");
        return ExitCode::from(2);
    };
    match perform(&task) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn parse(args: &[String]) -> Option<Task> {
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["test"] => Some(Task::Test(Vec::new())),
        ["test", "--", ..] => Some(Task::Test(args[2..].to_vec())),
        ["ci"] => Some(Task::Ci),
        ["tidy"] => Some(Task::Tidy),
        ["corpus"] => Some(Task::Corpus(None)),
        ["corpus", dir] => Some(Task::Corpus(Some((*dir).to_owned()))),
        ["refused"] => Some(Task::Refused),
        ["coverage"] => Some(Task::Coverage(Runs::Now(Vec::new()))),
        ["coverage", "--report"] => Some(Task::Coverage(Runs::Before)),
        ["coverage", "--", ..] => Some(Task::Coverage(Runs::Now(args[2..].to_vec()))),
        ["bench", rest @ ..] => bench::Plan::parse(rest).map(Task::Bench),
        ["fuzz", rest @ ..] => fuzz::Plan::parse(rest).map(Task::Fuzz),
        ["measure", _, ..] => Some(Task::Measure(args[1..].to_vec())),
        ["gen"] => Some(Task::Generate(generate::Mode::Write)),
        ["gen", "--check"] => Some(Task::Generate(generate::Mode::Check)),
        ["dist"] => Some(Task::Dist(None)),
        ["dist", "--only", kind] => dist::Kind::named(kind).map(|kind| Task::Dist(Some(kind))),
        ["help" | "--help" | "-h"] => Some(Task::Help),
        _ => None,
    }
}

fn perform(task: &Task) -> anyhow::Result<ExitCode> {
    if let Task::Help = task {
        print!("{USAGE}");
        return Ok(ExitCode::SUCCESS);
    }
    if let Task::Measure(words) = task {
        return bench::usage::measure(words).map(|()| ExitCode::SUCCESS);
    }
    let workspace = Workspace::load()?;
    match task {
        Task::Test(cargo_args) => {
            let mut report = Report::default();
            test::all(&workspace, cargo_args, &mut report);
            Ok(report.close())
        }
        Task::Ci => {
            let mut report = Report::default();
            ci::all(&workspace, &mut report);
            Ok(report.close())
        }
        Task::Corpus(dir) => {
            let dir = dir
                .as_ref()
                .map_or_else(|| corpus::default_dir(&workspace), Into::into);
            corpus::read_all(&dir).map(|()| ExitCode::SUCCESS)
        }
        Task::Refused => {
            let root = test::strongswan()?;
            test::refused(&workspace, &corpus::default_dir(&workspace), &root)
                .map(|()| ExitCode::SUCCESS)
        }
        Task::Coverage(runs) => coverage::measure(&workspace, runs).map(|()| ExitCode::SUCCESS),
        Task::Bench(plan) => bench::perform(&workspace, *plan).map(|()| ExitCode::SUCCESS),
        Task::Fuzz(plan) => {
            let mut report = Report::default();
            fuzz::all(&workspace, plan, &mut report);
            Ok(report.close())
        }
        Task::Tidy => tidy::check(&workspace).map(|()| ExitCode::SUCCESS),
        Task::Generate(mode) => generate::all(&workspace, *mode).map(|()| ExitCode::SUCCESS),
        Task::Dist(only) => dist::all(&workspace, *only).map(|()| ExitCode::SUCCESS),
        Task::Measure(_) | Task::Help => Ok(ExitCode::SUCCESS),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_words(line: &str) -> Option<Task> {
        parse(&line.split(' ').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn what_follows_the_dashes_goes_to_cargo() {
        let Some(Task::Test(args)) = parse_words("test -- -p ipsec-conf also") else {
            panic!("not a test task")
        };
        assert_eq!(args, ["-p", "ipsec-conf", "also"]);
    }

    #[test]
    fn an_unknown_word_is_bad_usage() {
        for line in [
            "",
            "tests",
            "test also",
            "gen --chekc",
            "tidy now",
            "dist --only zip",
            "fuzz all",
            "bench --record",
        ] {
            assert!(parse_words(line).is_none(), "{line}");
        }
    }
}
