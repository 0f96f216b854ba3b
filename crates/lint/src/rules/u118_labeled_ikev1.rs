//! Security labels with `IKEv1`.

use ipsec_conf::model::Conn;
use ipsec_conf::value::IkeVersion;
use ipsec_conf::{Effect, Severity};

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A security label in an IKEv1 conn.
    ///
    /// ## What it does
    ///
    /// Finds `sec-label=` (`policy-label=`) in conns that ask for IKEv1. Before 5.0 the coming change is mentioned.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 5.0 removed labelled IPsec from IKEv1 and refuses the conn: "IKEv1 does not support Labeled IPsec".
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// config setup
    ///     ikev1-policy=accept
    ///
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     keyexchange=ikev1
    ///     sec-label=a:b:c:d
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ikev2=no
    ///     sec-label=a:b:c:d
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     keyexchange=ikev2
    ///     sec-label=a:b:c:d
    /// ```
    pub struct LabeledIkev1 {
        code: "U118", name: "labeled-ikev1", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for LabeledIkev1 {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_libreswan() || cx.facts().ike != IkeVersion::V1 {
            return;
        }
        let Some(setting) = ["sec-label", "policy-label"]
            .into_iter()
            .find_map(|id| conn.get(id, None))
        else {
            return;
        };
        if setting.value.text.is_empty() {
            return;
        }
        let is_five = cx.is_libreswan_5();
        let effect = if is_five {
            Effect::ConnRefused
        } else {
            Effect::Works
        };
        let finding = cx
            .finding(
                effect,
                conn.key_span(setting),
                "IKEv1 has no security labels",
            )
            .help("use IKEv2");
        let finding = if is_five {
            finding
        } else {
            finding
                .severity(Severity::Info)
                .note("Libreswan refuses this from 5.0 on")
        };
        cx.report(finding);
    }
}
