//! The perfect hash finds what a search through the tables finds.

use ipsec_conf::Target;
use ipsec_conf::keyword::{Keyword, Lookup, Side, all, lookup};
use proptest::prelude::*;
use proptest::sample::select;

/// The keyword that is written like this in some release, and the end that the word names.
fn scanned(word: &str) -> Option<(&'static Keyword, Option<Side>)> {
    let word = word.to_ascii_lowercase();
    let fits = |keyword: &&Keyword| {
        let mut forms = keyword.forms.iter().map(|form| form.to_ascii_lowercase());
        forms.any(|form| {
            let hyphenated = ["left", "right"].map(|side| {
                let rest = form.strip_prefix(side).filter(|rest| !rest.is_empty());
                rest.map(|rest| format!("{side}-{rest}"))
            });
            form == word || hyphenated.iter().flatten().any(|form| *form == word)
        })
    };
    let keyword = all().iter().find(fits)?;
    let is_plain = word == keyword.name.to_ascii_lowercase();
    let side = if is_plain {
        None
    } else if word.starts_with("left") {
        Some(Side::Left)
    } else {
        Some(Side::Right)
    };
    Some((keyword, side))
}

#[track_caller]
fn check(word: &str) {
    let expected = scanned(word).map(|(keyword, side)| (keyword.id, side));
    for target in Target::OF_EACH_READER {
        let found = match lookup(word, target) {
            Lookup::Known {
                keyword,
                written_side: side,
                ..
            }
            | Lookup::Elsewhere { keyword, side } => Some((keyword.id, side)),
            Lookup::Unknown => None,
        };
        assert_eq!(found, expected, "{word} for {target}");
    }
}

#[test]
fn every_word_of_the_tables_is_found() {
    for keyword in all() {
        for form in keyword.forms {
            check(form);
            check(&form.to_ascii_uppercase());
        }
    }
}

proptest! {
    #[test]
    fn words_like_those_of_the_tables(
        keyword in select(all()),
        form in any::<prop::sample::Index>(),
        side in select(&["", "left", "right", "left-", "right-", "x-"][..]),
        damage in select(&["", "s", "-", " ", "é"][..]),
        cut in 0..3_usize,
    ) {
        let form = form.get(keyword.forms);
        let word = format!("{side}{}{damage}", &form[..form.len().saturating_sub(cut)]);
        // Which words a release takes with a hyphen is a fact of its own; the tables say nothing about others.
        let is_own_side = word.contains("left-") || word.contains("right-");
        prop_assume!(!is_own_side);
        check(&word);
    }
}
