//! A conn name with unusual characters.

use ipsec_conf::Effect;
use ipsec_conf::target::Reader;
use ipsec_conf::text::printable;

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn name with characters outside `A-Z a-z 0-9 . _ -`.
    ///
    /// ## What it does
    ///
    /// Finds names that shells, status output and other programs do not take as one plain word.
    ///
    /// ## Why it matters
    ///
    /// The daemons load such a conn. `ipsec auto` and scripts must quote the name, the status output is cut at other
    /// places, and a conversion to swanctl.conf has no such names. Openswan 2.4 refuses the section.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn büro
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// S105 space-in-section-name, S124 reserved-conn-name, S135 bad-section-name
    pub struct NonAsciiName {
        code: "S123", name: "non-ascii-name", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for NonAsciiName {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        // The classic reader refuses such a name, and says so.
        if cx.reader() == Reader::Classic {
            return;
        }
        let model = cx.model;
        for (_, section) in model.conns() {
            let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
            // `%` and `/` have a finding of their own, as have `#` and what cannot be seen.
            let odd = section
                .name
                .chars()
                .find(|&c| !is_plain(c) && !matches!(c, '%' | '/' | '#') && !c.is_control());
            let Some(odd) = odd else { continue };
            let shown = printable(odd.encode_utf8(&mut [0; 4])).into_owned();
            let message = format!("the name `{}` has a `{shown}`", printable(&section.name));
            cx.report(
                cx.finding(Effect::Works, section.name_span, message)
                    .note(format!(
                        "{} loads it; shells, scripts and status output trip over it",
                        cx.program()
                    ))
                    .help("name it with letters, digits, `.`, `_` and `-`")
                    .conn(section.name.to_string()),
            );
        }
    }
}
