//! What is measured, for the benchmarks beside it and for `cargo xtask bench`: configurations of every size, and a client
//! of the language server.
//!
//! Everything is made from a seed: the same question gives the same bytes.

pub mod hostile;
mod random;
mod sites;
mod typist;

pub use sites::{Dialect, TEMPLATES, sites};
pub use typist::Typist;
