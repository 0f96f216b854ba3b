//! Above each conn: how many others take it in, its effective values, the commands that add it.

use std::collections::HashMap;

use ipsec_conf::syntax::SectionKind;
use serde_json::json;
use tower_lsp::ls_types::{CodeLens, Command};

use super::command;
use super::names::{self, Kind};
use crate::view::View;

pub(crate) fn lenses(view: &View<'_>) -> Vec<CodeLens> {
    let model = view.model();
    let mut users: HashMap<&str, usize> = HashMap::new();
    for occurrence in names::all(model).filter(|occurrence| occurrence.kind == Kind::Also) {
        *users.entry(occurrence.name).or_default() += 1;
    }
    let mut lenses = Vec::new();
    for section in view.file.sections() {
        let name = section.name().text;
        let is_conn =
            section.kind() == SectionKind::Conn && !name.is_empty() && !name.starts_with('%');
        if !is_conn {
            continue;
        }
        let range = view.range(section.name_span().range());
        let lens = |title: String, command: &str| CodeLens {
            range,
            command: Some(Command {
                title,
                command: command.to_owned(),
                arguments: Some(vec![json!(view.uri.as_str()), json!(name)]),
            }),
            data: None,
        };
        match users.get(&*name) {
            Some(1) => lenses.push(lens("used by 1 conn".to_owned(), command::SHOW_USERS)),
            Some(count) => lenses.push(lens(format!("used by {count} conns"), command::SHOW_USERS)),
            None => {}
        }
        lenses.push(lens("effective values".to_owned(), command::SHOW_EFFECTIVE));
        lenses.push(lens(
            "ipsec auto --showonly".to_owned(),
            command::SHOW_COMMANDS,
        ));
    }
    lenses
}
