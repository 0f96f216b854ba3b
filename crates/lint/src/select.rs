//! Which findings are wanted, and how severe they are.

use ipsec_conf::diagnostic::codes;
use ipsec_conf::{Diagnostic, Severity};

use crate::rule::{Group, RuleInfo};
use crate::rules::RULES;

/// Codes, prefixes of codes, names and groups that are switched on or off, and severities that are overridden.
///
/// The longest selector that fits a rule decides; among selectors of one length the later one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Replaces the default set when it is not empty.
    select: Vec<Selector>,
    extend: Vec<Selector>,
    ignore: Vec<Selector>,
    severities: Vec<(Selector, Severity)>,
    /// Whether rules that look at the running system take part.
    pub host: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Selector {
    All,
    /// `S`, `S1`, `S106`.
    Prefix(String),
    Name(&'static str),
}

/// A selector that fits no rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownRule {
    pub word: String,
    /// The nearest code or name.
    pub near: Option<&'static str>,
}

impl std::fmt::Display for UnknownRule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "no rule is called `{}`",
            ipsec_conf::text::printable(&self.word)
        )?;
        match self.near {
            Some(near) => write!(f, "; did you mean `{near}`?"),
            None => write!(f, "; `--list-rules` lists them"),
        }
    }
}

impl Selector {
    fn parse(word: &str) -> Result<Selector, UnknownRule> {
        let word = word.trim();
        if word.eq_ignore_ascii_case("all") {
            return Ok(Selector::All);
        }
        if let Some(group) = Group::ALL.into_iter().find(|group| group.name() == word) {
            return Ok(Selector::Prefix(group.letter().to_string()));
        }
        let upper = word.to_ascii_uppercase();
        let is_letter = Group::ALL
            .into_iter()
            .any(|group| upper == group.letter().to_string());
        let ids = || {
            RULES
                .iter()
                .map(|rule| rule.info().code)
                .chain(codes::ALL.iter().copied())
        };
        if is_letter || !upper.is_empty() && ids().any(|code| code.id.starts_with(&upper)) {
            return Ok(Selector::Prefix(upper));
        }
        if let Some(code) = ids().find(|code| code.name == word) {
            return Ok(Selector::Name(code.name));
        }
        let names = ids().map(|code| code.name);
        let near = names
            .map(|name| (strsim::jaro_winkler(name, word), name))
            .filter(|(score, _)| *score > 0.8);
        let near = near
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, name)| name);
        Err(UnknownRule {
            word: word.to_owned(),
            near,
        })
    }

    /// How closely it fits, if at all.
    fn fit(&self, info: &RuleInfo) -> Option<usize> {
        match self {
            Selector::All => Some(0),
            Selector::Prefix(prefix) => info
                .code
                .id
                .starts_with(prefix.as_str())
                .then_some(prefix.len()),
            Selector::Name(name) => (info.code.name == *name).then_some(4),
        }
    }
}

impl Selection {
    pub fn select(&mut self, words: &[impl AsRef<str>]) -> Result<(), UnknownRule> {
        add(&mut self.select, words)
    }

    pub fn extend(&mut self, words: &[impl AsRef<str>]) -> Result<(), UnknownRule> {
        add(&mut self.extend, words)
    }

    pub fn ignore(&mut self, words: &[impl AsRef<str>]) -> Result<(), UnknownRule> {
        add(&mut self.ignore, words)
    }

    pub fn severity(&mut self, word: &str, severity: Severity) -> Result<(), UnknownRule> {
        self.severities.push((Selector::parse(word)?, severity));
        Ok(())
    }

    /// Whether a rule runs and its findings are shown.
    pub fn is_active(&self, info: &RuleInfo) -> bool {
        let is_usual = self.select.is_empty() && self.extend.is_empty() && self.ignore.is_empty();
        if is_usual && !info.enabled || !self.host && info.is_in(Group::Host) {
            return false;
        }
        if is_usual {
            return true;
        }
        let best = |selectors: &[Selector]| {
            selectors
                .iter()
                .filter_map(|selector| selector.fit(info))
                .max()
        };
        let selected = if self.select.is_empty() {
            info.enabled.then_some(0)
        } else {
            best(&self.select)
        };
        let wanted = selected.max(best(&self.extend));
        match (wanted, best(&self.ignore)) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(wanted), Some(ignored)) => wanted > ignored,
        }
    }

    /// Whether a finding is shown; one without a rule always is.
    pub(crate) fn shows(&self, finding: &Diagnostic) -> bool {
        info_of(finding).is_none_or(|info| self.is_active(info))
    }

    /// Gives a finding the severity that was asked for.
    pub(crate) fn adjust(&self, finding: &mut Diagnostic) {
        if self.severities.is_empty() {
            return;
        }
        let Some(info) = info_of(finding) else { return };
        let fits = self
            .severities
            .iter()
            .filter_map(|(selector, severity)| Some((selector.fit(info)?, *severity)));
        if let Some((_, severity)) = fits.max_by_key(|(fit, _)| *fit) {
            finding.severity = severity;
        }
    }
}

fn add(list: &mut Vec<Selector>, words: &[impl AsRef<str>]) -> Result<(), UnknownRule> {
    for word in words {
        list.push(Selector::parse(word.as_ref())?);
    }
    Ok(())
}

pub(crate) fn info_of(finding: &Diagnostic) -> Option<&'static RuleInfo> {
    RULES
        .binary_search_by(|rule| rule.info().code.id.cmp(finding.code.id))
        .ok()
        .map(|at| RULES[at].info())
}

#[cfg(test)]
mod tests {
    use super::RULES;

    #[test]
    fn the_rules_stand_in_the_order_of_their_codes() {
        let codes: Vec<&str> = RULES.iter().map(|rule| rule.info().code.id).collect();
        assert!(codes.is_sorted(), "{codes:?}");
    }
}
