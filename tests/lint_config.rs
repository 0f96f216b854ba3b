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
    assert_snapshot!(dir.lint("lab/ipsec.conf --verbose"), @"");
    assert_snapshot!(dir.lint("lab/ipsec.conf --verbose --no-config"), @"");
}

#[test]
fn the_command_line_comes_first() {
    let dir = with("target = \"libreswan@4.10\"\nselect = [\"Y\"]\nfail-on = \"never\"\n");
    assert_snapshot!(dir.lint("--select M"), @"");
    assert_snapshot!(dir.lint(""), @"");
}

#[test]
fn severities_and_ignores_by_path() {
    let dir = with(
        "target = \"libreswan@4.10\"\n[severity]\nM163 = \"info\"\n[per-file-ignores]\n\"lab/*\" = [\"M\"]\n",
    );
    assert_snapshot!(dir.lint("."), @"");
}

#[test]
fn excluded_files_are_left_out_of_directories_only() {
    let dir = with("target = \"libreswan@4.10\"\nexclude = [\"lab/\"]\n");
    assert_snapshot!(dir.lint("."), @"");
    assert_snapshot!(dir.lint("lab/ipsec.conf"), @"");
}

#[test]
fn an_unknown_option_is_a_finding() {
    let dir = with("target = \"libreswan@4.10\"\nignoer = [\"M\"]\nignore = [\"M1633\"]\n");
    assert_snapshot!(dir.lint("ipsec.conf --output-format plain --select Y"), @"");
}

#[test]
fn an_unusable_file_is_status_2() {
    let dir =
        with("target = \"windows\"\nignore = \"M\"\nfail-on = \"panic\"\nexclude = [\"[\"]\n");
    assert_snapshot!(dir.lint(""), @"");
    let dir = with("target = \n[[[");
    assert_snapshot!(dir.lint("--output-format plain"), @"");
}

#[test]
fn a_named_file_holds_for_everything() {
    let dir = with("select = [\"Y\"]\n");
    dir.write("other.toml", "target = \"libreswan@4.10\"\n");
    assert_snapshot!(dir.lint("--config other.toml"), @"");
    assert_snapshot!(dir.lint("--config gone.toml"), @"");
}

/// The schema is written from the table that the program reads by.
#[test]
fn the_schema_is_current() {
    assert_eq!(
        include_str!("../schema/ipsec-lint.schema.json"),
        ipsec_conf_cli::lint::schema()
    );
}
