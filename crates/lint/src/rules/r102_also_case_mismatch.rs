//! `also=` in another case than the conn.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// An `also=` that names a conn in other capitals than its header.
    ///
    /// ## What it does
    ///
    /// Finds names behind `also=` that a conn has but for upper and lower case.
    ///
    /// ## Why it matters
    ///
    /// Names of conns are case-sensitive: Libreswan and Openswan 2.4 drop the conn, strongSwan refuses the file. Openswan
    /// 2.6 alone compares without regard to case, and takes the first section that fits.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 strongswan@5.9.8
    /// conn shared
    ///     left=192.0.2.1
    ///
    /// conn office
    ///     also=Shared
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
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
    /// R101 undefined-also, R109 conn-names-differ-only-in-case
    pub struct AlsoCaseMismatch {
        code: "R102", name: "also-case-mismatch", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Always
    }
}
