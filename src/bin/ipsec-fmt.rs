//! Lays ipsec.conf out and changes nothing that a reader sees.

use std::io::Write as _;
use std::panic::PanicHookInfo;
use std::process::ExitCode;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(report));
    ipsec_conf_cli::fmt::run(std::env::args_os())
}

/// What the user sees of a bug of ours; the status is that of work that could not be done.
#[allow(clippy::exit, reason = "a hook cannot return a status")]
fn report(panic: &PanicHookInfo<'_>) {
    let _ = writeln!(
        std::io::stderr(),
        "ipsec-fmt: this is a bug in ipsec-fmt {}: {panic}\n\
         ipsec-fmt: please report it with the command line and the configuration, without secrets, at {}/issues",
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_REPOSITORY"),
    );
    std::process::exit(2);
}
