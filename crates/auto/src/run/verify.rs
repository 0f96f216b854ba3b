//! Runs the script and finds out whether what was asked for is true afterwards.
//!
//! Libreswan 4.10's addconn ends with status 0 for a conn that pluto refused, whack's delete for one that nobody knows, its
//! initiate when the IPsec SA was refused; strongSwan's `ipsec` nearly always (whack.md 7 and 8, strongswan.md 8).

use std::process::{Command, Stdio};

use ipsec_conf::Target;
use ipsec_conf::model::Model;
use ipsec_conf::target::Reader;
use ipsec_conf::text::printable;

use super::execute::{self, Lines, Options};
use super::output::{self, WhackLine};
use super::report::say;
use super::stroke::Verdict;
use super::daemon;
use crate::command::Script;
use crate::operation::Operation;
use crate::request::Request;

/// The status of whack for a name it does not know.
const UNKNOWN_NAME: u8 = 21;
/// The commands said that all went well, and it did not.
const NOT_TRUE: u8 = 1;

pub(super) fn run(request: &Request, target: Target, script: &Script, model: Option<&Model>) -> u8 {
    let reader = target.reader();
    match reader {
        Reader::Classic | Reader::Openswan => {
            let status = execute::run(script, options(request), &mut |_| {});
            explain(request, reader, status);
            status
        }
        Reader::Libreswan4 | Reader::Libreswan5 => libreswan(request, reader, script, model),
        Reader::StrongSwan => strongswan(request, script),
    }
}

fn options(request: &Request) -> Options {
    let lines = if request.verbose { Lines::All } else { Lines::WithoutLog };
    Options { show: request.show, lines }
}

/// Statuses with which whack and addconn say that they cannot reach pluto, among other things.
fn explain(request: &Request, reader: Reader, status: u8) {
    if matches!(status, 1 | 3 | 10 | 33) {
        daemon::explain_silence(request, reader);
    }
}

fn libreswan(request: &Request, reader: Reader, script: &Script, model: Option<&Model>) -> u8 {
    let name = request.name.as_deref().unwrap_or_default();
    if matches!(request.operation, Operation::Delete | Operation::Down)
        && let Some(status) = status(request)
        && !output::is_loaded(&status, name)
    {
        say(&not_loaded(&status, name));
        return UNKNOWN_NAME;
    }
    let mut up = Up::default();
    let result = execute::run(script, options(request), &mut |line| up.watch(WhackLine::parse(line)));
    if result != 0 {
        explain(request, reader, result);
        return result;
    }
    if request.operation.reads_configuration() && !check_loaded(request, reader, name, model) {
        return NOT_TRUE;
    }
    let waits_for_tunnel = matches!(request.operation, Operation::Up | Operation::Start) && !request.asynchronous;
    if waits_for_tunnel && !up.child_established {
        say(&up.describe(name));
        return NOT_TRUE;
    }
    0
}

/// What `whack --status` prints, if pluto answers.
fn status(request: &Request) -> Option<String> {
    let mut whack = Command::new("ipsec");
    whack.arg("whack");
    if let Some(socket) = &request.ctlsocket {
        whack.arg("--ctlsocket").arg(socket);
    }
    let answer = whack.arg("--status").stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let is_answer = answer.status.success() && !answer.stdout.is_empty();
    is_answer.then(|| String::from_utf8_lossy(&answer.stdout).into_owned())
}

fn check_loaded(request: &Request, reader: Reader, name: &str, model: Option<&Model>) -> bool {
    let Some(status) = status(request) else {
        say(&format!("whether conn `{}` is loaded cannot be found out", printable(name)));
        daemon::explain_silence(request, reader);
        return false;
    };
    let is_loaded = output::is_loaded(&status, name);
    if !is_loaded {
        let log = model.and_then(|model| model.setup().get("logfile")).map(|value| value.text.into_owned());
        let place = match log.as_deref() {
            None | Some("") => "`journalctl -u ipsec` shows".to_owned(),
            Some(file) => format!("its log `{file}` has"),
        };
        say(&format!("the daemon did not load conn `{}`, although no command failed; {place} its reason", printable(name)));
    }
    is_loaded
}

fn not_loaded(status: &str, name: &str) -> String {
    let loaded = output::loaded(status);
    let mut near: Vec<(f64, &str)> =
        loaded.iter().map(|known| (strsim::jaro_winkler(known, name), *known)).filter(|(score, _)| *score > 0.8).collect();
    near.sort_by(|one, other| other.0.total_cmp(&one.0));
    let near: Vec<String> = near.iter().take(3).map(|(_, known)| format!("`{}`", printable(known))).collect();
    let help = match (near.as_slice(), loaded.len()) {
        ([], 0) => "no conn is".to_owned(),
        ([], 1) => format!("`{}` is", printable(loaded[0])),
        ([], count) => format!("{count} others are; `ipsec auto --status` lists them"),
        (near, _) => format!("the nearest that is: {}", near.join(", ")),
    };
    format!("no conn named `{}` is loaded; {help}", printable(name))
}

/// What whack said while a conn came up.
#[derive(Debug, Default)]
struct Up {
    ike_established: bool,
    child_established: bool,
    /// The last line that names a fault.
    complaint: Option<String>,
}

impl Up {
    fn watch(&mut self, line: WhackLine<'_>) {
        self.child_established |= line.is_child_established();
        self.ike_established |= line.is_ike_established();
        if line.is_complaint() {
            self.complaint = Some(line.text.to_owned());
        }
    }

    fn describe(&self, name: &str) -> String {
        let name = printable(name);
        let said = self.complaint.as_ref().map(|text| format!("; the last complaint is: {text}")).unwrap_or_default();
        if self.ike_established {
            format!("the IKE SA of conn `{name}` is up, but it has no IPsec SA and carries no traffic{said}")
        } else {
            format!("conn `{name}` is not up{said}")
        }
    }
}

fn strongswan(request: &Request, script: &Script) -> u8 {
    let mut verdict = Verdict::default();
    let options = Options { lines: Lines::All, ..options(request) };
    let status = execute::run(script, options, &mut |line| verdict.watch(line));
    if status == 7 {
        say("strongSwan is not running; start it with `ipsec start`");
    }
    match verdict.failure {
        Some(line) if status == 0 => {
            say(&format!("strongSwan says: {line}"));
            NOT_TRUE
        }
        _ => status,
    }
}
