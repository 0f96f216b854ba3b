//! This host is left in one conn and right in another.


use foldhash::HashMap;
use ipsec_conf::keyword::Side;
use ipsec_conf::text::printable;
use ipsec_conf::{Effect, Severity, Span};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// An address that is `left` in some conns of a file and `right` in others.
    ///
    /// ## What it does
    ///
    /// Finds the rarer use of an address, or of `%defaultroute`, that several conns have as one of their ends.
    ///
    /// ## Why it matters
    ///
    /// The programs find out by themselves which end they are. A reader does so too, at every conn anew; with `left` for
    /// local, nobody has to.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn a
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///
    /// conn b
    ///     left=192.0.2.1
    ///     right=198.51.100.8
    ///
    /// conn c
    ///     left=198.51.100.9
    ///     right=192.0.2.1
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn a
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///
    /// conn c
    ///     left=192.0.2.1
    ///     right=198.51.100.9
    /// ```
    pub struct LocalEndConvention {
        code: "Y307", name: "local-end-convention", severity: Info, enabled: false,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for LocalEndConvention {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        let model = cx.model;
        let mut uses: HashMap<String, [Vec<Span>; 2]> = HashMap::default();
        for (id, _) in model.named_conns() {
            let conn = model.resolved(id);
            for (i, side) in Side::BOTH.into_iter().enumerate() {
                let Some(setting) = conn
                    .get("host", Some(side))
                    .filter(|setting| conn.is_own(setting))
                else {
                    continue;
                };
                let text = setting.value.text.to_ascii_lowercase();
                let is_anybody = text.starts_with('%') && text != "%defaultroute";
                if !text.is_empty() && !is_anybody {
                    uses.entry(text).or_default()[i].push(conn.value_span(setting));
                }
            }
        }
        for (text, [left, right]) in uses {
            let (rare, usual, word) = if right.len() <= left.len() {
                (right, left, "left")
            } else {
                (left, right, "right")
            };
            let Some(&other) = usual.first().filter(|_| usual.len() > 1) else {
                continue;
            };
            for span in rare {
                let message = format!(
                    "`{}` is {word} in {} other conns",
                    printable(&text),
                    usual.len()
                );
                cx.report(
                    cx.finding(Effect::Works, span, message)
                        .severity(Severity::Info)
                        .related(other, format!("here it is {word}"))
                        .help("exchange `left` and `right` in this conn"),
                );
            }
        }
    }
}
