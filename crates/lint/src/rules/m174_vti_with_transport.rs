//! A VTI interface without a tunnel.

use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::{Kind, set};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `vti-interface=` in a conn that is no tunnel.
    ///
    /// ## What it does
    ///
    /// Finds `vti-interface=` with `type=transport`, and before Libreswan 5 also with a shunt.
    ///
    /// ## Why it matters
    ///
    /// A VTI interface carries the packets of a tunnel. Libreswan refuses to add the conn; Libreswan 5 ignores the keyword in
    /// a shunt.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     type=transport
    ///     vti-interface=vti7
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     type=drop
    ///     authby=never
    ///     vti-interface=vti7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     vti-interface=vti7
    ///     mark=7/0xffffffff
    /// ```
    ///
    /// ## See also
    ///
    /// M173.
    pub struct VtiWithTransport {
        code: "M174", name: "vti-with-transport", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for VtiWithTransport {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let is_wrong = facts.kind == Kind::Transport || (facts.is_shunt() && !cx.is_libreswan_5());
        let Some(vti) =
            set(conn, "vti-interface", None).filter(|_| is_wrong && cx.is_libreswan())
        else {
            return;
        };
        let kind = conn
            .get("type", None)
            .expect("bug: the kind was read from it");
        let fix = cx.removal(conn, vti);
        let finding = cx
            .refusal(conn.key_span(vti), "`vti-interface` needs `type=tunnel`")
            .related(conn.value_span(kind), "the type is set here")
            .help("write `type=tunnel` or remove `vti-interface`")
            .fix(fix);
        cx.report(finding);
    }
}
