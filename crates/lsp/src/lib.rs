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
mod capabilities;
mod client;
mod convert;
mod document;
mod features;
mod judge;
mod lenient;
mod overlay;
mod project;
mod server;
mod settings;
mod view;
mod worker;
mod workspace;

use std::process::ExitCode;

pub use server::serve;

/// Serves one client on standard input and output until it says that it is done.
pub fn run() -> ExitCode {
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
