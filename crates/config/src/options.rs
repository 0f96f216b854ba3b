//! The keys of `ipsec-lint.toml`: one table for reading it, for its schema and for its manual page.

use crate::FailOn;

/// A key of the top level.
pub(crate) struct Known {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// One sentence, for the schema.
    pub(crate) about: &'static str,
}

/// What stands behind a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Target,
    Path,
    /// An array of codes, prefixes, names or groups.
    Rules,
    FailOn,
    /// An array of patterns of paths.
    Patterns,
    /// A table from rules to severities.
    Severities,
    /// A table from patterns to arrays of rules.
    RulesByPattern,
    /// The table of [`super::format::KEYS`].
    Format,
}

pub(crate) const KNOWN: &[Known] = &[
    Known {
        name: "target",
        kind: Kind::Target,
        about: "Whose rules apply, such as `libreswan@4.10`; a comment in a file and `--target` come first.",
    },
    Known {
        name: "root",
        kind: Kind::Path,
        about: "Absolute paths named in a configuration are looked up below this directory.",
    },
    Known {
        name: "select",
        kind: Kind::Rules,
        about: "Report these rules only.",
    },
    Known {
        name: "extend-select",
        kind: Kind::Rules,
        about: "Report these rules as well.",
    },
    Known {
        name: "ignore",
        kind: Kind::Rules,
        about: "Do not report these rules.",
    },
    Known {
        name: "fail-on",
        kind: Kind::FailOn,
        about: "The lowest severity that makes the exit status 1.",
    },
    Known {
        name: "secrets",
        kind: Kind::Path,
        about: "The ipsec.secrets to check against.",
    },
    Known {
        name: "baseline",
        kind: Kind::Path,
        about: "Report only what is not in this file.",
    },
    Known {
        name: "exclude",
        kind: Kind::Patterns,
        about: "Leave these files out of directories; patterns are relative to this file.",
    },
    Known {
        name: "severity",
        kind: Kind::Severities,
        about: "The severity of single rules or groups.",
    },
    Known {
        name: "per-file-ignores",
        kind: Kind::RulesByPattern,
        about: "Do not report these rules in files that a pattern fits; patterns are relative to this file.",
    },
    Known {
        name: "format",
        kind: Kind::Format,
        about: "How ipsec-fmt lays files out.",
    },
];

pub(crate) const SEVERITIES: [&str; 3] = ["error", "warning", "info"];

/// Name, values and meaning of every key of the top level, for the documentation.
pub fn config_keys() -> impl Iterator<Item = (&'static str, String, &'static str)> {
    KNOWN
        .iter()
        .map(|known| (known.name, known.kind.values(), known.about))
}

impl Kind {
    /// In words.
    fn values(self) -> String {
        let one_of = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| format!("`\"{word}\"`")).collect();
            words.join(", ")
        };
        let rules = "an array of codes, beginnings of codes, names or groups";
        match self {
            Kind::Target => "`\"auto\"`, or a dialect with or without `@VERSION`".to_owned(),
            Kind::Path => "a path; a relative one starts at this file".to_owned(),
            Kind::Rules => rules.to_owned(),
            Kind::FailOn => one_of(&FailOn::WORDS),
            Kind::Patterns => "an array of patterns".to_owned(),
            Kind::Severities => format!("a table from rules to {}", one_of(&SEVERITIES)),
            Kind::RulesByPattern => format!("a table from patterns to {rules}"),
            Kind::Format => "a table; its keys are below".to_owned(),
        }
    }
}
