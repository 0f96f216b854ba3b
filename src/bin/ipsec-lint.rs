//! Finds what a daemon would refuse, ignore or misread in ipsec.conf.

#[path = "../bug.rs"]
mod bug;

use std::process::ExitCode;

use bug::Program;

fn main() -> ExitCode {
    let program = Program {
        name: "ipsec-lint",
        caller: "ipsec-lint",
        wanted: "the command line and the configuration",
        status: Some(2),
    };
    program.report_panics();
    ipsec_conf_cli::lint::run(std::env::args_os())
}
