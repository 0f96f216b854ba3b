//! A gateway that does not forward.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::host;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn for a network behind this host while the kernel does not forward packets.
    ///
    /// ## What it does
    ///
    /// Looks for a local network that is more than the host itself, and at the switch for forwarding of its family. It
    /// looks at the machine, and runs only with `--host`.
    ///
    /// ## Why it matters
    ///
    /// The tunnel comes up, and packets between it and the network behind this host are dropped by the kernel without a
    /// message.
    pub struct IpForwardOff {
        code: "H408", name: "ip-forward-off", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for IpForwardOff {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let Some(machine) = cx.host else { return };
        let Some(side) = host::local_side(conn, machine) else {
            return;
        };
        for (selector, span) in host::networks(conn, side) {
            let is_v4 = selector.net.addr().is_ipv4();
            let is_a_host = selector.net.prefix_len() == selector.net.max_prefix_len();
            let switch = if is_v4 {
                "net.ipv4.ip_forward"
            } else {
                "net.ipv6.conf.all.forwarding"
            };
            if is_a_host || machine.sysctl(switch).is_none_or(|value| value != "0") {
                continue;
            }
            cx.report(
                cx.finding(
                    Effect::Works,
                    span,
                    format!(
                        "{} lies behind this host, which does not forward",
                        selector.net
                    ),
                )
                .note(format!("`{switch}` is 0"))
                .help(format!(
                    "`sysctl -w {switch}=1`, and the same in /etc/sysctl.d"
                )),
            );
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{FakeHost, check_on};

    #[test]
    fn a_gateway_must_forward() {
        let text = "conn a\n\tleft=192.0.2.1\n\tleftsubnet=10.1.0.0/16\n\tright=198.51.100.7\n\trightsubnet=10.2.0.0/16\n";
        let host = || FakeHost::default().with_address("192.0.2.1", "eth0");
        let off = host().with_sysctl("net.ipv4.ip_forward", "0");
        check_on(
            &off,
            "H408",
            "libreswan@4.10",
            text,
            &["3:13 10.1.0.0/16 lies behind this host, which does not forward"],
        );
        check_on(
            &host().with_sysctl("net.ipv4.ip_forward", "1"),
            "H408",
            "libreswan@4.10",
            text,
            &[],
        );
        check_on(&host(), "H408", "libreswan@4.10", text, &[]);
    }
}
