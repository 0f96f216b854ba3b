//! The two ends of a conn against each other: hosts, next hops, address families, `%defaultroute`.
//!
//! No right description is ever rejected, and nothing is rejected because a fact about the machine is missing.

use std::net::IpAddr;

use super::conn::{Conn, Setting};
use super::item::{Item, ItemState};
use crate::diagnostic::{Diagnostic, Effect, Fix, Severity, codes};
use crate::keyword::Side;
use crate::target::Reader;
use crate::text::Span;
use crate::value::{Family, Form, Host, Value};

#[cfg(test)]
mod tests;

/// What is known about the machine that runs the conn; nothing by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Locality {
    /// Its own addresses; empty when unknown.
    pub addresses: Vec<IpAddr>,
    /// Whether the facts about the default route below are known at all.
    pub knows_default_route: bool,
    /// The gateway of the default route; `None` on a point-to-point link.
    pub gateway: Option<IpAddr>,
}

/// One end as it was written.
struct End<'m> {
    side: Side,
    host: Option<Host>,
    hop: Option<Host>,
    host_setting: Option<Setting<'m>>,
    hop_setting: Option<Setting<'m>>,
}

pub(super) fn judge(conn: &mut Conn<'_>, locality: &Locality) {
    let is_strongswan = conn.model.reader() == Reader::StrongSwan;
    if is_strongswan {
        let hosts = Side::BOTH.map(|side| conn.value("host", Some(side)));
        // Nothing else is wrong with its ends.
        if hosts[0].is_some() && hosts[0] == hosts[1] {
            same_place(conn, &[end(conn, Side::Left), end(conn, Side::Right)]);
        }
        return;
    }
    let ends = [end(conn, Side::Left), end(conn, Side::Right)];
    let mut complete = true;
    for end in &ends {
        complete &= !missing(conn, end);
    }
    if complete {
        same_place(conn, &ends);
        families(conn, &ends);
    }
    for end in &ends {
        next_hop(conn, end, locality);
    }
    asymmetry(conn, &ends);
}

fn end<'m>(conn: &Conn<'m>, side: Side) -> End<'m> {
    let host_setting = conn.get("host", Some(side)).cloned();
    let hop_setting = conn
        .get("nexthop", Some(side))
        .filter(|setting| !setting.value.text.is_empty())
        .cloned();
    let read = |setting: &Option<Setting<'m>>| match &conn.reading(setting.as_ref()?).value {
        Some(Value::Host(host)) => Some(host.clone()),
        _ => None,
    };
    End {
        side,
        host: read(&host_setting),
        hop: read(&hop_setting),
        host_setting,
        hop_setting,
    }
}

impl End<'_> {
    /// An end that says nothing about an address of its own: any peer, a group, the unspecified address.
    fn has_no_address(&self, reader: Reader) -> bool {
        match &self.host {
            // Libreswan 5.4 takes `0.0.0.0` for an address that is not its own, and loads the conn.
            Some(Host::Any(_)) => self.is_word() || reader != Reader::Libreswan5,
            Some(Host::Group | Host::Opportunistic | Host::OpportunisticGroup) => true,
            _ => false,
        }
    }

    /// Whether it is one of the `%` words.
    fn is_word(&self) -> bool {
        self.host_setting
            .as_ref()
            .is_some_and(|setting| setting.value.text.starts_with('%'))
    }

    fn is_default_route(&self) -> bool {
        matches!(self.host, Some(Host::DefaultRoute(_)))
    }
}

/// `left=` or `right=` that is not there. A conn that serves others through `also=` is judged by them.
fn missing(conn: &mut Conn<'_>, end: &End<'_>) -> bool {
    let is_unset = |setting: &Setting<'_>| {
        setting.value.form == Form::Missing || setting.value.text.is_empty()
    };
    let unset = end.host_setting.as_ref().is_none_or(is_unset);
    if !unset {
        return false;
    }
    let follows = conn.diagnostics.iter().any(|found| {
        matches!(
            found.code,
            codes::UNDEFINED_ALSO | codes::ALSO_CASE_MISMATCH
        )
    });
    if follows || has_broken_line(conn, end.side) {
        return true;
    }
    let name = crate::text::printable(conn.name()).into_owned();
    let program = conn.model.target.program();
    // An empty `left=` is the line to mend.
    let empty = end
        .host_setting
        .as_ref()
        .map(|setting| conn.value_span(setting))
        .or_else(|| empty_line(conn, end.side));
    let (span, label) = match empty {
        Some(span) => (span, "nothing stands here"),
        None => (conn.section().name_span, ""),
    };
    let what = match conn.model.reader() {
        Reader::Libreswan4 => "reads it without a message and refuses it when it is added",
        _ => "refuses it when it is added",
    };
    let side = end.side;
    conn.report(
        Diagnostic::new(codes::MISSING_END, Effect::ConnRefused, span, format!("conn `{name}` has no `{side}`"))
            .label(label)
            .note(format!("{program} {what}"))
            .help(format!("write `{side}=ADDRESS`, `{side}=%defaultroute` for this machine, or `{side}=%any` for any peer")),
    );
    true
}

/// A `left=` without a value, which Libreswan 4 drops without a message.
fn empty_line(conn: &Conn<'_>, side: Side) -> Option<Span> {
    let model = conn.model;
    let is_host = |item: &&Item| {
        item.side == Some(side) && item.keyword.is_some_and(|keyword| keyword.id == "host")
    };
    let mut lines = conn
        .sections
        .iter()
        .flat_map(|&id| model.items(id))
        .filter(is_host);
    lines
        .find(|item| model.value(item).text.is_empty())
        .map(|item| model.value_span(item))
}

/// Whether a line for this end is there, but so broken that its own finding speaks for it.
fn has_broken_line(conn: &Conn<'_>, side: Side) -> bool {
    let model = conn.model;
    let mut refused = conn
        .sections
        .iter()
        .flat_map(|&id| model.items(id))
        .filter(|item| item.state == ItemState::Refused);
    refused.any(|item| {
        let key = model.sources.slice(model.key_span(item));
        key.trim_matches(|c: char| !c.is_ascii_alphanumeric())
            .eq_ignore_ascii_case(side.prefix())
    })
}

/// Both ends at one place, or at none.
fn same_place(conn: &mut Conn<'_>, ends: &[End<'_>; 2]) {
    let [left, right] = ends;
    let (Some(left_setting), Some(right_setting)) = (&left.host_setting, &right.host_setting)
    else {
        return;
    };
    let reader = conn.model.reader();
    let span = conn.value_span(right_setting);
    let related = conn.value_span(left_setting);
    if left.is_default_route() && right.is_default_route() && reader != Reader::StrongSwan {
        let (effect, what) = match reader {
            Reader::Classic => (Effect::ConnRefused, "refuses it"),
            _ => (
                Effect::Misread,
                "gives both ends the same address and says nothing",
            ),
        };
        let program = conn.model.target.program();
        let diagnostic = Diagnostic::new(
            codes::NEXTHOP_CONFLICT,
            effect,
            span,
            "left and right cannot both be `%defaultroute`",
        )
        .related(related, "left is set here")
        .note(format!("{program} {what}"))
        .help("one end must be the peer: an address, a name or `%any`")
        .fix(Fix::risky("let the right end be any peer", span, "%any"));
        conn.report(diagnostic);
        return;
    }
    if reader == Reader::StrongSwan {
        equal_addresses(conn, left, right, span, related);
        return;
    }
    if left.has_no_address(reader) && right.has_no_address(reader) {
        if reader == Reader::Classic {
            return;
        }
        let program = conn.model.target.program();
        let (left_text, right_text) = (&left_setting.value.text, &right_setting.value.text);
        conn.report(
            Diagnostic::new(
                codes::BOTH_ENDS_UNKNOWN,
                Effect::ConnRefused,
                span,
                "neither end can be this host",
            )
            .label(format!("right is `{}`", crate::text::printable(right_text)))
            .related(
                related,
                format!("left is `{}`", crate::text::printable(left_text)),
            )
            .note(format!(
                "{program} refuses it: one end must have an address of this host"
            ))
            .help("write `left=%defaultroute`, or the address of this host"),
        );
        return;
    }
    equal_addresses(conn, left, right, span, related);
}

fn equal_addresses(
    conn: &mut Conn<'_>,
    left: &End<'_>,
    right: &End<'_>,
    span: Span,
    related: Span,
) {
    let (Some(Host::Address(a)), Some(Host::Address(b))) = (&left.host, &right.host) else {
        return;
    };
    if a != b || a.is_unspecified() {
        return;
    }
    let program = conn.model.target.program();
    let message = "left and right are the same address";
    conn.report(
        Diagnostic::new(codes::BOTH_ENDS_UNKNOWN, Effect::Works, span, message)
            .related(related, "left is set here")
            .note(format!(
                "{program} loads it, and no host can tell which end it is"
            ))
            .help("one of them is the address of the peer"),
    );
}

/// IPv4 at one place and IPv6 at another.
fn families(conn: &mut Conn<'_>, ends: &[End<'_>; 2]) {
    // In the order in which Libreswan 5.4 compares them.
    let mut first: Option<(Family, Span, String)> = asked_family(conn);
    let words_count = conn.model.reader() == Reader::Libreswan5;
    for end in ends {
        let host = end
            .host
            .as_ref()
            .zip(end.host_setting.as_ref())
            .map(|(host, setting)| (host, setting, end.side.to_string()));
        let hop = end
            .hop
            .as_ref()
            .zip(end.hop_setting.as_ref())
            .map(|(hop, setting)| (hop, setting, format!("{}nexthop", end.side)));
        for (host, setting, name) in [host, hop].into_iter().flatten() {
            let family = match host.address() {
                Some(address) => family_of(address, conn.model.reader()),
                None if words_count && !matches!(host, Host::Interface(_)) => {
                    match family_of_word(&setting.value.text) {
                        Some(family) => family,
                        None => continue,
                    }
                }
                None => continue,
            };
            let span = conn.value_span(setting);
            match &first {
                None => first = Some((family, span, name)),
                Some((known, ..)) if *known == family => {}
                Some((known, related, known_name)) => {
                    let diagnostic = family_conflict(
                        conn,
                        (*known, *related, known_name),
                        (family, span, &name),
                    );
                    conn.report(diagnostic);
                    return;
                }
            }
        }
    }
}

/// `hostaddrfamily=`, which Libreswan 5 compares with the ends.
fn asked_family(conn: &Conn<'_>) -> Option<(Family, Span, String)> {
    if conn.model.reader() != Reader::Libreswan5 {
        return None;
    }
    let setting = conn.get("hostaddrfamily", None)?;
    let family = match conn.reading(setting).value.as_ref()? {
        Value::Word("ipv4") => Family::V4,
        Value::Word("ipv6") => Family::V6,
        _ => return None,
    };
    Some((
        family,
        conn.value_span(setting),
        "hostaddrfamily".to_owned(),
    ))
}

fn family_of(address: IpAddr, reader: Reader) -> Family {
    match address {
        // Libreswan 5.4 takes `::ffff:192.0.2.1` for 192.0.2.1, and finds it on the interface.
        IpAddr::V6(address)
            if reader == Reader::Libreswan5 && address.to_ipv4_mapped().is_some() =>
        {
            Family::V4
        }
        IpAddr::V6(_) => Family::V6,
        IpAddr::V4(_) => Family::V4,
    }
}

/// The family that `%any6`, `%defaultroute6` and their kin ask for; `::` is none of the peer's addresses, but IPv6.
fn family_of_word(text: &str) -> Option<Family> {
    match text {
        "::" => Some(Family::V6),
        "0.0.0.0" => Some(Family::V4),
        _ if !text.starts_with('%') => None,
        _ if text.ends_with('6') => Some(Family::V6),
        _ if text.ends_with('4') => Some(Family::V4),
        _ => None,
    }
}

fn family_conflict(
    conn: &Conn<'_>,
    known: (Family, Span, &str),
    new: (Family, Span, &str),
) -> Diagnostic {
    let version = |family: Family| if family == Family::V4 { "IPv4" } else { "IPv6" };
    let program = conn.model.target.program();
    let (effect, what) = match conn.model.reader() {
        Reader::Libreswan5 => (Effect::ConnRefused, "refuses it"),
        Reader::Libreswan4 => (
            Effect::Misread,
            "takes the IPv4 address for a host name and loads the conn",
        ),
        Reader::Openswan => (Effect::Misread, "notes it and forgets the address family"),
        Reader::Classic | Reader::StrongSwan => (Effect::ConnRefused, "cannot connect the two"),
    };
    let message = format!(
        "{} is {} but {} is {}",
        known.2,
        version(known.0),
        new.2,
        version(new.0)
    );
    Diagnostic::new(codes::ADDRESS_FAMILY_CONFLICT, effect, new.1, message)
        .related(known.1, format!("{} is here", known.2))
        .note(format!("{program} {what}"))
        .help("both ends and their next hops must have one address family")
}

/// The rows of the table: host and next hop of one end.
fn next_hop(conn: &mut Conn<'_>, end: &End<'_>, locality: &Locality) {
    let reader = conn.model.reader();
    let (Some(host), Some(host_setting)) = (&end.host, &end.host_setting) else {
        return;
    };
    let is_direct = *host == Host::Direct || is_word(host_setting, "%direct");
    if is_direct && reader == Reader::Classic {
        let span = conn.value_span(host_setting);
        let diagnostic = Diagnostic::new(
            codes::NEXTHOP_CONFLICT,
            Effect::Misread,
            span,
            format!("`%direct` is no address for `{}`", end.side),
        )
        .note("`%direct` says that the next hop is the peer itself; it belongs to a `nexthop`")
        .help(format!("write `{}=%defaultroute` or an address", end.side));
        conn.report(diagnostic);
        return;
    }
    let (Some(hop), Some(hop_setting)) = (&end.hop, &end.hop_setting) else {
        return;
    };
    let side = end.side;
    let is_any_hop = is_word(hop_setting, "%any");
    let wrong = |conn: &Conn<'_>, effect: Effect, message: String, what: &str| {
        wrong(conn, host_setting, hop_setting, effect, message, what)
    };
    let found = match (host, hop) {
        // Readers that look at the value report `%any` themselves.
        (_, Host::Name(_)) if is_any_hop && reader == Reader::Classic => {
            // It compares the texts of the two, and takes no next hop beside %defaultroute.
            let refused = matches!(host, Host::Any(_) | Host::DefaultRoute(_));
            let effect = if refused {
                Effect::ConnRefused
            } else {
                Effect::Misread
            };
            let what = if refused {
                "refuses it"
            } else {
                "passes it on to the daemon"
            };
            Some(wrong(
                conn,
                effect,
                format!("`{side}nexthop=%any` is no next hop"),
                what,
            ))
        }
        (Host::Address(address), Host::Address(hop)) if address == hop => {
            let same_text = host_setting.value.text == hop_setting.value.text;
            let (effect, what) = match reader {
                Reader::Classic if same_text => (Effect::ConnRefused, "refuses it"),
                Reader::Classic => (Effect::Misread, "compares the texts and does not see it"),
                _ => (Effect::Misread, "loads it, with a route to itself"),
            };
            Some(wrong(
                conn,
                effect,
                format!("`{side}` and `{side}nexthop` are the same address"),
                what,
            ))
        }
        // Only the router itself has this problem; to everybody else the gateway is a peer like any other.
        (Host::Address(address), Host::DefaultRoute(_))
            if locality.gateway == Some(*address) && locality.addresses.contains(address) =>
        {
            let message =
                format!("the default route leads through `{address}`, which is `{side}` itself");
            Some(wrong(
                conn,
                Effect::Misread,
                message,
                "loads it, with a route to itself",
            ))
        }
        (Host::Any(_), Host::Address(_) | Host::DefaultRoute(_)) => {
            Some(useless(conn, side, hop_setting))
        }
        (Host::DefaultRoute(_), Host::DefaultRoute(_)) => Some(redundant(conn, end, hop_setting)),
        (Host::DefaultRoute(_), Host::Address(hop)) if locality.gateway == Some(*hop) => {
            Some(redundant(conn, end, hop_setting))
        }
        (Host::DefaultRoute(_), Host::Name(name)) if reader == Reader::Classic => {
            let name = crate::text::printable(name);
            let message = format!(
                "`{side}nexthop={name}` contradicts `{side}=%defaultroute`, which has a next hop of its own"
            );
            Some(wrong(
                conn,
                Effect::ConnRefused,
                message,
                "refuses a next hop of its own beside %defaultroute",
            ))
        }
        (Host::DefaultRoute(_), Host::Address(hop))
            if reader == Reader::Classic && locality.knows_default_route =>
        {
            let gateway = locality
                .gateway
                .map_or("none".to_owned(), |gateway| gateway.to_string());
            let message = format!(
                "`{side}nexthop={hop}` contradicts `{side}=%defaultroute`, whose next hop is {gateway}"
            );
            Some(wrong(
                conn,
                Effect::ConnRefused,
                message,
                "refuses a next hop of its own beside %defaultroute",
            ))
        }
        _ => None,
    };
    if let Some(diagnostic) = found {
        conn.report(diagnostic);
    }
}

fn is_word(setting: &Setting<'_>, word: &str) -> bool {
    setting.value.text.eq_ignore_ascii_case(word)
}

/// Both lines, and the edit that mends it: without its line a next hop is on the link.
fn wrong(
    conn: &Conn<'_>,
    host: &Setting<'_>,
    hop: &Setting<'_>,
    effect: Effect,
    message: String,
    what: &str,
) -> Diagnostic {
    let program = conn.model.target.program();
    Diagnostic::new(
        codes::NEXTHOP_CONFLICT,
        effect,
        conn.value_span(hop),
        message,
    )
    .related(conn.value_span(host), "the address of this end is here")
    .note(format!("{program} {what}"))
    .help(format!("remove `{}`, or name the gateway", hop.spelling()))
    .fix(Fix::risky("remove the line", conn.line_span(hop), ""))
}

fn useless(conn: &Conn<'_>, side: Side, hop: &Setting<'_>) -> Diagnostic {
    let program = conn.model.target.program();
    Diagnostic::new(
        codes::NEXTHOP_NEEDLESS,
        Effect::Ignored,
        conn.value_span(hop),
        format!("a next hop of any peer (`{side}=%any`) has no use"),
    )
    .note(format!(
        "{program} finds the way to each peer when it is known"
    ))
    .help("remove the line")
    .fix(Fix::risky("remove the line", conn.line_span(hop), ""))
}

fn redundant(conn: &Conn<'_>, end: &End<'_>, hop: &Setting<'_>) -> Diagnostic {
    let side = end.side;
    let note = match conn.model.reader() {
        Reader::Classic => "the classic `ipsec auto` rejects this right description (BUGS in its manual page); this one takes it".to_owned(),
        _ => format!("{} takes the gateway of the default route for `{side}=%defaultroute` by itself", conn.model.target.program()),
    };
    Diagnostic::new(
        codes::NEXTHOP_NEEDLESS,
        Effect::Works,
        conn.value_span(hop),
        format!("`{side}=%defaultroute` already says so"),
    )
    .severity(Severity::Info)
    .note(note)
    .help("the line can go")
    .fix(Fix::safe("remove the line", conn.line_span(hop), ""))
}

/// `%defaultroute` as the next hop of one end and something else, or nothing, at the other.
fn asymmetry(conn: &mut Conn<'_>, ends: &[End<'_>; 2]) {
    for (end, other) in [(&ends[0], &ends[1]), (&ends[1], &ends[0])] {
        let is_address = matches!(end.host, Some(Host::Address(_)));
        let uses_route = matches!(end.hop, Some(Host::DefaultRoute(_)));
        let other_uses_route =
            other.is_default_route() || matches!(other.hop, Some(Host::DefaultRoute(_)));
        let other_has_address = matches!(other.host, Some(Host::Address(_)));
        let Some(hop) = end
            .hop_setting
            .as_ref()
            .filter(|_| is_address && uses_route && !other_uses_route && other_has_address)
        else {
            continue;
        };
        let (side, other_side) = (end.side, other.side);
        let span = conn.value_span(hop);
        let related = other
            .hop_setting
            .as_ref()
            .or(other.host_setting.as_ref())
            .map(|setting| conn.value_span(setting));
        let mut diagnostic = Diagnostic::new(
            codes::NEXTHOP_ASYMMETRY,
            Effect::Works,
            span,
            format!("`%defaultroute` is the next hop of {side} but not of {other_side}"),
        )
        .note("the host whose end this is not needs the other next hop; older programs refuse the conn where no gateway is known")
        .help(format!("use `{side}=%defaultroute` on the host that is {side}, or give both ends the same kind of next hop"));
        if let Some(related) = related {
            diagnostic = diagnostic.related(related, format!("{other_side} is set here"));
        }
        conn.report(diagnostic);
    }
}
