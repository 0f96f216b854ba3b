//! The executor of `ipsec_auto(8)`: turns a conn into commands for the daemon of the target and feeds them to a shell.
//!
//! [`Request`] is what the command line says; a file of [`target`] makes a [`Plan`] of it, one for each program; the plan's
//! commands are argument vectors, quoted in one place.
#![allow(
    clippy::disallowed_methods,
    reason = "this crate runs the commands and asks the system for its routes"
)]

pub mod command;
pub mod operation;
pub mod plan;
pub mod quote;
pub mod request;
pub mod route;
mod run;
pub mod target;

pub use command::{Command, Script};
pub use operation::Operation;
pub use plan::{Circumstances, Plan};
pub use request::Request;
pub use run::run;
