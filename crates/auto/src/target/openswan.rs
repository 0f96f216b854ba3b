//! Openswan 2.5 to 3.0: whack again, and `ipsec addconn` for what whack cannot say.

mod connection;
mod expressible;

#[cfg(test)]
mod tests;

use ipsec_conf::model::Conn;
use ipsec_conf::{Diagnostic, Effect, diagnostic::codes};

use super::classic::{self, Keys, Unsaid, Without};
use crate::command::Command;
use crate::operation::Operation;
use crate::plan::{Circumstances, Plan};
use crate::request::Request;

pub use super::classic::{locality, needs_default_route};

/// What a request comes to; as [`classic::plan`].
pub fn plan(conn: Option<&Conn<'_>>, circumstances: &Circumstances<'_>) -> Plan {
    let request = circumstances.request;
    match request.operation {
        Operation::Add | Operation::Replace => {}
        _ => return classic::plan_operation(request, conn, &WITHOUT),
    }
    let Some(conn) = conn else {
        return classic::no_conn(request);
    };
    let mut found = classic::judge_again(conn, circumstances);
    let mut plan = Plan::default();
    let beyond_whack = expressible::beyond_whack(conn);
    if beyond_whack.is_empty() {
        if let Some(places) = classic::places(conn, circumstances, &mut found) {
            expressible::without_effect(conn, &mut found);
            let keys = Keys::of(conn, &places, Unsaid::Nothing, &mut found);
            let command = connection::command(conn, &places, keys.on_demand, request.operation);
            plan.script.commands.extend(keys.commands);
            plan.script.commands.push(command);
        }
    } else {
        let effect = if request.strict {
            Effect::ConnRefused
        } else {
            Effect::Works
        };
        found.extend(
            beyond_whack
                .iter()
                .map(|(span, what)| no_option(*span, what, effect)),
        );
        plan.script.commands = addconn(conn, circumstances);
        if request.skip_includes {
            plan.warnings.push(
                "`ipsec addconn` reads the file itself: `--noinclude` has no effect".to_owned(),
            );
        }
    }
    classic::settle(plan, conn, found)
}

const WITHOUT: Without = Without {
    program: "Openswan 2.6",
    gone: &[Operation::ListCards],
};

fn no_option(span: ipsec_conf::Span, what: &str, effect: Effect) -> Diagnostic {
    let diagnostic = Diagnostic::new(
        codes::NO_COMMAND_OPTION,
        effect,
        span,
        format!("whack cannot say {what}"),
    );
    if effect == Effect::ConnRefused {
        diagnostic
            .note("`--strict` wants every parameter in the commands")
            .help("leave `--strict` out, or remove the line")
    } else {
        diagnostic.note("the conn is handed over by `ipsec addconn`, which reads the file again")
    }
}

/// The reader of the program itself loads the conn. It does not replace one of the same name.
fn addconn(conn: &Conn<'_>, circumstances: &Circumstances<'_>) -> Vec<Command> {
    let request = circumstances.request;
    let mut commands = Vec::new();
    if request.operation == Operation::Replace {
        commands.push(
            Command::ipsec("whack")
                .option("--name", conn.name())
                .arg("--delete")
                .may_fail(),
        );
    }
    let mut command = Command::ipsec("addconn");
    for (option, address) in default_route(conn, circumstances) {
        command = command.option(option, address);
    }
    command = command.args(files(request)).arg(conn.name());
    commands.push(command);
    commands
}

/// What `%defaultroute` stands for, which this reader does not find out by itself.
fn default_route(
    conn: &Conn<'_>,
    circumstances: &Circumstances<'_>,
) -> Vec<(&'static str, String)> {
    let route = circumstances
        .default_route
        .as_ref()
        .filter(|_| needs_default_route(conn).is_some());
    let Some(route) = route else {
        return Vec::new();
    };
    let address = route
        .address
        .map(|address| ("--defaultroute", address.to_string()));
    let gateway = route
        .gateway
        .map(|gateway| ("--defaultroutenexthop", gateway.to_string()));
    address.into_iter().chain(gateway).collect()
}

fn files(request: &Request) -> Vec<String> {
    let mut options = vec![
        "--config".to_owned(),
        request.config.to_string_lossy().into_owned(),
    ];
    if let Some(root) = &request.root {
        options.extend(["--rootdir".to_owned(), root.to_string_lossy().into_owned()]);
    }
    options
}
