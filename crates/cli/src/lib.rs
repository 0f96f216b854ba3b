//! The command `ipsec-conf`: questions about a configuration, answered as its target reads it.
//!
//! Standard output carries the answer, standard error what is to be said about the files. The exit status is 0 when
//! nothing is wrong, 1 when there are findings that are errors, 2 when there is no answer.

#![allow(
    clippy::disallowed_methods,
    reason = "this crate reads and writes the user's files"
)]

mod args;
mod error;
mod findings;
pub mod fmt;
mod input;
mod json;
mod keywords;
pub mod lint;
mod outcome;
mod show;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

pub use args::{Args, Question};
pub use error::Error;
pub use outcome::Outcome;

/// Runs `ipsec-conf` with these arguments, the name of the program first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) => return outcome::usage(&error),
    };
    match answer(&args) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            findings::print_error(&error, args.color.color);
            Outcome::Failed.into()
        }
    }
}

fn answer(args: &Args) -> Result<Outcome, Error> {
    match &args.question {
        Question::Show(show) => show::run(show, args.color.color),
        Question::Keywords(keywords) => keywords::run(keywords),
    }
}
