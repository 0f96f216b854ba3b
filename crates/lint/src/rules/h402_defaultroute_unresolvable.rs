//! `%defaultroute` without a default route.

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::value::{self, Host, Value};
use ipsec_conf::{Effect, Severity};

use crate::context::Context;
use crate::host::Family;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A `%defaultroute` on a host that has no default route of the family, or several equal ones.
    ///
    /// ## What it does
    ///
    /// Asks the kernel for the default routes. It looks at the machine, and runs only with `--host`.
    ///
    /// ## Why it matters
    ///
    /// Without a default route the end has no address, and the conn is not oriented or not loaded. Of several with the same
    /// metric one is taken, which need not be the same after the next start.
    pub struct DefaultrouteUnresolvable {
        code: "H402", name: "defaultroute-unresolvable", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for DefaultrouteUnresolvable {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let Some(host) = cx.host else { return };
        for side in Side::BOTH {
            let Some(setting) = conn.get("host", Some(side)) else {
                continue;
            };
            let Some(Value::Host(Host::DefaultRoute(family))) = conn.reading(setting).value else {
                continue;
            };
            let family = match family {
                Some(value::Family::V6) => Family::V6,
                Some(value::Family::V4) => Family::V4,
                None => family_of_peer(conn, side),
            };
            let Some(mut routes) = host.default_routes(family) else {
                continue;
            };
            routes.sort_by_key(|route| route.metric);
            let span = conn.value_span(setting);
            let finding = match routes.as_slice() {
                [] => cx
                    .finding(
                        Effect::Works,
                        span,
                        format!("this host has no {} default route", family.name()),
                    )
                    .severity(Severity::Error)
                    .note(format!(
                        "{} cannot tell which address this end has",
                        cx.program()
                    ))
                    .help("write the address"),
                [first, second, ..] if first.metric == second.metric => cx
                    .finding(
                        Effect::Works,
                        span,
                        format!("this host has several {} default routes", family.name()),
                    )
                    .note("one of them is taken; which one may change")
                    .help("write the address, or give the routes different metrics"),
                _ => continue,
            };
            cx.report(finding);
        }
    }
}

fn family_of_peer(conn: &Conn<'_>, side: Side) -> Family {
    match conn.value("host", Some(side.other())) {
        Some(Value::Host(Host::Address(address))) if address.is_ipv6() => Family::V6,
        _ => Family::V4,
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{FakeHost, check_on};

    #[test]
    fn one_route_is_wanted() {
        let text = "conn a\n\tleft=%defaultroute\n\tright=198.51.100.7\n";
        let check = |host: &FakeHost, expected: &[&str]| {
            check_on(host, "H402", "libreswan@4.10", text, expected);
        };
        check(
            &FakeHost::default(),
            &["2:7 this host has no IPv4 default route"],
        );
        let one = FakeHost::default().with_route(Some("192.0.2.254"), 100);
        check(&one, &[]);
        check(
            &one.with_route(Some("192.0.2.253"), 100),
            &["2:7 this host has several IPv4 default routes"],
        );
    }
}
