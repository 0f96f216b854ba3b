//! The language server for ipsec.conf, on standard input and output.

#[path = "../bug.rs"]
mod bug;

use std::process::ExitCode;

use bug::Program;

fn main() -> ExitCode {
    let program = Program {
        name: "ipsec-lsp",
        caller: "ipsec-lsp",
        wanted: "the configuration",
        status: Some(2),
    };
    program.report_panics();
    ipsec_conf_lsp::run(std::env::args_os())
}
