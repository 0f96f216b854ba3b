//! Words of strongSwan in a Libreswan file.

use ipsec_conf::Dialect;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::foreign;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A keyword or value of strongSwan in a file for Libreswan or Openswan.
    ///
    /// ## What it does
    ///
    /// Finds keywords that only strongSwan has, such as `leftfirewall=` and `charondebug=`, and words that only strongSwan
    /// knows as values: `authby=psk`, `leftauth=pubkey`, `dpdaction=none`, `aes256gcm16`. For a value the finding stands at
    /// the keyword and says what the counterpart is; that the word is refused is a finding of its own at the value.
    ///
    /// ## Why it matters
    ///
    /// The two programs have many keywords in common and mean other things by them. Libreswan refuses the whole file for a
    /// keyword that it does not know and, up to 4.15, for an unknown word of a list.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     leftfirewall=yes
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     leftauth=psk
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     esp=aes256gcm16
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     authby=secret
    ///     esp=aes_gcm256
    /// ```
    ///
    /// ## See also
    ///
    /// `libreswan-word-in-strongswan`, `dialect-uncertain`
    pub struct StrongSwanWord {
        code: "U120", name: "strongswan-word-in-libreswan", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan, Openswan", fix: Sometimes
    }
}

impl Rule for StrongSwanWord {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if cx.target().dialect != Dialect::StrongSwan {
            foreign::check(conn, Dialect::StrongSwan, cx);
        }
    }
}
