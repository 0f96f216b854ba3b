//! What the tables say.

mod algorithms;
mod lookups;
mod reference;
mod suggestions;
mod texts;
