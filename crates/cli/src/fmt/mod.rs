//! The command `ipsec-fmt`: lays configurations out and changes nothing that a reader sees.
//!
//! Files are rewritten in place, standard input goes to standard output. The exit status is 0 when the work is done, 1 when
//! `--check` or `--diff` finds something to change, 2 when the work could not be done.

mod args;
mod proof;
mod range;
mod run;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

pub use args::FmtArgs;
pub use range::LineRange;

use crate::lint::output;
use crate::{Outcome, outcome};

/// Runs `ipsec-fmt` with these arguments, the name of the program first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match FmtArgs::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) => return outcome::usage(&error),
    };
    match run::run(&args) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            output::error(&error, args.color.color);
            Outcome::Failed.into()
        }
    }
}
