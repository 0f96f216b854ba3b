//! A value in single quotes.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::syntax::LineKind;
use ipsec_conf::value::Form;
use ipsec_conf::{Effect, File};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A value in single quotes, which are no quotes.
    ///
    /// ## What it does
    ///
    /// Finds values that begin with `'`.
    ///
    /// ## Why it matters
    ///
    /// No dialect of ipsec.conf takes single quotes. Without a blank inside, they become a part of the value without a
    /// message: `leftid='@gw'` is another identity than `@gw`. With a blank, Openswan and Libreswan refuse the whole file.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftid='@gw.example.com'
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftid='C=CH, O=Example'
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftid="C=CH, O=Example"
    /// ```
    ///
    /// ## See also
    ///
    /// S106 unterminated-quote, S112 typographic-character
    pub struct SingleQuotedValue {
        code: "S107", name: "single-quoted-value", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Always
    }
}

impl Rule for SingleQuotedValue {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_file(&self, file: &File, cx: &mut Context<'_>) {
        let text = file.text();
        for line in file
            .lines()
            .iter()
            .filter(|line| line.kind == LineKind::Entry)
        {
            let range = line.value_range();
            let value = &text[range.clone()];
            // What the reader trips over has its finding already.
            let is_odd =
                line.form == Form::Bare && line.problem.is_none() && value.starts_with('\'');
            if !is_odd {
                continue;
            }
            let inner = value.trim_matches('\'');
            let span = file.span(range);
            let finding = cx
                .finding(Effect::Misread, span, "`'` is no quote")
                .label("the quotes are a part of the value")
                .note("no dialect of ipsec.conf takes single quotes")
                .help("use `\"`, or nothing");
            let finding = if inner.contains('"') {
                finding
            } else {
                finding.fix(Fix::safe("use double quotes", span, format!("\"{inner}\"")))
            };
            cx.report(finding);
        }
    }
}
