//! Reads what would be written, and says whether anything but the layout differs.

use ipsec_conf::model::{LoadOptions, Model, Vfs};
use ipsec_conf::syntax::{File, Shape};
use ipsec_conf::{Diagnostic, FileId, Source, Target};
use ipsec_conf_format::same_reading;
use rayon::prelude::*;

use crate::lint::meaning::model_difference;

/// One release of every reader.
const READERS: [Target; 5] = [
    Target::LIBRESWAN_5_4,
    Target::LIBRESWAN_4_10,
    Target::OPENSWAN_2_6,
    Target::CLASSIC,
    Target::STRONGSWAN_6_0,
];

/// What is compared.
pub(crate) struct Proof<'a> {
    pub(crate) vfs: &'a (dyn Vfs + Sync),
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
        let others = READERS.into_iter().filter(|target| *target != self.target);
        let targets: Vec<Target> = std::iter::once(self.target).chain(others).collect();
        targets
            .into_par_iter()
            .find_map_first(|target| self.of_models(before, after, target))
    }

    fn of_models(&self, before: &Source, after: &Source, target: Target) -> Option<String> {
        let [old, new] = [before, after]
            .map(|source| Model::from_source(self.vfs, source.clone(), target, self.options));
        let says_the_same = |old: &[Diagnostic], new: &[Diagnostic]| {
            old.iter().map(name_of).eq(new.iter().map(name_of))
        };
        let what = if says_the_same(old.diagnostics(), new.diagnostics()) {
            model_difference(&old, &new, &|old, new| {
                says_the_same(old.diagnostics(), new.diagnostics())
            })?
        } else {
            "what it complains about".to_owned()
        };
        Some(format!("{what} would change for {}", target.program()))
    }
}

/// Without the text, which may tell the number of a line.
fn name_of(finding: &Diagnostic) -> (&'static str, Option<&str>) {
    (finding.code.id, finding.conn.as_deref())
}

#[cfg(test)]
mod tests {
    use ipsec_conf::model::MemoryFs;

    use super::*;

    fn difference(before: &str, after: &str, rewrites: bool) -> Option<String> {
        let [before, after] =
            [before, after].map(|text| Source::new(std::path::Path::new("ipsec.conf"), text));
        let proof = Proof {
            vfs: &MemoryFs::default(),
            options: &LoadOptions::default(),
            target: Target::LIBRESWAN_4_10,
            rewrites,
        };
        proof.difference(&before, &after)
    }

    const TEXT: &str = "conn a\n  left = 192.0.2.1\n  LeftID=@a # x\n  right=192.0.2.2\n";

    #[test]
    fn layout_is_no_difference() {
        let after = "conn a\n\tleft=192.0.2.1\n\tLeftID=@a # x\n\tright=192.0.2.2\n";
        assert_eq!(difference(TEXT, after, false), None);
    }

    #[test]
    fn a_word_a_comment_or_the_end_of_a_section_is_one() {
        for (from, to) in [
            ("@a", "@b"),
            ("# x", "# y"),
            ("  right", "\n  right"),
            ("LeftID", "leftid"),
        ] {
            let said = difference(TEXT, &TEXT.replace(from, to), false);
            let line = if from == "  right" { 4 } else { 3 };
            assert_eq!(
                said,
                Some(format!("line {line} would be read differently")),
                "{from}"
            );
        }
    }

    #[test]
    fn a_rewritten_word_has_to_mean_the_same_to_the_target() {
        assert_eq!(
            difference(TEXT, &TEXT.replace("LeftID", "leftid"), true),
            None
        );
        let said = difference(TEXT, &TEXT.replace("@a", "@b"), true);
        assert_eq!(
            said.as_deref(),
            Some("conn `a` would change for Libreswan 4.10")
        );
        let said = difference(TEXT, &TEXT.replace("LeftID=", "also="), true);
        assert!(said.is_some());
    }
}
