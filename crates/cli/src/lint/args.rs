//! The command line of `ipsec-lint`; help, man page and completions come from here.

use std::path::PathBuf;

use ipsec_conf_config::FailOn;
use ipsec_conf_host::{ColorArg, TargetArg};
use ipsec_conf_report::Format;

const STATUSES: &str = "\
Exit status: 0 nothing to report, 1 findings at or above --fail-on (or --diff would change something), 2 the work could \
not be done (bad usage, unreadable file, unusable configuration).";

/// Finds what Openswan, Libreswan or strongSwan would refuse, ignore or misread in ipsec.conf
#[derive(Debug, Clone, clap::Parser)]
#[command(name = "ipsec-lint", version, after_help = STATUSES)]
pub struct LintArgs {
    /// Files, directories, or `-` for standard input
    ///
    /// Without any: `ipsec.conf` in the current directory, else `/etc/ipsec.conf`. Of a directory, every configuration
    /// below it that `.gitignore` does not exclude: `ipsec.conf`, `*.ipsec.conf`, `ipsec.*.conf`, `*.conf` below
    /// `ipsec.d`, and whatever reads like one.
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,

    /// Whose rules apply: `libreswan@5.4`, `openswan@2.6`, `strongswan`, or `auto`
    ///
    /// `openswan@2.4` and `freeswan` stand for the classic program. Without a version: the newest known. `auto` asks a
    /// comment `# ipsec-lint: target=...` in the file, then `ipsec-lint.toml`, then the words of the file, and settles for
    /// the newest Libreswan; `--verbose` says what was chosen and why.
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
    /// The ipsec.secrets to check against; default: that of `secretsfile=`, or the one beside the file
    #[arg(long, value_name = "FILE")]
    pub secrets: Option<PathBuf>,
    /// How to call standard input
    #[arg(long, value_name = "NAME")]
    pub stdin_filename: Option<PathBuf>,

    /// Report these only: codes, their prefixes, names or groups
    #[arg(
        long,
        value_name = "RULES",
        value_delimiter = ',',
        help_heading = "Rules"
    )]
    pub select: Vec<String>,
    /// Report these as well
    #[arg(
        long,
        value_name = "RULES",
        value_delimiter = ',',
        help_heading = "Rules"
    )]
    pub extend_select: Vec<String>,
    /// Do not report these
    #[arg(
        long,
        value_name = "RULES",
        value_delimiter = ',',
        help_heading = "Rules"
    )]
    pub ignore: Vec<String>,
    /// Also run the checks that look at this machine
    ///
    /// They read files and ask the kernel, the resolver, `certutil` and the running daemon, and change nothing. As root they
    /// see more. The target that nobody names is the installed program, as `ipsec --version` has it.
    #[arg(long, help_heading = "Rules")]
    pub host: bool,
    /// Report only what is not in FILE
    #[arg(long, value_name = "FILE", help_heading = "Rules")]
    pub baseline: Option<PathBuf>,
    /// Write what is found now to the baseline
    #[arg(long, requires = "baseline", conflicts_with_all = ["fix", "unsafe_fixes", "diff", "watch"], help_heading = "Rules")]
    pub write_baseline: bool,
    /// Use this configuration file
    ///
    /// Default: `ipsec-lint.toml` in the directory of each file or above it.
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "no_config",
        help_heading = "Rules"
    )]
    pub config: Option<PathBuf>,
    /// Use no configuration file
    #[arg(long, help_heading = "Rules")]
    pub no_config: bool,

    /// Apply the fixes that keep the meaning
    #[arg(long, help_heading = "Fixes")]
    pub fix: bool,
    /// Apply the other fixes too
    #[arg(long, help_heading = "Fixes")]
    pub unsafe_fixes: bool,
    /// Show what would be changed and write nothing
    #[arg(long, help_heading = "Fixes")]
    pub diff: bool,
    /// Silence everything that is found with a comment that says why
    ///
    /// Writes `# ipsec-lint: ignore[CODE] REASON` above each line, where the target takes a comment.
    #[arg(long, value_name = "REASON", conflicts_with_all = ["fix", "unsafe_fixes", "watch"], help_heading = "Fixes")]
    pub add_suppressions: Option<String>,

    /// How to write the findings
    #[arg(long, value_name = "FORMAT", value_parser = format_parser(), default_value = "full", help_heading = "Output")]
    pub output_format: Format,
    /// Write the findings to FILE
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with = "watch",
        help_heading = "Output"
    )]
    pub output: Option<PathBuf>,
    /// The lowest severity that makes the exit status 1; default: warning
    #[arg(long, value_name = "SEVERITY", value_parser = fail_on_parser(), help_heading = "Output")]
    pub fail_on: Option<FailOn>,
    /// How many findings the formats for people show; 0 is all
    #[arg(long, value_name = "N", default_value_t = 200, help_heading = "Output")]
    pub limit: usize,
    /// Count the findings of each rule instead of showing them
    #[arg(long, help_heading = "Output")]
    pub statistics: bool,
    /// Say which target and which files were used, and why
    #[arg(long, short, conflicts_with = "quiet", help_heading = "Output")]
    pub verbose: bool,
    /// Leave the summary out
    #[arg(long, short, help_heading = "Output")]
    pub quiet: bool,
    #[command(flatten)]
    pub color: ColorArg,
    /// Run again when a file changes
    #[arg(long, help_heading = "Output")]
    pub watch: bool,

    /// List the rules
    #[arg(long, exclusive = false, help_heading = "Answers")]
    pub list_rules: bool,
    /// Explain a rule
    #[arg(long, value_name = "RULE", help_heading = "Answers")]
    pub explain: Option<String>,
}

impl LintArgs {
    pub(crate) fn fixes(&self) -> bool {
        self.fix || self.unsafe_fixes || (self.diff && self.add_suppressions.is_none())
    }
}

fn format_parser() -> impl clap::builder::TypedValueParser<Value = Format> {
    use clap::builder::TypedValueParser as _;

    let words: Vec<&'static str> = Format::ALL.iter().map(|format| format.slug()).collect();
    clap::builder::PossibleValuesParser::new(words).map(|word| {
        word.parse()
            .expect("bug: the words are those of the formats")
    })
}

fn fail_on_parser() -> impl clap::builder::TypedValueParser<Value = FailOn> {
    use clap::builder::TypedValueParser as _;

    clap::builder::PossibleValuesParser::new(FailOn::WORDS)
        .map(|word| FailOn::of_word(&word).expect("bug: the words are those of the severities"))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::LintArgs;

    #[test]
    fn the_command_is_well_formed() {
        LintArgs::command().debug_assert();
    }
}
