//! IKEv1 where the daemon drops it.

use ipsec_conf::Effect;
use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::Conn;
use ipsec_conf::syntax::SectionKind;
use ipsec_conf::value::IkeVersion;

use crate::context::Context;
use crate::facts;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// An IKEv1 conn while the default of Libreswan 5 drops IKEv1.
    ///
    /// ## What it does
    ///
    /// Finds conns with `keyexchange=ikev1` or `ikev2=no` in configurations without `ikev1-policy=`.
    ///
    /// ## Why it matters
    ///
    /// From 5.0 on the default is `ikev1-policy=drop`: the conn is refused when it is added, with "global ikev1-policy=drop
    /// does not allow IKEv1 connections". Packages of Libreswan 4, such as those of Debian, are built with the same
    /// default; that is a finding of `ikev1-conn-globally-off`.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     keyexchange=ikev1
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// config setup
    ///     ikev1-policy=accept
    ///
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     keyexchange=ikev1
    /// ```
    ///
    /// ## See also
    ///
    /// `ikev1`, `ikev1-conn-globally-off`
    pub struct Ikev1DefaultOff {
        code: "U106", name: "ikev1-default-off", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan from 5.0", fix: Sometimes
    }
}

impl Rule for Ikev1DefaultOff {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let is_unset = cx
            .setup
            .get("ikev1-policy")
            .is_none_or(|value| value.text.is_empty());
        if !facts::is_libreswan_5(cx.target())
            || !is_unset
            || conn.is_shunt()
            || conn.ike_version() != Some(IkeVersion::V1)
        {
            return;
        }
        let says_it = |id: &str| {
            conn.text(id, None)
                .is_some_and(|word| !word.eq_ignore_ascii_case("ike"))
        };
        let Some(setting) = ["keyexchange", "ikev2"]
            .into_iter()
            .find(|id| says_it(id))
            .and_then(|id| conn.get(id, None))
        else {
            return;
        };
        let mut finding = cx
            .finding(
                Effect::ConnRefused,
                conn.value_span(setting),
                "the conn needs IKEv1, which the daemon drops by default",
            )
            .note("the default of `ikev1-policy` is `drop` from Libreswan 5.0 on")
            .help("use IKEv2, or add `ikev1-policy=accept` to `config setup`");
        if let Some((_, setup)) = cx
            .model
            .sections()
            .find(|(_, section)| section.kind == SectionKind::Setup)
        {
            let end = ipsec_conf::Span {
                start: setup.header_span.end,
                ..setup.header_span
            };
            finding = finding.fix(Fix::risky("accept IKEv1", end, "\n\tikev1-policy=accept"));
        }
        cx.report(finding);
    }
}
