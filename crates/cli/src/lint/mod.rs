//! The command `ipsec-lint`: what a daemon would refuse, ignore or misread in a configuration.
//!
//! Standard output carries the findings, or the text that was asked for; standard error what is said about the run. The
//! exit status is 0 when there is nothing to report, 1 with findings, 2 when the work could not be done.

mod args;
mod attributes;
mod baseline;
pub(crate) mod check;
pub(crate) mod difference;
pub(crate) mod error;
mod explain;
mod fixing;
pub(crate) mod meaning;
pub(crate) mod output;
pub(crate) mod overlay;
mod places;
mod run;
mod settings;
mod suppressing;
pub(crate) mod walk;
mod watch;
pub(crate) mod write;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

pub use args::LintArgs;

use crate::{Outcome, outcome};
use error::Error;

/// Runs `ipsec-lint` with these arguments, the name of the program first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match LintArgs::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) => return outcome::usage(&error),
    };
    match answer(&args) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            output::error(&error, args.color.color);
            Outcome::Failed.into()
        }
    }
}

fn answer(args: &LintArgs) -> Result<Outcome, Error> {
    if args.list_rules {
        output::print(explain::list(args.output_format).as_bytes())?;
        return Ok(Outcome::Clean);
    }
    if let Some(word) = &args.explain {
        let page = explain::page(word).map_err(|unknown| Error::UnknownRule {
            option: "--explain",
            unknown,
        })?;
        output::print(page.as_bytes())?;
        return Ok(Outcome::Clean);
    }
    if args.watch {
        return watch::watch(args);
    }
    Ok(run::run(args)?.outcome)
}
