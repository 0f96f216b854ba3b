//! Which parameters whack of Openswan 2.6 has no word for.

use ipsec_conf::diagnostic::codes;
use ipsec_conf::model::{Conn, Setting};
use ipsec_conf::value::{Host, Value};
use ipsec_conf::{Diagnostic, Effect, Span};

use crate::target::classic::{no_negotiation, not_for_a_shunt};

/// The places and words of what only `ipsec addconn` can load.
pub(super) fn beyond_whack(conn: &Conn<'_>) -> Vec<(Span, String)> {
    conn.settings()
        .iter()
        .filter_map(|setting| beyond(conn, setting))
        .collect()
}

fn beyond(conn: &Conn<'_>, setting: &Setting<'_>) -> Option<(Span, String)> {
    let id = setting.keyword.id;
    if no_negotiation(conn) && NEGOTIATION.contains(&id) {
        return None;
    }
    let value = &conn.reading(setting).value;
    let asks_nothing = matches!(
        value,
        Some(Value::Bool(false) | Value::Word("never" | "no"))
    );
    let is_beyond = match id {
        // Without a word of its own, whack asks for IKEv1, as `never` does.
        "ikev2" | "narrowing" | "sareftrack" => !asks_nothing,
        "subnets" => true,
        "host" => matches!(value, Some(Value::Host(Host::Interface(_)))),
        // AH on top of ESP has two flags, and both at once are refused.
        "phase2" => matches!(value, Some(Value::Word("ah+esp"))),
        "type" => matches!(value, Some(Value::Word("udp" | "udpencap"))),
        "sendcert" => matches!(value, Some(Value::Word("forcedtype"))),
        _ => false,
    };
    // What this program cannot read it reads as something; only itself knows what.
    let is_unreadable = value.is_none() && OPTIONS.contains(&id) && !setting.value.text.is_empty();
    // Keys are not shown.
    let shows_value = !id.starts_with("rsasigkey");
    (is_beyond || is_unreadable).then(|| {
        let text = ipsec_conf::text::printable(&setting.value.text);
        let value = if shows_value {
            format!("={text}")
        } else {
            String::new()
        };
        (
            conn.key_span(setting),
            format!("`{}{value}`", setting.spelling()),
        )
    })
}

/// Reports what has no effect: unused by the daemon, or by a conn that negotiates nothing.
pub(super) fn without_effect(conn: &Conn<'_>, found: &mut Vec<Diagnostic>) {
    let is_shunt = no_negotiation(conn);
    for setting in conn.settings() {
        let id = setting.keyword.id;
        let asks_nothing = matches!(&*setting.value.text, "never" | "no" | "%none" | "esp");
        if !OPTIONS.contains(&id) {
            found.push(unused(conn, setting));
        } else if is_shunt && NEGOTIATION.contains(&id) && !asks_nothing {
            found.push(not_for_a_shunt(conn, setting));
        }
    }
    found.extend(half_dead_peer(conn));
}

/// Openswan 2.6: "dpd settings will be ignored unless both dpdtimeout= and dpddelay= are set".
fn half_dead_peer(conn: &Conn<'_>) -> Option<Diagnostic> {
    let is_set = |id| conn.text(id, None).is_some();
    let (lone, other) = match (is_set("dpddelay"), is_set("dpdtimeout")) {
        (true, false) => ("dpddelay", "dpdtimeout"),
        (false, true) => ("dpdtimeout", "dpddelay"),
        _ => return None,
    };
    let span = conn.key_span(conn.get(lone, None)?);
    let message = format!("`{lone}` has no effect without `{other}`");
    Some(
        Diagnostic::new(codes::NO_COMMAND_OPTION, Effect::Ignored, span, message)
            .help(format!("set `{other}`, too")),
    )
}

fn unused(conn: &Conn<'_>, setting: &Setting<'_>) -> Diagnostic {
    let word = setting.spelling();
    let message = format!("`{word}` has no effect: whack has no option for it");
    Diagnostic::new(
        codes::NO_COMMAND_OPTION,
        Effect::Ignored,
        conn.key_span(setting),
        message,
    )
    .note("it belongs to manually keyed conns, which `ipsec auto` does not load")
    .help("remove it from conns that are keyed by the daemon")
}

/// Keywords with an option or another use, in alphabetical order; the rest is of manual keying.
const OPTIONS: &[&str] = &[
    "aggressive",
    "also",
    "alsoflip",
    "authby",
    "auto",
    "ca",
    "cert",
    "clientaddrfamily",
    "compress",
    "connalias",
    "disablearrivalcheck",
    "dpdaction",
    "dpddelay",
    "dpdtimeout",
    "endaddrfamily",
    "failureshunt",
    "firstmsgid",
    "forceencaps",
    "host",
    "id",
    "ike",
    "ikelifetime",
    "ikev2",
    "keyexchange",
    "keyingtries",
    "labeled_ipsec",
    "loopback",
    "metric",
    "modecfgclient",
    "modecfgdns1",
    "modecfgdns2",
    "modecfgpull",
    "modecfgserver",
    "modecfgwins1",
    "modecfgwins2",
    "mtu",
    "narrowing",
    "nexthop",
    "nm_configured",
    "overlapip",
    "pfs",
    "phase2",
    "phase2alg",
    "policy_label",
    "protoport",
    "rekey",
    "rekeyfuzz",
    "rekeymargin",
    "remote_peer_type",
    "rsasigkey",
    "rsasigkey2",
    "salifetime",
    "sareftrack",
    "sendcert",
    "sha2_truncbug",
    "sourceip",
    "subnet",
    "subnets",
    "subnetwithin",
    "type",
    "updown",
    "xauthclient",
    "xauthserver",
    "xauthusername",
];

/// What only a negotiation can use.
const NEGOTIATION: &[&str] = &[
    "aggressive",
    "authby",
    "ca",
    "cert",
    "compress",
    "dpddelay",
    "dpdtimeout",
    "forceencaps",
    "ike",
    "ikelifetime",
    "ikev2",
    "modecfgclient",
    "modecfgpull",
    "modecfgserver",
    "narrowing",
    "phase2",
    "phase2alg",
    "rsasigkey",
    "rsasigkey2",
    "sareftrack",
    "xauthclient",
    "xauthserver",
];
