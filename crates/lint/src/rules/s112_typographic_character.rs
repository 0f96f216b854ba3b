//! A character that looks like another one.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A character outside comments that looks like a blank, a quote, a dash or `=` and is none, or that cannot be seen.
    ///
    /// ## What it does
    ///
    /// Finds curly quotes, no-break spaces, zero-width characters, direction marks, soft hyphens, dashes and full-width
    /// forms. Dashes, apostrophes and full-width letters inside quoted text are left alone: names of people and companies
    /// have them.
    ///
    /// ## Why it matters
    ///
    /// Word processors and web pages put them there. To the programs they are characters like any other: a value in curly
    /// quotes is not quoted, a line behind a no-break space is not indented, and a zero-width space in an identity makes it
    /// another identity, without a message.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     leftid=“@gw.example.com”
    ///     right=198.51.100.7
    /// ```
    ///
    /// ```ipsec bad escapes libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     leftid=@gw\u{200b}.example.com
    ///     right=198.51.100.7
    /// ```
    ///
    /// ```ipsec bad escapes libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office\u{200b}
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ike=aes256–sha256–modp2048
    /// ```
    ///
    /// ```ipsec bad escapes libreswan@4.10 libreswan@5.4 strongswan@5.9.8
    /// include /etc/ipsec.d/\u{feff}office.conf
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     leftid="C=FR, O=L’Exemple – Paris, CN=gw"
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// S119 byte-order-mark, S107 single-quoted-value
    pub struct TypographicCharacter {
        code: "S112", name: "typographic-character", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Always
    }
}
