//! The operations that do not read the configuration, and what follows a conn that was loaded.
//!
//! Sources: the `auto` program and `whack --help` of Libreswan 4.10; for Libreswan 5 its dispatcher `ipsec` and the option
//! table of whack.

use ipsec_conf::model::Conn;
use ipsec_conf::target::Target;
use ipsec_conf::text::printable;

use super::is_libreswan_5;
use crate::command::{Command, Script};
use crate::operation::{Operation, Takes};
use crate::plan::Plan;
use crate::request::{Backend, Request};

/// What a target has for an operation.
enum Answer {
    /// Options of whack.
    Whack(&'static [&'static str]),
    /// Another operation that does the same, and what is to be said about it.
    Instead(&'static [&'static str], &'static str),
    /// Nothing does the same; the rest of the sentence, or of the advice.
    Gone(&'static str),
}

use Answer::{Gone, Instead, Whack};

pub(super) fn plan(target: Target, request: &Request) -> Plan {
    let operation = request.operation;
    let program = target.program();
    let mut warnings = without_effect(request);
    let options = match answer(target, operation) {
        Whack(options) => options,
        Instead(options, what) => {
            warnings.push(format!("{program} has no `--{}`: {what}", operation.word()));
            options
        }
        Gone(advice) => {
            let why = format!("{program} has no `--{}`: {advice}", operation.word());
            return Plan {
                warnings,
                ..Plan::refused(why)
            };
        }
    };
    let mut options = options.to_vec();
    let mut command = program_with_flags(request);
    if let Some(name) = &request.name {
        if operation.takes() == Takes::Conn {
            command = command.option("--name", name);
        } else if is_libreswan_5(target) {
            // Only this form of the status looks at the name (Libreswan 5.0 to 5.4).
            command = command.option("--name", name);
            if operation == Operation::Status {
                options = vec!["--connectionstatus"];
            }
        } else {
            warnings.push(format!(
                "{program} shows all conns, not only `{}`",
                printable(name)
            ));
        }
    }
    if request.utc && operation.is_list() {
        command = command.arg("--utc");
    }
    command = command.args(options);
    if let (Operation::Up, Some(peer)) = (operation, &request.remote_host) {
        command = command.option("--remote-host", peer);
    }
    Plan {
        script: Script {
            commands: vec![command],
            ..Script::default()
        },
        warnings,
        ..Plan::default()
    }
}

/// `ipsec PROGRAM`, with the control socket in front of everything else.
pub(super) fn program(name: &str, request: &Request) -> Command {
    let command = Command::ipsec(name);
    match &request.ctlsocket {
        Some(socket) => command.option("--ctlsocket", socket.to_string_lossy()),
        None => command,
    }
}

fn program_with_flags(request: &Request) -> Command {
    let command = program("whack", request);
    if request.asynchronous && request.operation == Operation::Up {
        return command.arg("--asynchronous");
    }
    command
}

/// Adds what an operation does before and after the conn is loaded.
pub(super) fn around_loading(target: Target, conn: &Conn<'_>, request: &Request, plan: &mut Plan) {
    plan.warnings.extend(without_effect(request));
    let name = request.name.as_deref().unwrap_or(conn.name());
    let whack = || program("whack", request);
    let program = target.program();
    match request.operation {
        // Libreswan 5 replaces by itself, and so does a whack command with `--delete`.
        Operation::Replace
            if !is_libreswan_5(target) && plan.script.commands.iter().any(is_addconn) =>
        {
            plan.script
                .commands
                .insert(0, whack().option("--name", name).arg("--delete").may_fail());
        }
        Operation::Start => {
            if conn.is_shunt() {
                let name = printable(name);
                plan.warnings.push(format!(
                    "conn `{name}` negotiates nothing, so it cannot be started; `--ondemand` puts it to work"
                ));
            }
            let command = whack();
            let command = if request.asynchronous {
                command.arg("--asynchronous")
            } else {
                command
            };
            let command = command.option("--name", name).arg("--initiate");
            plan.script.commands.push(match &request.remote_host {
                Some(peer) => command.option("--remote-host", peer),
                None => command,
            });
        }
        Operation::Ondemand => {
            plan.script
                .commands
                .push(whack().option("--name", name).arg("--route"));
        }
        Operation::Rotatecert if is_libreswan_5(target) => {
            plan.warnings.push(format!(
                "{program} has no `--rotatecert`: the conn is added anew, which does the same"
            ));
        }
        _ => {}
    }
}

fn is_addconn(command: &Command) -> bool {
    command
        .argv
        .get(1)
        .is_some_and(|program| program == "addconn")
}

/// Options that were given and change nothing.
fn without_effect(request: &Request) -> Vec<String> {
    let operation = request.operation;
    let initiates = matches!(operation, Operation::Up | Operation::Start);
    let loads = operation.reads_configuration();
    let resolves = loads && request.backend == Backend::Whack;
    let given = [
        (
            request.asynchronous && !initiates,
            "--asynchronous",
            "only `--up` and `--start` wait for something",
        ),
        (
            request.remote_host.is_some() && !initiates,
            "--remote-host",
            "only `--up` and `--start` connect to a peer",
        ),
        (
            request.utc && !operation.is_list(),
            "--utc",
            "no dates are listed",
        ),
        (
            request.strict && !resolves,
            "--strict",
            "it is about conns through `--backend whack`",
        ),
        (
            request.backend == Backend::Whack && !loads,
            "--backend",
            "no conn is loaded",
        ),
        (
            request.info_given && !resolves,
            "--info",
            "Libreswan finds the default route by itself",
        ),
        (
            request.default_route.is_some() && !resolves,
            "--defaultroute",
            "Libreswan finds the default route by itself",
        ),
        (
            request.default_route_next_hop.is_some() && !resolves,
            "--defaultroutenexthop",
            "Libreswan finds the default route by itself",
        ),
    ];
    let useless = given.into_iter().filter(|(is_useless, ..)| *is_useless);
    useless
        .map(|(_, option, why)| format!("`{option}` has no effect here: {why}"))
        .collect()
}

fn answer(target: Target, operation: Operation) -> Answer {
    let is_5 = is_libreswan_5(target);
    match operation {
        Operation::Delete => Whack(&["--delete"]),
        Operation::Up => Whack(&["--initiate"]),
        // `--terminate` is the older name of `--down`, which Libreswan 4 does not have.
        Operation::Down if is_5 => Whack(&["--down"]),
        Operation::Down => Whack(&["--terminate"]),
        Operation::Route => Whack(&["--route"]),
        Operation::Unroute => Whack(&["--unroute"]),
        Operation::Ready => Whack(&["--listen"]),
        Operation::RereadGroups if is_5 => Whack(&["--listen"]),
        Operation::RereadGroups => {
            Instead(&["--listen"], "`--ready` reads the policy groups again")
        }

        Operation::Status => Whack(&["--status"]),
        Operation::StatusAll => Instead(&["--status"], "`--status` shows everything"),
        Operation::ConnectionStatus if is_5 => Whack(&["--connectionstatus"]),
        Operation::BriefConnectionStatus if is_5 => Whack(&["--briefconnectionstatus"]),
        Operation::ConnectionStatus | Operation::BriefConnectionStatus => Instead(
            &["--status"],
            "`--status` shows the conns among other things",
        ),
        Operation::BriefStatus => Whack(&["--briefstatus"]),
        Operation::TrafficStatus => Whack(&["--trafficstatus"]),
        Operation::ShuntStatus => Whack(&["--shuntstatus"]),
        Operation::GlobalStatus => Whack(&["--globalstatus"]),
        Operation::FipsStatus => Whack(&["--fipsstatus"]),
        Operation::ShowStates => Whack(&["--showstates"]),

        Operation::RereadSecrets => Whack(&["--rereadsecrets"]),
        Operation::RereadCerts => Whack(&["--rereadcerts"]),
        Operation::RereadAll => Whack(&["--rereadall"]),
        Operation::FetchCrls => Whack(&["--fetchcrls"]),
        Operation::RereadCrls => Instead(
            &["--fetchcrls"],
            "`--fetchcrls` fetches the revocation lists again",
        ),
        Operation::RereadCaCerts => Gone(
            "authorities are looked up in the NSS database when they are needed; `--rereadcerts` reads the certificates of the conns again",
        ),
        Operation::RereadAaCerts
        | Operation::RereadACerts
        | Operation::ListAaCerts
        | Operation::ListACerts
        | Operation::ListGroups => Gone("it knows no attribute certificates"),
        Operation::RereadOcspCerts => {
            Gone("certificates of OCSP signers belong into the NSS database")
        }

        Operation::ListPubkeys => Whack(&["--listpubkeys"]),
        Operation::CheckPubkeys => Whack(&["--checkpubkeys"]),
        Operation::ListCerts => Whack(&["--listcerts"]),
        Operation::ListCaCerts => Whack(&["--listcacerts"]),
        Operation::ListCrls => Whack(&["--listcrls"]),
        Operation::ListAll => Whack(&["--listall"]),
        Operation::ListOcspCerts => {
            Gone("`--listcerts` and `--listcacerts` list what is in the NSS database")
        }
        Operation::ListCaInfos => {
            Gone("it has no `ca` sections; `--listcacerts` lists the authorities")
        }
        Operation::ListOcsp => Gone("`--listall` lists all there is to list"),
        Operation::ListCards => Gone("smartcards are modules of the NSS database"),

        // Libreswan 5 refuses the pair (whack: "conflicting command options").
        Operation::PurgeOcsp if is_5 => Whack(&["--purgeocsp"]),
        Operation::PurgeOcsp => Whack(&["--listall", "--purgeocsp"]),

        Operation::ListAlgs => Gone("`ipsec algparse -v` knows the algorithms"),
        Operation::ListPlugins => Gone("it has no plugins"),
        Operation::ListCounters | Operation::ResetCounters => {
            Gone("`--globalstatus` and `ipsec whack --clearstats` are about its counters")
        }
        Operation::PurgeCrls | Operation::PurgeCerts => Gone("they are in the NSS database"),
        Operation::PurgeIke => Gone("it is an operation of strongSwan"),
        Operation::Leases => Gone("`ipsec whack --addresspoolstatus` shows the addresses in use"),
        Operation::Update | Operation::Reload => {
            Gone("add the conns that changed with `--replace`")
        }

        Operation::Add
        | Operation::Replace
        | Operation::Start
        | Operation::Ondemand
        | Operation::Rotatecert => {
            unreachable!("bug: `--{}` was planned without a conn", operation.word())
        }
    }
}
