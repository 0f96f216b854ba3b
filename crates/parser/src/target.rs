//! Whose rules apply: a dialect and a version of it.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;

use crate::keyword::newest_release_like;

/// A family of programs that read `ipsec.conf`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    Openswan,
    Libreswan,
    StrongSwan,
}

impl Dialect {
    pub const ALL: [Dialect; 3] = [Dialect::Openswan, Dialect::Libreswan, Dialect::StrongSwan];

    /// The word of `--target`.
    pub fn slug(self) -> &'static str {
        match self {
            Dialect::Openswan => "openswan",
            Dialect::Libreswan => "libreswan",
            Dialect::StrongSwan => "strongswan",
        }
    }

    /// The project's own spelling.
    pub fn name(self) -> &'static str {
        match self {
            Dialect::Openswan => "Openswan",
            Dialect::Libreswan => "Libreswan",
            Dialect::StrongSwan => "strongSwan",
        }
    }

    /// The newest release this project knows.
    pub fn newest(self) -> Version {
        match self {
            Dialect::Openswan => Version::new(3, 0, 0),
            Dialect::Libreswan => Version::new(5, 4, 0),
            Dialect::StrongSwan => Version::new(6, 0, 6),
        }
    }
}

/// A release number; missing parts count as 0, so `5.4` equals `5.4.0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version([u16; 4]);

impl Version {
    pub const fn new(major: u16, minor: u16, patch: u16) -> Version {
        Version([major, minor, patch, 0])
    }

    pub const fn new4(major: u16, minor: u16, patch: u16, build: u16) -> Version {
        Version([major, minor, patch, build])
    }

    pub const fn major(self) -> u16 {
        self.0[0]
    }

    pub const fn minor(self) -> u16 {
        self.0[1]
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch, build] = self.0;
        write!(f, "{major}.{minor}")?;
        if patch != 0 || build != 0 {
            write!(f, ".{patch}")?;
        }
        if build != 0 {
            write!(f, ".{build}")?;
        }
        Ok(())
    }
}

impl FromStr for Version {
    type Err = TargetError;

    /// Takes a leading `v` or `U` (as printed by `ipsec --version`) and stops at a suffix such as `rc1` or `-2`.
    fn from_str(text: &str) -> Result<Version, TargetError> {
        let bad = || TargetError::Version(text.to_owned());
        let digits = text.trim_start_matches(['v', 'U']);
        let end = digits
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(digits.len());
        let mut parts = [0; 4];
        for (given, part) in digits[..end].trim_end_matches('.').split('.').enumerate() {
            *parts.get_mut(given).ok_or_else(bad)? = part.parse().map_err(|_| bad())?;
        }
        Ok(Version(parts))
    }
}

impl Serialize for Version {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Why `--target` cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    #[error("unknown dialect `{0}`; known are openswan, libreswan, strongswan and freeswan")]
    Dialect(String),
    #[error("`{0}` is not a version number")]
    Version(String),
}

/// A dialect and a version: it travels through every function that judges meaning, and is never a global.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Target {
    pub dialect: Dialect,
    pub version: Version,
}

/// The programs whose answers differ in kind, not in detail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reader {
    /// FreeS/WAN 2.x and Openswan 2.4: the awk script pipeline.
    Classic,
    /// Openswan 2.5 to 3.0: the first flex and bison reader.
    Openswan,
    /// Libreswan 3 and 4: its descendant.
    Libreswan4,
    /// Libreswan 5: the reader keeps text, the daemon judges it.
    Libreswan5,
    /// strongSwan's starter.
    StrongSwan,
}

impl Target {
    pub const CLASSIC: Target = Target {
        dialect: Dialect::Openswan,
        version: Version::new(2, 4, 4),
    };
    pub const OPENSWAN_2_6: Target = Target {
        dialect: Dialect::Openswan,
        version: Version::new4(2, 6, 52, 3),
    };
    pub const LIBRESWAN_4_10: Target = Target {
        dialect: Dialect::Libreswan,
        version: Version::new(4, 10, 0),
    };
    pub const LIBRESWAN_5_4: Target = Target {
        dialect: Dialect::Libreswan,
        version: Version::new(5, 4, 0),
    };
    pub const STRONGSWAN_5_9_8: Target = Target {
        dialect: Dialect::StrongSwan,
        version: Version::new(5, 9, 8),
    };
    pub const STRONGSWAN_6_0: Target = Target {
        dialect: Dialect::StrongSwan,
        version: Version::new(6, 0, 6),
    };

    /// One for each [`Reader`], in their order.
    pub const OF_EACH_READER: [Target; 5] = [
        Target::CLASSIC,
        Target::OPENSWAN_2_6,
        Target::LIBRESWAN_4_10,
        Target::LIBRESWAN_5_4,
        Target::STRONGSWAN_5_9_8,
    ];

    pub fn newest(dialect: Dialect) -> Target {
        Target {
            dialect,
            version: dialect.newest(),
        }
    }

    pub fn reader(self) -> Reader {
        match self.dialect {
            Dialect::Openswan if self.version < Version::new(2, 5, 0) => Reader::Classic,
            Dialect::Openswan => Reader::Openswan,
            Dialect::Libreswan if self.version < Version::new(5, 0, 0) => Reader::Libreswan4,
            Dialect::Libreswan => Reader::Libreswan5,
            Dialect::StrongSwan => Reader::StrongSwan,
        }
    }

    /// The program as a message names it: `Libreswan 4.10`.
    pub fn program(self) -> String {
        format!("{} {}", self.dialect.name(), self.version)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.dialect.slug(), self.version)
    }
}

impl Serialize for Target {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl FromStr for Target {
    type Err = TargetError;

    /// `DIALECT[@VERSION]`. A version stands for the last release that starts with it: `openswan@2.6` is 2.6.52.3,
    /// `libreswan@4` is 4.15.
    fn from_str(text: &str) -> Result<Target, TargetError> {
        let (word, version) = match text.split_once('@') {
            Some((word, version)) => (word, Some(version)),
            None => (text, None),
        };
        let word = word.to_ascii_lowercase();
        if word == "freeswan" || word == "classic" {
            return Ok(Target::CLASSIC);
        }
        let dialect = Dialect::ALL
            .into_iter()
            .find(|dialect| dialect.slug() == word)
            .ok_or_else(|| TargetError::Dialect(word.clone()))?;
        let version = match version {
            None => dialect.newest(),
            Some(given) => {
                let exact: Version = given.parse()?;
                newest_release_like(dialect, given).unwrap_or(exact)
            }
        };
        Ok(Target { dialect, version })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check_target(text: &str, expected: &str) {
        let target: Target = text.parse().unwrap();
        assert_eq!(target.to_string(), expected, "{text}");
    }

    #[test]
    fn a_shortened_version_is_its_last_release() {
        check_target("openswan@2.6", "openswan@2.6.52.3");
        check_target("openswan@2.4", "openswan@2.4.9");
        check_target("openswan@3", "openswan@3.0");
        check_target("libreswan@4", "libreswan@4.15");
        check_target("libreswan@5", "libreswan@5.4");
        check_target("strongswan@5.9", "strongswan@5.9.14");
    }

    #[test]
    fn a_release_is_itself() {
        check_target("openswan@2.6.43", "openswan@2.6.43");
        check_target("libreswan@3.0", "libreswan@3.0");
        check_target("libreswan@4.1", "libreswan@4.1");
        check_target("strongswan@5.9.1", "strongswan@5.9.1");
        check_target("strongSwan@U5.9.8/K6.1", "strongswan@5.9.8");
    }

    #[test]
    fn a_version_that_nobody_surveyed_is_kept() {
        check_target("libreswan@3.24", "libreswan@3.24");
        check_target("libreswan@6.1", "libreswan@6.1");
        check_target("openswan@2.6.53dev2", "openswan@2.6.53");
    }

    #[test]
    fn openswan_2_4_and_freeswan_are_the_classic_reader() {
        for text in [
            "openswan@2.4",
            "openswan@2.4.4",
            "openswan@2.4.12",
            "freeswan",
            "classic",
        ] {
            assert_eq!(
                text.parse::<Target>().unwrap().reader(),
                Reader::Classic,
                "{text}"
            );
        }
        assert_eq!(
            "openswan@2.5".parse::<Target>().unwrap().reader(),
            Reader::Openswan
        );
    }

    #[test]
    fn the_newest_versions_are_those_of_the_survey() {
        for dialect in Dialect::ALL {
            assert_eq!(
                crate::keyword::releases(dialect).last(),
                Some(&dialect.newest())
            );
        }
    }
}
