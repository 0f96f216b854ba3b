//! Lays ipsec.conf out and changes nothing that a reader sees.

#[path = "../bug.rs"]
mod bug;

use std::process::ExitCode;

use bug::Program;

fn main() -> ExitCode {
    let program = Program {
        name: "ipsec-fmt",
        caller: "ipsec-fmt",
        wanted: "the command line and the configuration",
        status: Some(2),
    };
    program.report_panics();
    ipsec_conf_cli::fmt::run(std::env::args_os())
}
