//! `ipsec-auto` with real charons, whose `ipsec` ends with status 0 whatever happened.

#![cfg(target_os = "linux")]
#![allow(
    clippy::disallowed_methods,
    reason = "a test is the rim of the program"
)]

mod support;

use std::time::Duration;

use support::charon::{Charon, Setup, TwoCharons};
use support::{Output, eventually, requires};

const NETS: &str = "
conn office
	left=192.0.2.1
	leftsubnet=10.1.0.0/16
	right=192.0.2.2
	rightsubnet=10.2.0.0/16
	authby=secret
	auto=add
";

fn wait(condition: impl FnMut() -> bool) -> bool {
    eventually(Duration::from_secs(5), condition)
}

fn start(conf: &str) -> TwoCharons {
    let hosts = TwoCharons::start(&Setup::both(conf));
    let knows = |host: &Charon| wait(|| host.has_conn("office"));
    assert!(knows(&hosts.a) && knows(&hosts.b), "{}", hosts.a.log());
    hosts
}

#[track_caller]
fn check_failed(done: &Output, message: &str) {
    assert_eq!(done.status, 1, "{}", done.text());
    assert!(done.stderr.contains(message), "{}", done.text());
}

#[test]
fn a_tunnel_up_and_down() {
    if !requires(TwoCharons::NEEDS) {
        return;
    }
    let hosts = start(NETS);
    assert!(!hosts.a.ping(&hosts.b), "there is a way around the tunnel");
    let up = hosts.a.auto(&["--up", "office"]).ok();
    assert!(
        up.stdout
            .contains("connection 'office' established successfully"),
        "{}",
        up.text()
    );
    assert_eq!(up.stderr, "");
    assert!(hosts.b.child_installed("office"));
    assert!(hosts.a.ping(&hosts.b), "{}", hosts.a.log());
    let status = hosts.a.auto(&["--status", "office"]).ok();
    assert!(
        status.stdout.contains("office[1]: ESTABLISHED"),
        "{}",
        status.stdout
    );

    hosts.a.auto(&["--down", "office"]).ok();
    assert!(!hosts.a.ike_established("office"));
    assert!(
        wait(|| !hosts.b.ike_established("office")),
        "{}",
        hosts.b.status()
    );
    assert!(!hosts.a.ping(&hosts.b));
    hosts.a.auto(&["--down", "office"]).ok();
}

#[test]
fn a_route_starts_the_tunnel() {
    if !requires(TwoCharons::NEEDS) {
        return;
    }
    let hosts = start(NETS);
    hosts.a.auto(&["--route", "office"]).ok();
    assert!(
        hosts.a.status().contains("Routed Connections:"),
        "{}",
        hosts.a.status()
    );
    hosts.a.auto(&["--unroute", "office"]).ok();
    check_failed(
        &hosts.a.auto(&["--unroute", "office"]),
        "`--unroute` failed: configuration 'office' not found",
    );

    hosts.a.auto(&["--asynchronous", "--up", "office"]).ok();
    assert!(
        wait(|| hosts.b.child_installed("office")),
        "{}",
        hosts.a.log()
    );
    assert!(wait(|| hosts.a.ping(&hosts.b)), "{}", hosts.a.log());
    hosts.a.auto(&["--delete", "office"]).ok();
    assert!(!hosts.a.has_conn("office"));
    assert!(!hosts.a.ike_established("office"), "{}", hosts.a.status());
}

#[test]
fn a_conn_is_loaded_with_its_file() {
    if !requires(TwoCharons::NEEDS) {
        return;
    }
    let hosts = start(NETS);
    let more = format!(
        "{NETS}\nconn lab\n\talso=office\n\trightsubnet=10.2.0.1/32\n\nconn base\n\tleft=192.0.2.1\n"
    );
    hosts.a.write_conf(&more);
    let done = hosts.a.auto(&["--add", "lab"]).ok();
    assert!(
        done.stderr
            .contains("`ipsec update` loads what changed in the whole file"),
        "{}",
        done.stderr
    );
    assert!(hosts.a.has_conn("lab"));
    check_failed(
        &hosts.a.auto(&["--add", "base"]),
        "conn `base` has no `auto=` that loads it",
    );
    check_failed(&hosts.a.auto(&["--add", "lap"]), "did you mean `lab`?");

    hosts
        .a
        .write_conf(&NETS.replace("10.1.0.0/16", "10.1.0.0/17"));
    hosts.a.auto(&["--replace", "office"]).ok();
    assert!(
        hosts.a.status().contains("10.1.0.0/17 === "),
        "{}",
        hosts.a.status()
    );
    assert!(!hosts.a.has_conn("lab"));
    // The peer narrows its own network to that.
    hosts.a.auto(&["--start", "office"]).ok();
    assert!(hosts.a.child_installed("office"));

    hosts
        .a
        .write_conf(&NETS.replace("authby=secret", "type=tunel"));
    check_failed(
        &hosts.a.auto(&["--replace", "office"]),
        "ipsec_auto: fatal error in \"office\": (/etc/ipsec.conf, line 7)",
    );
    assert!(hosts.a.has_conn("office"), "nothing is run");
}

#[test]
fn failures_that_stroke_calls_successes() {
    if !requires(TwoCharons::NEEDS) {
        return;
    }
    let more = "
conn wrong
	left=192.0.2.1
	right=192.0.2.2
	ike=aes128-sha1-modp1024!
	authby=secret
	auto=add

conn nobody
	left=192.0.2.1
	right=%any
	authby=secret
	auto=add
";
    let hosts = TwoCharons::start(&Setup {
        conf_a: &format!("{NETS}{more}"),
        ..Setup::both(&NETS.replace("secret", "pubkey"))
    });
    let a = &hosts.a;
    assert!(wait(|| a.has_conn("nobody")));
    check_failed(
        &a.auto(&["--up", "office"]),
        "`--up` failed: received AUTHENTICATION_FAILED notify error",
    );
    check_failed(
        &a.auto(&["--up", "wrong"]),
        "received NO_PROPOSAL_CHOSEN notify error",
    );
    check_failed(
        &a.auto(&["--up", "nobody"]),
        "`--up` failed: unable to resolve %any, initiate aborted",
    );
    check_failed(
        &a.auto(&["--route", "nobody"]),
        "`--route` failed: routing 'nobody' failed",
    );
    for operation in [
        "--up",
        "--down",
        "--route",
        "--unroute",
        "--delete",
        "--status",
    ] {
        let done = a.auto(&[operation, "ofice"]);
        check_failed(
            &done,
            "ipsec auto: no conn named `ofice` is loaded; the nearest that is: `office`",
        );
    }
    check_failed(
        &a.auto(&["--down", "office{7}"]),
        "CHILD_SA with ID 7 not found",
    );
}

#[test]
fn what_needs_no_conn() {
    if !requires(TwoCharons::NEEDS) {
        return;
    }
    let hosts = start(NETS);
    for operation in [
        "ready",
        "status",
        "statusall",
        "rereadsecrets",
        "rereadcacerts",
        "rereadaacerts",
        "rereadocspcerts",
        "rereadacerts",
        "rereadcrls",
        "rereadall",
        "listpubkeys",
        "listcerts",
        "listcacerts",
        "listcrls",
        "listocsp",
        "listalgs",
        "listplugins",
        "listcounters",
        "listall",
        "purgeocsp",
        "purgecrls",
        "purgecerts",
        "purgeike",
        "resetcounters",
        "leases",
        "update",
        "reload",
    ] {
        hosts.a.auto(&[&format!("--{operation}")]).ok();
    }
    for operation in [
        "rereadgroups",
        "checkpubkeys",
        "listcards",
        "shuntstatus",
        "fipsstatus",
    ] {
        check_failed(
            &hosts.a.auto(&[&format!("--{operation}")]),
            "strongSwan has no `--",
        );
    }
    let chosen = hosts
        .a
        .run(&[env!("CARGO_BIN_EXE_ipsec-auto"), "--verbose", "--status"])
        .ok();
    assert!(
        chosen
            .stderr
            .contains("target: strongswan@5.9.8 (the installed program)"),
        "{}",
        chosen.stderr
    );
}
