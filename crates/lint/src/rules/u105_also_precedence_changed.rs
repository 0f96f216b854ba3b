//! A value that another release takes from elsewhere.

use ipsec_conf::model::{Model, Setting};
use ipsec_conf::text::printable;
use ipsec_conf::{Effect, Severity};

use crate::context::Context;

use crate::releases::{as_five, as_four};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A setting that Libreswan 4 and Libreswan 5 take from different lines.
    ///
    /// ## What it does
    ///
    /// Resolves each conn as Libreswan 4.10 and as the newest release do, and compares. It finds settings for which they
    /// choose different lines among the conn, what it includes with `also=`, and `conn %default`.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4 takes the conn's own lines first and then what `also=` names, level by level; of a keyword that stands
    /// twice in `%default` the last one counts. Libreswan 5 reads what `also=` names in place, and of a keyword that stands
    /// twice in one section the first one counts. The conn loads in both and means different things.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn %default
    ///     authby=secret
    ///     authby=rsasig
    ///
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     auto=add
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn %default
    ///     authby=rsasig
    ///
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     auto=add
    /// ```
    ///
    /// ## See also
    ///
    /// `duplicate-key`
    pub struct AlsoPrecedence {
        code: "U105", name: "also-precedence-changed", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for AlsoPrecedence {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        if !cx.compares_releases || !cx.is_libreswan() || !may_differ(cx.model) {
            return;
        }
        let is_five = cx.is_libreswan_5();
        let (other, name) = if is_five {
            (as_four(cx.model), "Libreswan 4")
        } else {
            (as_five(cx.model), "Libreswan 5")
        };
        let mut found = Vec::new();
        for (id, section) in cx.model.named_conns() {
            let conn = cx.model.resolved(id);
            let Some(twin) = other.find_conn(&section.name).map(|id| other.resolved(id)) else {
                continue;
            };
            if conn.is_refused() || twin.is_refused() || conn.is_fragment() {
                continue;
            }
            for setting in conn.settings() {
                let Some(theirs) = twin
                    .get(setting.keyword.id, setting.side)
                    .filter(|theirs| differs(setting, theirs))
                else {
                    continue;
                };
                let finding = cx
                    .finding(Effect::Works, conn.value_span(setting), format!("{name} takes another line for `{}`", setting.spelling()))
                    .severity(if is_five { Severity::Warning } else { Severity::Info })
                    .note(format!("in `{}` it reads `{}` there, and `{}` here", printable(conn.name()), shown(theirs), shown(setting)))
                    .note("Libreswan reads `also=` in place from 5.0 on, and takes the first of two equal keywords of a section")
                    .help("set it once, in the conn itself")
                    .conn(conn.name().to_owned());
                found.push(finding);
            }
        }
        for finding in found {
            cx.report(finding);
        }
    }
}

/// Whether there is anything to choose from: without `also=` and doubles all releases agree.
fn may_differ(model: &Model) -> bool {
    let defaults = model
        .sections()
        .filter(|(_, section)| section.is_default())
        .count();
    let has_double = |id| {
        let mut seen = std::collections::HashSet::new();
        model.items(id).iter().any(|item| {
            item.keyword
                .is_some_and(|keyword| !seen.insert((keyword.id, item.side)))
        })
    };
    defaults > 1
        || model.sections().any(|(id, section)| {
            let includes = || {
                model
                    .items(id)
                    .iter()
                    .any(|item| item.is_setting_of("also") || item.is_setting_of("alsoflip"))
            };
            section.is_default() && has_double(id) || includes()
        })
}

fn differs(setting: &Setting<'_>, theirs: &Setting<'_>) -> bool {
    !matches!(setting.keyword.id, "also" | "connalias" | "subnets")
        && setting.value.text != theirs.value.text
}

/// A raw key is long, and no use in a message.
fn shown(setting: &Setting<'_>) -> String {
    let short: String = setting.value.text.chars().take(60).collect();
    printable(&short).into_owned()
}
