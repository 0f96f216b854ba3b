//! FreeS/WAN 2.x and Openswan 2.4: everything is said with the options of whack.
//!
//! The commands are those of the classic `ipsec auto` (Openswan 2.4.4), where its manual page does not call them a bug:
//! a request that fails while its commands are made ends in `false`, shunts carry no authentication, a right
//! description of the default route is taken, and values reach whack as they stand in the file.

mod checks;
mod connection;
mod ends;
mod keys;
mod operations;
mod read;
mod refusal;

#[cfg(test)]
mod tests;

use ipsec_conf::model::Conn;
use ipsec_conf::{Diagnostic, diagnostic};

use crate::command::Script;
use crate::operation::Operation;
use crate::plan::{Circumstances, Plan};
use crate::quote;
use crate::request::Request;

pub use ends::{locality, needs_default_route};

pub(super) use checks::not_for_a_shunt;
pub(super) use connection::{Authentication, End, Options, no_negotiation};
pub(super) use ends::{Place, places};
pub(super) use keys::{Keys, Unsaid};
pub(super) use operations::{Without, plan as plan_operation};
pub(super) use read::{is_yes, seconds, value_or};

/// What a request comes to. `conn` is needed by the operations that read the configuration.
///
/// The diagnostics of the plan are those that the model and the conn do not have already; all three belong into a report.
/// A conn that was judged without the default route is judged again with it.
pub fn plan(conn: Option<&Conn<'_>>, circumstances: &Circumstances<'_>) -> Plan {
    let request = circumstances.request;
    if !matches!(request.operation, Operation::Add | Operation::Replace) {
        return operations::plan(request, conn, &WITHOUT);
    }
    let Some(conn) = conn else {
        return no_conn(request);
    };
    let mut found = judge_again(conn, circumstances);
    let mut commands = Vec::new();
    if let Some(places) = places(conn, circumstances, &mut found) {
        checks::judge(conn, &mut found);
        let keys = Keys::of(conn, &places, Unsaid::DnsOnDemand, &mut found);
        let command = connection::command(conn, &places, keys.on_demand, request.operation);
        commands.extend(keys.commands);
        commands.push(command);
    }
    let script = Script {
        preamble: preamble(),
        commands,
        ..Script::default()
    };
    let plan = Plan {
        script,
        ..Plan::default()
    };
    settle(plan, conn, found)
}

/// Nothing can be made of a conn that nobody found.
pub(super) fn no_conn(request: &Request) -> Plan {
    let word = request.operation.word();
    Plan::refused(format!("`--{word}` needs a conn of the configuration"))
}

/// What the operations do not have here, and what to use instead.
const WITHOUT: Without = Without {
    program: "Openswan 2.4",
    gone: &[],
};

/// The search path of the commands is the one of the caller, as the classic program writes it.
fn preamble() -> Vec<String> {
    let Ok(path) = std::env::var("PATH") else {
        return Vec::new();
    };
    vec![
        format!("PATH={}", quote::word(&path)),
        "export PATH".to_owned(),
    ]
}

/// What the facts about the default route add to the findings of the conn.
pub(super) fn judge_again(conn: &Conn<'_>, circumstances: &Circumstances<'_>) -> Vec<Diagnostic> {
    let known = conn.diagnostics();
    let again = conn
        .model
        .conn_on(conn.id, &locality(circumstances.default_route.as_ref()));
    again
        .into_diagnostics()
        .into_iter()
        .filter(|found| !known.contains(found))
        .collect()
}

/// Hands the plan over, or refuses it for what was found in the files, in the conn or on the way.
pub(super) fn settle(mut plan: Plan, conn: &Conn<'_>, mut found: Vec<Diagnostic>) -> Plan {
    for diagnostic in &mut found {
        let name = || conn.name().to_owned();
        diagnostic.conn.get_or_insert_with(name);
    }
    diagnostic::sort(&mut found);
    plan.refusal = refusal::of(conn, &found);
    if plan.refusal.is_some() {
        plan.script.commands.clear();
        plan.script.fails = true;
    }
    plan.diagnostics = found;
    plan
}
