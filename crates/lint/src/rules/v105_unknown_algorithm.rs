//! An algorithm that the target does not know.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A word in `ike=`, `esp=`, `ah=` or `phase2alg=` that names no algorithm of the target.
    ///
    /// ## What it does
    ///
    /// Finds misspelt algorithms, algorithms that the target was not built with, those that the IKE version of the conn
    /// cannot use, and spellings of another program.
    ///
    /// ## Why it matters
    ///
    /// The conn does not load. Libreswan names the word in the log of the daemon only; `ipsec addconn --checkconfig` says
    /// nothing.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ike=aez256-sha256-modp2048
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ike=aes256-sha256-modp2047
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     esp=aes_gcm256-modp2048
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ike=aes256-sha256-modp2048
    /// ```
    ///
    /// ## See also
    ///
    /// V106 bad-proposal-shape, V107 bad-key-length, U110 algorithm-not-in-build
    pub struct UnknownAlgorithm {
        code: "V105", name: "unknown-algorithm", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
