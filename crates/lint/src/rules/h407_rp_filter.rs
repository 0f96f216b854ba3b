//! A strict reverse path filter where tunnel traffic comes in.

use std::net::IpAddr;

use ipsec_conf::Effect;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::value::{Host as End, Value};

use crate::context::Context;
use crate::facts::set;
use crate::host::{self, Family, Host};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A strict reverse path filter on an interface that the packets of a tunnel come in by.
    ///
    /// ## What it does
    ///
    /// Asks the kernel by which interface the IPv4 peers of the conns are reached, and looks at `net.ipv4.conf.all.rp_filter`
    /// and that of the interface, and at that of `vti-interface=`. The larger of the two counts: 1 is strict, 2 is loose. It
    /// looks at the machine, and runs only with `--host`.
    ///
    /// ## Why it matters
    ///
    /// A packet that was decrypted comes in by the interface that the encrypted one came by. A strict filter drops it without
    /// a message when the route back to its sender leads elsewhere: with two uplinks, with a VTI, with a network that is also
    /// routed inside. ipsec_verify(8) looks at the same switches.
    ///
    /// ## See also
    ///
    /// H409 redirects
    pub struct RpFilter {
        code: "H407", name: "rp-filter", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for RpFilter {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        let Some(machine) = cx.host else { return };
        let mut strict: Vec<(String, String)> = Vec::new();
        for (id, _) in cx.model.conns() {
            let conn = cx.model.conn(id);
            for interface in interfaces(&conn, machine) {
                if strict.iter().any(|(known, _)| *known == interface) {
                    continue;
                }
                if let Some(switch) = strict_switch(machine, &interface) {
                    strict.push((interface, switch));
                }
            }
        }
        let Some((first, _)) = strict.first() else {
            return;
        };
        let (names, mut switches): (Vec<String>, Vec<String>) = strict
            .iter()
            .map(|(interface, switch)| (format!("`{interface}`"), format!("`{switch}`")))
            .unzip();
        switches.dedup();
        let message = format!("the reverse path filter is strict on {}", names.join(", "));
        let loose = switch_of(first);
        cx.report(
            cx.finding(Effect::Works, host::top(cx.model), message)
                .note(format!(
                    "{} is 1: a packet of a tunnel is dropped when the route back to its sender leads elsewhere",
                    switches.join(", ")
                ))
                .help(format!("`sysctl -w {loose}=2`, and the same in /etc/sysctl.d")),
        );
    }
}

/// By which the packets of a conn come in, as far as it is known.
fn interfaces(conn: &Conn<'_>, machine: &dyn Host) -> Vec<String> {
    let mut names = Vec::new();
    let Some(own) = host::local_side(conn, machine).filter(|_| !conn.is_shunt()) else {
        return names;
    };
    let peer = match own {
        Side::Left => Side::Right,
        Side::Right => Side::Left,
    };
    let route = match conn.value("host", Some(peer)) {
        Some(Value::Host(End::Address(address @ IpAddr::V4(_)))) => {
            machine.route_to(*address).flatten()
        }
        Some(Value::Host(End::Any(_))) => machine
            .default_routes(Family::V4)
            .and_then(|routes| routes.into_iter().min_by_key(|route| route.metric)),
        _ => None,
    };
    names.extend(route.and_then(|route| route.interface));
    names.extend(set(conn, "vti-interface", None).map(|setting| setting.value.text.to_string()));
    names
}

/// The switch that makes the filter strict there; of the two the larger value counts.
fn strict_switch(machine: &dyn Host, interface: &str) -> Option<String> {
    let switches = [ALL.to_owned(), switch_of(interface)];
    let values = switches
        .iter()
        .filter_map(|switch| Some((machine.sysctl(switch)?.parse::<u32>().ok()?, switch)));
    let (value, switch) = values.max_by_key(|(value, _)| *value)?;
    (value == 1).then(|| switch.clone())
}

const ALL: &str = "net.ipv4.conf.all.rp_filter";

fn switch_of(interface: &str) -> String {
    format!("net.ipv4.conf.{}.rp_filter", interface.replace('.', "/"))
}

#[cfg(test)]
mod tests {
    use crate::testing::{FakeHost, check_on};

    #[track_caller]
    fn check(values: &[(&str, &str)], expected: &[&str]) {
        let mut host = FakeHost::default()
            .with_address("192.0.2.1", "eth0")
            .with_route(Some("192.0.2.254"), 0);
        for (of, value) in values {
            host = host.with_sysctl(&format!("net.ipv4.conf.{of}.rp_filter"), value);
        }
        let text = "conn a\n\tleft=192.0.2.1\n\tright=198.51.100.7\n\tvti-interface=vti1.7\n\tmark=1\n";
        check_on(&host, "H407", "libreswan@4.10", text, expected);
    }

    #[test]
    fn the_larger_value_counts() {
        let strict = "1:1 the reverse path filter is strict on `eth0`";
        check(&[("all", "0"), ("eth0", "1")], &[strict]);
        check(&[("all", "1"), ("eth0", "0"), ("vti1/7", "2")], &[strict]);
        check(&[("all", "1"), ("eth0", "2"), ("vti1/7", "2")], &[]);
        check(&[("all", "0"), ("eth0", "0")], &[]);
        check(&[("eth1", "1")], &[]);
        check(&[], &[]);
    }

    #[test]
    fn all_interfaces_are_named() {
        let message = "1:1 the reverse path filter is strict on `eth0`, `vti1.7`";
        check(&[("eth0", "1"), ("vti1/7", "1")], &[message]);
    }
}
