//! A name that the resolver does not know, or knows too well.

use std::net::IpAddr;

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::text::printable;
use ipsec_conf::value::{Host, Id, Value};
use ipsec_conf::Effect;

use crate::context::Context;
use crate::host::NameFact;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A name in `left=`, `right=` or an identity that does not resolve, or that has several addresses.
    ///
    /// ## What it does
    ///
    /// Asks the resolver of this host, five seconds at most and each name once; after one answer that did not come it asks no
    /// more. It runs only with `--host`. Whoever runs the name servers sees the names.
    ///
    /// ## Why it matters
    ///
    /// Libreswan loads a conn with a host that does not resolve, and asks again later; until then there is no tunnel. An
    /// identity without `@` that does not resolve becomes the address of its end without a word in Libreswan 4.10 and before,
    /// and the peer finds no conn for it; Libreswan 5 refuses the conn. Of several addresses one is taken, which need not be the one that answers, or the same
    /// tomorrow.
    ///
    /// ## See also
    ///
    /// V111 name-id-without-at
    pub struct DnsFails {
        code: "H413", name: "dns-fails", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for DnsFails {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let Some(machine) = cx.host else { return };
        for (id, side) in ["host", "id"]
            .into_iter()
            .flat_map(|id| Side::BOTH.map(|side| (id, side)))
        {
            let Some(setting) = conn.get(id, Some(side)) else {
                continue;
            };
            let (name, effect) = match &conn.reading(setting).value {
                Some(Value::Host(Host::Name(name) | Host::NameOrAny(name))) => {
                    (name, Effect::Works)
                }
                Some(Value::Id(Id::Name(name))) if cx.is_libreswan_5() => {
                    (name, Effect::ConnRefused)
                }
                Some(Value::Id(Id::Name(name))) => (name, Effect::Misread),
                _ => continue,
            };
            let span = conn.value_span(setting);
            let finding = match machine.addresses_of(name) {
                NameFact::Unknown => continue,
                NameFact::Fails(reason) => {
                    let (name, reason) = (printable(name), printable(&reason));
                    let message = format!("`{name}` does not resolve: {reason}");
                    let note = match effect {
                        Effect::Misread => "the address of the end becomes the identity",
                        Effect::ConnRefused => "without it the conn is refused",
                        _ => "there is no tunnel until it does",
                    };
                    cx.finding(effect, span, message).note(note)
                }
                NameFact::Addresses(found) => {
                    let Some(several) = several(&found) else {
                        continue;
                    };
                    let message = format!("`{}` has {} addresses", printable(name), several.len());
                    cx.finding(Effect::Works, span, message)
                        .note(format!("one of {} is taken", shown(&several)))
                }
            };
            let help = if id == "id" {
                "write `@` in front of a name that is to stay a name"
            } else {
                "check the name, or write the address"
            };
            cx.report(finding.help(help));
        }
    }
}

/// The addresses of a family that has more than one; one of each is what a name usually has.
fn several(found: &[IpAddr]) -> Option<Vec<IpAddr>> {
    let (v4, v6): (Vec<IpAddr>, Vec<IpAddr>) = found.iter().partition(|address| address.is_ipv4());
    [v4, v6].into_iter().find(|family| family.len() > 1)
}

fn shown(addresses: &[IpAddr]) -> String {
    let mut words: Vec<String> = addresses.iter().take(4).map(ToString::to_string).collect();
    if addresses.len() > words.len() {
        words.push("others".to_owned());
    }
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use crate::host::NameFact;
    use crate::testing::{FakeHost, check_on};

    const TEXT: &str = "conn a\n\tleft=192.0.2.1\n\tright=peer.example.com\n\tauthby=secret\n";

    #[track_caller]
    fn check(fact: NameFact, text: &str, expected: &[&str]) {
        let mut host = FakeHost::default();
        host.names.insert("peer.example.com".to_owned(), fact);
        check_on(&host, "H413", "libreswan@4.10", text, expected);
    }

    fn addresses(list: &[&str]) -> NameFact {
        let read = |text: &&str| text.parse().expect("an address");
        NameFact::Addresses(list.iter().map(read).collect())
    }

    #[test]
    fn a_name_has_one_address() {
        check(addresses(&["198.51.100.7"]), TEXT, &[]);
        check(addresses(&["198.51.100.7", "2001:db8::7"]), TEXT, &[]);
        let two = addresses(&["198.51.100.7", "198.51.100.8", "2001:db8::7"]);
        check(two, TEXT, &["3:8 `peer.example.com` has 2 addresses"]);
        check(NameFact::Unknown, TEXT, &[]);
    }

    #[test]
    fn a_name_that_fails() {
        let fails = || NameFact::Fails("Name or service not known".to_owned());
        let message = "3:8 `peer.example.com` does not resolve: Name or service not known";
        check(fails(), TEXT, &[message]);
        let id = "conn a\n\tleft=192.0.2.1\n\trightid=peer.example.com\n\tright=198.51.100.7\n";
        check(fails(), id, &[&message.replace("3:8", "3:10")]);
        check(fails(), &id.replace("peer", "@peer"), &[]);
    }
}
