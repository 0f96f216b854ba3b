//! The daemon has another conn than the file.

use std::net::IpAddr;

use ipnet::IpNet;
use ipsec_conf::model::Conn;
use ipsec_conf::text::printable;
use ipsec_conf::value::{Host as HostValue, Id, IkeVersion, Value};
use ipsec_conf::{Diagnostic, Effect, Severity};

use crate::context::Context;
use crate::facts::{End, Facts, word};
use crate::host::{Host, LoadedConn, LoadedEnd};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn that the running daemon does not have, or has otherwise than the file says.
    ///
    /// ## What it does
    ///
    /// Asks a running pluto with `ipsec whack --status`, when it was started with the file that is checked. It compares
    /// which conns are loaded, and of each the addresses of the ends, their networks, the identities that the file gives as
    /// `@name` or address, and the version of IKE. Nothing else is compared: proposals, lifetimes, certificates and secrets
    /// may differ without a finding, and so may what is no plain address or network. It looks at the machine, runs only with
    /// `--host`, and needs the right to ask the daemon. It does not ask strongSwan.
    ///
    /// ## Why it matters
    ///
    /// Libreswan reads `ipsec.conf` when it starts and when it is told to. A conn that was changed or added since is as it
    /// was: what the file says begins to hold at the next start, at night, after an update.
    pub struct LoadedDiffers {
        code: "H414", name: "loaded-differs", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for LoadedDiffers {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let Some(machine) = cx.host.filter(|_| cx.is_libreswan()) else {
            return;
        };
        // A conn that is refused cannot be there; that it is refused is said.
        if conn.is_refused() || !is_of_the_daemon(machine, cx) {
            return;
        }
        let Some(daemon) = machine.daemon() else {
            return;
        };
        let name = conn.name();
        let Some(loaded) = daemon.conns.get(name) else {
            // A conn with lists is several, which are not compared.
            let parts = format!("{name}/");
            let next = daemon.conns.range(parts.clone()..).next();
            let is_there = next.is_some_and(|(known, _)| known.starts_with(&parts));
            let is_to_be = matches!(
                word(conn, "auto", None),
                Some("add" | "start" | "route" | "ondemand" | "keep" | "up")
            );
            if is_to_be && !is_there {
                cx.report(found(cx, conn, "is not loaded", String::new()));
            }
            return;
        };
        if let Some(difference) = difference(conn, &cx.facts(), loaded) {
            cx.report(found(cx, conn, "is loaded otherwise than the file says", difference));
        }
    }
}

fn is_of_the_daemon(machine: &dyn Host, cx: &Context<'_>) -> bool {
    let first = cx.model.files().first().map(|file| file.id());
    let checked = first.and_then(|id| machine.real_path(cx.model.sources().get(id).path()));
    let config = machine.daemon().and_then(|daemon| daemon.config.as_deref());
    let started_with = config.and_then(|path| machine.real_path(path));
    checked.is_some() && checked == started_with
}

fn found(cx: &Context<'_>, conn: &Conn<'_>, what: &str, note: String) -> Diagnostic {
    let name = printable(conn.name()).into_owned();
    let finding = cx
        .finding(Effect::Works, cx.name_span(conn), format!("conn `{name}` {what}"))
        .severity(Severity::Warning)
        .help(format!("`ipsec auto --replace {name}` loads it as it stands here"));
    if note.is_empty() {
        finding.note("the running daemon does not know it")
    } else {
        finding.note(note)
    }
}

/// What the daemon has and the file does not say, in words.
fn difference(conn: &Conn<'_>, facts: &Facts, loaded: &LoadedConn) -> Option<String> {
    let ike = match facts.ike {
        IkeVersion::V1 => ("IKEv1", "IKEv2"),
        IkeVersion::V2 => ("IKEv2", "IKEv1"),
    };
    let has = |word: &str| loaded.policy.iter().any(|known| known == word);
    if !facts.is_shunt() && has(ike.1) && !has(ike.0) {
        return Some(format!("the daemon has it with {}", ike.1));
    }
    let [this, that] = loaded.ends.as_ref()?;
    let (left, right) = (Said::of(conn, &facts.left), Said::of(conn, &facts.right));
    let orders = [[&left, &right], [&right, &left]];
    let fit = |hosts: &&[&Said; 2]| hosts[0].has_host(this) && hosts[1].has_host(that);
    let mut fitting = orders.iter().filter(fit);
    let Some(order) = fitting.next() else {
        return Some(format!("the daemon has it between {} and {}", host(this), host(that)));
    };
    // Which end is which cannot be told.
    if fitting.next().is_some() {
        return None;
    }
    for (said, end) in order.iter().zip([this, that]) {
        if !said.has_network(end) {
            let network = end.network.map_or("none".to_owned(), |net| net.to_string());
            return Some(format!("the daemon has the network {network} behind {}", host(end)));
        }
    }
    for (said, id) in order.iter().zip(loaded.ids.iter().flatten()) {
        if said.id.as_ref().is_some_and(|known| known != id) {
            return Some(format!("the daemon has the identity `{}`", printable(id)));
        }
    }
    None
}

fn host(end: &LoadedEnd) -> String {
    end.host.map_or("anybody".to_owned(), |host| host.to_string())
}

/// What the file says about an end, as far as it can be compared.
struct Said {
    host: Option<IpAddr>,
    is_any: bool,
    network: Network,
    id: Option<String>,
}

/// What an end protects.
enum Network {
    Itself,
    One(IpNet),
    /// Several, or one that is not in the file.
    Other,
}

impl Said {
    fn of(conn: &Conn<'_>, end: &End) -> Said {
        let is_dynamic = end.is_virtual || end.has_pool || end.is_client || end.is_server || end.is_cat;
        let host = end.address();
        let is_host = |net: &IpNet| net.prefix_len() == net.max_prefix_len() && Some(net.addr()) == host;
        let network = match (end.nets.as_slice(), end.has_subnet, end.has_subnets) {
            _ if is_dynamic => Network::Other,
            ([], false, false) => Network::Itself,
            ([only], _, false) if is_host(&only.net) => Network::Itself,
            ([only], _, false) => Network::One(only.net.trunc()),
            _ => Network::Other,
        };
        let id = match conn.value("id", Some(end.side)) {
            Some(Value::Id(Id::Fqdn(name))) => Some(format!("@{name}")),
            Some(Value::Id(Id::Address(address))) => Some(address.to_string()),
            _ => None,
        };
        Said {
            is_any: matches!(end.host, Some(HostValue::Any(_))),
            host,
            network,
            id,
        }
    }

    fn has_host(&self, loaded: &LoadedEnd) -> bool {
        match (self.host, loaded.host) {
            (Some(said), loaded) => loaded == Some(said),
            (None, loaded) => !self.is_any || loaded.is_none(),
        }
    }

    fn has_network(&self, loaded: &LoadedEnd) -> bool {
        match self.network {
            Network::Itself => loaded.network.is_none(),
            Network::One(net) => loaded.network == Some(net),
            Network::Other => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::host::{Daemon, LoadedConn, LoadedEnd};
    use crate::testing::{FakeHost, check_on};

    const TEXT: &str = "conn a\n\tleft=192.0.2.1\n\tleftid=@west\n\tleftsubnet=10.1.0.0/16\n\tright=198.51.100.7\n\tauto=add\n";

    fn end(host: &str, network: Option<&str>) -> LoadedEnd {
        LoadedEnd {
            host: host.parse().ok(),
            network: network.map(|net| net.parse().expect("a network")),
        }
    }

    fn loaded() -> LoadedConn {
        LoadedConn {
            ends: Some([end("198.51.100.7", None), end("192.0.2.1", Some("10.1.0.0/16"))]),
            ids: Some(["198.51.100.7".to_owned(), "@west".to_owned()]),
            policy: vec!["IKEv2".to_owned(), "PSK".to_owned()],
        }
    }

    fn host(conns: &[(&str, LoadedConn)]) -> FakeHost {
        let conns = conns.iter().map(|(name, conn)| ((*name).to_owned(), conn.clone()));
        FakeHost {
            daemon: Some(Daemon {
                config: Some("ipsec.conf".into()),
                conns: conns.collect(),
                ..Daemon::default()
            }),
            ..FakeHost::default()
        }
    }

    #[track_caller]
    fn check(host: &FakeHost, text: &str, differs: Option<&str>) {
        let message = differs.map(|what| format!("1:6 conn `a` {what}"));
        let expected: Vec<&str> = message.as_deref().into_iter().collect();
        check_on(host, "H414", "libreswan@4.10", text, &expected);
    }

    const OTHERWISE: Option<&str> = Some("is loaded otherwise than the file says");

    #[test]
    fn what_is_loaded_is_in_the_file() {
        check(&host(&[("a", loaded())]), TEXT, None);
        for (from, to) in [
            ("192.0.2.1", "192.0.2.2"),
            ("10.1.0.0/16", "10.1.0.0/17"),
            ("@west", "@wast"),
            ("auto=add", "auto=add\n\tikev2=no"),
            ("198.51.100.7", "%any"),
            ("right=", "rightsubnet=10.2.0.0/16\n\tright="),
        ] {
            check(&host(&[("a", loaded())]), &TEXT.replace(from, to), OTHERWISE);
        }
    }

    #[test]
    fn what_cannot_be_compared_is_not() {
        for (from, to) in [
            ("192.0.2.1", "%defaultroute"),
            ("leftid=@west", "leftid=\"CN=west\""),
            ("leftsubnet=10.1.0.0/16", "leftsubnets=10.1.0.0/16,10.3.0.0/16"),
        ] {
            check(&host(&[("a", loaded())]), &TEXT.replace(from, to), None);
        }
        let unreadable = LoadedConn { ends: None, ..loaded() };
        check(&host(&[("a", unreadable)]), &TEXT.replace("192.0.2.1", "192.0.2.2"), None);
    }

    #[test]
    fn what_is_not_loaded() {
        let missing = Some("is not loaded");
        check(&host(&[]), TEXT, missing);
        check(&host(&[]), &TEXT.replace("auto=add", "auto=ignore"), None);
        check(&host(&[("ab", loaded()), ("a-b", loaded())]), TEXT, missing);
        check(&host(&[("a-b", loaded()), ("a/1x0", loaded())]), TEXT, None);
        check(&FakeHost::default(), TEXT, None);
    }

    #[test]
    fn a_daemon_that_was_started_with_another_file() {
        let mut host = host(&[]);
        let daemon = host.daemon.as_mut().expect("there is one");
        daemon.config = Some("/etc/ipsec.conf".into());
        check(&host, TEXT, None);
        host.links.insert("/etc/ipsec.conf".into(), "ipsec.conf".into());
        check(&host, TEXT, Some("is not loaded"));
    }
}
