//! `IKEv1`, which Libreswan 5 drops.

use ipsec_conf::model::Conn;
use ipsec_conf::value::IkeVersion;
use ipsec_conf::{Effect, Severity, Version};

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// An IKEv1 conn that Libreswan 5 drops by default.
    ///
    /// ## What it does
    ///
    /// Finds conns with `ikev2=no` in files for Libreswan before 4.2, which has no `ikev1-policy=`. For newer targets
    /// whether the conn loads is a finding of `ikev1-conn-globally-off`.
    ///
    /// ## Why it matters
    ///
    /// From 5.0 on the default is `ikev1-policy=drop`: the conn is refused when it is added, with "global ikev1-policy=drop
    /// does not allow IKEv1 connections". Packages of Libreswan 4, such as those of Debian, are built with the same
    /// default.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@3.32
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ikev2=no
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@3.32
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ikev2=insist
    /// ```
    ///
    /// ## See also
    ///
    /// `ikev1`, `ikev1-conn-globally-off`
    pub struct Ikev1DefaultOff {
        code: "U106", name: "ikev1-default-off", severity: Info, enabled: true,
        since: "0.1", dialects: "Libreswan before 4.2", fix: Never
    }
}

impl Rule for Ikev1DefaultOff {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let is_older =
            cx.is_libreswan() && cx.target().version < Version::new(4, 2, 0);
        let Some(ikev2) = conn
            .get("ikev2", None)
            .filter(|_| is_older && conn.ike_version() == Some(IkeVersion::V1))
        else {
            return;
        };
        if conn.is_shunt() {
            return;
        }
        let finding = cx
            .finding(Effect::Works, conn.value_span(ikev2), "Libreswan 5 drops IKEv1 by default")
            .severity(Severity::Info)
            .note("the default of `ikev1-policy` is `drop` from 5.0 on, and already in the Libreswan 4 packages of Debian and Ubuntu")
            .help("use IKEv2, or plan `ikev1-policy=accept` for `config setup`");
        cx.report(finding);
    }
}
