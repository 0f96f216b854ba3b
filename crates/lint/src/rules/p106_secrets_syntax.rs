//! A line of `ipsec.secrets` that the target cannot read.

use crate::rule::declare_reading_rule;

declare_reading_rule! {
    /// A line of `ipsec.secrets` that is no entry, or another entry than it seems to be.
    ///
    /// ## What it does
    ///
    /// Reports what the target complains about when it reads the secrets: a missing `:`, a `:` without the blanks that it needs,
    /// an unknown kind of secret, a secret without quotes, a quote that is not closed, words behind a secret, an index that is no
    /// identity, an `include` of nothing. No message quotes a secret, and the lines that are shown have them blotted out.
    ///
    /// ## Why it matters
    ///
    /// Libreswan and Openswan complain in the log and load the other entries. An index that they cannot read they leave out, and
    /// an entry whose only index is misspelt becomes the secret for everybody.
    /// strongSwan stops reading the file at the first malformed line: all entries behind it are lost.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=secret
    /// # file: ipsec.secrets
    /// 192.0.2.1 198.51.100.7 PSK "k3!fPq9ZmW7sL0xVbN2cTr5yHg8u"
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=secret
    /// # file: ipsec.secrets
    /// 192.0.2.1 198.51.100.7: PSK "k3!fPq9ZmW7sL0xVbN2cTr5yHg8u"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=secret
    /// # file: ipsec.secrets
    /// 192.0.2.1 198.51.100.7 : PSK "k3!fPq9ZmW7sL0xVbN2cTr5yHg8u"
    /// ```
    ///
    /// ## See also
    ///
    /// `secret-not-found`
    pub struct SecretsSyntax {
        code: "P106", name: "secrets-syntax", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}
