//! The rules of `ipsec-lint`, one in each file of `src/rules`, and what runs them.
//!
//! A rule is data with a function: its code, its documentation with examples that are tests, what it checks. [`lint`] joins
//! what reading the configuration found (the findings of the parser crate) with what the rules find, drops what follows
//! from something else, and gives everything once, in order. No input or output happens here.

mod cascade;
mod context;
mod crypto;
mod docs;
mod engine;
pub mod facts;
mod fix;
mod foreign;
pub mod host;
mod releases;
mod rule;
mod rules;
mod select;
mod silencer;
mod summary;
mod suppress;
#[cfg(test)]
mod testing;

pub use context::Context;
pub use engine::{Findings, Lint, lint, lint_on};
pub use fix::{Applied, FixError, Which, apply, edits};
pub use rule::{Fixable, Group, Rule, RuleInfo};
pub use rules::RULES;
pub use select::{Selection, UnknownRule};
pub use silencer::{Scope, Silencer};
pub use summary::{Auto, End, Summary};

/// The rule with a code or a name.
pub fn find(word: &str) -> Option<&'static dyn Rule> {
    let is_named = |rule: &&&dyn Rule| {
        let code = rule.info().code;
        code.id.eq_ignore_ascii_case(word) || code.name == word
    };
    RULES.iter().find(is_named).copied()
}
