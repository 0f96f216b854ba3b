//! Parameters of manual keying.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A parameter of a manually keyed connection.
    ///
    /// ## What it does
    ///
    /// Finds `spi=`, `espenckey=`, `espauthkey=`, `ahkey=` and the other parameters that set the keys of a connection by
    /// hand.
    ///
    /// ## Why it matters
    ///
    /// Manual keying is gone: no Libreswan release knows the parameters and refuses the whole file, and packaged builds of
    /// Openswan 2.6 leave them out. Keys that never change are worthless after the first compromise.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     leftespenckey=0x0123456789abcdef
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     authby=secret
    /// ```
    ///
    /// ## See also
    ///
    /// `removed-keyword`
    pub struct ManualKeying {
        code: "U114", name: "manual-keying", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan, Openswan", fix: Never
    }
}
