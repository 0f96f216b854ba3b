//! Too many sections through `also=`.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A conn that takes in more than 31 sections through `also=`.
    ///
    /// ## What it does
    ///
    /// Counts the sections that a conn takes in, own lines and those of the sections together.
    ///
    /// ## Why it matters
    ///
    /// Openswan 2.6 and Libreswan 3 and 4 keep the names in a list of 32 and drop the conn beyond. Libreswan 5, strongSwan
    /// and Openswan 2.4 have no such limit.
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 openswan@2.6
    /// conn shared
    ///     left=192.0.2.1
    ///
    /// conn office
    ///     also=shared
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// R103 also-cycle
    pub struct AlsoTooDeep {
        code: "R105", name: "also-too-deep", severity: Error, enabled: true,
        since: "0.1", dialects: "Openswan 2.6, Libreswan 4", fix: Never
    }
}
