//! One address per client, beside a conn for all.

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::{Effect, Span};

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn for one certificate beside a conn for every certificate.
    ///
    /// ## What it does
    ///
    /// Finds conns for any peer with a distinguished name in `rightid=` and a pool of one address, in files that have
    /// another conn for any peer with `rightid=%fromcert`.
    ///
    /// ## Why it matters
    ///
    /// The conn for the one client gives it its own address. Libreswan 4.15 switched to it when the certificate arrived;
    /// Libreswan 5.0 stays with the conn for all, and the client gets an address of the common pool.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn all
    ///     left=192.0.2.1
    ///     leftcert=gw
    ///     right=%any
    ///     rightid=%fromcert
    ///     rightca=%same
    ///     rightaddresspool=10.9.0.10-10.9.0.99
    ///
    /// conn one
    ///     left=192.0.2.1
    ///     leftcert=gw
    ///     right=%any
    ///     rightid="CN=one, O=Example"
    ///     rightaddresspool=10.9.0.5-10.9.0.5
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn all
    ///     left=192.0.2.1
    ///     leftcert=gw
    ///     right=%any
    ///     rightid=%fromcert
    ///     rightca=%same
    ///     rightaddresspool=10.9.0.10-10.9.0.99
    /// ```
    pub struct PerClientId {
        code: "U128", name: "per-client-id-with-fromcert", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan from 5.0", fix: Never
    }
}

impl Rule for PerClientId {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        if !cx.is_libreswan_5() {
            return;
        }
        let (mut for_all, mut for_one): (Option<Span>, Vec<(Span, String)>) = (None, Vec::new());
        for (id, _) in cx.model.named_conns() {
            let conn = cx.model.resolved(id);
            let Some(side) = Side::BOTH
                .into_iter()
                .find(|side| conn.text("host", Some(*side)) == Some("%any"))
            else {
                continue;
            };
            let Some(peer) = conn.get("id", Some(side)) else {
                continue;
            };
            if &*peer.value.text == "%fromcert" {
                for_all = for_all.or(Some(conn.value_span(peer)));
            } else if peer.value.text.contains('=') && has_one_address(&conn, side) {
                for_one.push((conn.value_span(peer), conn.name().to_owned()));
            }
        }
        let Some(for_all) = for_all else { return };
        for (span, name) in for_one {
            let finding = cx
                .finding(Effect::Works, span, "the client may get the conn for all instead of this one")
                .related(for_all, "every certificate fits here")
                .note("Libreswan 4.15 switches to the conn of the identity; Libreswan 5.0 stays with the first that fits")
                .help("give the client an `@name` of its own and ask for it in `rightid=`")
                .conn(name);
            cx.report(finding);
        }
    }
}

fn has_one_address(conn: &Conn<'_>, side: Side) -> bool {
    let pool = conn.text("addresspool", Some(side));
    pool.is_some_and(|pool| {
        pool.ends_with("/32")
            || pool
                .split_once('-')
                .is_some_and(|(from, to)| from.trim() == to.trim())
    })
}
