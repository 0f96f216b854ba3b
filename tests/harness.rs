//! The test support itself: the daemons come up, talk to each other and go away again.
#![allow(
    clippy::disallowed_methods,
    reason = "tests write files and start the real programs"
)]
#![cfg(target_os = "linux")]

mod support;

use std::time::Duration;

use support::charon::{self, TwoCharons};
use support::pluto::{Alone, Nss, OnePluto, Setup, TwoPlutos};
use support::stub::{Answer, Stub};
use support::{eventually, output, requires};

const TWO_NETS: &str = "
conn office
	left=192.1.2.45
	leftid=@west
	leftsubnet=10.0.1.0/24
	right=192.1.2.23
	rightid=@east
	rightsubnet=10.0.2.0/24
	authby=secret
";

#[test]
fn two_plutos_agree_on_a_secret() {
    if !requires(TwoPlutos::NEEDS) {
        return;
    }
    let hosts = TwoPlutos::start(&Setup::both(TWO_NETS));
    for host in [&hosts.west, &hosts.east] {
        assert!(!host.has_conn("office"));
        host.addconn(&["office"]).ok();
        assert!(host.has_conn("office"));
    }
    assert!(!hosts.west.ike_established("office"));

    let up = hosts.west.whack(&["--name", "office", "--initiate"]).ok();
    assert!(
        up.stdout.contains("authenticated peer using authby=secret"),
        "{}",
        up.stdout
    );
    assert!(hosts.west.ike_established("office"));
    assert!(hosts.east.ike_established("office"));

    hosts.west.whack(&["--name", "office", "--terminate"]).ok();
    assert!(hosts.west.states("office").is_empty());
    let forgotten = || hosts.east.states("office").is_empty();
    assert!(
        eventually(Duration::from_secs(2), forgotten),
        "{}",
        hosts.east.status()
    );
}

#[test]
fn two_plutos_agree_on_certificates() {
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
    hosts.west.addconn(&["office"]).ok();
    hosts.east.addconn(&["office"]).ok();
    hosts.west.whack(&["--name", "office", "--initiate"]).ok();
    assert!(hosts.west.ike_established("office"), "{}", hosts.west.log());
}

#[test]
fn one_pluto_with_policies_and_private_networks() {
    if !requires(OnePluto::NEEDS) {
        return;
    }
    let conf = "
conn clear
	left=192.1.2.45
	right=%group
	type=passthrough
	authby=never
";
    let host = OnePluto::start(&Alone {
        policies: &[("clear", "10.9.0.0/16\n")],
        virtual_private: Some("%v4:10.0.0.0/8"),
        ..Alone::new(conf)
    });
    host.addconn(&["clear"]).ok();
    host.whack(&["--route", "--name", "clear"]).ok();
    assert!(host.has_conn("clear"));
    // Groups are read when pluto is told to listen.
    host.whack(&["--listen"]).ok();
    assert!(host.has_conn("clear#10.9.0.0/16"), "{}", host.status());
    assert!(
        host.status().contains("allowed subnet: 10.0.0.0/8"),
        "{}",
        host.status()
    );
    host.whack(&["--delete", "--name", "clear"]).ok();
    assert!(!host.has_conn("clear"));
}

#[test]
fn one_pluto_with_ipv6() {
    if !requires(OnePluto::NEEDS) {
        return;
    }
    let conf = "
conn six
	left=%defaultroute
	right=2001:db8:1::23
	authby=secret
	hostaddrfamily=ipv6
";
    let host = OnePluto::start(&Alone {
        addresses: &["2001:db8::45/64"],
        gateway: Some("2001:db8::1"),
        ..Alone::new(conf)
    });
    host.addconn(&["six"]).ok();
    assert!(host.status().contains("2001:db8::45"), "{}", host.status());
}

#[test]
fn our_program_runs_on_a_host() {
    if !requires(OnePluto::NEEDS) {
        return;
    }
    let host = OnePluto::start(&Alone::new(""));
    host.auto(&["--help"]).ok();
    let seen = host
        .run(&["sh", "-c", "echo $CTLSOCKET; ip -br address show dev eth0"])
        .ok();
    assert!(
        seen.stdout
            .starts_with(host.control_socket().to_str().unwrap()),
        "{}",
        seen.stdout
    );
    assert!(seen.stdout.contains("192.1.2.45/24"), "{}", seen.stdout);
}

#[test]
fn a_command_that_hangs_is_stopped() {
    if !requires(OnePluto::NEEDS) {
        return;
    }
    let host = OnePluto::start(&Alone::new(""));
    let stopped = output(
        &mut host.command_within(1, &["sh", "-c", "sleep 60; true"]),
        "",
    );
    stopped.status(124);
}

#[test]
fn two_charons_pass_traffic() {
    if !requires(TwoCharons::NEEDS) {
        return;
    }
    let conf = "
conn office
	left=192.0.2.1
	leftsubnet=10.1.0.0/16
	right=192.0.2.2
	rightsubnet=10.2.0.0/16
	authby=secret
	auto=add
";
    let hosts = TwoCharons::start(&charon::Setup::both(conf));
    let known = || hosts.a.has_conn("office") && hosts.b.has_conn("office");
    assert!(
        eventually(Duration::from_secs(5), known),
        "{}",
        hosts.a.status()
    );
    assert!(!hosts.a.ping(&hosts.b), "there is a way around the tunnel");

    let up = hosts.a.run(&["ipsec", "up", "office"]).ok();
    assert!(
        up.stdout
            .contains("connection 'office' established successfully"),
        "{}",
        up.text()
    );
    assert!(hosts.a.ike_established("office"));
    assert!(hosts.b.child_installed("office"));
    assert!(hosts.a.ping(&hosts.b), "{}", hosts.a.log());

    hosts.a.run(&["ipsec", "down", "office"]).ok();
    assert!(!hosts.a.ike_established("office"));
    assert!(!hosts.a.ping(&hosts.b));
}

#[test]
fn two_charons_take_a_changed_configuration() {
    if !requires(TwoCharons::NEEDS) {
        return;
    }
    let hosts = TwoCharons::start(&charon::Setup::both(
        "conn old\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tauto=add\n",
    ));
    let knows = |name| eventually(Duration::from_secs(5), || hosts.a.has_conn(name));
    assert!(knows("old"), "{}", hosts.a.status());
    hosts
        .a
        .write_conf("conn new\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tauto=add\n");
    hosts.a.run(&["ipsec", "update"]).ok();
    assert!(knows("new"), "{}", hosts.a.log());
    assert!(!hosts.a.has_conn("old"));
}

#[test]
fn stub_notes_and_answers() {
    let stub = Stub::new(&[
        (
            "whack --initiate",
            Answer {
                status: 36,
                stdout: "036 it's no use\n",
                ..Answer::default()
            },
        ),
        (
            "addconn",
            Answer {
                reads_input: true,
                ..Answer::default()
            },
        ),
    ]);
    let script = "ipsec whack --name 'a b' --initiate; echo $?; ipsec; ipsec addconn --config - x <<'E'\nconn x\nE\n";
    let done = output(stub.command("sh").args(["-c", script]), "").ok();
    assert_eq!(done.stdout, "036 it's no use\n36\n");
    assert_eq!(
        stub.lines(),
        ["whack --name a b --initiate", "", "addconn --config - x"]
    );
    let calls = stub.calls();
    assert_eq!(calls[0].arguments, ["whack", "--name", "a b", "--initiate"]);
    assert_eq!(calls[0].input, None);
    assert_eq!(calls[2].input.as_deref(), Some("conn x\n"));
}
