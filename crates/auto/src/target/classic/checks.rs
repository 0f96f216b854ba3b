//! What the classic `auto` checks besides single values, and what has no place in its commands.

use ipsec_conf::diagnostic::{Severity, codes};
use ipsec_conf::keyword::Side;
use ipsec_conf::model::{Conn, Setting};
use ipsec_conf::value::Value;
use ipsec_conf::{Diagnostic, Effect};

use super::connection::{Authentication, no_negotiation};

pub(super) fn judge(conn: &Conn<'_>, found: &mut Vec<Diagnostic>) {
    let is_shunt = no_negotiation(conn);
    let keys_matter = Authentication::of(conn);
    found.extend(
        Side::BOTH
            .iter()
            .filter_map(|&side| subnet_in_transport_mode(conn, side)),
    );
    for setting in conn.settings() {
        let id = setting.keyword.id;
        let is_key = matches!(id, "rsasigkey" | "rsasigkey2");
        let finding = if !OPTIONS.contains(&id) {
            Some(without_option(conn, setting))
        } else if is_shunt && NEGOTIATION.contains(&id) && !is_never(setting) {
            Some(not_for_a_shunt(conn, setting))
        } else if is_key && keys_matter.psk && !keys_matter.rsasig {
            Some(key_unused(conn, setting))
        } else {
            no_taken_for_yes(conn, setting)
        };
        found.extend(finding);
    }
}

/// Keywords with an option, and those that say something to other programs (`auto=`) or are checked alone (`keyexchange=`).
const OPTIONS: &[&str] = &[
    "_plutodevel",
    "aggrmode",
    "auth",
    "authby",
    "auto",
    "ca",
    "cert",
    "certtype",
    "compress",
    "connaddrfamily",
    "disablearrivalcheck",
    "dpdaction",
    "dpddelay",
    "dpdtimeout",
    "esp",
    "failureshunt",
    "forceencaps",
    "groups",
    "host",
    "id",
    "ike",
    "ikelifetime",
    "keyexchange",
    "keyingtries",
    "keylife",
    "modecfgclient",
    "modecfgpull",
    "modecfgserver",
    "nexthop",
    "pfs",
    "pfsgroup",
    "protoport",
    "rekey",
    "rekeyfuzz",
    "rekeymargin",
    "rsasigkey",
    "rsasigkey2",
    "sendcert",
    "sourceip",
    "subnet",
    "subnetwithin",
    "type",
    "updown",
    "xauthclient",
    "xauthserver",
    // Resolved before.
    "also",
    "alsoflip",
    "connalias",
];

/// What only a negotiation can use.
const NEGOTIATION: &[&str] = &[
    "aggrmode",
    "auth",
    "authby",
    "ca",
    "cert",
    "certtype",
    "compress",
    "dpddelay",
    "dpdtimeout",
    "esp",
    "forceencaps",
    "groups",
    "ike",
    "ikelifetime",
    "modecfgclient",
    "modecfgpull",
    "modecfgserver",
    "rsasigkey",
    "rsasigkey2",
    "xauthclient",
    "xauthserver",
];

/// Values that fit a shunt: they ask for nothing.
fn is_never(setting: &Setting<'_>) -> bool {
    matches!(&*setting.value.text, "never" | "no" | "%none" | "esp")
}

/// "type=transport incompatible with leftsubnet" (Openswan 2.4.4).
fn subnet_in_transport_mode(conn: &Conn<'_>, side: Side) -> Option<Diagnostic> {
    let mode = conn
        .get("type", None)
        .filter(|setting| setting.value.text == "transport")?;
    let subnet = conn.get("subnet", Some(side))?;
    let message = format!("`type=transport` and `{side}subnet` exclude each other");
    let diagnostic = Diagnostic::new(
        codes::SUBNET_IN_TRANSPORT_MODE,
        Effect::ConnRefused,
        conn.value_span(subnet),
        message,
    )
    .label("transport mode protects the traffic of the ends alone")
    .related(conn.value_span(mode), "transport mode is asked for here")
    .note(format!("{} refuses it", conn.model.target().program()))
    .help(format!("remove `{side}subnet`, or write `type=tunnel`"));
    Some(diagnostic)
}

fn without_option(conn: &Conn<'_>, setting: &Setting<'_>) -> Diagnostic {
    let word = setting.spelling();
    let message = format!("`{word}` has no effect: whack has no option for it");
    let diagnostic = Diagnostic::new(
        codes::NO_COMMAND_OPTION,
        Effect::Ignored,
        conn.key_span(setting),
        message,
    );
    if MANUAL_KEYING.contains(&setting.keyword.id) {
        diagnostic
            .note("it belongs to manually keyed conns, which `ipsec auto` does not load")
            .help("remove it from conns that are keyed by the daemon")
    } else {
        diagnostic
            .note(format!(
                "the reader of {} knows the word, and its `auto` does nothing with it",
                conn.model.target().program()
            ))
            .help("remove the line")
    }
}

const MANUAL_KEYING: &[&str] = &[
    "ah",
    "ahkey",
    "ahreplay_window",
    "ahspi",
    "espauthkey",
    "espenckey",
    "espreplay_window",
    "espspi",
    "spi",
];

pub(crate) fn not_for_a_shunt(conn: &Conn<'_>, setting: &Setting<'_>) -> Diagnostic {
    let word = setting.spelling();
    let kind = conn.text("type", None).unwrap_or_default();
    let mut diagnostic = Diagnostic::new(
        codes::NOT_FOR_A_SHUNT,
        Effect::Ignored,
        conn.key_span(setting),
        format!("`{word}` has no effect: `type={kind}` negotiates nothing"),
    );
    if let Some(mode) = conn.get("type", None) {
        diagnostic = diagnostic.related(conn.value_span(mode), "the type is set here");
    }
    diagnostic.help(if word == "authby" {
        "write `authby=never`".to_owned()
    } else {
        "remove the line".to_owned()
    })
}

fn key_unused(conn: &Conn<'_>, setting: &Setting<'_>) -> Diagnostic {
    let word = setting.spelling();
    let mut diagnostic = Diagnostic::new(
        codes::NO_COMMAND_OPTION,
        Effect::Ignored,
        conn.key_span(setting),
        format!("`{word}` has no effect with `authby=secret`"),
    );
    if let Some(authby) = conn.get("authby", None) {
        diagnostic =
            diagnostic.related(conn.value_span(authby), "a shared secret is asked for here");
    }
    diagnostic.help("remove the line, or write `authby=rsasig`")
}

/// The classic program looks only whether these four are there; this one reads what they say.
fn no_taken_for_yes(conn: &Conn<'_>, setting: &Setting<'_>) -> Option<Diagnostic> {
    let is_of_four = matches!(
        setting.keyword.id,
        "xauthserver" | "xauthclient" | "modecfgserver" | "modecfgclient"
    );
    let says_no = is_of_four && conn.reading(setting).value == Some(Value::Bool(false));
    says_no.then(|| {
        let word = setting.spelling();
        Diagnostic::new(
            codes::NO_TAKEN_FOR_YES,
            Effect::Works,
            conn.value_span(setting),
            format!("`{word}=no` means no here"),
        )
        .severity(Severity::Info)
        .note("the classic `ipsec auto` takes it for yes as soon as the line is there")
        .help("the line can go")
    })
}
