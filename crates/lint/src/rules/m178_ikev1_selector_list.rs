//! A list of subnets in `IKEv1`.

use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::is_yes;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `leftsubnet=` with several networks in a conn that negotiates IKEv1.
    ///
    /// ## What it does
    ///
    /// Finds lists in `leftsubnet=` that IKEv1 cannot negotiate.
    ///
    /// ## Why it matters
    ///
    /// A quick mode of IKEv1 has one network at each end. Libreswan 5 refuses the conn, unless the end is a server that sends
    /// the list to Cisco clients (`cisco-split=yes` with `leftmodecfgserver=yes`).
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// config setup
    ///     ikev1-policy=accept
    ///
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     keyexchange=ikev1
    ///     leftsubnet=10.1.0.0/16,10.2.0.0/16
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// config setup
    ///     ikev1-policy=accept
    ///
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     keyexchange=ikev1
    ///     leftsubnets={10.1.0.0/16 10.2.0.0/16}
    /// ```
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnet=10.1.0.0/16,10.2.0.0/16
    /// ```
    pub struct IkeV1SelectorList {
        code: "M178", name: "ikev1-selector-list", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan >= 5", fix: Never
    }
}

impl Rule for IkeV1SelectorList {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        if !cx.is_libreswan_5() || !facts.is_v1() || facts.is_shunt() {
            return;
        }
        let splits = is_yes(conn, "cisco-split", None);
        for end in facts.ends() {
            if end.nets.len() < 2 || (splits && end.is_server) {
                continue;
            }
            let setting = conn
                .get("subnet", Some(end.side))
                .expect("bug: the selectors were read from it");
            let (name, lists) = (setting.spelling(), end.spell("subnets"));
            let finding = cx
                .refusal(
                    conn.value_span(setting),
                    format!("`{name}` lists several networks, and the conn negotiates IKEv1"),
                )
                .help(format!(
                    "write `{lists}=` for one tunnel each, or use IKEv2"
                ));
            cx.report(finding);
        }
    }
}
