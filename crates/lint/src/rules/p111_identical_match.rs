//! Conns that a responder cannot tell apart.


use foldhash::HashMap;
use ipsec_conf::Effect;
use ipsec_conf::keyword::Side;
use ipsec_conf::target::Reader;
use ipsec_conf::text::printable;
use ipsec_conf::value::{Host, IkeVersion};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};
use crate::summary::{Auto, Summary};

declare_rule! {
    /// Two conns for any peer with the same ends and identities and different authentication.
    ///
    /// ## What it does
    ///
    /// Finds IKEv2 conns with `right=%any` (or `left=%any`) that have the same addresses and identities, and authenticate in
    /// different ways.
    ///
    /// ## Why it matters
    ///
    /// The first message of an IKEv2 peer says neither who it is nor how it authenticates. Libreswan has to answer for one of the
    /// conns, and can change to another one later only when the identities differ. Which one it takes depends on the order in
    /// which they were loaded; peers of the other one are refused.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn with-key
    ///     left=192.0.2.1
    ///     right=%any
    ///     authby=secret
    ///     auto=add
    /// conn with-certificate
    ///     left=192.0.2.1
    ///     right=%any
    ///     authby=rsasig
    ///     auto=add
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn with-key
    ///     left=192.0.2.1
    ///     right=%any
    ///     rightid=@phone.example
    ///     authby=secret
    ///     auto=add
    /// conn with-certificate
    ///     left=192.0.2.1
    ///     right=%any
    ///     rightid=%fromcert
    ///     authby=rsasig
    ///     auto=add
    /// ```
    ///
    /// ## See also
    ///
    /// `overlapping-conns`
    pub struct IdenticalMatch {
        code: "P111", name: "identical-match", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for IdenticalMatch {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn compares_conns(&self) -> bool {
        true
    }

    fn check_conns(&self, conns: &[Summary<'_>], cx: &mut Context<'_>) {
        if !matches!(cx.reader(), Reader::Libreswan4 | Reader::Libreswan5) {
            return;
        }
        let mut first: HashMap<(&Host, &Host, &str, &str), &Summary<'_>> = HashMap::default();
        for conn in conns.iter().filter(|conn| is_responder(conn)) {
            let [left, right] = &conn.ends;
            let (Some(left_host), Some(right_host)) = (&left.host, &right.host) else {
                continue;
            };
            let known = *first
                .entry((left_host, right_host, &left.id, &right.id))
                .or_insert(conn);
            if methods(known) != methods(conn) {
                report(known, conn, cx);
            }
        }
    }
}

fn is_responder(conn: &Summary<'_>) -> bool {
    let is_any = conn
        .ends
        .iter()
        .any(|end| end.host.as_ref().is_some_and(Host::is_any));
    is_any
        && conn.auto != Auto::Not
        && conn.negotiates()
        && conn.ike_version != Some(IkeVersion::V1)
}

/// In an order of their own; what is not written is what the target takes by itself.
fn methods<'a>(conn: &'a Summary<'_>) -> Vec<&'a str> {
    let mut methods: Vec<&str> = conn
        .auth
        .split([',', ' ', '|'])
        .filter(|word| !word.is_empty())
        .collect();
    methods.sort_unstable();
    methods.dedup();
    methods
}

fn report(first: &Summary<'_>, second: &Summary<'_>, cx: &mut Context<'_>) {
    let name = |conn: &Summary<'_>| cx.model.section(conn.id).name.to_string();
    let (first_name, second_name) = (name(first), name(second));
    let place = |conn: &Summary<'_>| {
        let any = Side::BOTH
            .into_iter()
            .find(|&side| conn.end(side).host.as_ref().is_some_and(Host::is_any));
        any.and_then(|side| conn.end(side).host_span)
    };
    let (Some(span), Some(related)) = (place(second), place(first)) else {
        return;
    };
    let finding = cx
        .finding(Effect::Works, span, format!("a peer of conn `{}` looks like one of conn `{}`", printable(&second_name), printable(&first_name)))
        .related(related, format!("conn `{}` has the same ends and identities", printable(&first_name)))
        .note(format!("{} answers for one of them, whichever it finds first, and refuses the peers of the other one", cx.program()))
        .help("give the peers different identities with `rightid=`, or use one way to authenticate")
        .conn(second_name);
    cx.report(finding);
}
