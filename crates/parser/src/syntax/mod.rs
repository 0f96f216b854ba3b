//! The lossless, typed tree of one file.
//!
//! [`File::parse`] takes any text: what no dialect can read becomes a line with a [`Problem`], never an error.

mod chunk;
mod file;
mod line;
mod lower;
mod secret;
mod token;
mod usual;
mod value;

#[cfg(test)]
mod tests;

pub use file::{Entry, File, SectionView};
pub use line::{Line, LineKind, Problem, SectionKind, Shape};
pub use secret::{Secret, SecretKind, kind_of_key};
pub use token::{Token, TokenKind};
pub use value::ValueText;
