//! What the rules say about real files: each of them must be silent on some, and the loudest are shown.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use ipsec_conf::model::{LoadOptions, Model};
use ipsec_conf::{Source, Target};
use ipsec_conf_host::Disk;
use ipsec_conf_lint::{Lint, RULES, Selection, lint};

/// How many of the loudest rules are shown.
const LOUDEST: usize = 8;

/// In how many files each rule has something to say.
#[derive(Default)]
pub(super) struct Rules {
    files: usize,
    by_code: BTreeMap<&'static str, usize>,
}

impl Rules {
    /// Judges a file by all rules, for the newest release that its writers can have had in mind.
    pub(super) fn judge(&mut self, source: &Source, dialect: &str, options: &LoadOptions) {
        let target = match dialect {
            "strongswan" => Target::STRONGSWAN_5_9_8,
            "openswan" => Target::OPENSWAN_2_6,
            _ => Target::LIBRESWAN_4_10,
        };
        let model = Model::from_source(&Disk, source.clone(), target, options);
        let mut selection = Selection::default();
        selection
            .select(&["all"])
            .expect("bug: `all` is a selector");
        let found = lint(&model, &Lint::new(&selection));
        let mut codes: Vec<&'static str> = found.diagnostics.iter().map(|it| it.code.id).collect();
        codes.sort_unstable();
        codes.dedup();
        for code in codes {
            *self.by_code.entry(code).or_default() += 1;
        }
        self.files += 1;
    }

    pub(super) fn print(&self) {
        let mut loudest: Vec<(usize, &str)> = self
            .by_code
            .iter()
            .map(|(code, count)| (*count, *code))
            .collect();
        loudest.sort_unstable_by(|a, b| b.cmp(a));
        let shown: Vec<String> = loudest
            .iter()
            .take(LOUDEST)
            .map(|(count, code)| format!("{code} in {count}"))
            .collect();
        println!(
            "rules: {} of {} speak about one of {} files; the loudest: {}",
            self.by_code.len(),
            RULES.len(),
            self.files,
            shown.join(", ")
        );
    }

    /// A rule that fires on every real file says nothing about any.
    pub(super) fn check(&self) -> Result<()> {
        let always: Vec<&str> = self
            .by_code
            .iter()
            .filter(|(_, count)| **count == self.files)
            .map(|(code, _)| *code)
            .collect();
        ensure!(
            always.is_empty(),
            "these rules are never silent: {}",
            always.join(", ")
        );
        Ok(())
    }
}
