//! What swanctl.conf does not have.

use ipsec_conf::model::Conn;
use ipsec_conf::{Effect, Severity};

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A setting that has no counterpart of the same meaning in `swanctl.conf`.
    ///
    /// ## What it does
    ///
    /// Finds settings that change their meaning or are lost when a file is moved to `swanctl.conf`: `auto=ignore`,
    /// `leftallowany=`, a remote identity that begins with `%`, `type=reject`, relative `leftcert=` paths and
    /// `closeaction=clear`. It is off unless it is selected.
    ///
    /// ## Why it matters
    ///
    /// The tunnel comes up after the conversion and behaves otherwise: other lifetimes, other peers let in, other actions
    /// when the peer goes away.
    ///
    /// ## Example
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     closeaction=clear
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     closeaction=restart
    /// ```
    ///
    /// ## See also
    ///
    /// `starter-is-legacy`
    pub struct NotConvertible {
        code: "U125", name: "not-convertible", severity: Info, enabled: false,
        since: "0.1", dialects: "strongSwan", fix: Never
    }
}

impl Rule for NotConvertible {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_strongswan() {
            return;
        }
        for setting in conn.settings() {
            let text = &*setting.value.text;
            let lost = match setting.keyword.id {
                "closeaction" if text == "clear" => "`clear` becomes `none`",
                "type" if text == "reject" => "`reject` becomes `drop`",
                "auto" if text == "ignore" => "the conn is left out",
                "allowany" => "the address of the peer gets two networks beside it",
                "id" if text.starts_with('%') && text != "%any" => {
                    "a loose identity has no counterpart"
                }
                "cert" if !text.is_empty() && !text.starts_with('/') => {
                    "the file is looked for below x509/"
                }
                "firewall" => "the script is named by its path",
                _ => continue,
            };
            let finding = cx
                .finding(
                    Effect::Works,
                    conn.key_span(setting),
                    format!(
                        "`{}` changes with a move to `swanctl.conf`: {lost}",
                        setting.spelling()
                    ),
                )
                .severity(Severity::Info);
            cx.report(finding);
        }
    }
}
