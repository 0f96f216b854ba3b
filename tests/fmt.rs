//! `ipsec-fmt`: what it writes, what it says, and what it leaves alone.

#![allow(clippy::disallowed_methods, reason = "tests make files and links")]

mod dir;

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

use dir::Dir;
use insta::assert_snapshot;

const UNTIDY: &str = "conn a\n  left = 192.0.2.1\n  right = 192.0.2.2\n\n\nconn b\n  also=a\n";
const TIDY: &str = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\nconn b\n\talso=a\n";

/// Both streams and the exit status; words are split at blanks.
fn fmt_input(dir: &Dir, words: &str, input: impl AsRef<[u8]>) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ipsec-fmt"));
    command
        .args(words.split(' ').filter(|word| !word.is_empty()))
        .current_dir(dir.path())
        .env("HOME", dir.path())
        .env_remove("CLICOLOR_FORCE");
    let here = dir.path().to_string_lossy().into_owned();
    dir::shown(&dir::answer(&mut command, input)).replace(&here, "HERE")
}

fn fmt(dir: &Dir, words: &str) -> String {
    fmt_input(dir, words, "")
}

fn untidy() -> Dir {
    Dir::with(&[("ipsec.conf", UNTIDY)])
}

#[test]
fn a_file_is_laid_out_in_place() {
    let dir = untidy();
    assert_snapshot!(fmt(&dir, "ipsec.conf"), @r"
    --- standard error
    1 file changed, 0 files left as they were
    --- status 0
    ");
    assert_eq!(dir.read("ipsec.conf"), TIDY);
    assert_snapshot!(fmt(&dir, ""), @r"
    --- standard error
    0 files changed, 1 file left as they were
    --- status 0
    ");
}

#[test]
fn check_and_diff_write_nothing() {
    let dir = untidy();
    assert_snapshot!(fmt(&dir, "--check ipsec.conf"), @r"
    ipsec.conf
    --- standard error
    1 file would change, 0 files would not
    --- status 1
    ");
    assert_snapshot!(fmt(&dir, "--diff --quiet ipsec.conf"), @r"
    --- ipsec.conf
    +++ ipsec.conf
    @@ -1,7 +1,6 @@
     conn a
    -  left = 192.0.2.1
    -  right = 192.0.2.2
    -
    +	left=192.0.2.1
    +	right=192.0.2.2
     
     conn b
    -  also=a
    +	also=a
    --- status 1
    ");
    assert_eq!(dir.read("ipsec.conf"), UNTIDY);
    dir.write("ipsec.conf", TIDY);
    assert!(fmt(&dir, "--check ipsec.conf").ends_with("--- status 0\n"));
    assert_eq!(fmt(&dir, "--diff --quiet ipsec.conf"), "--- status 0\n");
}

#[test]
fn standard_input_goes_to_standard_output() {
    let dir = Dir::new();
    assert_eq!(
        fmt_input(&dir, "-", UNTIDY),
        format!("{TIDY}--- status 0\n")
    );
    assert_snapshot!(fmt_input(&dir, "--check --stdin-filename etc/ipsec.conf -", UNTIDY), @r"
    etc/ipsec.conf
    --- standard error
    1 file would change, 0 files would not
    --- status 1
    ");
}

#[test]
fn a_range_is_laid_out_and_nothing_else() {
    let dir = Dir::new();
    assert_snapshot!(fmt_input(&dir, "--range 3:1-4:1 -", UNTIDY), @r"
    conn a
      left = 192.0.2.1
    	right=192.0.2.2


    conn b
      also=a
    --- status 0
    ");
    assert_snapshot!(fmt_input(&dir, "--range 3-4 -", UNTIDY), @r"
    --- standard error
    error: invalid value '3-4' for '--range <L:C-L:C>': a range is LINE:COLUMN-LINE:COLUMN, counted from 1, such as `3:1-8:1`

    For more information, try '--help'.
    --- status 2
    ");
    dir.write("a/ipsec.conf", UNTIDY);
    dir.write("b/ipsec.conf", UNTIDY);
    assert_snapshot!(fmt(&dir, "--range 1:1-2:1 a b"), @r"
    --- standard error
    error: --range wants one file
    --- status 2
    ");
}

#[test]
fn directories_give_their_configurations() {
    let dir = Dir::with(&[
        ("etc/ipsec.conf", UNTIDY),
        ("etc/ipsec.d/a.conf", TIDY),
        ("etc/ipsec.d/old.conf", UNTIDY),
        ("etc/nginx.conf", "server {\n  listen 80;\n}\n"),
        ("ipsec-lint.toml", "exclude = [\"old.conf\"]\n"),
        ("none/readme", "nothing\n"),
    ]);
    assert_snapshot!(fmt(&dir, "etc none"), @r"
    --- standard error
    no configuration below `none`
    1 file changed, 1 file left as they were
    --- status 0
    ");
    assert_eq!(dir.read("etc/ipsec.d/old.conf"), UNTIDY);
}

#[test]
fn a_file_of_the_system_is_not_taken_unasked() {
    assert_snapshot!(fmt(&Dir::new(), ""), @r"
    --- standard error
    error: there is no `ipsec.conf` here; name a file or a directory
    --- status 2
    ");
}

#[test]
fn the_configuration_file_goes_before_the_editors() {
    let dir = Dir::with(&[
        ("ipsec.conf", UNTIDY),
        (
            ".editorconfig",
            "root = true\n[*.conf]\nindent_style = space\nindent_size = 3\nend_of_line = lf\n",
        ),
    ]);
    let laid_out = |words: &str| {
        let out = fmt_input(
            &dir,
            &format!("{words} --stdin-filename ipsec.conf -"),
            UNTIDY,
        );
        out.lines().take(2).collect::<Vec<_>>().join("/")
    };
    assert_eq!(laid_out(""), "conn a/   left=192.0.2.1");
    dir.write(
        "ipsec-lint.toml",
        "[format]\nindent = 5\nspaces-around-equals = true\n",
    );
    assert_eq!(laid_out(""), "conn a/     left = 192.0.2.1");
    dir.write("other.toml", "[format]\nindent = \"tab\"\n");
    assert_eq!(laid_out("--config other.toml"), "conn a/\tleft=192.0.2.1");
    assert_eq!(laid_out("--no-config"), "conn a/\tleft=192.0.2.1");
}

#[test]
fn what_the_configuration_file_gets_wrong_is_said() {
    let dir = Dir::with(&[
        ("ipsec.conf", UNTIDY),
        (
            "ipsec-lint.toml",
            "[format]\nindent = 40\nqoutes = \"keep\"\norder = \"random\"\nalign-values = 1\n",
        ),
    ]);
    assert_snapshot!(fmt(&dir, "ipsec.conf"), @r#"
    --- standard error
    ipsec-lint.toml:2:10: error[Y394 bad-option-value]: `indent` is a number from 1 to 32 [whole file refused]
    ipsec-lint.toml:3:1: warning[Y393 unknown-option]: unknown option `qoutes` [ignored]
    ipsec-lint.toml:4:9: error[Y394 bad-option-value]: `random` is none of `keep`, `canonical` [whole file refused]
    ipsec-lint.toml:5:16: error[Y394 bad-option-value]: this is an integer where a word is wanted [whole file refused]
    --- status 2
    "#);
    assert_eq!(dir.read("ipsec.conf"), UNTIDY);
}

#[test]
fn mode_and_links_stay() {
    let dir = untidy();
    let path = dir.path().join("ipsec.conf");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("the mode can be set");
    symlink("ipsec.conf", dir.path().join("link.conf")).expect("a link can be made");
    fmt(&dir, "link.conf");
    assert_eq!(dir.read("ipsec.conf"), TIDY);
    assert!(dir.path().join("link.conf").is_symlink());
    let mode = fs::metadata(&path)
        .expect("it is there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o640);
}

#[test]
fn what_cannot_be_laid_out_is_left_alone_and_the_rest_is_done() {
    let dir = Dir::with(&[("good.conf", UNTIDY), ("read-only.conf", UNTIDY)]);
    dir.write("latin1.conf", b"conn a\n  left = m\xfcnchen\n");
    let path = dir.path().join("read-only.conf");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).expect("the mode can be set");
    assert_snapshot!(fmt(&dir, "good.conf latin1.conf missing.conf read-only.conf"), @r"
    --- standard error
    error: `latin1.conf` is not written: it is not UTF-8 text
    error: cannot read `missing.conf`: no such file or directory
    error: `read-only.conf` is not written: it is read-only
    1 file changed, 0 files left as they were
    --- status 2
    ");
    assert_eq!(dir.read("good.conf"), TIDY);
    assert_eq!(dir.read("read-only.conf"), UNTIDY);
}

#[test]
fn line_endings_are_changed_on_request_only() {
    let dir = Dir::with(&[("ipsec.conf", &UNTIDY.replace('\n', "\r\n"))]);
    fmt(&dir, "ipsec.conf");
    assert!(
        dir.read("ipsec.conf")
            .starts_with("conn a\r\n\tleft=192.0.2.1\r\n")
    );
    dir.write("ipsec-lint.toml", "[format]\nline-ending = \"lf\"\n");
    fmt(&dir, "ipsec.conf");
    assert_eq!(dir.read("ipsec.conf"), TIDY);
    dir.write("ipsec-lint.toml", "[format]\nline-ending = \"crlf\"\n");
    fmt(&dir, "ipsec.conf");
    assert_eq!(dir.read("ipsec.conf"), TIDY.replace('\n', "\r\n"));
}

#[test]
fn words_are_rewritten_on_request_only() {
    let text = "conn a\n\tauto=add\n\tLeftID=\"@a\"\n\tleft=192.0.2.1\n\tright=192.0.2.2\n";
    let dir = Dir::with(&[("ipsec.conf", text)]);
    fmt(&dir, "ipsec.conf");
    assert_eq!(dir.read("ipsec.conf"), text);
    let options = "order = \"canonical\"\nspelling = \"canonical\"\nquotes = \"minimal\"\n";
    dir.write(
        "ipsec-lint.toml",
        format!("target = \"libreswan@4.10\"\n[format]\n{options}"),
    );
    fmt(&dir, "ipsec.conf");
    assert_snapshot!(dir.read("ipsec.conf"), @r"
    conn a
    	left=192.0.2.1
    	leftid=@a
    	right=192.0.2.2
    	auto=add
    ");
}

#[test]
fn a_secret_is_not_shown_in_a_difference() {
    let text = "conn a\n  leftxauthpassword = hunter2hunter2\n  left = 192.0.2.1\n";
    let dir = Dir::with(&[("ipsec.conf", text)]);
    let shown = fmt(&dir, "--diff ipsec.conf");
    assert!(
        shown.contains("192.0.2.1") && !shown.contains("hunter2"),
        "{shown}"
    );
}

#[test]
fn the_linter_finds_and_fixes_what_the_formatter_would_change() {
    let dir = untidy();
    let lint = |words: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ipsec-lint"));
        command.args(words.split(' ')).current_dir(dir.path());
        dir::shown(&dir::answer(&mut command, ""))
    };
    assert_snapshot!(lint("--select Y301 --output-format concise --quiet ipsec.conf"), @r"
    ipsec.conf:2:1: info[Y301 not-formatted]: the file is not laid out as `ipsec-fmt` does [works]
    --- status 0
    ");
    dir.write(
        "ipsec-lint.toml",
        "[format]\nindent = 2\nspaces-around-equals = true\nblank-lines-inside-sections = 2\n",
    );
    lint("--select Y301 --fix --quiet ipsec.conf");
    assert_eq!(fmt(&dir, "--check --quiet ipsec.conf"), "--- status 0\n");
    assert!(
        dir.read("ipsec.conf")
            .starts_with("conn a\n  left = 192.0.2.1\n")
    );
}

#[test]
fn verbose_says_what_holds_and_why() {
    let dir = untidy();
    dir.write(
        "ipsec-lint.toml",
        "target = \"strongswan@5.9.8\"\n[format]\nindent = 4\nalign-comments = \"file\"\n",
    );
    assert_snapshot!(fmt(&dir, "--verbose --check ipsec.conf"), @r#"
    ipsec.conf
    --- standard error
    ipsec.conf: strongswan@5.9.8 (ipsec-lint.toml); indent=4 spaces-around-equals=false align-values="off" align-comments="file" blank-lines-between-sections=1 blank-lines-inside-sections=1 quotes="keep" spelling="keep" order="keep" line-ending="keep"
    1 file would change, 0 files would not
    --- status 1
    "#);
}

#[test]
fn hostile_files_are_done_with_at_once() {
    let dir = Dir::new();
    dir.write(
        "long.conf",
        format!("conn a\n  leftid={}\n", "x".repeat(1_000_000)),
    );
    dir.write(
        "strings.conf",
        format!("conn a\n{}", "  x = \"a\n".repeat(20_000)),
    );
    dir.write(
        "words.conf",
        format!("conn a\n{}", "  left = 192.0.2.1 #office\n".repeat(20_000)),
    );
    dir.write("nul.conf", "conn a\n  left = 192.0.2.1\0\n\0\n  x =\0 y\n");
    dir.write("loop.conf", "include loop.conf\nconn a\n  also = a\n");
    dir.write("blank.conf", " \n".repeat(100_000));
    assert_snapshot!(fmt(&dir, "long.conf strings.conf words.conf nul.conf loop.conf blank.conf"), @r"
    --- standard error
    4 files changed, 2 files left as they were
    --- status 0
    ");
    assert_eq!(dir.read("blank.conf"), "");
    assert_eq!(
        dir.read("loop.conf"),
        "include loop.conf\n\nconn a\n\talso=a\n"
    );
}
