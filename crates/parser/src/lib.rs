//! One reading of `ipsec.conf`, for every tool: text, tree, keywords, values, model, diagnostics.
//!
//! Data flows one way, from bytes to the effective connection; each stage returns what it could make of its input
//! *and* what is wrong with it. A broken file still has a tree, and a broken connection still has a model.

pub mod diagnostic;
pub mod guess;
pub mod keyword;
pub mod model;
pub mod policies;
pub mod secrets;
pub mod syntax;
pub mod target;
pub mod text;
pub mod value;
pub mod whack;

pub use diagnostic::{Code, Diagnostic, Effect, Severity};
pub use model::Model;
pub use policies::Policies;
pub use secrets::Secrets;
pub use syntax::File;
pub use target::{Dialect, Target, Version};
pub use text::{FileId, Source, SourceMap, Span};
