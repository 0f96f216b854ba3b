//! Compatibility switches for everybody.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::{is_no, is_yes};

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A switch for one odd peer in a conn for all peers.
    ///
    /// ## What it does
    ///
    /// Finds `ms-dh-downgrade=yes`, `fake-strongswan=yes` and `require-id-on-certificate=no` in conns with `right=%any`.
    ///
    /// ## Why it matters
    ///
    /// Each of them gives up a check or a group for the sake of one kind of peer. In a conn for any peer Libreswan does so
    /// for all of them: an attacker can ask for the weaker way as well.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=%any
    ///     authby=rsasig
    ///     ms-dh-downgrade=yes
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=%any
    ///     authby=rsasig
    /// ```
    pub struct Compatibility {
        code: "X119", name: "ms-dh-downgrade", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for Compatibility {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_libreswan()
            || cx.facts().is_shunt_or_opportunistic()
            || cx.facts().any_peer().is_none()
        {
            return;
        }
        let switches = [
            (
                "ms-dh-downgrade",
                true,
                "lets the peer rekey with a weaker group",
            ),
            ("fake-strongswan", true, "poses as another program"),
            (
                "require-id-on-certificate",
                false,
                "lets a certificate stand for an identity that it does not hold",
            ),
        ];
        for (id, when, what) in switches {
            let is_open = if when {
                is_yes(conn, id, None)
            } else {
                is_no(conn, id, None)
            };
            let Some(setting) = conn.get(id, None).filter(|_| is_open) else {
                continue;
            };
            let span = conn.value_span(setting);
            let closed = if when { "no" } else { "yes" };
            let finding = cx.weakness(conn,
                span,
                format!("`{id}={}` {what}, for every peer", setting.value.text),
            )
            .note(format!(
                "{} makes no difference between the peers of a conn",
                cx.program()
            ))
            .help("keep it in a conn for the peers that need it")
            .fix(Fix::risky(format!("write `{closed}`"), span, closed));
            cx.report(finding);
        }
    }
}
