//! `ipsec-lint --host` on a real machine: its kernel, its resolver, a real NSS database and a running pluto.

#![allow(
    clippy::disallowed_methods,
    reason = "tests write files and start the real programs"
)]

mod lint;
mod support;

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::process::Command;

use insta::assert_snapshot;
use lint::Dir;
use support::netns::Netns;
use support::pluto::{Alone, OnePluto};
use support::stub::{Answer, Stub};
use support::{Need, output, pki, requires};

/// The findings of a rule, one a line.
fn host(dir: &Dir, select: &str) -> String {
    dir.lint(&format!(
        "--host --select {select} --target libreswan@4.10 --quiet"
    ))
}

#[test]
fn certificates_of_a_real_database() {
    if !requires(&[Need::Certutil]) {
        return;
    }
    let dir = Dir::new();
    fs::create_dir(dir.path().join("nss")).unwrap();
    pki::copy(&dir.path().join("nss"));
    let certutil = |words: &str| {
        let mut command = Command::new("certutil");
        command
            .args(words.split(' '))
            .current_dir(dir.path())
            .env("PATH", support::search_path());
        output(&mut command, "").ok().stdout
    };
    dir.write("noise", [7; 2000]);
    certutil("-S -d sql:nss -n old -s CN=old -c ca -t u,u,u -z noise -w -24 -v 12 -m 77");
    let pem = certutil("-L -d sql:nss -n west -a");
    fs::create_dir(dir.path().join("bare")).unwrap();
    pki::empty(&dir.path().join("bare"));
    dir.write("west.pem", pem);
    certutil("-A -d sql:bare -n west -t ,, -i west.pem");
    let conf = |nss: &str| {
        let here = dir.path().display();
        let text = format!(
            "config setup\n\tnssdir={here}/{nss}\nconn a\n\tleft=127.0.0.1\n\tleftcert=west\n\
             \tright=192.0.2.1\n\trightcert=old\nconn b\n\tleft=127.0.0.1\n\tright=192.0.2.1\n\trightcert=nobody\n"
        );
        dir.write("ipsec.conf", text);
    };
    conf("nss");
    let dated = host(&dir, "H403");
    let (before, after) = dated
        .split_once("expired on 20")
        .expect("one is out of date");
    let undated = format!(
        "{before}expired on 20{}",
        &after["26-11-23T09:00:00Z".len()..]
    );
    assert_snapshot!(undated, @"
    ipsec.conf:7:12: error[H403 certificate-not-in-store]: the certificate `old` expired on 20 [conn refused]
    ipsec.conf:11:12: error[H403 certificate-not-in-store]: there is no certificate `nobody` in the NSS database [conn refused]
    --- status 1
    ");
    conf("bare");
    assert_snapshot!(host(&dir, "H403"), @"
    ipsec.conf:5:11: error[H403 certificate-not-in-store]: the certificate `west` of this host is in the NSS database without its private key [works]
    ipsec.conf:7:12: error[H403 certificate-not-in-store]: there is no certificate `old` in the NSS database [conn refused]
    ipsec.conf:11:12: error[H403 certificate-not-in-store]: there is no certificate `nobody` in the NSS database [conn refused]
    --- status 1
    ");
    let old = certutil("-L -d sql:nss -n old -a");
    dir.write(
        "etc/ipsec.d/certs/old.pem",
        format!("text before it\n{old}"),
    );
    dir.write(
        "etc/ipsec.d/certs/good.pem",
        certutil("-L -d sql:nss -n west -a"),
    );
    dir.write(
        "swan.conf",
        "conn a\n\tleft=192.0.2.1\n\tleftcert=good.pem,old.pem,gone.pem\n\tright=192.0.2.2\n",
    );
    let files = dir.lint("swan.conf --host --root . --select H403,R120 --target strongswan@5.9.8");
    let expired = "swan.conf:3:11: error[H403 certificate-not-in-store]: the certificate `/etc/ipsec.d/certs/old.pem` expired on";
    let missing = "swan.conf:3:11: warning[R120 file-named-does-not-exist]: there is no file `/etc/ipsec.d/certs/gone.pem`";
    assert!(
        files.contains(expired) && files.contains(missing),
        "{files}"
    );
    assert!(files.contains("1 error, 1 warning"), "{files}");
    conf("gone");
    assert_snapshot!(host(&dir, "H403"), @"--- status 0");
    assert!(!dir.path().join("gone").exists(), "nothing is made");
}

#[test]
fn secrets_and_what_they_include() {
    let dir = Dir::with(&[("keys", ": PSK \"of the office, long enough\"\n")]);
    let here = dir.path().display().to_string();
    dir.write("secrets", format!("include {here}/keys\n"));
    let text = format!(
        "config setup\n\tsecretsfile={here}/secrets\nconn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n"
    );
    dir.write("ipsec.conf", text);
    let mode = |name: &str, mode| {
        fs::set_permissions(dir.path().join(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    mode("secrets", 0o600);
    mode("keys", 0o640);
    let found = host(&dir, "H406");
    let is_about_root = found.contains("belongs to user");
    assert_eq!(is_about_root, !lint::is_root(), "{found}");
    assert!(found.contains("keys:1:1: error[H406 secrets-permissions]: `HERE/keys` is open to others than its owner (mode 0640)"), "{found}");
}

#[test]
fn a_file_with_two_names() {
    let dir = Dir::with(&[
        ("ipsec.conf", "include conf.d/*.conf\n"),
        (
            "conf.d/a.conf",
            "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n",
        ),
    ]);
    symlink("a.conf", dir.path().join("conf.d/b.conf")).unwrap();
    assert_snapshot!(host(&dir, "R113"), @"
    ipsec.conf:1:9: error[R113 included-twice]: `conf.d/b.conf` is read a second time [misread]
    --- status 1
    ");
}

#[test]
fn names_are_looked_up() {
    let dir = Dir::with(&[(
        "ipsec.conf",
        "conn a\n\tleft=localhost\n\tright=no-such-host.invalid\n\trightid=no-such-id.invalid\n",
    )]);
    let found = host(&dir, "H413");
    let lines: Vec<&str> = found
        .lines()
        .filter_map(|line| line.split_once(" does not resolve"))
        .map(|(start, _)| start)
        .collect();
    // Where no resolver answers, one silence is enough.
    let first = "ipsec.conf:3:8: warning[H413 dns-fails]: `no-such-host.invalid`";
    assert_eq!(lines.first(), Some(&first), "{found}");
    assert!(!found.contains("localhost"), "{found}");
}

#[test]
fn the_kernel_at_hand() {
    let script = "zcat /proc/config.gz 2>/dev/null || cat \"/boot/config-$(uname -r)\" \"/lib/modules/$(uname -r)/config\"";
    let config = output(Command::new("sh").args(["-c", script]), "");
    if config.stdout.is_empty() {
        let _ = writeln!(
            std::io::stderr(),
            "skipped: the kernel has left no build configuration"
        );
        return;
    }
    let lacks = config
        .stdout
        .lines()
        .any(|line| line == "# CONFIG_INET_ESP is not set");
    let dir = Dir::with(&[(
        "ipsec.conf",
        "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n",
    )]);
    let found = host(&dir, "H404");
    assert_eq!(
        found.contains("built without ESP for IPv4"),
        lacks,
        "{found}"
    );
}

const LOADED: &str = "\
config setup
	ikev1-policy=accept
conn changed
	left=192.1.2.45
	leftsubnet=10.0.1.0/24
	leftid=@west
	right=192.1.2.23
	authby=secret
	auto=add
conn same
	left=%defaultroute
	leftid=192.1.2.45
	right=192.1.2.24
	rightsubnet=10.0.2.0/24
	authby=secret
	auto=add
conn lists
	left=192.1.2.45
	leftsubnets=10.0.1.0/24,10.0.3.0/24
	rightsubnet=10.0.2.0/24
	right=192.1.2.25
	authby=secret
	auto=add
conn anybody
	left=192.1.2.45
	leftsubnet=0.0.0.0/0
	right=%any
	rightaddresspool=10.9.0.1-10.9.0.99
	authby=secret
	auto=add
conn ports
	left=192.1.2.45
	leftprotoport=udp/1701
	right=192.1.2.26
	ikev2=no
	authby=secret
	auto=add
";

#[test]
fn a_running_pluto_has_what_it_was_told() {
    if !requires(OnePluto::NEEDS) {
        return;
    }
    let pluto = OnePluto::start(&Alone::new(""));
    let conf = pluto.conf().with_file_name("pluto.conf");
    let conf = conf.to_str().expect("scratch paths are ASCII").to_owned();
    // The control socket is seen at its usual place, in a namespace of mounts that goes away with the command.
    let lint = |text: &str, select: &str| {
        fs::write(&conf, text).expect("scratch is writable");
        let script =
            "mkdir -p /run/pluto && mount --bind \"$IPSEC_RUNDIR\" /run/pluto && exec \"$@\"";
        let program = env!("CARGO_BIN_EXE_ipsec-lint");
        let words = [
            "--host",
            "--target",
            "libreswan@4.10",
            "--quiet",
            "--output-format",
            "concise",
            "--select",
            select,
            &conf,
        ];
        let command = [&["sh", "-c", script, "sh", program], &words[..]].concat();
        pluto.run(&command).text().replace(&conf, "CONF")
    };
    let nothing = lint(LOADED, "H414");
    assert_eq!(nothing.matches("is not loaded").count(), 5, "{nothing}");
    for name in ["changed", "same", "lists", "anybody", "ports"] {
        pluto
            .run(&[
                "ipsec",
                "addconn",
                "--ctlsocket",
                pluto.control_socket().to_str().unwrap(),
                "--config",
                &conf,
                name,
            ])
            .ok();
    }
    assert_eq!(lint(LOADED, "H414"), "");
    for (from, to, difference) in [
        ("leftsubnet=10.0.1.0/24", "leftsubnet=10.0.7.0/24", 3),
        ("right=192.1.2.23", "right=192.1.2.29", 3),
        ("leftid=@west", "leftid=@wast", 3),
        ("leftid=@west", "leftid=@west\n\tikev2=no", 3),
        ("conn changed", "conn renamed", 3),
    ] {
        let found = lint(&LOADED.replacen(from, to, 1), "H414");
        let start = format!("CONF:{difference}:6: warning[H414 loaded-differs]: conn `");
        assert!(
            found.starts_with(&start) && found.lines().count() == 1,
            "{to}: {found}"
        );
    }
    let strict = "echo 1 >/proc/sys/net/ipv4/conf/eth0/rp_filter";
    pluto.run(&["sh", "-c", strict]).ok();
    assert_snapshot!(lint(LOADED, "H407"), @"CONF:1:1: warning[H407 rp-filter]: the reverse path filter is strict on `eth0` [works]");
    pluto.run(&["sh", "-c", &strict.replace('1', "2")]).ok();
    assert_eq!(lint(LOADED, "H407"), "");
}

#[test]
fn the_installed_program_is_compared() {
    if !requires(&[Need::Libreswan]) {
        return;
    }
    let dir = Dir::with(&[(
        "ipsec.conf",
        "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n",
    )]);
    let found = dir.lint("--host --select H405 --target openswan@2.6 --quiet");
    assert!(
        found.contains("is installed, and the file is checked for Openswan"),
        "{found}"
    );
}

/// What H412 says of FIPS mode, which no test can switch on.
#[test]
fn what_libreswan_refuses_in_fips_mode() {
    if !requires(&[Need::Libreswan]) {
        return;
    }
    let algparse = |mode: &str, proposals: &str| {
        let mut command = Command::new("ipsec");
        command
            .args(["algparse", mode, "-v2", proposals])
            .env("PATH", support::search_path());
        output(&mut command, "").status
    };
    for (proposals, expected) in [
        ("esp=aes-sha1", 0),
        ("esp=aes-sha1,aes-md5", 1),
        ("esp=chacha20_poly1305", 1),
        ("esp=camellia-sha1", 1),
        ("esp=aes-aes_xcbc", 1),
        ("ike=aes-sha2-modp2048", 0),
        ("ike=aes-sha2-modp1536", 1),
        ("ike=aes-sha2-dh31", 1),
    ] {
        assert_eq!(algparse("-fips=no", proposals), 0, "{proposals}");
        assert_eq!(algparse("-fips=yes", proposals), expected, "{proposals}");
    }
}

#[test]
fn a_real_packet_filter_in_the_way() {
    if !requires(&[Need::NetNs, Need::Iptables]) {
        return;
    }
    let dir = Dir::new();
    dir.write(
        "ipsec.conf",
        "conn a\n\tleft=192.0.2.1\n\tleftsubnet=10.1.0.0/16\n\tright=198.51.100.7\n\trightsubnet=10.2.0.0/16\n\tauto=add\n",
    );
    let (gateway, _peer) = Netns::pair("gateway", "peer");
    gateway.ip("link set eth0 up\naddr add 192.0.2.1/24 dev eth0");
    let run = |words: &[&str]| {
        let mut command = Command::new("ip");
        command
            .args(["netns", "exec", gateway.name()])
            .args(words)
            .current_dir(dir.path())
            .env("PATH", support::search_path());
        output(&mut command, "").text()
    };
    let lint = || {
        let program = env!("CARGO_BIN_EXE_ipsec-lint");
        let words = "--host --select H410 --target libreswan@4.10 --quiet --no-config --output-format concise ipsec.conf";
        let words: Vec<&str> = std::iter::once(program).chain(words.split(' ')).collect();
        run(&words)
    };
    assert_eq!(lint(), "");
    run(&[
        "iptables",
        "-t",
        "nat",
        "-A",
        "POSTROUTING",
        "-s",
        "10.0.0.0/8",
        "-j",
        "MASQUERADE",
    ]);
    run(&["iptables", "-P", "INPUT", "DROP"]);
    assert_snapshot!(lint(), @r"
    ipsec.conf:1:6: warning[H410 firewall-blocks]: this host drops what its peer sends to UDP port 500 [works]
    ipsec.conf:3:13: warning[H410 firewall-blocks]: packets from 10.1.0.0/16 to 10.2.0.0/16 get another source address [works]
    ");
    let spared = "iptables -t nat -I POSTROUTING -m policy --dir out --pol ipsec -j ACCEPT";
    let opened = "iptables -I INPUT -p udp -m multiport --dports 500,4500 -j ACCEPT";
    for command in [spared, opened] {
        run(&command.split(' ').collect::<Vec<_>>());
    }
    assert_eq!(lint(), "");
}

#[test]
fn the_installed_program_judges_what_nobody_else_does() {
    let version = Answer {
        stdout: "Linux strongSwan U5.9.8/K6.1.0\n",
        ..Answer::default()
    };
    let stub = Stub::new(&[("--version", version)]);
    let dir = Dir::new();
    dir.write("plain.conf", "conn a\n\tleft=192.0.2.1\n");
    dir.write(
        "said.conf",
        "# ipsec-lint: target=openswan@2.6\nconn a\n\tleft=192.0.2.1\n",
    );
    let read_as = |words: &str| {
        let mut command = stub.command(env!("CARGO_BIN_EXE_ipsec-lint"));
        let all = format!("--verbose --select S --no-config {words}");
        command.args(all.split(' ')).current_dir(dir.path());
        let said = output(&mut command, "").stderr;
        said.lines().next().unwrap_or_default().to_owned()
    };
    let shown = [
        "plain.conf",
        "--host plain.conf",
        "--host said.conf",
        "--host --target libreswan@4.10 plain.conf",
        "--host --root / plain.conf",
    ]
    .map(|words| format!("{words}: {}", read_as(words)));
    assert_snapshot!(shown.join("\n"), @"
    plain.conf: plain.conf: libreswan@5.4 (nothing says otherwise)
    --host plain.conf: plain.conf: strongswan@5.9.8 (the installed program)
    --host said.conf: said.conf: openswan@2.6.52.3 (a comment in the file)
    --host --target libreswan@4.10 plain.conf: plain.conf: libreswan@4.10 (--target)
    --host --root / plain.conf: plain.conf: libreswan@5.4 (nothing says otherwise)
    ");
}
