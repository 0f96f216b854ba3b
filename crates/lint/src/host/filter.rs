//! What the packet filter of a machine does with one kind of packet, as far as that is certain.
//!
//! Rules are those that `iptables-save` prints. A rule that may take the packet or not ends the search without an answer:
//! so does a jump into a chain of the user.

use ipnet::IpNet;

/// Packets of one kind.
#[derive(Debug, Clone)]
pub(crate) struct Packets {
    pub(crate) source: IpNet,
    pub(crate) destination: IpNet,
    /// As a rule names it; `None` for all of them.
    pub(crate) protocol: Option<&'static str>,
    pub(crate) port: Option<u16>,
    /// By which they leave, if that is known.
    pub(crate) interface: Option<String>,
    /// Whether a policy is about to protect them.
    pub(crate) is_protected: bool,
}

/// What is certain about packets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fate {
    Unknown,
    /// The target of the rule that takes them, and the rule; a chain's policy when no rule does.
    Known {
        target: String,
        rule: String,
    },
}

/// Whether a rule, or a part of one, takes the packets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    No,
    Maybe,
    Yes,
}

/// What becomes of packets in a chain of a table that `iptables-save` printed.
pub(crate) fn fate(table: &str, chain: &str, packets: &Packets) -> Fate {
    let appended = format!("-A {chain} ");
    for line in table.lines().filter(|line| line.starts_with(&appended)) {
        let words = words(&line[appended.len()..]);
        let (fit, target) = judge(&words, packets);
        match (fit, target) {
            (Fit::Yes, Some(target)) if is_last(target) => {
                return Fate::Known {
                    target: target.to_owned(),
                    rule: line.to_owned(),
                };
            }
            // What takes others, or only counts, marks or logs, lets the packet go on.
            (Fit::No, _) | (_, None | Some("LOG" | "NFLOG" | "MARK" | "CONNMARK" | "TCPMSS")) => {}
            _ => return Fate::Unknown,
        }
    }
    let policy = table.lines().find_map(|line| {
        let mut words = line.strip_prefix(':')?.split(' ');
        (words.next()? == chain).then(|| words.next()).flatten()
    });
    match policy {
        Some(policy) => Fate::Known {
            target: policy.to_owned(),
            rule: format!("-P {chain} {policy}"),
        },
        None => Fate::Unknown,
    }
}

fn is_last(target: &str) -> bool {
    ["ACCEPT", "DROP", "REJECT", "MASQUERADE", "SNAT", "NETMAP"].contains(&target)
}

/// The words of a rule; a quoted comment is one.
fn words(rule: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = rule.trim();
    while !rest.is_empty() {
        let end = match rest.strip_prefix('"') {
            Some(quoted) => quoted.find('"').map_or(rest.len(), |at| at + 2),
            None => rest.find(' ').unwrap_or(rest.len()),
        };
        words.push(&rest[..end]);
        rest = rest[end..].trim_start();
    }
    words
}

fn judge<'r>(words: &[&'r str], packets: &Packets) -> (Fit, Option<&'r str>) {
    let (mut fit, mut target) = (Fit::Yes, None);
    let mut rest = words.iter().copied();
    let mut is_not = false;
    while let Some(word) = rest.next() {
        let mut value = || rest.next().unwrap_or_default();
        let part = match word {
            "!" => {
                is_not = true;
                continue;
            }
            "-j" | "-g" => {
                target = Some(value());
                // What follows are options of the target.
                break;
            }
            "-m" => match value() {
                "comment" | "udp" | "tcp" | "esp" | "policy" | "multiport" | "conntrack"
                | "state" => Fit::Yes,
                _ => Fit::Maybe,
            },
            "--comment" => {
                value();
                Fit::Yes
            }
            "-s" => inside(value(), packets.source),
            "-d" => inside(value(), packets.destination),
            "-o" => interface(value(), packets.interface.as_deref()),
            "-p" => protocol(value(), packets),
            "--dport" | "--dports" => port(value(), packets.port),
            "--dir" => when(value() == "out" || !packets.is_protected),
            "--pol" => when((value() == "ipsec") == packets.is_protected),
            // A packet of a new exchange belongs to no connection.
            "--ctstate" | "--state" => when(value().split(',').any(|state| state == "NEW")),
            _ => Fit::Maybe,
        };
        let part = match (std::mem::take(&mut is_not), part) {
            (true, Fit::Yes) => Fit::No,
            (true, Fit::No) => Fit::Yes,
            (_, part) => part,
        };
        fit = fit.min(part);
    }
    (fit, target)
}

fn when(is_so: bool) -> Fit {
    if is_so { Fit::Yes } else { Fit::No }
}

fn inside(written: &str, packets: IpNet) -> Fit {
    let net = written.parse().or_else(|_| {
        written
            .parse()
            .map(|address: std::net::IpAddr| IpNet::from(address))
    });
    let Ok(net): Result<IpNet, _> = net else {
        return Fit::Maybe;
    };
    if net.contains(&packets) {
        Fit::Yes
    } else if packets.contains(&net) {
        Fit::Maybe
    } else {
        Fit::No
    }
}

fn interface(written: &str, interface: Option<&str>) -> Fit {
    match (interface, written.strip_suffix('+')) {
        (None, _) => Fit::Maybe,
        (Some(interface), Some(prefix)) => when(interface.starts_with(prefix)),
        (Some(interface), None) => when(interface == written),
    }
}

fn protocol(written: &str, packets: &Packets) -> Fit {
    match packets.protocol {
        _ if written == "all" => Fit::Yes,
        Some(protocol) => when(protocol == written),
        None => Fit::Maybe,
    }
}

fn port(written: &str, port: Option<u16>) -> Fit {
    let Some(port) = port else { return Fit::Maybe };
    let takes = |range: &str| {
        let (first, last) = range.split_once(':').unwrap_or((range, range));
        let bounds = (first.parse::<u16>(), last.parse::<u16>());
        matches!(bounds, (Ok(first), Ok(last)) if (first..=last).contains(&port))
    };
    when(written.split(',').any(takes))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The target of tunnel traffic in a table of these rules of the chain POSTROUTING; empty when nobody knows.
    fn nat(rules: &[&str]) -> String {
        let packets = Packets {
            source: "10.1.0.0/16".parse().expect("a network"),
            destination: "10.2.0.0/16".parse().expect("a network"),
            protocol: None,
            port: None,
            interface: Some("eth0".to_owned()),
            is_protected: true,
        };
        let rules: Vec<String> = rules
            .iter()
            .map(|rule| format!("-A POSTROUTING {rule}"))
            .collect();
        let table = format!(
            "*nat\n:POSTROUTING ACCEPT [0:0]\n{}\nCOMMIT\n",
            rules.join("\n")
        );
        match fate(&table, "POSTROUTING", &packets) {
            Fate::Known { target, .. } => target,
            Fate::Unknown => String::new(),
        }
    }

    #[test]
    fn the_first_rule_that_certainly_takes_the_packet_decides() {
        let cases: &[(&[&str], &str)] = &[
            (&[], "ACCEPT"),
            (&["-j MASQUERADE"], "MASQUERADE"),
            (&["-s 10.0.0.0/8 -j SNAT --to-source 192.0.2.1"], "SNAT"),
            (&["-s 10.3.0.0/16 -j MASQUERADE"], "ACCEPT"),
            (&["! -d 10.2.0.0/16 -j MASQUERADE"], "ACCEPT"),
            (&["! -d 10.3.0.0/16 -j MASQUERADE"], "MASQUERADE"),
            (
                &["-m policy --dir out --pol ipsec -j ACCEPT", "-j MASQUERADE"],
                "ACCEPT",
            ),
            (&["-m policy --dir out --pol none -j MASQUERADE"], "ACCEPT"),
            (&["-s 172.17.0.0/16 ! -o docker0 -j MASQUERADE"], "ACCEPT"),
            (
                &["-m comment --comment \"to the world\" -j MASQUERADE"],
                "MASQUERADE",
            ),
            (
                &["-j LOG --log-prefix \"-j DROP\"", "-j MASQUERADE"],
                "MASQUERADE",
            ),
            (&["-o eth0 -j MASQUERADE"], "MASQUERADE"),
            (&["-o ppp+ -j MASQUERADE"], "ACCEPT"),
            // It may be a part of the network, some packets, or whatever the chain says.
            (&["-s 10.1.2.0/24 -j ACCEPT", "-j MASQUERADE"], ""),
            (
                &["-m set --match-set tunnels dst -j ACCEPT", "-j MASQUERADE"],
                "",
            ),
            (&["-j LIBVIRT_PRT", "-j MASQUERADE"], ""),
            (&["-p tcp -j MASQUERADE"], ""),
        ];
        for (rules, expected) in cases {
            assert_eq!(nat(rules), *expected, "{rules:?}");
        }
    }

    #[test]
    fn a_daemon_is_heard_or_not() {
        let packets = |port| Packets {
            source: "198.51.100.7/32".parse().expect("a network"),
            destination: "192.0.2.1/32".parse().expect("a network"),
            protocol: Some("udp"),
            port: Some(port),
            interface: None,
            is_protected: false,
        };
        let table = "*filter\n:INPUT DROP [0:0]\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT\n\
                     -A INPUT -p tcp -m tcp --dport 22 -j ACCEPT\n-A INPUT -p udp -m multiport --dports 500,1000:2000 -j ACCEPT\nCOMMIT\n";
        let target = |port| match fate(table, "INPUT", &packets(port)) {
            Fate::Known { target, rule } => format!("{target}: {rule}"),
            Fate::Unknown => String::new(),
        };
        assert_eq!(
            target(500),
            "ACCEPT: -A INPUT -p udp -m multiport --dports 500,1000:2000 -j ACCEPT"
        );
        assert_eq!(target(4500), "DROP: -P INPUT DROP");
        assert_eq!(
            fate("*filter\nCOMMIT\n", "INPUT", &packets(500)),
            Fate::Unknown
        );
    }
}
