//! Reading never fails, loses nothing, and does not depend on how it goes about it.

use std::sync::Arc;

use ipsec_conf::syntax::Shape;
use ipsec_conf::{File, FileId, Source};

use crate::Dice;

pub fn check(bytes: &[u8]) {
    let Ok(source) = Source::from_bytes("input", bytes.to_vec()) else {
        return;
    };
    let text = source.text();
    let mut dice = Dice::of(bytes);
    let (range, size) = (dice.range(text), 1 + dice.below(64));
    for shape in Shape::ALL {
        let file = File::parse(FileId::default(), &source, shape);
        let joined: String = file.tokens().map(|token| &text[token.range]).collect();
        assert_eq!(joined, text, "{shape:?}: the tokens are not the text");
        let chunked = File::parse_in_chunks(file.id(), source.shared_text(), shape, size);
        assert_eq!(file, chunked, "{shape:?}: chunks of {size}");
        // The text comes about when its middle is written, and what is left of it when that is deleted.
        let rest: Arc<str> = format!("{}{}", &text[..range.start], &text[range.end..]).into();
        let without = File::from_text(file.id(), Arc::clone(&rest), shape);
        let written = without.reparse(source.shared_text(), range.start..range.start, range.len());
        assert_eq!(written, file, "{shape:?}: {range:?} written");
        let deleted = file.reparse(rest, range.clone(), 0);
        assert_eq!(deleted, without, "{shape:?}: {range:?} deleted");
        for section in file.sections() {
            for entry in section.entries() {
                let _ = (entry.key(), entry.value(), entry.span());
            }
        }
        let _ = file.secrets();
    }
}
