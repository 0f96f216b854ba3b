//! A protocol at one end only.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;

use crate::context::Context;
use crate::facts::{End, set};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `leftprotoport=` without `rightprotoport=`, or with another protocol.
    ///
    /// ## What it does
    ///
    /// Compares the protocols of the two ends.
    ///
    /// ## Why it matters
    ///
    /// A packet has one protocol: where the two differ nothing matches, and where one end has none the programs disagree on
    /// what is meant.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftprotoport=udp/1701
    ///     rightprotoport=tcp/%any
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftprotoport=udp/1701
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
    /// M128.
    pub struct ProtoportOneSided {
        code: "M129", name: "protoport-one-sided", severity: Warning, enabled: true,
        since: "0.1", dialects: "Openswan, Libreswan", fix: Never
    }
}

impl Rule for ProtoportOneSided {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let is_theirs = matches!(
            cx.reader(),
            Reader::Openswan | Reader::Libreswan4 | Reader::Libreswan5
        );
        let is_unreadable = |end: &&End| {
            end.protoport.is_none() && set(conn, "protoport", Some(end.side)).is_some()
        };
        if !is_theirs || facts.ends().iter().any(is_unreadable) {
            return;
        }
        let (message, end) = match (facts.left.protoport, facts.right.protoport) {
            (Some(left), Some(right)) if left.protocol != right.protocol => (
                "the two ends have different protocols".to_owned(),
                &facts.right,
            ),
            (Some(_), None) if !facts.right.has_subnets => (
                format!(
                    "`leftprotoport` without `{}`",
                    facts.right.spell("protoport")
                ),
                &facts.left,
            ),
            (None, Some(_)) if !facts.left.has_subnets => (
                format!(
                    "`rightprotoport` without `{}`",
                    facts.left.spell("protoport")
                ),
                &facts.right,
            ),
            _ => return,
        };
        let setting = conn
            .get("protoport", Some(end.side))
            .expect("bug: the value was read from it");
        let finding = cx
            .finding(Effect::Works, conn.value_span(setting), message)
            .note(format!("{} loads it", cx.program()))
            .help("write the same protocol at both ends");
        cx.report(finding);
    }
}
