//! ICMP redirects beside `IPsec`.

use ipsec_conf::Effect;

use crate::context::Context;
use crate::host;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A host that sends or accepts ICMP redirects while it has conns.
    ///
    /// ## What it does
    ///
    /// Looks at `net.ipv4.conf.all.send_redirects` and `accept_redirects`, and the same of `default`. It looks at the
    /// machine, and runs only with `--host`.
    ///
    /// ## Why it matters
    ///
    /// With the XFRM stack a packet of a tunnel leaves on the interface that it came from: the kernel tells the sender to
    /// go there directly, past the tunnel. ipsec_verify(8) looks at the same switches.
    pub struct Redirects {
        code: "H409", name: "redirects", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for Redirects {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        let Some(machine) = cx.host.filter(|_| cx.model.conns().next().is_some()) else {
            return;
        };
        let names = ["all", "default"].into_iter().flat_map(|of| {
            ["send_redirects", "accept_redirects"].map(|kind| format!("net.ipv4.conf.{of}.{kind}"))
        });
        let on: Vec<String> = names
            .filter(|name| machine.sysctl(name).is_some_and(|value| value == "1"))
            .collect();
        let Some(first) = on.first() else { return };
        let listed = on
            .iter()
            .map(|name| format!("`{name}`"))
            .collect::<Vec<_>>()
            .join(", ");
        cx.report(
            cx.finding(
                Effect::Works,
                host::top(cx.model),
                "this host sends or accepts ICMP redirects",
            )
            .note(format!("on are {listed}"))
            .help(format!(
                "`sysctl -w {first}=0`, and the same for the others"
            )),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{FakeHost, check_on};

    #[test]
    fn redirects_are_off() {
        let text = "conn a\n\tleft=192.0.2.1\n\tright=198.51.100.7\n";
        let on = FakeHost::default().with_sysctl("net.ipv4.conf.all.send_redirects", "1");
        check_on(
            &on,
            "H409",
            "libreswan@4.10",
            text,
            &["1:1 this host sends or accepts ICMP redirects"],
        );
        let off = FakeHost::default().with_sysctl("net.ipv4.conf.all.send_redirects", "0");
        check_on(&off, "H409", "libreswan@4.10", text, &[]);
    }
}
