//! Runs the script and finds out whether what was asked for is true afterwards.

mod libreswan;
mod strongswan;

use std::process::{Command, Stdio};

use ipsec_conf::Target;
use ipsec_conf::model::Model;
use ipsec_conf::target::Reader;
use ipsec_conf::text::printable;

use super::daemon;
use super::execute::{self, Lines, Options, To};
use crate::command::Script;
use crate::request::Request;

/// The status of whack for a name it does not know.
const UNKNOWN_NAME: u8 = 21;
/// The commands said that all went well, and it did not.
const NOT_TRUE: u8 = 1;

/// Returns the exit status: that of the command that failed, or one of the above.
pub(super) fn run(request: &Request, target: Target, script: &Script, model: Option<&Model>) -> u8 {
    let reader = target.reader();
    match reader {
        Reader::Classic | Reader::Openswan => {
            let status = execute::run(script, options(request, script), &mut |_| {});
            explain(request, reader, status);
            status
        }
        Reader::Libreswan4 | Reader::Libreswan5 => libreswan::run(request, reader, script, model),
        Reader::StrongSwan => strongswan::run(request, script),
    }
}

/// Whack's log lines are for `--verbose`, whichever whack it is: Libreswan's own auto has no such filter, and lets through
/// what the manual page calls uninteresting.
fn options(request: &Request, script: &Script) -> Options {
    let lines = if request.verbose {
        Lines::All
    } else {
        Lines::WithoutLog
    };
    let loads = script.commands.iter().any(|command| {
        command
            .argv
            .get(1)
            .is_some_and(|program| program == "addconn")
    });
    Options {
        show: request.show,
        lines,
        output: if loads { To::Terminal } else { To::Pipe },
    }
}

/// Statuses with which whack and addconn say that they cannot reach pluto, among other things.
fn explain(request: &Request, reader: Reader, status: u8) {
    if matches!(status, 1 | 10 | 33 | 255) {
        daemon::explain_silence(request, reader);
    }
}

/// What `ipsec ARGUMENTS` prints, if it succeeds and prints anything.
fn answer(arguments: &[&std::ffi::OsStr]) -> Option<String> {
    let answer = Command::new("ipsec")
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let is_answer = answer.status.success() && !answer.stdout.is_empty();
    is_answer.then(|| String::from_utf8_lossy(&answer.stdout).into_owned())
}

/// That the daemon has no conn of this name, and which ones it has that look like it.
fn not_loaded(loaded: &[&str], name: &str) -> String {
    let likeness = |known: &str| strsim::jaro_winkler(&known.to_lowercase(), &name.to_lowercase());
    let mut near: Vec<(f64, &str)> = loaded
        .iter()
        .map(|known| (likeness(known), *known))
        .filter(|(score, _)| *score > 0.8)
        .collect();
    near.sort_by(|one, other| other.0.total_cmp(&one.0));
    let near: Vec<String> = near
        .iter()
        .take(3)
        .map(|(_, known)| format!("`{}`", printable(known)))
        .collect();
    let help = match (near.as_slice(), loaded) {
        ([], []) => "no conn is".to_owned(),
        ([], [one]) => format!("only `{}` is", printable(one)),
        ([], several) => format!(
            "{} others are, `ipsec auto --status` shows them",
            several.len()
        ),
        (near, _) => format!("the nearest that is: {}", near.join(", ")),
    };
    format!("no conn named `{}` is loaded; {help}", printable(name))
}
