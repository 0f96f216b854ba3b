//! What rules that compare conns with each other need of each.

use ipnet::IpNet;
use ipsec_conf::Span;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::{Conn, SectionId};
use ipsec_conf::secrets::Who;
use ipsec_conf::value::{Host, IkeVersion, Protoport, Value};

use crate::facts::psk_alone;

/// A conn in short. A hundred thousand of them must fit into memory.
#[derive(Debug, Clone)]
pub struct Summary {
    pub id: SectionId,
    pub auto: Auto,
    /// The target does not load it.
    pub is_refused: bool,
    /// Lets traffic pass or drops it.
    pub is_shunt: bool,
    pub ike_version: Option<IkeVersion>,
    /// The methods by which the ends prove who they are, as they are written.
    pub auth: Box<str>,
    /// The value that asks for a preshared key and nothing else.
    pub psk: Option<Span>,
    /// Whether something besides the selectors tells its traffic from that of others: a mark, an interface, a priority.
    pub is_apart: bool,
    /// Left and right.
    pub ends: [End; 2],
}

/// One end.
#[derive(Debug, Clone)]
pub struct End {
    pub host: Option<Host>,
    pub host_span: Option<Span>,
    /// For a preshared key.
    pub who: Who,
    /// The text of its identity; empty when there is none.
    pub id: Box<str>,
    pub selectors: Vec<(IpNet, Option<Protoport>)>,
    pub subnet_span: Option<Span>,
}

/// What happens with a conn when the daemon starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Auto {
    /// Nothing.
    Not,
    /// It waits for its peer, or for somebody who starts it.
    Loaded,
    /// Its traffic is caught from the start.
    Routed,
}

impl Summary {
    pub(crate) fn new(conn: &Conn<'_>) -> Summary {
        let auto = match conn.text("auto", None).unwrap_or_default() {
            "" | "ignore" => Auto::Not,
            "route" | "start" | "ondemand" | "up" | "keep" => Auto::Routed,
            _ => Auto::Loaded,
        };
        let methods: Vec<&str> = [
            ("auth", Some(Side::Left)),
            ("auth", Some(Side::Right)),
            ("authby", None),
        ]
        .into_iter()
        .filter_map(|(id, side)| conn.text(id, side))
        .collect();
        Summary {
            id: conn.id,
            auto,
            is_refused: conn.is_refused(),
            is_shunt: conn.is_shunt(),
            ike_version: conn.ike_version(),
            auth: methods.join(" ").into(),
            psk: psk_alone(conn).map(|setting| conn.value_span(setting)),
            is_apart: APART.iter().any(|id| is_set(conn, id)),
            ends: [end(conn, Side::Left), end(conn, Side::Right)],
        }
    }

    /// Whether it loads and negotiates with its peer.
    pub fn negotiates(&self) -> bool {
        !self.is_refused && !self.is_shunt
    }

    pub fn end(&self, side: Side) -> &End {
        &self.ends[usize::from(side == Side::Right)]
    }
}

const APART: [&str; 13] = [
    "mark",
    "mark-in",
    "mark-out",
    "mark_in",
    "mark_out",
    "vti-interface",
    "ipsec-interface",
    "reqid",
    "overlapip",
    "priority",
    "if_id",
    "if_id_in",
    "if_id_out",
];

fn is_set(conn: &Conn<'_>, id: &str) -> bool {
    conn.text(id, None).is_some_and(|text| text != "no")
}

fn end(conn: &Conn<'_>, of: Side) -> End {
    let side = Some(of);
    let host = match conn.value("host", side) {
        Some(Value::Host(host)) => Some(host),
        _ => None,
    };
    let subnet = conn
        .get("subnet", side)
        .filter(|setting| !setting.value.text.is_empty())
        .or_else(|| conn.get("subnets", side));
    let whole = match conn.value("protoport", side) {
        Some(Value::Protoport(protoport)) => Some(protoport),
        _ => None,
    };
    let selectors = match subnet.and_then(|setting| conn.read(setting).value) {
        Some(Value::Subnets(list)) => list
            .iter()
            .map(|selector| (selector.net, selector.protoport.or(whole)))
            .collect(),
        _ => Vec::new(),
    };
    End {
        host_span: conn
            .get("host", side)
            .map(|setting| conn.value_span(setting)),
        who: Who::of_end(conn, of),
        id: conn.text("id", side).unwrap_or_default().into(),
        selectors,
        subnet_span: subnet.map(|setting| conn.value_span(setting)),
        host,
    }
}
