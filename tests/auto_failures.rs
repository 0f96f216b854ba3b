//! What `ipsec-auto` does when the installation, the daemon or the world is at fault, and how it passes on what is printed.

#![cfg(target_os = "linux")]
#![allow(
    clippy::disallowed_methods,
    reason = "a test is the rim of the program"
)]

mod support;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::process::{Command, Stdio};

use support::stub::{Answer, Stub};
use support::{Need, Output, output, requires};

const CLASSIC: [&str; 2] = ["--target", "openswan@2.4"];

/// Runs `ipsec-auto` for the classic target, where every command is whack's.
fn classic(stub: &Stub, arguments: &[&str]) -> Output {
    stub.auto(&[&CLASSIC, arguments].concat())
}

/// A stub whose `ipsec` is this shell script.
fn scripted(script: &str) -> Stub {
    let stub = Stub::silent();
    stub.write("bin/ipsec", &format!("#!/bin/sh\n{script}\n"));
    stub
}

#[test]
fn log_lines_are_dropped_unless_asked_for() {
    let answer = Answer {
        stdout: "002 log\n0020 no log\n104 sent\n002\nraw\u{1b}[1m\n004 up",
        ..Answer::default()
    };
    let stub = Stub::new(&[("whack", answer)]);
    let done = classic(&stub, &["--up", "office"]).ok();
    assert_eq!(done.stdout, "0020 no log\n104 sent\nraw\u{1b}[1m\n004 up");
    let done = classic(&stub, &["--verbose", "--up", "office"]).ok();
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
    let done = classic(&stub, &["--show", "--ready"]).ok();
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
        let done = classic(&stub, &["--up", "office"]).status(status.into());
        assert_eq!(
            (done.stdout.as_str(), done.stderr.as_str()),
            ("021 no\n", "")
        );
    }
}

#[test]
fn a_command_that_dies_half_way() {
    let stub = scripted("echo '104 sent'; kill -KILL $$");
    let done = classic(&stub, &["--up", "office"]).status(137);
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
