//! What a client can have done: it answers with data and shows it itself, or the message is shown.

use serde_json::{Value, json};
use tower_lsp::ls_types::{MessageType, Uri};

use super::{effective, names};
use crate::analysis::Analysis;
use crate::client::Message;
use crate::workspace::Workspace;

/// Arguments: the document, the name of a conn. Answers with the conn as text.
pub(crate) const SHOW_EFFECTIVE: &str = "ipsec.showEffectiveConn";
/// Arguments: the document, the name of a conn. Answers with the places that take it in.
pub(crate) const SHOW_USERS: &str = "ipsec.showUsers";
/// Argument: the document. Answers with `target` and `reason`.
pub(crate) const SHOW_TARGET: &str = "ipsec.showTarget";

pub(crate) const ALL: [&str; 3] = [SHOW_EFFECTIVE, SHOW_USERS, SHOW_TARGET];

pub(crate) fn execute(
    workspace: &mut Workspace,
    command: &str,
    arguments: &[Value],
) -> Result<Value, String> {
    if !ALL.contains(&command) {
        return Err(format!("there is no command `{command}`"));
    }
    let word = |at: usize| arguments.get(at).and_then(Value::as_str);
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
        .ok_or_else(|| format!("there is no conn `{}`", ipsec_conf::text::printable(name)))?;
    let text = effective::listing(&analysis, &model.conn(id), usize::MAX);
    workspace.send(Message::Show(MessageType::INFO, text.clone()));
    Ok(json!(text))
}

fn users(analysis: &Analysis, name: &str) -> Value {
    let places = names::of(&analysis.model, name)
        .filter(|occurrence| occurrence.kind == names::Kind::Also)
        .filter_map(|occurrence| analysis.location(occurrence.span));
    json!(places.collect::<Vec<_>>())
}
