//! Another program holds port 500.

use ipsec_conf::text::printable;
use ipsec_conf::{Dialect, Effect, Severity};

use crate::context::Context;
use crate::host;
use crate::host::PortFact;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// UDP port 500 or 4500 in the hands of a program that is no IKE daemon of the target.
    ///
    /// ## What it does
    ///
    /// Asks the kernel who uses the ports of IKE. It looks at the machine, and runs only with `--host`.
    ///
    /// ## Why it matters
    ///
    /// Two daemons cannot have the port: the one that starts later does not start, or answers nobody. The other one is
    /// often the daemon of another package, which was installed before.
    pub struct PortInUse {
        code: "H411", name: "port-in-use", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for PortInUse {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        let Some(machine) = cx.host else { return };
        let daemons: &[&str] = match cx.target().dialect {
            Dialect::Libreswan | Dialect::Openswan => &["pluto"],
            Dialect::StrongSwan => &["charon", "charon-systemd", "pluto"],
        };
        for port in [500, 4500] {
            let PortFact::Used(Some(name)) = machine.udp_port(port) else {
                continue;
            };
            if daemons.contains(&name.as_str()) {
                continue;
            }
            let message = format!("UDP port {port} belongs to `{}`", printable(&name));
            cx.report(
                cx.finding(Effect::Works, host::top(cx.model), message)
                    .severity(Severity::Error)
                    .note(format!("the daemon of {} needs the port", cx.program()))
                    .help("stop the other program, and keep it from starting"),
            );
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::host::PortFact;
    use crate::testing::{FakeHost, check_on};

    #[test]
    fn the_port_is_for_the_daemon() {
        let text = "conn a\n\tleft=192.0.2.1\n\tright=198.51.100.7\n";
        let used = |name: &str| FakeHost {
            port: Some(PortFact::Used(Some(name.to_owned()))),
            ..FakeHost::default()
        };
        check_on(
            &used("charon"),
            "H411",
            "libreswan@4.10",
            text,
            &["1:1 UDP port 500 belongs to `charon`"],
        );
        check_on(&used("pluto"), "H411", "libreswan@4.10", text, &[]);
        check_on(&used("charon"), "H411", "strongswan@5.9.8", text, &[]);
    }
}
