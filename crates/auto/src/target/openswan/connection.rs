//! The whack command of a conn.

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::value::Value;

use super::super::classic::{
    Authentication, End, Options, Place, is_yes, no_negotiation, seconds, value_or,
};
use crate::command::Command;
use crate::operation::Operation;

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
        command = command.args(end.options()).args(more_of_end(conn, side));
    }
    let times = times(conn);
    if times.is_empty() {
        command
    } else {
        command.line_break().args(times)
    }
}

/// The word of the reader's table that a value stands for.
fn word(conn: &Conn<'_>, id: &str, side: Option<Side>) -> &'static str {
    match conn.value(id, side) {
        Some(Value::Word(word)) => word,
        _ => "",
    }
}

/// What stands before the ends.
fn policy(conn: &Conn<'_>, operation: Operation) -> Vec<String> {
    let mut options = Options::default();
    let authentication = Authentication::of(conn);
    let negotiates = !no_negotiation(conn);
    // Before the first address, whose family it says.
    options.flag("--ipv6", word(conn, "endaddrfamily", None).ends_with('6'));
    options.flag(
        "--tunnelipv6",
        word(conn, "clientaddrfamily", None).ends_with('6'),
    );
    if negotiates && !authentication.is_never() {
        let is_ah = word(conn, "phase2", None) == "ah";
        options.flag("--encrypt", !is_ah);
        options.flag("--authenticate", is_ah);
    }
    match word(conn, "type", None) {
        "pass" | "passthrough" => options.flag("--pass", true),
        "drop" => options.flag("--drop", true),
        "reject" => options.flag("--reject", true),
        "transport" => {}
        _ => options.flag("--tunnel", true),
    }
    match word(conn, "failureshunt", None) {
        "passthrough" => options.flag("--failpass", true),
        "drop" => options.flag("--faildrop", true),
        "reject" => options.flag("--failreject", true),
        _ => {}
    }
    if negotiates {
        options.value("--ike", conn.text("ike", None));
        options.value("--esp", conn.text("phase2alg", None));
        options.flag(
            "--pfs",
            conn.value("pfs", None) != Some(&Value::Bool(false)),
        );
        for (id, flag) in NEGOTIATION {
            options.flag(flag, is_yes(conn, id, None));
        }
        options.values(dead_peer(conn));
        options.value("--ikelifetime", seconds(conn, "ikelifetime").as_deref());
    }
    options.flag("--delete", operation == Operation::Replace);
    for (id, flag) in FLAGS {
        options.flag(flag, is_yes(conn, id, None));
    }
    for (id, option) in VALUES {
        options.value(option, conn.text(id, None));
    }
    options.flag("--rsasig", authentication.rsasig);
    options.flag("--psk", authentication.psk);
    options.0
}

const NEGOTIATION: [(&str, &str); 4] = [
    ("aggressive", "--aggrmode"),
    ("forceencaps", "--forceencaps"),
    ("modecfgpull", "--modecfgpull"),
    ("compress", "--compress"),
];

const FLAGS: [(&str, &str); 6] = [
    ("disablearrivalcheck", "--disablearrivalcheck"),
    ("overlapip", "--overlapip"),
    ("sha2_truncbug", "--sha2_truncbug"),
    ("nm_configured", "--nm_configured"),
    ("loopback", "--loopback"),
    ("labeled_ipsec", "--labeledipsec"),
];

const VALUES: [(&str, &str); 6] = [
    ("connalias", "--connalias"),
    ("metric", "--metric"),
    ("mtu", "--mtu"),
    ("remote_peer_type", "--remote_peer_type"),
    ("policy_label", "--policylabel"),
    ("firstmsgid", "--firstmsgid"),
];

/// Both times or nothing, and the action only with them.
fn dead_peer(conn: &Conn<'_>) -> Vec<String> {
    let mut options = Options::default();
    if let (Some(delay), Some(timeout)) = (seconds(conn, "dpddelay"), seconds(conn, "dpdtimeout")) {
        options.value("--dpddelay", Some(&delay));
        options.value("--dpdtimeout", Some(&timeout));
        options.value(
            "--dpdaction",
            Some(value_or(conn, "dpdaction", None, "hold")),
        );
    }
    options.0
}

fn more_of_end(conn: &Conn<'_>, side: Side) -> Vec<String> {
    let mut options = Options::default();
    for (id, option) in [
        ("modecfgdns1", "--modecfgdns1"),
        ("modecfgdns2", "--modecfgdns2"),
        ("modecfgwins1", "--modecfgwins1"),
        ("modecfgwins2", "--modecfgwins2"),
        ("xauthusername", "--xauthname"),
    ] {
        // Without a side these mean the right end.
        let unsided = conn.text(id, None).filter(|_| side == Side::Right);
        options.value(option, conn.text(id, Some(side)).or(unsided));
    }
    options.0
}

/// Only what is set: the defaults of whack are those of the configuration.
fn times(conn: &Conn<'_>) -> Vec<String> {
    let mut options = Options::default();
    options.value("--ipseclifetime", seconds(conn, "salifetime").as_deref());
    options.value("--rekeymargin", seconds(conn, "rekeymargin").as_deref());
    let tries = conn.text("keyingtries", None);
    options.value(
        "--keyingtries",
        tries.map(|tries| if tries == "%forever" { "0" } else { tries }),
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
    options.0
}
