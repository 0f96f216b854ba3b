//! A section that is taken in twice.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A section that a conn takes in twice, on two ways, for the classic reader.
    ///
    /// ## What it does
    ///
    /// Finds the second `also=` line that leads to the same section.
    ///
    /// ## Why it matters
    ///
    /// Openswan 2.4 and FreeS/WAN refuse a conn that requests a section more than once. Later programs visit it once.
    ///
    /// ## Example
    ///
    /// ```ipsec bad openswan@2.4
    /// version 2.0
    ///
    /// conn office
    ///     also=east
    ///     also=shared
    ///     right=198.51.100.7
    ///
    /// conn east
    ///     also=shared
    ///
    /// conn shared
    ///     left=192.0.2.1
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good openswan@2.4
    /// version 2.0
    ///
    /// conn office
    ///     also=east
    ///     right=198.51.100.7
    ///
    /// conn east
    ///     also=shared
    ///
    /// conn shared
    ///     left=192.0.2.1
    /// ```
    ///
    /// ## See also
    ///
    /// R103 also-cycle
    pub struct AlsoDiamond {
        code: "R124", name: "also-diamond", severity: Error, enabled: true,
        since: "0.1", dialects: "Openswan 2.4, FreeS/WAN", fix: Never
    }
}
