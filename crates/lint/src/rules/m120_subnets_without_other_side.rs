//! `leftsubnets=` with nothing opposite.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `leftsubnets=` in a conn whose other end has neither `rightsubnet=` nor `rightsubnets=`.
    ///
    /// ## What it does
    ///
    /// Finds lists of subnets at one end with no subnet at the other one.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 3 and 4, and Openswan, pair each subnet of the list with each one of the other end; with none there, no conn
    /// is loaded, without a message. Libreswan 5 takes the host of the other end.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnets={10.1.0.0/16 10.3.0.0/16}
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnets={10.1.0.0/16 10.3.0.0/16}
    ///     rightsubnet=10.2.0.0/16
    /// ```
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnets={10.1.0.0/16 10.3.0.0/16}
    /// ```
    ///
    /// ## See also
    ///
    /// M122.
    pub struct SubnetsWithoutOtherSide {
        code: "M120", name: "subnets-without-other-side", severity: Error, enabled: true,
        since: "0.1", dialects: "Openswan, Libreswan", fix: Never
    }
}

impl Rule for SubnetsWithoutOtherSide {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !matches!(cx.reader(), Reader::Openswan | Reader::Libreswan4) {
            return;
        }
        let facts = cx.facts();
        for (end, other) in facts.pairs() {
            let is_alone = !end.more_nets.is_empty() && !other.has_subnet && !other.has_subnets;
            // With a plain subnet beside the list that one is loaded; M122 speaks of it.
            let Some(setting) =
                set(conn, "subnets", Some(end.side)).filter(|_| is_alone && !end.has_subnet)
            else {
                continue;
            };
            let message = format!(
                "`{}` has no subnet of the other end to go with",
                end.spell("subnets")
            );
            let note = format!("{} loads nothing and says nothing", cx.program());
            let finding = cx
                .finding(Effect::ConnRefused, conn.key_span(setting), message)
                .note(note)
                .help(format!(
                    "write `{}=`, with the address of the other end if that is meant",
                    other.spell("subnet")
                ));
            cx.report(finding);
        }
    }
}
