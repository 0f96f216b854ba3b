//! How a run ended.

use std::process::ExitCode;

/// Becomes the exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing is wrong.
    Clean,
    /// Errors were found in the configuration.
    Errors,
    /// There is no answer.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(match outcome {
            Outcome::Clean => 0,
            Outcome::Errors => 1,
            Outcome::Failed => 2,
        })
    }
}

/// Prints what clap has to say: help and version to standard output, misuse to standard error.
pub(crate) fn usage(error: &clap::Error) -> ExitCode {
    // A closed stream leaves nobody to tell.
    let _ = error.print();
    if error.use_stderr() {
        Outcome::Failed.into()
    } else {
        Outcome::Clean.into()
    }
}
