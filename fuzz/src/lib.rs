//! The laws of the tools as functions of arbitrary bytes: a module for each fuzz target, which panics when a law is broken.
//!
//! An input is a plain configuration, so that examples are seeds and words of the dictionary fit. What else a law needs,
//! a place or an option, comes from a hash of the text.

pub mod edits;
pub mod format;
pub mod lint;
pub mod parse;
pub mod plan;
pub mod resolve;
pub mod secrets;
mod shell;

use std::path::Path;

use ipsec_conf::model::{LoadOptions, MemoryFs, Model};
use ipsec_conf::{Diagnostic, Source, SourceMap, Target};

/// What every configuration is called here; it can include itself.
const NAME: &str = "ipsec.conf";

/// Behind it stands the path of a further file of the configuration, as in the examples of the rules.
const FILE_MARK: &str = "# file: ";

/// The text of an input as the tools read it: bytes that are not UTF-8 are replaced.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The first file and those behind lines `# file: PATH`.
fn files(bytes: &[u8]) -> MemoryFs {
    let mut files: Vec<(String, Vec<u8>)> = vec![(NAME.to_owned(), Vec::new())];
    for line in bytes.split_inclusive(|&b| b == b'\n') {
        match line.strip_prefix(FILE_MARK.as_bytes()) {
            Some(path) => files.push((text(path).trim().to_owned(), Vec::new())),
            None => files
                .last_mut()
                .expect("bug: there is a first file")
                .1
                .extend_from_slice(line),
        }
    }
    MemoryFs::new(files)
}

/// The configuration of an input as a target reads it.
fn load(bytes: &[u8], target: Target) -> Option<Model> {
    let (files, options) = (files(bytes), LoadOptions::default());
    Model::load(&files, Path::new(NAME), target, &options).ok()
}

/// A configuration that is a text.
fn load_text(text: &str, target: Target) -> Model {
    let none = MemoryFs::default();
    let source = Source::new(NAME, text);
    Model::from_source(&none, source, target, &LoadOptions::default())
}

/// Every place of a finding lies within its file, between characters: whoever shows it slices the text there.
fn check_places(findings: &[Diagnostic], sources: &SourceMap) {
    for finding in findings {
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
        let labels = finding.related.iter().chain([&finding.primary]);
        let spans = labels
            .map(|label| label.span)
            .chain(edits.map(|edit| edit.span));
        for span in spans {
            let text = sources.get(span.file).text();
            assert!(
                text.get(span.range()).is_some(),
                "{} at {:?} of {} bytes",
                finding.code.id,
                span.range(),
                text.len()
            );
        }
    }
}

/// Numbers that depend on the text alone (splitmix64 over an FNV-1a hash).
struct Dice(u64);

impl Dice {
    fn of(bytes: &[u8]) -> Dice {
        let add = |hash: u64, &b: &u8| (hash ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
        Dice(bytes.iter().fold(0xcbf2_9ce4_8422_2325, add))
    }

    /// Below `end`, which is not 0.
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        (mixed ^ (mixed >> 31)) as usize % end
    }

    fn pick<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }

    /// Two places between characters, in order.
    fn range(&mut self, text: &str) -> std::ops::Range<usize> {
        let mut place = || {
            let at = self.below(text.len() + 1);
            (0..=at)
                .rev()
                .find(|&at| text.is_char_boundary(at))
                .unwrap_or(0)
        };
        let (a, b) = (place(), place());
        a.min(b)..a.max(b)
    }
}
