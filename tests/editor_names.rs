//! Which files the editors take for a configuration, and which for secrets: the same in all of them.

#![allow(
    clippy::disallowed_methods,
    reason = "tests read the files of the editors"
)]

use std::path::Path;

use serde_json::Value;

fn ours(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("editors")
        .join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The list of `xtask/src/generate/editors/names.rs`, as each editor has it; Sublime Text and Zed know endings alone.
#[test]
fn the_editors_name_the_same_files() {
    let json = |path: &str| -> Value { serde_json::from_str(&ours(path)).expect("it is JSON") };
    let toml = |path: &str| -> Value { toml::from_str(&ours(path)).expect("it is TOML") };
    let strings = |value: &Value| -> Vec<String> {
        let list = value.as_array().expect("a list").iter();
        list.map(|one| one.as_str().expect("a text").to_owned())
            .collect()
    };
    let between = |text: &str, before: &str, after: &str, by: char| -> Vec<String> {
        let (_, rest) = text.split_once(before).expect("it begins so");
        let (list, _) = rest.split_once(after).expect("it ends so");
        list.split(by).map(str::to_owned).collect()
    };
    let names = ["ipsec.conf", "*.ipsec.conf", "ipsec.*.conf"].map(str::to_owned);
    let and_folder = |folder: &str| [&names[..], &[folder.to_owned()]].concat();

    let vim = ours("vim/ftdetect/ipsecconf.vim");
    let conf = between(&vim, "BufRead ", " set filetype=ipsecconf", ',');
    assert_eq!(conf, and_folder("*/ipsec.d/*.conf"));
    assert!(vim.contains("BufRead *.secrets set filetype=ipsecsecrets\n"));

    let kate = |path: &str| between(&ours(path), "extensions=\"", "\"", ';');
    assert_eq!(kate("kate/ipsec-conf.xml"), names);
    assert_eq!(kate("kate/ipsec-secrets.xml"), ["*.secrets"]);

    let helix = toml("helix/languages.toml");
    let globs = |language: usize| -> Vec<String> {
        let types = helix["language"][language]["file-types"].as_array();
        let globs = types.expect("a list").iter().map(|one| &one["glob"]);
        globs
            .map(|glob| glob.as_str().expect("a text").to_owned())
            .collect()
    };
    assert_eq!(globs(0), and_folder("ipsec.d/*.conf"));
    assert_eq!(globs(1), ["*.secrets"]);

    let languages = &json("vscode/package.json")["contributes"]["languages"];
    let in_vscode = ["filenames", "filenamePatterns"].map(|key| strings(&languages[0][key]));
    assert_eq!(in_vscode.concat(), and_folder("**/ipsec.d/**/*.conf"));
    assert_eq!(strings(&languages[1]["extensions"]), [".secrets"]);

    for path in ["sublime/ipsec-conf", "sublime/ipsec-secrets"] {
        let endings = between(
            &ours(&format!("{path}.sublime-syntax")),
            "file_extensions: [",
            "]",
            ',',
        );
        let ending = endings.last().expect("there is one").trim();
        let is_conf = path == "sublime/ipsec-conf";
        assert_eq!(ending, if is_conf { "ipsec.conf" } else { "secrets" });
    }
    for (language, ending) in [("ipsec-conf", "ipsec.conf"), ("ipsec-secrets", "secrets")] {
        let zed = toml(&format!("zed/languages/{language}/config.toml"));
        assert_eq!(strings(&zed["path_suffixes"]), [ending]);
    }
    let textmate = json("textmate/ipsec-conf.tmLanguage.json");
    assert_eq!(strings(&textmate["fileTypes"]), ["ipsec.conf"]);
}
