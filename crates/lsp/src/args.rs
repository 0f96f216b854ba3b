//! The command line of `ipsec-lsp`; help, man page and completions come from here.

/// The language server for ipsec.conf; an editor starts it
///
/// Speaks the Language Server Protocol on standard input and output.
#[derive(Debug, clap::Parser)]
#[command(name = "ipsec-lsp", version)]
pub struct Args {
    /// Accepted and without effect: there is no other way to speak with the server
    #[arg(long)]
    pub stdio: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::Args;

    #[test]
    fn the_command_is_well_formed() {
        Args::command().debug_assert();
    }
}
