//! The language server for `ipsec.conf`: what the other tools know, while the file is being written.
//!
//! `server` speaks the protocol and only passes on; one thread owns the `workspace` and does what it is told in the order
//! in which it came; another one judges. Features are functions of a `view`, one file each. Nothing is written and no
//! program is started: of the executor only the plans are used, which are text.
#![allow(
    clippy::disallowed_methods,
    reason = "this crate is a rim: it looks for files of the user"
)]

mod analysis;
mod args;
mod capabilities;
mod client;
mod convert;
mod document;
mod features;
mod glance;
mod judge;
mod lenient;
mod overlay;
mod pause;
mod project;
mod server;
mod settings;
mod view;
mod worker;
mod workspace;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser as _;

pub use args::Args;
pub use server::serve;
pub use settings::format_settings;

/// Runs `ipsec-lsp` with these arguments, the name of the program first: it serves one client on standard input and
/// output until that says that it is done.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    if let Err(error) = Args::try_parse_from(arguments) {
        // Whoever closed the pipe does not want to read it.
        let _ = error.print();
        return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let Ok(runtime) = runtime else {
        return ExitCode::from(2);
    };
    let was_shut_down = runtime.block_on(serve(tokio::io::stdin(), tokio::io::stdout()));
    // A thread may still wait for input that nobody sends.
    runtime.shutdown_background();
    if was_shut_down {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
