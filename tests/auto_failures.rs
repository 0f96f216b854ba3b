//! What `ipsec-auto` does when something is wrong: the configuration, the installation, the daemon, the world.

#![cfg(target_os = "linux")]

mod support;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::process::{Command, Stdio};

use support::stub::{Answer, Stub};
use support::{Need, Output, output, requires};

const CLASSIC: [&str; 2] = ["--target", "openswan@2.4"];

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

/// A stub whose `ipsec` is this shell script.
fn scripted(script: &str) -> Stub {
    let stub = Stub::silent();
    stub.write("bin/ipsec", &format!("#!/bin/sh\n{script}\n"));
    stub
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
        "`base` is a part that `office` take in with `also=`, and no conn by itself",
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
fn log_lines_are_dropped_unless_asked_for() {
    let answer = Answer {
        stdout: "002 log\n0020 no log\n104 sent\n002\nraw\u{1b}[1m\n004 up",
        ..Answer::default()
    };
    let stub = Stub::new(&[("whack", answer)]);
    let done = classic(&stub, TWO_ENDS, &["--up", "office"]).ok();
    assert_eq!(done.stdout, "0020 no log\n104 sent\nraw\u{1b}[1m\n004 up");
    let done = classic(&stub, TWO_ENDS, &["--verbose", "--up", "office"]).ok();
    assert_eq!(done.stdout, answer.stdout);
}

#[test]
fn output_is_not_held_back() {
    let stub =
        scripted("echo '104 sent'; while [ ! -e seen ]; do sleep 0.02; done; echo '004 done'");
    let mut auto = stub.command(env!("CARGO_BIN_EXE_ipsec-auto"));
    auto.args(CLASSIC)
        .args(["--up", "office"])
        .stdout(Stdio::piped());
    let mut running = auto.spawn().unwrap();
    let mut lines = BufReader::new(running.stdout.take().unwrap());
    let mut line = String::new();
    lines.read_line(&mut line).unwrap();
    assert_eq!(line, "104 sent\n");
    stub.write("seen", "");
    lines.read_to_string(&mut line).unwrap();
    assert_eq!(line, "104 sent\n004 done\n");
    assert!(running.wait().unwrap().success());
}

#[test]
fn standard_input_belongs_to_the_commands() {
    let stub = scripted("read secret; echo \"got $secret\"");
    let mut auto = stub.command(env!("CARGO_BIN_EXE_ipsec-auto"));
    let done = output(auto.args(CLASSIC).args(["--up", "office"]), "open sesame\n").ok();
    assert_eq!(done.stdout, "got open sesame\n");
}

#[test]
fn show_shows_the_commands() {
    let stub = Stub::silent();
    let done = classic(&stub, TWO_ENDS, &["--show", "--ready"]).ok();
    assert!(
        done.stderr.contains("+ ipsec whack --listen"),
        "{}",
        done.stderr
    );
}

#[test]
fn the_status_is_that_of_the_command_that_fails() {
    for status in [3_u8, 20, 21, 36] {
        let stub = Stub::new(&[(
            "whack",
            Answer {
                status,
                stdout: "021 no\n",
                ..Answer::default()
            },
        )]);
        let done = classic(&stub, TWO_ENDS, &["--up", "office"]).status(status.into());
        assert_eq!(
            (done.stdout.as_str(), done.stderr.as_str()),
            ("021 no\n", "")
        );
    }
}

#[test]
fn a_command_that_dies_half_way() {
    let stub = scripted("echo '104 sent'; kill -KILL $$");
    let done = classic(&stub, TWO_ENDS, &["--up", "office"]).status(137);
    assert_eq!(done.stdout, "104 sent\n");
    assert!(
        done.stderr
            .contains("a command was ended by signal 9 (kill), before it was done"),
        "{}",
        done.stderr
    );
}

#[test]
fn ipsec_is_not_installed() {
    let stub = Stub::silent();
    fs::create_dir(stub.path().join("only-sh")).unwrap();
    symlink("/bin/sh", stub.path().join("only-sh/sh")).unwrap();
    let run = |arguments: &[&str]| {
        let mut auto = Command::new(env!("CARGO_BIN_EXE_ipsec-auto"));
        output(
            auto.args(arguments)
                .env("PATH", stub.path().join("only-sh")),
            "",
        )
    };
    let done = run(&["--target", "openswan@2.4", "--up", "office"]).status(127);
    assert!(
        done.stderr
            .contains("the program `ipsec` is not found; install"),
        "{}",
        done.stderr
    );
    // Showing needs nobody.
    assert!(
        run(&["--target", "openswan@2.4", "--showonly", "--up", "office"])
            .ok()
            .stdout
            .contains("--initiate")
    );
}

#[test]
fn nobody_reads_what_is_printed() {
    let stub = Stub::new(&[(
        "whack",
        Answer {
            status: 21,
            stdout: "021 no\n",
            ..Answer::default()
        },
    )]);
    for arguments in [&["--status"][..], &["--showonly", "--status"]] {
        let mut auto = stub.command(env!("CARGO_BIN_EXE_ipsec-auto"));
        auto.args(CLASSIC)
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut running = auto.spawn().unwrap();
        drop(running.stdout.take());
        let done = running.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&done.stderr), "");
        let expected = if arguments.len() == 1 { 21 } else { 0 };
        assert_eq!(done.status.code(), Some(expected));
    }
}

/// A stub of a whack that cannot reach pluto.
fn silent_daemon() -> Stub {
    Stub::new(&[(
        "whack",
        Answer {
            status: 33,
            stderr: "whack: Pluto is not running\n",
            ..Answer::default()
        },
    )])
}

#[test]
fn no_daemon() {
    let stub = silent_daemon();
    let done = stub
        .auto(&[
            "--target",
            "openswan@2.6",
            "--ctlsocket",
            "nosuch.ctl",
            "--up",
            "a",
        ])
        .status(33);
    let message = "no IPsec daemon answers on `nosuch.ctl`; start it with `ipsec start`";
    assert!(done.stderr.contains(message), "{}", done.stderr);
    // A socket that a daemon left behind.
    drop(UnixListener::bind(stub.path().join("old.ctl")).unwrap());
    let done = stub
        .auto(&[
            "--target",
            "openswan@2.6",
            "--ctlsocket",
            "old.ctl",
            "--up",
            "a",
        ])
        .status(33);
    assert!(
        done.stderr.contains("no IPsec daemon answers on `old.ctl`"),
        "{}",
        done.stderr
    );
    // One that answers has said itself what is wrong.
    let _daemon = UnixListener::bind(stub.path().join("new.ctl")).unwrap();
    let done = stub
        .auto(&[
            "--target",
            "openswan@2.6",
            "--ctlsocket",
            "new.ctl",
            "--up",
            "a",
        ])
        .status(33);
    assert_eq!(done.stderr, "whack: Pluto is not running\n");
}

#[test]
fn a_daemon_that_is_not_for_you() {
    if !requires(&[Need::Root]) {
        return;
    }
    let stub = silent_daemon();
    fs::set_permissions(stub.path(), fs::Permissions::from_mode(0o755)).unwrap();
    fs::set_permissions(stub.path().join("calls"), fs::Permissions::from_mode(0o777)).unwrap();
    fs::create_dir(stub.path().join("run")).unwrap();
    let _daemon = UnixListener::bind(stub.path().join("run/pluto.ctl")).unwrap();
    fs::set_permissions(stub.path().join("run"), fs::Permissions::from_mode(0o700)).unwrap();
    // The build directory may be closed to others.
    let auto = stub.path().join("ipsec-auto");
    fs::copy(env!("CARGO_BIN_EXE_ipsec-auto"), &auto).unwrap();
    let mut setpriv = stub.command("setpriv");
    setpriv
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(auto);
    setpriv.args([
        "--target",
        "openswan@2.6",
        "--ctlsocket",
        "run/pluto.ctl",
        "--status",
    ]);
    let done = output(&mut setpriv, "").status(33);
    let message = "you may not talk to the IPsec daemon on `run/pluto.ctl`: permission denied; run this as root";
    assert!(done.stderr.contains(message), "{}", done.stderr);
}

const LIBRESWAN: [&str; 4] = ["--target", "libreswan@4.10", "--config", "ipsec.conf"];

const PSK: &str = "conn office\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tauthby=secret\n";

#[test]
fn a_conn_that_was_dropped_without_a_word() {
    let stub = Stub::new(&[
        (
            "addconn",
            Answer {
                reads_input: true,
                ..Answer::default()
            },
        ),
        (
            "--status",
            Answer {
                stdout: "000 \"other\": 192.0.2.1...192.0.2.3\n",
                ..Answer::default()
            },
        ),
    ]);
    stub.write(
        "ipsec.conf",
        &format!("config setup\n\tlogfile=/var/log/pluto.log\n\n{PSK}"),
    );
    let done = stub
        .auto(&[&LIBRESWAN[..], &["--add", "office"]].concat())
        .status(1);
    let message = "ipsec auto: the daemon has no conn `office` now, although no command failed; \
                   its log `/var/log/pluto.log` may have the reason\n";
    assert!(done.stderr.ends_with(message), "{}", done.stderr);
}

#[test]
fn a_daemon_that_goes_away() {
    let stub = Stub::new(&[
        (
            "addconn",
            Answer {
                reads_input: true,
                ..Answer::default()
            },
        ),
        (
            "--status",
            Answer {
                status: 33,
                ..Answer::default()
            },
        ),
    ]);
    stub.write("ipsec.conf", PSK);
    let arguments = [
        &LIBRESWAN[..],
        &["--ctlsocket", "nosuch.ctl", "--add", "office"],
    ]
    .concat();
    let done = stub.auto(&arguments).status(1);
    assert!(
        done.stderr
            .contains("nobody says whether conn `office` is loaded now"),
        "{}",
        done.stderr
    );
    assert!(
        done.stderr
            .contains("no IPsec daemon answers on `nosuch.ctl`"),
        "{}",
        done.stderr
    );
}

#[test]
fn a_here_document_does_not_take_standard_input_away() {
    let stub = scripted(
        "case \"$*\" in
        *--status*) echo '000 \"office\": 192.0.2.1...192.0.2.2';;
        *addconn*) cat >conn; echo '002 added';;
        *) read secret; echo \"004 \\\"office\\\" #2: IPsec SA established tunnel mode, with $secret\";;
        esac",
    );
    stub.write("ipsec.conf", PSK);
    let mut auto = stub.command(env!("CARGO_BIN_EXE_ipsec-auto"));
    let done = output(
        auto.args(LIBRESWAN).args(["--start", "office"]),
        "open sesame\n",
    )
    .ok();
    assert_eq!(
        done.stdout,
        "004 \"office\" #2: IPsec SA established tunnel mode, with open sesame\n"
    );
    let conn = fs::read_to_string(stub.path().join("conn")).unwrap();
    assert!(conn.contains("conn office"), "{conn}");
}

#[test]
fn a_conn_of_half_a_megabyte() {
    let stub = Stub::new(&[
        (
            "addconn",
            Answer {
                reads_input: true,
                ..Answer::default()
            },
        ),
        (
            "--status",
            Answer {
                stdout: "000 \"office/1x0\": 192.0.2.1...192.0.2.3\n",
                ..Answer::default()
            },
        ),
    ]);
    let subnets: Vec<String> = (0..32_768)
        .map(|n| format!("10.{}.{}.0/24", n / 256, n % 256))
        .collect();
    let subnets = subnets.join(",");
    stub.write("ipsec.conf", &format!("{PSK}\tleftsubnets={subnets}\n"));
    stub.auto(&[&LIBRESWAN[..], &["--add", "office"]].concat())
        .ok();
    let calls = stub.calls();
    assert!(calls[0].input.as_ref().unwrap().contains(&subnets));
}

#[test]
fn an_up_that_whack_calls_a_success() {
    let lines = "003 \"office\" #1: initiator established IKE SA; authenticated peer\n\
                 003 \"office\" #2: IKE_AUTH response rejected Child SA with TS_UNACCEPTABLE\u{1b}[31m\n";
    let stub = Stub::new(&[(
        "--initiate",
        Answer {
            stdout: lines,
            ..Answer::default()
        },
    )]);
    let done = stub
        .auto(&["--target", "libreswan@4.10", "--up", "office"])
        .status(1);
    assert_eq!(
        done.stdout, lines,
        "what the daemon says is passed on as it is"
    );
    assert_eq!(
        done.stderr,
        "ipsec auto: the IKE SA of conn `office` is up, but there is no IPsec SA and no traffic passes: \
         \"office\" #2: IKE_AUTH response rejected Child SA with TS_UNACCEPTABLE\\u{1b}[31m\n"
    );
    stub.auto(&[
        "--target",
        "libreswan@4.10",
        "--asynchronous",
        "--up",
        "office",
    ])
    .ok();
}

#[test]
fn strongswan_is_not_running() {
    for (operation, status) in [("--up", 7), ("--add", 7), ("--status", 3)] {
        let stub = Stub::new(&[(
            "",
            Answer {
                status,
                ..Answer::default()
            },
        )]);
        stub.write("ipsec.conf", &format!("{PSK}\tauto=add\n"));
        let done = stub.auto(&[
            "--target",
            "strongswan@5.9.8",
            "--config",
            "ipsec.conf",
            operation,
            "office",
        ]);
        assert_eq!(done.status, status.into());
        assert!(
            done.stderr
                .ends_with("ipsec auto: strongSwan is not running; start it with `ipsec start`\n"),
            "{}",
            done.stderr
        );
    }
}

#[test]
fn a_configuration_that_is_not_for_you() {
    if !requires(&[Need::Root]) {
        return;
    }
    let stub = Stub::silent();
    fs::set_permissions(stub.path(), fs::Permissions::from_mode(0o755)).unwrap();
    stub.write("ipsec.conf", PSK);
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
