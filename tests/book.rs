//! The book: its table of contents, its links, and what its pages say that the programs print.
//!
//! On a page of `docs`, and in the README, a block behind `<!-- file: PATH -->` is a file, and each line `$ COMMAND` of a
//! `console` block is run beside it; what stands below is what both streams must have. The blocks of a page share one
//! directory, where `examples` lies, too, and `$?` is the status of the command before. A block behind
//! `<!-- needs: Libreswan 4.10 -->` is passed over without that program. `IPSEC_RENEW_BOOK=1` writes what is printed into
//! the pages.

#![cfg(target_os = "linux")]
#![allow(
    clippy::disallowed_methods,
    reason = "tests read the pages and start the programs"
)]

mod dir;
mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

use dir::Dir;
use support::{Need, output, requires, search_path};

/// Where the pages are, or links to them.
fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("book/src")
}

fn read(page: &str) -> String {
    fs::read_to_string(src().join(page)).unwrap_or_else(|error| panic!("{page}: {error}"))
}

/// The pages that the table of contents names, in its order.
fn chapters() -> Vec<String> {
    let mut chapters = links(&read("SUMMARY.md"));
    // Groups without a page of their own.
    chapters.retain(|page| !page.is_empty());
    chapters
}

/// All pages below a directory of the book.
fn pages(below: &str) -> BTreeSet<String> {
    let entries =
        fs::read_dir(src().join(below)).unwrap_or_else(|error| panic!("{below}: {error}"));
    let mut pages = BTreeSet::new();
    for entry in entries {
        let entry = entry.expect("the directory can be read");
        let path = format!("{below}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            pages.append(&mut self::pages(&path));
        } else if is_page(&path) {
            pages.insert(path);
        }
    }
    pages
}

fn is_page(path: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|extension| extension == "md")
}

/// The text without fenced blocks.
fn prose(text: &str) -> String {
    let mut is_code = false;
    let mut out = String::new();
    for line in text.lines() {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        if !is_code && !is_fence {
            out.push_str(line);
            out.push('\n');
        }
    }
    out
}

/// What the links and pictures of a text name.
fn links(text: &str) -> Vec<String> {
    let prose = prose(text);
    // A code span ends with its paragraph at the latest.
    let words = prose
        .split("\n\n")
        .flat_map(|paragraph| paragraph.split('`').step_by(2));
    let words: String = words.collect::<Vec<_>>().join("`");
    let targets = words.split("](").skip(1);
    targets
        .map(|rest| rest.split(')').next().unwrap_or_default().to_owned())
        .collect()
}

/// The anchors of the headings of a page.
fn anchors(text: &str) -> BTreeSet<String> {
    let prose = prose(text);
    let headings = prose.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| {
            let heading = line.trim_start_matches('#').trim().to_lowercase();
            let kept = heading
                .chars()
                .filter(|c| c.is_alphanumeric() || "-_ ".contains(*c));
            kept.map(|c| if c == ' ' { '-' } else { c }).collect()
        })
        .collect()
}

/// `path` as a page names it, from the top of the book; nothing if that is outside.
fn from_top(page: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for component in Path::new(path).components() {
        match component {
            Component::ParentDir => {
                parts.pop()?;
            }
            Component::Normal(part) => parts.push(part.to_str()?),
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}

/// What is wrong with a link, if anything is.
fn dead(page: &str, link: &str, chapters: &[String]) -> Option<&'static str> {
    if link.starts_with("https://") || link.starts_with("http://") {
        return None;
    }
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    let target = if path.is_empty() {
        page.to_owned()
    } else {
        match from_top(page, path) {
            Some(target) => target,
            None => return Some("it leads out of the book"),
        }
    };
    if !src().join(&target).exists() {
        return Some("there is no such file");
    }
    if !is_page(&target) {
        return None;
    }
    if !chapters.contains(&target) {
        return Some("that page is no chapter");
    }
    let has_anchor = anchor.is_empty() || anchors(&read(&target)).contains(anchor);
    (!has_anchor).then_some("that page has no such heading")
}

#[test]
fn every_chapter_is_a_page_and_stands_once() {
    let mut seen = BTreeSet::new();
    for chapter in chapters() {
        assert!(
            src().join(&chapter).is_file(),
            "SUMMARY.md names {chapter}, which is not there"
        );
        assert!(
            seen.insert(chapter.clone()),
            "SUMMARY.md names {chapter} twice"
        );
    }
}

/// The page of each editor; what else is there, such as the packages of an extension, is no part of the book.
fn editors() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries =
        fs::read_dir(root.join("editors")).expect("the directory of the editors can be read");
    let names = entries.map(|entry| entry.expect("it can be read").file_name());
    names
        .map(|name| format!("editors/{}/README.md", name.to_string_lossy()))
        .filter(|page| root.join(page).is_file())
        .collect()
}

#[test]
fn every_page_is_a_chapter() {
    let chapters: BTreeSet<String> = chapters().into_iter().collect();
    let mut pages = &pages("docs") | &editors();
    pages.insert("editors/README.md".to_owned());
    let left_out: Vec<&String> = pages.difference(&chapters).collect();
    assert!(
        left_out.is_empty(),
        "add to book/src/SUMMARY.md: {left_out:?}"
    );
}

#[test]
fn every_link_leads_somewhere() {
    let chapters = chapters();
    let mut faults = String::new();
    let mut count = 0;
    for page in &chapters {
        for link in links(&read(page)) {
            count += 1;
            if let Some(fault) = dead(page, &link, &chapters) {
                let _ = writeln!(faults, "{page}: {link}: {fault}");
            }
        }
    }
    assert!(faults.is_empty(), "{faults}");
    assert!(count > chapters.len(), "only {count} links were found");
}

#[test]
fn dead_links_are_found() {
    let chapters = ["docs/a.md", "editors/README.md"].map(str::to_owned);
    let text = "[x](b.md) `[y](c.md)` ![z](../../d.svg)\n\n```\n[u](e.md)\n```\n[`v`](https://example.com)\n";
    let found = links(text);
    assert_eq!(found, ["b.md", "../../d.svg", "https://example.com"]);
    let faults = found.iter().map(|link| dead("docs/a.md", link, &chapters));
    assert_eq!(
        faults.collect::<Vec<_>>(),
        [
            Some("there is no such file"),
            Some("it leads out of the book"),
            None
        ]
    );
    assert_eq!(
        dead("docs/a.md", "../editors/README.md#no-such", &chapters),
        Some("that page has no such heading")
    );
    assert_eq!(
        dead("docs/a.md", "../editors/README.md#install", &chapters),
        None
    );
    assert_eq!(
        dead("docs/a.md", "targets.md", &chapters),
        Some("that page is no chapter")
    );
}

/// Runs the commands of one page, one after the other.
struct Session {
    dir: Dir,
    status: i32,
}

impl Session {
    /// What a command prints, on both streams as they come.
    fn run(&mut self, command: &str) -> String {
        let programs = Path::new(env!("CARGO_BIN_EXE_ipsec-lint"))
            .parent()
            .expect("a program lies in a directory");
        let script = format!("exec 2>&1\n(exit {})\n{command}", self.status);
        let done = output(
            Command::new("sh")
                .args(["-c", &script])
                .current_dir(self.dir.path())
                .env("PATH", format!("{}:{}", programs.display(), search_path()))
                .env("HOME", self.dir.path())
                .env_remove("IPSEC_CONF")
                .env_remove("CLICOLOR_FORCE")
                .env_remove("COLUMNS"),
            "",
        );
        self.status = done.status;
        // Blanks at the ends of lines, and empty lines at the end, do not survive in a page.
        let lines = done.stdout.trim_end().lines().map(str::trim_end);
        lines.flat_map(|line| [line, "\n"]).collect()
    }
}

/// Whether what a page needs is installed, such as `Libreswan 4.10`.
fn is_installed(program: &str) -> bool {
    assert!(
        program.starts_with("Libreswan "),
        "nobody knows how to look for {program}"
    );
    if !requires(&[Need::Libreswan]) {
        return false;
    }
    let version = output(
        Command::new("ipsec")
            .arg("--version")
            .env("PATH", search_path()),
        "",
    );
    version.stdout.contains(program)
}

/// The page with what its commands print now.
fn replayed(page: &str) -> String {
    let mut session = Session {
        dir: Dir::new(),
        status: 0,
    };
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    std::os::unix::fs::symlink(examples, session.dir.path().join("examples"))
        .expect("the directory is new");
    let mut out = String::new();
    let mut mark = None;
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        let Some(fence) = line.strip_prefix("```") else {
            mark = line
                .strip_prefix("<!-- ")
                .and_then(|rest| rest.strip_suffix(" -->"));
            continue;
        };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        let (key, value) = mark
            .take()
            .and_then(|mark| mark.split_once(": "))
            .unwrap_or_default();
        let is_run = fence == "console" && (key != "needs" || is_installed(value));
        if is_run {
            for command in block.iter().filter_map(|line| line.strip_prefix("$ ")) {
                let _ = write!(out, "$ {command}\n{}", session.run(command));
            }
        } else {
            let text: String = block.iter().flat_map(|line| [line, "\n"]).collect();
            if key == "file" {
                session.dir.write(value, &text);
            }
            out.push_str(&text);
        }
        out.push_str("```\n");
    }
    out
}

/// The pages with files and commands.
fn sessions() -> Vec<String> {
    let is_session = |page: &String| read(page).contains("\n<!-- file: ");
    let pages = pages("docs").into_iter().chain(["README.md".to_owned()]);
    pages.filter(is_session).collect()
}

#[test]
fn the_programs_print_what_the_pages_say() {
    let sessions = sessions();
    for page in ["README.md", "docs/tutorial.md"] {
        assert!(sessions.contains(&page.to_owned()), "{sessions:?}");
    }
    let renew = std::env::var("IPSEC_RENEW_BOOK").is_ok_and(|value| value == "1");
    for name in sessions {
        let page = read(&name);
        let now = replayed(&page);
        if renew {
            fs::write(src().join(&name), &now).unwrap_or_else(|error| panic!("{name}: {error}"));
            continue;
        }
        // The first line that differs says more than two pages.
        let differing = page
            .lines()
            .zip(now.lines())
            .enumerate()
            .find(|(_, (was, is))| was != is);
        if let Some((index, (was, is))) = differing {
            panic!(
                "{name}:{}: the page has\n  {was}\nand the programs print\n  {is}",
                index + 1
            );
        }
        assert_eq!(
            page.len(),
            now.len(),
            "{name}: lines are missing at the end"
        );
    }
}
