//! Opportunistic encryption with `IKEv1`.

use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::set_any;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// An opportunistic conn that negotiates IKEv1.
    ///
    /// ## What it does
    ///
    /// Finds conns with `%opportunistic` or `%opportunisticgroup` and IKEv1.
    ///
    /// ## Why it matters
    ///
    /// Libreswan refuses to add the conn. It takes `authby=secret` and `pfs=no` there (4.10 and 5.4 were asked), though a
    /// secret shared with everybody proves nothing.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// config setup
    ///     ikev1-policy=accept
    ///
    /// conn t
    ///     left=%defaultroute
    ///     right=%opportunisticgroup
    ///     authby=rsasig
    ///     ikev2=no
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=%defaultroute
    ///     right=%opportunisticgroup
    ///     authby=rsasig
    /// ```
    pub struct OpportunisticConstraints {
        code: "M190", name: "opportunistic-constraints", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for OpportunisticConstraints {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        if !cx.is_libreswan() || !facts.is_opportunistic || !facts.is_v1() || facts.is_shunt()
        {
            return;
        }
        let Some(setting) = set_any(conn, &["keyexchange", "ikev2"]) else {
            return;
        };
        let finding = cx
            .refusal(
                conn.value_span(setting),
                "an opportunistic conn needs IKEv2",
            )
            .help("remove the line");
        cx.report(finding);
    }
}
