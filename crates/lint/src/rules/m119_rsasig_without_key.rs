//! Signatures without a key.

use ipsec_conf::Effect;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn that proves itself with signatures and names no key at either end.
    ///
    /// ## What it does
    ///
    /// Finds conns with `authby=rsasig`, which is the default, or `ecdsa`, that have neither a certificate nor a raw key nor
    /// a key identifier.
    ///
    /// ## Why it matters
    ///
    /// It loads without a message, and fails when it is to sign: there is nothing that says with which key.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=rsasig
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=rsasig
    ///     leftcert=gateway
    ///     rightid=%fromcert
    /// ```
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=secret
    /// ```
    ///
    /// ## See also
    ///
    /// P104 for shared secrets.
    pub struct RsasigWithoutKey {
        code: "M119", name: "rsasig-without-key", severity: Warning, enabled: true,
        since: "0.1", dialects: "Openswan, Libreswan", fix: Never
    }
}

impl Rule for RsasigWithoutKey {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let is_named = |id: &&str| {
            Side::BOTH
                .iter()
                .any(|&side| set(conn, id, Some(side)).is_some())
        };
        let signs = facts
            .ends()
            .iter()
            .any(|end| matches!(facts.auth(end), "rsasig" | "ecdsa" | "eddsa"));
        let is_theirs = matches!(
            cx.reader(),
            Reader::Openswan | Reader::Libreswan4 | Reader::Libreswan5
        );
        if !is_theirs
            || !signs
            || facts.is_shunt()
            || facts.is_opportunistic
            || KEYS.iter().any(is_named)
        {
            return;
        }
        // A conn without a method that nobody loads is mostly a part that is completed elsewhere.
        let says_so = set(conn, "authby", None).is_some()
            || facts.ends().iter().any(|end| end.auth.is_some());
        let is_loaded = set(conn, "auto", None).is_some_and(|auto| auto.value.text != "ignore");
        if !says_so && (!is_loaded || conn.is_taken_in()) {
            return;
        }
        let place = set(conn, "authby", None).or_else(|| {
            Side::BOTH
                .into_iter()
                .find_map(|side| set(conn, "auth", Some(side)))
        });
        let span = place.map_or_else(|| cx.name_span(conn), |place| conn.value_span(place));
        let finding = cx
            .finding(
                Effect::Works,
                span,
                "signatures are asked for, and neither end has a key or a certificate",
            )
            .note(format!("{} loads it and cannot sign", cx.program()))
            .help(
                "write `leftcert=NICKNAME`, `leftrsasigkey=0s...` at both ends, or `authby=secret`",
            );
        cx.report(finding);
    }
}

const KEYS: [&str; 7] = [
    "cert",
    "ckaid",
    "rsasigkey",
    "rsasigkey2",
    "ecdsakey",
    "eddsakey",
    "pubkey",
];

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn one_word_of_a_list_is_a_method_too() {
        let text = "version 2.0\n\nconn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tauthby=secret\n\tauto=add\n";
        for target in ["openswan@2.6", "libreswan@3.20", "libreswan@4.10"] {
            check("M119", target, text, &[]);
        }
    }
}
