//! Braces and quotes that do not fit.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::syntax::LineKind;
use ipsec_conf::target::Reader;
use ipsec_conf::value::Form;
use ipsec_conf::{Effect, File};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A value that opens a brace or a quote and closes another one, or none.
    ///
    /// ## What it does
    ///
    /// Finds values that begin with `{` and never close it, those that end in `}` without an opening one, and text behind
    /// the end of a quoted value.
    ///
    /// ## Why it matters
    ///
    /// Openswan 2.6 and Libreswan keep a lone brace as a part of the value: the first network of `leftsubnets={A,B` is then
    /// none, and the conn does not load. Text behind a closing quote or brace is a syntax error, for which the whole file
    /// is refused.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnets={10.0.1.0/24,10.0.3.0/24
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftid="C=CH" O=Example
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnets={10.0.1.0/24 10.0.3.0/24}
    ///     rightsubnet=10.0.2.0/24
    /// ```
    ///
    /// ## See also
    ///
    /// S106 unterminated-quote
    pub struct BracesAndQuotesMixed {
        code: "S109", name: "braces-and-quotes-mixed", severity: Error, enabled: true,
        since: "0.1", dialects: "Openswan, Libreswan", fix: Sometimes
    }
}

impl Rule for BracesAndQuotesMixed {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_file(&self, file: &File, cx: &mut Context<'_>) {
        if !matches!(
            cx.reader(),
            Reader::Openswan | Reader::Libreswan4 | Reader::Libreswan5
        ) {
            return;
        }
        let text = file.text();
        for line in file
            .lines()
            .iter()
            .filter(|line| line.kind == LineKind::Entry)
        {
            let range = line.value_range();
            let value = &text[range.clone()];
            if line.form != Form::Bare || line.problem.is_some() {
                continue;
            }
            if value.starts_with('{') && !value.contains('}') {
                let end = file.span(range.end..range.end);
                cx.report(
                    cx.finding(
                        Effect::Misread,
                        file.span(range.start..range.start + 1),
                        "this `{` is never closed",
                    )
                    .note(kept(cx))
                    .help("add `}`")
                    .fix(Fix::risky("add `}`", end, "}")),
                );
            } else if value.ends_with('}') && !value.contains('{') {
                cx.report(
                    cx.finding(
                        Effect::Misread,
                        file.span(range.end - 1..range.end),
                        "this `}` closes nothing",
                    )
                    .note(kept(cx))
                    .help("put `{` before the list")
                    .fix(Fix::risky(
                        "add `{`",
                        file.span(range.start..range.start),
                        "{",
                    )),
                );
            }
        }
    }
}

fn kept(cx: &Context<'_>) -> String {
    format!("{} keeps the brace as a part of the value", cx.program())
}
