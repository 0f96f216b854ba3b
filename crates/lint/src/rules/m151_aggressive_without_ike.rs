//! Aggressive mode without a proposal.

use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::{is_yes, set};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `aggressive=yes` with IKEv1 and no `ike=`.
    ///
    /// ## What it does
    ///
    /// Finds aggressive mode where nothing says which algorithms to propose.
    ///
    /// ## Why it matters
    ///
    /// The first message of aggressive mode carries a key of one group, so one proposal must be chosen. Libreswan 5 refuses
    /// the conn; 4.x offers its defaults.
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
    ///     aggressive=yes
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
    ///     aggressive=yes
    ///     ike=aes256-sha2;modp2048
    /// ```
    ///
    /// ```ipsec good libreswan@4.10
    /// config setup
    ///     ikev1-policy=accept
    ///
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ikev2=no
    ///     aggressive=yes
    /// ```
    ///
    /// ## See also
    ///
    /// M150 and X101.
    pub struct AggressiveWithoutIke {
        code: "M151", name: "aggressive-without-ike", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan >= 5", fix: Never
    }
}

impl Rule for AggressiveWithoutIke {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let is_aggressive = facts.is_v1() && !facts.is_shunt() && is_yes(conn, "aggressive", None);
        if !cx.is_libreswan_5() || !is_aggressive || set(conn, "ike", None).is_some() {
            return;
        }
        let setting = conn
            .get("aggressive", None)
            .expect("bug: the value was read from it");
        let finding = cx
            .refusal(conn.value_span(setting), "aggressive mode without `ike=`")
            .help("write one proposal, such as `ike=aes256-sha2;modp2048`");
        cx.report(finding);
    }
}
