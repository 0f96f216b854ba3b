//! A conn of which this host is no end.

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::value::{Host, Value};
use ipsec_conf::{Effect, Severity};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn whose ends are both addresses of other hosts.
    ///
    /// ## What it does
    ///
    /// Compares the addresses of both ends with those of this host. It looks at the machine, and runs only with `--host`.
    ///
    /// ## Why it matters
    ///
    /// The daemon loads the conn and cannot use it: it is not oriented, `--up` fails, and a peer is answered with no
    /// connection. The usual causes are a NAT gateway whose public address stands in the file, and a file for another
    /// machine.
    ///
    /// ## See also
    ///
    /// M101 not-orientable-hint
    pub struct NotOriented {
        code: "H401", name: "not-oriented", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for NotOriented {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let Some(own) = cx.host.and_then(crate::host::Host::addresses) else {
            return;
        };
        let mut ends = Vec::new();
        for side in Side::BOTH {
            let Some(Value::Host(Host::Address(address))) = conn.value("host", Some(side)) else {
                return;
            };
            ends.push(*address);
        }
        if own.iter().any(|(address, _)| ends.contains(address)) {
            return;
        }
        let message = format!(
            "neither {} nor {} is an address of this host",
            ends[0], ends[1]
        );
        cx.report(
            cx.finding(Effect::Works, cx.name_span(conn), message)
                .severity(Severity::Error)
                .note(format!("{} loads the conn and cannot use it", cx.program()))
                .help("behind NAT, write the address of the interface, or `%defaultroute`"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{FakeHost, check_on};

    #[test]
    fn one_end_must_be_here() {
        let text = "conn a\n\tleft=192.0.2.1\n\tright=198.51.100.7\n";
        let elsewhere = FakeHost::default().with_address("10.0.0.1", "eth0");
        check_on(
            &elsewhere,
            "H401",
            "libreswan@4.10",
            text,
            &["1:6 neither 192.0.2.1 nor 198.51.100.7 is an address of this host"],
        );
        let here = FakeHost::default().with_address("198.51.100.7", "eth0");
        check_on(&here, "H401", "libreswan@4.10", text, &[]);
        let unknown = "conn a\n\tleft=%defaultroute\n\tright=198.51.100.7\n";
        check_on(&elsewhere, "H401", "libreswan@4.10", unknown, &[]);
    }
}
