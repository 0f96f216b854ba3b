//! A pool without narrowing.

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::{is_no, set};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `narrowing=no` with an address pool.
    ///
    /// ## What it does
    ///
    /// Finds conns that give addresses to clients and forbid the narrowing that this takes.
    ///
    /// ## Why it matters
    ///
    /// The client asks for everything and is narrowed to its address. Libreswan 5 turns narrowing on by itself and refuses a
    /// conn that turns it off.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=%any
    ///     rightaddresspool=10.9.0.0/24
    ///     narrowing=no
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=%any
    ///     rightaddresspool=10.9.0.0/24
    /// ```
    ///
    /// ## See also
    ///
    /// M121.
    pub struct NarrowingOffWithPool {
        code: "M155", name: "narrowing-off-with-pool", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan >= 5", fix: Sometimes
    }
}

impl Rule for NarrowingOffWithPool {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        if !cx.is_libreswan_5() || facts.is_shunt() || !is_no(conn, "narrowing", None) {
            return;
        }
        let Some(pool) = Side::BOTH
            .into_iter()
            .find_map(|side| set(conn, "addresspool", Some(side)))
        else {
            return;
        };
        let narrowing = conn
            .get("narrowing", None)
            .expect("bug: the value was read from it");
        let fix = cx.removal(conn, narrowing);
        let finding = cx
            .refusal(
                conn.value_span(narrowing),
                format!("`narrowing=no` with `{}`", pool.spelling()),
            )
            .related(conn.value_span(pool), "the pool is set here")
            .help("remove `narrowing`")
            .fix(fix);
        cx.report(finding);
    }
}
