//! Which files `ipsec-lint` judges, and for which target.

#![allow(clippy::disallowed_methods, reason = "tests make files and links")]

mod lint;

use std::os::unix::fs::symlink;

use insta::assert_snapshot;
use lint::Dir;

const BAD: &str = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\ttypo=1\n";
const GOOD: &str = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n";

#[test]
fn the_file_in_the_current_directory_comes_first() {
    let dir = Dir::with(&[("ipsec.conf", BAD)]);
    assert_snapshot!(dir.lint("--target libreswan@4.10"), @"
    ipsec.conf:4:2: error[V101 unknown-keyword]: unknown keyword `typo` [whole file refused]
    --- standard error
    1 error in 1 file; 1 can be fixed with `--unsafe-fixes`
    --- status 1
    ");
}

#[test]
fn a_directory_is_searched_for_what_looks_like_a_configuration() {
    let dir = Dir::with(&[
        ("ipsec.conf", BAD),
        ("office.ipsec.conf", BAD),
        // Not by its lines.
        ("ipsec.branch.conf", "typo\n"),
        ("etc/ipsec.d/x.conf", "nonsense\n"),
        ("lab/by-content.conf", BAD),
        ("lab/nginx.conf", "server {\n\tlisten 80;\n}\n"),
        ("lab/README.md", &format!("Write\n\n{BAD}")),
        ("lab/ipsec.conf.rpmsave", BAD),
        ("build/ipsec.conf", BAD),
        (".gitignore", "build/\n"),
    ]);
    assert_snapshot!(dir.lint(". --target libreswan@4.10"), @"
    etc/ipsec.d/x.conf:1:1: error[S113 unknown-section]: unknown section type `nonsense` [whole file refused]
    ipsec.branch.conf:1:1: error[S113 unknown-section]: unknown section type `typo` [whole file refused]
    ipsec.conf:4:2: error[V101 unknown-keyword]: unknown keyword `typo` [whole file refused]
    lab/by-content.conf:4:2: error[V101 unknown-keyword]: unknown keyword `typo` [whole file refused]
    office.ipsec.conf:4:2: error[V101 unknown-keyword]: unknown keyword `typo` [whole file refused]
    --- standard error
    5 errors in 5 files; 3 can be fixed with `--unsafe-fixes`
    --- status 1
    ");
}

#[test]
fn a_directory_without_a_configuration() {
    let dir = Dir::with(&[("a.txt", "hello\n")]);
    assert_snapshot!(dir.lint("."), @"
    --- standard error
    no configuration below `.`
    nothing to report
    --- status 0
    ");
}

#[test]
fn an_included_file_that_is_also_given_is_judged_once() {
    let dir = Dir::with(&[
        ("ipsec.conf", "include d/*.conf\n"),
        ("d/a.conf", BAD),
        ("d/b.conf", GOOD),
    ]);
    assert_snapshot!(dir.lint("d/a.conf ipsec.conf d --target libreswan@4.10"), @"
    d/a.conf:4:2: error[V101 unknown-keyword]: unknown keyword `typo` [whole file refused]
    d/b.conf:1:6: error[R108 duplicate-conn-name]: conn `a` is defined twice [misread]
    --- standard error
    2 errors in 2 files; 1 can be fixed with `--unsafe-fixes`
    --- status 1
    ");
}

#[test]
fn a_file_that_two_include_is_reported_once() {
    let dir = Dir::with(&[
        ("one.conf", "include common.conf\n"),
        ("two.conf", "include common.conf\n"),
        ("common.conf", BAD),
    ]);
    assert_snapshot!(dir.lint("one.conf two.conf --target libreswan@4.10"), @"
    common.conf:4:2: error[V101 unknown-keyword]: unknown keyword `typo` [whole file refused]
    --- standard error
    1 error in 1 file; 1 can be fixed with `--unsafe-fixes`
    --- status 1
    ");
}

#[test]
fn files_that_include_one_another() {
    let dir = Dir::with(&[
        ("a.conf", "include b.conf\n"),
        ("b.conf", "include a.conf\n"),
    ]);
    assert_snapshot!(dir.lint("a.conf b.conf --target libreswan@4.10"), @"
    b.conf:1:9: error[R112 include-cycle]: include cycle: a.conf -> b.conf -> a.conf [misread]
    --- standard error
    1 error in 1 file
    --- status 1
    ");
}

#[test]
fn links_are_followed_and_loops_of_directories_are_not() {
    let dir = Dir::with(&[("real/ipsec.conf", BAD)]);
    symlink("real/ipsec.conf", dir.path().join("link.ipsec.conf")).expect("links can be made");
    symlink("..", dir.path().join("real/loop")).expect("links can be made");
    assert_snapshot!(dir.lint("link.ipsec.conf --target libreswan@4.10"), @"
    link.ipsec.conf:4:2: error[V101 unknown-keyword]: unknown keyword `typo` [whole file refused]
    --- standard error
    1 error in 1 file; 1 can be fixed with `--unsafe-fixes`
    --- status 1
    ");
    assert_snapshot!(dir.lint("real --target libreswan@4.10"), @"
    real/ipsec.conf:4:2: error[V101 unknown-keyword]: unknown keyword `typo` [whole file refused]
    --- standard error
    1 error in 1 file; 1 can be fixed with `--unsafe-fixes`
    --- status 1
    ");
}

#[test]
fn standard_input_has_the_name_that_is_given() {
    let dir = Dir::new();
    assert_snapshot!(dir.lint_input("- --target libreswan@4.10", BAD), @"
    <stdin>:4:2: error[V101 unknown-keyword]: unknown keyword `typo` [whole file refused]
    --- standard error
    1 error in 1 file; 1 can be fixed with `--unsafe-fixes`
    --- status 1
    ");
    assert_snapshot!(dir.lint_input("- --target libreswan@4.10 --stdin-filename etc/ipsec.conf", BAD), @"
    etc/ipsec.conf:4:2: error[V101 unknown-keyword]: unknown keyword `typo` [whole file refused]
    --- standard error
    1 error in 1 file; 1 can be fixed with `--unsafe-fixes`
    --- status 1
    ");
}

#[test]
fn the_target_is_chosen_and_the_reason_is_shown() {
    let dir = Dir::with(&[
        (
            "comment.conf",
            "# ipsec-lint: target=openswan@2.6\nconn a\n",
        ),
        (
            "words.conf",
            "conn a\n\tkeyexchange=ikev2\n\tleftcert=a.pem\n",
        ),
        ("plain.conf", "conn a\n"),
        ("sub/ipsec-lint.toml", "target = \"libreswan@3.32\"\n"),
        ("sub/plain.conf", "conn a\n"),
    ]);
    let all = "comment.conf words.conf plain.conf sub/plain.conf";
    assert_snapshot!(dir.lint(&format!("--verbose --fail-on never -q {all}").replace(" -q", "")), @"
    comment.conf:2:6: error[M102 missing-end]: conn `a` has no `left` [conn refused]
    plain.conf:1:6: error[M102 missing-end]: conn `a` has no `left` [conn refused]
    sub/plain.conf:1:6: error[M102 missing-end]: conn `a` has no `left` [conn refused]
    --- standard error
    comment.conf: openswan@2.6.52.3 (a comment in the file)
    words.conf: strongswan@6.0.6 (the file uses `keyexchange=ikev2`)
    plain.conf: libreswan@5.4 (nothing says otherwise)
    sub/plain.conf: libreswan@3.32 (sub/ipsec-lint.toml)
    3 errors in 3 files
    --- status 0
    ");
    assert_snapshot!(dir.lint("--verbose --target openswan@2.4 plain.conf --select M102,S133"), @"
    plain.conf:1:1: error[S133 missing-version]: `version 2.0` must come before this [whole file refused]
    plain.conf:1:6: error[M102 missing-end]: conn `a` has no `left` [conn refused]
    --- standard error
    plain.conf: openswan@2.4.9 (--target)
    2 errors in 1 file; 1 can be fixed with `--fix`
    --- status 1
    ");
}

#[test]
fn absolute_includes_are_looked_up_below_the_root() {
    let dir = Dir::with(&[
        ("ipsec.conf", "include /etc/ipsec.d/a.conf\n"),
        ("root/etc/ipsec.d/a.conf", BAD),
    ]);
    assert_snapshot!(dir.lint("--root root --target libreswan@4.10"), @"
    root/etc/ipsec.d/a.conf:4:2: error[V101 unknown-keyword]: unknown keyword `typo` [whole file refused]
    --- standard error
    1 error in 1 file; 1 can be fixed with `--unsafe-fixes`
    --- status 1
    ");
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_judged() {
    let dir = Dir::with(&[("ipsec.conf", BAD)]);
    assert_snapshot!(dir.lint("gone.conf ipsec.conf /dev/zero --target libreswan@4.10"), @"
    ipsec.conf:4:2: error[V101 unknown-keyword]: unknown keyword `typo` [whole file refused]
    --- standard error
    error: cannot read `gone.conf`: no such file or directory
    error: cannot read `/dev/zero`: it is no regular file
    1 error in 1 file; 1 can be fixed with `--unsafe-fixes`
    --- status 2
    ");
}

#[test]
fn config_setup_says_where_secrets_and_policy_groups_are() {
    let conf = "config setup\n\tsecretsfile=/keys\n\tipsecdir=/srv\nconn private\n\tleft=%defaultroute\n\tright=%opportunisticgroup\n";
    let dir = Dir::with(&[
        ("etc/ipsec.conf", conf),
        ("etc/ipsec.secrets", "none of these\n"),
        ("keys", "PSK of nobody\n"),
        ("srv/policies/private", "10.0.0.0/99\n"),
        ("etc/ipsec.d/policies/private", "none of these\n"),
    ]);
    let found = dir.lint("etc/ipsec.conf --root . --target libreswan@4.10 --select P106,P132");
    assert_snapshot!(found, @"
    ./keys:1:1: warning[P106 secrets-syntax]: no `:` before the kind of the secret [ignored]
    ./srv/policies/private:1:1: warning[P132 policy-file-syntax]: not a target [ignored]
    --- standard error
    2 warnings in 2 files; 1 can be fixed with `--unsafe-fixes`
    --- status 1
    ");
}

#[test]
fn what_another_release_makes_of_a_file_is_told_beside_faulty_secrets() {
    let dir = Dir::with(&[
        (
            "ipsec.conf",
            "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tauto=1\n",
        ),
        (
            "ipsec.secrets",
            ": RSA gateway.pem\nuser : EAP \"not shown\"\n",
        ),
    ]);
    let found = dir.lint("--target libreswan@5.4 --select ALL --output-format full ipsec.conf");
    assert!(
        found.contains("Libreswan refuses this from 5.0 on"),
        "{found}"
    );
    assert!(found.ends_with("--- status 1\n"), "{found}");
}
