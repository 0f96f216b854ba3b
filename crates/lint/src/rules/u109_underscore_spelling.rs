//! Keywords with underscores.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::text::printable;
use ipsec_conf::{Effect, keyword};

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A keyword that is spelt with `_` where Libreswan writes `-`.
    ///
    /// ## What it does
    ///
    /// Finds aliases with underscores that the target still reads.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4.0 removed most of these spellings and refuses the file for them; the few that are left may go the same
    /// way. The two spellings are one keyword.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@3.32
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     ike_frag=yes
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@3.32
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     fragmentation=yes
    /// ```
    ///
    /// ## See also
    ///
    /// `removed-keyword`, `alias-spelling`
    pub struct UnderscoreSpelling {
        code: "U109", name: "underscore-spelling", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Always
    }
}

impl Rule for UnderscoreSpelling {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        if !cx.is_libreswan() {
            return;
        }
        let model = cx.model;
        for (item, keyword, span) in model.set_items() {
            if span.status != keyword::Status::Alias || keyword.name.contains('_') {
                continue;
            }
            let key = model.key_span(item);
            let written = model.sources().slice(key);
            if !written.contains('_') {
                continue;
            }
            let name = keyword.spelling(item.side);
            let finding = cx
                .finding(Effect::Works, key, format!("`{}` is an old spelling of `{name}`", printable(written)))
                .note("Libreswan 4.0 removed most spellings with underscores, and refuses a file that has one of them")
                .help(format!("write `{name}`"))
                .fix(Fix::safe(format!("write `{name}`"), key, name.clone()));
            cx.report(finding);
        }
    }
}
