//! A conn that nobody loads.

use ipsec_conf::Effect;
use ipsec_conf::Severity;
use ipsec_conf::model::Conn;
use ipsec_conf::text::printable;

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A complete conn without `auto=` that no other conn takes in.
    ///
    /// ## What it does
    ///
    /// Finds conns with both ends that the start of the daemon passes over.
    ///
    /// ## Why it matters
    ///
    /// Without `auto=` a conn is ignored until somebody adds it by hand with `ipsec auto --add`.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     auto=add
    /// ```
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     auto=ignore
    /// ```
    ///
    /// ## See also
    ///
    /// R106 for parts without an end.
    pub struct ConnNeverLoaded {
        code: "M105", name: "conn-never-loaded", severity: Info, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}

impl Rule for ConnNeverLoaded {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if conn.is_taken_in() || set(conn, "auto", None).is_some() {
            return;
        }
        let name = printable(conn.name());
        let finding = cx
            .finding(
                Effect::Works,
                cx.name_span(conn),
                format!("conn `{name}` has no `auto`"),
            )
            .note(format!("{} does not load it at start", cx.program()))
            .help("write `auto=add`, `auto=start`, or `auto=ignore` if it is added by hand")
            .severity(Severity::Info);
        cx.report(finding);
    }
}
