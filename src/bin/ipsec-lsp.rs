//! The language server for ipsec.conf, on standard input and output.

use std::io::Write as _;
use std::panic::PanicHookInfo;
use std::process::ExitCode;

const USAGE: &str = "\
usage: ipsec-lsp [--stdio]

Speaks the Language Server Protocol on standard input and output; an editor starts it.

  --stdio    accepted and without effect: there is no other way
  --help     print this
  --version  print the version
";

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(report));
    for word in std::env::args_os().skip(1) {
        let (text, status) = match word.to_str() {
            Some("--stdio") => continue,
            Some("--help" | "-h") => (USAGE.to_owned(), ExitCode::SUCCESS),
            Some("--version" | "-V") => (
                format!("ipsec-lsp {}\n", env!("CARGO_PKG_VERSION")),
                ExitCode::SUCCESS,
            ),
            _ => {
                let word = word.display().to_string();
                let _ = writeln!(
                    std::io::stderr(),
                    "ipsec-lsp: unknown argument {word:?}; `ipsec-lsp --help` lists what there is"
                );
                return ExitCode::from(2);
            }
        };
        // Whoever closed the pipe does not want to read it.
        let _ = std::io::stdout().write_all(text.as_bytes());
        return status;
    }
    ipsec_conf_lsp::run()
}

/// What the user sees of a bug of ours, in the log of the editor.
#[allow(clippy::exit, reason = "a hook cannot return a status")]
fn report(panic: &PanicHookInfo<'_>) {
    let _ = writeln!(
        std::io::stderr(),
        "ipsec-lsp: this is a bug in ipsec-lsp {}: {panic}\n\
         ipsec-lsp: please report it with the configuration, without secrets, at {}/issues",
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_REPOSITORY"),
    );
    std::process::exit(2);
}
