//! What a rule is.

use ipsec_conf::model::{Conn, Setup};
use ipsec_conf::{Code, File, Secrets, Severity};

use crate::context::Context;
use crate::summary::Summary;

/// The letter of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    Syntax,
    Reference,
    Value,
    Semantics,
    Security,
    Upgrade,
    Peer,
    Style,
    Host,
}

impl Group {
    pub const ALL: [Group; 9] = [
        Group::Syntax,
        Group::Reference,
        Group::Value,
        Group::Semantics,
        Group::Security,
        Group::Upgrade,
        Group::Peer,
        Group::Style,
        Group::Host,
    ];

    pub fn letter(self) -> char {
        match self {
            Group::Syntax => 'S',
            Group::Reference => 'R',
            Group::Value => 'V',
            Group::Semantics => 'M',
            Group::Security => 'X',
            Group::Upgrade => 'U',
            Group::Peer => 'P',
            Group::Style => 'Y',
            Group::Host => 'H',
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Group::Syntax => "syntax",
            Group::Reference => "reference",
            Group::Value => "value",
            Group::Semantics => "semantics",
            Group::Security => "security",
            Group::Upgrade => "upgrade",
            Group::Peer => "peer",
            Group::Style => "style",
            Group::Host => "host",
        }
    }
}

/// Whether a rule comes with edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixable {
    Never,
    /// For some findings, or only with `--unsafe-fixes`.
    Sometimes,
    Always,
}

/// Everything about a rule but its function.
#[derive(Debug)]
pub struct RuleInfo {
    pub code: Code,
    /// The usual severity; a finding may have another one when its effect says so.
    pub severity: Severity,
    /// Whether it is in the default set.
    pub enabled: bool,
    /// The first release of these tools that has it.
    pub since: &'static str,
    /// Whose configurations it looks at, in words: `Libreswan`, `strongSwan`, `all`.
    pub dialects: &'static str,
    pub fix: Fixable,
    /// The documentation in Markdown; its first paragraph is the summary.
    pub docs: &'static str,
}

impl RuleInfo {
    pub fn group(&self) -> Group {
        let letter = self.code.id.chars().next().unwrap_or_default();
        Group::ALL
            .into_iter()
            .find(|group| group.letter() == letter)
            .expect("bug: a code starts with the letter of a group")
    }

    /// The same as to compare the group, for each rule of each configuration.
    pub(crate) fn is_in(&self, group: Group) -> bool {
        self.code.id.starts_with(group.letter())
    }

    /// What it finds, in one sentence.
    pub fn summary(&self) -> String {
        let paragraph = self
            .docs
            .trim_start()
            .split("\n\n")
            .next()
            .unwrap_or_default();
        paragraph.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}

/// A rule implements the narrowest of these; one without any describes a finding that reading the file has.
pub trait Rule: Sync {
    fn info(&self) -> &'static RuleInfo;

    /// Looks at the text and tree of each file.
    fn check_file(&self, _file: &File, _cx: &mut Context<'_>) {}

    /// Looks at the whole configuration, once.
    fn check_model(&self, _cx: &mut Context<'_>) {}

    /// Looks at the effective `config setup`, once.
    fn check_setup(&self, _setup: &Setup<'_>, _cx: &mut Context<'_>) {}

    /// Looks at each effective conn that can be loaded.
    fn check_conn(&self, _conn: &Conn<'_>, cx: &mut Context<'_>) {
        cx.has_nothing_to_do = true;
    }

    /// Looks at the secrets, once, if there are any.
    fn check_secrets(&self, _secrets: &Secrets, _cx: &mut Context<'_>) {}

    /// Whether [`Rule::check_conns`] is to be called; summaries are made only then.
    fn compares_conns(&self) -> bool {
        false
    }

    /// Looks at all conns but fragments, once; what it does must not take the square of their number.
    fn check_conns(&self, _conns: &[Summary<'_>], _cx: &mut Context<'_>) {}
}

/// Declares a rule: documentation, code and facts. The function goes into `impl Rule for RuleName`.
///
/// ```text
/// declare_rule! {
///     /// One sentence: what is found.
///     ///
///     /// ## What it does
///     /// ...
///     pub struct ShuntWithAuthentication { code: "M163", name: "passthrough-needs-never", severity: Error,
///         enabled: true, since: "0.1", dialects: "Libreswan", fix: Always }
/// }
/// ```
macro_rules! declare_rule {
    ($(#[doc = $doc:literal])* pub struct $name:ident {
        code: $code:literal, name: $slug:literal, severity: $severity:ident, enabled: $enabled:literal,
        since: $since:literal, dialects: $dialects:literal, fix: $fix:ident $(,)?
    }) => {
        pub(crate) struct $name;

        pub(crate) static RULE: $name = $name;

        impl $name {
            pub(crate) const INFO: &'static $crate::rule::RuleInfo = &$crate::rule::RuleInfo {
                code: ipsec_conf::Code { id: $code, name: $slug },
                severity: ipsec_conf::Severity::$severity,
                enabled: $enabled,
                since: $since,
                dialects: $dialects,
                fix: $crate::rule::Fixable::$fix,
                docs: concat!($($doc, "\n"),*),
            };
        }
    };
}

/// Declares a rule whose findings come from reading the configuration; there is nothing to implement.
macro_rules! declare_reading_rule {
    ($(#[doc = $doc:literal])* pub struct $name:ident { $($fact:ident: $value:tt),* $(,)? }) => {
        $crate::rule::declare_rule! { $(#[doc = $doc])* pub struct $name { $($fact: $value),* } }

        impl $crate::rule::Rule for $name {
            fn info(&self) -> &'static $crate::rule::RuleInfo {
                Self::INFO
            }
        }
    };
}

pub(crate) use {declare_reading_rule, declare_rule};
