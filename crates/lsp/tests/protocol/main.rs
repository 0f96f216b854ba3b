//! The server as a client sees it, over pipes in memory.
#![allow(
    clippy::disallowed_methods,
    reason = "tests write the files that the server reads"
)]

mod client;
mod code_action;
mod completion;
mod diagnostics;
mod hints;
mod hover;
mod large;
mod laws;
mod names;
mod project;
mod robust;
mod secrets;
mod silence;
mod structure;
mod sync;
mod workspace;
