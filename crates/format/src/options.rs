//! What the user may choose; `docs/formatter.md` says what the defaults rest on.

use std::borrow::Cow;
use std::fmt;

/// How a file is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    pub indent: Indent,
    /// One blank on both sides of `=`, or none.
    pub spaces_around_equals: bool,
    pub align_values: Align,
    /// Where trailing comments begin; [`Align::Off`] leaves the blanks before them as they are.
    pub align_comments: Align,
    /// Blank lines before a section and the comment that stands directly above it.
    pub blank_lines_between_sections: u8,
    /// At most so many blank lines in a row anywhere else.
    pub blank_lines_inside_sections: u8,
    pub quotes: Quotes,
    pub spelling: Spelling,
    pub order: Order,
    pub line_ending: LineEnding,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            indent: Indent::Tab,
            spaces_around_equals: false,
            align_values: Align::Off,
            align_comments: Align::Off,
            blank_lines_between_sections: 1,
            blank_lines_inside_sections: 1,
            quotes: Quotes::Keep,
            spelling: Spelling::Keep,
            order: Order::Keep,
            line_ending: LineEnding::Keep,
        }
    }
}

impl Options {
    /// Whether words are rewritten or moved, so that only the target's reading is kept and not that of every dialect.
    pub fn rewrites(&self) -> bool {
        self.quotes != Quotes::Keep
            || self.spelling != Spelling::Keep
            || self.order != Order::Keep
            || self.blank_lines_inside_sections == 0
    }
}

/// What stands before a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Indent {
    Tab,
    /// At least one: a parameter in the first column is none.
    Spaces(u8),
}

impl Indent {
    /// What stands before a parameter.
    pub fn text(self) -> &'static str {
        const BLANKS: &str = "                                ";
        match self {
            Indent::Tab => "\t",
            Indent::Spaces(count) => &BLANKS[..usize::from(count).clamp(1, BLANKS.len())],
        }
    }
}

/// Among which lines a column is shared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Off,
    Section,
    File,
}

/// Which values are quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quotes {
    Keep,
    /// Only those that would be read otherwise without.
    Minimal,
    /// Every value of a parameter that can be.
    Always,
}

/// How keywords are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    Keep,
    /// In lower case, and by their own name where an alias was used.
    Canonical,
}

/// In which order the parameters of a section stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    Keep,
    Canonical,
}

/// How lines end. A CR before the LF is data to every reader of this file, so the default keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LineEnding {
    Keep,
    Lf,
    CrLf,
}

impl LineEnding {
    /// The text with every line ended alike.
    pub fn convert(self, text: &str) -> Cow<'_, str> {
        match self {
            LineEnding::Keep => Cow::Borrowed(text),
            LineEnding::Lf if !text.contains("\r\n") => Cow::Borrowed(text),
            LineEnding::Lf => Cow::Owned(text.replace("\r\n", "\n")),
            LineEnding::CrLf => Cow::Owned(text.replace("\r\n", "\n").replace('\n', "\r\n")),
        }
    }
}

/// Choices that `[format]` of `ipsec-lint.toml` has words for.
pub trait Word: Copy + PartialEq + 'static {
    const WORDS: &'static [&'static str];
    /// In the order of the words.
    const CHOICES: &'static [Self];

    fn of_word(word: &str) -> Option<Self> {
        let at = Self::WORDS.iter().position(|known| *known == word)?;
        Self::CHOICES.get(at).copied()
    }

    fn word(self) -> &'static str {
        let at = Self::CHOICES.iter().position(|known| *known == self);
        at.map_or("", |at| Self::WORDS[at])
    }
}

impl Word for Align {
    const WORDS: &'static [&'static str] = &["off", "section", "file"];
    const CHOICES: &'static [Align] = &[Align::Off, Align::Section, Align::File];
}

impl Word for Quotes {
    const WORDS: &'static [&'static str] = &["keep", "minimal", "always"];
    const CHOICES: &'static [Quotes] = &[Quotes::Keep, Quotes::Minimal, Quotes::Always];
}

impl Word for Spelling {
    const WORDS: &'static [&'static str] = &["keep", "canonical"];
    const CHOICES: &'static [Spelling] = &[Spelling::Keep, Spelling::Canonical];
}

impl Word for Order {
    const WORDS: &'static [&'static str] = &["keep", "canonical"];
    const CHOICES: &'static [Order] = &[Order::Keep, Order::Canonical];
}

impl Word for LineEnding {
    const WORDS: &'static [&'static str] = &["keep", "lf", "crlf"];
    const CHOICES: &'static [LineEnding] = &[LineEnding::Keep, LineEnding::Lf, LineEnding::CrLf];
}

/// As `[format]` of `ipsec-lint.toml` has them, on one line.
impl fmt::Display for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.indent {
            Indent::Tab => f.write_str("indent=\"tab\"")?,
            Indent::Spaces(count) => write!(f, "indent={count}")?,
        }
        write!(
            f,
            " spaces-around-equals={} align-values=\"{}\" align-comments=\"{}\" blank-lines-between-sections={} \
             blank-lines-inside-sections={} quotes=\"{}\" spelling=\"{}\" order=\"{}\" line-ending=\"{}\"",
            self.spaces_around_equals,
            self.align_values.word(),
            self.align_comments.word(),
            self.blank_lines_between_sections,
            self.blank_lines_inside_sections,
            self.quotes.word(),
            self.spelling.word(),
            self.order.word(),
            self.line_ending.word(),
        )
    }
}
