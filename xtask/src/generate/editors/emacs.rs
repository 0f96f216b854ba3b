//! The major mode of Emacs: its lists are written here, the code around them stands in `ipsec-conf-mode.el.in`.

use std::fmt::Write as _;

use super::NOTICE;
use super::language::{Class, Ends, Head, Language, Token};
use super::names;
use super::pattern::{self, emacs};

const TEMPLATE: &str = include_str!("ipsec-conf-mode.el.in");
const COLUMNS: usize = 100;

/// The face that a class inherits from.
fn look(class: Class) -> &'static str {
    match class {
        Class::Section => "font-lock-keyword-face",
        Class::Name => "font-lock-function-name-face",
        Class::Keyword => "font-lock-variable-name-face",
        Class::Unknown => "font-lock-warning-face",
        Class::Equals => "default",
        Class::Boolean | Class::Number => "font-lock-constant-face",
        Class::Value | Class::Percent => "font-lock-builtin-face",
        Class::String | Class::Path => "font-lock-string-face",
        Class::Address => "font-lock-type-face",
        Class::Comment | Class::Trailing => "font-lock-comment-face",
    }
}

pub(super) fn mode(language: &Language) -> String {
    TEMPLATE
        .replace("@NOTICE@", NOTICE)
        .replace("@FACES@\n", &faces())
        .replace("@COMMENT@", &lisp(&emacs(pattern::COMMENT)))
        .replace("@END@", &lisp(&emacs(pattern::END)))
        .replace("@TOKENS@\n", &tokens(language))
        .replace("@CONTEXTS@\n", &contexts(language))
        .replace("@SECTION-WORDS@\n", &section_words(language))
        .replace("@KEYWORDS@\n", &keywords(language))
        .replace("@NAMES@", &lisp(&names::emacs()))
        .replace("@NAMES-OF-SECRETS@", &lisp(&names::emacs_secrets()))
}

fn face(class: Class) -> String {
    format!("ipsec-conf-{}", class.name().to_lowercase())
}

fn faces() -> String {
    let mut text = String::new();
    for class in Class::ALL {
        let _ = writeln!(
            text,
            "(defface {} '((t :inherit {}))\n  \"Face for the class `{}' of ipsec.conf.\")\n",
            face(class),
            look(class),
            class.name().to_lowercase()
        );
    }
    text
}

fn tokens(language: &Language) -> String {
    let mut text = String::new();
    for token in &language.tokens {
        let ends = match token.ends {
            Ends::WithTheWord => "t",
            Ends::Anywhere => "nil",
        };
        let _ = writeln!(
            text,
            "    ({} {} {ends} {})",
            symbol(token),
            token.class.map_or("nil".to_owned(), face),
            lisp(&emacs(&token.pattern))
        );
    }
    text
}

fn symbol(token: &Token) -> String {
    token.name.to_lowercase()
}

fn contexts(language: &Language) -> String {
    let mut text = String::new();
    for context in &language.contexts {
        let tokens: Vec<_> = context.tokens.iter().map(symbol).collect();
        let _ = writeln!(
            text,
            "    ({} {})",
            context.name.to_lowercase(),
            tokens.join(" ")
        );
    }
    text
}

fn section_words(language: &Language) -> String {
    let mut text = String::new();
    for line in &language.lines {
        if let Head::Word(words) = line.head {
            let context = language.contexts[line.context].name.to_lowercase();
            let words: Vec<_> = words.iter().map(|word| lisp(word)).collect();
            let _ = writeln!(text, "    ({context} {})", words.join(" "));
        }
    }
    text
}

fn keywords(language: &Language) -> String {
    let mut text = String::new();
    for line in &language.lines {
        let Head::Keyword(words) = &line.head else {
            continue;
        };
        let mut row = format!(
            "    ({}",
            language.contexts[line.context].name.to_lowercase()
        );
        for word in words.spellings() {
            if row.len() + word.len() > COLUMNS {
                let _ = writeln!(text, "{row}");
                "    ".clone_into(&mut row);
            }
            let _ = write!(row, " {}", lisp(&word));
        }
        let _ = writeln!(text, "{row})");
    }
    text
}

/// A string as the Lisp reader takes it.
fn lisp(text: &str) -> String {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
        .replace('\t', "\\t");
    format!("\"{escaped}\"")
}
