//! Parameters out of their usual order.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::{Effect, File, Severity};
use ipsec_conf_format::reorder;

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// Parameters of a section that do not stand in the canonical order.
    ///
    /// ## What it does
    ///
    /// Compares each group of parameters with the order that `order = "canonical"` in `[format]` gives it: the ends, what
    /// goes through the tunnel, authentication, algorithms, lifetimes, everything else, and `auto=` last. Blank lines and
    /// `also=` end a group, a comment goes with the parameter below it, and a group in which a keyword stands twice is left
    /// alone. It is off by default.
    ///
    /// ## Why it matters
    ///
    /// No program minds. Two conns are compared more easily when the same keyword stands at the same place.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 strongswan@5.9.8
    /// conn office
    ///     auto=add
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     auto=add
    /// ```
    ///
    /// ## See also
    ///
    /// Y301 not-formatted
    pub struct KeyOrder {
        code: "Y302", name: "key-order", severity: Info, enabled: false,
        since: "0.1", dialects: "all", fix: Always
    }
}

impl Rule for KeyOrder {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_file(&self, file: &File, cx: &mut Context<'_>) {
        for edit in reorder(file, cx.target()) {
            let first = file.text()[edit.span.range()].lines().next();
            let at = edit.span.range().start;
            let place = file.span(at..at + first.map_or(0, str::len));
            cx.report(
                cx.finding(Effect::Works, place, "these parameters are not in the canonical order")
                    .severity(Severity::Info)
                    .fix(Fix::safe("put them in order", edit.span, edit.text)),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{check, check_fix};

    #[test]
    fn a_group_is_put_in_order_with_its_comments() {
        let text = "conn a\n\tauto=add\n\t# the peer\n\tright=192.0.2.2\n\tleft=192.0.2.1\n";
        check(
            "Y302",
            "libreswan@4.10",
            text,
            &["2:1 these parameters are not in the canonical order"],
        );
        check_fix(
            "Y302",
            "libreswan@4.10",
            text,
            "conn a\n\tleft=192.0.2.1\n\t# the peer\n\tright=192.0.2.2\n\tauto=add\n",
        );
    }

    #[test]
    fn a_keyword_that_stands_twice_keeps_its_place() {
        let text = "conn a\n\tauto=add\n\tleft=192.0.2.1\n\tauto=start\n";
        check("Y302", "strongswan@5.9.8", text, &[]);
    }
}
