//! A file that was written for Openswan.

use ipsec_conf::syntax::LineKind;
use ipsec_conf::{Effect, File, Severity};

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A file that begins as those of Openswan do.
    ///
    /// ## What it does
    ///
    /// Finds a `version` line in a file for Libreswan whose `config setup` has settings of Openswan, such as
    /// `nat_traversal=`, `oe=` and `protostack=`.
    ///
    /// ## Why it matters
    ///
    /// Libreswan reads the `version` line and ignores it. The other lines are refused, ignored or obsolete by release, and
    /// the defaults are others: IKEv2 from 3.28 on, NAT traversal always on, opportunistic encryption only where policies
    /// name it, the stack of the kernel only.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@3.32
    /// version 2.0
    ///
    /// config setup
    ///     oe=off
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@3.32
    /// config setup
    ///     uniqueids=yes
    /// ```
    ///
    /// ## See also
    ///
    /// `removed-keyword`, `ike-version-default-changed`
    pub struct OpenswanLeftover {
        code: "U126", name: "openswan-defaults-to-libreswan", severity: Info, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for OpenswanLeftover {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_file(&self, file: &File, cx: &mut Context<'_>) {
        if !cx.is_libreswan() {
            return;
        }
        let Some(version) = file
            .lines()
            .iter()
            .find(|line| line.kind == LineKind::Version)
        else {
            return;
        };
        let is_old = |key: &str| {
            matches!(
                key,
                "nat_traversal" | "oe" | "protostack" | "interfaces" | "klipsdebug" | "plutoopts"
            )
        };
        let Some(old) = file
            .lines()
            .iter()
            .filter_map(|line| file.entry(line))
            .find(|entry| is_old(entry.key()))
        else {
            return;
        };
        let range = version.range();
        let text = file.text()[range.clone()].trim_end();
        let finding = cx
            .finding(Effect::Works, file.span(range.start..range.start + text.len()), "the file was written for Openswan")
            .severity(Severity::Info)
            .related(old.key_span(), "a setting of that time")
            .note("Libreswan has other defaults: IKEv2 from 3.28 on, NAT traversal always on, no opportunistic encryption")
            .help("remove the line when the conns have been looked at");
        cx.report(finding);
    }
}
