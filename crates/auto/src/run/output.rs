//! What whack prints: a code of three digits, a blank and text.

/// One line of whack; lines without a code are raw text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WhackLine<'a> {
    pub(super) code: Option<u16>,
    pub(super) text: &'a str,
}

impl<'a> WhackLine<'a> {
    pub(super) fn parse(line: &'a str) -> WhackLine<'a> {
        let line = line.strip_suffix('\r').unwrap_or(line);
        let coded = line.split_once(' ').filter(|(code, _)| code.len() == 3 && code.bytes().all(|b| b.is_ascii_digit()));
        match coded {
            Some((code, text)) => WhackLine { code: code.parse().ok(), text },
            None => WhackLine { code: None, text: line },
        }
    }

    /// An IPsec SA is there, in the words of all versions of both versions of IKE.
    pub(super) fn is_child_established(self) -> bool {
        let text = self.text.to_ascii_lowercase();
        self.code == Some(4) && (text.contains("ipsec sa established") || text.contains("established child sa"))
    }

    /// An IKE SA is there.
    pub(super) fn is_ike_established(self) -> bool {
        let text = self.text.to_ascii_lowercase();
        ["isakmp sa established", "ike sa established", "established ike sa", "authenticated peer"]
            .iter()
            .any(|words| text.contains(words))
            || text.contains("initiator established ike sa")
    }

    /// It names a fault rather than progress.
    pub(super) fn is_complaint(self) -> bool {
        matches!(self.code, Some(3 | 10 | 20..=56 | 200..))
    }
}

/// The names of the conns that `whack --status` lists, each once: instances and parts of a conn have its name.
pub(super) fn loaded(status: &str) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for line in status.lines() {
        let Some(name) = listed(line) else { continue };
        if names.last() != Some(&name) && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Whether `whack --status` knows a conn by this name: its own, that of its parts, or an alias.
pub(super) fn is_loaded(status: &str, name: &str) -> bool {
    let is_alias = |line: &str| {
        line.split_once("aliases:").is_some_and(|(_, aliases)| aliases.split([' ', ',', ';']).any(|alias| alias == name))
    };
    status.lines().any(|line| match listed(line) {
        Some(listed) => listed == name || is_part(listed, name) || is_alias(line),
        None => false,
    })
}

/// Pluto makes `NAME/1x2`, or `NAME/1`, of a conn with several subnets.
fn is_part(listed: &str, name: &str) -> bool {
    let part = listed.strip_prefix(name).and_then(|rest| rest.strip_prefix('/'));
    part.is_some_and(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit() || b == b'x'))
}

/// The conn that a line of the list describes: `000 "NAME":` or `000 "NAME"[1]`.
fn listed(line: &str) -> Option<&str> {
    let text = WhackLine::parse(line).text.strip_prefix('"')?;
    // A name may hold a quote; the one that ends it is followed by the description.
    let end = text.match_indices('"').map(|(at, _)| at).find(|at| text[at + 1..].starts_with([':', '[']))?;
    Some(&text[..end])
}
