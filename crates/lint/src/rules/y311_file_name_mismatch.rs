//! A file that is named after another conn.

use ipsec_conf::text::printable;
use ipsec_conf::{Effect, Severity};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// An included file with one conn that has another name than the file.
    ///
    /// ## What it does
    ///
    /// Compares the name of each included `NAME.conf` with that of its only conn.
    ///
    /// ## Why it matters
    ///
    /// Who looks for the conn looks into the wrong file.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// include /etc/ipsec.d/*.conf
    /// # file: /etc/ipsec.d/basel.conf
    /// conn bern
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// include /etc/ipsec.d/*.conf
    /// # file: /etc/ipsec.d/bern.conf
    /// conn bern
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    pub struct FileNameMismatch {
        code: "Y311", name: "file-name-mismatch", severity: Info, enabled: false,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for FileNameMismatch {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        let model = cx.model;
        for (id, source) in model
            .sources()
            .iter()
            .filter(|(id, _)| model.included_at(*id).is_some())
        {
            let mut conns = model
                .conns()
                .map(|(_, section)| section)
                .filter(|section| section.name_span.file == id);
            let (Some(conn), None) = (conns.next(), conns.next()) else {
                continue;
            };
            let Some(stem) = source
                .path()
                .file_stem()
                .map(|stem| stem.to_string_lossy().into_owned())
            else {
                continue;
            };
            // `10-office.conf` is sorted by its number.
            let bare = stem
                .trim_start_matches(|c: char| c.is_ascii_digit())
                .trim_start_matches(['-', '_']);
            if [stem.as_str(), bare].contains(&&*conn.name) {
                continue;
            }
            let message = format!(
                "conn `{}` stands in `{}`",
                printable(&conn.name),
                printable(&source.path().display().to_string())
            );
            cx.report(
                cx.finding(Effect::Works, conn.name_span, message)
                    .severity(Severity::Info)
                    .help("rename the file or the conn"),
            );
        }
    }
}
