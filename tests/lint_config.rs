//! `ipsec-lint.toml`.

mod lint;

use insta::assert_snapshot;
use lint::Dir;

const BAD: &str = "conn a\n\tleft=192.0.2.1\n\tright=%any\n\ttype=passthrough\n";

fn with(config: &str) -> Dir {
    Dir::with(&[
        ("ipsec-lint.toml", config),
        ("ipsec.conf", BAD),
        ("lab/ipsec.conf", BAD),
    ])
}

#[test]
fn it_is_found_upwards_from_the_file() {
    let dir = with("target = \"libreswan@4.10\"\n");
    assert_snapshot!(dir.lint("lab/ipsec.conf --verbose"), @"
    lab/ipsec.conf:4:7: error[M163 passthrough-needs-never]: `type=passthrough` needs `authby=never` [conn refused]
    --- standard error
    lab/ipsec.conf: libreswan@4.10 (ipsec-lint.toml)
    1 error in 1 file
    --- status 1
    ");
    assert_snapshot!(dir.lint("lab/ipsec.conf --verbose --no-config"), @"
    --- standard error
    lab/ipsec.conf: libreswan@5.4 (nothing says otherwise)
    nothing to report
    --- status 0
    ");
}

#[test]
fn the_command_line_comes_first() {
    let dir = with("target = \"libreswan@4.10\"\nselect = [\"Y303\"]\nfail-on = \"never\"\n");
    assert_snapshot!(dir.lint("--select M163"), @"
    ipsec.conf:4:7: error[M163 passthrough-needs-never]: `type=passthrough` needs `authby=never` [conn refused]
    --- standard error
    1 error in 1 file
    --- status 0
    ");
    assert_snapshot!(dir.lint_by_default(""), @"
    --- standard error
    nothing to report
    --- status 0
    ");
}

#[test]
fn severities_and_ignores_by_path() {
    let dir = with(
        "target = \"libreswan@4.10\"\n[severity]\nM163 = \"info\"\n[per-file-ignores]\n\"lab/*\" = [\"M\"]\n",
    );
    assert_snapshot!(dir.lint("."), @"
    ipsec.conf:4:7: info[M163 passthrough-needs-never]: `type=passthrough` needs `authby=never` [conn refused]
    --- standard error
    1 info in 1 file
    --- status 0
    ");
}

#[test]
fn excluded_files_are_left_out_of_directories_only() {
    let dir = with("target = \"libreswan@4.10\"\nexclude = [\"lab/\"]\n");
    assert_snapshot!(dir.lint("."), @"
    ipsec.conf:4:7: error[M163 passthrough-needs-never]: `type=passthrough` needs `authby=never` [conn refused]
    --- standard error
    1 error in 1 file
    --- status 1
    ");
    assert_snapshot!(dir.lint("lab/ipsec.conf"), @"
    lab/ipsec.conf:4:7: error[M163 passthrough-needs-never]: `type=passthrough` needs `authby=never` [conn refused]
    --- standard error
    1 error in 1 file
    --- status 1
    ");
}

#[test]
fn an_unknown_option_is_a_finding() {
    let dir = with("target = \"libreswan@4.10\"\nignoer = [\"M\"]\nignore = [\"M1633\"]\n");
    assert_snapshot!(dir.lint("ipsec.conf --output-format plain --select Y39"), @r#"
    warning[Y393 unknown-option]: unknown option `ignoer`
      --> ipsec-lint.toml:2:1
      |
    2 | ignoer = ["M"]
      | ^^^^^^
      |
      = effect: ipsec-lint goes on without this
      = help: did you mean `ignore`?

    warning[Y391 unknown-rule]: no rule is called `M1633`
      --> ipsec-lint.toml:3:11
      |
    3 | ignore = ["M1633"]
      |           ^^^^^^^
      |
      = effect: ipsec-lint goes on without this
      = help: `ipsec-lint --list-rules` lists the rules

    --- standard error
    2 warnings in 1 file
    --- status 1
    "#);
}

#[test]
fn an_unusable_file_is_status_2() {
    let dir =
        with("target = \"windows\"\nignore = \"M\"\nfail-on = \"panic\"\nexclude = [\"[\"]\n");
    assert_snapshot!(dir.lint(""), @"
    ipsec-lint.toml:1:10: error[Y394 bad-option-value]: unknown dialect `windows`; known are openswan, libreswan, strongswan and freeswan [whole file refused]
    ipsec-lint.toml:2:10: error[Y394 bad-option-value]: this is a string where an array of strings is wanted [whole file refused]
    ipsec-lint.toml:3:11: error[Y394 bad-option-value]: `panic` is none of `error`, `warning`, `info`, `never` [whole file refused]
    ipsec-lint.toml:4:12: error[Y394 bad-option-value]: this is no pattern: unclosed character class; missing ']' [whole file refused]
    --- standard error
    4 errors in 1 file
    --- status 2
    ");
    let dir = with("target = \n[[[");
    assert_snapshot!(dir.lint("--output-format plain"), @"
    error[Y394 bad-option-value]: this is not TOML: string values must be quoted, expected literal string
      --> ipsec-lint.toml:1:10
      |
    1 | target = 
      |          ^
      |
      = effect: ipsec-lint cannot use this file

    error[Y394 bad-option-value]: this is not TOML: unquoted keys cannot be empty, expected letters, numbers, `-`, `_`
      --> ipsec-lint.toml:2:3
      |
    2 | [[[
      |   ^
      |
      = effect: ipsec-lint cannot use this file

    --- standard error
    2 errors in 1 file
    --- status 2
    ");
}

#[test]
fn a_named_file_holds_for_everything() {
    let dir = with("select = [\"Y\"]\n");
    dir.write("other.toml", "target = \"libreswan@4.10\"\n");
    assert_snapshot!(dir.lint("--config other.toml"), @"
    ipsec.conf:4:7: error[M163 passthrough-needs-never]: `type=passthrough` needs `authby=never` [conn refused]
    --- standard error
    1 error in 1 file
    --- status 1
    ");
    assert_snapshot!(dir.lint("--config gone.toml"), @"
    --- standard error
    error: cannot read `gone.toml`: no such file or directory
    --- status 2
    ");
}

/// The schema is written from the table that the program reads by.
#[test]
fn the_schema_is_current() {
    assert_eq!(
        include_str!("../schema/ipsec-lint.schema.json"),
        ipsec_conf_config::schema()
    );
}
