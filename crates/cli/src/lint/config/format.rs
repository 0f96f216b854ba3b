//! `[format]`: how `ipsec-fmt` lays files out.

use ipsec_conf_format::{Align, Indent, LineEnding, Options, Order, Quotes, Spelling};

/// What the table says; what it does not say is left to `.editorconfig` and the defaults.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct FormatValues {
    indent: Option<Indent>,
    spaces_around_equals: Option<bool>,
    align_values: Option<Align>,
    align_comments: Option<Align>,
    blank_lines_between_sections: Option<u8>,
    blank_lines_inside_sections: Option<u8>,
    quotes: Option<Quotes>,
    spelling: Option<Spelling>,
    order: Option<Order>,
    line_ending: Option<LineEnding>,
}

impl FormatValues {
    pub(crate) fn set(&self, options: &mut Options) {
        let FormatValues {
            indent,
            spaces_around_equals,
            align_values,
            align_comments,
            blank_lines_between_sections,
            blank_lines_inside_sections,
            quotes,
            spelling,
            order,
            line_ending,
        } = *self;
        replace(&mut options.indent, indent);
        replace(&mut options.spaces_around_equals, spaces_around_equals);
        replace(&mut options.align_values, align_values);
        replace(&mut options.align_comments, align_comments);
        replace(
            &mut options.blank_lines_between_sections,
            blank_lines_between_sections,
        );
        replace(
            &mut options.blank_lines_inside_sections,
            blank_lines_inside_sections,
        );
        replace(&mut options.quotes, quotes);
        replace(&mut options.spelling, spelling);
        replace(&mut options.order, order);
        replace(&mut options.line_ending, line_ending);
    }

    /// Takes a word for the key, which is one of those that take words.
    pub(super) fn take_word(&mut self, key: &str, word: &str) {
        let align = match word {
            "section" => Align::Section,
            "file" => Align::File,
            _ => Align::Off,
        };
        match (key, word) {
            ("align-values", _) => self.align_values = Some(align),
            ("align-comments", _) => self.align_comments = Some(align),
            ("quotes", "minimal") => self.quotes = Some(Quotes::Minimal),
            ("quotes", "always") => self.quotes = Some(Quotes::Always),
            ("quotes", _) => self.quotes = Some(Quotes::Keep),
            ("spelling", "canonical") => self.spelling = Some(Spelling::Canonical),
            ("spelling", _) => self.spelling = Some(Spelling::Keep),
            ("order", "canonical") => self.order = Some(Order::Canonical),
            ("order", _) => self.order = Some(Order::Keep),
            ("indent", _) => self.indent = Some(Indent::Tab),
            (_, "lf") => self.line_ending = Some(LineEnding::Lf),
            (_, "crlf") => self.line_ending = Some(LineEnding::CrLf),
            _ => self.line_ending = Some(LineEnding::Keep),
        }
    }

    /// Takes a number that is in the range of the key.
    pub(super) fn take_number(&mut self, key: &str, number: u8) {
        match key {
            "indent" => self.indent = Some(Indent::Spaces(number)),
            "blank-lines-between-sections" => self.blank_lines_between_sections = Some(number),
            _ => self.blank_lines_inside_sections = Some(number),
        }
    }

    pub(super) fn take_flag(&mut self, flag: bool) {
        self.spaces_around_equals = Some(flag);
    }
}

fn replace<T>(slot: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *slot = value;
    }
}

/// A key of `[format]`.
pub(super) struct FormatKey {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    /// The words it takes, if it takes words.
    pub(super) words: &'static [&'static str],
    /// The numbers it takes, if it takes numbers.
    pub(super) numbers: Option<(u8, u8)>,
    /// Whether it takes `true` and `false`.
    pub(super) flag: bool,
}

const fn words(
    name: &'static str,
    words: &'static [&'static str],
    about: &'static str,
) -> FormatKey {
    FormatKey {
        name,
        about,
        words,
        numbers: None,
        flag: false,
    }
}

const fn numbers(name: &'static str, least: u8, most: u8, about: &'static str) -> FormatKey {
    FormatKey {
        name,
        about,
        words: &[],
        numbers: Some((least, most)),
        flag: false,
    }
}

const ALIGN: &[&str] = &["off", "section", "file"];

pub(super) const KEYS: &[FormatKey] = &[
    FormatKey {
        words: &["tab"],
        ..numbers(
            "indent",
            1,
            32,
            "What stands before a parameter: `\"tab\"` (default) or a number of blanks.",
        )
    },
    FormatKey {
        flag: true,
        ..words(
            "spaces-around-equals",
            &[],
            "One blank on both sides of `=`; default: false.",
        )
    },
    words(
        "align-values",
        ALIGN,
        "Which lines begin their values in one column; default: `off`.",
    ),
    words(
        "align-comments",
        ALIGN,
        "Which trailing comments begin in one column; default: `off`, which leaves the blanks before them as they are.",
    ),
    numbers(
        "blank-lines-between-sections",
        0,
        10,
        "Blank lines before a section and the comment directly above it; default: 1.",
    ),
    numbers(
        "blank-lines-inside-sections",
        0,
        10,
        "At most so many blank lines in a row anywhere else; default: 1.",
    ),
    words(
        "quotes",
        &["keep", "minimal", "always"],
        "Which values are quoted; default: `keep`.",
    ),
    words(
        "spelling",
        &["keep", "canonical"],
        "Whether keywords are written in lower case and by their own name; default: `keep`.",
    ),
    words(
        "order",
        &["keep", "canonical"],
        "Whether the parameters of a section are put in order; default: `keep`.",
    ),
    words(
        "line-ending",
        &["keep", "lf", "crlf"],
        "How lines end; a CR is data to every reader, so the default is `keep`.",
    ),
];

/// Name, values and meaning of every key, for the documentation.
pub fn format_keys() -> impl Iterator<Item = (&'static str, String, &'static str)> {
    KEYS.iter().map(|key| {
        let words = key.words.iter().map(|word| format!("`\"{word}\"`"));
        let numbers = key
            .numbers
            .map(|(least, most)| format!("{least} to {most}"));
        let flags = key.flag.then(|| "`true`, `false`".to_owned());
        let values: Vec<String> = words.chain(numbers).chain(flags).collect();
        (key.name, values.join(", "), key.about)
    })
}
