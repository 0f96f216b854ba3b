//! Source text and places in it.

mod escape;
mod line_index;
mod source;
mod span;

pub use escape::printable;
pub use line_index::{LineIndex, Position};
pub use source::{Source, SourceError, SourceMap};
pub use span::{FileId, Span, Spanned};
