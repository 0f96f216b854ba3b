//! An `include` pattern that matches too much.

use ipsec_conf::Effect;
use ipsec_conf::text::printable;

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// An `include` pattern that also matches backups, leftovers of packages or secrets.
    ///
    /// ## What it does
    ///
    /// Finds included files that end in `~`, `.bak`, `.orig`, `.old`, `.rpmsave`, `.rpmnew`, `.dpkg-*`, `.swp` or
    /// `.secrets`.
    ///
    /// ## Why it matters
    ///
    /// A backup defines every conn a second time, with the values of before. A file of secrets is a syntax error, and the
    /// message about it may show a secret.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// include /etc/ipsec.d/office*
    /// # file: /etc/ipsec.d/office.conf
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// # file: /etc/ipsec.d/office.conf.bak
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// include /etc/ipsec.d/*.conf
    /// # file: /etc/ipsec.d/office.conf
    /// # file: /etc/ipsec.d/office.conf.bak
    /// ```
    ///
    /// ## See also
    ///
    /// R113 included-twice, X113 secret-in-conf
    pub struct IncludeCatchesNonConfig {
        code: "R114", name: "include-catches-non-config", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for IncludeCatchesNonConfig {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        let model = cx.model;
        for (id, source) in model.sources().iter() {
            let Some(span) = model.included_at(id) else {
                continue;
            };
            let is_pattern = model.sources().slice(span).contains(['*', '?', '[']);
            let name = source
                .path()
                .file_name()
                .unwrap_or_default()
                .to_string_lossy();
            if !is_pattern || !is_no_configuration(&name) {
                continue;
            }
            let message = format!(
                "the pattern also matches `{}`",
                printable(&source.path().display().to_string())
            );
            cx.report(
                cx.finding(Effect::Works, span, message)
                    .note(format!(
                        "{} reads it as a part of the configuration",
                        cx.program()
                    ))
                    .help("narrow the pattern, for example to `*.conf`"),
            );
        }
    }
}

/// Backups and leftovers of editors, packages and patches, and files of secrets.
fn is_no_configuration(name: &str) -> bool {
    let endings = [
        "~", ".bak", ".orig", ".old", ".save", ".rej", ".rpmsave", ".rpmnew", ".rpmorig", ".swp",
        ".secrets", ".tmp",
    ];
    let lower = name.to_ascii_lowercase();
    endings.iter().any(|ending| lower.ends_with(ending))
        || lower.contains(".dpkg-")
        || lower.starts_with('#')
}
