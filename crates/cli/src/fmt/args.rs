//! The command line of `ipsec-fmt`; help, man page and completions come from here.

use std::path::PathBuf;

use ipsec_conf_host::{ColorArg, TargetArg};

use super::range::LineRange;

const STATUSES: &str = "\
Exit status: 0 done or nothing to do, 1 --check or --diff found something to change, 2 the work could not be done (bad \
usage, unreadable or unwritable file, unusable configuration).";

/// Lays out ipsec.conf and changes nothing that Openswan, Libreswan or strongSwan would see
///
/// Indentation, blanks around `=`, blank lines and the end of the file are made alike; how is said in `[format]` of
/// `ipsec-lint.toml`, and in `.editorconfig` for indentation and line endings. Lines between `# ipsec-fmt: off` and
/// `# ipsec-fmt: on` stay as they are, and so do lines with errors. Before a file is written, the result is read again as
/// every dialect reads it; if anything differs, nothing is written.
#[derive(Debug, Clone, clap::Parser)]
#[command(name = "ipsec-fmt", version, after_help = STATUSES)]
pub struct FmtArgs {
    /// Files, directories, or `-` for standard input to standard output
    ///
    /// Without any: `ipsec.conf` in the current directory. Of a directory, every configuration below it that `.gitignore`
    /// does not exclude: `ipsec.conf`, `*.ipsec.conf`, `ipsec.*.conf`, `*.conf` below `ipsec.d`, and whatever
    /// reads like one.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Write nothing; name the files that would change
    #[arg(long)]
    pub check: bool,
    /// Write nothing; show what would change
    #[arg(long)]
    pub diff: bool,
    /// Lay out only the lines that this range touches, such as `3:1-8:1`
    ///
    /// Lines and columns count from 1, the end is exclusive.
    #[arg(long, value_name = "L:C-L:C")]
    pub range: Option<LineRange>,
    /// How to call standard input
    #[arg(long, value_name = "NAME")]
    pub stdin_filename: Option<PathBuf>,
    /// Whose words the file is written in: `libreswan@5.4`, `openswan@2.6`, `strongswan`, or `auto`
    ///
    /// The layout is the same for all. It matters where words are rewritten (quotes, spelling, order), and for strings that
    /// go over several lines, which strongSwan alone knows.
    #[arg(
        long,
        value_name = "DIALECT[@VERSION]",
        default_value = "auto",
        hide_default_value = true
    )]
    pub target: TargetArg,
    /// Look absolute paths named in the configuration up below DIR
    #[arg(long, value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// Use this configuration file
    ///
    /// Default: `ipsec-lint.toml` in the directory of each file or above it.
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub config: Option<PathBuf>,
    /// Use neither `ipsec-lint.toml` nor `.editorconfig`
    #[arg(long)]
    pub no_config: bool,
    /// Say which options hold for each file, and why
    #[arg(long, short, conflicts_with = "quiet")]
    pub verbose: bool,
    /// Leave the summary out
    #[arg(long, short)]
    pub quiet: bool,
    #[command(flatten)]
    pub color: ColorArg,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::FmtArgs;

    #[test]
    fn the_command_is_well_formed() {
        FmtArgs::command().debug_assert();
    }
}
