//! `[format]`: how `ipsec-fmt` lays files out.

use ipsec_conf_format::{Align, Indent, LineEnding, Options, Order, Quotes, Spelling, Word as _};

/// What the table says; what it does not say is left to `.editorconfig` and the defaults.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct FormatValues {
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
    pub fn set(&self, options: &mut Options) {
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
    pub fn take_word(&mut self, key: &str, word: &str) {
        match key {
            "indent" => self.indent = Some(Indent::Tab),
            "align-values" => self.align_values = Align::of_word(word),
            "align-comments" => self.align_comments = Align::of_word(word),
            "quotes" => self.quotes = Quotes::of_word(word),
            "spelling" => self.spelling = Spelling::of_word(word),
            "order" => self.order = Order::of_word(word),
            _ => self.line_ending = LineEnding::of_word(word),
        }
    }

    /// Takes a number that is in the range of the key.
    pub fn take_number(&mut self, key: &str, number: u8) {
        match key {
            "indent" => self.indent = Some(Indent::Spaces(number)),
            "blank-lines-between-sections" => self.blank_lines_between_sections = Some(number),
            _ => self.blank_lines_inside_sections = Some(number),
        }
    }

    pub fn take_flag(&mut self, flag: bool) {
        self.spaces_around_equals = Some(flag);
    }
}

fn replace<T>(slot: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *slot = value;
    }
}

/// A key of `[format]`.
pub struct FormatKey {
    pub name: &'static str,
    pub about: &'static str,
    /// The words it takes, if it takes words.
    pub words: &'static [&'static str],
    /// The numbers it takes, if it takes numbers.
    pub numbers: Option<(u8, u8)>,
    /// Whether it takes `true` and `false`.
    pub flag: bool,
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

pub const KEYS: &[FormatKey] = &[
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
        Align::WORDS,
        "Which lines begin their values in one column; default: `off`.",
    ),
    words(
        "align-comments",
        Align::WORDS,
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
        Quotes::WORDS,
        "Which values are quoted; default: `keep`.",
    ),
    words(
        "spelling",
        Spelling::WORDS,
        "Whether keywords are written in lower case and by their own name; default: `keep`.",
    ),
    words(
        "order",
        Order::WORDS,
        "Whether the parameters of a section are put in order; default: `keep`.",
    ),
    words(
        "line-ending",
        LineEnding::WORDS,
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
