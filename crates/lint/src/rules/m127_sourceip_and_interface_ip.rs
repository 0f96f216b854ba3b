//! Two keywords for the own address.

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `leftsourceip=` and `leftinterface-ip=` at one end.
    ///
    /// ## What it does
    ///
    /// Finds ends with both an address for the traffic of the host and an address for its tunnel interface.
    ///
    /// ## Why it matters
    ///
    /// Both say which address the host uses inside the tunnel. Libreswan refuses the conn.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnet=10.1.0.0/16
    ///     leftsourceip=10.1.0.1
    ///     leftinterface-ip=10.1.0.1/24
    ///     ipsec-interface=9
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnet=10.1.0.0/16
    ///     leftinterface-ip=10.1.0.1/24
    ///     ipsec-interface=9
    /// ```
    pub struct SourceipAndInterfaceIp {
        code: "M127", name: "sourceip-and-interface-ip", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for SourceipAndInterfaceIp {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_libreswan() {
            return;
        }
        for side in Side::BOTH {
            let (Some(source), Some(interface)) = (
                set(conn, "sourceip", Some(side)),
                set(conn, "interface-ip", Some(side)),
            ) else {
                continue;
            };
            let message = format!(
                "`{}` and `{}` are both set",
                source.spelling(),
                interface.spelling()
            );
            let fix = cx.removal(conn, source);
            let finding = cx
                .refusal(conn.key_span(source), message)
                .related(conn.key_span(interface), "the other one is here")
                .help("keep `interface-ip` with `ipsec-interface`, `sourceip` without")
                .fix(fix);
            cx.report(finding);
        }
    }
}
