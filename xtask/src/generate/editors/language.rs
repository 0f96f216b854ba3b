//! What an editor has to know about ipsec.conf to colour it: lines by their first word, and the tokens behind it.
//!
//! An editor reads line by line and knows no target, so a keyword is known when some release of some dialect knows it.
//! Every line is read from left to right and every token is anchored where the one before it ended: that, and not a
//! search for patterns in the line, makes all editors agree.

use std::collections::{BTreeMap, BTreeSet};

use ipsec_conf::Target;
use ipsec_conf::keyword::{self, Keyword, Lookup, Side, ValueType};

use super::pattern;

/// What a piece of text is shown as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Section,
    Name,
    Keyword,
    Unknown,
    Equals,
    Boolean,
    Value,
    Number,
    String,
    Address,
    Percent,
    Path,
    Comment,
    Trailing,
}

impl Class {
    pub(super) const ALL: [Class; 14] = [
        Class::Section,
        Class::Name,
        Class::Keyword,
        Class::Unknown,
        Class::Equals,
        Class::Boolean,
        Class::Value,
        Class::Number,
        Class::String,
        Class::Address,
        Class::Percent,
        Class::Path,
        Class::Comment,
        Class::Trailing,
    ];

    /// As the names of groups, faces and attributes have it.
    pub(super) fn name(self) -> String {
        format!("{self:?}")
    }
}

/// Begins a line that has something behind it.
pub(super) struct Line {
    pub(super) head: Head,
    pub(super) class: Class,
    /// An index of [`Language::contexts`].
    pub(super) context: usize,
}

pub(super) enum Head {
    /// A word with a blank behind it.
    Word(&'static [&'static str]),
    /// A word with a `=` behind it.
    Keyword(Words),
    /// Whatever else stands before a `=`.
    AnyKeyword,
}

/// Keywords in all their spellings.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Words {
    /// Names that take `left` or `right`, and `left-` or `right-`.
    pub(super) sided: BTreeSet<&'static str>,
    pub(super) plain: BTreeSet<String>,
}

/// What may stand behind a head.
pub(super) struct Context {
    pub(super) name: String,
    /// In the order in which they are tried.
    pub(super) tokens: Vec<Token>,
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Token {
    pub(super) name: String,
    /// `None` for text of which nothing is known.
    pub(super) class: Option<Class>,
    /// In the common subset that `pattern` translates.
    pub(super) pattern: String,
    pub(super) ends: Ends,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Ends {
    Anywhere,
    /// Only where [`pattern::END`] fits.
    WithTheWord,
}

pub(super) struct Language {
    pub(super) lines: Vec<Line>,
    pub(super) contexts: Vec<Context>,
    /// All tokens of all contexts, those that are tried first at the front.
    pub(super) tokens: Vec<Token>,
}

const NAMES: usize = 0;
const PATHS: usize = 1;
const PLAIN: usize = 2;

/// The words of `value::boolean`, and the digits of Libreswan 5 that are numbers for an editor.
const BOOLEANS: &[&str] = &["yes", "no", "true", "false", "on", "off", "y", "n"];

impl Language {
    pub(super) fn of_the_tables() -> Language {
        let mut contexts = vec![
            Context {
                name: "Names".to_owned(),
                tokens: vec![
                    trailing(),
                    token("Name", Class::Name, pattern::WHOLE_WORD, Ends::Anywhere),
                ],
            },
            Context {
                name: "Paths".to_owned(),
                tokens: vec![
                    trailing(),
                    token("Path", Class::Path, pattern::WHOLE_WORD, Ends::Anywhere),
                ],
            },
            Context {
                name: "Plain".to_owned(),
                tokens: value_tokens(Vec::new()),
            },
        ];
        let mut lines = vec![
            word(&["conn", "ca", "config"], NAMES),
            word(&["include"], PATHS),
            word(&["version"], PLAIN),
        ];
        for (values, words) in by_values() {
            let context = match values {
                Values::Any => PLAIN,
                Values::Sections => NAMES,
                Values::Listed(listed) => {
                    contexts.push(listed_context(contexts.len() - PLAIN, &listed));
                    contexts.len() - 1
                }
            };
            lines.push(Line {
                head: Head::Keyword(words),
                class: Class::Keyword,
                context,
            });
        }
        lines.push(Line {
            head: Head::AnyKeyword,
            class: Class::Unknown,
            context: PLAIN,
        });
        Language {
            tokens: in_order(&contexts),
            lines,
            contexts,
        }
    }
}

fn word(words: &'static [&'static str], context: usize) -> Line {
    Line {
        head: Head::Word(words),
        class: Class::Section,
        context,
    }
}

fn token(name: &str, class: Class, pattern: &str, ends: Ends) -> Token {
    Token {
        name: name.to_owned(),
        class: Some(class),
        pattern: pattern.to_owned(),
        ends,
    }
}

fn trailing() -> Token {
    token(
        "Trailing",
        Class::Trailing,
        pattern::TRAILING,
        Ends::Anywhere,
    )
}

fn value_tokens(listed: Vec<Token>) -> Vec<Token> {
    use Ends::{Anywhere, WithTheWord};
    let mut tokens = vec![
        trailing(),
        token("String", Class::String, pattern::STRING, Anywhere),
    ];
    tokens.extend(listed);
    tokens.extend([
        token("Address", Class::Address, pattern::ADDRESS, WithTheWord),
        token("Percent", Class::Percent, pattern::PERCENT, WithTheWord),
        token("Number", Class::Number, pattern::NUMBER, WithTheWord),
        Token {
            name: "Text".to_owned(),
            class: None,
            pattern: pattern::TEXT.to_owned(),
            ends: Anywhere,
        },
    ]);
    tokens
}

fn listed_context(number: usize, listed: &BTreeSet<&'static str>) -> Context {
    let is_boolean = |word: &&&str| BOOLEANS.contains(&word.to_ascii_lowercase().as_str());
    let booleans: Vec<_> = listed.iter().filter(is_boolean).copied().collect();
    let others: Vec<_> = listed
        .iter()
        .filter(|word| !is_boolean(word))
        .copied()
        .collect();
    let mut tokens = Vec::new();
    for (class, words) in [(Class::Boolean, booleans), (Class::Value, others)] {
        if !words.is_empty() {
            let name = format!("{}{number}", class.name());
            tokens.push(token(
                &name,
                class,
                &pattern::one_of(words),
                Ends::WithTheWord,
            ));
        }
    }
    Context {
        name: format!("Values{number}"),
        tokens: value_tokens(tokens),
    }
}

/// Each token once; those that every context has keep their places around the listed ones.
fn in_order(contexts: &[Context]) -> Vec<Token> {
    let rank = |token: &Token| match token.class {
        Some(Class::Trailing) => 0,
        Some(Class::String) => 1,
        Some(Class::Boolean | Class::Value) => 2,
        Some(Class::Address) => 3,
        Some(Class::Percent) => 4,
        Some(_) => 5,
        None => 6,
    };
    let all: BTreeSet<_> = contexts
        .iter()
        .flat_map(|context| &context.tokens)
        .collect();
    let mut tokens: Vec<Token> = all.into_iter().cloned().collect();
    tokens.sort_by_key(rank);
    tokens
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Values {
    Any,
    Sections,
    Listed(BTreeSet<&'static str>),
}

/// The keywords that take the same values.
fn by_values() -> BTreeMap<Values, Words> {
    let mut groups: BTreeMap<Values, Words> = BTreeMap::new();
    for keyword in keyword::all() {
        groups.entry(values(keyword)).or_default().add(keyword);
    }
    groups
}

fn values(keyword: &'static Keyword) -> Values {
    let mut listed: BTreeSet<&'static str> = BTreeSet::new();
    for span in keyword.spans {
        match span.ty {
            ValueType::SectionRef => return Values::Sections,
            ValueType::Bool => listed.extend(BOOLEANS),
            _ => {}
        }
        listed.extend(span.values);
        listed.extend(span.value_aliases.iter().map(|(alias, _)| alias));
    }
    listed.extend(keyword.tokens.iter().flat_map(|tokens| tokens.accepted));
    // Numbers and `%` words have classes of their own.
    listed.retain(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()));
    listed.retain(|word| !word.contains(pattern::IS_SEPARATOR));
    if listed.is_empty() {
        Values::Any
    } else {
        Values::Listed(listed)
    }
}

impl Words {
    fn add(&mut self, keyword: &Keyword) {
        let both = Side::BOTH.map(|side| keyword.spelling(Some(side)));
        let is_sided = both
            .iter()
            .all(|form| keyword.forms.contains(&form.as_str()));
        // The keyword of `left=` itself has no name to put behind a hyphen.
        let takes_hyphen = Side::BOTH.iter().all(|side| {
            let word = format!("{}-{}", side.prefix(), keyword.name);
            keyword::lookup(&word, Target::LIBRESWAN_4_10) != Lookup::Unknown
        });
        let mut plain: BTreeSet<String> =
            keyword.forms.iter().map(|&form| form.to_owned()).collect();
        if is_sided && takes_hyphen {
            self.sided.insert(keyword.name);
            plain.retain(|form| !both.contains(form));
        }
        self.plain.append(&mut plain);
    }

    pub(super) fn pattern(&self) -> String {
        let mut alternatives = Vec::new();
        if !self.sided.is_empty() {
            alternatives.push(format!(
                "(?:left|right)-?{}",
                pattern::one_of(self.sided.iter().copied())
            ));
        }
        alternatives.extend(self.plain.iter().map(|word| pattern::quoted(word)));
        format!("(?:{})", alternatives.join("|"))
    }

    pub(super) fn spellings(&self) -> BTreeSet<String> {
        let sided = self.sided.iter().flat_map(|name| {
            ["left", "left-", "right", "right-"].map(|side| format!("{side}{name}"))
        });
        sided.chain(self.plain.iter().cloned()).collect()
    }
}

impl Head {
    /// Fits the word alone, and only where it begins such a line.
    pub(super) fn pattern(&self) -> (String, &'static str) {
        match self {
            Head::Word(words) => (pattern::one_of(words.iter().copied()), pattern::BLANK),
            Head::Keyword(words) => (words.pattern(), pattern::BEFORE_EQUALS),
            Head::AnyKeyword => (pattern::KEYWORD.to_owned(), pattern::BEFORE_EQUALS),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sided_keyword_stands_once_and_the_ends_themselves_without_a_hyphen() {
        let groups = by_values();
        let plain = &groups[&Values::Any];
        assert!(plain.sided.contains("subnet"));
        assert!(!plain.plain.contains("leftsubnet"));
        assert!(plain.plain.contains("left") && plain.plain.contains("right"));
        assert!(plain.spellings().contains("right-subnet"));
    }

    #[test]
    fn a_keyword_has_the_values_of_all_releases_and_no_others() {
        let auto = keyword::by_id("auto").expect("it is in the tables");
        let Values::Listed(listed) = values(auto) else {
            panic!("`auto` has listed values");
        };
        assert!(listed.contains("start") && listed.contains("keep"));
        assert!(!listed.contains("tunnel"));
    }

    #[test]
    fn also_names_sections() {
        let also = keyword::by_id("also").expect("it is in the tables");
        assert_eq!(values(also), Values::Sections);
    }
}
