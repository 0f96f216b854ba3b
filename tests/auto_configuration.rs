//! What `ipsec-auto` does with its arguments and its configuration, before anything runs.

#![cfg(target_os = "linux")]
#![allow(
    clippy::disallowed_methods,
    reason = "a test is the rim of the program"
)]

mod support;

use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use support::stub::{Answer, Stub};
use support::{Need, Output, output, requires};

const CLASSIC: [&str; 2] = ["--target", "openswan@2.4"];

const LIBRESWAN: [&str; 4] = ["--target", "libreswan@4.10", "--config", "ipsec.conf"];

const TWO_ENDS: &str = "version 2.0

conn office
	also=base
	right=192.0.2.2

conn base
	left=192.0.2.1
	authby=secret
";

/// Runs `ipsec-auto` on `conf` for the classic target, where every command is whack's.
fn classic(stub: &Stub, conf: &str, arguments: &[&str]) -> Output {
    stub.write("ipsec.conf", conf);
    stub.auto(&[&CLASSIC, &["--config", "ipsec.conf"], arguments].concat())
}

#[track_caller]
fn check_refused(stub: &Stub, done: &Output, message: &str) {
    assert_eq!(done.status, 1, "{}", done.text());
    assert!(done.stderr.contains(message), "{}", done.stderr);
    assert_eq!(done.stdout, "");
    assert_eq!(stub.lines(), [""; 0], "nothing is run");
}

#[test]
fn bad_usage() {
    let stub = Stub::silent();
    for arguments in [
        &["--up"][..],
        &["--up", "--down", "a"],
        &["--frob"],
        &["--add", "a", "b"],
        &[],
    ] {
        let done = stub.auto(arguments).status(2);
        assert_eq!(done.stdout, "");
        assert!(done.stderr.starts_with("error: "), "{}", done.stderr);
    }
    assert_eq!(stub.lines(), [""; 0]);
    assert!(stub.auto(&["--help"]).ok().stdout.contains("--ready"));
    assert!(
        stub.auto(&["--version"])
            .ok()
            .stdout
            .starts_with("ipsec-auto ")
    );
}

#[test]
fn the_obsolete_order_works_and_says_so() {
    let stub = Stub::silent();
    let done = classic(&stub, TWO_ENDS, &["it's", "up"]).ok();
    assert_eq!(
        done.stderr,
        "ipsec auto: warning: obsolete command syntax used\nipsec auto: write `ipsec auto --up 'it'\\''s'`\n"
    );
    assert_eq!(stub.lines(), ["whack --name it's --initiate"]);
}

#[test]
fn the_installed_program_is_asked() {
    for (version, target) in [
        (
            "Linux Libreswan 4.10 (XFRM) on 6.1.0\n",
            "libreswan@4.10 (the installed program)",
        ),
        (
            "Linux strongSwan U5.9.8/K6.1.0-13-amd64\n",
            "strongswan@5.9.8 (the installed program)",
        ),
        (
            "Linux Openswan U2.6.52.3/K(no kernel code presently loaded)\n",
            "openswan@2.6.52.3 (the installed program)",
        ),
        (
            "ipsec: command not understood\n",
            "openswan@2.4.4 (a comment in the file)",
        ),
    ] {
        let stub = Stub::new(&[(
            "--version",
            Answer {
                stdout: version,
                ..Answer::default()
            },
        )]);
        stub.write("ipsec.conf", "# ipsec-lint: target=openswan@2.4.4\n");
        let done = stub.auto(&[
            "--config",
            "ipsec.conf",
            "--verbose",
            "--showonly",
            "--status",
        ]);
        assert!(
            done.stderr
                .starts_with(&format!("ipsec auto: target: {target}\n")),
            "{}",
            done.stderr
        );
    }
}

#[test]
fn no_configuration() {
    let stub = Stub::silent();
    let done = stub.auto(&[
        "--target",
        "openswan@2.4",
        "--config",
        "nosuch.conf",
        "--add",
        "a",
    ]);
    check_refused(
        &stub,
        &done,
        "fatal error in \"a\": cannot read `nosuch.conf`: no such file",
    );
    assert!(
        done.stderr.contains("`--config FILE` names another"),
        "{}",
        done.stderr
    );
    let done = stub.auto(&["--target", "openswan@2.4", "--config", "bin", "--add", "a"]);
    check_refused(&stub, &done, "cannot read `bin`");
}

#[test]
fn no_such_conn() {
    let stub = Stub::silent();
    let done = classic(&stub, TWO_ENDS, &["--add", "ofice"]);
    check_refused(
        &stub,
        &done,
        "fatal error in \"ofice\": no conn `ofice` in `ipsec.conf`; did you mean `office`?",
    );
    let done = classic(&stub, TWO_ENDS, &["--add", "x\u{1b}[31m\n"]);
    check_refused(
        &stub,
        &done,
        r#"fatal error in "x\u{1b}[31m\n": no conn `x\u{1b}[31m\n`"#,
    );
    let done = classic(&stub, TWO_ENDS, &["--add", "%default"]);
    check_refused(&stub, &done, "is no conn of its own");
}

#[test]
fn a_part_of_others_is_no_conn() {
    let stub = Stub::silent();
    let done = classic(&stub, TWO_ENDS, &["--add", "base"]);
    check_refused(
        &stub,
        &done,
        "`base` is no conn by itself: it is a part, for `also=` in `office`",
    );
    assert!(
        done.stderr.contains("conn `base` has no `right`"),
        "{}",
        done.stderr
    );
    classic(&stub, TWO_ENDS, &["--add", "office"]).ok();
}

#[test]
fn a_file_that_is_refused_shows_all_its_errors() {
    let stub = Stub::silent();
    let conf = format!("{TWO_ENDS}\tfrobnicate=1\n\tleft\n");
    let done = classic(&stub, &conf, &["--add", "office"]);
    check_refused(
        &stub,
        &done,
        "fatal error in \"office\": (ipsec.conf, line 10) unknown keyword `frobnicate`",
    );
    assert!(
        done.stderr.contains("error[V101]") && done.stderr.contains("error[S103]"),
        "{}",
        done.stderr
    );
}

#[test]
fn findings_about_other_conns_are_theirs() {
    let stub = Stub::silent();
    let conf = format!(
        "{TWO_ENDS}\nconn other\n\tleft=192.0.2.1\n\tright=300.1.2.3\n\tkeyingtries=many\n"
    );
    let done = classic(&stub, &conf, &["--add", "office"]).ok();
    assert!(
        !done.stderr.contains("keyingtries") && !done.stderr.contains("300"),
        "{}",
        done.stderr
    );
    assert_eq!(stub.calls().len(), 1);
}

#[test]
fn findings_in_an_included_part_of_the_conn() {
    let stub = Stub::silent();
    stub.write(
        "ipsec.conf",
        "conn office\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tauto=add\ninclude part.conf\n",
    );
    stub.write("part.conf", "\tfrobnicate=1\n");
    let done = stub.auto(&[
        "--target",
        "strongswan@5.9.8",
        "--config",
        "ipsec.conf",
        "--showonly",
        "--add",
        "office",
    ]);
    assert!(
        done.stderr.contains("unknown keyword `frobnicate`"),
        "{}",
        done.stderr
    );
}

#[test]
fn showonly_has_the_status_of_a_run() {
    let stub = Stub::silent();
    let done = classic(&stub, TWO_ENDS, &["--showonly", "--add", "base"]).status(1);
    assert!(done.stdout.ends_with("false\n"), "{}", done.stdout);
    assert_eq!(
        output(stub.command("sh").args(["-c", &done.stdout]), "").status,
        1
    );
    let done = classic(&stub, TWO_ENDS, &["--showonly", "--add", "office"]).ok();
    assert!(
        done.stdout.contains("ipsec whack --name office"),
        "{}",
        done.stdout
    );
    assert_eq!(stub.lines(), [""; 0]);
    output(stub.command("sh").args(["-c", &done.stdout]), "").ok();
    assert_eq!(stub.calls().len(), 1);
}

#[test]
fn values_reach_the_daemon_as_they_are() {
    let stub = Stub::silent();
    let value = "it's $(touch pwned) `touch pwned` ${PATH} \\ ; touch pwned & [0m * ~ ä";
    let conf = format!("{TWO_ENDS}\tleftupdown=\"{value}\"\n\trightid=\"@a'b;touch pwned\"\n");
    classic(&stub, &conf, &["--add", "office"]).ok();
    let arguments = &stub.calls()[0].arguments;
    assert!(
        arguments.iter().any(|argument| argument == value),
        "{arguments:?}"
    );
    assert!(
        arguments
            .iter()
            .any(|argument| argument == "@a'b;touch pwned"),
        "{arguments:?}"
    );
    let name = "a\nb'$(touch pwned)";
    classic(&stub, TWO_ENDS, &["--up", name]).ok();
    assert_eq!(
        stub.calls()[1].arguments,
        ["whack", "--name", name, "--initiate"]
    );
    assert!(!stub.path().join("pwned").exists());
}

#[test]
fn what_the_environment_says_is_no_shell_text() {
    let name = "it's $(touch pwned) `touch pwned` ; touch pwned & \u{1b}[0m";
    // The arguments of the first command.
    let called = |variables: &[(&str, &str)], arguments: &[&str]| {
        let stub = Stub::silent();
        stub.write(name, TWO_ENDS);
        let mut command = stub.command(env!("CARGO_BIN_EXE_ipsec-auto"));
        command.args(arguments).envs(variables.iter().copied());
        output(&mut command, "").ok();
        assert!(!stub.path().join("pwned").exists(), "{variables:?}");
        stub.calls().swap_remove(0).arguments
    };
    let add = ["--target", "openswan@2.4", "--add", "office"];
    let arguments = called(&[("IPSEC_CONF", name)], &add);
    assert!(arguments.contains(&"192.0.2.2".to_owned()), "{arguments:?}");

    let down = ["--target", "libreswan@4.10", "--down", "office"];
    let socket = |variables: &[(&str, &str)]| {
        let mut arguments = called(variables, &down).into_iter();
        arguments.find(|argument| argument == "--ctlsocket")?;
        arguments.next()
    };
    assert_eq!(socket(&[("CTLSOCKET", name)]).as_deref(), Some(name));
    assert_eq!(
        socket(&[("IPSEC_RUNDIR", name)]),
        Some(format!("{name}/pluto.ctl"))
    );
    assert_eq!(socket(&[("CTLSOCKET", ""), ("IPSEC_RUNDIR", "")]), None);
}

#[test]
fn a_value_with_a_nul_is_not_cut() {
    let stub = Stub::silent();
    let conf = format!("{TWO_ENDS}\tleftupdown=\"a\0b\"\n");
    let done = classic(&stub, &conf, &["--add", "office"]);
    check_refused(&stub, &done, "fatal error in \"office\": ");
}

#[test]
fn the_information_file_is_not_executed() {
    let stub = Stub::silent();
    stub.write(
        "ipsec.info",
        "touch pwned\ndefaultrouteaddr=$(touch pwned)\ndefaultrouteaddr=192.0.2.1\ndefaultroutenexthop=\"192.0.2.254\"\n",
    );
    let conf = "version 2.0\nconn a\n\tleft=%defaultroute\n\tright=192.0.2.2\n\tauthby=secret\n";
    let done = classic(&stub, conf, &["--info", "ipsec.info", "--add", "a"]).ok();
    assert!(
        done.stderr
            .contains("ipsec auto: warning: ipsec.info:1: not an assignment"),
        "{}",
        done.stderr
    );
    assert!(
        done.stderr
            .contains("ipsec auto: warning: ipsec.info:2: shell text"),
        "{}",
        done.stderr
    );
    assert!(
        stub.lines()[0].contains("--host 192.0.2.1 --nexthop 192.0.2.254"),
        "{:?}",
        stub.lines()
    );
    assert!(!stub.path().join("pwned").exists());
}

#[test]
fn an_information_file_that_is_named_must_be_there() {
    let stub = Stub::silent();
    let conf = "version 2.0\nconn a\n\tleft=%defaultroute\n\tright=192.0.2.2\n\tauthby=secret\n";
    let done = classic(&stub, conf, &["--info", "nosuch.info", "--add", "a"]);
    check_refused(&stub, &done, "warning: cannot read nosuch.info");
    // Nobody asks when no end does.
    let done = classic(
        &stub,
        TWO_ENDS,
        &["--info", "nosuch.info", "--add", "office"],
    )
    .ok();
    assert_eq!(done.stderr, "");
}

#[test]
fn a_configuration_that_is_not_for_you() {
    if !requires(&[Need::Root]) {
        return;
    }
    let stub = Stub::silent();
    fs::set_permissions(stub.path(), fs::Permissions::from_mode(0o755)).unwrap();
    stub.write("ipsec.conf", TWO_ENDS);
    fs::set_permissions(
        stub.path().join("ipsec.conf"),
        fs::Permissions::from_mode(0o600),
    )
    .unwrap();
    let auto = stub.path().join("ipsec-auto");
    fs::copy(env!("CARGO_BIN_EXE_ipsec-auto"), &auto).unwrap();
    let mut setpriv = stub.command("setpriv");
    setpriv
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(auto)
        .args(LIBRESWAN);
    let done = output(setpriv.args(["--add", "office"]), "").status(1);
    assert!(
        done.stderr
            .contains("cannot read `ipsec.conf`: permission denied"),
        "{}",
        done.stderr
    );
}
