//! Reads what would be written, and says whether anything but the layout differs.

use ipsec_conf::model::{LoadOptions, Model, Vfs};
use ipsec_conf::syntax::{File, Shape};
use ipsec_conf::{Diagnostic, FileId, Source, Target};
use ipsec_conf_format::same_reading;

use crate::lint::meaning::model_difference;

/// One release of every reader, the newest of those that differ in nothing else.
const READERS: [&str; 5] = [
    "libreswan@5.4",
    "libreswan@4.10",
    "openswan@2.6",
    "openswan@2.4",
    "strongswan@6.0",
];

/// What is compared.
pub(crate) struct Proof<'a> {
    pub(crate) vfs: &'a dyn Vfs,
    pub(crate) options: &'a LoadOptions,
    pub(crate) target: Target,
    /// Whether words were rewritten, so that only the target's reading has to be the same.
    pub(crate) rewrites: bool,
}

impl Proof<'_> {
    /// Why `after` must not be written in the place of `before`, if it must not.
    pub(crate) fn difference(&self, before: &Source, after: &Source) -> Option<String> {
        if self.rewrites {
            return self.of_models(before, after, self.target);
        }
        for shape in Shape::ALL {
            let [old, new] = [before, after].map(|it| File::parse(FileId::default(), it, shape));
            if let Err(difference) = same_reading(&old, &new) {
                let line = before.line_index().line(difference.at as u32) + 1;
                return Some(format!("line {line} would be read differently"));
            }
        }
        let known = "bug: the names of targets are known";
        let readers = READERS.map(|name| name.parse::<Target>().expect(known));
        let others = readers.into_iter().filter(|target| *target != self.target);
        std::iter::once(self.target)
            .chain(others)
            .find_map(|target| self.of_models(before, after, target))
    }

    fn of_models(&self, before: &Source, after: &Source, target: Target) -> Option<String> {
        let [old, new] = [before, after]
            .map(|source| Model::from_source(self.vfs, source.clone(), target, self.options));
        let said = |model: &Model| -> Vec<(&'static str, Option<String>)> {
            let of_files = model.diagnostics().iter().map(name_of);
            let ids: Vec<_> = model.conns().map(|(id, _)| id).collect();
            let of_conns = ids.into_iter().flat_map(|id| {
                model
                    .conn(id)
                    .diagnostics()
                    .iter()
                    .map(name_of)
                    .collect::<Vec<_>>()
            });
            of_files.chain(of_conns).collect()
        };
        let what = model_difference(&old, &new)
            .or_else(|| (said(&old) != said(&new)).then(|| "what it complains about".to_owned()))?;
        Some(format!("{what} would change for {}", target.program()))
    }
}

/// Without the text, which may tell the number of a line.
fn name_of(finding: &Diagnostic) -> (&'static str, Option<String>) {
    (finding.code.id, finding.conn.clone())
}
