//! Two kinds of tunnel interfaces.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `vti-interface=` and `ipsec-interface=` in one conn.
    ///
    /// ## What it does
    ///
    /// Finds conns that ask for a VTI interface and an XFRM interface.
    ///
    /// ## Why it matters
    ///
    /// The packets can go through one of them only; Libreswan makes both and routes to one.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     vti-interface=vti7
    ///     mark=7/0xffffffff
    ///     ipsec-interface=7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ipsec-interface=7
    /// ```
    ///
    /// ## See also
    ///
    /// M173.
    pub struct VtiAndIpsecInterface {
        code: "M175", name: "vti-and-ipsec-interface", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for VtiAndIpsecInterface {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let Some(vti) = set(conn, "vti-interface", None).filter(|_| cx.is_libreswan())
        else {
            return;
        };
        let Some(interface) =
            set(conn, "ipsec-interface", None).filter(|setting| setting.value.text != "no")
        else {
            return;
        };
        let fix = cx.removal(conn, vti);
        let finding = cx
            .finding(
                Effect::Works,
                conn.key_span(vti),
                "`vti-interface` and `ipsec-interface` are both set",
            )
            .related(conn.key_span(interface), "the other one is here")
            .note(format!(
                "{} makes both, and packets go through one",
                cx.program()
            ))
            .help("keep `ipsec-interface`")
            .fix(fix);
        cx.report(finding);
    }
}
