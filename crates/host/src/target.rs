//! Whose rules apply when nobody says so.

use std::fmt;
use std::str::FromStr;

use ipsec_conf::guess::{self, Guess};
use ipsec_conf::target::TargetError;
use ipsec_conf::{Dialect, Target};

/// `--target`: `auto`, or a dialect with an optional version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TargetArg {
    #[default]
    Auto,
    Given(Target),
}

impl FromStr for TargetArg {
    type Err = TargetError;

    fn from_str(text: &str) -> Result<TargetArg, TargetError> {
        if text.eq_ignore_ascii_case("auto") {
            Ok(TargetArg::Auto)
        } else {
            text.parse().map(TargetArg::Given)
        }
    }
}

/// The target and why it is this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chosen {
    pub target: Target,
    pub reason: String,
}

impl Chosen {
    /// What [`installed`](crate::installed) says.
    pub fn installed(target: Target) -> Chosen {
        Chosen {
            target,
            reason: "the installed program".to_owned(),
        }
    }
}

impl fmt::Display for Chosen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.target, self.reason)
    }
}

/// The target for a file: what was asked for, else its modeline, else `configured`, else its words, else Libreswan.
pub fn choose(arg: TargetArg, text: &str, configured: Option<Chosen>) -> Chosen {
    if let TargetArg::Given(target) = arg {
        return Chosen {
            target,
            reason: "--target".to_owned(),
        };
    }
    if let Some(target) = guess::modeline(text) {
        return Chosen {
            target,
            reason: "a comment in the file".to_owned(),
        };
    }
    if let Some(configured) = configured {
        return configured;
    }
    match guess::dialect(text) {
        Guess::Dialect { dialect, because } => Chosen {
            target: Target::newest(dialect),
            reason: format!("the file uses {because}"),
        },
        Guess::Unknown => Chosen {
            target: Target::newest(Dialect::Libreswan),
            reason: "nothing says otherwise".to_owned(),
        },
    }
}
