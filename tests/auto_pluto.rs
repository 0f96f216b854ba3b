//! `ipsec-auto` with real plutos: every operation, and whether what it says is true.
//!
//! The kernels that tests usually run on lack ESP: the IKE SA comes up, its child does not, and `--up` must not call that
//! a success. Where they have it, `--up` succeeds; [`check_up`] asks pluto which of both is the truth.

#![cfg(target_os = "linux")]
#![allow(
    clippy::disallowed_methods,
    reason = "a test is the rim of the program"
)]

mod support;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::time::Duration;

use support::pluto::{Alone, Nss, OnePluto, Pluto, Setup, TwoPlutos};
use support::{Output, eventually, output, requires};

const NETS: &str = "
conn %default
	ikev2=insist

conn ends
	left=192.1.2.45
	leftid=@west
	right=192.1.2.23
	rightid=@east
	authby=secret

conn office
	also=ends
	leftsubnet=10.0.1.0/24
	rightsubnet=10.0.2.0/24

conn older
	also=ends
	ikev2=never

conn several
	also=ends
	leftsubnets={10.0.3.0/24 10.0.4.0/24}
	rightsubnet=10.0.2.0/24

conn named
	also=ends
	connalias=nickname
";

const SECOND: Duration = Duration::from_secs(1);

fn wait(condition: impl FnMut() -> bool) -> bool {
    eventually(5 * SECOND, condition)
}

/// The exit status of `--up` is true: 0 if there is a tunnel, else 1 and a sentence.
#[track_caller]
fn check_up(host: &Pluto, name: &str, done: &Output) {
    assert!(host.ike_established(name), "{}", done.text());
    let listed = format!("000 \"{name}\":");
    let status = host.status();
    let has_child = status.lines().any(|line| {
        let number = line
            .split_once("newest IPsec SA: #")
            .map(|(_, number)| number);
        line.starts_with(&listed) && number.is_some_and(|number| !number.starts_with('0'))
    });
    if has_child {
        assert_eq!(done.status, 0, "{}", done.text());
    } else {
        assert_eq!(done.status, 1, "{}", done.text());
        let words = format!(
            "ipsec auto: the IKE SA of conn `{name}` is up, but there is no IPsec SA and no traffic passes: "
        );
        assert!(done.stderr.contains(&words), "{}", done.text());
    }
}

fn is_down(host: &Pluto, name: &str) -> bool {
    host.states(name).is_empty()
}

#[test]
fn from_add_to_delete() {
    if !requires(TwoPlutos::NEEDS) {
        return;
    }
    let hosts = TwoPlutos::start(&Setup::both(NETS));
    let (west, east) = (&hosts.west, &hosts.east);
    for host in [west, east] {
        let done = host.auto(&["--add", "office"]).ok();
        assert_eq!((done.stdout.as_str(), done.stderr.as_str()), ("", ""));
        assert!(host.has_conn("office"));
    }
    let up = west.auto(&["--up", "office"]);
    check_up(west, "office", &up);
    assert!(!up.stdout.contains("002 "), "{}", up.stdout);
    assert!(east.ike_established("office"));
    let status = west.auto(&["--status"]).ok();
    assert!(
        status.stdout.contains("000 \"office\": 10.0.1.0/24==="),
        "{}",
        status.stdout
    );
    assert!(
        status.stdout.contains("established IKE SA"),
        "{}",
        status.stdout
    );

    west.auto(&["--down", "office"]).ok();
    assert!(is_down(west, "office"));
    assert!(
        wait(|| is_down(east, "office")),
        "the peer keeps its end: {}",
        east.status()
    );

    west.auto(&["--replace", "office"]).ok();
    assert!(west.has_conn("office"));
    west.auto(&["--route", "office"]).ok();
    west.auto(&["--unroute", "office"]).ok();
    west.auto(&["--delete", "office"]).ok();
    assert!(!west.has_conn("office"));
    let again = west.auto(&["--delete", "office"]).status(21);
    assert!(
        again
            .stderr
            .contains("ipsec auto: no conn named `office` is loaded"),
        "{}",
        again.stderr
    );
}

#[test]
fn a_peer_that_is_someone_else() {
    if !requires(TwoPlutos::NEEDS) {
        return;
    }
    let other = NETS.replace("@east", "@other");
    let hosts = TwoPlutos::start(&Setup {
        conf_east: &other,
        ..Setup::both(NETS)
    });
    hosts.west.auto(&["--add", "office"]).ok();
    hosts.east.auto(&["--add", "office"]).ok();
    let done = hosts.west.auto(&["--up", "office"]);
    assert_eq!(done.status, 1, "{}", done.text());
    assert!(
        done.stderr
            .contains("conn `office` has no IPsec SA and no traffic passes: "),
        "{}",
        done.text()
    );
}

#[test]
fn ikev1_that_nobody_waits_for() {
    if !requires(TwoPlutos::NEEDS) {
        return;
    }
    let hosts = TwoPlutos::start(&Setup::both(NETS));
    let (west, east) = (&hosts.west, &hosts.east);
    west.auto(&["--add", "older"]).ok();
    east.auto(&["--add", "older"]).ok();
    let done = west.auto(&["--asynchronous", "--up", "older"]).ok();
    assert_eq!(done.stderr, "");
    assert!(
        wait(|| west.ike_established("older") && east.ike_established("older")),
        "{}",
        west.log()
    );
    west.auto(&["--down", "older"]).ok();
    assert!(is_down(west, "older"));
    assert!(
        wait(|| is_down(east, "older")),
        "the peer keeps its end: {}",
        east.status()
    );
}

#[test]
fn started_with_certificates() {
    if !requires(TwoPlutos::NEEDS) {
        return;
    }
    let conf = "
conn office
	left=192.1.2.45
	leftcert=west
	leftid=%fromcert
	right=192.1.2.23
	rightcert=east
	rightid=%fromcert
";
    let hosts = TwoPlutos::start(&Setup {
        nss: Nss::Certificates,
        ..Setup::both(conf)
    });
    hosts.east.auto(&["--add", "office"]).ok();
    let done = hosts.west.auto(&["--start", "office"]);
    check_up(&hosts.west, "office", &done);
    let listed = hosts.west.auto(&["--listcerts", "--utc"]).ok();
    assert!(
        listed.stdout.contains("CN=west.example.com"),
        "{}",
        listed.stdout
    );
    hosts.west.auto(&["--rotatecert", "office"]).ok();
    hosts.west.auto(&["--delete", "office"]).ok();
    assert!(
        wait(|| is_down(&hosts.east, "office")),
        "{}",
        hosts.east.status()
    );
}

#[test]
fn a_shunt_is_routed_and_not_brought_up() {
    if !requires(OnePluto::NEEDS) {
        return;
    }
    let conf = "
conn clear
	left=192.1.2.45
	right=192.1.2.99
	type=passthrough
	authby=never
";
    let host = OnePluto::start(&Alone::new(conf));
    host.auto(&["--add", "clear"]).ok();
    let up = host.auto(&["--up", "clear"]).status(36);
    let advice = "ipsec auto: conn `clear` is a shunt and is not negotiated: use `ipsec auto --route clear`\n";
    assert!(up.stderr.starts_with(advice), "{}", up.stderr);
    host.auto(&["--route", "clear"]).ok();
    assert!(
        host.status().contains("prospective erouted"),
        "{}",
        host.status()
    );
    host.auto(&["--unroute", "clear"]).ok();
    host.auto(&["--delete", "clear"]).ok();
    host.auto(&["--ondemand", "clear"]).ok();
    assert!(
        host.status().contains("prospective erouted"),
        "{}",
        host.status()
    );
}

#[test]
fn other_names_of_a_conn() {
    if !requires(OnePluto::NEEDS) {
        return;
    }
    let host = OnePluto::start(&Alone::new(NETS));
    host.auto(&["--add", "several"]).ok();
    assert!(
        host.has_conn("several/1x0") && host.has_conn("several/2x0"),
        "{}",
        host.status()
    );
    host.auto(&["--delete", "several"]).ok();
    assert!(!host.has_conn("several/1x0"), "{}", host.status());

    host.auto(&["--add", "nickname"]).ok();
    assert!(host.has_conn("named"), "{}", host.status());
    host.auto(&["--down", "nickname"]).ok();
    host.auto(&["--delete", "nickname"]).ok();
    assert!(!host.has_conn("named"), "{}", host.status());
    host.auto(&["--backend", "whack", "--add", "office"]).ok();
    assert!(host.has_conn("office"), "{}", host.status());
}

#[test]
fn what_needs_no_conn() {
    if !requires(OnePluto::NEEDS) {
        return;
    }
    let host = OnePluto::start(&Alone::new(""));
    for operation in [
        "ready",
        "rereadsecrets",
        "rereadgroups",
        "rereadall",
        "rereadcerts",
        "fetchcrls",
        "listpubkeys",
        "checkpubkeys",
        "listcerts",
        "listcacerts",
        "listcrls",
        "listall",
        "purgeocsp",
        "status",
        "briefstatus",
        "trafficstatus",
        "shuntstatus",
        "globalstatus",
        "fipsstatus",
        "showstates",
    ] {
        host.auto(&[&format!("--{operation}")]).ok();
    }
    host.auto(&["ready"]).ok();
    for operation in [
        "listacerts",
        "listgroups",
        "listcards",
        "rereadaacerts",
        "listalgs",
        "leases",
    ] {
        let done = host.auto(&[&format!("--{operation}")]);
        assert!(
            done.stderr.contains("Libreswan 4.10 has no "),
            "--{operation}: {}",
            done.text()
        );
    }
}

#[test]
fn names_that_pluto_does_not_know() {
    if !requires(OnePluto::NEEDS) {
        return;
    }
    let host = OnePluto::start(&Alone::new(NETS));
    host.auto(&["--add", "office"]).ok();
    for operation in ["--delete", "--down"] {
        let done = host.auto(&[operation, "ofice"]).status(21);
        assert_eq!(
            done.stderr,
            "ipsec auto: no conn named `ofice` is loaded; the nearest that is: `office`\n"
        );
    }
    assert!(
        host.auto(&["--up", "ofice"])
            .status(21)
            .stdout
            .contains("021 no connection named \"ofice\"")
    );
    host.auto(&["--route", "ofice"]).status(25);
    host.auto(&["--unroute", "ofice"]).status(25);
}

#[test]
fn what_pluto_answers_to_addconn_is_shown() {
    if !requires(OnePluto::NEEDS) {
        return;
    }
    let conf = "
conn stranger
	left=192.1.2.45
	leftcert=nosuch
	right=192.1.2.23
	rightid=%fromcert
";
    let host = OnePluto::start(&Alone::new(conf));
    let done = host.auto(&["--add", "stranger"]).status(36);
    assert!(
        done.stdout
            .starts_with("036 \"stranger\": failed to add connection: "),
        "{}",
        done.text()
    );
    assert!(!done.stdout.contains('\r'));
    assert!(
        host.auto(&["--add", "nosuch"])
            .status(1)
            .stderr
            .contains("no conn `nosuch` in ")
    );
}

#[test]
fn nobody_is_at_home() {
    if !requires(OnePluto::NEEDS) {
        return;
    }
    let host = OnePluto::start(&Alone::new(NETS));
    let message = "ipsec auto: no IPsec daemon answers on `/nonexistent/pluto.ctl`; start it with `ipsec start`";
    for (operation, status) in [
        ("--add", 255),
        ("--up", 33),
        ("--delete", 33),
        ("--replace", 255),
        ("--status", 33),
    ] {
        let done = host
            .auto(&["--ctlsocket", "/nonexistent/pluto.ctl", operation, "office"])
            .status(status);
        assert!(
            done.stderr.contains(message),
            "{operation}: {}",
            done.text()
        );
    }
}

/// A directory of programs in which `auto` is ours.
fn programs(directory: &Path) {
    let installed = fs::read_dir("/usr/libexec/ipsec").expect("Libreswan is installed");
    for entry in installed {
        let program = entry.expect("the directory is readable").path();
        let name = program.file_name().expect("an entry has a name");
        let program = if name == "auto" {
            Path::new(env!("CARGO_BIN_EXE_ipsec-auto"))
        } else {
            &program
        };
        symlink(program, directory.join(name)).expect("scratch is writable");
    }
}

#[test]
fn in_place_of_libreswans_own() {
    if !requires(OnePluto::NEEDS) {
        return;
    }
    let host = OnePluto::start(&Alone::new(NETS));
    let directory = tempfile::tempdir().unwrap();
    programs(directory.path());
    let auto = |arguments: &[&str]| {
        let mut command = host.command(&[&["ipsec", "auto"], arguments].concat());
        output(
            command
                .env("IPSEC_EXECDIR", directory.path())
                .env_remove("CTLSOCKET"),
            "",
        )
    };
    assert!(auto(&["--version"]).ok().stdout.starts_with("ipsec-auto "));
    // The dispatcher says where the configuration and, by the run directory, the socket are.
    auto(&["--add", "office"]).ok();
    assert!(host.has_conn("office"));
    assert!(auto(&["--status"]).ok().stdout.contains("\"office\""));
    auto(&["office", "delete"]).ok();
    assert!(!host.has_conn("office"));
    auto(&["--delete", "office"]).status(21);

    // Without the dispatcher, the run directory alone.
    let mut command = host.command(&[env!("CARGO_BIN_EXE_ipsec-auto"), "--add", "office"]);
    output(command.env_remove("CTLSOCKET"), "").ok();
    assert!(host.has_conn("office"));
}
