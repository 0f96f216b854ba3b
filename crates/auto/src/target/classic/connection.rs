//! The whack command of a conn.

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::value::{Host, Value};

use super::ends::{Place, host};
use super::read::{is_yes, seconds, value_or};
use crate::command::Command;
use crate::operation::Operation;

/// How the ends prove who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Authentication {
    pub(crate) rsasig: bool,
    pub(crate) psk: bool,
    /// Nothing is negotiated, whatever `authby=` says.
    pub(crate) shunt: bool,
}

impl Authentication {
    pub(crate) fn of(conn: &Conn<'_>) -> Authentication {
        if no_negotiation(conn) {
            return Authentication {
                rsasig: false,
                psk: false,
                shunt: true,
            };
        }
        let authby = value_or(conn, "authby", None, "rsasig");
        let has = |method| authby.split('|').any(|word| word == method);
        Authentication {
            rsasig: has("rsasig"),
            psk: has("secret"),
            shunt: false,
        }
    }

    pub(crate) fn is_never(self) -> bool {
        !self.rsasig && !self.psk
    }
}

/// Whether the conn is a shunt and nothing else.
///
/// Opportunistic conns are not: `type=passthrough` says there what happens to packets until a peer asks for
/// encryption, as in the implicit conn `clear-or-private` of ipsec.conf(5).
pub(crate) fn no_negotiation(conn: &Conn<'_>) -> bool {
    let is_opportunistic = Side::BOTH.iter().any(|&side| {
        matches!(
            host(conn, "host", side),
            Some(Host::Opportunistic | Host::OpportunisticGroup)
        )
    });
    conn.is_shunt() && (!is_opportunistic || conn.text("authby", None) == Some("never"))
}

pub(super) fn command(
    conn: &Conn<'_>,
    places: &[Place; 2],
    on_demand: [bool; 2],
    operation: Operation,
) -> Command {
    let mut command = Command::ipsec("whack").option("--name", conn.name());
    command = command.args(policy(conn, operation));
    for (i, side) in Side::BOTH.into_iter().enumerate() {
        let end = End {
            conn,
            side,
            place: &places[i],
            on_demand: on_demand[i],
        };
        command = command.line_break();
        if side == Side::Right {
            command = command.arg("--to");
        }
        command = command.args(end.options());
    }
    command.line_break().args(times(conn))
}

/// What stands before the ends.
fn policy(conn: &Conn<'_>, operation: Operation) -> Vec<String> {
    let mut options = Options::default();
    let authentication = Authentication::of(conn);
    let negotiates = !authentication.shunt;
    options.flag("--encrypt", !authentication.is_never());
    match value_or(conn, "type", None, "tunnel") {
        "passthrough" => options.flag("--pass", true),
        "drop" => options.flag("--drop", true),
        "reject" => options.flag("--reject", true),
        "transport" => {}
        _ => options.flag("--tunnel", true),
    }
    match value_or(conn, "failureshunt", None, "none") {
        "passthrough" => options.flag("--failpass", true),
        "drop" => options.flag("--faildrop", true),
        "reject" => options.flag("--failreject", true),
        _ => {}
    }
    options.flag("--ipv6", conn.text("connaddrfamily", None) == Some("ipv6"));
    if negotiates {
        options.value("--ike", conn.text("ike", None));
        options.value("--esp", conn.text("esp", None));
        options.flag("--authenticate", conn.text("auth", None) == Some("ah"));
    }
    // A shunt that says `authby=never` carries it in the classic program, too: the bit has no meaning there.
    options.flag("--pfs", conn.text("pfs", None) != Some("no"));
    if negotiates {
        options.value("--pfsgroup", conn.text("pfsgroup", None));
        for (id, flag) in NEGOTIATION {
            options.flag(flag, is_yes(conn, id, None));
        }
        options.values(dead_peer(conn));
    }
    options.value(
        "--dpdaction",
        Some(value_or(conn, "dpdaction", None, "hold")),
    );
    options.flag("--delete", operation == Operation::Replace);
    if negotiates {
        options.value("--ikelifetime", seconds(conn, "ikelifetime").as_deref());
    }
    options.flag(
        "--disablearrivalcheck",
        is_yes(conn, "disablearrivalcheck", None),
    );
    options.flag("--rsasig", authentication.rsasig);
    options.flag("--psk", authentication.psk);
    options.0
}

const NEGOTIATION: [(&str, &str); 4] = [
    ("aggrmode", "--aggrmode"),
    ("forceencaps", "--forceencaps"),
    ("modecfgpull", "--modecfgpull"),
    ("compress", "--compress"),
];

/// One of the two times alone supplies the other.
fn dead_peer(conn: &Conn<'_>) -> Vec<String> {
    let (delay, timeout) = (seconds(conn, "dpddelay"), seconds(conn, "dpdtimeout"));
    if delay.is_none() && timeout.is_none() {
        return Vec::new();
    }
    let mut options = Options::default();
    options.value("--dpddelay", Some(delay.as_deref().unwrap_or("30")));
    options.value("--dpdtimeout", Some(timeout.as_deref().unwrap_or("120")));
    options.0
}

/// What stands behind the ends.
fn times(conn: &Conn<'_>) -> Vec<String> {
    let mut options = Options::default();
    options.value(
        "--ipseclifetime",
        Some(seconds(conn, "keylife").as_deref().unwrap_or("28800")),
    );
    options.value(
        "--rekeymargin",
        Some(seconds(conn, "rekeymargin").as_deref().unwrap_or("540")),
    );
    let tries = value_or(conn, "keyingtries", None, "0");
    options.value(
        "--keyingtries",
        Some(if tries == "%forever" { "0" } else { tries }),
    );
    options.value(
        "--rekeyfuzz",
        conn.text("rekeyfuzz", None)
            .map(|fuzz| fuzz.trim_end_matches('%')),
    );
    options.flag(
        "--dontrekey",
        conn.value("rekey", None) == Some(&Value::Bool(false)),
    );
    options.value("--plutodevel", conn.text("_plutodevel", None));
    options.0
}

/// One end and its options.
pub(crate) struct End<'a, 'm> {
    pub(crate) conn: &'a Conn<'m>,
    pub(crate) side: Side,
    pub(crate) place: &'a Place,
    pub(crate) on_demand: bool,
}

impl End<'_, '_> {
    /// In the order of the classic program, which begins with the host.
    pub(crate) fn options(&self) -> Vec<String> {
        let text = |id| self.conn.text(id, Some(self.side));
        let is_set = |id| is_yes(self.conn, id, Some(self.side));
        let negotiates = !no_negotiation(self.conn);
        let mut options = Options::default();
        options.value("--host", Some(&self.place.host));
        options.value("--client", text("subnet"));
        options.value("--clientwithin", text("subnetwithin"));
        options.value("--clientprotoport", text("protoport"));
        options.value("--nexthop", Some(&self.place.hop));
        options.value("--updown", Some(text("updown").unwrap_or("ipsec _updown")));
        options.value("--id", text("id"));
        options.flag("--dnskeyondemand", self.on_demand);
        options.value("--cert", text("cert").filter(|_| negotiates));
        options.value("--sendcert", Some(text("sendcert").unwrap_or("always")));
        if negotiates {
            options.value("--certtype", text("certtype"));
            options.value("--ca", text("ca"));
            let is_server = is_set("xauthserver");
            options.flag("--xauthserver", is_server);
            options.flag("--xauthclient", !is_server && is_set("xauthclient"));
            let is_server = is_set("modecfgserver");
            options.flag("--modecfgserver", is_server);
            options.flag("--modecfgclient", !is_server && is_set("modecfgclient"));
        }
        options.value("--srcip", text("sourceip"));
        options.value("--groups", text("groups").filter(|_| negotiates));
        options.0
    }
}

/// Arguments in the making.
#[derive(Debug, Default)]
pub(crate) struct Options(pub(crate) Vec<String>);

impl Options {
    pub(crate) fn flag(&mut self, option: &str, is_wanted: bool) {
        if is_wanted {
            self.0.push(option.to_owned());
        }
    }

    pub(crate) fn value(&mut self, option: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.0.extend([option.to_owned(), value.to_owned()]);
        }
    }

    pub(crate) fn values(&mut self, options: Vec<String>) {
        self.0.extend(options);
    }
}
