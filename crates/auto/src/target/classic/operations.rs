//! Everything but loading a conn: one whack option each.

use ipsec_conf::model::Conn;

use crate::command::{Command, Script};
use crate::operation::Operation;
use crate::plan::Plan;
use crate::request::Request;

/// What a program does not have.
pub(crate) struct Without {
    pub(crate) program: &'static str,
    /// Operations of the classic program that are gone.
    pub(crate) gone: &'static [Operation],
}

pub(crate) fn plan(request: &Request, conn: Option<&Conn<'_>>, without: &Without) -> Plan {
    let operation = request.operation;
    let option = option(operation).filter(|_| !without.gone.contains(&operation));
    let Some(option) = option else {
        let word = operation.word();
        let program = without.program;
        return Plan::refused(match instead(operation) {
            Some(instead) => format!("{program} has no `--{word}`: use {instead}"),
            None => format!("{program} has no `--{word}`"),
        });
    };
    let mut command = Command::ipsec("whack");
    if request.asynchronous && operation == Operation::Up {
        command = command.arg("--asynchronous");
    }
    if request.utc && operation.is_list() {
        command = command.arg("--utc");
    }
    if operation.takes() == crate::operation::Takes::Conn {
        command = command.option("--name", request.name.clone().unwrap_or_default());
    }
    let command = command.arg(option);
    let script = Script {
        commands: vec![command],
        ..Script::default()
    };
    Plan {
        script,
        warnings: warnings(request, conn),
        ..Plan::default()
    }
}

/// The option of whack for an operation of the classic program.
fn option(operation: Operation) -> Option<String> {
    Some(match operation {
        Operation::Delete => "--delete".to_owned(),
        Operation::Up => "--initiate".to_owned(),
        Operation::Down => "--terminate".to_owned(),
        Operation::Ready | Operation::RereadGroups => "--listen".to_owned(),
        Operation::Route
        | Operation::Unroute
        | Operation::Status
        | Operation::RereadSecrets
        | Operation::RereadCaCerts
        | Operation::RereadAaCerts
        | Operation::RereadOcspCerts
        | Operation::RereadACerts
        | Operation::RereadCrls
        | Operation::RereadAll
        | Operation::ListPubkeys
        | Operation::CheckPubkeys
        | Operation::ListCerts
        | Operation::ListCaCerts
        | Operation::ListAaCerts
        | Operation::ListOcspCerts
        | Operation::ListACerts
        | Operation::ListGroups
        | Operation::ListCaInfos
        | Operation::ListCrls
        | Operation::ListOcsp
        | Operation::ListCards
        | Operation::ListAll
        | Operation::PurgeOcsp => format!("--{}", operation.word()),
        _ => return None,
    })
}

/// How to reach the same end.
fn instead(operation: Operation) -> Option<&'static str> {
    Some(match operation {
        Operation::Start => "`--replace` and then `--up`",
        Operation::Ondemand => "`--replace` and then `--route`",
        Operation::Rotatecert => "`--replace`",
        Operation::Update | Operation::Reload => "`--replace` for each conn that changed",
        Operation::StatusAll
        | Operation::ConnectionStatus
        | Operation::BriefConnectionStatus
        | Operation::BriefStatus
        | Operation::TrafficStatus
        | Operation::ShuntStatus
        | Operation::ShowStates
        | Operation::ListAlgs => "`--status`",
        Operation::RereadCerts => "`--rereadall`",
        Operation::FetchCrls => "`--rereadcrls`",
        Operation::ListCards => "`--listall`",
        _ => return None,
    })
}

fn warnings(request: &Request, conn: Option<&Conn<'_>>) -> Vec<String> {
    let mut warnings = Vec::new();
    let operation = request.operation;
    if operation == Operation::Status && request.name.is_some() {
        warnings.push("whack shows the status of all conns: the name has no effect".to_owned());
    }
    if request.remote_host.is_some() {
        warnings.push("whack has no option for it: `--remote-host` has no effect".to_owned());
    }
    let shunt = conn.filter(|conn| operation == Operation::Up && super::no_negotiation(conn));
    if let Some(shunt) = shunt {
        let name = ipsec_conf::text::printable(shunt.name()).into_owned();
        warnings.push(format!(
            "`{name}` is a shunt, and there is nothing to establish: use `--route {name}`"
        ));
    }
    warnings
}
