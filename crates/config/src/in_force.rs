//! What holds for one configuration: words that come first, over those of the file.

use std::collections::HashMap;

use ipsec_conf::{Diagnostic, FileId, SourceMap};
use ipsec_conf_lint::Selection;

use crate::{Config, Values, files};

/// Which rules somebody asked for who comes before the file: on the command line or in the settings of an editor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Words<'a> {
    pub select: &'a [String],
    pub extend_select: &'a [String],
    pub ignore: &'a [String],
}

impl Values {
    /// The rules that run, and their severities; the words of `over` are known to name rules.
    pub fn selection(&self, over: &Words<'_>) -> Selection {
        let known = "bug: the words were checked";
        let mut selection = Selection::default();
        if over.select.is_empty() {
            selection.select(&self.select).expect(known);
        } else {
            selection.select(over.select).expect(known);
        }
        for words in [&self.extend_select, over.extend_select] {
            selection.extend(words).expect(known);
        }
        for words in [&self.ignore, over.ignore] {
            selection.ignore(words).expect(known);
        }
        for (word, severity) in &self.severity {
            selection.severity(word, *severity).expect(known);
        }
        selection
    }
}

impl Config {
    /// Takes out what is ignored in the files where it stands.
    pub fn drop_ignored(&self, sources: &SourceMap, diagnostics: &mut Vec<Diagnostic>) {
        if self.values.per_file_ignores.is_empty() {
            return;
        }
        let mut fits: HashMap<FileId, Vec<&Selection>> = HashMap::new();
        diagnostics.retain(|finding| {
            let file = finding.span().file;
            let ignored = fits.entry(file).or_insert_with(|| {
                let path = sources.get(file).path();
                let per_file = self.values.per_file_ignores.iter();
                per_file
                    .filter(|(globs, _)| files::matches(globs, &self.dir, path))
                    .map(|(_, rules)| rules)
                    .collect()
            });
            let Some(rule) = ipsec_conf_lint::find(finding.code.id) else {
                return true;
            };
            !ignored
                .iter()
                .any(|selection| selection.is_active(rule.info()))
        });
    }
}
