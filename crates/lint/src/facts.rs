//! What many rules ask about one conn, worked out once.

use std::net::IpAddr;

use ipsec_conf::keyword::Side;
use ipsec_conf::model::{Conn, Setting};
use ipsec_conf::target::Reader;
use ipsec_conf::value::{Family, Host, IkeVersion, Pool, Protoport, Selector, Value};
use ipsec_conf::{Dialect, Version};

/// What a conn does with the traffic it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Tunnel,
    Transport,
    /// It lets traffic pass or drops it, and negotiates nothing.
    Shunt,
}

/// One conn in the terms of its target.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The version it negotiates, the target's default included.
    pub ike: IkeVersion,
    pub kind: Kind,
    /// The methods of `authby=`; empty when it is not set or cannot be read.
    pub methods: Vec<&'static str>,
    /// Whether a host policy or a group of peers is at one end: `%group`, `%opportunistic`, `%opportunisticgroup`.
    pub is_group: bool,
    pub is_opportunistic: bool,
    is_strongswan: bool,
    pub left: End,
    pub right: End,
}

/// One end.
#[derive(Debug, Clone)]
pub struct End {
    pub side: Side,
    pub host: Option<Host>,
    pub has_host: bool,
    /// The family that the host, or its `%` word, asks for.
    pub family: Option<Family>,
    pub has_subnet: bool,
    pub has_subnets: bool,
    pub has_pool: bool,
    /// `vhost:` or `vnet:`.
    pub is_virtual: bool,
    pub nets: Vec<Selector>,
    pub more_nets: Vec<Selector>,
    pub pools: Vec<Pool>,
    pub sources: Vec<IpAddr>,
    pub protoport: Option<Protoport>,
    pub is_server: bool,
    pub is_client: bool,
    pub is_cat: bool,
    /// `leftauth=`, as the target reads it.
    pub auth: Option<&'static str>,
}

impl Facts {
    pub fn of(conn: &Conn<'_>) -> Facts {
        let (left, right) = (End::of(conn, Side::Left), End::of(conn, Side::Right));
        let at_an_end = |is_it: fn(&Host) -> bool| {
            [&left, &right]
                .iter()
                .any(|end| end.host.as_ref().is_some_and(is_it))
        };
        Facts {
            ike: ike_version(conn),
            kind: kind(conn),
            methods: match conn.value("authby", None) {
                Some(Value::Auth(methods)) => methods.clone(),
                // Openswan, and Libreswan before 3.25, take one word of a list.
                Some(Value::Word(method)) => vec![method],
                _ => Vec::new(),
            },
            is_group: at_an_end(|host| matches!(host, Host::Group | Host::OpportunisticGroup)),
            is_opportunistic: at_an_end(|host| {
                matches!(host, Host::Opportunistic | Host::OpportunisticGroup)
            }),
            is_strongswan: conn.model.reader() == Reader::StrongSwan,
            left,
            right,
        }
    }

    pub fn ends(&self) -> [&End; 2] {
        [&self.left, &self.right]
    }

    pub fn end(&self, side: Side) -> &End {
        match side {
            Side::Left => &self.left,
            Side::Right => &self.right,
        }
    }

    /// Each end with the one opposite.
    pub fn pairs(&self) -> [(&End, &End); 2] {
        [(&self.left, &self.right), (&self.right, &self.left)]
    }

    pub fn is_v1(&self) -> bool {
        self.ike == IkeVersion::V1
    }

    pub fn is_shunt(&self) -> bool {
        self.kind == Kind::Shunt
    }

    /// Whether nothing is negotiated or authenticated by choice: shunts, host policies, opportunistic encryption.
    pub fn is_shunt_or_opportunistic(&self) -> bool {
        self.is_shunt() || self.is_group || self.is_opportunistic
    }

    /// The family of the two hosts; IPv4 when nothing says another one.
    pub fn family(&self) -> Family {
        self.left.family.or(self.right.family).unwrap_or(Family::V4)
    }

    /// How an end proves who it is: its own `auth`, else the strongest method of `authby`, else signatures.
    pub fn auth(&self, end: &End) -> &'static str {
        if let Some(auth) = end.auth {
            return auth;
        }
        let order = ["rsasig", "ecdsa", "eddsa", "secret", "null", "never"];
        let is_listed = |kind: &str| {
            self.methods
                .iter()
                .any(|method| method_kind(method) == kind)
        };
        order
            .into_iter()
            .find(|kind| is_listed(kind))
            .unwrap_or("rsasig")
    }

    /// The end where any peer may be; of two such ends the right one, which is the peer by custom.
    ///
    /// strongSwan takes its own end for left when that is `%any`, and any peer for a right end that is not written.
    pub fn any_peer(&self) -> Option<&End> {
        if self.is_strongswan {
            return Some(&self.right).filter(|right| right.is_any() || !right.has_host);
        }
        [&self.right, &self.left]
            .into_iter()
            .find(|end| end.is_any())
    }
}

/// `rsa-sha2_512` is a way of `rsasig`.
pub fn method_kind(method: &str) -> &'static str {
    match method {
        "secret" => "secret",
        "null" => "null",
        "never" => "never",
        method if method.starts_with("ecdsa") => "ecdsa",
        method if method.starts_with("eddsa") => "eddsa",
        _ => "rsasig",
    }
}

impl End {
    fn of(conn: &Conn<'_>, side: Side) -> End {
        let value = |id: &str| conn.value(id, Some(side));
        let is_set = |id: &str| conn.text(id, Some(side)).is_some();
        let host = match value("host") {
            Some(Value::Host(host)) => Some(host.clone()),
            _ => None,
        };
        let subnet = value("subnet");
        let selectors = |value: Option<&Value>| match value {
            Some(Value::Subnets(nets)) => nets.clone(),
            _ => Vec::new(),
        };
        End {
            side,
            family: family(conn, side, host.as_ref()),
            host,
            has_host: is_set("host"),
            has_subnet: is_set("subnet"),
            has_subnets: is_set("subnets"),
            has_pool: is_set("addresspool"),
            is_virtual: matches!(subnet, Some(Value::Virtual(_))),
            nets: selectors(subnet),
            more_nets: selectors(value("subnets")),
            pools: match value("addresspool") {
                Some(Value::Pools(pools)) => pools.clone(),
                _ => Vec::new(),
            },
            sources: match value("sourceip") {
                Some(Value::Addresses(addresses)) => addresses.clone(),
                _ => Vec::new(),
            },
            protoport: match value("protoport") {
                Some(Value::Protoport(protoport)) => Some(*protoport),
                _ => None,
            },
            is_server: is_yes(conn, "modecfgserver", Some(side)),
            is_client: is_yes(conn, "modecfgclient", Some(side)),
            is_cat: is_yes(conn, "cat", Some(side)),
            auth: word(conn, "auth", Some(side)),
        }
    }

    /// Any peer may be here.
    pub fn is_any(&self) -> bool {
        matches!(self.host, Some(Host::Any(_)))
    }

    pub fn address(&self) -> Option<IpAddr> {
        self.host.as_ref().and_then(Host::address)
    }

    /// All selectors that the file gives for the end.
    pub fn selectors(&self) -> impl Iterator<Item = &Selector> {
        self.nets.iter().chain(&self.more_nets)
    }

    /// The keyword for this end: `leftsubnet`.
    pub fn spell(&self, name: &str) -> String {
        format!("{}{name}", self.side.prefix())
    }
}

fn family(conn: &Conn<'_>, side: Side, host: Option<&Host>) -> Option<Family> {
    match host? {
        Host::Address(IpAddr::V4(_)) => Some(Family::V4),
        Host::Address(IpAddr::V6(address))
            if conn.model.reader() == Reader::Libreswan5 && address.to_ipv4_mapped().is_some() =>
        {
            Some(Family::V4)
        }
        Host::Address(IpAddr::V6(_)) => Some(Family::V6),
        Host::Any(family @ Some(_)) | Host::DefaultRoute(family @ Some(_)) => *family,
        Host::Any(None)
        | Host::DefaultRoute(None)
        | Host::Group
        | Host::Opportunistic
        | Host::OpportunisticGroup => match conn.text("host", Some(side))? {
            "::" => Some(Family::V6),
            text if text.starts_with('%') && text.ends_with('6') => Some(Family::V6),
            _ => None,
        },
        _ => None,
    }
}

fn kind(conn: &Conn<'_>) -> Kind {
    if conn.is_shunt() {
        return Kind::Shunt;
    }
    match conn.text("type", None) {
        Some(word) if word.eq_ignore_ascii_case("transport") => Kind::Transport,
        _ => Kind::Tunnel,
    }
}

/// Libreswan initiates `IKEv2` by itself since 3.28 (its CHANGES), strongSwan since 5.0; Openswan when it is told to.
fn ike_version(conn: &Conn<'_>) -> IkeVersion {
    let target = conn.model.target();
    let is_since = |major, minor| target.version >= Version::new(major, minor, 0);
    conn.ike_version().unwrap_or(match target.dialect {
        Dialect::Libreswan if is_since(3, 28) => IkeVersion::V2,
        Dialect::StrongSwan if is_since(5, 0) => IkeVersion::V2,
        _ => IkeVersion::V1,
    })
}

/// The setting by which an end may, or must, prove itself with a preshared key. An end's own `auth` replaces `authby`.
pub fn psk<'c, 'm>(conn: &'c Conn<'m>) -> Option<&'c Setting<'m>> {
    method_settings(conn)
        .into_iter()
        .flatten()
        .find(|setting| methods(setting).any(|word| is_psk(conn, setting, word)))
}

/// As [`psk`], when the setting allows nothing else.
pub fn psk_alone<'c, 'm>(conn: &'c Conn<'m>) -> Option<&'c Setting<'m>> {
    psk(conn).filter(|setting| methods(setting).all(|word| is_psk(conn, setting, word)))
}

fn method_settings<'c, 'm>(conn: &'c Conn<'m>) -> [Option<&'c Setting<'m>>; 2] {
    let own = Side::BOTH.map(|side| set(conn, "auth", Some(side)));
    match own {
        [None, None] => [set(conn, "authby", None), None],
        own => own,
    }
}

/// The words of a list of authentication methods.
fn methods<'s>(setting: &'s Setting<'_>) -> impl Iterator<Item = &'s str> {
    let text = setting.value.text.split([',', ' ', '|']);
    text.filter(|word| !word.is_empty())
}

fn is_psk(conn: &Conn<'_>, setting: &Setting<'_>, word: &str) -> bool {
    let is_of_one_end = setting.side.is_some();
    match word {
        "secret" => true,
        "psk" => conn.model.reader() == Reader::StrongSwan,
        "xauthpsk" => conn.model.reader() == Reader::StrongSwan && !is_of_one_end,
        word => is_of_one_end && word.eq_ignore_ascii_case("secret"),
    }
}

/// Whether a switch, or a list of words with a yes, is there and on.
pub fn is_yes(conn: &Conn<'_>, id: &str, side: Option<Side>) -> bool {
    set(conn, id, side).is_some_and(|setting| conn.reads_as(setting, "yes"))
}

/// Whether a switch, or a list of words with a no, is there and off.
pub fn is_no(conn: &Conn<'_>, id: &str, side: Option<Side>) -> bool {
    set(conn, id, side).is_some_and(|setting| conn.reads_as(setting, "no"))
}

/// The word of a fixed list, in its main spelling.
pub fn word(conn: &Conn<'_>, id: &str, side: Option<Side>) -> Option<&'static str> {
    match conn.value(id, side) {
        Some(Value::Word(word)) => Some(word),
        _ => None,
    }
}

/// A time in seconds, fractions left out.
pub fn seconds(conn: &Conn<'_>, ids: &[&str]) -> Option<u64> {
    match conn.reading(set_any(conn, ids)?).value.as_ref()? {
        Value::Duration(time) => Some(time.as_secs()),
        Value::Int(seconds) => u64::try_from(*seconds).ok(),
        _ => None,
    }
}

/// A setting that is there and not empty.
pub fn set<'c, 'm>(conn: &'c Conn<'m>, id: &str, side: Option<Side>) -> Option<&'c Setting<'m>> {
    conn.get(id, side)
        .filter(|setting| !setting.value.text.is_empty())
}

/// The first of several names of one keyword that is set.
pub fn set_any<'c, 'm>(conn: &'c Conn<'m>, ids: &[&str]) -> Option<&'c Setting<'m>> {
    ids.iter().find_map(|id| set(conn, id, None))
}

/// The names of the lifetime of a tunnel, over all targets.
pub const CHILD_LIFETIME: [&str; 4] = ["ipsec-lifetime", "salifetime", "lifetime", "keylife"];
/// The names of the time before an expiry at which a new key is negotiated.
pub const MARGIN: [&str; 2] = ["rekeymargin", "margintime"];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use ipsec_conf::model::{LoadOptions, MemoryFs};
    use ipsec_conf::{Model, Source};

    use super::*;

    /// Asks about a conn of these lines.
    fn with_conn<T>(target: &str, lines: &[&str], ask: impl FnOnce(&Conn<'_>) -> T) -> T {
        let text = format!("version 2.0\n\nconn t\n\t{}\n", lines.join("\n\t"));
        let model = Model::from_source(
            &MemoryFs::default(),
            Source::new(Path::new("ipsec.conf"), text),
            target.parse().expect("a target"),
            &LoadOptions::default(),
        );
        ask(&model.conn(model.find_conn("t").expect("the conn is there")))
    }

    #[test]
    fn the_ike_version_is_that_of_the_release_unless_the_conn_says_one() {
        let cases = [
            ("openswan@2.4", "", IkeVersion::V1),
            ("openswan@2.6", "", IkeVersion::V1),
            ("openswan@2.6", "ikev2=insist", IkeVersion::V2),
            ("libreswan@3.27", "", IkeVersion::V1),
            ("libreswan@3.28", "", IkeVersion::V2),
            ("libreswan@4.10", "", IkeVersion::V2),
            ("libreswan@4.10", "ikev2=no", IkeVersion::V1),
            ("libreswan@5.4", "keyexchange=ikev1", IkeVersion::V1),
            ("strongswan@4.6.4", "", IkeVersion::V1),
            ("strongswan@5.9.8", "", IkeVersion::V2),
        ];
        for (target, line, expected) in cases {
            let found = with_conn(target, &[line], ike_version);
            assert_eq!(found, expected, "{target} {line}");
        }
    }

    #[test]
    fn any_peer_is_right_when_both_ends_can_be_anyone() {
        let cases: [(&str, &[&str], Option<Side>); 8] = [
            (
                "libreswan@4.10",
                &["left=192.0.2.1", "right=%any"],
                Some(Side::Right),
            ),
            (
                "libreswan@4.10",
                &["left=%any", "right=192.0.2.1"],
                Some(Side::Left),
            ),
            (
                "libreswan@4.10",
                &["left=%any", "right=%any"],
                Some(Side::Right),
            ),
            ("libreswan@4.10", &["left=192.0.2.1"], None),
            // strongSwan: left is this host.
            ("strongswan@5.9.8", &["left=%any", "right=192.0.2.1"], None),
            (
                "strongswan@5.9.8",
                &["left=%any", "right=%any"],
                Some(Side::Right),
            ),
            ("strongswan@5.9.8", &["left=192.0.2.1"], Some(Side::Right)),
            (
                "strongswan@5.9.8",
                &["left=192.0.2.1", "right=peer.example.com"],
                None,
            ),
        ];
        for (target, lines, expected) in cases {
            let found = with_conn(target, lines, |conn| {
                Facts::of(conn).any_peer().map(|end| end.side)
            });
            assert_eq!(found, expected, "{target} {lines:?}");
        }
    }

    #[test]
    fn a_preshared_key_is_allowed_or_is_all_that_is_allowed() {
        type Case = (
            &'static str,
            &'static [&'static str],
            [Option<&'static str>; 2],
        );
        let cases: [Case; 11] = [
            ("libreswan@4.10", &[], [None, None]),
            ("libreswan@4.10", &["authby=secret"], [Some("authby"); 2]),
            ("libreswan@4.10", &["authby=rsasig"], [None, None]),
            (
                "libreswan@4.10",
                &["authby=secret,rsasig"],
                [Some("authby"), None],
            ),
            (
                "openswan@2.4",
                &["authby=secret|rsasig"],
                [Some("authby"), None],
            ),
            // A word of strongSwan only.
            ("libreswan@4.10", &["authby=psk"], [None, None]),
            ("strongswan@5.9.8", &["authby=psk"], [Some("authby"); 2]),
            (
                "strongswan@5.9.8",
                &["authby=xauthpsk"],
                [Some("authby"); 2],
            ),
            (
                "strongswan@5.9.8",
                &["rightauth=psk"],
                [Some("rightauth"); 2],
            ),
            // What the ends say replaces what is said for both.
            (
                "strongswan@5.9.8",
                &["authby=psk", "leftauth=pubkey", "rightauth=eap-tls"],
                [None, None],
            ),
            (
                "libreswan@4.10",
                &["leftauth=rsasig", "rightauth=secret"],
                [Some("rightauth"); 2],
            ),
        ];
        for (target, lines, expected) in cases {
            let found = with_conn(target, lines, |conn| {
                [psk(conn), psk_alone(conn)].map(|found| found.map(Setting::spelling))
            });
            assert_eq!(
                found.each_ref().map(Option::as_deref),
                expected,
                "{target} {lines:?}"
            );
        }
    }

    #[test]
    fn a_switch_is_read_as_the_target_reads_it() {
        let cases = [
            ("libreswan@4.10", "pfs=yes", [true, false]),
            ("libreswan@4.10", "pfs=off", [false, true]),
            ("libreswan@4.10", "", [false, false]),
            ("libreswan@4.10", "pfs=perhaps", [false, false]),
            // A list of words, in which `never` is another `no`.
            ("libreswan@4.10", "ppk=never", [false, true]),
            ("libreswan@4.10", "ppk=insist", [false, false]),
            ("libreswan@4.10", "fragmentation=no", [false, true]),
            ("libreswan@4.10", "fragmentation=force", [false, false]),
            ("strongswan@5.9.8", "aggressive=yes", [true, false]),
            ("strongswan@5.9.8", "aggressive=no", [false, true]),
            // strongSwan knows `yes` and `no`.
            ("strongswan@5.9.8", "aggressive=off", [false, false]),
        ];
        for (target, line, expected) in cases {
            let id = line
                .split('=')
                .next()
                .filter(|id| !id.is_empty())
                .unwrap_or("pfs");
            let found = with_conn(target, &[line], |conn| {
                [is_yes(conn, id, None), is_no(conn, id, None)]
            });
            assert_eq!(found, expected, "{target} {line}");
        }
    }
}
