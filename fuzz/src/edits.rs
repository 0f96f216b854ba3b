//! A tree that followed many edits is the tree of the text that came out: what the language server relies on.
//!
//! The input is a text and, behind each record separator (0x1e), a text that is put in the place of some range.

use std::sync::Arc;

use ipsec_conf::syntax::Shape;
use ipsec_conf::{File, FileId};

use crate::{Dice, text};

const SEPARATOR: char = '\u{1e}';

pub fn check(bytes: &[u8]) {
    let input = text(bytes);
    let mut pieces = input.split(SEPARATOR);
    let first = pieces.next().unwrap_or_default();
    let pieces: Vec<&str> = pieces.take(16).collect();
    for shape in Shape::ALL {
        let mut dice = Dice::of(bytes);
        let mut tree = File::from_text(FileId::default(), first.into(), shape);
        for piece in &pieces {
            let old = tree.shared_text();
            let range = dice.range(&old);
            let new: Arc<str> =
                format!("{}{piece}{}", &old[..range.start], &old[range.end..]).into();
            tree = tree.reparse(Arc::clone(&new), range.clone(), piece.len());
            let anew = File::from_text(FileId::default(), Arc::clone(&new), shape);
            assert_eq!(tree, anew, "{shape:?}: {range:?} of {old:?} -> {piece:?}");
        }
    }
}
