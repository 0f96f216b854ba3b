//! What the host gives the commands: files, the terminal, and the target to judge for.
#![allow(clippy::disallowed_methods, reason = "this crate is the rim that reads the user's files")]

mod disk;
mod kernel;
mod target;
mod terminal;

pub use disk::Disk;
pub use kernel::{Family, Kernel, KernelError, KernelRoute, Netlink};
pub use target::{Chosen, TargetArg, choose};
pub use terminal::{Color, ColorArg, style};
