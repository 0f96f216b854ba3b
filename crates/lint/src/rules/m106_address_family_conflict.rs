//! IPv4 at one place and IPv6 at the other.

use std::net::IpAddr;

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::model::Setting;
use ipsec_conf::value::Family;

use crate::context::Context;
use crate::facts::{End, Facts, set};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// IPv4 against IPv6 between the ends, with `hostaddrfamily`, or between the networks of the two ends.
    ///
    /// ## What it does
    ///
    /// Compares the hosts and next hops with each other and, in Libreswan, the networks: `leftsubnet` with `rightsubnet` or a
    /// pool, and with the other host where that end has no network.
    ///
    /// ## Why it matters
    ///
    /// A tunnel carries one family from end to end, inside and outside. Libreswan refuses a conn whose networks do not agree,
    /// and Libreswan 5 one whose hosts do not; 4.x takes the address of the other family for a name.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnet=10.0.1.0/24
    ///     rightsubnet=2001:db8:2::/64
    /// ```
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=2001:db8::7
    /// ```
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnet=2001:db8:1::/48
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnet=2001:db8:1::/48
    ///     rightsubnet=2001:db8:2::/64
    /// ```
    pub struct AddressFamilyConflict {
        code: "M106", name: "address-family-conflict", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for AddressFamilyConflict {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        if !cx.is_libreswan()
            || facts
                .ends()
                .iter()
                .any(|end| end.is_virtual || end.has_subnets)
        {
            return;
        }
        let sides = facts.ends().map(|end| inside(conn, cx, &facts, end));
        let [Some(left), Some(right)] = sides else {
            return;
        };
        if left.v4 == right.v4 && left.v6 == right.v6 {
            return;
        }
        // The later place is the one to look at; a host counts for nothing beside a network.
        let (first, second) = match (&left.setting, &right.setting) {
            (Some(_), None) => (&right, &left),
            _ => (&left, &right),
        };
        let Some(setting) = second.setting else {
            return;
        };
        let name = first.name();
        let message = format!(
            "{name} is {} but {} is {}",
            first.families(),
            second.name(),
            second.families()
        );
        let mut finding = cx
            .refusal(conn.value_span(setting), message)
            .help("write networks of one family at both ends");
        let place = first.setting.or_else(|| conn.get("host", Some(first.side)));
        if let Some(place) = place {
            finding = finding.related(conn.value_span(place), format!("{name} is here"));
        }
        cx.report(finding);
    }
}

/// What goes through the tunnel at one end.
struct Inside<'c, 'm> {
    side: Side,
    /// Of the network or pool; `None` for the host.
    setting: Option<&'c Setting<'m>>,
    v4: bool,
    v6: bool,
}

impl Inside<'_, '_> {
    /// `leftsubnet`, or `left` when it is the host itself.
    fn name(&self) -> String {
        self.setting
            .map_or_else(|| self.side.to_string(), Setting::spelling)
    }

    fn families(&self) -> &'static str {
        match (self.v4, self.v6) {
            (true, true) => "IPv4 and IPv6",
            (_, true) => "IPv6",
            _ => "IPv4",
        }
    }
}

/// `None` when a value cannot be read.
fn inside<'c, 'm>(
    conn: &'c Conn<'m>,
    cx: &Context<'_>,
    facts: &Facts,
    end: &End,
) -> Option<Inside<'c, 'm>> {
    let of = |id: &str, are_v4: &mut dyn Iterator<Item = bool>| {
        let setting = set(conn, id, Some(end.side))?;
        let (mut v4, mut v6) = (false, false);
        for is_v4 in are_v4 {
            (v4, v6) = (v4 || is_v4, v6 || !is_v4);
        }
        (v4 || v6).then_some(Inside {
            side: end.side,
            setting: Some(setting),
            v4,
            v6,
        })
    };
    if end.has_subnet {
        return of(
            "subnet",
            &mut end
                .nets
                .iter()
                .map(|selector| selector.net.addr().is_ipv4()),
        );
    }
    if end.has_pool && cx.is_libreswan_5() {
        return of(
            "addresspool",
            &mut end.pools.iter().map(|pool| pool.first.is_ipv4()),
        );
    }
    // Libreswan 4 takes the own address for the network of an end that has none.
    if !end.sources.is_empty() && !cx.is_libreswan_5() {
        return of(
            "sourceip",
            &mut end.sources.iter().map(IpAddr::is_ipv4),
        );
    }
    let v4 = facts.family() == Family::V4;
    Some(Inside {
        side: end.side,
        setting: None,
        v4,
        v6: !v4,
    })
}
