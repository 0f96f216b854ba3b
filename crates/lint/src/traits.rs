//! What several rules ask about a conn.

use ipsec_conf::keyword::Side;
use ipsec_conf::model::{Conn, Setting};
use ipsec_conf::target::Reader;
use ipsec_conf::value::{Host, IkeVersion, Value};
use ipsec_conf::{Diagnostic, Dialect, Effect, Severity, Span, Version};

use crate::context::Context;

/// The IKE version that a conn negotiates: what it says, else the default of the target.
pub(crate) fn ike_version(conn: &Conn<'_>) -> IkeVersion {
    let target = conn.model.target();
    let default = match target.dialect {
        Dialect::Libreswan if target.version >= Version::new(3, 28, 0) => IkeVersion::V2,
        Dialect::StrongSwan if target.version >= Version::new(5, 0, 0) => IkeVersion::V2,
        _ => IkeVersion::V1,
    };
    conn.ike_version().unwrap_or(default)
}

/// A finding about what works and is weak: no more than worth knowing in a conn that is never loaded by itself.
pub(crate) fn weakness(
    cx: &Context<'_>,
    conn: &Conn<'_>,
    span: Span,
    message: impl Into<String>,
) -> Diagnostic {
    let finding = cx.finding(Effect::Works, span, message);
    if is_never_loaded(conn) {
        finding.severity(Severity::Info)
    } else {
        finding
    }
}

/// Whether the conn says `auto=ignore`.
pub(crate) fn is_never_loaded(conn: &Conn<'_>) -> bool {
    conn.text("auto", None)
        .is_some_and(|word| word.eq_ignore_ascii_case("ignore"))
}

/// Whether nothing is negotiated or authenticated by choice: shunts, and conns of opportunistic encryption.
pub(crate) fn is_shunt_or_opportunistic(conn: &Conn<'_>) -> bool {
    conn.is_shunt() || is_opportunistic(conn)
}

pub(crate) fn is_opportunistic(conn: &Conn<'_>) -> bool {
    let is_group = |side: &Side| {
        matches!(
            conn.value("host", Some(*side)),
            Some(Value::Host(
                Host::Group | Host::Opportunistic | Host::OpportunisticGroup
            ))
        )
    };
    Side::BOTH.iter().any(is_group)
}

/// The end that may be anybody.
pub(crate) fn any_peer(conn: &Conn<'_>) -> Option<Side> {
    let is_any = |side: &Side| {
        let is_strongswan = conn.model.reader() == Reader::StrongSwan;
        match conn.value("host", Some(*side)) {
            Some(Value::Host(Host::Any(_))) => true,
            // strongSwan takes `%any` for an end that is not written.
            None => {
                is_strongswan && *side == Side::Right && conn.get("host", Some(*side)).is_none()
            }
            _ => false,
        }
    };
    // Of two such ends the right one is the peer by custom.
    [Side::Right, Side::Left].into_iter().find(is_any)
}

/// The words of a list of authentication methods.
pub(crate) fn methods(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ' ', '|']).filter(|word| !word.is_empty())
}

/// The setting that asks for a preshared key.
pub(crate) fn psk<'c, 'm>(conn: &'c Conn<'m>) -> Option<&'c Setting<'m>> {
    let is_psk = |word: &str| matches!(word, "secret" | "psk" | "xauthpsk" | "PSK");
    let both = conn
        .get("authby", None)
        .filter(|setting| methods(&setting.value.text).any(is_psk));
    both.or_else(|| {
        let of_side = |side: Side| {
            conn.get("auth", Some(side))
                .filter(|setting| is_psk(&setting.value.text))
        };
        Side::BOTH.into_iter().find_map(of_side)
    })
}

/// Whether a setting is a boolean that is on, in any spelling.
pub(crate) fn is_on(conn: &Conn<'_>, id: &str) -> bool {
    conn.text(id, None).is_some_and(|text| {
        matches!(
            text.to_ascii_lowercase().as_str(),
            "yes" | "true" | "on" | "y" | "1" | "t"
        )
    })
}

/// Whether a setting is a boolean that is off, in any spelling.
pub(crate) fn is_off(conn: &Conn<'_>, id: &str) -> bool {
    conn.text(id, None).is_some_and(|text| {
        matches!(
            text.to_ascii_lowercase().as_str(),
            "no" | "false" | "off" | "n" | "0" | "f"
        )
    })
}
