//! Patterns in the subset that all editors have, and their translations.
//!
//! The subset is written as Perl does: `(?:`, `)`, `|`, `?`, `*`, `+`, `{m,n}`, `[...]`, `^`, `$` and `\` before a sign
//! that stands for itself. Case is ignored everywhere; what stands behind a match is a pattern of its own, because not
//! every editor can look ahead.

/// Between a keyword and what comes before its `=`.
pub(super) const BEFORE_EQUALS: &str = "[ \t]*=";
pub(super) const BLANK: &str = "[ \t]";
pub(super) const KEYWORD: &str = "[^ \t=\"#]+";
/// A line that is a comment for all readers, or a comment keyword of Openswan and Libreswan (`x-note=`).
pub(super) const COMMENT: &str = "(?:#|x[-_][^ \t=\"]*[ \t]*=).*";
/// Behind a blank only: `a#b` is one word for most readers. The blank is not a part of it.
pub(super) const TRAILING: &str = "#.*";
/// The name of a section or a path.
pub(super) const WHOLE_WORD: &str = "(?:\"[^\"]*(?:\"|$)|[^ \t]+)";
pub(super) const STRING: &str = "\"[^\"]*(?:\"|$)";
pub(super) const PERCENT: &str = "%[a-z0-9_.-]+";
/// With the units of `value::duration`, `value::size` and a percent sign, and a fraction as Libreswan 5 reads it.
pub(super) const NUMBER: &str =
    "-?(?:0x[0-9a-f]+|[0-9]+(?:\\.[0-9]+)?(?:us|ms|[smhdw]|[kmgtpe]i?b?|%)?)";
/// An address, a subnet, or a range of addresses.
pub(super) const ADDRESS: &str = concat!(
    "(?:[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?:/[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|/[0-9]{1,2})?",
    "(?:-[0-9]{1,3}(?:\\.[0-9]{1,3}){3})?",
    "|(?:[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7}|::[0-9a-f:]*)(?:/[0-9]{1,3})?)"
);
/// Where a word of a list ends.
pub(super) const END: &str = "(?:[ \t,\"|:!/{}]|$)";
/// A word of which nothing is known; it does not begin with a separator.
pub(super) const TEXT: &str = "[^ \t,\"|:!/{}][^ \t,\"|{}]*";
pub(super) const IS_SEPARATOR: [char; 11] =
    [' ', '\t', ',', '"', '|', ':', '!', '/', '%', '{', '}'];

/// Stands for itself.
pub(super) fn quoted(word: &str) -> String {
    let mut quoted = String::new();
    for c in word.chars() {
        if !c.is_ascii_alphanumeric() && !"-_".contains(c) {
            quoted.push('\\');
        }
        quoted.push(c);
    }
    quoted
}

pub(super) fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let words: Vec<_> = words.into_iter().map(quoted).collect();
    format!("(?:{})", words.join("|"))
}

/// For Vim with 'magic' set, between `/` and `/`.
pub(super) fn vim(pattern: &str) -> String {
    translated(pattern, |piece| match piece {
        Piece::Group => "\\%(".to_owned(),
        Piece::Sign('?') => "\\=".to_owned(),
        Piece::Sign(c @ (')' | '|' | '+' | '{' | '/'))
        | Piece::Quoted(c @ ('.' | '*' | '$' | '^' | '~' | '[' | ']' | '\\' | '/')) => {
            format!("\\{c}")
        }
        Piece::Sign(c) | Piece::Quoted(c) => c.to_string(),
        Piece::Set(set) => set.replace('\t', "\\t"),
    })
}

/// For Emacs, as it stands in a buffer; the Lisp reader wants its backslashes doubled.
pub(super) fn emacs(pattern: &str) -> String {
    translated(pattern, |piece| match piece {
        Piece::Group => "\\(?:".to_owned(),
        Piece::Sign(c @ (')' | '|' | '{' | '}'))
        | Piece::Quoted(c @ ('.' | '*' | '+' | '?' | '[' | ']' | '^' | '$' | '\\')) => {
            format!("\\{c}")
        }
        Piece::Sign(c) | Piece::Quoted(c) => c.to_string(),
        // A negated set of Emacs takes the end of the line.
        Piece::Set(set) => match set.strip_prefix("[^") {
            Some(rest) => format!("[^\n{rest}"),
            None => set.to_owned(),
        },
    })
}

enum Piece<'a> {
    /// `(?:`
    Group,
    Sign(char),
    /// Behind a backslash.
    Quoted(char),
    /// With its brackets.
    Set(&'a str),
}

fn translated(pattern: &str, mut piece: impl FnMut(Piece<'_>) -> String) -> String {
    let mut result = String::new();
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        let (length, next) = match c {
            '(' => (3, Piece::Group),
            '\\' => {
                let quoted = rest[1..]
                    .chars()
                    .next()
                    .expect("a sign behind the backslash");
                (1 + quoted.len_utf8(), Piece::Quoted(quoted))
            }
            '[' => {
                let end = rest.find(']').expect("a set is closed") + 1;
                (end, Piece::Set(&rest[..end]))
            }
            c => (c.len_utf8(), Piece::Sign(c)),
        };
        result.push_str(&piece(next));
        rest = &rest[length..];
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = "(?:a|b\\.)?[^ \t\"]{1,3}/+";

    #[test]
    fn vim_has_backslashes_before_most_signs() {
        assert_eq!(vim(SAMPLE), "\\%(a\\|b\\.\\)\\=[^ \\t\"]\\{1,3}\\/\\+");
    }

    #[test]
    fn emacs_keeps_negated_sets_within_the_line() {
        assert_eq!(emacs(SAMPLE), "\\(?:a\\|b\\.\\)?[^\n \t\"]\\{1,3\\}/+");
    }

    #[test]
    fn a_word_is_quoted() {
        assert_eq!(one_of(["a.b", "c-d"]), "(?:a\\.b|c-d)");
    }
}
