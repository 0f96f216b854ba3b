//! Peers that need not prove who they are.

use ipsec_conf::keyword::Side;
use ipsec_conf::model::{Conn, Setting};

use crate::context::Context;
use crate::traits;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// Null authentication outside opportunistic encryption.
    ///
    /// ## What it does
    ///
    /// Finds `authby=null` and `leftauth=null` or `rightauth=null` in conns that are not opportunistic.
    ///
    /// ## Why it matters
    ///
    /// With null authentication (RFC 7619) Libreswan believes the peer whatever it says, so anybody on the path can be it.
    /// That is the point of opportunistic encryption and of little else.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     authby=null
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     authby=rsasig
    /// ```
    ///
    /// ```ipsec good libreswan@4.10
    /// conn private-or-clear
    ///     left=%defaultroute
    ///     right=%opportunisticgroup
    ///     authby=null
    ///     leftid=%null
    ///     rightid=%null
    /// ```
    ///
    /// ## See also
    ///
    /// `wildcard-psk`
    pub struct NullAuth {
        code: "X107", name: "null-auth", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for NullAuth {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_libreswan() || traits::is_shunt_or_opportunistic(conn) {
            return;
        }
        let is_null =
            |setting: &&Setting<'_>| traits::methods(&setting.value.text).any(|word| word == "null");
        let sides = Side::BOTH
            .into_iter()
            .filter_map(|side| conn.get("auth", Some(side)));
        let found: Vec<_> = conn
            .get("authby", None)
            .into_iter()
            .chain(sides)
            .filter(is_null)
            .collect();
        for setting in found {
            let finding = traits::weakness(
                cx,
                conn,
                conn.value_span(setting),
                "null authentication lets anybody be the peer",
            )
            .note(format!(
                "{} does not ask for a proof (RFC 7619)",
                cx.program()
            ))
            .help("use `secret` or `rsasig`, or make the conn opportunistic");
            cx.report(finding);
        }
    }
}
