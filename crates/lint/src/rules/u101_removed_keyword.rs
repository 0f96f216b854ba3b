//! A keyword that is gone.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A keyword that earlier releases knew and the target no longer has.
    ///
    /// ## What it does
    ///
    /// Finds keywords that some release of the target's dialect knew and the target does not. The message says up to which
    /// release it was known.
    ///
    /// ## Why it matters
    ///
    /// Libreswan and Openswan refuse the whole file for one unknown keyword, so no conn of it loads. Between Libreswan 3.32
    /// and 4.0 some 55 spellings went, most of them forms with an underscore and switches without a use such as
    /// `nat_traversal`; 5.0 dropped `alsoflip` and others. strongSwan ignores the line with a message.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// config setup
    ///     nat_traversal=yes
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// config setup
    ///     virtual-private=%v4:10.0.0.0/8
    /// ```
    ///
    /// ## See also
    ///
    /// `ignored-obsolete-keyword`, `underscore-spelling`
    pub struct RemovedKeyword {
        code: "U101", name: "removed-keyword", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
