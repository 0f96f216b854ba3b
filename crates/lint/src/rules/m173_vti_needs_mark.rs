//! A tunnel interface without a mark.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::{Kind, set, set_any};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `vti-interface=` without `mark=`.
    ///
    /// ## What it does
    ///
    /// Finds VTI interfaces whose traffic nothing assigns to the tunnel.
    ///
    /// ## Why it matters
    ///
    /// The kernel finds the tunnel of a packet by the mark that the interface sets.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     vti-interface=vti7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     vti-interface=vti7
    ///     mark=7/0xffffffff
    /// ```
    ///
    /// ## See also
    ///
    /// M174.
    pub struct VtiNeedsMark {
        code: "M173", name: "vti-needs-mark", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for VtiNeedsMark {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let has_mark = set_any(conn, &["mark", "mark-in", "mark-out"]).is_some();
        let Some(vti) =
            set(conn, "vti-interface", None).filter(|_| cx.is_libreswan() && !has_mark)
        else {
            return;
        };
        if cx.facts().kind != Kind::Tunnel {
            return;
        }
        let finding = cx
            .finding(
                Effect::Works,
                conn.key_span(vti),
                "`vti-interface` without `mark`",
            )
            .note(format!(
                "{} loads it, and no packet finds the tunnel",
                cx.program()
            ))
            .help("write `mark=7/0xffffffff` with a number of your own, or use `ipsec-interface`");
        cx.report(finding);
    }
}
