//! A first word that opens no section.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A line in column 1 whose first word is no section word of the target.
    ///
    /// ## What it does
    ///
    /// Finds misspelt section words, words in capitals, `config` without `setup`, and `ca` sections for programs that have
    /// none. A line with a known section word of another spelling gets a suggestion.
    ///
    /// ## Why it matters
    ///
    /// The reader refuses the whole file. Openswan and Libreswan know `config setup`, `conn`, `include` and `version`,
    /// strongSwan also `ca`; all want lower case, and exactly one blank in `config setup`.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// Conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// ca vpn
    ///     cacert=ca.pem
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// config startup
    ///     uniqueids=no
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    pub struct UnknownSection {
        code: "S113", name: "unknown-section", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, check_fix};

    #[test]
    fn a_quote_ends_a_section_word_for_some() {
        let text = "version 2.0\n\nconn\"a\"\n\tleft=192.0.2.1\n\tright=192.0.2.2\n";
        check(
            "S113",
            "openswan@2.4",
            text,
            &["3:1 unknown section type `conn`"],
        );
        check_fix("S113", "openswan@2.4", text, &text.replace("conn", "conn "));
        for target in ["openswan@2.6", "libreswan@4.10", "libreswan@5.4", "strongswan@5.9.8"] {
            check("S113", target, text, &[]);
        }
    }
}
