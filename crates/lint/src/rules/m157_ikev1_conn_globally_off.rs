//! A conn that speaks `IKEv1` while the daemon takes none.

use ipsec_conf::Effect;
use ipsec_conf::Version;
use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::Conn;
use ipsec_conf::syntax::SectionKind;
use ipsec_conf::text::printable;

use crate::context::Context;
use crate::facts::set_any;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn that asks for IKEv1 while `config setup` does not accept it.
    ///
    /// ## What it does
    ///
    /// Finds conns with `ikev2=no` or `keyexchange=ikev1` where `ikev1-policy` is `drop` or `reject`, or is not set and drops
    /// by default.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 5 drops IKEv1 unless `config setup` says `ikev1-policy=accept`, and refuses to add such a conn. Releases 4.2
    /// to 4.15 accept it as their authors ship them; Debian and Ubuntu build them with the policy of 5.0. A file without any
    /// `config setup` is judged as their packages judge it; where a `config setup` stands without the keyword, 4.x depends on
    /// the build, and the finding is a warning.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     keyexchange=ikev1
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// config setup
    ///     ikev1-policy=drop
    ///
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ikev2=no
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
    /// ```
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     keyexchange=ikev2
    /// ```
    ///
    /// ## See also
    ///
    /// IKEv1 is historic (RFC 9395): the better way out is IKEv2 at both ends.
    pub struct IkeV1GloballyOff {
        code: "M157", name: "ikev1-conn-globally-off", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for IkeV1GloballyOff {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let Some(version) = cx
            .libreswan()
            .filter(|version| *version >= Version::new(4, 2, 0))
        else {
            return;
        };
        let facts = cx.facts();
        if !facts.is_v1() || (facts.is_shunt() && cx.is_libreswan_5()) {
            return;
        }
        let policy = cx
            .setup
            .get("ikev1-policy")
            .filter(|value| !value.text.is_empty());
        if policy
            .as_ref()
            .is_some_and(|value| value.text.eq_ignore_ascii_case("accept"))
        {
            return;
        }
        let Some(asked) = set_any(conn, &["keyexchange", "ikev2"]) else {
            return;
        };
        let span = conn.value_span(asked);
        let program = cx.program();
        let is_certain = policy.is_some() || version >= Version::new(5, 0, 0) || !has_setup(cx);
        let finding = if is_certain {
            cx.finding(
                Effect::ConnRefused,
                span,
                "the conn asks for IKEv1, which `ikev1-policy` does not accept",
            )
        } else {
            cx.finding(
                Effect::Works,
                span,
                "whether the conn loads depends on how the program was built",
            )
        };
        let note = match &policy {
            Some(value) => format!(
                "{program} refuses the conn: the policy is `{}`",
                printable(&value.text)
            ),
            None if version >= Version::new(5, 0, 0) => {
                format!("{program} drops IKEv1 unless it is told to accept it")
            }
            None => format!(
                "{program} of Debian and Ubuntu drops IKEv1 unless it is told to accept it; its authors' own build accepts it"
            ),
        };
        let mut finding = finding
            .note(note)
            .help("write `ikev1-policy=accept` into `config setup`, or use IKEv2");
        if let Some(place) = cx.setup.value_span("ikev1-policy") {
            finding = finding
                .related(place, "the policy is set here")
                .fix(Fix::risky("accept IKEv1", place, "accept"));
        }
        cx.report(finding);
    }
}

fn has_setup(cx: &Context<'_>) -> bool {
    cx.model
        .sections()
        .any(|(_, section)| section.kind == SectionKind::Setup)
}
