//! A keyword that is read and ignored.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A keyword that the target still reads and no longer acts on.
    ///
    /// ## What it does
    ///
    /// Finds keywords that are obsolete: the reader warns, or says nothing, and ignores the line.
    ///
    /// ## Why it matters
    ///
    /// The line says something that does not happen. In Libreswan 4.8 and newer these are `interfaces` and `forceencaps`;
    /// in 5.x `dpdaction`, `keyingtries`, `clientaddrfamily`, `virtual_private`, `plutostderrlog`, `syslog` and
    /// `interfaces` among others.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// config setup
    ///     interfaces=%defaultroute
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// config setup
    ///     logfile=/var/log/pluto.log
    /// ```
    ///
    /// ## See also
    ///
    /// `removed-keyword`
    pub struct IgnoredObsoleteKeyword {
        code: "U102", name: "ignored-obsolete-keyword", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan, Openswan", fix: Sometimes
    }
}
