//! Whose rules apply: the option, else the installed program, else the file.

use std::process::{Command, Stdio};

use ipsec_conf::model::Vfs as _;
use ipsec_conf::{Dialect, Target, Version};
use ipsec_conf_host::{Chosen, Disk, TargetArg, choose as choose_by_text};

use crate::request::Request;

pub(super) fn choose(request: &Request) -> Chosen {
    if request.target == TargetArg::Auto
        && let Some(target) = ask()
    {
        return Chosen {
            target,
            reason: "the installed program".to_owned(),
        };
    }
    // A file that cannot be read is complained of where it is needed.
    let bytes = if request.target == TargetArg::Auto {
        Disk.read(&request.config).unwrap_or_default()
    } else {
        Vec::new()
    };
    choose_by_text(request.target, &String::from_utf8_lossy(&bytes), None)
}

/// What `ipsec --version` says.
fn ask() -> Option<Target> {
    let answer = Command::new("ipsec")
        .arg("--version")
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    understand(&String::from_utf8_lossy(&answer.stdout))
}

/// The name of a dialect and the version behind it: `Linux strongSwan U5.9.8/K6.1`, `Libreswan 4.10`.
fn understand(text: &str) -> Option<Target> {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(2).find_map(|pair| {
        let dialect = Dialect::ALL
            .into_iter()
            .find(|dialect| dialect.name() == pair[0])?;
        let version: Version = pair[1].parse().ok()?;
        Some(Target { dialect, version })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_as_programs_say_them() {
        for (text, expected) in [
            (
                "Linux Libreswan 4.10 (XFRM) on 6.1.0",
                Some("libreswan@4.10"),
            ),
            ("Libreswan 4.10\n", Some("libreswan@4.10")),
            ("Linux Libreswan v5.1 (XFRM)", Some("libreswan@5.1")),
            (
                "Linux strongSwan U5.9.8/K6.1.0-13-amd64\nUniversity",
                Some("strongswan@5.9.8"),
            ),
            (
                "Linux Openswan U2.6.52.3/K(no kernel code presently loaded)",
                Some("openswan@2.6.52.3"),
            ),
            (
                "Linux Openswan U2.4.4/K2.6.8 (netkey)",
                Some("openswan@2.4.4"),
            ),
            ("Linux FreeS/WAN U2.04/K2.4", None),
            ("", None),
        ] {
            let understood = understand(text).map(|target| target.to_string());
            assert_eq!(understood.as_deref(), expected, "{text}");
        }
    }
}
