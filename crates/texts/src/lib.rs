//! What property tests are tried with: texts as people write them, with everything that is hard in them.
//!
//! Only tests use this. A crate that has a law to hold takes its texts from here, so that a trap that one law met is one
//! for all of them.

mod configuration;
mod edit;
mod pieces;

pub use configuration::{configuration, conns, files, line};
pub use edit::{Edit, edits};
pub use pieces::{bytes, pieces, steers};
