//! What `ipsec whack --status` of Libreswan says: the lines that other releases than the one at hand have too.

use std::path::PathBuf;

use ipnet::IpNet;
use ipsec_conf_lint::host::{Daemon, LoadedConn, LoadedEnd};

/// Nothing when it is no status of pluto.
pub(super) fn read(status: &str) -> Option<Daemon> {
    let mut daemon = Daemon::default();
    let (mut is_status, mut current) = (false, String::new());
    for line in status.lines() {
        // Libreswan 5 leaves the number out.
        let line = line.strip_prefix("000 ").unwrap_or(line);
        is_status |= line == "Connection list:";
        if let Some((name, text)) = of_conn(line) {
            let is_new = name != current;
            let conn = daemon.conns.entry(name.to_owned()).or_default();
            conn_line(conn, is_new, text.trim_start());
            name.clone_into(&mut current);
        } else if !is_status {
            directories(&mut daemon, line);
        }
    }
    is_status.then_some(daemon)
}

/// `configdir=/etc, configfile=/etc/ipsec.conf, secrets=…`
fn directories(daemon: &mut Daemon, line: &str) {
    for (name, value) in line.split(", ").filter_map(|part| part.split_once('=')) {
        let slot = match name {
            "configfile" => &mut daemon.config,
            "secrets" => &mut daemon.secrets,
            "ipsecdir" => &mut daemon.ipsec_dir,
            "nssdir" => &mut daemon.nss_dir,
            _ => continue,
        };
        *slot = value.starts_with('/').then(|| PathBuf::from(value));
    }
}

/// The name and the rest of `"name": …`; a name with `[1]` behind it is an instance.
fn of_conn(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.strip_prefix('"')?.split_once('"')?;
    Some((name, rest.strip_prefix(':')?))
}

/// The first line of a conn tells its ends.
fn conn_line(conn: &mut LoadedConn, is_first: bool, text: &str) {
    if is_first {
        conn.ends = conn.ends.take().or_else(|| ends(text));
        return;
    }
    if let Some(words) = text.strip_prefix("policy: ") {
        let words = words.trim_end_matches(';').split('+');
        conn.policy = words.map(str::to_owned).collect();
    } else if text.starts_with("our idtype: ") {
        conn.ids = ids(text);
    }
}

/// `our idtype: ID_FQDN; our id=@west; their idtype: ID_FQDN; their id=@east`
fn ids(text: &str) -> Option<[String; 2]> {
    let (_, rest) = text.split_once("; our id=")?;
    let (our, rest) = rest.split_once("; their idtype: ")?;
    let (_, their) = rest.split_once("; their id=")?;
    Some([our.to_owned(), their.trim_end_matches(';').to_owned()])
}

/// `10.0.1.0/24===192.0.2.1[@west]---192.0.2.254...198.51.100.7[@east]===10.0.2.0/24; unrouted; …`
fn ends(text: &str) -> Option<[LoadedEnd; 2]> {
    let (topology, _) = without_brackets(text)
        .split_once("; ")
        .map(|(topology, rest)| (topology.to_owned(), rest.to_owned()))?;
    let (this, that) = topology
        .split_once("...")
        .filter(|(_, that)| !that.contains("..."))?;
    let (this_net, this) = this
        .split_once("===")
        .map_or((None, this), |(net, host)| (Some(net), host));
    let (that, that_net) = that
        .split_once("===")
        .map_or((that, None), |(host, net)| (host, Some(net)));
    let this = this.split("---").next()?;
    let that = that.rsplit("---").next()?;
    Some([end(this, this_net)?, end(that, that_net)?])
}

/// Nothing when the network is none that can be compared.
fn end(host: &str, network: Option<&str>) -> Option<LoadedEnd> {
    let host = host.split('<').next()?.parse().ok();
    let network = match network {
        None => None,
        Some(text) => Some(self::network(text)?),
    };
    // The host itself, written as a network.
    let is_host =
        |net: &IpNet| net.prefix_len() == net.max_prefix_len() && Some(net.addr()) == host;
    Some(LoadedEnd {
        host,
        network: network.filter(|net| !is_host(net)),
    })
}

/// `10.0.1.0/24:UDP/1701` without its protocol and port.
fn network(text: &str) -> Option<IpNet> {
    let slash = text.find('/')?;
    let digits = text[slash + 1..]
        .bytes()
        .take_while(u8::is_ascii_digit)
        .count();
    let (net, rest) = text.split_at(slash + 1 + digits);
    (rest.is_empty() || rest.starts_with(':')).then(|| net.parse().ok())?
}

/// Identities and flags stand in brackets.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_usize;
    let outside = |c: &char| {
        match c {
            '[' => depth += 1,
            ']' if depth > 0 => {
                depth -= 1;
                return false;
            }
            _ => {}
        }
        depth == 0
    };
    text.chars().filter(outside).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Of Libreswan 4.10.
    const STATUS: &str = "\
000 using kernel interface: xfrm
000 configdir=/etc, configfile=/etc/ipsec.conf, secrets=/etc/ipsec.secrets, ipsecdir=/etc/ipsec.d
000 nssdir=/var/lib/ipsec/nss, dumpdir=/run/pluto, statsbin=unset
000 Connection list:
000  
000 \"a\": 10.0.1.0/24===192.1.2.45[@west]...192.1.2.23[C=CH, O=Ex, CN=east]===10.0.2.0/24; unrouted; eroute owner: #0
000 \"a\":     oriented; my_ip=unset; their_ip=unset; my_updown=ipsec _updown;
000 \"a\":   policy: IKEv2+PSK+ENCRYPT+TUNNEL;
000 \"a\":   our idtype: ID_FQDN; our id=@west; their idtype: ID_DER_ASN1_DN; their id=C=CH, O=Ex, CN=east
000 \"b\"[1]: 10.0.1.0/24===192.1.2.45...192.1.2.77; unrouted; eroute owner: #0
000 \"c/1x0\": 10.0.1.0/24===192.1.2.45...192.1.2.24===10.0.2.0/24; unrouted; eroute owner: #0
";

    #[test]
    fn directories_and_conns() {
        let daemon = read(STATUS).expect("a status");
        assert_eq!(daemon.config, Some("/etc/ipsec.conf".into()));
        assert_eq!(daemon.nss_dir, Some("/var/lib/ipsec/nss".into()));
        let names: Vec<&String> = daemon.conns.keys().collect();
        assert_eq!(names, ["a", "c/1x0"]);
        let ids = ["@west".to_owned(), "C=CH, O=Ex, CN=east".to_owned()];
        assert_eq!(daemon.conns["a"].ids, Some(ids));
        assert_eq!(daemon.conns["a"].policy[..2], ["IKEv2", "PSK"]);
        let of_5 = STATUS.replace("000 ", "");
        assert_eq!(read(&of_5), Some(daemon), "without the number");
    }

    #[test]
    fn the_ends_of_a_conn() {
        let shown = |text: &str| {
            let ends = ends(&format!("{text}; unrouted; eroute owner: #0"))?;
            Some(ends.map(|end| {
                let host = end.host.map_or("?".to_owned(), |host| host.to_string());
                let network = end.network.map_or(String::new(), |net| format!(" {net}"));
                format!("{host}{network}")
            }))
        };
        for (text, expected) in [
            (
                "192.1.2.45---192.1.2.23...192.1.2.29",
                ["192.1.2.45", "192.1.2.29"],
            ),
            (
                "10.0.1.0/24:UDP/1701===192.1.2.45...%any",
                ["192.1.2.45 10.0.1.0/24", "?"],
            ),
            (
                "192.1.2.45/32:UDP/1701===192.1.2.45...%any",
                ["192.1.2.45", "?"],
            ),
            (
                "0.0.0.0/0===192.1.2.45[MS+S=C]...%any[+MC+S=C]",
                ["192.1.2.45 0.0.0.0/0", "?"],
            ),
            (
                "0.0.0.0/0===172.19.0.2[@example.com,MS+S=C]---172.19.0.1...%any[%fromcert,+MC+S=C]",
                ["172.19.0.2 0.0.0.0/0", "?"],
            ),
            (
                "192.1.2.45<192.1.2.45>[@a]...%dns<peer.example.com>",
                ["192.1.2.45", "?"],
            ),
            (
                "2001:db8:1::/64===2001:db8::1...2001:db8::2",
                ["2001:db8::1 2001:db8:1::/64", "2001:db8::2"],
            ),
        ] {
            let shown = shown(text).unwrap_or_default();
            assert_eq!(shown, expected, "{text}");
        }
        for text in [
            "",
            "oriented",
            "vhost:?===192.1.2.45...%any",
            "{10.0.0.0/8 10.1.0.0/16}===1.2.3.4...%any",
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_status() {
        for text in ["", "whack: Pluto is not running", "000 \"a\": x"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
