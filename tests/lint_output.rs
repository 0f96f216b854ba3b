//! What `ipsec-lint` writes, and its exit status.

#![allow(clippy::disallowed_methods, reason = "tests look at files")]
#![allow(
    clippy::format_collect,
    reason = "a test is read more often than it is run"
)]

mod lint;

use std::os::unix::fs::PermissionsExt as _;

use insta::assert_snapshot;
use lint::Dir;

const BAD: &str = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\ttypo=1\n";

fn dir() -> Dir {
    Dir::with(&[("ipsec.conf", BAD)])
}

#[test]
fn the_full_format_draws_the_source() {
    assert_snapshot!(dir().lint("--target libreswan@4.10 --output-format full"), @"
    error[V101] unknown-keyword

      x unknown keyword `typo`
       ,-[ipsec.conf:4:2]
     3 |  right=192.0.2.2
     4 |  typo=1
       :  ^^^^
       `----
      effect: the whole file is refused by Libreswan 4.10
      help: did you mean `type`?
      note: Libreswan 4.10 refuses the whole file
      unsafe fix: write `type`
                  4:2: replace `typo` by `type`

    --- standard error
    1 error in 1 file; 1 can be fixed with `--unsafe-fixes`
    --- status 1
    ");
}

#[test]
fn json_has_the_promised_shape() {
    let findings = dir().json("--target libreswan@4.10");
    let finding = findings
        .as_array()
        .and_then(|all| all.iter().find(|finding| finding["code"] == "V101"))
        .expect("it is found");
    let mut keys: Vec<&String> = finding.as_object().expect("an object").keys().collect();
    keys.sort();
    assert_eq!(
        keys,
        [
            "code", "conn", "effect", "fix", "help", "message", "name", "notes", "path", "range",
            "related", "severity", "target", "url"
        ]
    );
    assert_eq!(finding["path"], "ipsec.conf");
    assert_eq!(finding["target"], "libreswan@4.10");
    assert_eq!(
        finding["range"]["start"],
        serde_json::json!({"line": 4, "column": 2, "offset": 41})
    );
    assert_eq!(finding["fix"]["applicability"], "unsafe");
}

#[test]
fn paths_are_shown_as_given() {
    let dir = dir();
    for path in [
        "ipsec.conf",
        "./ipsec.conf",
        &dir.path().join("ipsec.conf").to_string_lossy(),
    ] {
        assert_eq!(
            dir.json(&format!("--target libreswan@4.10 {path}"))[0]["path"],
            *path
        );
    }
}

#[test]
fn every_format_has_the_finding() {
    for format in [
        "full",
        "concise",
        "plain",
        "json",
        "jsonl",
        "sarif",
        "github",
        "gitlab",
        "junit",
        "checkstyle",
    ] {
        let shown = dir().lint(&format!("--target libreswan@4.10 --output-format {format}"));
        assert!(
            shown.contains("unknown keyword `typo`"),
            "{format}: {shown}"
        );
        assert!(shown.ends_with("--- status 1\n"), "{format}: {shown}");
    }
}

#[test]
fn nothing_to_report_is_a_document_too() {
    let dir = Dir::with(&[(
        "ipsec.conf",
        "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n",
    )]);
    assert_snapshot!(dir.lint("--select Y390 --output-format json"), @"
    []
    --- status 0
    ");
}

#[test]
fn the_status_follows_fail_on() {
    let dir = Dir::with(&[(
        "ipsec.conf",
        "# ipsec-lint: ignore[Y391] x\nconn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n",
    )]);
    let statuses: Vec<i32> = ["error", "warning", "info", "never"]
        .map(|level| dir.status(&format!("--fail-on {level} --select Y390")))
        .to_vec();
    assert_eq!(statuses, [0, 1, 1, 0]);
}

#[test]
fn bad_usage_is_status_2() {
    assert_snapshot!(dir().lint("--select Z9"), @"
    --- standard error
    error: --select: no rule is called `Z9`; `--list-rules` lists them
    --- status 2
    ");
    assert_eq!(dir().status("--target windows"), 2);
    assert_eq!(dir().status("--output-format yaml"), 2);
    assert_eq!(dir().status("--no-such-option"), 2);
}

#[test]
fn findings_go_to_a_file_as_a_whole() {
    let dir = dir();
    assert_snapshot!(dir.lint("--target libreswan@4.10 --output out.json --output-format json"), @"--- status 1");
    assert!(dir.read("out.json").contains("\"V101\""));
    let mode = std::fs::metadata(dir.path().join("out.json"))
        .expect("it is there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o600, 0o600);
    assert_eq!(dir.status("--output /nowhere/out.json"), 2);
}

#[test]
fn findings_beyond_the_limit_are_counted() {
    let text: String = (0..5)
        .map(|i| format!("conn c{i}\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\ttypo{i}=1\n"))
        .collect();
    let dir = Dir::with(&[("ipsec.conf", &text)]);
    assert_snapshot!(dir.lint("--target libreswan@4.10 --limit 2 --select V101"), @"
    ipsec.conf:4:2: error[V101 unknown-keyword]: unknown keyword `typo0` [whole file refused]
    ipsec.conf:8:2: error[V101 unknown-keyword]: unknown keyword `typo1` [whole file refused]
    and 3 more findings that are not shown
    --- standard error
    5 errors in 1 file
    --- status 1
    ");
    assert_eq!(
        dir.json("--target libreswan@4.10 --limit 2 --select V101")
            .as_array()
            .expect("an array")
            .len(),
        5
    );
}

#[test]
fn statistics_count_by_rule() {
    let dir = Dir::with(&[("ipsec.conf", "conn a\n\ttypo=1\n\ttpyo=1\n\tleft=x y\n")]);
    assert_snapshot!(dir.lint("--target libreswan@4.10 --statistics"), @"
    2  error    V101 unknown-keyword  [fix]
    1  error    M102 missing-end
    1  error    S108 unquoted-spaces-in-value  [fix]
    --- standard error
    4 errors in 1 file; 1 can be fixed with `--fix`, 1 more with `--unsafe-fixes`
    --- status 1
    ");
}

#[test]
fn a_rule_is_explained_by_code_or_name() {
    let dir = Dir::new();
    let page = dir.lint("--explain passthrough-needs-never");
    assert_eq!(page, dir.lint("--explain m163"));
    assert!(
        page.starts_with("# M163 passthrough-needs-never\n\nerror; Libreswan; "),
        "{page}"
    );
    assert_snapshot!(dir.lint("--explain passthrough-needs-nevr"), @"
    --- standard error
    error: --explain: no rule is called `passthrough-needs-nevr`; did you mean `passthrough-needs-never`?
    --- status 2
    ");
}

#[test]
fn the_rules_are_listed() {
    let listed = Dir::new().lint("--list-rules");
    assert!(
        listed
            .lines()
            .any(|line| line.starts_with("M163  passthrough-needs-never ")),
        "{listed}"
    );
    let json = Dir::new().json("--list-rules");
    assert!(
        json.as_array()
            .expect("an array")
            .iter()
            .any(|rule| rule["code"] == "Y390")
    );
}

#[test]
fn colours_are_for_terminals_or_on_demand() {
    assert!(
        !dir()
            .lint("--target libreswan@4.10 --output-format full")
            .contains('\u{1b}')
    );
    assert!(
        dir()
            .lint("--target libreswan@4.10 --output-format full --color always")
            .contains('\u{1b}')
    );
}

#[test]
fn the_help_has_every_part() {
    let dir = Dir::new();
    let (short, long) = (dir.lint("-h"), dir.lint("--help"));
    assert!(
        short.len() < long.len() && long.contains("Exit status"),
        "{long}"
    );
}
