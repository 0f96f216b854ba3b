//! What we hand to a real Libreswan means what its own `addconn` makes of the file.

#![cfg(target_os = "linux")]
#![allow(
    clippy::disallowed_methods,
    reason = "a test runs programs and writes their files"
)]

mod support;

use std::collections::BTreeSet;
use std::io::Write as _;

use support::pluto::{Alone, Nss, OnePluto};
use support::{Need, output, requires};

/// Every way in which a conn is handed over; each of them is loaded and compared.
const CONNS: &str = r#"
conn %default
	ikelifetime=2h
	authby=secret

conn plain
	left=192.1.2.45
	right=192.1.2.23

conn "it's $x"
	left=192.1.2.45
	right=192.1.2.23
	leftupdown="/bin/true 'a' $HOME `id` \"
	modecfgbanner={EOF}

conn inherits
	also=base
	leftprotoport="17"
	rightprotoport=udp/500
	x-note=not a parameter # at all
conn base
	left=192.1.2.45
	right=192.1.2.23
	keylife=1h

conn many
	left=192.1.2.45
	right=192.1.2.23
	leftsubnets="10.0.1.0/24 10.0.3.0/24"
	rightsubnet=10.0.2.0/24

conn one-sided
	left=192.1.2.45
	leftsubnet=10.0.1.0/24
	right=192.1.2.23
	connalias="other name"

conn route
	left=%defaultroute
	right=192.1.2.23

conn any
	left=%defaultroute
	leftid=@west
	right=%any
	ikev2=no
	dpddelay=30
	dpdtimeout=60
	dpdaction=restart
	rekey=no

conn certificate
	left=192.1.2.45
	leftcert=west
	leftsubnet=10.0.1.0/24
	right=%any
	rightsubnet=10.0.2.0/24
	rightca=%same
	authby=rsasig,ecdsa,ecdsa-sha2
	narrowing=yes
	dpddelay=30
	dpdaction=clear
	mark=5/0xff
	replay-window=64
	retransmit-interval=1s
	ipsec-max-bytes=1MiB
	encapsulation=YES
	esn=no
	fragmentation=force

conn key
	left=192.1.2.45
	leftid=@west
	leftrsasigkey=KEY
	right=192.1.2.23
	authby=rsasig

conn shunt
	left=192.1.2.45
	right=192.1.2.99
	type=passthrough
	authby=never
	mtu=1400
	failureshunt=drop

conn six
	left=2001:db8:1::45
	right=2001:db8:1::23
	leftsubnet=10.0.1.0/24
	rightsubnet=10.0.2.0/24
"#;

/// A public key whose private half is gone.
const KEY: &str = concat!(
    "0sAwEAAag+yfYQ89yClMTeKIZ+pZnvlBK2WhuMP/FlxQrqOlT0oURafNRhA7DKVx7phoIZURAOJCMnNzux0m5qmVLz",
    "bXkpEN7sog7YBxV4hSQIk7UeV7DxK14o+Bnxafj2RBOderg+mJy1OciA5MXYZqkzi+4Amhw87o0t1hn7H22h1n7yde",
    "rBL3+ZuXCazitCuiD4XpV7VweJ7sD5Y9Rizfsla77RjcVyjeO2xDfzdjriqCyrRqeTkoBy6fFphqsIpxQa44szBWMx",
    "VuayI6NZo/+DVBn0vaOQvYzMMxfh7rcc+aTHU/dY09/Le9yJfncQHY6b1+qkXfwqpw2R9NlY9ObPURsSKhdOP2lj7u",
    "4RUIIkblFmTTk=",
);

fn conns() -> String {
    CONNS.replace("KEY", KEY)
}

const NAMES: [&str; 11] = [
    "plain",
    "it's $x",
    "inherits",
    "many",
    "one-sided",
    "route",
    "any",
    "certificate",
    "key",
    "shunt",
    "six",
];

const TARGET: [&str; 2] = ["--target", "libreswan@4.10"];

/// The tables are about 4.10; another version may print another status.
fn is_libreswan_4() -> bool {
    let version = output(std::process::Command::new("ipsec").arg("--version"), "");
    let is_4 = version.stdout.contains("Libreswan 4.");
    if !is_4 {
        let _ = writeln!(
            std::io::stderr(),
            "skipped: the installed Libreswan is not version 4"
        );
    }
    is_4
}

/// What pluto says about a conn, its expansions and the public keys, without what differs from load to load.
fn state(host: &OnePluto, name: &str) -> Vec<String> {
    let is_about_it = |line: &&str| {
        let rest = line
            .strip_prefix("000 \"")
            .and_then(|rest| rest.strip_prefix(name));
        rest.is_some_and(|rest| rest.starts_with(['"', '/', '[']))
    };
    let status = host.status();
    let without_serial = |line: &str| match line.split_once("conn serial:") {
        Some((before, _)) => before.to_owned(),
        None => line.to_owned(),
    };
    let mut lines: Vec<String> = status
        .lines()
        .filter(is_about_it)
        .map(without_serial)
        .collect();
    let keys = host.whack(&["--listpubkeys"]).stdout;
    // The first words are the time at which a key came.
    let key = |line: &str| {
        line.split_whitespace()
            .skip(5)
            .collect::<Vec<_>>()
            .join(" ")
    };
    lines.extend(keys.lines().map(key));
    lines
}

fn delete(host: &OnePluto, name: &str) {
    let status = host.status();
    let names = status
        .lines()
        .filter_map(|line| line.strip_prefix("000 \"")?.split_once("\":"));
    let ours = |found: &&str| {
        found
            .strip_prefix(name)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let names: BTreeSet<&str> = names.map(|(name, _)| name).filter(ours).collect();
    for name in names {
        host.whack(&["--name", name, "--delete"]).ok();
    }
    assert!(!host.has_conn(name));
}

fn check_same(options: &[&str]) {
    if !requires(OnePluto::NEEDS) || !is_libreswan_4() {
        return;
    }
    let conns = conns();
    let host = OnePluto::start(&Alone {
        nss: Nss::Certificates,
        daemon_lines: "ikev1-policy=accept",
        addresses: &["192.1.2.45/24", "2001:db8:1::45/64"],
        ..Alone::new(&conns)
    });
    for name in NAMES {
        host.addconn(&["--", name]).ok();
        let expected = state(&host, name);
        assert!(!expected.is_empty(), "{name}");
        delete(&host, name);
        host.auto(&[TARGET.as_slice(), options, &["--add", name]].concat())
            .ok();
        assert_eq!(state(&host, name), expected, "{name} {options:?}");
        delete(&host, name);
    }
}

#[test]
fn addconn_gets_what_the_file_says() {
    check_same(&[]);
}

#[test]
fn whack_gets_what_the_file_says() {
    check_same(&["--backend", "whack"]);
}

#[test]
fn an_alias_loads_its_conn() {
    if !requires(OnePluto::NEEDS) || !is_libreswan_4() {
        return;
    }
    let host = OnePluto::start(&Alone::new(&conns()));
    host.auto(&[TARGET.as_slice(), &["--add", "other"]].concat())
        .ok();
    assert!(host.has_conn("one-sided"));
}

#[test]
fn the_reader_of_libreswan_prints_the_same_conn() {
    if !requires(&[Need::Libreswan]) || !is_libreswan_4() {
        return;
    }
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("ipsec.conf");
    std::fs::write(&file, conns()).unwrap();
    let stanza = |path: &std::path::Path, name: &str| {
        let mut command = std::process::Command::new("ipsec");
        let printed = output(command.args(["readwriteconf", "--config"]).arg(path), "")
            .ok()
            .stdout;
        let start = printed
            .find(&format!("conn {name}\n"))
            .expect("the conn is printed");
        let lines = printed[start..]
            .lines()
            .skip(1)
            .take_while(|line| line.starts_with('\t'));
        let kept = lines.filter(|line| !line.contains("also") && !line.starts_with("\tx-"));
        kept.map(str::to_owned).collect::<Vec<_>>()
    };
    for name in NAMES {
        let mut auto = std::process::Command::new(env!("CARGO_BIN_EXE_ipsec-auto"));
        auto.args(TARGET)
            .args(["--showonly", "--config"])
            .arg(&file)
            .args(["--add", name]);
        let script = output(&mut auto, "").ok().stdout;
        let text = script.split_once("<<'EOF").expect("a here-document").1;
        let text = text.split_once('\n').unwrap().1;
        let text = text.rsplit_once("EOF").unwrap().0;
        let flat = directory.path().join("flat.conf");
        std::fs::write(&flat, text).unwrap();
        assert_eq!(stanza(&flat, name), stanza(&file, name), "{name}");
    }
}
