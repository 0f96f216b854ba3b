//! Which files an include pattern names.

use std::path::{Path, PathBuf};

use glob::{MatchOptions, Pattern};

use super::vfs::Vfs;

/// Whether glob(3) would look for more than one file.
pub(crate) fn is_pattern(path: &str) -> bool {
    path.contains(['*', '?', '['])
}

/// The files that match, sorted by name as glob(3) sorts them; only existing ones, also without a wildcard.
pub(crate) fn expand(vfs: &dyn Vfs, pattern: &Path) -> Vec<PathBuf> {
    let mut found = vec![PathBuf::new()];
    for component in pattern.components() {
        let name = component.as_os_str().to_string_lossy();
        if !is_pattern(&name) {
            for path in &mut found {
                path.push(component);
            }
            continue;
        }
        let Ok(pattern) = Pattern::new(&name) else {
            return Vec::new();
        };
        let mut next = Vec::new();
        for dir in found {
            let listed = if dir.as_os_str().is_empty() {
                vfs.list(Path::new("."))
            } else {
                vfs.list(&dir)
            };
            let mut names = listed.unwrap_or_default();
            names.retain(|name| pattern.matches_with(name, OPTIONS));
            names.sort();
            next.extend(names.into_iter().map(|name| dir.join(name)));
        }
        found = next;
    }
    found.retain(|path| vfs.exists(path));
    found
}

/// glob(3) without flags: `*` does not find hidden files.
const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: true,
};

/// A hostile pattern such as `{a,b}{a,b}{a,b}…` doubles with every group.
const MOST: usize = 4096;

/// The alternatives of `{a,b}` groups, as GNU glob reads them; the pattern itself when there is none.
pub(super) fn braces(pattern: &str) -> Vec<String> {
    let Some((open, close)) = first_group(pattern) else {
        return vec![pattern.to_owned()];
    };
    let (head, body, tail) = (
        &pattern[..open],
        &pattern[open + 1..close],
        &pattern[close + 1..],
    );
    let tails = braces(tail);
    let mut out = Vec::new();
    for alternative in alternatives(body)
        .iter()
        .flat_map(|alternative| braces(alternative))
    {
        for tail in &tails {
            if out.len() < MOST {
                out.push(format!("{head}{alternative}{tail}"));
            }
        }
    }
    out
}

/// The first `{`, with its `}`, that holds a comma.
fn first_group(pattern: &str) -> Option<(usize, usize)> {
    let mut stack = Vec::new();
    for (at, c) in pattern.char_indices() {
        match c {
            '{' => stack.push((at, false)),
            ',' => stack
                .last_mut()
                .into_iter()
                .for_each(|(_, comma)| *comma = true),
            '}' => {
                let (open, comma) = stack.pop()?;
                if stack.is_empty() && comma {
                    return Some((open, at));
                }
            }
            _ => {}
        }
    }
    None
}

/// The parts of a group's body at its top level.
fn alternatives(body: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0_usize, 0, Vec::new());
    for (at, c) in body.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&body[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&body[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::MemoryFs;

    #[test]
    fn braces_expand_as_in_gnu_glob() {
        assert_eq!(braces("a.conf"), ["a.conf"]);
        assert_eq!(
            braces("/etc/{a,b{1,2}}.conf"),
            ["/etc/a.conf", "/etc/b1.conf", "/etc/b2.conf"]
        );
        assert_eq!(braces("{a}"), ["{a}"]);
        assert!(braces(&"{a,b}".repeat(40)).len() <= 4096);
    }

    #[test]
    fn patterns_find_files_in_order() {
        let vfs = MemoryFs::new([
            ("/d/b.conf", ""),
            ("/d/a.conf", ""),
            ("/d/.c.conf", ""),
            ("/d/x/e.conf", ""),
        ]);
        let expand = |pattern: &str| -> Vec<String> {
            expand(&vfs, Path::new(pattern))
                .into_iter()
                .map(|path| path.display().to_string())
                .collect()
        };
        assert_eq!(expand("/d/*.conf"), ["/d/a.conf", "/d/b.conf"]);
        assert_eq!(expand("/d/?/*.conf"), ["/d/x/e.conf"]);
        assert_eq!(expand("/d/b.conf"), ["/d/b.conf"]);
        assert!(expand("/d/z.conf").is_empty());
    }
}
