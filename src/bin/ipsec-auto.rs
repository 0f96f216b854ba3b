//! `ipsec-auto`, which is also `ipsec auto` when it stands among the programs of `ipsec`.

#[path = "../bug.rs"]
mod bug;

use std::process::ExitCode;

use bug::Program;

fn main() -> ExitCode {
    let program = Program {
        name: "ipsec-auto",
        caller: "ipsec auto",
        wanted: "the command line and the configuration",
        status: None,
    };
    program.report_panics();
    ExitCode::from(ipsec_conf_auto::run(std::env::args_os()))
}
