//! The server as a client sees it, over pipes in memory.

mod client;
mod diagnostics;
mod sync;
