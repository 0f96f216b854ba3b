//! Values that the release decides.

use ipsec_conf::keyword;
use ipsec_conf::model::Conn;
use ipsec_conf::{Effect, Severity};

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn that relies on a default value that moved.
    ///
    /// ## What it does
    ///
    /// Finds conns without `ikelifetime=`, `replay-window=`, `esn=` or `initial-contact=` and says when the default moved.
    /// It is off unless it is selected.
    ///
    /// ## Why it matters
    ///
    /// An upgrade then changes what the conn does: `ikelifetime` went from 1h to 8h in 4.2, `initial-contact` came on in
    /// 4.5, `replay-window` went from 32 to 128 and `esn` to "either" in 4.6.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ikelifetime=8h
    ///     replay-window=128
    ///     esn=either
    ///     initial-contact=yes
    /// ```
    ///
    /// ## See also
    ///
    /// `default-proposals-changed`
    pub struct DefaultValueChanged {
        code: "U108", name: "default-value-changed", severity: Info, enabled: false,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for DefaultValueChanged {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_libreswan() || cx.facts().is_shunt_or_opportunistic() {
            return;
        }
        let mut moved = MOVED
            .iter()
            .filter(|(id, _)| {
                conn.get(id, None).is_none()
                    && keyword::by_id(id).is_some_and(|keyword| keyword.span(cx.target()).is_some())
            })
            .peekable();
        if moved.peek().is_none() {
            return;
        }
        let mut finding = cx
            .finding(
                Effect::Works,
                cx.name_span(conn),
                "the release decides about values whose defaults moved",
            )
            .severity(Severity::Info);
        for (id, when) in moved {
            finding = finding.note(format!("`{id}`: {when}"));
        }
        cx.report(finding.help("write the value that the conn needs"));
    }
}

const MOVED: &[(&str, &str)] = &[
    ("ikelifetime", "from 1h to 8h in Libreswan 4.2"),
    ("initial-contact", "on from Libreswan 4.5"),
    ("replay-window", "from 32 to 128 in Libreswan 4.6"),
    ("esn", "from off to `either` in Libreswan 4.6"),
];
