//! A server that has no addresses to give.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `leftmodecfgserver=yes` with a pool at its own end, or with no address for the client.
    ///
    /// ## What it does
    ///
    /// Finds servers of addresses whose pool stands at the wrong end, or nowhere.
    ///
    /// ## Why it matters
    ///
    /// The pool belongs to the end of the client. Libreswan 5 refuses a conn with the pool at the end of the server; without
    /// a pool, a client that asks for an address gets none.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=%any
    ///     leftmodecfgserver=yes
    ///     leftaddresspool=10.9.0.0/24
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=%any
    ///     leftmodecfgserver=yes
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=%any
    ///     leftmodecfgserver=yes
    ///     rightaddresspool=10.9.0.0/24
    /// ```
    ///
    /// ## See also
    ///
    /// M121 and M185.
    pub struct ModecfgServerWithoutPool {
        code: "M184", name: "modecfg-server-without-pool", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for ModecfgServerWithoutPool {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        if !cx.is_libreswan() || facts.is_shunt() || facts.is_opportunistic {
            return;
        }
        for (end, other) in facts.pairs().into_iter().filter(|(end, _)| end.is_server) {
            let server = conn
                .get("modecfgserver", Some(end.side))
                .expect("bug: the value was read from it");
            let name = server.spelling();
            let pool_name = other.spell("addresspool");
            if let Some(pool) = set(conn, "addresspool", Some(end.side)) {
                let message = format!("`{name}` and `{}` at one end", pool.spelling());
                let finding = if cx.is_libreswan_5() {
                    cx.refusal(conn.key_span(pool), message)
                } else {
                    let note =
                        format!("{} loads it, and has no address for a client", cx.program());
                    cx.finding(Effect::Works, conn.key_span(pool), message)
                        .note(note)
                };
                let finding = finding
                    .related(conn.key_span(server), "the server is here")
                    .help(format!("write `{pool_name}=`"));
                cx.report(finding);
            } else if !other.has_pool && !other.has_subnet && other.is_any() {
                let finding = cx
                    .finding(
                        Effect::Works,
                        conn.key_span(server),
                        format!("`{name}` without `{pool_name}`"),
                    )
                    .note(format!(
                        "{} has no address for a client that asks for one",
                        cx.program()
                    ))
                    .help(format!(
                        "write `{pool_name}=10.9.0.0/24` with a network of your own"
                    ));
                cx.report(finding);
            }
        }
    }
}
