//! Settings of KLIPS.

use ipsec_conf::Effect;
use ipsec_conf::Version;
use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::Setup;

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A setting for KLIPS, the IPsec stack that is gone.
    ///
    /// ## What it does
    ///
    /// Finds `hidetos=`, `fragicmp=`, `overridemtu=`, `interfaces="ipsec0=eth0"` and `protostack=klips` or `mast` in files
    /// for Libreswan 3. From 4.0 on the same lines are findings of `removed-keyword`, `ignored-obsolete-keyword` and
    /// `protostack-gone`.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4.0 removed KLIPS and MAST. With the stack of the kernel the settings have no effect, and Libreswan 4
    /// refuses the file for most of them.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@3.32
    /// config setup
    ///     hidetos=yes
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@3.32
    /// config setup
    ///     protostack=netkey
    /// ```
    ///
    /// ## See also
    ///
    /// `removed-keyword`, `protostack-gone`
    pub struct KlipsLeftover {
        code: "U113", name: "klips-leftover", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan before 4.0", fix: Sometimes
    }
}

impl Rule for KlipsLeftover {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_setup(&self, setup: &Setup<'_>, cx: &mut Context<'_>) {
        if !cx.is_libreswan() || cx.target().version >= Version::new(4, 0, 0) {
            return;
        }
        for (keyword, item) in setup.settings() {
            let value = cx.model.value(item);
            let is_klips = match keyword.id {
                "hidetos" | "fragicmp" | "overridemtu" => true,
                "interfaces" => value.text.contains("ipsec0="),
                "protostack" => {
                    matches!(value.text.to_ascii_lowercase().as_str(), "klips" | "mast")
                }
                _ => false,
            };
            if !is_klips {
                continue;
            }
            let line = cx.model.line_span(item);
            let finding = cx
                .finding(Effect::Works, cx.model.key_span(item), format!("`{}` is for KLIPS, which is gone", keyword.name))
                .note("Libreswan 4.0 removed KLIPS; Libreswan 3 ignores the setting with the stack of the kernel")
                .help("remove the line")
                .fix(Fix::risky("remove the line", line, ""));
            cx.report(finding);
        }
    }
}
