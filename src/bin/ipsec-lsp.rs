//! The language server for ipsec.conf, on standard input and output.

#[path = "../bug.rs"]
mod bug;

use std::io::Write as _;
use std::process::ExitCode;

use bug::Program;

const USAGE: &str = "\
usage: ipsec-lsp [--stdio]

Speaks the Language Server Protocol on standard input and output; an editor starts it.

  --stdio    accepted and without effect: there is no other way
  --help     print this
  --version  print the version
";

fn main() -> ExitCode {
    let program = Program {
        name: "ipsec-lsp",
        caller: "ipsec-lsp",
        wanted: "the configuration",
        status: Some(2),
    };
    program.report_panics();
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
