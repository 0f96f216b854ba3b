//! A part of a conn that nobody uses.

use ipsec_conf::diagnostic::codes;
use ipsec_conf::keyword::Side;
use ipsec_conf::text::printable;
use ipsec_conf::{Effect, Severity};

use crate::context::Context;
use crate::engine::loads_itself;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn without both ends and without `auto=` that no other conn takes in.
    ///
    /// ## What it does
    ///
    /// Finds sections that are no complete conn, are loaded by nothing, and are named by no `also=`.
    ///
    /// ## Why it matters
    ///
    /// It does nothing. Either the `also=` that should take it in is missing or misspelt, or the end that it lacks is. When
    /// somebody asks for the conn by name, Openswan and Libreswan refuse it.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn leftover
    ///     left=192.0.2.1
    ///
    /// conn office
    ///     left=192.0.2.1
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
    /// ```
    ///
    /// ## See also
    ///
    /// M102 missing-end, R101 undefined-also, R107 template-has-auto
    pub struct UnusedTemplate {
        code: "R106", name: "unused-template", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for UnusedTemplate {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        let model = cx.model;
        let used = cx.used();
        for (id, section) in model.named_conns() {
            if used.contains(&id) || loads_itself(model, id) {
                continue;
            }
            let conn = model.resolved(id);
            let missing: Vec<&str> = Side::BOTH
                .into_iter()
                .filter(|&side| conn.text("host", Some(side)).is_none())
                .map(Side::prefix)
                .collect();
            let is_loaded = conn.text("auto", None).is_some_and(|auto| auto != "ignore");
            // An `also=` that leads nowhere explains what is missing.
            let is_explained = conn
                .diagnostics()
                .iter()
                .any(|found| found.code.id.starts_with('R'));
            if missing.is_empty() || is_loaded || is_explained {
                continue;
            }
            let name = printable(&section.name);
            let ends = missing
                .iter()
                .map(|end| format!("no `{end}`"))
                .collect::<Vec<_>>()
                .join(" and ");
            let message =
                format!("conn `{name}` has {ends} and no `auto=`, and no conn takes it in");
            // A file that several configurations include may have parts for others of them.
            let severity = match model.included_at(section.name_span.file) {
                Some(_) => Severity::Info,
                None => Severity::Warning,
            };
            let is_refused = conn
                .diagnostics()
                .iter()
                .any(|found| found.code == codes::MISSING_END);
            let effect = if is_refused {
                Effect::ConnRefused
            } else {
                Effect::Works
            };
            let mut finding = cx
                .finding(effect, section.name_span, message)
                .severity(severity)
                .help(format!(
                    "complete it, take it in with `also={name}`, or remove it"
                ))
                .conn(section.name.to_string());
            if is_refused {
                finding = finding.note(format!(
                    "{} refuses it when somebody adds it by name",
                    cx.program()
                ));
            }
            cx.report(finding);
        }
    }
}
