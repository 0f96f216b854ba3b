//! Old names of keywords.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::text::printable;
use ipsec_conf::{Effect, keyword};

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A keyword under the name that it had in Openswan.
    ///
    /// ## What it does
    ///
    /// Finds `phase2alg`, `keylife`, `salifetime`, `aggrmode`, `xauthusername` and `auth` as a name of `phase2`, where the
    /// target has a newer name.
    ///
    /// ## Why it matters
    ///
    /// Libreswan reads the old names as aliases; they are not in its manual page any more. `auth` means something else from
    /// 3.19 on.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     phase2alg=aes-sha2
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     esp=aes-sha2
    /// ```
    ///
    /// ## See also
    ///
    /// `alias-spelling`
    pub struct OldName {
        code: "U111", name: "phase2alg-to-esp", severity: Info, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for OldName {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        if !cx.is_libreswan() {
            return;
        }
        let model = cx.model;
        for (item, keyword, span) in model.set_items() {
            let is_alias = span.status == keyword::Status::Alias;
            if !is_alias && !cx.is_libreswan_5() {
                continue;
            }
            let key = model.key_span(item);
            let written = model.sources().slice(key).to_ascii_lowercase();
            let bare = written
                .trim_start_matches("left")
                .trim_start_matches("right")
                .trim_start_matches('-');
            let name = match bare {
                "keylife" | "salifetime" | "aggrmode" | "xauthusername" | "auth" | "phase2alg"
                    if is_alias =>
                {
                    keyword.spelling(item.side)
                }
                // A keyword of its own from 5.3 on, for which `phase2=` decides.
                "phase2alg" if cx.is_libreswan_5() => "esp".to_owned(),
                _ => continue,
            };
            if name == written {
                continue;
            }
            let fix_title = format!("write `{name}`");
            let fix = if is_alias {
                Fix::safe(fix_title, key, name.clone())
            } else {
                Fix::risky(fix_title, key, name.clone())
            };
            let finding = cx
                .finding(
                    Effect::Works,
                    key,
                    format!("`{}` is an old name of `{name}`", printable(&written)),
                )
                .note("Libreswan reads both")
                .help(format!("write `{name}`"))
                .fix(fix);
            cx.report(finding);
        }
    }
}
