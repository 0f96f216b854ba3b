//! Proposals for two protocols.

use ipsec_conf::Effect;
use ipsec_conf::Span;
use ipsec_conf::model::Conn;
use ipsec_conf::text::printable;

use crate::context::Context;
use crate::facts::{set, word};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `esp=` and `ah=` in one conn, or a proposal that is not for the protocol of `phase2=`.
    ///
    /// ## What it does
    ///
    /// Finds conns with two of `esp=`, `ah=` and `phase2alg=`, and `esp=` with `phase2=ah` or `ah=` with `phase2=esp`.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 5 keeps the three apart and refuses the conn; before, they were one keyword, and a second one was a
    /// duplicate (S104). strongSwan means to refuse `esp=` with `ah=`, but takes them, and the later one wins.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     esp=aes
    ///     ah=sha2_256
    /// ```
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     phase2=ah
    ///     esp=aes
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     esp=aes128-sha256
    ///     ah=sha256
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     esp=aes
    /// ```
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     phase2=ah
    ///     ah=sha2_256
    /// ```
    ///
    /// ## See also
    ///
    /// S104.
    pub struct EspAndAh {
        code: "M144", name: "esp-and-ah", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan >= 5, strongSwan", fix: Never
    }
}

impl Rule for EspAndAh {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let is_strongswan = cx.is_strongswan();
        if !(cx.is_libreswan_5() || is_strongswan) || facts.is_shunt() {
            return;
        }
        let [esp, ah, any] = ["esp", "ah", "phase2alg"].map(|id| set(conn, id, None));
        let pair = match (esp, ah, any.filter(|_| !is_strongswan)) {
            (Some(one), Some(other), _)
            | (Some(one), None, Some(other))
            | (None, Some(one), Some(other)) => Some((one, other)),
            _ => None,
        };
        if let Some((one, other)) = pair {
            let (span, related) = in_order(conn.key_span(one), conn.key_span(other));
            let message = format!(
                "`{}` and `{}` in one conn",
                one.spelling(),
                other.spelling()
            );
            let finding = if is_strongswan {
                let note = format!(
                    "{} means to refuse it and takes it nevertheless; one of them has no effect",
                    cx.program()
                );
                cx.finding(Effect::Misread, span, message).note(note)
            } else {
                cx.refusal(span, message)
            };
            cx.report(
                finding
                    .related(related, "the other one is here")
                    .help("keep the one of the protocol you want"),
            );
            return;
        }
        let Some(phase2) = set(conn, "phase2", None).filter(|_| !is_strongswan) else {
            return;
        };
        let wrong = match word(conn, "phase2", None) {
            Some("ah") => esp,
            Some("esp") => ah,
            _ => None,
        };
        let Some(wrong) = wrong else { return };
        let message = format!(
            "`{}` with `phase2={}`",
            wrong.spelling(),
            printable(&phase2.value.text)
        );
        let finding = cx
            .refusal(conn.key_span(wrong), message)
            .related(conn.value_span(phase2), "the protocol is set here")
            .help("remove `phase2`: the proposal says which protocol it is for");
        cx.report(finding);
    }
}

/// The later place, and the earlier one.
fn in_order(one: Span, other: Span) -> (Span, Span) {
    if one < other {
        (other, one)
    } else {
        (one, other)
    }
}
