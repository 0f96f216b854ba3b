//! Values, read as each target reads them.

mod types;

pub use types::{Form, Raw, ValueError};
