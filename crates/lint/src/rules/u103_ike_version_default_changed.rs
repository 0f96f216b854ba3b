//! An IKE version that the release decides.

use ipsec_conf::Version;
use ipsec_conf::diagnostic::Fix;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::{Conn, Setting};

use crate::context::Context;
use crate::facts::is_yes;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn for which the release decides which IKE version it speaks.
    ///
    /// ## What it does
    ///
    /// Finds conns without `ikev2=` and `keyexchange=`: for Libreswan before 3.28 all of them, for newer ones those with
    /// settings of IKEv1, such as `aggressive=yes` and `leftxauthserver=yes`.
    ///
    /// ## Why it matters
    ///
    /// Libreswan negotiated IKEv1 unless told otherwise up to 3.27, and negotiates IKEv2 from 3.28 on. A file that was
    /// written for the one stops working with the other, and a setting for IKEv1 has no effect in an IKEv2 conn.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@3.27
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     authby=secret
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     authby=secret
    ///     leftxauthserver=yes
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@3.27
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     authby=secret
    ///     ikev2=no
    /// ```
    ///
    /// ## See also
    ///
    /// `ikev2-spelling`, `ikev1`
    pub struct IkeVersionDefault {
        code: "U103", name: "ike-version-default-changed", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for IkeVersionDefault {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_libreswan()
            || cx.facts().is_shunt_or_opportunistic()
            || conn.ike_version().is_some()
        {
            return;
        }
        let is_unset = |id: &str| conn.get(id, None).is_none();
        let says_nothing = is_unset("ikev2")
            && conn
                .text("keyexchange", None)
                .is_none_or(|word| word.eq_ignore_ascii_case("ike"));
        if !says_nothing {
            return;
        }
        let note = "Libreswan negotiates IKEv1 by default up to 3.27 and IKEv2 from 3.28 on";
        if cx.target().version < Version::new(3, 28, 0) {
            let finding = cx.weakness(conn,
                cx.name_span(conn),
                "the release decides which IKE version the conn speaks",
            )
            .note(note);
            cx.report(finding.help("write `ikev2=no` to keep IKEv1, or `ikev2=insist`"));
            return;
        }
        let Some(old) = ikev1_setting(conn) else {
            return;
        };
        let (word, key) = if cx.is_libreswan_5() {
            ("ikev1", "keyexchange")
        } else {
            ("no", "ikev2")
        };
        let span = conn.key_span(old);
        let finding = cx.weakness(conn,
            span,
            format!(
                "`{}` is for IKEv1, and the conn speaks IKEv2",
                old.spelling()
            ),
        )
        .note(note)
        .help(format!(
            "write `{key}={word}` if the peer speaks IKEv1, or remove the line"
        ));
        let at = conn.line_span(old);
        let line = conn.model.sources().slice(at).to_owned();
        let indent: String = line
            .chars()
            .take_while(|c| matches!(c, ' ' | '\t'))
            .collect();
        let start = ipsec_conf::Span {
            end: at.start,
            ..at
        };
        cx.report(finding.fix(Fix::risky(
            format!("add `{key}={word}`"),
            start,
            format!("{indent}{key}={word}\n"),
        )));
    }
}

/// A setting that only `IKEv1` acts on.
fn ikev1_setting<'c, 'm>(conn: &'c Conn<'m>) -> Option<&'c Setting<'m>> {
    let aggressive = conn
        .get("aggressive", None)
        .filter(|_| is_yes(conn, "aggressive", None));
    let of_side = |id: &str, side: Side| {
        conn.get(id, Some(side))
            .filter(|_| is_yes(conn, id, Some(side)))
    };
    let xauth = || {
        Side::BOTH
            .into_iter()
            .find_map(|side| of_side("xauthserver", side).or_else(|| of_side("xauthclient", side)))
    };
    aggressive.or_else(xauth)
}
