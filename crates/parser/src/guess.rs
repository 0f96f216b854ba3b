//! Which dialect a file is written in, from its words.
//!
//! The weights follow the measurements of the dialect reference: on whole files strongSwan against the others is safe,
//! Openswan against Libreswan is not, and counts as Libreswan unless a keyword only Openswan has says otherwise.

use std::collections::HashSet;

use crate::keyword::{self, Keyword, Lookup};
use crate::target::{Dialect, Target};

/// What the words of a file say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guess {
    Dialect { dialect: Dialect, because: String },
    Unknown,
}

/// The target that a comment names: `# ipsec-lint: target=libreswan@4.10`.
pub fn modeline(text: &str) -> Option<Target> {
    let comments = text
        .lines()
        .take(200)
        .filter_map(|line| line.trim_start().strip_prefix('#'));
    comments
        .filter_map(|comment| comment.trim().strip_prefix("ipsec-lint:"))
        .find_map(|words| {
            words
                .split_whitespace()
                .find_map(|word| word.strip_prefix("target="))
                .and_then(|target| target.parse().ok())
        })
}

/// Guesses from keywords, section types and spellings of values; stops at 64 KiB, which is far beyond what it takes.
pub fn dialect(text: &str) -> Guess {
    let mut end = text.len().min(64 * 1024);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let mut scores = Scores::default();
    for line in text[..end].lines() {
        scores.line(line);
    }
    scores.verdict()
}

/// The strongest word of strongSwan and the strongest word of the other programs, where a text has clear ones of both.
pub fn contradiction(text: &str) -> Option<(String, String)> {
    let mut scores = Scores::default();
    for line in text.lines() {
        scores.line(line);
    }
    let clear =
        |cue: Option<(i32, String)>| cue.filter(|(points, _)| *points >= 2).map(|(_, cue)| cue);
    clear(scores.strongswan_cue).zip(clear(scores.swan_cue))
}

#[derive(Default)]
struct Scores {
    strongswan: i32,
    weak_strongswan: i32,
    swan: i32,
    openswan: i32,
    /// The strongest cue met for each side.
    strongswan_cue: Option<(i32, String)>,
    swan_cue: Option<(i32, String)>,
    openswan_cue: Option<(i32, String)>,
    /// A word counts once, however often it stands in the file.
    seen: HashSet<String>,
}

impl Scores {
    fn line(&mut self, line: &str) {
        let trimmed = line.trim();
        if let Some(comment) = trimmed.strip_prefix('#') {
            self.comment(comment);
            return;
        }
        let is_indented = line.starts_with([' ', '\t']);
        if !is_indented {
            self.header(trimmed);
            return;
        }
        let Some((key, value)) = trimmed.split_once('=') else {
            return;
        };
        let (key, value) = (key.trim(), value.trim());
        if !self.seen.insert(format!("{key}={value}")) {
            return;
        }
        self.key(key);
        self.value(key, value);
    }

    fn comment(&mut self, comment: &str) {
        for (word, swan) in [
            ("strongSwan", false),
            ("Libreswan", true),
            ("Openswan", true),
        ] {
            if comment.contains(word) && self.seen.insert(format!("#{word}")) {
                if swan {
                    self.add_swan(1, format!("the word {word} in a comment"));
                } else {
                    self.add_strongswan(1, format!("the word {word} in a comment"));
                }
            }
        }
    }

    fn header(&mut self, line: &str) {
        let mut words = line.split_whitespace();
        match (words.next(), words.next()) {
            (Some("ca"), Some(_)) if self.seen.insert("ca".to_owned()) => {
                self.add_strongswan(3, "a `ca` section".to_owned());
            }
            (Some("version"), Some("2" | "2.0")) => {
                self.add_swan(2, "a `version 2` line".to_owned());
            }
            _ => {}
        }
    }

    fn key(&mut self, key: &str) {
        if !self.seen.insert(key.to_ascii_lowercase()) {
            return;
        }
        let Some(keyword) = known(key) else { return };
        let in_strongswan = keyword.in_dialect(Dialect::StrongSwan).is_some();
        let in_libreswan = keyword.in_dialect(Dialect::Libreswan).is_some();
        let in_openswan = keyword.in_dialect(Dialect::Openswan).is_some();
        match (in_strongswan, in_libreswan, in_openswan) {
            (true, false, false) => self.add_strongswan(3, format!("`{key}`")),
            (false, true, false) => self.add_swan(3, format!("`{key}`")),
            (false, true, true) => self.add_swan(2, format!("`{key}`")),
            (false, false, true) => {
                self.add_swan(3, format!("`{key}`"));
                self.openswan += 1;
                self.openswan_cue.get_or_insert((3, format!("`{key}`")));
            }
            _ => {}
        }
    }

    fn value(&mut self, key: &str, value: &str) {
        let bare = value.split('#').next().unwrap_or_default().trim();
        let cue = || format!("`{key}={}`", crate::text::printable(bare));
        let is_proposal = matches!(key, "ike" | "esp" | "ah" | "phase2alg");
        let end = key
            .strip_prefix("left")
            .or_else(|| key.strip_prefix("right"));
        match (key, end) {
            _ if is_proposal && bare.ends_with('!') => self.add_strongswan(3, cue()),
            _ if is_proposal && bare.contains([';', '_']) => self.add_swan(3, cue()),
            (_, Some("sourceip")) if bare.starts_with('%') || bare.contains('/') => {
                self.add_strongswan(3, cue());
            }
            (_, Some("subnet")) if bare.contains('[') || bare.contains("%dynamic") => {
                self.add_strongswan(3, cue());
            }
            (_, Some("subnet")) if bare.starts_with("vhost:") || bare.starts_with("vnet:") => {
                self.add_swan(3, cue());
            }
            (_, Some("subnet")) if bare.contains(',') => self.weak(cue()),
            (_, Some("auth"))
                if starts_with_any(bare, &["pubkey", "psk", "eap", "xauth", "any", "ike:"])
                    && bare != "eaponly" =>
            {
                self.add_strongswan(3, cue());
            }
            (_, Some("auth")) if matches!(bare, "secret" | "rsasig" | "null") => {
                self.add_swan(3, cue());
            }
            (_, Some("rsasigkey"))
                if bare.starts_with("0s") || matches!(bare, "%cert" | "%dns") =>
            {
                self.add_swan(2, cue());
            }
            (_, Some("cert")) if starts_with_any(&extension(bare), &["pem", "der", "crt"]) => {
                self.weak(cue());
            }
            ("authby", _)
                if matches!(
                    bare,
                    "psk" | "pubkey" | "ecdsasig" | "xauthpsk" | "xauthrsasig"
                ) =>
            {
                self.add_strongswan(3, cue());
            }
            ("authby", _) if bare == "null" || bare.starts_with("rsa-") || bare.contains(',') => {
                self.add_swan(3, cue());
            }
            ("uniqueids", _) if matches!(bare, "never" | "keep" | "replace") => {
                self.add_strongswan(3, cue());
            }
            ("dpdaction", _) if bare == "none" => self.add_strongswan(3, cue()),
            ("fragmentation", _) if bare == "accept" => self.add_strongswan(3, cue()),
            ("auto", _) if matches!(bare, "ondemand" | "keep") => self.add_swan(2, cue()),
            ("keyexchange", _) if matches!(bare, "ikev1" | "ikev2") => self.weak(cue()),
            _ => {}
        }
    }

    fn add_strongswan(&mut self, points: i32, cue: String) {
        self.strongswan += points;
        if self
            .strongswan_cue
            .as_ref()
            .is_none_or(|(best, _)| points > *best)
        {
            self.strongswan_cue = Some((points, cue));
        }
    }

    fn add_swan(&mut self, points: i32, cue: String) {
        self.swan += points;
        if self
            .swan_cue
            .as_ref()
            .is_none_or(|(best, _)| points > *best)
        {
            self.swan_cue = Some((points, cue));
        }
    }

    fn weak(&mut self, cue: String) {
        self.weak_strongswan += 1;
        self.strongswan_cue.get_or_insert((0, cue));
    }

    fn verdict(self) -> Guess {
        let because = |cue: Option<(i32, String)>| cue.map_or_else(String::new, |(_, cue)| cue);
        let margin = self.strongswan - self.swan;
        let weak_only = self.strongswan == 0 && self.swan == 0 && self.weak_strongswan >= 2;
        if margin >= 2 || weak_only {
            return Guess::Dialect {
                dialect: Dialect::StrongSwan,
                because: because(self.strongswan_cue),
            };
        }
        if margin <= -2 {
            // Libreswan reads nearly everything that Openswan does; only words it never knew speak for Openswan.
            let dialect = if self.openswan >= 2 {
                Dialect::Openswan
            } else {
                Dialect::Libreswan
            };
            let cue = if dialect == Dialect::Openswan {
                self.openswan_cue
            } else {
                self.swan_cue
            };
            return Guess::Dialect {
                dialect,
                because: because(cue),
            };
        }
        Guess::Unknown
    }
}

fn known(key: &str) -> Option<&'static Keyword> {
    match keyword::lookup(key, Target::newest(Dialect::Libreswan)) {
        Lookup::Known { keyword, .. } | Lookup::Elsewhere { keyword, .. } => Some(keyword),
        Lookup::Unknown => None,
    }
}

fn starts_with_any(text: &str, prefixes: &[&str]) -> bool {
    prefixes.iter().any(|prefix| text.starts_with(prefix))
}

fn extension(path: &str) -> String {
    path.rsplit_once('.')
        .map_or_else(String::new, |(_, extension)| extension.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(text: &str) -> Option<Dialect> {
        match dialect(text) {
            Guess::Dialect { dialect, .. } => Some(dialect),
            Guess::Unknown => None,
        }
    }

    #[test]
    fn words_tell_the_dialect() {
        assert_eq!(guessed("ca x\n\tcacert=a.pem\n"), Some(Dialect::StrongSwan));
        assert_eq!(
            guessed("conn a\n\tike=aes256-sha256-modp2048!\n"),
            Some(Dialect::StrongSwan)
        );
        assert_eq!(
            guessed("conn a\n\tike=aes256-sha2_256;modp2048\n"),
            Some(Dialect::Libreswan)
        );
        assert_eq!(
            guessed("conn a\n\tikev2=insist\n"),
            Some(Dialect::Libreswan)
        );
        assert_eq!(guessed("conn a\n\tleft=192.0.2.1\n"), None);
        assert_eq!(
            guessed("conn a\n\tkeyexchange=ikev2\n\tleftcert=a.pem\n"),
            Some(Dialect::StrongSwan)
        );
    }

    #[test]
    fn a_comment_names_the_target() {
        assert_eq!(
            modeline("conn a\n\t# ipsec-lint: target=libreswan@4.10\n"),
            Some(Target::LIBRESWAN_4_10)
        );
        assert_eq!(modeline("# target=libreswan\n"), None);
    }
}
