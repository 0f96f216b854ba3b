//! `--fix`, `--unsafe-fixes` and `--diff`.

#![allow(clippy::disallowed_methods, reason = "tests make files and links")]

mod lint;

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};

use insta::assert_snapshot;
use lint::{Dir, is_root};

const SHUNT: &str = "conn a\n\tleft=192.0.2.1\n\tright=%any\n\ttype=passthrough\n\tauthby=secret\n";
const TYPO: &str = "conn b\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\ttypo=1\n";

fn dir() -> Dir {
    Dir::with(&[("ipsec.conf", SHUNT)])
}

#[test]
fn a_safe_fix_is_written() {
    let dir = dir();
    assert_snapshot!(dir.lint("--target libreswan@4.10 --fix"), @"
    --- standard error
    fixed 1 finding in 1 file
    nothing to report
    --- status 0
    ");
    assert_snapshot!(dir.read("ipsec.conf"), @"
    conn a
    	left=192.0.2.1
    	right=%any
    	type=passthrough
    	authby=never
    ");
}

#[test]
fn a_fixed_file_stays_as_it_is() {
    let dir = dir();
    dir.lint("--target libreswan@4.10 --fix");
    let before = fs::metadata(dir.path().join("ipsec.conf"))
        .expect("it is there")
        .ino();
    dir.lint("--target libreswan@4.10 --fix");
    let after = fs::metadata(dir.path().join("ipsec.conf"))
        .expect("it is there")
        .ino();
    assert_eq!(before, after);
}

#[test]
fn an_unsafe_fix_wants_its_option() {
    let dir = Dir::with(&[("ipsec.conf", TYPO)]);
    assert_snapshot!(dir.lint("--target libreswan@4.10 --fix --quiet"), @"
    ipsec.conf:4:2: error[V101 unknown-keyword]: unknown keyword `typo` [whole file refused]
    --- status 1
    ");
    assert_eq!(dir.read("ipsec.conf"), TYPO);
    dir.lint("--target libreswan@4.10 --unsafe-fixes");
    assert_snapshot!(dir.read("ipsec.conf"), @"
    conn b
    	left=192.0.2.1
    	right=192.0.2.2
    	type=1
    ");
}

#[test]
fn a_difference_is_shown_and_not_made() {
    let dir = dir();
    assert_snapshot!(dir.lint("--target libreswan@4.10 --diff"), @"
    --- ipsec.conf
    +++ ipsec.conf
    @@ -2,4 +2,4 @@
     	left=192.0.2.1
     	right=%any
     	type=passthrough
    -	authby=secret
    +	authby=never
    --- standard error
    with these changes: nothing to report
    --- status 1
    ");
    assert_eq!(dir.read("ipsec.conf"), SHUNT);
    dir.lint("--target libreswan@4.10 --fix");
    assert_snapshot!(dir.lint("--target libreswan@4.10 --diff"), @"
    --- standard error
    with these changes: nothing to report
    --- status 0
    ");
}

#[test]
fn included_files_are_fixed_too() {
    let dir = Dir::with(&[("ipsec.conf", "include d/*.conf\n"), ("d/a.conf", SHUNT)]);
    assert_snapshot!(dir.lint("--target libreswan@4.10 --fix"), @"
    --- standard error
    fixed 1 finding in 1 file
    nothing to report
    --- status 0
    ");
    assert!(dir.read("d/a.conf").contains("authby=never"));
}

#[test]
fn standard_input_goes_to_standard_output() {
    assert_snapshot!(Dir::new().lint_input("- --target libreswan@4.10 --fix", SHUNT), @"
    conn a
    	left=192.0.2.1
    	right=%any
    	type=passthrough
    	authby=never
    --- standard error
    fixed 1 finding in 1 file
    nothing to report
    --- status 0
    ");
    assert_snapshot!(Dir::new().lint_input("- --target libreswan@4.10 --diff", SHUNT), @"
    --- <stdin>
    +++ <stdin>
    @@ -2,4 +2,4 @@
     	left=192.0.2.1
     	right=%any
     	type=passthrough
    -	authby=secret
    +	authby=never
    --- standard error
    with these changes: nothing to report
    --- status 1
    ");
    assert_snapshot!(Dir::new().lint_input("- --target libreswan@4.10 --fix --quiet", TYPO), @"
    conn b
    	left=192.0.2.1
    	right=192.0.2.2
    	typo=1
    --- standard error
    <stdin>:4:2: error[V101 unknown-keyword]: unknown keyword `typo` [whole file refused]
    --- status 1
    ");
}

/// `b` takes the line in as well, and is no shunt: it would be refused with `authby=never`.
#[test]
fn a_fix_that_breaks_another_conn_is_not_applied() {
    let text = "\
conn a
	left=192.0.2.1
	right=%any
	type=passthrough
	also=base

conn b
	left=192.0.2.1
	right=192.0.2.9
	also=base

conn base
	authby=secret
";
    let dir = Dir::with(&[("ipsec.conf", text)]);
    assert_snapshot!(dir.lint("--target libreswan@4.10 --fix"), @"
    ipsec.conf:5:7: error[R125 inherited-refusal]: conn `a` inherits what refuses it: `type=passthrough` needs `authby=never` [conn refused]
    ipsec.conf:13:9: error[M163 passthrough-needs-never]: `type=passthrough` needs `authby=never` [conn refused]
    --- standard error
    ipsec.conf:13:9: the fix of M163 was not applied: conn `b` would be refused
    2 errors in 1 file; 1 can be fixed with `--fix`
    --- status 1
    ");
    assert_eq!(dir.read("ipsec.conf"), text);
}

/// Another configuration that includes the same file has a word to say, too.
#[test]
fn a_fix_that_breaks_another_configuration_is_not_applied() {
    let dir = Dir::with(&[
        (
            "one.conf",
            "conn a\n\tleft=192.0.2.1\n\tright=%any\n\ttype=passthrough\n\talso=base\ninclude base.conf\n",
        ),
        (
            "two.conf",
            "conn b\n\tleft=192.0.2.1\n\tright=192.0.2.9\n\talso=base\ninclude base.conf\n",
        ),
        ("base.conf", "conn base\n\tauthby=secret\n"),
    ]);
    assert_snapshot!(dir.lint("--target libreswan@4.10 --fix one.conf two.conf"), @"
    one.conf:5:7: error[R125 inherited-refusal]: conn `a` inherits what refuses it: `type=passthrough` needs `authby=never` [conn refused]
    base.conf:2:9: error[M163 passthrough-needs-never]: `type=passthrough` needs `authby=never` [conn refused]
    --- standard error
    base.conf:2:9: the fix of M163 was not applied: conn `b` would be refused
    2 errors in 2 files; 1 can be fixed with `--fix`
    --- status 1
    ");
    assert_eq!(dir.read("base.conf"), "conn base\n\tauthby=secret\n");
}

#[test]
fn mode_owner_and_links_stay() {
    let dir = Dir::with(&[("real.conf", SHUNT)]);
    let (real, link) = (dir.path().join("real.conf"), dir.path().join("ipsec.conf"));
    symlink("real.conf", &link).expect("links can be made");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).expect("the mode can be set");
    if is_root() {
        std::os::unix::fs::chown(&real, Some(12), Some(34)).expect("root may give files away");
    }
    let before = fs::metadata(&real).expect("it is there");
    dir.lint("--target libreswan@4.10 --fix");
    let after = fs::metadata(&real).expect("it is there");
    assert!(dir.read("real.conf").contains("authby=never"));
    assert!(link.is_symlink());
    assert_eq!(
        (before.mode(), before.uid(), before.gid()),
        (after.mode(), after.uid(), after.gid())
    );
    assert_eq!(
        fs::read_dir(dir.path()).expect("readable").count(),
        2,
        "no draft is left behind"
    );
}

#[test]
fn a_read_only_file_is_left_alone() {
    let dir = dir();
    let path = dir.path().join("ipsec.conf");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("the mode can be set");
    assert_snapshot!(dir.lint("--target libreswan@4.10 --fix"), @"
    ipsec.conf:5:9: error[M163 passthrough-needs-never]: `type=passthrough` needs `authby=never` [conn refused]
    --- standard error
    error: `ipsec.conf` is not written: it is read-only
    1 error in 1 file; 1 can be fixed with `--fix`
    --- status 2
    ");
    assert_eq!(dir.read("ipsec.conf"), SHUNT);
}

#[test]
fn a_file_that_is_not_utf8_is_never_written() {
    let dir = Dir::new();
    let bytes = [b"# \xff\n".as_slice(), SHUNT.as_bytes()].concat();
    dir.write("ipsec.conf", &bytes);
    assert_snapshot!(dir.lint("--target libreswan@4.10 --fix --select M163,S129"), @"
    ipsec.conf:1:3: warning[S129 not-utf8]: the file is not UTF-8 [works]
    ipsec.conf:6:9: error[M163 passthrough-needs-never]: `type=passthrough` needs `authby=never` [conn refused]
    --- standard error
    ipsec.conf: is not UTF-8 and is not written
    1 error, 1 warning in 1 file; 1 can be fixed with `--fix`
    --- status 1
    ");
    assert_eq!(
        fs::read(dir.path().join("ipsec.conf")).expect("it is there"),
        bytes
    );
}

#[test]
fn a_missing_last_newline_stays() {
    let text = "conn a\n\tleft=192.0.2.1\n\tright=%any\n\ttype=passthrough\n\n\tauthby=secret";
    let dir = Dir::with(&[("ipsec.conf", text)]);
    dir.lint("--target libreswan@4.10 --fix");
    assert_eq!(dir.read("ipsec.conf"), text.replace("secret", "never"));
}

/// Both configurations include it, and one of them does so twice.
#[test]
fn a_file_that_is_read_several_times_is_fixed_once() {
    let dir = Dir::with(&[
        ("one.conf", "include shunt.conf\n"),
        ("two.conf", "include shunt.conf\ninclude ./shunt.conf\n"),
        ("shunt.conf", SHUNT),
    ]);
    assert_snapshot!(dir.lint("--target libreswan@4.10 --select M163 --fix two.conf one.conf"), @"
    --- standard error
    fixed 1 finding in 1 file
    nothing to report
    --- status 0
    ");
    assert_eq!(dir.read("shunt.conf"), SHUNT.replace("secret", "never"));
}

#[test]
fn a_read_only_file_does_not_keep_others_from_being_fixed() {
    let dir = Dir::with(&[
        ("ipsec.conf", &format!("include locked.conf\n{SHUNT}")),
        ("locked.conf", &SHUNT.replace("conn a", "conn b")),
    ]);
    let path = dir.path().join("locked.conf");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("the mode can be set");
    assert_snapshot!(dir.lint("--target libreswan@4.10 --select M163 --fix"), @"
    locked.conf:5:9: error[M163 passthrough-needs-never]: `type=passthrough` needs `authby=never` [conn refused]
    --- standard error
    error: `locked.conf` is not written: it is read-only
    fixed 1 finding in 1 file
    1 error in 1 file; 1 can be fixed with `--fix`
    --- status 2
    ");
    assert!(dir.read("ipsec.conf").ends_with("authby=never\n"));
    assert!(dir.read("locked.conf").ends_with("authby=secret\n"));
}

#[test]
fn a_line_that_writes_the_default_can_go() {
    let text =
        "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tauthby=secret\n\tpfs=yes\n\tauto=add\n";
    let dir = Dir::with(&[("ipsec.conf", text)]);
    assert_snapshot!(dir.lint("--target libreswan@4.10 --select M192 --fix"), @"
    --- standard error
    fixed 1 finding in 1 file
    nothing to report
    --- status 0
    ");
    assert_eq!(dir.read("ipsec.conf"), text.replace("\tpfs=yes\n", ""));
}
