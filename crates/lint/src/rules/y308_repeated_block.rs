//! The same lines in many conns.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashMap;
use ipsec_conf::model::SectionId;
use ipsec_conf::text::printable;
use ipsec_conf::{Effect, Severity};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// Three or more conns that repeat the same four or more lines.
    ///
    /// ## What it does
    ///
    /// Compares the own lines of all conns, and reports the first of each group.
    ///
    /// ## Why it matters
    ///
    /// A change must be made in every one of them, and one is forgotten. `also=` or `conn %default` holds the lines once.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn a
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ike=aes256-sha2_256
    ///     esp=aes256-sha2_256
    ///     dpddelay=30s
    ///     ikelifetime=8h
    ///
    /// conn b
    ///     left=192.0.2.1
    ///     right=198.51.100.8
    ///     ike=aes256-sha2_256
    ///     esp=aes256-sha2_256
    ///     dpddelay=30s
    ///     ikelifetime=8h
    ///
    /// conn c
    ///     left=192.0.2.1
    ///     right=198.51.100.9
    ///     ike=aes256-sha2_256
    ///     esp=aes256-sha2_256
    ///     dpddelay=30s
    ///     ikelifetime=8h
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn %default
    ///     ike=aes256-sha2_256
    ///     esp=aes256-sha2_256
    ///     dpddelay=30s
    ///     ikelifetime=8h
    ///
    /// conn a
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///
    /// conn b
    ///     left=192.0.2.1
    ///     right=198.51.100.8
    /// ```
    pub struct RepeatedBlock {
        code: "Y308", name: "repeated-block", severity: Info, enabled: false,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for RepeatedBlock {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        let model = cx.model;
        let mut holders: HashMap<(String, String), Vec<SectionId>> = HashMap::default();
        for (id, _) in model.conns() {
            for item in model
                .items(id)
                .iter()
                .filter(|item| !item.is_setting_of("also"))
            {
                let Some(keyword) = item.keyword else {
                    continue;
                };
                let line = (
                    keyword.spelling(item.side),
                    model.value(item).text.to_string(),
                );
                holders.entry(line).or_default().push(id);
            }
        }
        // The lines that each conn shares with at least two others.
        let mut shared: BTreeMap<SectionId, BTreeSet<String>> = BTreeMap::new();
        for ((keyword, _), ids) in holders.into_iter().filter(|(_, ids)| ids.len() >= CONNS) {
            for id in ids {
                shared.entry(id).or_default().insert(keyword.clone());
            }
        }
        let mut groups: BTreeMap<BTreeSet<String>, Vec<SectionId>> = BTreeMap::new();
        for (id, keywords) in shared {
            groups.entry(keywords).or_default().push(id);
        }
        for (keywords, ids) in groups {
            if keywords.len() < LINES || ids.len() < CONNS {
                continue;
            }
            let listed = keywords
                .iter()
                .map(|keyword| format!("`{}`", printable(keyword)))
                .collect::<Vec<_>>()
                .join(", ");
            let message = format!(
                "{} conns repeat the same {} lines",
                ids.len(),
                keywords.len()
            );
            let mut finding = cx
                .finding(Effect::Works, model.section(ids[0]).name_span, message)
                .severity(Severity::Info)
                .note(format!("the same in all of them: {listed}"))
                .help("put them into a section of their own, and take that in with `also=`");
            for id in ids.iter().skip(1).take(3) {
                finding = finding.related(model.section(*id).name_span, "and here");
            }
            cx.report(finding);
        }
    }
}

const CONNS: usize = 3;
const LINES: usize = 4;
