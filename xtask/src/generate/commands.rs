//! The command lines of the programs, as clap describes them.

use clap::{Command, CommandFactory as _};

/// Every program of the root package.
pub(super) fn all() -> [Command; 5] {
    [
        ipsec_conf_auto::request::command(),
        ipsec_conf_cli::Args::command(),
        ipsec_conf_cli::fmt::FmtArgs::command(),
        ipsec_conf_cli::lint::LintArgs::command(),
        ipsec_conf_lsp::Args::command(),
    ]
}

/// The program of this name.
pub(super) fn named(name: &str) -> Option<Command> {
    all().into_iter().find(|command| command.get_name() == name)
}
