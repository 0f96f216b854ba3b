//! A list of subnets with `IKEv1`.

use ipsec_conf::Effect;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;
use ipsec_conf::value::{IkeVersion, Value};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A list in `leftsubnet=` of a conn with IKEv1, of which strongSwan uses the first pair.
    ///
    /// ## What it does
    ///
    /// Finds `leftsubnet=` and `rightsubnet=` with more than one network and `keyexchange=ikev1`.
    ///
    /// ## Why it matters
    ///
    /// IKEv1 negotiates one pair of networks for each SA. strongSwan takes the first one of each list and says nothing:
    /// traffic of the others goes out without protection, or not at all.
    ///
    /// ## Example
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     keyexchange=ikev1
    ///     leftsubnet=10.1.0.0/24,10.2.0.0/24
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     keyexchange=ikev2
    ///     leftsubnet=10.1.0.0/24,10.2.0.0/24
    /// ```
    ///
    /// ## See also
    ///
    /// V116 subnet-list-not-supported
    pub struct Ikev1ListTakesFirst {
        code: "V117", name: "ikev1-list-takes-first", severity: Warning, enabled: true,
        since: "0.1", dialects: "strongSwan", fix: Never
    }
}

impl Rule for Ikev1ListTakesFirst {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if cx.reader() != Reader::StrongSwan || conn.ike_version() != Some(IkeVersion::V1) {
            return;
        }
        for side in Side::BOTH {
            let Some(setting) = conn.get("subnet", Some(side)) else {
                continue;
            };
            let Some(Value::Subnets(list)) = &conn.reading(setting).value else {
                continue;
            };
            if list.len() < 2 {
                continue;
            }
            let message = format!("of the {} networks only {} is used", list.len(), list[0]);
            cx.report(
                cx.finding(Effect::Ignored, conn.value_span(setting), message)
                    .note(format!(
                        "IKEv1 has one network for each end, and {} takes the first of the list",
                        cx.program()
                    ))
                    .help("write one conn for each pair of networks, or use `keyexchange=ikev2`"),
            );
        }
    }
}
