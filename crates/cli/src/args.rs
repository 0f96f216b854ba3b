//! The command line of `ipsec-conf`; help, man page and completions come from here.

use std::path::PathBuf;

use ipsec_conf_host::{ColorArg, TargetArg};

const STATUSES: &str = "\
Exit status: 0 nothing is wrong, 1 the configuration has errors, 2 there is no answer (bad usage, unreadable file, \
unknown name).";

/// Answers questions about ipsec.conf as Openswan, Libreswan or strongSwan reads it
#[derive(Debug, clap::Parser)]
#[command(name = "ipsec-conf", version, after_help = STATUSES, arg_required_else_help = true)]
pub struct Args {
    #[command(flatten)]
    pub color: ColorArg,
    #[command(subcommand)]
    pub question: Question,
}

/// What is asked.
#[derive(Debug, clap::Subcommand)]
pub enum Question {
    Show(ShowArgs),
    Keywords(KeywordsArgs),
}

/// Show the effective configuration: every conn with `%default`, `also=` and aliases resolved
///
/// The text reads like a configuration that the target would accept, with control characters spelt
/// out. Values that can be secret are not shown, in JSON neither.
#[derive(Debug, clap::Args)]
#[command(after_help = STATUSES)]
pub struct ShowArgs {
    /// The configuration; `-` reads standard input
    pub file: PathBuf,
    /// Show this conn only
    pub conn: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    /// Say behind every value where it comes from
    #[arg(long)]
    pub origin: bool,
    /// Show the target's built-in values too
    #[arg(long)]
    pub defaults: bool,
    #[command(flatten)]
    pub target: TargetOption,
    /// Look absolute paths named in the configuration up below DIR
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
}

/// List the keywords that the target knows, or tell everything about one
#[derive(Debug, clap::Args)]
#[command(after_help = STATUSES)]
pub struct KeywordsArgs {
    /// Tell everything about this keyword
    pub name: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
    #[command(flatten)]
    pub target: TargetOption,
}

/// `--target`, for every question.
#[derive(Debug, clap::Args)]
pub struct TargetOption {
    /// Whose rules apply: `libreswan@5.4`, `openswan@2.6`, `strongswan`, or `auto`
    ///
    /// `openswan@2.4` and `freeswan` stand for the classic program. Without a version: the newest known. `auto` asks a
    /// comment `# ipsec-lint: target=...` in the file, then its words, and settles for the newest Libreswan.
    #[arg(
        long = "target",
        value_name = "DIALECT[@VERSION]",
        default_value = "auto",
        hide_default_value = true
    )]
    pub target: TargetArg,
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
