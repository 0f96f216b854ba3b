//! strongSwan: `ipsec` ends with status 0 nearly always, and `ipsec update` before anything is loaded (strongswan.md 8).

use std::thread::sleep;
use std::time::{Duration, Instant};

use ipsec_conf::text::printable;

use super::{NOT_TRUE, answer, not_loaded, options};
use crate::command::{Command, Script};
use crate::operation::Operation;
use crate::request::Request;
use crate::run::execute::{self, Lines, Options};
use crate::run::report::say;
use crate::run::stroke::{self, Verdict};

/// How long the starter may take to load what it was told to.
const LOADING: Duration = Duration::from_secs(5);
/// What it takes to load one conn anew; whether it is the old or the new one cannot be seen.
const RELOADING: Duration = Duration::from_millis(300);

/// The statuses of strongSwan's `ipsec` when charon does not run; the first is that of `ipsec status`.
const NOT_RUNNING: [u8; 2] = [3, 7];

pub(super) fn run(request: &Request, script: &Script) -> u8 {
    let name = request.name.as_deref().unwrap_or_default();
    let operation = request.operation;
    let before = if name.is_empty() { None } else { status() };
    let was_listed = before
        .as_deref()
        .is_some_and(|status| stroke::is_listed(status, name));
    // For these the name may also be that of something else.
    let needs_conn = !matches!(
        operation,
        Operation::Leases | Operation::ListCounters | Operation::ResetCounters
    );
    if let Some(status) = &before
        && !was_listed
        && needs_conn
        && !operation.reads_configuration()
    {
        say(&not_loaded(&stroke::listed(status), name));
        return NOT_TRUE;
    }
    let is_update = |command: &&Command| command.argv.get(1).is_some_and(|word| word == "update");
    let (loading, rest): (Vec<Command>, Vec<Command>) = script
        .commands
        .iter()
        .cloned()
        .partition(|command| operation.reads_configuration() && is_update(&command));
    if !loading.is_empty() {
        let status = part(request, script, loading, &mut Verdict::default());
        if status != 0 {
            return status;
        }
        if !is_loaded(name, was_listed) {
            let name = printable(name);
            say(&format!(
                "strongSwan did not load conn `{name}`; its log may have the reason, and `ipsec statusall` what it has loaded"
            ));
            return NOT_TRUE;
        }
    }
    let mut verdict = Verdict::default();
    let status = part(request, script, rest, &mut verdict);
    if status != 0 {
        return status;
    }
    after(request, name, &verdict)
}

/// Runs some of the commands.
fn part(request: &Request, script: &Script, commands: Vec<Command>, verdict: &mut Verdict) -> u8 {
    let part = Script {
        commands,
        ..script.clone()
    };
    let options = Options {
        lines: Lines::All,
        ..options(request, script)
    };
    let status = execute::run(&part, options, &mut |line| {
        verdict.watch(request.operation, line);
    });
    if NOT_RUNNING.contains(&status) {
        say("strongSwan is not running; start it with `ipsec start`");
    }
    status
}

fn after(request: &Request, name: &str, verdict: &Verdict) -> u8 {
    let operation = request.operation;
    let is_loaded = || status().is_some_and(|status| stroke::listed(&status).contains(&name));
    if operation == Operation::Delete && is_loaded() {
        say(&format!("conn `{}` is still there", printable(name)));
        return NOT_TRUE;
    }
    match verdict.reason(operation) {
        Some(words) if !request.asynchronous => {
            say(&format!("`--{}` failed: {words}", operation.word()));
            NOT_TRUE
        }
        _ => 0,
    }
}

fn status() -> Option<String> {
    answer(&["statusall".as_ref()])
}

fn is_loaded(name: &str, was_listed: bool) -> bool {
    if was_listed {
        sleep(RELOADING);
    }
    let end = Instant::now() + LOADING;
    loop {
        if status().is_some_and(|status| stroke::listed(&status).contains(&name)) {
            return true;
        }
        if Instant::now() >= end {
            return false;
        }
        sleep(Duration::from_millis(100));
    }
}
