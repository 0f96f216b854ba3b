//! A part of conns that is loaded by itself.

use ipsec_conf::Effect;
use ipsec_conf::keyword::Side;
use ipsec_conf::text::printable;

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn that others take in, that is not complete by itself, and that has an `auto=`.
    ///
    /// ## What it does
    ///
    /// Finds `auto=add`, `start` and others in sections which lack an end and are named by an `also=`.
    ///
    /// ## Why it matters
    ///
    /// The program tries to load the part as a conn when it starts, and fails with a message. The conns that take it in
    /// inherit the `auto=`, which is seldom what was meant for all of them.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn shared
    ///     left=192.0.2.1
    ///     auto=start
    ///
    /// conn office
    ///     also=shared
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn shared
    ///     left=192.0.2.1
    ///
    /// conn office
    ///     also=shared
    ///     right=198.51.100.7
    ///     auto=start
    /// ```
    ///
    /// ## See also
    ///
    /// R106 unused-template
    pub struct TemplateHasAuto {
        code: "R107", name: "template-has-auto", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}

impl Rule for TemplateHasAuto {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        let model = cx.model;
        let used = cx.used();
        // To look for the line first is quicker than to resolve each part.
        let has_auto = |id| {
            model
                .items(id)
                .iter()
                .any(|item| item.is_setting_of("auto"))
        };
        for (id, section) in model.named_conns().filter(|(id, _)| used.contains(id)) {
            let sections = model.sections_named(&section.name);
            if !sections.iter().any(|&id| has_auto(id)) {
                continue;
            }
            let conn = model.resolved(id);
            let lacks_an_end = Side::BOTH
                .into_iter()
                .any(|side| conn.text("host", Some(side)).is_none());
            let Some(auto) = conn
                .get("auto", None)
                .filter(|auto| lacks_an_end && conn.is_own(auto))
            else {
                continue;
            };
            if matches!(&*auto.value.text, "" | "ignore") {
                continue;
            }
            let name = printable(&section.name);
            let word = printable(&auto.value.text);
            let message = format!("`auto={word}` loads `{name}`, which is a part for other conns");
            cx.report(
                cx.finding(Effect::Works, conn.value_span(auto), message)
                    .related(section.name_span, "it lacks an end, and `also=` names it")
                    .note(format!("{} fails to load it by itself, and every conn that takes it in inherits the line", cx.program()))
                    .help("move `auto=` into the conns that take it in")
                    .conn(section.name.to_string()),
            );
        }
    }
}
