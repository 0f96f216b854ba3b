//! Syntax highlighting: every editor's own engine must see the same classes in the same file.
//!
//! Vim, Neovim, Emacs, VS Code's `TextMate` engine, Kate's engine and `bat`, which reads the definitions of Sublime Text, each read
//! the file of `editors/` that is theirs.

#![allow(
    clippy::disallowed_methods,
    reason = "tests write files and start programs"
)]
#![allow(
    clippy::print_stderr,
    reason = "a test says on standard error why it was skipped"
)]

mod python;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use ipsec_conf::keyword::{self, Keyword, ValueType};
use python::{or_skip, run};
use tempfile::TempDir;

const VSCODE_TEXTMATE: &str = "vscode-textmate@9.3.2";
const VSCODE_ONIGURUMA: &str = "vscode-oniguruma@2.0.1";

/// A class for each character, by line and column, both from one.
type Classes = BTreeMap<(usize, usize), String>;

#[derive(Debug, Clone, Copy)]
enum Editor {
    Vim,
    Neovim,
    Emacs,
    TextMate,
    Kate,
    Sublime,
}

const ALL: [Editor; 6] = [
    Editor::Vim,
    Editor::Neovim,
    Editor::Emacs,
    Editor::TextMate,
    Editor::Kate,
    Editor::Sublime,
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn scratch() -> TempDir {
    tempfile::tempdir().expect("a temporary directory")
}

fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

impl Editor {
    fn program(self) -> &'static str {
        match self {
            Editor::Vim => "vim",
            Editor::Neovim => "nvim",
            Editor::Emacs => "emacs",
            Editor::TextMate => "node",
            Editor::Kate => "kate-syntax-highlighter",
            // As Debian calls `bat`.
            Editor::Sublime => "batcat",
        }
    }

    /// Whether it can be started here; says why not.
    #[track_caller]
    fn is_here(self) -> bool {
        let found = match self {
            Editor::TextMate => textmate_modules(),
            _ => run(Command::new(self.program()).arg("--version")).map(|_| PathBuf::new()),
        };
        or_skip(self.program(), found).is_some()
    }

    /// What it makes of a file.
    fn classes(self, file: &Path) -> Classes {
        match self {
            Editor::Kate => kate(file),
            Editor::Sublime => sublime(file),
            _ => characters(&self.report(file)),
        }
    }

    /// What its script writes.
    fn report(self, file: &Path) -> String {
        match self {
            Editor::Vim => vim("vim", "-es", file),
            Editor::Neovim => vim("nvim", "--headless", file),
            Editor::Emacs => emacs(file),
            Editor::TextMate => textmate(file),
            Editor::Kate | Editor::Sublime => unreachable!("{self:?} runs no script"),
        }
    }
}

/// Vim or Neovim, with its option for working without a screen.
fn vim(program: &str, batch: &str, file: &Path) -> String {
    let dir = scratch();
    let report = dir.path().join("report");
    let ours = format!(
        "set encoding=utf-8 runtimepath^={}",
        root().join("editors/vim").display()
    );
    run(Command::new(program)
        .args(["-u", "NONE", "-i", "NONE", "-n", batch])
        .args(["--cmd", "set nocompatible", "--cmd", &ours])
        .args(["--cmd", "filetype plugin on", "-S"])
        .arg(root().join("tests/editors/vim.vim"))
        .arg(file)
        .env("REPORT", &report)
        .env("HOME", dir.path()))
    .unwrap_or_else(|fault| panic!("{fault}"));
    read(report)
}

fn emacs(file: &Path) -> String {
    let dir = scratch();
    let report = dir.path().join("report");
    run(Command::new("emacs")
        .args(["-Q", "--batch", "-l"])
        .arg(root().join("editors/emacs/ipsec-conf-mode.el"))
        .arg("-l")
        .arg(root().join("tests/editors/emacs.el"))
        .env("SAMPLE", file)
        .env("REPORT", &report)
        .env("LC_ALL", "C.UTF-8")
        .env("HOME", dir.path()))
    .expect("emacs runs the script");
    read(report)
}

fn textmate(file: &Path) -> String {
    let modules = textmate_modules().expect("they were there before");
    let output = run(Command::new("node")
        .arg(root().join("tests/editors/textmate.mjs"))
        .arg(modules)
        .arg(root().join("editors/textmate/ipsec-conf.tmLanguage.json"))
        .arg(file))
    .expect("node runs the script");
    String::from_utf8(output.stdout).expect("it prints UTF-8")
}

/// Where VS Code's engine is, installed at need; or why it is not. The tests wait for one installation.
fn textmate_modules() -> Result<PathBuf, String> {
    static INSTALLED: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let install = || {
        let dir = Path::new(env!("CARGO_TARGET_TMPDIR")).join("textmate");
        let wasm = dir.join("node_modules/vscode-oniguruma/release/onig.wasm");
        run(Command::new("node").arg("--version"))?;
        if !wasm.exists() {
            std::fs::create_dir_all(&dir).map_err(|error| error.to_string())?;
            std::fs::write(dir.join("package.json"), "{\"private\":true}\n")
                .map_err(|error| error.to_string())?;
            run(Command::new("npm")
                .args([
                    "install",
                    "--silent",
                    "--no-audit",
                    "--no-fund",
                    "--ignore-scripts",
                ])
                .args([VSCODE_TEXTMATE, VSCODE_ONIGURUMA])
                .current_dir(&dir))?;
        }
        Ok(dir)
    };
    INSTALLED.get_or_init(install).clone()
}

/// From lines of line, column and class.
fn characters(report: &str) -> Classes {
    let mut classes = Classes::new();
    for line in report.lines() {
        let fields: Vec<_> = line.split('\t').collect();
        if let [line, column, class] = fields[..] {
            let number = |text: &str| text.parse::<usize>().expect("a number");
            classes.insert((number(line), number(column)), class.to_owned());
        }
    }
    classes
}

/// Kate's engine writes HTML with the colours of a theme: here each class has a colour of its own instead.
fn kate(file: &Path) -> Classes {
    let dir = scratch();
    let folder = dir.path().join("org.kde.syntax-highlighting/syntax");
    std::fs::create_dir_all(&folder).expect("writable");
    let mut names = Vec::new();
    let mut definition = String::new();
    for line in read(root().join("editors/kate/ipsec-conf.xml")).lines() {
        let name = line
            .trim()
            .strip_prefix("<itemData name=\"")
            .and_then(|rest| rest.split('"').next());
        if let Some(name) = name {
            let colour = names.len() + 1;
            let _ = writeln!(
                definition,
                "<itemData name=\"{name}\" defStyleNum=\"dsNormal\" color=\"#0100{colour:02x}\"/>"
            );
            names.push(name.to_lowercase());
        } else {
            let _ = writeln!(definition, "{line}");
        }
    }
    std::fs::write(folder.join("ipsec-conf.xml"), definition).expect("writable");
    let output = run(Command::new("kate-syntax-highlighter")
        .args(["-s", "ipsec.conf"])
        .arg(file)
        .env("XDG_DATA_HOME", dir.path())
        .env("QT_QPA_PLATFORM", "offscreen")
        .env("LC_ALL", "C.UTF-8"))
    .expect("kate-syntax-highlighter reads the file");
    let html = String::from_utf8(output.stdout).expect("it prints UTF-8");
    let (_, code) = html
        .split_once("<pre>\n")
        .expect("HTML has the code in <pre>");
    let (code, _) = code
        .split_once("</pre>")
        .expect("HTML has the code in <pre>");
    coloured(code, &names)
}

fn coloured(code: &str, names: &[String]) -> Classes {
    let mut classes = Classes::new();
    for (index, line) in code.lines().enumerate() {
        let (mut rest, mut column, mut class) = (line, 1, None);
        while let Some(first) = rest.chars().next() {
            if let Some(tag) = rest.strip_prefix('<') {
                let (tag, behind) = tag.split_once('>').expect("a tag is closed");
                class = tag.split_once("#0100").map(|(_, colour)| {
                    let number = usize::from_str_radix(&colour[..2], 16).expect("a colour");
                    &names[number - 1]
                });
                rest = behind;
                continue;
            }
            let length = match first {
                '&' => rest.find(';').expect("an entity is closed") + 1,
                c => c.len_utf8(),
            };
            if let Some(class) = class.filter(|class| *class != "text") {
                classes.insert((index + 1, column), class.clone());
            }
            column += 1;
            rest = &rest[length..];
        }
    }
    classes
}

/// `bat` writes the colours of a theme: here each scope has a colour of its own.
fn sublime(file: &Path) -> Classes {
    let dir = scratch();
    let from = |name: &str| dir.path().join(name);
    for folder in ["syntaxes", "themes", "cache"] {
        std::fs::create_dir(from(folder)).expect("writable");
    }
    let definition = read(root().join("editors/sublime/ipsec-conf.sublime-syntax"));
    // The first colour is that of text without a scope.
    let mut theme = "<plist version=\"1.0\"><dict><key>settings</key><array>\
                     <dict><key>settings</key><dict><key>foreground</key><string>#020000</string></dict></dict>"
        .to_owned();
    for (number, (scope, _)) in SCOPES.iter().enumerate() {
        assert!(definition.contains(scope), "no text is {scope}");
        let _ = write!(
            theme,
            "<dict><key>scope</key><string>{scope}</string><key>settings</key><dict><key>foreground</key>\
             <string>#0100{:02x}</string></dict></dict>",
            number + 1
        );
    }
    theme.push_str("</array></dict></plist>");
    std::fs::write(from("syntaxes/ipsec-conf.sublime-syntax"), definition).expect("writable");
    std::fs::write(from("themes/classes.tmTheme"), theme).expect("writable");
    let batcat = || {
        let mut command = Command::new("batcat");
        command
            .env("BAT_CACHE_PATH", from("cache"))
            .env("COLORTERM", "truecolor")
            .env("HOME", dir.path());
        command
    };
    run(batcat()
        .args(["cache", "--build", "--blank", "--source"])
        .arg(dir.path())
        .arg("--target")
        .arg(from("cache")))
    .expect("batcat reads the definition");
    let output = run(batcat()
        .args([
            "--no-config",
            "--color=always",
            "--style=plain",
            "--theme=classes",
        ])
        .args([
            "--paging=never",
            "--wrap=never",
            "--tabs=0",
            "--language=ipsec.conf",
        ])
        .arg(file))
    .expect("batcat reads the file");
    painted(&String::from_utf8(output.stdout).expect("it prints UTF-8"))
}

/// What the scopes mean.
const SCOPES: [(&str, &str); 14] = [
    ("keyword.control.section", "section"),
    ("entity.name.section", "name"),
    ("support.type.property-name", "keyword"),
    ("invalid.illegal.unknown-keyword", "unknown"),
    ("keyword.operator.assignment", "equals"),
    ("constant.language.boolean", "boolean"),
    ("constant.language.value", "value"),
    ("constant.numeric", "number"),
    ("string.quoted.double", "string"),
    ("constant.other.address", "address"),
    ("variable.language.percent", "percent"),
    ("string.unquoted.path", "path"),
    ("comment.line.number-sign", "comment"),
    ("comment.line.trailing", "trailing"),
];

/// From text with the colours of a terminal.
fn painted(text: &str) -> Classes {
    let mut classes = Classes::new();
    for (index, line) in text.lines().enumerate() {
        let (mut column, mut class) = (1, None);
        for (number, piece) in line.split('\u{1b}').enumerate() {
            let text = match piece.strip_prefix('[').filter(|_| number > 0) {
                Some(escape) => {
                    let (colour, text) = escape.split_once('m').expect("it ends");
                    let colour = colour.strip_prefix("38;2;1;0;");
                    class = colour.map(|at| SCOPES[at.parse::<usize>().expect("a number") - 1].1);
                    text
                }
                None => piece,
            };
            for _ in text.chars() {
                if let Some(class) = class {
                    classes.insert((index + 1, column), class.to_owned());
                }
                column += 1;
            }
        }
    }
    classes
}

/// Lines of line, column, text and class: one for each run of characters of one class.
fn table(text: &str, classes: &Classes) -> Vec<String> {
    let mut rows = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let line: Vec<char> = line.chars().collect();
        let class_at = |at: usize| classes.get(&(index + 1, at + 1));
        let mut start = 0;
        while start < line.len() {
            let class = class_at(start);
            let mut end = start + 1;
            while end < line.len() && class_at(end) == class {
                end += 1;
            }
            if let Some(class) = class {
                let text: String = line[start..end].iter().collect();
                rows.push(format!("{}\t{}\t{text}\t{class}", index + 1, start + 1));
            }
            start = end;
        }
    }
    rows
}

#[track_caller]
fn check_table(editor: Editor, found: &[String], expected: &[String]) {
    let only = |these: &[String], those: &[String]| {
        let rows = these.iter().filter(|row| !those.contains(row));
        rows.take(20).cloned().collect::<Vec<_>>().join("\n")
    };
    assert!(
        found == expected,
        "{editor:?} sees\n{}\nand does not see\n{}",
        only(found, expected),
        only(expected, found)
    );
}

#[track_caller]
fn check_sample(editor: Editor) {
    if !editor.is_here() {
        return;
    }
    let sample = root().join("tests/editors/sample.ipsec.conf");
    let expected: Vec<_> = read(root().join("tests/editors/sample.tsv"))
        .lines()
        .map(str::to_owned)
        .collect();
    check_table(
        editor,
        &table(&read(&sample), &editor.classes(&sample)),
        &expected,
    );
}

#[test]
fn vim_sees_the_sample_as_expected() {
    check_sample(Editor::Vim);
}

#[test]
fn neovim_sees_the_sample_as_expected() {
    check_sample(Editor::Neovim);
}

#[test]
fn emacs_sees_the_sample_as_expected() {
    check_sample(Editor::Emacs);
}

#[test]
fn textmate_sees_the_sample_as_expected() {
    check_sample(Editor::TextMate);
}

#[test]
fn kate_sees_the_sample_as_expected() {
    check_sample(Editor::Kate);
}

#[test]
fn sublime_text_sees_the_sample_as_expected() {
    check_sample(Editor::Sublime);
}

const BOOLEANS: [&str; 8] = ["yes", "no", "true", "false", "on", "off", "y", "n"];

/// A file with each spelling of each keyword and each value that is a word, and what must be seen in it.
fn every_keyword() -> (String, Vec<String>) {
    let (mut text, mut rows) = (String::new(), Vec::new());
    let mut add = |spelling: &str, value: &str, class: &str| {
        let _ = writeln!(text, "\t{spelling}={value}");
        let line = text.lines().count();
        let behind = 2 + spelling.len();
        rows.push(format!("{line}\t2\t{spelling}\tkeyword"));
        rows.push(format!("{line}\t{behind}\t=\tequals"));
        rows.push(format!("{line}\t{}\t{value}\t{class}", behind + 1));
    };
    for keyword in keyword::all() {
        for spelling in keyword.forms {
            add(
                spelling,
                "%word",
                if is_reference(keyword) {
                    "name"
                } else {
                    "percent"
                },
            );
        }
        for value in keyword.spans.iter().flat_map(|span| span.values) {
            let is_word = value.starts_with(|c: char| c.is_ascii_alphabetic())
                && value
                    .chars()
                    .all(|c| c.is_ascii_alphanumeric() || "-_.+".contains(c));
            if is_word {
                let class = if BOOLEANS.contains(value) {
                    "boolean"
                } else {
                    "value"
                };
                add(keyword.forms[0], value, class);
            }
        }
    }
    (text, rows)
}

fn is_reference(keyword: &Keyword) -> bool {
    keyword
        .spans
        .iter()
        .any(|span| span.ty == ValueType::SectionRef)
}

#[test]
fn every_editor_knows_every_keyword_and_its_values() {
    let (text, expected) = every_keyword();
    let dir = scratch();
    let file = dir.path().join("ipsec.conf");
    std::fs::write(&file, &text).expect("writable");
    for editor in ALL {
        if editor.is_here() {
            check_table(editor, &table(&text, &editor.classes(&file)), &expected);
        }
    }
}

#[test]
fn the_editors_agree_about_files_written_by_people() {
    let mut paths = Vec::new();
    for folder in ["examples", "tests/format"] {
        let entries = std::fs::read_dir(root().join(folder)).expect("it is in the repository");
        paths.extend(entries.map(|entry| entry.expect("readable").path()));
    }
    paths.sort();
    let text: String = paths.iter().map(read).collect();
    let dir = scratch();
    let file = dir.path().join("ipsec.conf");
    std::fs::write(&file, &text).expect("writable");
    let mut first: Option<Vec<String>> = None;
    for editor in ALL {
        if editor.is_here() {
            let found = table(&text, &editor.classes(&file));
            check_table(editor, &found, first.get_or_insert_with(|| found.clone()));
        }
    }
}

#[test]
fn vim_neovim_and_emacs_know_the_files_by_name_and_folder() {
    let dir = scratch();
    std::fs::create_dir_all(dir.path().join("ipsec.d/more")).expect("writable");
    let files = [
        ("ipsec.conf", true),
        ("office.ipsec.conf", true),
        ("ipsec.office.conf", true),
        ("ipsec.d/office.conf", true),
        ("ipsec.d/more/office.conf", true),
        ("ipsec.d/office.secrets", false),
        ("ipsec.conf.d", false),
        ("notipsec.conf", false),
        ("office.ipsec.branch.conf", false),
        ("other.conf", false),
    ];
    for (name, is_ours) in files {
        let file = dir.path().join(name);
        std::fs::write(&file, "conn office\n").expect("writable");
        let ours = [
            (Editor::Vim, "filetype ipsecconf"),
            (Editor::Neovim, "filetype ipsecconf"),
            (Editor::Emacs, "filetype ipsec-conf-mode"),
        ];
        for (editor, ours) in ours {
            if editor.is_here() {
                let report = editor.report(&file);
                let first = report.lines().next().expect("the file type");
                assert_eq!(first == ours, is_ours, "{editor:?}: {name}: {first}");
            }
        }
    }
}
