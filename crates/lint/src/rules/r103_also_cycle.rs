//! `also=` goes in a circle.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// An `also=` that leads back to the conn it stands in.
    ///
    /// ## What it does
    ///
    /// Finds conns that take themselves in, directly or through others, and names the way.
    ///
    /// ## Why it matters
    ///
    /// strongSwan refuses the whole file. Openswan 2.6 and Libreswan visit each section once and say nothing: the conns
    /// load, but each of them takes in more than its author sees. Openswan 2.4 refuses it as a section that is requested
    /// twice (R124).
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn a
    ///     also=b
    ///     left=192.0.2.1
    ///
    /// conn b
    ///     also=a
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn a
    ///     also=b
    ///     left=192.0.2.1
    ///
    /// conn b
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// R124 also-diamond
    pub struct AlsoCycle {
        code: "R103", name: "also-cycle", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}
