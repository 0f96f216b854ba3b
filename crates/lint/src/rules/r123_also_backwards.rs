//! The target of `also=` stands before it.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// An `also=` whose target stands earlier in the file, for the classic reader.
    ///
    /// ## What it does
    ///
    /// Finds `also=` lines that name a section further up.
    ///
    /// ## Why it matters
    ///
    /// Openswan 2.4 and FreeS/WAN read the file once and collect the sections that are wanted by then: the target of
    /// `also=` must come later, else the conn is refused. All later programs take both orders.
    ///
    /// ## Example
    ///
    /// ```ipsec bad openswan@2.4
    /// version 2.0
    ///
    /// conn shared
    ///     left=192.0.2.1
    ///
    /// conn office
    ///     also=shared
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good openswan@2.4
    /// version 2.0
    ///
    /// conn office
    ///     also=shared
    ///     right=198.51.100.7
    ///
    /// conn shared
    ///     left=192.0.2.1
    /// ```
    pub struct AlsoBackwards {
        code: "R123", name: "also-backwards", severity: Error, enabled: true,
        since: "0.1", dialects: "Openswan 2.4, FreeS/WAN", fix: Never
    }
}
