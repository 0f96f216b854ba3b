//! What the server can be asked, one file each.

pub(crate) mod diagnostics;
