//! What the user sees of a bug of ours, whichever program it is in.

use std::io::Write as _;

/// A program, as a report of a bug speaks of it.
pub(crate) struct Program {
    pub(crate) name: &'static str,
    /// As the user calls it.
    pub(crate) caller: &'static str,
    /// What a report should come with.
    pub(crate) wanted: &'static str,
    /// The status of work that could not be done, where there is one.
    pub(crate) status: Option<i32>,
}

impl Program {
    pub(crate) fn report_panics(self) {
        std::panic::set_hook(Box::new(move |panic| {
            let Program {
                name,
                caller,
                wanted,
                status,
            } = self;
            let _ = writeln!(
                std::io::stderr(),
                "{caller}: this is a bug in {name} {}: {panic}\n\
                 {caller}: please report it with {wanted}, without secrets, at {}/issues",
                env!("CARGO_PKG_VERSION"),
                env!("CARGO_PKG_REPOSITORY"),
            );
            if let Some(status) = status {
                #[allow(clippy::exit, reason = "a hook cannot return a status")]
                std::process::exit(status);
            }
        }));
    }
}
