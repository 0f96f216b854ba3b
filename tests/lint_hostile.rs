//! Files that nobody wrote by hand: `ipsec-lint` ends, stays in its bounds and says what it cannot read.

#![allow(
    clippy::disallowed_methods,
    reason = "tests make files, pipes and links"
)]
#![allow(
    clippy::format_collect,
    reason = "a test is read more often than it is run"
)]

mod lint;

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

use insta::assert_snapshot;
use lint::{Dir, is_root};

const TARGETS: [&str; 4] = [
    "openswan@2.4",
    "openswan@2.6",
    "libreswan@4.10",
    "strongswan@5.9.8",
];

#[test]
fn no_bytes_make_it_fail() {
    let dir = Dir::new();
    let mut state = 1_u32;
    let noise: Vec<u8> = (0..20_000)
        .map(|_| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        })
        .collect();
    dir.write("ipsec.conf", noise);
    for target in TARGETS {
        for format in ["full", "concise", "plain", "json", "sarif", "junit"] {
            let output = dir.output(&format!("--target {target} --output-format {format}"), "");
            assert_eq!(output.status.code(), Some(1), "{target} {format}");
            assert!(
                !output.stdout.contains(&0x1b),
                "{target} {format}: an escape sequence got through"
            );
        }
    }
}

#[test]
fn escape_sequences_do_not_reach_the_terminal() {
    let dir = Dir::with(&[("ipsec.conf", "conn a\u{1b}[31m\n\tty\u{1b}]0;x\u{7}po=1\n")]);
    for words in ["", "--output-format full", "--add-suppressions old --diff"] {
        let output = dir.output(&format!("--target libreswan@4.10 {words}"), "");
        assert!(!output.stderr.contains(&0x1b), "{words}");
        assert!(
            words.contains("--diff") || !output.stdout.contains(&0x1b),
            "{words}"
        );
    }
}

#[test]
fn a_line_of_ten_megabytes() {
    let dir = Dir::new();
    dir.write(
        "ipsec.conf",
        format!(
            "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tleftid={}\n\ttypo=1\n",
            "x ".repeat(5_000_000)
        ),
    );
    for target in ["libreswan@4.10", "strongswan@5.9.8"] {
        let output = dir.output(&format!("--target {target} --output-format full"), "");
        assert!(
            output.stdout.len() < 100_000,
            "{target}: {} bytes",
            output.stdout.len()
        );
        assert_eq!(output.status.code(), Some(1), "{target}");
    }
}

#[test]
fn a_hundred_thousand_errors() {
    let text: String = (0..25_000)
        .map(|i| format!("conn c{i}\n\tleft=192.0.2.1\n\tauto=wrong\n\talso=nowhere{i}\n\tpfs=perhaps\n\ttypo{i}=1\n"))
        .collect();
    let dir = Dir::new();
    dir.write("ipsec.conf", text);
    let shown = dir.lint("--target libreswan@5.4 --limit 1 --select R101,S127,V101,V104");
    let end: Vec<&str> = shown.lines().skip(1).collect();
    assert_snapshot!(end.join("\n"), @"
    and 99999 more findings that are not shown
    --- standard error
    100000 errors in 1 file
    --- status 1
    ");
}

#[test]
fn pipes_devices_and_directories_are_not_read() {
    let dir = Dir::with(&[("d/x.txt", "")]);
    let made = Command::new("mkfifo")
        .arg(dir.path().join("pipe.conf"))
        .status()
        .expect("mkfifo is there");
    assert!(made.success());
    symlink("self.conf", dir.path().join("self.conf")).expect("links can be made");
    assert_snapshot!(dir.lint("pipe.conf /dev/zero self.conf --quiet"), @"
    --- standard error
    error: cannot read `pipe.conf`: it is no regular file
    error: cannot read `/dev/zero`: it is no regular file
    error: cannot read `self.conf`: too many levels of symbolic links
    --- status 2
    ");
    dir.write(
        "ipsec.conf",
        "include pipe.conf\ninclude /dev/zero\ninclude d\ninclude self.conf\n",
    );
    assert_snapshot!(dir.lint("--target libreswan@5.4"), @"
    ipsec.conf:1:9: warning[R121 include-unreadable]: cannot read `pipe.conf`: it is no regular file [ignored]
    ipsec.conf:2:9: warning[R121 include-unreadable]: cannot read `/dev/zero`: it is no regular file [ignored]
    ipsec.conf:3:9: warning[R121 include-unreadable]: cannot read `d`: it is a directory [ignored]
    ipsec.conf:4:9: warning[R121 include-unreadable]: cannot read `self.conf`: too many levels of symbolic links [ignored]
    --- standard error
    4 warnings in 1 file
    --- status 1
    ");
    // A directory that is searched may hold them, too.
    assert_eq!(dir.status(". --target libreswan@5.4"), 1);
}

#[test]
fn includes_that_go_in_circles() {
    let dir = Dir::with(&[
        ("ipsec.conf", "include ipsec.conf\n"),
        ("a.conf", "include b.conf\n"),
        ("b.conf", "include a.conf\n"),
    ]);
    for target in TARGETS {
        assert_eq!(
            dir.status(&format!("--target {target} ipsec.conf a.conf")),
            1,
            "{target}"
        );
    }
}

#[test]
fn a_file_that_may_not_be_read() {
    if is_root() {
        // Root reads everything; the message is tested with a file that is not there.
        return;
    }
    let dir = Dir::with(&[("ipsec.conf", "conn a\n")]);
    fs::set_permissions(
        dir.path().join("ipsec.conf"),
        fs::Permissions::from_mode(0o000),
    )
    .expect("the mode can be set");
    assert!(dir.lint("").contains("permission denied"));
    assert_eq!(dir.status(""), 2);
}

#[test]
fn an_empty_file() {
    let dir = Dir::with(&[("ipsec.conf", "")]);
    for words in ["", "--fix", "--diff", "--add-suppressions old"] {
        assert_eq!(
            dir.status(&format!("--target libreswan@5.4 {words}")),
            0,
            "{words}"
        );
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let text: String = (0..5000)
        .map(|i| format!("conn c{i}\n\ttypo{i}=1\n"))
        .collect();
    let dir = Dir::new();
    dir.write("ipsec.conf", text);
    let program = env!("CARGO_BIN_EXE_ipsec-lint");
    let script = format!(
        "{program} --target libreswan@5.4 --output-format json 2>err | head -c 10 >/dev/null; cat err"
    );
    let output = Command::new("sh")
        .args(["-c", &script])
        .current_dir(dir.path())
        .output()
        .expect("sh is there");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
}
