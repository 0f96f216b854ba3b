//! What the host gives the commands: files, the terminal, and the target to judge for.
#![allow(
    clippy::disallowed_methods,
    reason = "this crate is the rim that reads the user's files"
)]

mod ask;
mod disk;
mod kernel;
#[cfg(feature = "lint")]
mod system;
mod target;
mod terminal;

pub use ask::installed;
pub use disk::Disk;
pub use kernel::{Family, Kernel, KernelError, KernelRoute, Netlink};
#[cfg(feature = "lint")]
pub use system::System;
pub use target::{Chosen, TargetArg, choose};
pub use terminal::{Color, ColorArg, style};
