//! An interface name that is too long.

use ipsec_conf::model::Conn;
use ipsec_conf::text::printable;
use ipsec_conf::Effect;

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A `vti-interface=` with more than 15 bytes.
    ///
    /// ## What it does
    ///
    /// Finds names that the kernel cannot give to an interface.
    ///
    /// ## Why it matters
    ///
    /// Linux takes 15 bytes. Libreswan 5.4 warns (`exceeds IFNAMSIZ`) and loads the conn, whose interface cannot be made.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     vti-interface=vti-to-the-branch-office
    ///     mark=5/0xffffffff
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     vti-interface=vti-branch
    ///     mark=5/0xffffffff
    /// ```
    pub struct InterfaceNameTooLong {
        code: "V127", name: "interface-name-too-long", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for InterfaceNameTooLong {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_libreswan() {
            return;
        }
        let Some(setting) = conn.get("vti-interface", None) else {
            return;
        };
        let name = &setting.value.text;
        if name.len() <= 15 {
            return;
        }
        let message = format!(
            "`{}` has {} bytes; the name of an interface has at most 15",
            printable(name),
            name.len()
        );
        cx.report(
            cx.finding(Effect::Ignored, conn.value_span(setting), message)
                .note(format!(
                    "{} loads the conn, and the kernel refuses the interface",
                    cx.program()
                ))
                .help("shorten the name"),
        );
    }
}
