//! Renames a conn wherever it is named.

use ipsec_conf::diagnostic::Edit;
use ipsec_conf::text::printable;
use tower_lsp::ls_types::{PrepareRenameResponse, WorkspaceEdit};

use super::names;
use super::workspace_edit::{self, Versions};
use crate::view::View;

pub(crate) fn prepare(view: &View<'_>, offset: usize) -> Option<PrepareRenameResponse> {
    let found = names::at(view, offset).filter(|found| is_renamable(found.name))?;
    Some(PrepareRenameResponse::RangeWithPlaceholder {
        range: view.analysis.range(found.span),
        placeholder: found.name.to_owned(),
    })
}

/// The edits, or why there are none.
pub(crate) fn rename(
    view: &View<'_>,
    offset: usize,
    new: &str,
    versions: Option<&Versions>,
) -> Result<WorkspaceEdit, String> {
    let model = view.model();
    let nothing = || "there is no name of a conn here".to_owned();
    let found = names::at(view, offset).ok_or_else(nothing)?;
    if !is_renamable(found.name) {
        return Err(format!(
            "`{}` is not the name of a conn of yours",
            printable(found.name)
        ));
    }
    let shown = printable(new);
    if !is_name(new) {
        return Err(format!(
            "`{shown}` is not read as one name by every program: use letters, digits, `-`, `_` and `.`, and start with a letter or digit"
        ));
    }
    if new != found.name && !model.sections_named(new).is_empty() {
        return Err(format!("there is a conn `{shown}` already"));
    }
    let edits: Vec<Edit> = names::of(model, found.name)
        .map(|occurrence| Edit {
            span: occurrence.span,
            text: new.to_owned(),
        })
        .collect();
    let is_lossy = |edit: &Edit| model.sources().get(edit.span.file).is_lossy();
    if edits.iter().any(is_lossy) {
        return Err("a file that names it is not UTF-8 and cannot be edited".to_owned());
    }
    workspace_edit::of(&edits, view.analysis, versions).ok_or_else(nothing)
}

/// `%default` is a word of the language.
fn is_renamable(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('%')
}

fn is_name(new: &str) -> bool {
    new.starts_with(|c: char| c.is_ascii_alphanumeric())
        && new
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
}
