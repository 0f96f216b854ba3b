//! From a command line to an exit status: read, judge, plan, run, and look whether it is true.
//!
//! Standard output carries commands (`--showonly`) or what they print; everything we say goes to standard error. Nothing
//! runs when the configuration is at fault.
//!
//! | exit status | meaning |
//! |---|---|
//! | 0 | done, and found to be true where the daemon can be asked |
//! | 1 | the configuration is at fault, no such operation here, or the commands ended well and the daemon says otherwise |
//! | 2 | bad usage |
//! | 21 | Libreswan: `--delete` or `--down` of a conn that is not loaded, whack's own status for such a name |
//! | 126, 127 | the shell cannot be started; it, or `ipsec`, is not installed |
//! | 128 + n | a command was ended by signal n |
//! | others | that of the command that failed (33: no pluto, 255: the same for addconn, 7 and 3: no charon) |

mod daemon;
mod default_route;
mod execute;
mod filter;
mod installed;
mod judge;
mod output;
mod report;
mod stroke;
mod terminal;
mod verify;

use std::ffi::OsString;
use std::path::PathBuf;

use ipsec_conf::Target;
use ipsec_conf::model::Model;
use ipsec_conf::target::Reader;
use ipsec_conf::text::printable;

use crate::command::Script;
use crate::operation::Operation;
use crate::plan::{Circumstances, Plan};
use crate::request::Request;
use crate::target;
use judge::{Found, Refusal};
use report::say;

/// The exit status when the configuration is at fault.
const AT_FAULT: u8 = 1;

/// Does what the command line asks for and returns the exit status.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> u8 {
    let request = match Request::parse(arguments) {
        Ok(request) => with_run_directory(request),
        Err(error) => {
            let _ = error.print();
            return u8::try_from(error.exit_code()).unwrap_or(2);
        }
    };
    if request.is_obsolete_order {
        say("warning: obsolete command syntax used");
        let name = request
            .name
            .as_ref()
            .map(|name| format!(" {}", crate::quote::word(name)));
        say(&format!(
            "write `ipsec auto --{}{}`",
            request.operation.word(),
            name.unwrap_or_default()
        ));
    }
    let chosen = installed::choose(&request);
    if request.verbose {
        say(&format!("target: {chosen}"));
    }
    if request.operation.reads_configuration() {
        with_conn(&request, chosen.target)
    } else {
        without_conn(&request, chosen.target)
    }
}

/// The dispatcher of Libreswan says where the socket is; called without it, the run directory may.
fn with_run_directory(request: Request) -> Request {
    let directory = std::env::var_os("IPSEC_RUNDIR")
        .filter(|value| !value.is_empty())
        .map(PathBuf::from);
    let ctlsocket = request
        .ctlsocket
        .clone()
        .or_else(|| Some(directory?.join("pluto.ctl")));
    Request {
        ctlsocket,
        ..request
    }
}

/// Operations whose commands are made from the configuration.
fn with_conn(request: &Request, target: Target) -> u8 {
    let name = request
        .name
        .as_deref()
        .expect("bug: operations on a conn have its name");
    let model = match judge::load(request, target) {
        Ok(model) => model,
        Err(why) => return refuse(request, &[why]),
    };
    match judge::find(&model, name) {
        Err(refusal) => {
            report::findings(request, &model, refusal.diagnostics);
            refuse(request, &refusal.reasons)
        }
        Ok(id) => {
            let default_route = default_route::find(request, &model, id);
            let Found {
                conn,
                mut diagnostics,
                refusal,
            } = judge::conn(&model, id, default_route.as_ref());
            if let Some(Refusal { reasons, .. }) = refusal {
                report::findings(request, &model, diagnostics);
                return refuse(request, &reasons);
            }
            let mut plan = target::plan(
                target,
                Some(&conn),
                &Circumstances {
                    request,
                    default_route,
                },
            );
            diagnostics.append(&mut plan.diagnostics);
            report::findings(request, &model, diagnostics);
            perform(request, target, plan, Some(&model))
        }
    }
}

fn without_conn(request: &Request, target: Target) -> u8 {
    let plan = target::plan(
        target,
        None,
        &Circumstances {
            request,
            default_route: None,
        },
    );
    if request.operation == Operation::Up
        && target.reader() != Reader::StrongSwan
        && judge::is_shunt(request, target)
    {
        let name = printable(request.name.as_deref().unwrap_or_default());
        say(&format!(
            "conn `{name}` is a shunt and is not negotiated: use `ipsec auto --route {name}`"
        ));
    }
    perform(request, target, plan, None)
}

/// Shows or runs the commands of a plan.
fn perform(request: &Request, target: Target, plan: Plan, model: Option<&Model>) -> u8 {
    for warning in &plan.warnings {
        say(&format!("warning: {warning}"));
    }
    if let Some(why) = plan.refusal {
        return refuse_with(request, &[why], &plan.script);
    }
    if let Some(argument) = unspeakable(&plan) {
        return refuse(
            request,
            &[format!(
                "a NUL character cannot be passed to a program: `{argument}`"
            )],
        );
    }
    if request.show_only {
        let status = execute::show(&plan.script);
        return if plan.script.fails { AT_FAULT } else { status };
    }
    if plan.script.fails {
        return AT_FAULT;
    }
    verify::run(request, target, &plan.script, model)
}

/// Says why nothing is run; the only command then is one that fails.
fn refuse(request: &Request, reasons: &[String]) -> u8 {
    refuse_with(request, reasons, &judge::failing_script())
}

fn refuse_with(request: &Request, reasons: &[String], script: &Script) -> u8 {
    for reason in reasons {
        match &request.name {
            Some(name) => report::fatal(name, reason),
            None => say(reason),
        }
    }
    if request.show_only {
        let script = Script {
            fails: true,
            ..script.clone()
        };
        execute::show(&script);
    }
    AT_FAULT
}

/// Text with a NUL byte, which ends an argument and a script.
fn unspeakable(plan: &Plan) -> Option<String> {
    plan.script.commands.iter().find_map(|command| {
        let input = command.stdin.as_deref().filter(|text| text.contains('\0'));
        let text = command
            .impossible_argument()
            .or_else(|| input?.lines().find(|line| line.contains('\0')))?;
        Some(printable(text.trim()).into_owned())
    })
}
