//! The shape of the keyword tables.

use std::fmt;

use serde::Serialize;

use crate::target::{Dialect, Target, Version};

/// The kinds of section that hold parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Section {
    Setup,
    Conn,
    Ca,
}

impl Section {
    /// As it stands in the file.
    pub fn header(self) -> &'static str {
        match self {
            Section::Setup => "config setup",
            Section::Conn => "conn",
            Section::Ca => "ca",
        }
    }
}

/// Some kinds of section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct SectionSet(pub(crate) u8);

impl SectionSet {
    pub fn contains(self, section: Section) -> bool {
        self.0 & (1 << section as u8) != 0
    }

    pub fn iter(self) -> impl Iterator<Item = Section> {
        [Section::Setup, Section::Conn, Section::Ca]
            .into_iter()
            .filter(move |&section| self.contains(section))
    }
}

/// An end of a connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    Left,
    Right,
}

impl Side {
    pub const BOTH: [Side; 2] = [Side::Left, Side::Right];

    #[must_use]
    pub fn other(self) -> Side {
        match self {
            Side::Left => Side::Right,
            Side::Right => Side::Left,
        }
    }

    pub fn prefix(self) -> &'static str {
        match self {
            Side::Left => "left",
            Side::Right => "right",
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.prefix())
    }
}

/// What kind of text a value is; [`crate::value`] reads each kind as each target does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueType {
    Bool,
    Enum,
    EnumList,
    AuthList,
    Int,
    Percent,
    Duration,
    /// A count of bytes, with `KiB`, `MiB`, ...
    Bytes,
    /// A count with `Ki`, `Mi`, ...; for strongSwan's `ikedscp` binary digits.
    Binary,
    String,
    /// A string whose repetitions are joined.
    StringAppend,
    Filename,
    Dirname,
    Ip,
    IpList,
    Host,
    Subnet,
    SubnetList,
    Range,
    Id,
    Dn,
    Cert,
    Pubkey,
    Proposal,
    Protoport,
    Mark,
    Spi,
    Bitstring,
    Uri,
    List,
    SectionRef,
    /// Kept in the tables so that the keyword is known; the value does not matter.
    Obsolete,
}

/// What a program does with a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    Ok,
    /// Another spelling of [`KeywordSpan::canonical`].
    Alias,
    /// Accepted, warned about and ignored.
    Obsolete,
    /// strongSwan: reported, counted as a non-fatal error and ignored.
    DeprecatedIgnored,
    /// Refused in the file.
    CommandLineOnly,
}

/// What a sided keyword means without `left` or `right` before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unsided {
    /// The plain word is no keyword.
    Unknown,
    /// It sets the right end, without a message.
    Right,
    /// It sets the right end, with a warning.
    RightWarned,
    /// The program asks for the prefix and refuses the file.
    Error,
}

/// Who looks at the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ValueCheck {
    /// The reader refuses a bad value.
    Parser,
    /// The reader warns, drops the line and goes on.
    Warned,
    /// The reader accepts anything: a bad number becomes 0, a bad duration, percentage or size is dropped.
    Silent,
    /// Any text passes; the daemon or the whack command looks at it.
    Later,
    /// The keyword is ignored or refused, so the value does not matter.
    None,
}

/// The unit of a bare number of a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    #[serde(rename = "s")]
    Seconds,
    #[serde(rename = "ms")]
    Milliseconds,
}

/// A default as some source states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Default {
    pub dialect: Dialect,
    pub value: &'static str,
    /// `confread` (start-up defaults in the reader), `header`, `man`, `CHANGES`, `setup`.
    pub source: &'static str,
}

/// Items of a list that were given one by one to a real program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tokens {
    pub dialect: Dialect,
    pub version: Version,
    pub separator: &'static str,
    pub accepted: &'static [&'static str],
    pub rejected: &'static [&'static str],
}

/// The facts of one keyword in a run of releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeywordSpan {
    pub dialect: Dialect,
    /// First and last surveyed release, both inclusive.
    pub since: Version,
    pub until: Version,
    /// Whether `until` is the newest surveyed release.
    pub current: bool,
    /// The run as a half-open range of all version numbers: one between two surveyed releases has the facts of the
    /// older one, one outside the survey those of the nearest release.
    pub(crate) from: Version,
    pub(crate) before: Version,
    pub sections: SectionSet,
    pub sided: bool,
    pub unsided: Unsided,
    pub status: Status,
    /// The id of the keyword that this one stands for.
    pub canonical: Option<&'static str>,
    /// The id of another keyword that is stored in the same place: the later line wins.
    pub shares_value_with: Option<&'static str>,
    pub ty: ValueType,
    pub values: &'static [&'static str],
    /// Further accepted words, each with the word of the same effect.
    pub value_aliases: &'static [(&'static str, &'static str)],
    pub value_check: ValueCheck,
    pub unit: Option<Unit>,
    /// Known only when the program was built with this option.
    pub build_option: Option<&'static str>,
    /// Names of the program's own types and flags, for tracing a fact back.
    pub raw: &'static [&'static str],
    pub flags: &'static [&'static str],
}

/// One keyword over all dialects and releases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keyword {
    /// Unique; the name, except `host` for the keyword whose name is empty (`left=`, `right=`).
    pub id: &'static str,
    /// See [`tag`].
    pub(crate) tag: u32,
    /// Without `left` or `right`.
    pub name: &'static str,
    pub sections: SectionSet,
    /// Every spelling that some release accepts, but for `left-` and `right-` with a hyphen (Libreswan 5).
    pub forms: &'static [&'static str],
    pub ty: ValueType,
    /// What it is for, in one line of Markdown: the text of a hover.
    pub summary: &'static str,
    /// What single values mean, in the order in which the programs list them; not every value has a text.
    pub value_docs: &'static [(&'static str, &'static str)],
    /// The concern, where there is one.
    pub security: Option<&'static str>,
    pub defaults: &'static [Default],
    /// Ids or spellings of what took its place.
    pub replaced_by: &'static [&'static str],
    /// Where the replacement is stated.
    pub history: Option<&'static str>,
    /// Only `authby` has some.
    pub tokens: &'static [Tokens],
    pub spans: &'static [KeywordSpan],
}

impl KeywordSpan {
    pub fn holds_for(&self, target: Target) -> bool {
        self.dialect == target.dialect
            && self.from <= target.version
            && target.version < self.before
    }
}

/// The length and three letters of an id: ids with other tags are other ids, and a number is quick to compare.
#[inline]
pub(crate) const fn tag(id: &str) -> u32 {
    let bytes = id.as_bytes();
    if bytes.is_empty() {
        return 0;
    }
    let [first, middle, last] = [bytes[0], bytes[bytes.len() / 2], bytes[bytes.len() - 1]];
    u32::from_le_bytes([bytes.len() as u8, first, middle, last])
}

impl Keyword {
    /// Whether it is the keyword with this id.
    #[inline]
    pub fn is(&self, id: &str) -> bool {
        self.tag == tag(id) && self.id == id
    }

    /// The facts that hold for `target`.
    ///
    /// A few keywords of strongSwan before 5.1.1 and of Openswan 2.4 (`auth`, `ahkey`) have two runs at once, one for
    /// the plain word and one for the sides: this is the plain one. [`Keyword::span_as_written`] tells them apart.
    pub fn span(&self, target: Target) -> Option<&'static KeywordSpan> {
        self.span_as_written(target, None)
            .or_else(|| self.spans.iter().find(|span| span.holds_for(target)))
    }

    /// The facts that hold when the keyword is written for that end, or without one.
    pub fn span_as_written(
        &self,
        target: Target,
        side: Option<Side>,
    ) -> Option<&'static KeywordSpan> {
        // `build.rs` sees to it that the plain word has one meaning in each release.
        let fits = |span: &&KeywordSpan| match side {
            Some(_) => span.sided,
            None => !span.sided || span.unsided != Unsided::Unknown,
        };
        self.spans
            .iter()
            .filter(|span| span.holds_for(target))
            .find(fits)
    }

    /// As it is written in a file for one end, or for no end.
    pub fn spelling(&self, side: Option<Side>) -> String {
        format!("{}{}", side.map_or("", Side::prefix), self.name)
    }

    /// What is said about one value; case does not matter.
    pub fn value_doc(&self, value: &str) -> Option<&'static str> {
        self.value_docs
            .iter()
            .find(|(word, _)| word.eq_ignore_ascii_case(value))
            .map(|&(_, text)| text)
    }

    /// The default that a source states for a dialect.
    pub fn default_in(&self, dialect: Dialect) -> Option<&'static Default> {
        self.defaults
            .iter()
            .find(|default| default.dialect == dialect)
    }
}

/// What a word before `=` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lookup {
    /// The target knows the word. `side` is also set when the plain word means the right end; `written_side` tells.
    Known {
        keyword: &'static Keyword,
        span: &'static KeywordSpan,
        side: Option<Side>,
        written_side: Option<Side>,
    },
    /// The target does not know it, another dialect or version does.
    Elsewhere {
        keyword: &'static Keyword,
        side: Option<Side>,
    },
    /// No surveyed release knows it.
    Unknown,
}
