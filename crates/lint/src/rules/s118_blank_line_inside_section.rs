//! An empty line that ends a section.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// An empty line between the parameters of a section, which ends the section for the classic reader.
    ///
    /// ## What it does
    ///
    /// Reserved for the empty line itself: the parameters behind it are reported as S132 outside-section, which names the
    /// line that matters.
    ///
    /// ## Why it matters
    ///
    /// FreeS/WAN and Openswan 2.4 end a section at an empty line. For all later programs an empty line means nothing.
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// S132 outside-section
    pub struct BlankLineInsideSection {
        code: "S118", name: "blank-line-inside-section", severity: Info, enabled: true,
        since: "0.1", dialects: "Openswan 2.4, FreeS/WAN", fix: Never
    }
}
