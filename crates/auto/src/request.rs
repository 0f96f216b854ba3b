//! The command line, understood.

use std::ffi::OsString;
use std::net::IpAddr;
use std::path::PathBuf;

use clap::{Arg, ArgAction, ArgGroup, Command, value_parser};
use ipsec_conf_host::{Color, TargetArg};

use crate::operation::{Operation, Takes};

/// How a conn is handed to Libreswan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Backend {
    /// A flattened conn on the standard input of `ipsec addconn`; `key=value` arguments for Libreswan 5
    #[default]
    Addconn,
    /// `ipsec whack` options, as far as whack can say it
    Whack,
}

/// What is to be done, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    pub operation: Operation,
    /// Set for operations that take a conn.
    pub name: Option<String>,
    pub show: bool,
    pub show_only: bool,
    pub asynchronous: bool,
    pub verbose: bool,
    pub utc: bool,
    pub config: PathBuf,
    pub root: Option<PathBuf>,
    pub skip_includes: bool,
    pub ctlsocket: Option<PathBuf>,
    pub remote_host: Option<String>,
    pub backend: Backend,
    pub strict: bool,
    pub info: PathBuf,
    /// Whether `--info` was given: a missing file is then worth a word.
    pub info_given: bool,
    pub default_route: Option<IpAddr>,
    pub default_route_next_hop: Option<IpAddr>,
    pub target: TargetArg,
    pub color: Color,
    /// Asked for in the order `ipsec auto NAME up`, which is obsolete.
    pub is_obsolete_order: bool,
}

/// The configuration file when nothing names another one.
const CONFIG: &str = "/etc/ipsec.conf";
/// Where the classic start-up script leaves the facts about the default route.
const INFO: &str = "/var/run/pluto/ipsec.info";

impl Request {
    /// Understands a command line; clap's error carries its exit status and goes to the right stream by itself.
    pub fn parse(arguments: impl IntoIterator<Item = OsString>) -> Result<Request, clap::Error> {
        let arguments: Vec<OsString> = arguments.into_iter().collect();
        let (arguments, is_obsolete_order) = in_modern_order(arguments);
        let mut command = command();
        let matches = command.try_get_matches_from_mut(arguments)?;
        let operation = Operation::ALL
            .iter()
            .copied()
            .find(|operation| matches.get_flag(operation.word()));
        let Some(operation) = operation else {
            let message =
                "say what to do: `--add`, `--up`, `--status`, ...; `--help` lists all operations";
            return Err(command.error(clap::error::ErrorKind::MissingRequiredArgument, message));
        };
        let name: Option<String> = matches.get_one("CONN").cloned();
        match (operation.takes(), &name) {
            (Takes::Conn, None) => {
                let message = format!("`--{}` needs the name of a conn", operation.word());
                return Err(command.error(clap::error::ErrorKind::MissingRequiredArgument, message));
            }
            (Takes::Nothing, Some(name)) => {
                let message = format!(
                    "`--{}` takes no name, and `{}` is one",
                    operation.word(),
                    ipsec_conf::text::printable(name)
                );
                return Err(command.error(clap::error::ErrorKind::UnknownArgument, message));
            }
            _ => {}
        }
        let environment = |name: &str| {
            std::env::var_os(name)
                .filter(|value| !value.is_empty())
                .map(PathBuf::from)
        };
        let path = |id: &str| matches.get_one::<PathBuf>(id).cloned();
        Ok(Request {
            operation,
            name,
            show: matches.get_flag("show"),
            show_only: matches.get_flag("showonly"),
            asynchronous: matches.get_flag("asynchronous"),
            verbose: matches.get_flag("verbose"),
            utc: matches.get_flag("utc"),
            config: path("config")
                .or_else(|| environment("IPSEC_CONF"))
                .unwrap_or_else(|| CONFIG.into()),
            root: path("root"),
            skip_includes: matches.get_flag("noinclude"),
            ctlsocket: path("ctlsocket").or_else(|| environment("CTLSOCKET")),
            remote_host: matches.get_one("remote-host").cloned(),
            backend: matches.get_one("backend").copied().unwrap_or_default(),
            strict: matches.get_flag("strict"),
            info_given: matches.contains_id("info"),
            info: path("info").unwrap_or_else(|| INFO.into()),
            default_route: matches.get_one("defaultroute").copied(),
            default_route_next_hop: matches.get_one("defaultroutenexthop").copied(),
            target: matches.get_one("target").copied().unwrap_or_default(),
            color: matches.get_one("color").copied().unwrap_or_default(),
            is_obsolete_order,
        })
    }
}

/// `NAME up` and `ready` become `--up NAME` and `--ready`.
fn in_modern_order(mut arguments: Vec<OsString>) -> (Vec<OsString>, bool) {
    const WITH_NAME: [&str; 7] = ["up", "down", "add", "delete", "replace", "route", "unroute"];
    let has_operation = arguments.iter().skip(1).any(|argument| {
        argument
            .to_str()
            .and_then(|text| text.strip_prefix("--"))
            .is_some_and(|word| Operation::named(word).is_some())
    });
    if has_operation {
        return (arguments, false);
    }
    let Some(last) = arguments
        .last()
        .and_then(|last| last.to_str())
        .map(str::to_owned)
    else {
        return (arguments, false);
    };
    let before = arguments
        .len()
        .checked_sub(2)
        .filter(|&at| at > 0)
        .and_then(|at| arguments[at].to_str().map(str::to_owned));
    let name_precedes = before.is_some_and(|before| !before.starts_with('-'));
    let is_nameless =
        Operation::named(&last).is_some_and(|operation| operation.takes() != Takes::Conn);
    if WITH_NAME.contains(&last.as_str()) && name_precedes {
        let at = arguments.len() - 2;
        let name = arguments.remove(at);
        arguments[at] = format!("--{last}").into();
        arguments.push("--".into());
        arguments.push(name);
        return (arguments, true);
    }
    if is_nameless && arguments.len() > 1 {
        let at = arguments.len() - 1;
        arguments[at] = format!("--{last}").into();
        return (arguments, true);
    }
    (arguments, false)
}

/// The description from which parsing, help, man page and completions come.
pub fn command() -> Command {
    let flag = |name: &'static str, help: &'static str| {
        Arg::new(name)
            .long(name)
            .action(ArgAction::SetTrue)
            .help(help)
    };
    let value = |name: &'static str, value: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name(value).help(help)
    };
    let operations = Operation::ALL.iter().map(|operation| {
        Arg::new(operation.word())
            .long(operation.word())
            .action(ArgAction::SetTrue)
            .help(operation.help())
            .help_heading("Operations")
            .hide_short_help(!operation.is_common())
    });
    let words: Vec<&'static str> = Operation::ALL
        .iter()
        .map(|operation| operation.word())
        .collect();
    Command::new("ipsec-auto")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Controls the conns of ipsec.conf in the running IPsec daemon, as ipsec_auto(8)")
        .after_help("`-h` shows what is used every day, `--help` everything.")
        .override_usage("ipsec auto [OPTIONS] --OPERATION [CONN]")
        .arg(Arg::new("CONN").help("The name of a conn section, for operations that take one"))
        .args(operations)
        .group(ArgGroup::new("operation").args(words))
        .args([
            flag("show", "Show each command as it is executed (`sh -x`)"),
            flag("showonly", "Print the commands and run nothing"),
            flag("asynchronous", "With `--up`: do not wait for the result"),
            flag("verbose", "Let log lines (code 002) of the daemon through"),
            flag("utc", "List dates in UTC"),
            flag("noinclude", "Leave `include` lines out"),
            flag(
                "strict",
                "Refuse a conn that `--backend whack` cannot express, instead of falling back",
            ),
        ])
        .args([
            value(
                "config",
                "FILE",
                "The configuration [default: $IPSEC_CONF or /etc/ipsec.conf]",
            )
            .value_parser(value_parser!(PathBuf)),
            value(
                "root",
                "DIR",
                "Look absolute paths named in the configuration up below DIR",
            )
            .value_parser(value_parser!(PathBuf)),
            value(
                "ctlsocket",
                "FILE",
                "The daemon's control socket [default: $CTLSOCKET or the daemon's own]",
            )
            .value_parser(value_parser!(PathBuf)),
            value(
                "remote-host",
                "ADDR",
                "With `--up`: the peer of a conn whose peer is %any",
            ),
            value("backend", "BACKEND", "How a conn is handed to Libreswan")
                .value_parser(value_parser!(Backend)),
            value(
                "info",
                "FILE",
                "The %defaultroute information file [default: /var/run/pluto/ipsec.info]",
            )
            .value_parser(value_parser!(PathBuf)),
            value(
                "defaultroute",
                "ADDR",
                "The address that %defaultroute stands for",
            )
            .value_parser(value_parser!(IpAddr)),
            value(
                "defaultroutenexthop",
                "ADDR",
                "The gateway of the default route",
            )
            .value_parser(value_parser!(IpAddr)),
            value(
                "target",
                "DIALECT[@VERSION]",
                "Whose rules apply [default: the installed program]",
            )
            .value_parser(value_parser!(TargetArg)),
            value("color", "WHEN", "When to use colours").value_parser(value_parser!(Color)),
        ])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Request, clap::Error> {
        Request::parse(
            std::iter::once("ipsec-auto")
                .chain(line.split_whitespace())
                .map(OsString::from),
        )
    }

    #[test]
    fn the_command_is_well_formed() {
        command().debug_assert();
    }

    #[test]
    fn modern_and_obsolete_order() {
        let modern = parse("--showonly --up office").unwrap();
        assert_eq!(
            (
                modern.operation,
                modern.name.as_deref(),
                modern.is_obsolete_order
            ),
            (Operation::Up, Some("office"), false)
        );
        let obsolete = parse("--showonly office up").unwrap();
        assert_eq!(
            (
                obsolete.operation,
                obsolete.name.as_deref(),
                obsolete.is_obsolete_order
            ),
            (Operation::Up, Some("office"), true)
        );
        assert_eq!(parse("ready").unwrap().operation, Operation::Ready);
        assert_eq!(parse("--up up").unwrap().name.as_deref(), Some("up"));
    }

    #[test]
    fn bad_usage_ends_with_status_2() {
        for line in [
            "",
            "--up",
            "--up --down a",
            "--frob",
            "--ready a",
            "--add a b",
        ] {
            assert_eq!(parse(line).unwrap_err().exit_code(), 2, "{line}");
        }
    }
}
