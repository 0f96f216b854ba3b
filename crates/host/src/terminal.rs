//! Colours, width and hyperlinks of standard error or standard output.

use std::env;
use std::io::IsTerminal;

use ipsec_conf_report::Style;

/// `--color`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Color {
    #[default]
    Auto,
    Always,
    Never,
}

/// The option, for every command.
#[derive(Debug, Clone, Copy, Default, clap::Args)]
pub struct ColorArg {
    /// When to use colours; `NO_COLOR` and `CLICOLOR_FORCE` are honoured
    #[arg(long, value_name = "WHEN", value_enum, default_value_t, global = true)]
    pub color: Color,
}

/// How to draw on `stream`.
pub fn style(color: Color, stream: &impl IsTerminal) -> Style {
    let is_terminal = stream.is_terminal();
    let is_set = |name: &str| env::var_os(name).is_some_and(|value| !value.is_empty());
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto if is_set("NO_COLOR") => false,
        Color::Auto
            if env::var_os("CLICOLOR_FORCE")
                .is_some_and(|value| value != "0" && !value.is_empty()) =>
        {
            true
        }
        Color::Auto => is_terminal && env::var_os("TERM").is_none_or(|term| term != "dumb"),
    };
    let width = terminal_size::terminal_size()
        .filter(|_| is_terminal)
        .map_or(100, |(width, _)| usize::from(width.0));
    Style {
        color,
        unicode: is_terminal && speaks_utf8(),
        hyperlinks: is_terminal && color && knows_hyperlinks(),
        width,
    }
}

fn speaks_utf8() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .into_iter()
        .filter_map(env::var_os)
        .find(|value| !value.is_empty());
    locale.is_some_and(|value| {
        let value = value.to_string_lossy().to_ascii_lowercase();
        value.contains("utf-8") || value.contains("utf8")
    })
}

/// Terminals that are known to show OSC 8 links; the others might print the escape sequence.
fn knows_hyperlinks() -> bool {
    let known = |name: &str| env::var_os(name).is_some();
    let program = env::var("TERM_PROGRAM").unwrap_or_default();
    matches!(
        program.as_str(),
        "iTerm.app" | "WezTerm" | "vscode" | "ghostty"
    ) || known("KITTY_WINDOW_ID")
        || known("WT_SESSION")
        || env::var("VTE_VERSION")
            .ok()
            .and_then(|version| version.parse::<u32>().ok())
            .is_some_and(|version| version >= 5000)
}
