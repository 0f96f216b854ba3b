//! What a client can have done: it answers with data and shows it itself, or the message is shown.

use std::ffi::OsString;

use ipsec_conf::model::Conn;
use ipsec_conf::text::printable;
use ipsec_conf_auto::{Circumstances, Request};
use serde_json::{Value, json};
use tower_lsp::ls_types::{MessageType, Uri};

use super::effective::HIDDEN;
use super::{effective, names};
use crate::analysis::Analysis;
use crate::client::Message;
use crate::workspace::Workspace;

/// Arguments: the document, the name of a conn. Answers with the conn as text.
pub(crate) const SHOW_EFFECTIVE: &str = "ipsec.showEffectiveConn";
/// Arguments: the document, the name of a conn. Answers with the places that take it in.
pub(crate) const SHOW_USERS: &str = "ipsec.showUsers";
/// Arguments: the document, the name of a conn. Answers with the commands of `ipsec auto --showonly --add`.
pub(crate) const SHOW_COMMANDS: &str = "ipsec.showCommands";
/// Argument: the document. Answers with `target` and `reason`.
pub(crate) const SHOW_TARGET: &str = "ipsec.showTarget";
/// Argument: a target, or `auto` for what the settings and the files say. Holds until the next one.
const CHANGE_TARGET: &str = "ipsec.changeTarget";
/// No arguments. Reads and judges everything anew.
const RESTART: &str = "ipsec.restart";

pub(crate) const ALL: [&str; 6] = [
    SHOW_EFFECTIVE,
    SHOW_USERS,
    SHOW_COMMANDS,
    SHOW_TARGET,
    CHANGE_TARGET,
    RESTART,
];

pub(crate) fn execute(
    workspace: &mut Workspace,
    command: &str,
    arguments: &[Value],
) -> Result<Value, String> {
    let word = |at: usize| arguments.get(at).and_then(Value::as_str);
    match command {
        RESTART => {
            workspace.restart();
            return Ok(Value::Null);
        }
        CHANGE_TARGET => {
            let wanted = word(0)
                .ok_or_else(|| format!("`{command}` wants a target, such as `libreswan@5.4`"))?;
            let target = wanted
                .parse()
                .map_err(|error| format!("`{command}`: {error}"))?;
            workspace.change_target(target);
            return Ok(Value::Null);
        }
        known if ALL.contains(&known) => {}
        _ => return Err(format!("there is no command `{}`", printable(command))),
    }
    let uri: Option<Uri> = word(0).and_then(|uri| uri.parse().ok());
    let uri = uri.ok_or_else(|| format!("`{command}` wants the URI of a document"))?;
    let analysis = workspace
        .analysis_of(&uri)
        .ok_or_else(|| format!("{} is not open", uri.as_str()))?;
    if command == SHOW_TARGET {
        let chosen = &analysis.chosen;
        let text = format!("{}: {}", chosen.target.program(), chosen.reason);
        workspace.send(Message::Show(MessageType::INFO, text));
        return Ok(json!({"target": chosen.target.to_string(), "reason": chosen.reason}));
    }
    let name = word(1).ok_or_else(|| format!("`{command}` wants the name of a conn"))?;
    if command == SHOW_USERS {
        return Ok(users(&analysis, name));
    }
    let model = &analysis.model;
    let id = model
        .find_conn(name)
        .ok_or_else(|| format!("there is no conn `{}`", printable(name)))?;
    let conn = model.conn(id);
    let text = if command == SHOW_COMMANDS {
        commands(&analysis, &conn)?
    } else {
        effective::listing(&analysis, &conn, usize::MAX)
    };
    workspace.send(Message::Show(MessageType::INFO, text.clone()));
    Ok(json!(text))
}

/// What `ipsec auto --showonly --add` would print here, or why it prints nothing.
fn commands(analysis: &Analysis, conn: &Conn<'_>) -> Result<String, String> {
    let name = printable(conn.name());
    if conn.is_fragment() {
        return Err(format!(
            "`{name}` is a part for other conns: it lacks an end"
        ));
    }
    if conn.is_refused() {
        return Err(format!("`{name}` does not load; its findings say why"));
    }
    let words = ["ipsec-auto", "--showonly", "--add", "--", conn.name()];
    let request = Request::parse(words.map(OsString::from))
        .map_err(|_| format!("`{name}` is no name for a command"))?;
    let circumstances = Circumstances {
        request: &request,
        default_route: None,
    };
    let plan = ipsec_conf_auto::target::plan(analysis.model.target(), Some(conn), &circumstances);
    if let Some(why) = plan.refusal {
        let is_of_host = why.contains("%defaultroute");
        let advice =
            format!(": run `ipsec auto --showonly --add {name}` on the host that it is for");
        return Err(if is_of_host { why + &advice } else { why });
    }
    let mut text = plan.script.to_string();
    for (_, source) in analysis.model.sources().iter() {
        for secret in source.secrets() {
            text = text.replace(&source.text()[secret.clone()], HIDDEN);
        }
    }
    Ok(text)
}

fn users(analysis: &Analysis, name: &str) -> Value {
    let places = names::of(&analysis.model, name)
        .filter(|occurrence| occurrence.kind == names::Kind::Also)
        .filter_map(|occurrence| analysis.location(occurrence.span));
    json!(places.collect::<Vec<_>>())
}
