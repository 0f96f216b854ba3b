//! strongSwan: operations through its `ipsec` script, which calls `stroke` or signals the starter.
//!
//! There is no command that loads one conn of a file: `ipsec update` loads what changed, all of it. And `ipsec` ends with
//! status 0 whatever `stroke` says, so the runner reads the words (`run/stroke.rs`).

use ipsec_conf::model::Conn;
use ipsec_conf::text::printable;

use crate::command::{Command, Script};
use crate::operation::Operation;
use crate::plan::{Circumstances, Plan};
use crate::request::Request;

const STARTERS_FILE: &str = "/etc/ipsec.conf";

/// The commands of a request; `conn` was found in the configuration if the operation needs it there.
pub fn plan(conn: Option<&Conn<'_>>, circumstances: &Circumstances<'_>) -> Plan {
    let request = circumstances.request;
    let mut plan = commands(request);
    if let (Some(conn), None) = (conn, &plan.refusal) {
        let name = printable(conn.name());
        plan.warnings.push(format!(
            "strongSwan loads no conn alone: `ipsec update` loads what changed in the whole file, not only `{name}`"
        ));
        let config = request.config.display().to_string();
        if config != STARTERS_FILE {
            plan.warnings.push(format!(
                "strongSwan loads the file that it was started with, which is `{STARTERS_FILE}` unless `ipsec start --conf` said \
                 otherwise; `{}` is only judged",
                printable(&config)
            ));
        }
        let is_ignored = conn.text("auto", None).is_none_or(|auto| auto == "ignore");
        if is_ignored {
            return Plan::refused(format!(
                "conn `{name}` has no `auto=` that loads it, and strongSwan loads conns from its file only; write `auto=add`"
            ));
        }
    }
    warn_of_options(request, &mut plan);
    plan
}

fn commands(request: &Request) -> Plan {
    let name = request.name.as_deref().unwrap_or_default();
    let word = request.operation.word();
    match request.operation {
        Operation::Add | Operation::Replace => script([update()]),
        Operation::Rotatecert => without(
            "`--reload` loads every conn anew, and its certificates",
            request,
        ),
        Operation::Start => script([update(), up(request, name)]),
        Operation::Ondemand => script([update(), conn_command("route", name)]),
        Operation::Delete => {
            // `stroke delete` forgets the conn only; what is based on it goes first.
            let mut plan = script([
                conn_command("down", &format!("{name}{{*}}")),
                conn_command("down", &format!("{name}[*]")),
                conn_command("unroute", name),
                Command::ipsec("stroke").args(["delete", name]),
            ]);
            plan.warnings.push(format!(
                "conn `{}` comes back when strongSwan starts or reloads, unless it is removed from the file",
                printable(name)
            ));
            plan
        }
        Operation::Up => script([up(request, name)]),
        Operation::Down | Operation::Route | Operation::Unroute => {
            script([conn_command(word, name)])
        }
        Operation::Ready => {
            let mut plan = Plan::default();
            plan.warnings
                .push("strongSwan always listens: there is nothing to do for `--ready`".to_owned());
            plan
        }
        Operation::Status
        | Operation::StatusAll
        | Operation::ListCounters
        | Operation::ResetCounters
        | Operation::Leases => script([with_name(Command::ipsec(word), request)]),
        Operation::ConnectionStatus | Operation::BriefConnectionStatus => {
            instead(request, with_name(Command::ipsec("statusall"), request))
        }
        Operation::BriefStatus | Operation::TrafficStatus | Operation::ShowStates => {
            instead(request, Command::ipsec("statusall"))
        }
        Operation::FetchCrls => instead(request, Command::ipsec("rereadcrls")),
        Operation::RereadCerts => instead(request, Command::ipsec("rereadall")),
        Operation::ListCards => without(
            "smartcards are keys of a plugin; see `--listplugins`",
            request,
        ),
        Operation::RereadGroups => without(
            "it has no policy groups; conns with their own subnets take their place",
            request,
        ),
        Operation::CheckPubkeys => without(
            "`--listcerts` shows until when certificates are valid",
            request,
        ),
        Operation::ShuntStatus => without(
            "`--statusall` lists passthrough and drop conns as `Shunted Connections`",
            request,
        ),
        Operation::GlobalStatus => without(
            "the nearest are `--statusall` and `--listcounters`",
            request,
        ),
        Operation::FipsStatus => {
            without("`--listplugins` shows the cryptographic plugins", request)
        }
        Operation::Update
        | Operation::Reload
        | Operation::ListAlgs
        | Operation::ListPlugins
        | Operation::PurgeOcsp
        | Operation::PurgeCrls
        | Operation::PurgeCerts
        | Operation::PurgeIke
        | Operation::RereadSecrets
        | Operation::RereadCaCerts
        | Operation::RereadAaCerts
        | Operation::RereadOcspCerts
        | Operation::RereadACerts
        | Operation::RereadCrls
        | Operation::RereadAll => script([Command::ipsec(word)]),
        Operation::ListPubkeys
        | Operation::ListCerts
        | Operation::ListCaCerts
        | Operation::ListAaCerts
        | Operation::ListOcspCerts
        | Operation::ListACerts
        | Operation::ListGroups
        | Operation::ListCaInfos
        | Operation::ListCrls
        | Operation::ListOcsp
        | Operation::ListAll => {
            let command = Command::ipsec(word);
            script([if request.utc {
                command.arg("--utc")
            } else {
                command
            }])
        }
    }
}

fn script<const N: usize>(commands: [Command; N]) -> Plan {
    Plan {
        script: Script {
            commands: commands.into(),
            ..Script::default()
        },
        ..Plan::default()
    }
}

fn update() -> Command {
    Command::ipsec("update")
}

/// `ipsec up` waits; only `stroke` itself has the form that does not.
fn up(request: &Request, name: &str) -> Command {
    if request.asynchronous {
        Command::ipsec("stroke").args(["up-nb", name])
    } else {
        conn_command("up", name)
    }
}

fn conn_command(word: &str, name: &str) -> Command {
    Command::ipsec(word).arg(name)
}

fn with_name(command: Command, request: &Request) -> Command {
    match &request.name {
        Some(name) => command.arg(name),
        None => command,
    }
}

/// Another operation that answers the same question.
fn instead(request: &Request, command: Command) -> Plan {
    let word = request.operation.word();
    let mut plan = script([command]);
    let used = plan.script.commands[0].argv[1..].join(" ");
    plan.warnings.push(format!(
        "strongSwan has no `--{word}`; `ipsec {}` is the nearest",
        printable(&used)
    ));
    plan
}

fn without(nearest: &str, request: &Request) -> Plan {
    Plan::refused(format!(
        "strongSwan has no `--{}`: {nearest}",
        request.operation.word()
    ))
}

/// Options that mean something to whack only.
fn warn_of_options(request: &Request, plan: &mut Plan) {
    let ignored = [
        (request.remote_host.is_some(), "--remote-host"),
        (request.utc && !request.operation.is_list(), "--utc"),
    ];
    for (_, option) in ignored.into_iter().filter(|(given, _)| *given) {
        plan.warnings
            .push(format!("`{option}` has no effect on strongSwan"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, expected: &str) {
        let words = std::iter::once("ipsec-auto").chain(line.split_whitespace());
        let request = Request::parse(words.map(Into::into)).unwrap();
        let plan = plan(
            None,
            &Circumstances {
                request: &request,
                default_route: None,
            },
        );
        let mut shown: Vec<String> = plan
            .script
            .commands
            .iter()
            .map(ToString::to_string)
            .collect();
        shown.extend(plan.refusal.map(|why| format!("refused: {why}")));
        assert_eq!(shown.join("; "), expected, "{line}");
    }

    #[test]
    fn operations_become_those_of_the_script() {
        check("--up office", "ipsec up office");
        check("--up --asynchronous office", "ipsec stroke up-nb office");
        check("--down office{1}", "ipsec down 'office{1}'");
        check("--route office", "ipsec route office");
        check(
            "--delete office",
            "ipsec down 'office{*}'; ipsec down 'office[*]'; ipsec unroute office; ipsec stroke delete office",
        );
        check("--replace office", "ipsec update");
        check("--start office", "ipsec update; ipsec up office");
        check("--status office", "ipsec status office");
        check("--listcerts --utc", "ipsec listcerts --utc");
        check("--ready", "");
        check(
            "--rereadgroups",
            "refused: strongSwan has no `--rereadgroups`: it has no policy groups; conns with their own subnets take their place",
        );
    }
}
