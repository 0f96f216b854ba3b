//! Tabs and blanks in one file.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::syntax::{Line, LineKind, Problem};
use ipsec_conf::{Effect, File, Severity};
use ipsec_conf_format::Indent;

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// Parameters indented with tabs in some lines of a file and with blanks in others.
    ///
    /// ## What it does
    ///
    /// Compares the indentation of all parameters of a file, and reports the first line of the rarer kind. Where Y301 is
    /// switched on, it is the kind that `ipsec-fmt` does not write.
    ///
    /// ## Why it matters
    ///
    /// It means nothing to the programs. In editors with other tab stops the lines stand at different places, and a later
    /// change is easily made in column 1, where it is an error.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// 	auto=add
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     auto=add
    /// ```
    ///
    /// ## See also
    ///
    /// S101 unindented-parameter
    pub struct MixedIndent {
        code: "Y303", name: "mixed-indent", severity: Info, enabled: true,
        since: "0.1", dialects: "all", fix: Always
    }
}

impl Rule for MixedIndent {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_file(&self, file: &File, cx: &mut Context<'_>) {
        let text = file.text();
        let indent = |line: &Line| &text[line.range().start..line.key_range().start];
        let is_usual = |line: &&Line| {
            line.kind == LineKind::Entry && line.problem != Some(Problem::Unindented)
        };
        let (mut tabs, mut blanks) = (Vec::new(), Vec::new());
        for line in file.lines().iter().filter(is_usual) {
            match indent(line).as_bytes().first() {
                None => {}
                Some(b'\t') => tabs.push(line),
                Some(_) => blanks.push(line),
            }
        }
        // A layout that is checked as well has the last word, lest the two undo each other's work.
        let is_blank_usual = if cx.lint.selection.checks_layout() {
            cx.lint.format.indent != Indent::Tab
        } else {
            tabs.len() < blanks.len()
        };
        let (rare, usual) = if is_blank_usual {
            (tabs, blanks)
        } else {
            (blanks, tabs)
        };
        let (Some(first), Some(model)) = (rare.first(), usual.first()) else {
            return;
        };
        let place = |line: &Line| file.span(line.range().start..line.key_range().start);
        let mut fix = Fix::safe("indent as the other lines are", place(first), indent(model));
        for line in &rare[1..] {
            fix = fix.and(place(line), indent(model));
        }
        let (here, there) = if indent(first).starts_with('\t') {
            ("a tab", "blanks")
        } else {
            ("blanks", "a tab")
        };
        let message = format!(
            "indented with {here}, while {} other lines are with {there}",
            usual.len()
        );
        cx.report(
            cx.finding(Effect::Works, place(first), message)
                .severity(Severity::Info)
                .related(place(model), "the other kind")
                .help(format!("use {there} everywhere"))
                .fix(fix),
        );
    }
}

#[cfg(test)]
mod tests {
    use ipsec_conf::model::{LoadOptions, MemoryFs, Model};
    use ipsec_conf::{Source, Target};

    use crate::testing::check;
    use crate::{Lint, Selection, lint};

    /// Two lines with blanks, one with a tab.
    const TEXT: &str = "conn a\n  left=192.0.2.1\n  right=192.0.2.2\n\tauto=add\n";

    #[test]
    fn the_rarer_kind_is_reported() {
        check("Y303", "libreswan@4.10", TEXT, &[
            "4:1 indented with a tab, while 2 other lines are with blanks",
        ]);
    }

    #[test]
    fn a_layout_that_is_checked_as_well_has_the_last_word() {
        let source = Source::new("a", TEXT);
        let (target, options) = (Target::LIBRESWAN_4_10, LoadOptions::default());
        let model = Model::from_source(&MemoryFs::default(), source, target, &options);
        let mut selection = Selection::default();
        selection.select(&["Y301", "Y303"]).expect("there are such rules");
        let found = lint(&model, &Lint::new(&selection)).diagnostics;
        let found = found.iter().find(|found| found.code.id == "Y303");
        let message = found.map(|found| found.message.as_str());
        assert_eq!(message, Some("indented with blanks, while 1 other lines are with a tab"));
    }
}
