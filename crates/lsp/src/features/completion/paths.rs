//! The files that an `include` line can name.

use std::path::{Path, PathBuf};

use ipsec_conf::model::Vfs as _;
use ipsec_conf::target::Reader;
use ipsec_conf_host::Disk;
use tower_lsp::ls_types::{CompletionItem, CompletionItemKind};

use super::Typed;

/// A directory with more names is no place to choose from.
const MOST: usize = 500;

pub(super) fn items(typed: &Typed<'_>, path: &str) -> Vec<CompletionItem> {
    let path = path.trim_start_matches('"');
    let (dir, name) = match path.rfind('/') {
        Some(at) => (&path[..=at], &path[at + 1..]),
        None => ("", path),
    };
    let including = typed
        .view
        .model()
        .sources()
        .get(typed.view.file.id())
        .path();
    let beside = matches!(
        typed.view.model().reader(),
        Reader::Classic | Reader::StrongSwan
    );
    let dir = match (Path::new(dir).is_absolute(), beside) {
        (false, true) => including.parent().unwrap_or(Path::new("")).join(dir),
        (false, false) if dir.is_empty() => PathBuf::from("."),
        _ => PathBuf::from(dir),
    };
    let mut names = Disk.list(&dir).unwrap_or_default();
    names.retain(|known| !known.starts_with('.') || name.starts_with('.'));
    names.sort();
    names.truncate(MOST);
    let item = |known: &String| {
        let is_dir = dir.join(known).is_dir();
        let (new, kind) = if is_dir {
            (format!("{known}/"), CompletionItemKind::FOLDER)
        } else {
            (known.clone(), CompletionItemKind::FILE)
        };
        typed.item(name, &new, kind)
    };
    names.iter().map(item).collect()
}
