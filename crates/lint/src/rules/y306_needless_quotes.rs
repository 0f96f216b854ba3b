//! Quotes around a value that needs none.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::syntax::LineKind;
use ipsec_conf::value::Form;
use ipsec_conf::{Effect, File, Severity};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// Quotes around a value without blanks or special characters.
    ///
    /// ## What it does
    ///
    /// Finds quoted values of letters, digits and `. _ : / @ % , + -`. Digits alone are left: there the quotes change what
    /// Libreswan 4 reads.
    ///
    /// ## Why it matters
    ///
    /// It is a question of taste: the programs read the same.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftid="@gw.example.com"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftid=@gw.example.com
    /// ```
    pub struct NeedlessQuotes {
        code: "Y306", name: "needless-quotes", severity: Info, enabled: false,
        since: "0.1", dialects: "all", fix: Always
    }
}

impl Rule for NeedlessQuotes {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_file(&self, file: &File, cx: &mut Context<'_>) {
        for line in file
            .lines()
            .iter()
            .filter(|line| line.kind == LineKind::Entry && line.problem.is_none())
        {
            let value = file.value(line);
            let text = &*value.text;
            let is_plain = |c: char| c.is_ascii_alphanumeric() || ".:/@%,+-_".contains(c);
            // Without quotes, digits and `%forever` are numbers to some scanners.
            let is_word = text.contains(|c: char| c.is_ascii_alphabetic()) && text != "%forever";
            if value.form != Form::Quoted || !is_word || !text.chars().all(is_plain) {
                continue;
            }
            let span = file.span(line.value_range());
            cx.report(
                cx.finding(Effect::Works, span, "quotes that are not needed")
                    .severity(Severity::Info)
                    .help("remove the quotes")
                    .fix(Fix::safe("remove the quotes", span, text)),
            );
        }
    }
}
