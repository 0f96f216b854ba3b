//! A keyword that is not compiled in.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A keyword that the program knows only when it was built with an option that packages leave out.
    ///
    /// ## What it does
    ///
    /// Finds `seccomp=` and the keywords of manual keying.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4.10 as Debian builds it refuses the whole file for `seccomp=`. Libreswan 5 ignores the line.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// config setup
    ///     seccomp=enabled
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// config setup
    ///     logfile=/var/log/pluto.log
    /// ```
    pub struct NotInBuild {
        code: "V142", name: "not-in-build", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan, Openswan", fix: Never
    }
}
