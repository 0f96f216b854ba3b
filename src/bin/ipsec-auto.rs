//! `ipsec-auto`, which is also `ipsec auto` when it stands among the programs of `ipsec`.

use std::io::Write as _;
use std::panic::PanicHookInfo;
use std::process::ExitCode;

fn main() -> ExitCode {
    std::panic::set_hook(Box::new(report));
    ExitCode::from(ipsec_conf_auto::run(std::env::args_os()))
}

/// What the user sees of a bug of ours.
fn report(panic: &PanicHookInfo<'_>) {
    let _ = writeln!(
        std::io::stderr(),
        "ipsec auto: this is a bug in ipsec-auto {}: {panic}\n\
         ipsec auto: please report it with the command line and the configuration, without secrets, at {}/issues",
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_REPOSITORY"),
    );
}
