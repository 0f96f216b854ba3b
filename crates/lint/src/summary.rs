//! What rules that compare conns with each other need of each.

use std::borrow::Cow;

use ipnet::IpNet;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::{Conn, SectionId};
use ipsec_conf::secrets::Who;
use ipsec_conf::value::{Host, IkeVersion, Protoport, Value};
use ipsec_conf::{Secrets, Span};

use crate::facts::psk_alone;

/// A conn in short. A hundred thousand of them must fit into memory.
#[derive(Debug, Clone)]
pub struct Summary<'m> {
    pub id: SectionId,
    pub auto: Auto,
    /// The target does not load it.
    pub is_refused: bool,
    /// Lets traffic pass or drops it.
    pub is_shunt: bool,
    pub ike_version: Option<IkeVersion>,
    /// The methods by which the ends prove who they are, as they are written.
    pub auth: Cow<'m, str>,
    /// The value that asks for a preshared key and nothing else.
    pub psk: Option<Span>,
    /// Whether something besides the selectors tells its traffic from that of others: a mark, an interface, a priority.
    pub is_apart: bool,
    /// Whose preshared key is looked up for left and for right; only where there are secrets to look in.
    pub who: Option<Box<[Who; 2]>>,
    /// Left and right.
    pub ends: [End<'m>; 2],
}

/// One end.
#[derive(Debug, Clone)]
pub struct End<'m> {
    pub host: Option<Host>,
    pub host_span: Option<Span>,
    /// The text of its identity; empty when there is none.
    pub id: Cow<'m, str>,
    pub selectors: Box<[(IpNet, Option<Protoport>)]>,
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

impl<'m> Summary<'m> {
    pub(crate) fn new(conn: &Conn<'m>, secrets: Option<&Secrets>) -> Summary<'m> {
        let auto = match conn.text("auto", None).unwrap_or_default() {
            "" | "ignore" => Auto::Not,
            "route" | "start" | "ondemand" | "up" | "keep" => Auto::Routed,
            _ => Auto::Loaded,
        };
        Summary {
            id: conn.id,
            auto,
            is_refused: conn.is_refused(),
            is_shunt: conn.is_shunt(),
            ike_version: conn.ike_version(),
            auth: methods(conn),
            psk: psk_alone(conn).map(|setting| conn.value_span(setting)),
            is_apart: APART.iter().any(|id| is_set(conn, id)),
            who: secrets.map(|_| Box::new(Side::BOTH.map(|side| Who::of_end(conn, side)))),
            ends: Side::BOTH.map(|side| end(conn, side)),
        }
    }

    /// Whether it loads and negotiates with its peer.
    pub fn negotiates(&self) -> bool {
        !self.is_refused && !self.is_shunt
    }

    pub fn end(&self, side: Side) -> &End<'m> {
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

/// The words of `leftauth=`, `rightauth=` and `authby=` in one text.
fn methods<'m>(conn: &Conn<'m>) -> Cow<'m, str> {
    let texts = [
        text(conn, "auth", Some(Side::Left)),
        text(conn, "auth", Some(Side::Right)),
        text(conn, "authby", None),
    ];
    let mut given = texts.into_iter().filter(|text| !text.is_empty());
    let first = given.next().unwrap_or_default();
    given.fold(first, |all, text| format!("{all} {text}").into())
}

/// The text of a setting; empty when there is none.
fn text<'m>(conn: &Conn<'m>, id: &str, side: Option<Side>) -> Cow<'m, str> {
    conn.get(id, side)
        .map(|setting| setting.value.text.clone())
        .unwrap_or_default()
}

fn end<'m>(conn: &Conn<'m>, of: Side) -> End<'m> {
    let side = Some(of);
    let host = match conn.value("host", side) {
        Some(Value::Host(host)) => Some(host.clone()),
        _ => None,
    };
    let subnet = conn
        .get("subnet", side)
        .filter(|setting| !setting.value.text.is_empty())
        .or_else(|| conn.get("subnets", side));
    let whole = match conn.value("protoport", side) {
        Some(Value::Protoport(protoport)) => Some(*protoport),
        _ => None,
    };
    let selectors = match subnet.and_then(|setting| conn.reading(setting).value.as_ref()) {
        Some(Value::Subnets(list)) => list
            .iter()
            .map(|selector| (selector.net, selector.protoport.or(whole)))
            .collect(),
        _ => Box::default(),
    };
    End {
        host_span: conn
            .get("host", side)
            .map(|setting| conn.value_span(setting)),
        id: text(conn, "id", side),
        selectors,
        subnet_span: subnet.map(|setting| conn.value_span(setting)),
        host,
    }
}
