//! Any text and any spans can be rendered, and nothing of it steers a terminal.

use ipsec_conf::diagnostic::{Fix, codes};
use ipsec_conf::{Diagnostic, Effect, FileId, Span};
use ipsec_conf_report::Format;

use crate::sample::{Sample, assert_harmless};

/// What is hard: ends of lines, wide and combining characters, things that are spelt out.
const PARTS: [&str; 16] = [
    "a",
    " left=1",
    "\n",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "é",
    "漢",
    "e\u{301}",
    "\u{1b}[1m",
    "\u{202e}",
    "\0",
    "👩\u{200d}🔧",
    "\n\n",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
];

/// A generator that gives the same numbers on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits fit") % end
    }

    fn text(&mut self) -> String {
        let parts = self.below(40);
        (0..parts).map(|_| PARTS[self.below(PARTS.len())]).collect()
    }

    fn span(&mut self, sample: &Sample, file: FileId) -> Span {
        let text = sample.sources.get(file).text();
        let places: Vec<usize> = text
            .char_indices()
            .map(|(i, _)| i)
            .chain([text.len()])
            .collect();
        let (a, b) = (
            places[self.below(places.len())],
            places[self.below(places.len())],
        );
        Span::new(file, a.min(b)..a.max(b))
    }
}

#[test]
fn anything_can_be_rendered() {
    let mut numbers = Numbers(1);
    for _ in 0..1500 {
        let mut sample = Sample::default();
        let here = sample.add("a.conf", &numbers.text());
        let there = sample.add("b.conf", &numbers.text());
        let primary = numbers.span(&sample, here);
        let mut diagnostic =
            Diagnostic::new(codes::EMPTY_VALUE, Effect::Misread, primary, "message").label("label");
        for _ in 0..numbers.below(4) {
            let file = [here, here, there][numbers.below(3)];
            let span = numbers.span(&sample, file);
            diagnostic = diagnostic.related(span, ["", "related"][numbers.below(2)]);
        }
        let edit = numbers.span(&sample, here);
        sample.push(diagnostic.fix(Fix::safe("title", edit, numbers.text())));
        for format in Format::ALL {
            let text = sample.render(format);
            assert_harmless(format, &text);
            assert!(!text.contains("Failed to read contents"), "{text}");
        }
    }
}
