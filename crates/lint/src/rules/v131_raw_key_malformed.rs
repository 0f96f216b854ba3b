//! Text that is no public key.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A raw public key or key identifier that cannot be read.
    ///
    /// ## What it does
    ///
    /// Finds `leftrsasigkey=`, `leftpubkey=` and `leftckaid=` values of the wrong form or length. The message never shows
    /// the value.
    ///
    /// ## Why it matters
    ///
    /// Libreswan and Openswan do not load the conn. strongSwan loads it without the key.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftrsasigkey=0sAAAA
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftrsasigkey=server.pem
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftrsasigkey=%cert
    /// ```
    pub struct RawKeyMalformed {
        code: "V131", name: "raw-key-malformed", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan, Openswan, strongSwan", fix: Never
    }
}
