//! A file that is included twice.

use std::path::PathBuf;

use foldhash::HashMap;
use ipsec_conf::text::printable;
use ipsec_conf::{Effect, FileId};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A file that two `include` lines, or two patterns, lead to.
    ///
    /// ## What it does
    ///
    /// Finds files that are read a second time. With `--host` it follows symbolic links, and finds a file that has two names.
    ///
    /// ## Why it matters
    ///
    /// Every conn of the file is then defined twice, and every parameter of a `config setup` in it is set twice. Libreswan
    /// and Openswan add the first definition only; strongSwan merges the two.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// include /etc/ipsec.d/*.conf
    /// include /etc/ipsec.d/office.conf
    /// # file: /etc/ipsec.d/office.conf
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// include /etc/ipsec.d/*.conf
    /// # file: /etc/ipsec.d/office.conf
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// R108 duplicate-conn-name, R112 include-cycle
    pub struct IncludedTwice {
        code: "R113", name: "included-twice", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for IncludedTwice {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        let model = cx.model;
        let mut first: HashMap<PathBuf, FileId> = HashMap::default();
        for (id, source) in model.sources().iter() {
            let real = cx.host.and_then(|host| host.real_path(source.path()));
            let real = real.unwrap_or_else(|| source.path().to_owned());
            let known = *first.entry(real).or_insert(id);
            let Some(span) = model.included_at(id).filter(|_| known != id) else {
                continue;
            };
            let has_conns = model
                .conns()
                .any(|(_, section)| section.name_span.file == id);
            let effect = if has_conns {
                Effect::Misread
            } else {
                Effect::Works
            };
            let path = source.path().display().to_string();
            let message = format!("`{}` is read a second time", printable(&path));
            let mut finding = cx
                .finding(effect, span, message)
                .note(format!(
                    "{} defines every conn of the file again",
                    cx.program()
                ))
                .help("remove one of the two includes, or narrow the pattern");
            if let Some(before) = model.included_at(known) {
                finding = finding.related(before, "first included here");
            }
            cx.report(finding);
        }
    }
}
