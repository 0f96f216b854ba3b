//! An `IPsec` stack that is gone.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::Setup;
use ipsec_conf::{Dialect, Effect, Version};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A `protostack=` of `klips`, `mast` or `auto`.
    ///
    /// ## What it does
    ///
    /// Finds the names of stacks that Libreswan dropped with 4.0.
    ///
    /// ## Why it matters
    ///
    /// Since 4.0 Libreswan works with the XFRM stack of the Linux kernel alone. A file that asks for KLIPS was written for
    /// interfaces such as `ipsec0`, which are not there any more. `netkey` and `xfrm` are both right.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// config setup
    ///     protostack=klips
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// config setup
    ///     protostack=xfrm
    /// ```
    ///
    /// ## See also
    ///
    /// U113 klips-leftover
    pub struct ProtostackGone {
        code: "V134", name: "protostack-gone", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Always
    }
}

impl Rule for ProtostackGone {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_setup(&self, setup: &Setup<'_>, cx: &mut Context<'_>) {
        let target = cx.target();
        if target.dialect != Dialect::Libreswan || target.version < Version::new(4, 0, 0) {
            return;
        }
        let (Some(value), Some(span)) = (setup.get("protostack"), setup.value_span("protostack"))
        else {
            return;
        };
        let word = value.text.to_ascii_lowercase();
        if !matches!(word.as_str(), "klips" | "mast" | "auto") {
            return;
        }
        cx.report(
            cx.finding(Effect::Ignored, span, format!("there is no stack `{word}`"))
                .note(format!(
                    "{} works with XFRM alone; the others went with Libreswan 4.0",
                    cx.program()
                ))
                .help("write `xfrm`, or remove the line")
                .fix(Fix::safe("write `xfrm`", span, "xfrm")),
        );
    }
}
