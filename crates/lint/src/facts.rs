//! What many rules ask about one conn, worked out once.

use std::net::IpAddr;

use ipsec_conf::Version;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::{Conn, Setting};
use ipsec_conf::target::Reader;
use ipsec_conf::value::{Family, Host, IkeVersion, Pool, Protoport, Selector, Value};

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
    /// strongSwan: an end that can be anyone is this host when it is left.
    left_is_local: bool,
    pub left: End,
    pub right: End,
}

/// One end.
#[derive(Debug, Clone)]
pub struct End {
    pub side: Side,
    pub host: Option<Host>,
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
                Some(Value::Auth(methods)) => methods,
                _ => Vec::new(),
            },
            is_group: at_an_end(|host| matches!(host, Host::Group | Host::OpportunisticGroup)),
            is_opportunistic: at_an_end(|host| {
                matches!(host, Host::Opportunistic | Host::OpportunisticGroup)
            }),
            left_is_local: conn.model.reader() == Reader::StrongSwan,
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

    /// The end where any peer may be.
    pub fn any_peer(&self) -> Option<&End> {
        self.ends()
            .into_iter()
            .find(|end| end.is_any() && !(self.left_is_local && end.side == Side::Left))
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
            Some(Value::Host(host)) => Some(host),
            _ => None,
        };
        let subnet = value("subnet");
        let selectors = |value: Option<Value>| match value {
            Some(Value::Subnets(nets)) => nets,
            _ => Vec::new(),
        };
        End {
            side,
            family: family(conn, side, host.as_ref()),
            host,
            has_subnet: is_set("subnet"),
            has_subnets: is_set("subnets"),
            has_pool: is_set("addresspool"),
            is_virtual: matches!(subnet, Some(Value::Virtual(_))),
            nets: selectors(subnet),
            more_nets: selectors(value("subnets")),
            pools: match value("addresspool") {
                Some(Value::Pools(pools)) => pools,
                _ => Vec::new(),
            },
            sources: match value("sourceip") {
                Some(Value::Addresses(addresses)) => addresses,
                _ => Vec::new(),
            },
            protoport: match value("protoport") {
                Some(Value::Protoport(protoport)) => Some(protoport),
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

/// Libreswan initiates `IKEv2` by itself since 4.0, strongSwan since 5.0; the others do it when they are told to.
fn ike_version(conn: &Conn<'_>) -> IkeVersion {
    let target = conn.model.target();
    conn.ike_version().unwrap_or(match conn.model.reader() {
        Reader::Classic | Reader::Openswan => IkeVersion::V1,
        Reader::Libreswan4 if target.version < Version::new(4, 0, 0) => IkeVersion::V1,
        Reader::Libreswan4 | Reader::Libreswan5 | Reader::StrongSwan => IkeVersion::V2,
    })
}

/// Whether a boolean is there and on.
pub fn is_yes(conn: &Conn<'_>, id: &str, side: Option<Side>) -> bool {
    matches!(conn.value(id, side), Some(Value::Bool(true))) || word(conn, id, side) == Some("yes")
}

/// Whether a boolean is there and off.
pub fn is_no(conn: &Conn<'_>, id: &str, side: Option<Side>) -> bool {
    matches!(conn.value(id, side), Some(Value::Bool(false))) || word(conn, id, side) == Some("no")
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
    match conn.read(set_any(conn, ids)?).value? {
        Value::Duration(time) => Some(time.as_secs()),
        Value::Int(seconds) => u64::try_from(seconds).ok(),
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
