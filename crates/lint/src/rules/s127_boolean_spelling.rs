//! A spelling of yes or no that the target does not take.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A boolean in a spelling that the target does not know.
    ///
    /// ## What it does
    ///
    /// Finds `YES`, `True`, `enable`, `1` and other words where the target wants one of its own spellings of yes and no.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4.10 and Openswan 2.6 take booleans in lower case only and refuse the whole file otherwise, with a message
    /// that shows an empty word. Libreswan 5.4 and strongSwan refuse the conn.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     pfs=YES
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     pfs=enable
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     pfs=yes
    /// ```
    ///
    /// ## See also
    ///
    /// V104 bad-enum-value
    pub struct BooleanSpelling {
        code: "S127", name: "boolean-spelling", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
