//! A port of the peer's choice at both ends.

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::value::Port;

use crate::context::Context;
use crate::facts::End;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `leftprotoport=` and `rightprotoport=` both end in `/%any`.
    ///
    /// ## What it does
    ///
    /// Finds conns where each client may choose its port at either end.
    ///
    /// ## Why it matters
    ///
    /// `/%any` stands for one port that is known when the peer comes. Libreswan refuses a conn where neither end has a known
    /// port.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftprotoport=tcp/%any
    ///     rightprotoport=tcp/%any
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftprotoport=udp/1701
    ///     rightprotoport=udp/%any
    /// ```
    ///
    /// ## See also
    ///
    /// M129.
    pub struct ProtoportAnyBoth {
        code: "M128", name: "protoport-any-both", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for ProtoportAnyBoth {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let is_open = |end: &End| {
            end.protoport
                .is_some_and(|protoport| protoport.port == Port::Wildcard)
        };
        if !cx.is_libreswan() || !is_open(&facts.left) || !is_open(&facts.right) {
            return;
        }
        let [left, right] =
            Side::BOTH.map(|side| conn.get("protoport", Some(side)).expect("bug: it was read"));
        let finding = cx
            .refusal(conn.value_span(right), "both ends have the port `%any`")
            .related(conn.value_span(left), "left is set here")
            .help("name the port of the server's end, or leave the port out for all ports");
        cx.report(finding);
    }
}
