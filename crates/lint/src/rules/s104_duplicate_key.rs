//! A parameter that is given twice.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A parameter that is set twice, in one section or on the way through `also=`.
    ///
    /// ## What it does
    ///
    /// Finds the second line of a keyword, also when one of the two is an alias of the other (`esp=` and `phase2alg=`), and
    /// says which of the two counts.
    ///
    /// ## Why it matters
    ///
    /// Who wins differs, and few programs say it:
    ///
    /// - Libreswan 4.10 and Openswan 2.6 drop a conn that sets a keyword twice to different values, also when `also=` brings the second one; of two equal numbers they complain and keep the value. In `config setup` the last line counts, without a message.
    /// - Libreswan 5.4 keeps the first value of a section and warns; another value through `also=` drops the conn. In `config setup` the last line counts.
    /// - Openswan 2.4 refuses the conn, or the file when it stands in `config setup`.
    /// - strongSwan takes the last line of a section and says nothing.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 openswan@2.4
    /// version 2.0
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     leftsubnet=10.0.1.0/24
    ///     right=198.51.100.7
    ///     leftsubnet=10.0.3.0/24
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// config setup
    ///     uniqueids=no
    ///     uniqueids=yes
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     leftsubnets={10.0.1.0/24 10.0.3.0/24}
    ///     right=198.51.100.7
    ///     rightsubnet=10.0.2.0/24
    /// ```
    ///
    /// ## See also
    ///
    /// R108 duplicate-conn-name, S115 second-config-setup
    pub struct DuplicateKey {
        code: "S104", name: "duplicate-key", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
