//! No route for a port.

use ipsec_conf::Effect;
use ipsec_conf::Severity;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `leftsourceip=` with a protocol and port.
    ///
    /// ## What it does
    ///
    /// Finds a virtual address in a conn whose selector is limited to ports.
    ///
    /// ## Why it matters
    ///
    /// strongSwan installs no route for selectors with ports, so the virtual address is not used by itself.
    ///
    /// ## Example
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsourceip=%config
    ///     leftprotoport=tcp/80
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good strongswan@5.9.8
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsourceip=%config
    /// ```
    pub struct ProtoportAndVirtualIp {
        code: "M171", name: "protoport-and-virtual-ip", severity: Info, enabled: true,
        since: "0.1", dialects: "strongSwan", fix: Never
    }
}

impl Rule for ProtoportAndVirtualIp {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        for side in Side::BOTH {
            let (Some(source), Some(protoport)) = (
                set(conn, "sourceip", Some(side)),
                set(conn, "protoport", Some(side)),
            ) else {
                continue;
            };
            if !cx.is_strongswan() || protoport.value.text == "%any" {
                continue;
            }
            let finding = cx
                .finding(
                    Effect::Works,
                    conn.value_span(protoport),
                    format!("`{}` beside `{}`", protoport.spelling(), source.spelling()),
                )
                .related(
                    conn.value_span(source),
                    "the virtual address is asked for here",
                )
                .note(format!(
                    "{} installs no route for selectors with ports",
                    cx.program()
                ))
                .help("install the route in `leftupdown`, or remove the port")
                .severity(Severity::Info);
            cx.report(finding);
        }
    }
}
