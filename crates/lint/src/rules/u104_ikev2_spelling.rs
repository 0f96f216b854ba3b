//! Old words for the IKE version.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::{Conn, Setting};
use ipsec_conf::value::IkeVersion;
use ipsec_conf::{Effect, Severity, Span, Version};

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `ikev2=` with words whose meaning moved, or at all where `keyexchange=` took its place.
    ///
    /// ## What it does
    ///
    /// Finds `ikev2=` under Libreswan 5, and the words `insist`, `propose`, `permit`, `never` and `always` of it under
    /// Libreswan 3.28 to 4.15.
    ///
    /// ## Why it matters
    ///
    /// From 3.28 on there are two answers left: `permit` and `never` mean no, the others yes. Libreswan 5 takes
    /// `keyexchange=ikev1` or `ikev2`; it still reads `ikev2=`, says that it has been replaced, and ignores it where it
    /// contradicts `keyexchange=`.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ikev2=insist
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ikev2=permit
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     keyexchange=ikev2
    /// ```
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ikev2=no
    /// ```
    ///
    /// ## See also
    ///
    /// `ike-version-default-changed`
    pub struct Ikev2Spelling {
        code: "U104", name: "ikev2-spelling", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for Ikev2Spelling {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_libreswan() || cx.target().version < Version::new(3, 28, 0) {
            return;
        }
        let Some(ikev2) = conn
            .get("ikev2", None)
            .filter(|setting| conn.reading(setting).value.is_some())
        else {
            return;
        };
        if !cx.is_libreswan_5() {
            older(conn, ikev2, cx);
            return;
        }
        let Some(version) = word_version(&ikev2.value.text) else {
            return;
        };
        let word = if version == IkeVersion::V2 {
            "ikev2"
        } else {
            "ikev1"
        };
        let key = conn.key_span(ikev2);
        let whole = Span {
            end: conn.value_span(ikev2).end,
            ..key
        };
        let other = conn
            .get("keyexchange", None)
            .filter(|setting| !setting.value.text.eq_ignore_ascii_case("ike"));
        if let Some(other) = other {
            let agrees = other.value.text.eq_ignore_ascii_case(word);
            let effect = if agrees {
                Effect::Works
            } else {
                Effect::Ignored
            };
            let message = if agrees {
                "`keyexchange=` says it already"
            } else {
                "`keyexchange=` says otherwise and wins"
            };
            let line = conn.line_span(ikev2);
            let finding = cx
                .finding(effect, key, message)
                .related(conn.value_span(other), "it is set here")
                .note(format!(
                    "{} ignores `ikev2=` beside `keyexchange=`",
                    cx.program()
                ))
                .help("remove the line")
                .fix(Fix::safe("remove the line", line, ""));
            cx.report(finding);
            return;
        }
        let finding = cx
            .finding(
                Effect::Works,
                key,
                format!(
                    "`ikev2={}` has been replaced by `keyexchange={word}`",
                    ikev2.value.text
                ),
            )
            .note("Libreswan says so in its log from 5.0 on")
            .help(format!("write `keyexchange={word}`"))
            .fix(Fix::safe(
                format!("write `keyexchange={word}`"),
                whole,
                format!("keyexchange={word}"),
            ));
        cx.report(finding);
    }
}

/// Two values are left from 3.28 on.
fn older(conn: &Conn<'_>, ikev2: &Setting<'_>, cx: &mut Context<'_>) {
    let text = ikev2.value.text.to_ascii_lowercase();
    let (word, next) = match text.as_str() {
        "permit" | "never" => ("no", "ikev1"),
        "insist" | "propose" | "always" => ("yes", "ikev2"),
        _ => return,
    };
    let span = conn.value_span(ikev2);
    let finding = cx
        .finding(Effect::Works, span, format!("`{text}` means `{word}`"))
        .severity(Severity::Info)
        .note(format!(
            "from 3.28 on there are two answers, and Libreswan 5 wants `keyexchange={next}`"
        ))
        .help(format!("write `{word}`"))
        .fix(Fix::safe(format!("write `{word}`"), span, word));
    cx.report(finding);
}

fn word_version(text: &str) -> Option<IkeVersion> {
    match text.to_ascii_lowercase().as_str() {
        "yes" | "propose" | "insist" | "always" | "true" | "on" | "y" => Some(IkeVersion::V2),
        "no" | "never" | "permit" | "false" | "off" | "n" => Some(IkeVersion::V1),
        _ => None,
    }
}
