//! Source text and places in it.

mod cause;
mod escape;
mod line_index;
mod source;
mod span;

pub use cause::cause;
pub use escape::printable;
pub use line_index::{LineIndex, Position};
pub use source::{Source, SourceError, SourceMap};
pub use span::{FileId, Span, Spanned};
