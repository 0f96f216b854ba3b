//! Libreswan: 4.10's addconn ends with status 0 for a conn that is dropped, whack's delete for one that nobody knows, its
//! initiate for one whose child is refused (whack.md 7 and 8). So pluto is asked.

use ipsec_conf::model::Model;
use ipsec_conf::target::Reader;
use ipsec_conf::text::printable;

use super::{NOT_TRUE, UNKNOWN_NAME, answer, explain, not_loaded, options};
use crate::command::Script;
use crate::operation::Operation;
use crate::request::Request;
use crate::run::output::{self, Up};
use crate::run::report::say;
use crate::run::{daemon, execute};

pub(super) fn run(request: &Request, reader: Reader, script: &Script, model: Option<&Model>) -> u8 {
    let name = request.name.as_deref().unwrap_or_default();
    if matches!(request.operation, Operation::Delete | Operation::Down)
        && let Some(status) = status(request)
        && !output::is_loaded(&status, name)
    {
        say(&not_loaded(&output::loaded(&status), name));
        return UNKNOWN_NAME;
    }
    let mut up = Up::default();
    let result = execute::run(script, options(request, script), &mut |line| up.watch(line));
    if result != 0 {
        explain(request, reader, result);
        return result;
    }
    if request.operation.reads_configuration() && !is_there(request, reader, name, model) {
        return NOT_TRUE;
    }
    let waits_for_tunnel =
        matches!(request.operation, Operation::Up | Operation::Start) && !request.asynchronous;
    // A tunnel that was up before is not announced again.
    let is_up =
        || up.has_child || status(request).is_some_and(|status| output::is_up(&status, name));
    if waits_for_tunnel && !is_up() {
        say(&not_up(&up, name));
        return NOT_TRUE;
    }
    0
}

/// What `whack --status` prints, if pluto answers.
fn status(request: &Request) -> Option<String> {
    let socket = request
        .ctlsocket
        .as_ref()
        .map(|socket| ["--ctlsocket".as_ref(), socket.as_os_str()]);
    let mut arguments = vec!["whack".as_ref()];
    arguments.extend(socket.into_iter().flatten());
    arguments.push("--status".as_ref());
    answer(&arguments)
}

/// Whether pluto has the conn that addconn gave it without a complaint.
fn is_there(request: &Request, reader: Reader, name: &str, model: Option<&Model>) -> bool {
    let Some(status) = status(request) else {
        say(&format!(
            "nobody says whether conn `{}` is loaded now",
            printable(name)
        ));
        daemon::explain_silence(request, reader);
        return false;
    };
    let is_loaded = output::is_loaded(&status, name);
    if !is_loaded {
        let log = model
            .and_then(|model| model.setup().get("logfile"))
            .map(|value| value.text.into_owned());
        let place = match log.as_deref() {
            None | Some("") => "`journalctl -u ipsec` may show".to_owned(),
            Some(file) => format!("its log `{file}` may have"),
        };
        say(&format!(
            "the daemon has no conn `{}` now, although no command failed; {place} the reason",
            printable(name)
        ));
    }
    is_loaded
}

fn not_up(up: &Up, name: &str) -> String {
    let name = printable(name);
    let said = up
        .complaint
        .as_ref()
        .map(|(_, text)| format!(": {text}"))
        .unwrap_or_default();
    if up.has_ike {
        format!(
            "the IKE SA of conn `{name}` is up, but there is no IPsec SA and no traffic passes{said}"
        )
    } else {
        format!("conn `{name}` has no IPsec SA and no traffic passes{said}")
    }
}
