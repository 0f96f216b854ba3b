//! How each parameter of a conn reaches the daemon as an option of `ipsec whack`, or why it cannot.
//!
//! The facts are rows of `grammar/whack.toml`; the build fails when a keyword of a conn has none.

#![allow(clippy::unreadable_literal)] // The hash keys are made by phf_codegen.

use serde::Serialize;

use crate::target::{Reader, Target};

/// The programs named whack that differ in their options.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whack {
    /// Of FreeS/WAN 2.x and Openswan 2.4, which the shell program `ipsec auto` feeds.
    Classic,
    /// Of Openswan 2.6.
    Openswan,
    /// Of Libreswan 4.10.
    Libreswan4,
    /// Of Libreswan 5.4.
    Libreswan5,
}

/// What becomes of a keyword.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The id of the keyword.
    pub keyword: &'static str,
    pub place: Place,
    /// With its dashes. None for a row whose values have options of their own, and where there is nothing to write.
    pub option: Option<&'static str>,
    pub write: Write,
    /// What is written when the conn says nothing.
    pub default: Option<&'static str>,
    /// For [`Write::Words`]: the options of each value.
    pub words: &'static [(&'static str, &'static [&'static str])],
    /// Whether passthrough, drop and reject conns have it too.
    pub for_shunts: bool,
    pub note: Option<&'static str>,
    pub exceptions: &'static [Exception],
}

/// Where in a command the option stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    Connection,
    /// Before `--to` for the left end, behind it for the right one.
    End,
    /// In a command of its own.
    Command,
    /// The reader of the file acts on it, and nothing is sent.
    Reader,
    /// There is no option.
    Nowhere,
}

/// How the value is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Write {
    Value,
    /// `--option=value`.
    Joined,
    /// The option alone when the value is yes.
    Flag,
    /// The option alone when the value is no.
    FlagNo,
    Number,
    Seconds,
    Milliseconds,
    Words,
    /// As the note says.
    Special,
    Nothing,
}

/// Values, or circumstances, in which a parameter does not become an option.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exception {
    /// Only for these values; for all of them when empty.
    pub values: &'static [&'static str],
    /// Only then.
    pub case: Option<Case>,
    pub outcome: Outcome,
    pub why: &'static str,
    pub seen: Evidence,
}

/// What the exception hangs on besides the parameter itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Case {
    /// One of the ends has a subnet.
    Client,
    /// Exactly one of the ends has a subnet, where a group counts as one.
    OneClient,
    /// The conn is for transport mode.
    Transport,
    /// The subnet is virtual: `vhost:`, `vnet:`.
    Virtual,
    /// The peer is `%opportunistic` or `%opportunisticgroup`; for `authby=` also: it is not by signatures alone.
    Opportunistic,
    /// The end is an interface.
    Interface,
    /// The end hangs on a default route that is not known.
    NoRoute,
    /// The end is a name to be looked up.
    Name,
    /// Both ends have the parameter.
    BothEnds,
    /// No end is an XAUTH server.
    NoServer,
    /// The conn is for `IKEv2`.
    Ikev2,
    /// Dead peers are not looked for.
    NoDelay,
    /// `IKEv1`, and only one of the two parameters for dead peers is set.
    HalfDpd,
}

/// What happens instead.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Whack cannot say it; `addconn` can.
    Fallback,
    /// It has no effect.
    Ignored,
    /// Nobody can say it.
    Refused,
}

/// How the exception became known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Evidence {
    /// Tried with the real program.
    Run,
    /// Seen in the message that the program sends.
    Message,
    /// Read in its source.
    Source,
}

include!(concat!(env!("OUT_DIR"), "/whack.rs"));

impl Whack {
    pub const ALL: [Whack; 4] = [
        Whack::Classic,
        Whack::Openswan,
        Whack::Libreswan4,
        Whack::Libreswan5,
    ];

    /// The whack of a target; strongSwan has none of these.
    pub fn of(target: Target) -> Option<Whack> {
        match target.reader() {
            Reader::Classic => Some(Whack::Classic),
            Reader::Openswan => Some(Whack::Openswan),
            Reader::Libreswan4 => Some(Whack::Libreswan4),
            Reader::Libreswan5 => Some(Whack::Libreswan5),
            Reader::StrongSwan => None,
        }
    }

    /// In the order in which a command has them.
    pub fn entries(self) -> &'static [Entry] {
        match self {
            Whack::Classic => &WHACK_0,
            Whack::Openswan => &WHACK_1,
            Whack::Libreswan4 => &WHACK_2,
            Whack::Libreswan5 => &WHACK_3,
        }
    }

    /// The entry of a keyword, by its canonical id; `None` only for a keyword that the surveyed release does not have.
    pub fn entry(self, keyword: &str) -> Option<&'static Entry> {
        let by_id = match self {
            Whack::Classic => &WHACK_0_BY_ID,
            Whack::Openswan => &WHACK_1_BY_ID,
            Whack::Libreswan4 => &WHACK_2_BY_ID,
            Whack::Libreswan5 => &WHACK_3_BY_ID,
        };
        by_id
            .get(keyword)
            .map(|&at| &self.entries()[usize::from(at)])
    }
}

/// The entry of a keyword for a target.
pub fn entry(keyword: &str, target: Target) -> Option<&'static Entry> {
    Whack::of(target)?.entry(keyword)
}

impl Entry {
    /// The options of a value with options of its own.
    pub fn options_of(&self, value: &str) -> &'static [&'static str] {
        self.words
            .iter()
            .find(|(word, _)| *word == value)
            .map_or(&[], |(_, options)| options)
    }
}

impl Exception {
    /// Whether it is about this value; the case is for the caller to judge.
    pub fn is_about(&self, value: &str) -> bool {
        self.values.is_empty() || self.values.contains(&value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keyword::{self, Section, Status};
    use crate::target::{Dialect, Version};

    const TARGETS: [Target; 4] = [
        Target::CLASSIC,
        Target::OPENSWAN_2_6,
        Target::LIBRESWAN_4_10,
        Target::LIBRESWAN_5_4,
    ];

    fn outcomes(keyword: &str, target: Target) -> Vec<Outcome> {
        let entry = entry(keyword, target).unwrap();
        entry
            .exceptions
            .iter()
            .map(|exception| exception.outcome)
            .collect()
    }

    #[test]
    fn no_keyword_of_a_conn_is_without_an_entry() {
        for target in TARGETS {
            for keyword in keyword::all() {
                let is_set = keyword.spans.iter().any(|span| {
                    span.holds_for(target)
                        && span.sections.contains(Section::Conn)
                        && span.status == Status::Ok
                });
                assert!(
                    entry(keyword.id, target).is_some() || !is_set,
                    "{} {target}",
                    keyword.id
                );
            }
        }
    }

    #[test]
    fn an_entry_says_what_becomes_of_a_parameter() {
        for whack in Whack::ALL {
            for entry in whack.entries() {
                let is_sent = entry.option.is_some() || !entry.words.is_empty();
                let is_explained = entry.note.is_some() || !entry.exceptions.is_empty();
                assert!(
                    is_sent || is_explained || entry.place == Place::Reader,
                    "{whack:?} {}",
                    entry.keyword
                );
                assert_eq!(whack.entry(entry.keyword), Some(entry));
            }
        }
    }

    #[test]
    fn the_same_parameter_in_four_programs() {
        let option = |target| entry("rekeymargin", target).unwrap().write;
        assert_eq!(
            TARGETS.map(option),
            [Write::Seconds, Write::Seconds, Write::Seconds, Write::Value]
        );
        let connalias = TARGETS.map(|target| entry("connalias", target).map(|entry| entry.place));
        assert_eq!(
            connalias,
            [
                None,
                Some(Place::Connection),
                Some(Place::Nowhere),
                Some(Place::Connection)
            ]
        );
        assert_eq!(entry("rekeymargin", Target::STRONGSWAN_6_0), None);
    }

    #[test]
    fn what_whack_4_10_cannot_say() {
        for keyword in [
            "connalias",
            "redirect-to",
            "subnets",
            "tcp-remoteport",
            "ecdsakey",
            "ppk",
        ] {
            assert_eq!(
                outcomes(keyword, Target::LIBRESWAN_4_10),
                [Outcome::Fallback],
                "{keyword}"
            );
        }
        let entry = entry("xauthby", Target::LIBRESWAN_4_10).unwrap();
        assert!(entry.exceptions[0].is_about("pam") && !entry.exceptions[0].is_about("file"));
    }

    #[test]
    fn words_have_options_of_their_own() {
        let entry = entry("esn", Target::LIBRESWAN_4_10).unwrap();
        assert_eq!(entry.options_of("either"), ["--esn", "--no-esn"]);
        assert_eq!(entry.options_of("neither"), [""; 0]);
        assert_eq!((entry.default, entry.for_shunts), (Some("either"), false));
    }

    #[test]
    fn a_version_has_the_table_of_its_reader() {
        let old = Target {
            dialect: Dialect::Libreswan,
            version: Version::new(4, 1, 0),
        };
        assert_eq!(entry("mtu", old), entry("mtu", Target::LIBRESWAN_4_10));
    }
}
