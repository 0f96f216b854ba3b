//! What would change, as `diff -u` shows it.
//!
//! Fixes and comments touch lines here and there, however many: the texts are compared a stretch at a time, so that the time
//! grows with the texts and not with the number of changes times their length.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::IsTerminal as _;
use std::path::Path;

use ipsec_conf::model::secrets_in;
use ipsec_conf::text::printable;
use ipsec_conf::{Source, Target};
use similar::{Algorithm, DiffOp, DiffTag};

use super::overlay::Change;

/// How many lines of each text are compared at a time, unless they have nothing in common.
const STRETCH: usize = 256;

/// Texts that have nothing in common for as many lines are not compared any further.
const LONGEST: usize = 16 * STRETCH;

/// Shorter parts of a secret tell nothing.
const LEAST: usize = 3;

/// How many unchanged lines stand around a change.
const CONTEXT: usize = 3;

/// A text, and the same with its secrets blotted out.
#[derive(Debug, Clone, Copy)]
struct Text<'a> {
    text: &'a str,
    shown: &'a str,
}

impl<'a> Text<'a> {
    /// Its lines, and how they are shown.
    fn lines(self) -> (Vec<&'a str>, Vec<&'a str>) {
        let lines: Vec<&str> = self.text.split_inclusive('\n').collect();
        let shown: Vec<&str> = self.shown.split_inclusive('\n').collect();
        debug_assert_eq!(lines.len(), shown.len(), "newlines are never blotted out");
        (lines, shown)
    }
}

/// A patch that turns `old` into `new`; empty when they are equal.
fn unified(path: &Path, old: Text<'_>, new: Text<'_>) -> String {
    if old.text == new.text {
        return String::new();
    }
    let name = path.to_string_lossy();
    let name = printable(name.strip_prefix("./").unwrap_or(&name)).into_owned();
    let (old, old_shown) = old.lines();
    let (new, new_shown) = new.lines();
    let mut out = format!("--- {name}\n+++ {name}\n");
    for hunk in similar::group_diff_ops(operations(&old, &new), CONTEXT) {
        let (Some(first), Some(last)) = (hunk.first(), hunk.last()) else {
            continue;
        };
        let was = first.old_range().start..last.old_range().end;
        let is = first.new_range().start..last.new_range().end;
        let _ = writeln!(out, "@@ -{} +{} @@", place(&was), place(&is));
        for operation in &hunk {
            let is_equal = operation.tag() == DiffTag::Equal;
            for line in &old_shown[operation.old_range()] {
                push(&mut out, if is_equal { " " } else { "-" }, line);
            }
            if is_equal {
                continue;
            }
            let gone = operation.old_range();
            let words: Vec<&str> = gone
                .flat_map(|i| blotted_out(old[i], old_shown[i]))
                .collect();
            for line in &new_shown[operation.new_range()] {
                push(&mut out, "+", &without(line, &words));
            }
        }
    }
    out
}

/// The words of a line that are not shown.
fn blotted_out<'a>(line: &'a str, shown: &str) -> Vec<&'a str> {
    if line == shown {
        return Vec::new();
    }
    let mut words = Vec::new();
    let mut start = None;
    // A character and what it is blotted out by have the same length.
    let ends = line.char_indices().zip(shown.chars());
    for ((at, c), now) in ends.chain([((line.len(), ' '), ' ')]) {
        let is_hidden = c != now && c.is_alphanumeric();
        match start {
            None if is_hidden => start = Some(at),
            Some(from) if !is_hidden => {
                words.push(&line[from..at]);
                start = None;
            }
            _ => {}
        }
    }
    words.retain(|word| word.len() >= LEAST);
    words
}

/// A fix may take a secret for something else, such as the name of a conn: its words are not shown in the new line either.
fn without<'a>(line: &'a str, words: &[&str]) -> Cow<'a, str> {
    let mut line = Cow::Borrowed(line);
    for word in words {
        if line.contains(word) {
            line = Cow::Owned(line.replace(word, &"*".repeat(word.chars().count())));
        }
    }
    line
}

/// The first line and their number; where there are none, the line before.
fn place(lines: &std::ops::Range<usize>) -> String {
    match lines.len() {
        0 => format!("{},0", lines.start),
        1 => format!("{}", lines.start + 1),
        count => format!("{},{count}", lines.start + 1),
    }
}

fn push(out: &mut String, mark: &str, line: &str) {
    out.push_str(mark);
    out.push_str(line);
    if !line.ends_with('\n') {
        out.push_str("\n\\ No newline at end of file\n");
    }
}

/// How the lines of `old` become those of `new`.
fn operations(old: &[&str], new: &[&str]) -> Vec<DiffOp> {
    // Numbers are compared faster than lines.
    let mut numbers: HashMap<&str, u32> = HashMap::new();
    let [old, new] = [old, new].map(|lines| {
        let lines = lines.iter().map(|line| {
            let next = numbers.len() as u32;
            *numbers.entry(line).or_insert(next)
        });
        lines.collect::<Vec<u32>>()
    });
    let mut out: Vec<DiffOp> = Vec::new();
    let (mut at_old, mut at_new, mut stretch) = (0, 0, STRETCH);
    while at_old < old.len() || at_new < new.len() {
        let end_old = old.len().min(at_old + stretch);
        let end_new = new.len().min(at_new + stretch);
        let is_rest = end_old == old.len() && end_new == new.len();
        let found = if stretch > LONGEST {
            let (old_len, new_len) = (old.len() - at_old, new.len() - at_new);
            vec![DiffOp::Replace {
                old_index: 0,
                old_len,
                new_index: 0,
                new_len,
            }]
        } else {
            similar::capture_diff_slices(
                Algorithm::Myers,
                &old[at_old..end_old],
                &new[at_new..end_new],
            )
        };
        let kept = if is_rest || stretch > LONGEST {
            found.len()
        } else {
            settled(&found)
        };
        if kept == 0 {
            stretch *= 2;
            continue;
        }
        for operation in &found[..kept] {
            let lens = (operation.old_range().len(), operation.new_range().len());
            add(&mut out, operation.tag(), (at_old, at_new), lens);
            at_old += lens.0;
            at_new += lens.1;
        }
        stretch = STRETCH;
    }
    out
}

/// How many operations hold whatever stands beyond the stretch: those up to the last lines that are common, better several
/// of them than one that is alike by chance.
fn settled(found: &[DiffOp]) -> usize {
    let common = |least: usize| {
        found.iter().rposition(|operation| {
            operation.tag() == DiffTag::Equal && operation.old_range().len() >= least
        })
    };
    common(CONTEXT)
        .or_else(|| common(1))
        .map_or(0, |last| last + 1)
}

/// Appends an operation, as one with the last one where both are of a kind. Where it begins is where the last one ends:
/// `similar` is not exact about the side that an insertion or a deletion leaves as it is.
fn add(out: &mut Vec<DiffOp>, tag: DiffTag, starts: (usize, usize), lens: (usize, usize)) {
    let (mut old, mut new) = (starts.0..starts.0 + lens.0, starts.1..starts.1 + lens.1);
    let is_equal = tag == DiffTag::Equal;
    if let Some(last) = out
        .last()
        .copied()
        .filter(|last| (last.tag() == DiffTag::Equal) == is_equal)
    {
        old.start = last.old_range().start;
        new.start = last.new_range().start;
        out.pop();
    }
    out.push(if is_equal {
        DiffOp::Equal {
            old_index: old.start,
            new_index: new.start,
            len: old.len(),
        }
    } else {
        DiffOp::Replace {
            old_index: old.start,
            old_len: old.len(),
            new_index: new.start,
            new_len: new.len(),
        }
    });
}

/// The difference that a change makes, without the secrets of the file.
pub(crate) fn of_change(change: &Change, targets: &[Target]) -> String {
    let read = |bytes: &[u8]| {
        let text = String::from_utf8_lossy(bytes).into_owned();
        let source = Source::new(&change.shown, text);
        let secrets = targets
            .iter()
            .flat_map(|target| secrets_in(&source, *target));
        let masked = source.masked(&secrets.collect::<Vec<_>>());
        (source, masked)
    };
    let ((old, old_shown), (new, new_shown)) = (read(&change.old), read(&change.new));
    unified(
        &change.shown,
        Text {
            text: old.text(),
            shown: old_shown.text(),
        },
        Text {
            text: new.text(),
            shown: new_shown.text(),
        },
    )
}

/// The text as it may reach a terminal; a file or a pipe gets it as it is, for `patch`.
pub(crate) fn for_stdout(text: &str) -> String {
    if !std::io::stdout().is_terminal() {
        return text.to_owned();
    }
    text.lines()
        .flat_map(|line| [printable(line).into_owned(), "\n".to_owned()])
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Texts without secrets.
    fn diff(old: &str, new: &str) -> String {
        let [old, new] = [old, new].map(|text| Text { text, shown: text });
        unified(Path::new("./x"), old, new)
    }

    #[test]
    fn secrets_are_not_shown() {
        let diff = unified(
            Path::new("x"),
            Text {
                text: "big cat\nleft\n",
                shown: "*******\nleft\n",
            },
            Text {
                text: "conn big-cat\nright\n",
                shown: "conn big-cat\nright\n",
            },
        );
        insta::assert_snapshot!(diff, @r"
        --- x
        +++ x
        @@ -1,2 +1,2 @@
        -*******
        -left
        +conn ***-***
        +right
        ");
    }

    #[test]
    fn it_looks_like_that_of_diff() {
        let (old, new) = ("a\nb\nc\nd\ne\nf\ng", "a\nb\nc\nD\ne\nf\ng\n");
        insta::assert_snapshot!(diff(old, new), @r"
        --- x
        +++ x
        @@ -1,7 +1,7 @@
         a
         b
         c
        -d
        +D
         e
         f
        -g
        \ No newline at end of file
        +g
        ");
        assert_eq!(diff("", "a\n"), "--- x\n+++ x\n@@ -0,0 +1 @@\n+a\n");
        assert_eq!(diff("a", "a"), "");
    }

    /// What the operations make of `old`.
    fn applied(old: &[&str], new: &[&str]) -> String {
        let mut out = String::new();
        let mut at = (0, 0);
        for operation in operations(old, new) {
            let (was, is) = (operation.old_range(), operation.new_range());
            assert_eq!((was.start, is.start), at, "no line is left out");
            at = (was.end, is.end);
            let lines = match operation.tag() {
                DiffTag::Equal => &old[was],
                _ => &new[is],
            };
            out.extend(lines.iter().copied());
        }
        assert_eq!(at, (old.len(), new.len()));
        out
    }

    proptest! {
        #[test]
        fn the_old_text_becomes_the_new_one(
            old in prop::collection::vec("[ab]", 0..700),
            new in prop::collection::vec("[abc]", 0..700),
        ) {
            let old: Vec<&str> = old.iter().map(String::as_str).collect();
            let new: Vec<&str> = new.iter().map(String::as_str).collect();
            prop_assert_eq!(applied(&old, &new), new.concat());
        }
    }

    /// Each line of `old` stays, with one more above it.
    #[test]
    fn many_insertions_are_seen_as_such() {
        let old: Vec<String> = (0..20_000).map(|i| format!("{i}\n")).collect();
        let new: Vec<String> = old
            .iter()
            .map(|line| format!("# comment\n{line}"))
            .collect();
        let diff = diff(&old.concat(), &new.concat());
        let count = |mark: &str| diff.lines().filter(|line| line.starts_with(mark)).count();
        // One more of each stands in the header.
        assert_eq!((count("-"), count("+")), (1, 20_001));
    }

    #[test]
    fn texts_with_nothing_in_common() {
        let old: Vec<String> = (0..40_000).map(|i| format!("{i}\n")).collect();
        let new: Vec<String> = (0..40_000).map(|i| format!("a{i}\n")).collect();
        let diff = diff(&old.concat(), &new.concat());
        assert_eq!(diff.lines().count(), 80_003);
    }
}
