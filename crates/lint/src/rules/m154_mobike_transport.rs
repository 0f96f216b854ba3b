//! MOBIKE in transport mode.

use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::{Kind, is_yes};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `mobike=yes` with `type=transport`.
    ///
    /// ## What it does
    ///
    /// Finds conns that ask for MOBIKE and are not tunnels.
    ///
    /// ## Why it matters
    ///
    /// MOBIKE changes the outer addresses of a tunnel; in transport mode they are the inner ones. Libreswan 5 refuses the
    /// conn.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     type=transport
    ///     mobike=yes
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     type=tunnel
    ///     mobike=yes
    /// ```
    pub struct MobikeTransport {
        code: "M154", name: "mobike-transport", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan >= 5", fix: Sometimes
    }
}

impl Rule for MobikeTransport {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        if !cx.is_libreswan_5()
            || facts.kind != Kind::Transport
            || facts.is_v1()
            || !is_yes(conn, "mobike", None)
        {
            return;
        }
        let [mobike, kind] = ["mobike", "type"].map(|id| {
            conn.get(id, None)
                .expect("bug: the values were read from them")
        });
        let fix = cx.removal(conn, mobike);
        let finding = cx
            .refusal(conn.value_span(mobike), "MOBIKE needs a tunnel")
            .related(conn.value_span(kind), "the type is set here")
            .help("remove `mobike`, or write `type=tunnel`")
            .fix(fix);
        cx.report(finding);
    }
}
