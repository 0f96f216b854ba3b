//! A port that IKE over TCP cannot have.

use ipsec_conf::model::Conn;
use ipsec_conf::value::Value;

use crate::context::Context;
use crate::facts::{set, word};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `tcp-remoteport=` 0 or 500 in a conn that uses TCP.
    ///
    /// ## What it does
    ///
    /// Finds ports that Libreswan does not take for IKE over TCP; text that 4.x reads as 0 counts.
    ///
    /// ## Why it matters
    ///
    /// Libreswan refuses the conn: 500 is the port of plain IKE, and 0 is none.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     enable-tcp=yes
    ///     tcp-remoteport=500
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     enable-tcp=yes
    ///     tcp-remoteport=4500
    /// ```
    ///
    /// ## See also
    ///
    /// M191 for a port without TCP.
    pub struct TcpRemoteportReserved {
        code: "M176", name: "tcp-remoteport-reserved", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for TcpRemoteportReserved {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let uses_tcp = matches!(word(conn, "enable-tcp", None), Some("yes" | "fallback"));
        if !cx.is_libreswan() || facts.is_shunt() || facts.is_v1() || !uses_tcp {
            return;
        }
        let Some(setting) = set(conn, "tcp-remoteport", None) else {
            return;
        };
        let port = match conn.value("tcp-remoteport", None) {
            Some(Value::Int(port)) => *port,
            // Libreswan 4.10 loads text that is no number as 0, and 5.4 has refused it already.
            _ if cx.is_libreswan_5() => return,
            _ => 0,
        };
        if !matches!(port, 0 | 500) {
            return;
        }
        let finding = cx
            .refusal(
                conn.value_span(setting),
                format!("`tcp-remoteport` is {port}"),
            )
            .help("write the port on which the peer listens, usually 4500");
        cx.report(finding);
    }
}
