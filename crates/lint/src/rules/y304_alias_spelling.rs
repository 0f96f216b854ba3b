//! An alias of a keyword.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::keyword::Status;
use ipsec_conf::text::printable;
use ipsec_conf::{Effect, Severity};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A keyword in a spelling that stands for another one.
    ///
    /// ## What it does
    ///
    /// Finds aliases that the target has a preferred name for. Old names that will go are the business of the group U.
    ///
    /// ## Why it matters
    ///
    /// The programs take both. One name for one thing is easier to search for, and a second line with the other name is a
    /// duplicate that nobody sees.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     lifetime=8h
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     keylife=8h
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     salifetime=8h
    /// ```
    ///
    /// ```ipsec good strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     lifetime=8h
    /// ```
    ///
    /// ## See also
    ///
    /// U109 underscore-spelling, U111 phase2alg-to-esp
    pub struct AliasSpelling {
        code: "Y304", name: "alias-spelling", severity: Info, enabled: true,
        since: "0.1", dialects: "all", fix: Always
    }
}

impl Rule for AliasSpelling {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        let model = cx.model;
        for (id, _) in model.sections().filter(|(_, section)| !section.builtin) {
            for item in model.items(id) {
                let (Some(keyword), Some(span)) = (item.keyword, item.span) else {
                    continue;
                };
                if span.status != Status::Alias || item.state != ipsec_conf::model::ItemState::Set {
                    continue;
                }
                let place = model.key_span(item);
                let word = model.sources().slice(place).to_owned();
                let name = keyword.spelling(item.side);
                // Spellings that an upgrade will take away have findings of their own.
                let is_old = cx.is_libreswan()
                    && (OLD.iter().any(|old| word.ends_with(old)) || word.contains('_'));
                if is_old || word.eq_ignore_ascii_case(&name) {
                    continue;
                }
                let message = format!("`{}` is another name of `{name}`", printable(&word));
                cx.report(
                    cx.finding(Effect::Works, place, message)
                        .severity(Severity::Info)
                        .help(format!("write `{name}`"))
                        .fix(Fix::safe(format!("write `{name}`"), place, name)),
                );
            }
        }
    }
}

/// The names that U111 is about.
const OLD: [&str; 6] = [
    "salifetime",
    "phase2alg",
    "keylife",
    "aggrmode",
    "xauthusername",
    "xauthname",
];
