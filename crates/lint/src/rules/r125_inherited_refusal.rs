//! A conn that is refused because of a line it inherits.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A conn that the target refuses because of a line in a section that it takes in.
    ///
    /// ## What it does
    ///
    /// Names every conn that a bad line in `conn %default` or in a section behind `also=` refuses. The line itself is
    /// reported with its own code; this finding stands at the place that takes it in.
    ///
    /// ## Why it matters
    ///
    /// The program names the conn and not the line, or the line and not the conns. With one bad line in `%default` no conn
    /// of the file loads.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn shared
    ///     left=192.0.2.1
    ///     leftsubnet=10.0.0.0/33
    ///
    /// conn office
    ///     also=shared
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn shared
    ///     left=192.0.2.1
    ///     leftsubnet=10.0.0.0/24
    ///
    /// conn office
    ///     also=shared
    ///     right=198.51.100.7
    /// ```
    pub struct InheritedRefusal {
        code: "R125", name: "inherited-refusal", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
