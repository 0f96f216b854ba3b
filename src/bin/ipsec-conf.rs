//! Answers questions about ipsec.conf.

use std::process::ExitCode;

fn main() -> ExitCode {
    ipsec_conf_cli::run(std::env::args_os())
}
