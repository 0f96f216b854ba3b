//! The information file of the classic program, `/var/run/pluto/ipsec.info`.
//!
//! The classic `ipsec auto` sources it as shell text. Here it is data: lines that are not one plain assignment
//! of a known variable are left out and reported, and nothing in it is ever executed or expanded.

use std::fs;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use super::{Family, RouteError};

/// An information file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InfoFile {
    pub path: PathBuf,
    pub info: Info,
}

impl InfoFile {
    /// Reads the file, with what is odd in it.
    ///
    /// A missing file is an error too; what that means is for the caller to say.
    pub fn read(path: &Path) -> Result<(Self, Vec<InfoProblem>), RouteError> {
        let text = fs::read_to_string(path).map_err(|source| RouteError::InfoFile {
            path: path.to_owned(),
            source,
        })?;
        let (info, problems) = parse_info(&text);
        Ok((
            Self {
                path: path.to_owned(),
                info,
            },
            problems,
        ))
    }
}

/// What an information file states. A variable that is empty states nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Info {
    /// `defaultrouteaddr`
    pub address: Option<Stated<IpAddr>>,
    /// `defaultroutenexthop`
    pub gateway: Option<Stated<IpAddr>>,
    /// `defaultroutephys`
    pub interface: Option<Stated<String>>,
    /// `defaultroutevirt`
    pub virtual_interface: Option<Stated<String>>,
}

impl Info {
    /// The family the file speaks about.
    pub(super) fn family(&self) -> Family {
        let address = self.address.as_ref().or(self.gateway.as_ref());
        address.map_or(Family::V4, |stated| Family::of(stated.value))
    }
}

/// A value and the line that states it, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated<T> {
    pub value: T,
    pub line: usize,
}

/// A line that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InfoProblem {
    /// Counted from 1.
    pub line: usize,
    pub message: String,
}

/// Reads the text of an information file. As in a shell, the last assignment of a variable holds.
pub fn parse_info(text: &str) -> (Info, Vec<InfoProblem>) {
    let mut info = Info::default();
    let mut problems = Vec::new();
    for (line, text) in (1..).zip(text.lines()) {
        let result = assignment(text).and_then(|assignment| match assignment {
            Some((name, value)) => assign(&mut info, line, name, value),
            None => Ok(()),
        });
        if let Err(message) = result {
            problems.push(InfoProblem { line, message });
        }
    }
    (info, problems)
}

fn assign(info: &mut Info, line: usize, name: &str, value: String) -> Result<(), String> {
    match name {
        "defaultrouteaddr" => {
            let address = address(name, &value)?;
            if address.is_some_and(|address| address.is_unspecified()) {
                return Err(format!("`{value}` is no address of a host"));
            }
            info.address = address.map(|value| Stated { value, line });
        }
        "defaultroutenexthop" => {
            // A route without a gateway, as programs that list routes and ipsec.conf write it.
            let is_direct = value == "%direct";
            let address = if is_direct {
                None
            } else {
                address(name, &value)?
            };
            let gateway = address.filter(|address| !address.is_unspecified());
            info.gateway = gateway.map(|value| Stated { value, line });
        }
        "defaultroutephys" => info.interface = interface(value, line),
        "defaultroutevirt" => info.virtual_interface = interface(value, line),
        _ => return Err(format!("`{name}` is not a variable of this file")),
    }
    Ok(())
}

fn address(name: &str, value: &str) -> Result<Option<IpAddr>, String> {
    if value.is_empty() {
        return Ok(None);
    }
    let address = value.parse();
    address
        .map(Some)
        .map_err(|_| format!("the value `{value}` of `{name}` is not an address"))
}

fn interface(value: String, line: usize) -> Option<Stated<String>> {
    (!value.is_empty()).then_some(Stated { value, line })
}

/// The assignment of a line; none if the line is blank or a comment.
fn assignment(line: &str) -> Result<Option<(&str, String)>, String> {
    let text = line.trim();
    if text.is_empty() || text.starts_with('#') {
        return Ok(None);
    }
    let (name, rest) = text.split_once('=').ok_or("not an assignment")?;
    let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
        && name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    if !is_name {
        return Err("not an assignment".to_owned());
    }
    let (value, rest) = word(rest)?;
    let after = rest.trim_start();
    if after.is_empty() || after.starts_with('#') {
        return Ok(Some((name, value)));
    }
    Err(format!("more than an assignment: `{after}`"))
}

/// The shell word at the start of `text`, unquoted, and what follows it.
fn word(text: &str) -> Result<(String, &str), String> {
    let mut value = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next().filter(|c| !c.is_whitespace()) {
        let after = &rest[next.len_utf8()..];
        if next == '\'' || next == '"' {
            let (quoted, after) = after.split_once(next).ok_or("the quotation does not end")?;
            if next == '"' && quoted.contains(['$', '`', '\\']) {
                return Err(executes());
            }
            value.push_str(quoted);
            rest = after;
        } else if "$`;&|<>()\\*?[]{}~!".contains(next) {
            return Err(executes());
        } else {
            value.push(next);
            rest = after;
        }
    }
    Ok((value, rest))
}

fn executes() -> String {
    "shell text, which is not executed".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each variable as `name@line=value`, then each problem as `line: message`.
    fn check(text: &str, expected: &[&str]) {
        let (info, problems) = parse_info(text);
        let mut seen = Vec::new();
        let address = |stated: &Stated<IpAddr>| format!("@{}={}", stated.line, stated.value);
        let name = |stated: &Stated<String>| format!("@{}={}", stated.line, stated.value);
        seen.extend(
            info.address
                .as_ref()
                .map(|stated| format!("address{}", address(stated))),
        );
        seen.extend(
            info.gateway
                .as_ref()
                .map(|stated| format!("gateway{}", address(stated))),
        );
        seen.extend(
            info.interface
                .as_ref()
                .map(|stated| format!("phys{}", name(stated))),
        );
        seen.extend(
            info.virtual_interface
                .as_ref()
                .map(|stated| format!("virt{}", name(stated))),
        );
        seen.extend(
            problems
                .iter()
                .map(|problem| format!("{}: {}", problem.line, problem.message)),
        );
        assert_eq!(seen, expected);
    }

    #[test]
    fn as_the_classic_program_writes_it() {
        check(
            "defaultroutephys=\"eth0\"\ndefaultroutevirt=\"ipsec0\"\n\
             defaultrouteaddr=\"192.0.2.45\"\ndefaultroutenexthop=\"192.0.2.254\"\n",
            &[
                "address@3=192.0.2.45",
                "gateway@4=192.0.2.254",
                "phys@1=eth0",
                "virt@2=ipsec0",
            ],
        );
    }

    #[test]
    fn nothing_known() {
        check("", &[]);
        check(
            "defaultroutephys=\ndefaultrouteaddr=\ndefaultroutenexthop=\n",
            &[],
        );
    }

    #[test]
    fn quotes_and_comments() {
        check(
            "# written at start\n\n  defaultrouteaddr='192.0.2.45'  # ours\r\n\
             defaultroutenexthop=192.0.2.\"254\" #gateway",
            &["address@3=192.0.2.45", "gateway@4=192.0.2.254"],
        );
        check("defaultroutephys=eth0#1", &["phys@1=eth0#1"]);
    }

    #[test]
    fn routes_without_a_gateway() {
        for nexthop in ["", "%direct", "\"%direct\"", "0.0.0.0", "::"] {
            let text = format!("defaultrouteaddr=192.0.2.45\ndefaultroutenexthop={nexthop}\n");
            check(&text, &["address@1=192.0.2.45"]);
        }
    }

    #[test]
    fn ipv6() {
        check(
            "defaultrouteaddr=2001:db8::1\ndefaultroutenexthop=fe80::1\n",
            &["address@1=2001:db8::1", "gateway@2=fe80::1"],
        );
    }

    #[test]
    fn the_last_assignment_holds() {
        check(
            "defaultrouteaddr=192.0.2.1\ndefaultrouteaddr=192.0.2.2\n",
            &["address@2=192.0.2.2"],
        );
        check("defaultrouteaddr=192.0.2.1\ndefaultrouteaddr=\n", &[]);
    }

    #[test]
    fn shell_text_is_left_out() {
        for value in [
            "$(id)",
            "`id`",
            "\"$(id)\"",
            "\"`id`\"",
            "$HOME",
            "\"${HOME}\"",
            "a;id",
            "a&",
            "a|id",
            "a>b",
            "(a)",
            "\\a",
            "~root",
            "*",
        ] {
            let text = format!("defaultroutephys={value}\ndefaultrouteaddr=192.0.2.45\n");
            check(
                &text,
                &[
                    "address@2=192.0.2.45",
                    "1: shell text, which is not executed",
                ],
            );
        }
        check("defaultroutephys='$(id)'\n", &["phys@1=$(id)"]);
    }

    #[test]
    fn other_lines_are_left_out() {
        check(
            "export defaultrouteaddr=192.0.2.1\nreboot\ndefaultrouteaddr=192.0.2.1 reboot\n\
             PATH=/tmp\ndefaultroutephys='eth0\n=x\n",
            &[
                "1: not an assignment",
                "2: not an assignment",
                "3: more than an assignment: `reboot`",
                "4: `PATH` is not a variable of this file",
                "5: the quotation does not end",
                "6: not an assignment",
            ],
        );
    }

    #[test]
    fn values_that_are_no_addresses() {
        check(
            "defaultrouteaddr=gw.example.com\ndefaultroutenexthop=%any\ndefaultrouteaddr=0.0.0.0\n",
            &[
                "1: the value `gw.example.com` of `defaultrouteaddr` is not an address",
                "2: the value `%any` of `defaultroutenexthop` is not an address",
                "3: `0.0.0.0` is no address of a host",
            ],
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_taken_or_reported(text in "([a-z= \"'#$%\\n0-9.é]|defaultroutephys=){0,40}") {
            let (_, problems) = parse_info(&text);
            let lines = text.lines().count();
            proptest::prop_assert!(problems.iter().all(|problem| (1..=lines).contains(&problem.line)));
        }
    }

    #[test]
    fn unreadable_files() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("ipsec.info");
        let kind = |result| match result {
            Err(RouteError::InfoFile { source, .. }) => Some(source.kind()),
            _ => None,
        };
        assert_eq!(
            kind(InfoFile::read(&path)),
            Some(std::io::ErrorKind::NotFound)
        );
        fs::write(&path, b"defaultrouteaddr=\xff\n").unwrap();
        assert_eq!(
            kind(InfoFile::read(&path)),
            Some(std::io::ErrorKind::InvalidData)
        );
        fs::write(&path, "defaultrouteaddr=192.0.2.1\n").unwrap();
        assert!(InfoFile::read(&path).is_ok());
    }
}
