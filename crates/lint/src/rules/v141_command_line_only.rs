//! A keyword that only the command line takes.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A keyword that the program takes on its command line and not in the file.
    ///
    /// ## What it does
    ///
    /// Finds the names of options of the daemon, such as `logstderr`, in `config setup`.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 5.4 knows the word, and refuses the whole file.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// config setup
    ///     logstderr=yes
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// config setup
    ///     logfile=/var/log/pluto.log
    /// ```
    ///
    /// ## See also
    ///
    /// V101 unknown-keyword
    pub struct CommandLineOnly {
        code: "V141", name: "command-line-only", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan 5.4", fix: Never
    }
}
