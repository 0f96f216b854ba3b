//! Words of Libreswan in a strongSwan file.

use ipsec_conf::Dialect;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::foreign;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A keyword or value of Libreswan or Openswan in a file for strongSwan.
    ///
    /// ## What it does
    ///
    /// Finds keywords that only the other programs have, such as `ikev2=`, `phase2alg=`, `leftsubnets=` and
    /// `rightaddresspool=`, and words that only they know as values: `authby=secret,rsasig`, `sha2_512`, `dh19`.
    ///
    /// ## Why it matters
    ///
    /// strongSwan ignores a line with an unknown keyword and loads the conn without it, with a message in the log; a value
    /// that it does not know costs the conn.
    ///
    /// ## Example
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ikev2=insist
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     authby=secret,rsasig
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     keyexchange=ikev2
    /// ```
    ///
    /// ## See also
    ///
    /// `strongswan-word-in-libreswan`, `strongswan-deprecated`
    pub struct LibreswanWord {
        code: "U121", name: "libreswan-word-in-strongswan", severity: Error, enabled: true,
        since: "0.1", dialects: "strongSwan", fix: Sometimes
    }
}

impl Rule for LibreswanWord {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if cx.is_strongswan() {
            foreign::check(conn, Dialect::Libreswan, cx);
        }
    }
}
