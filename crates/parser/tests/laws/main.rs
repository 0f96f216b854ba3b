//! Laws of the library that hold for every text; those of the tree stand beside it, in `src/syntax/tests.rs`.

mod keywords;
mod model;
mod resolve;
mod text;
