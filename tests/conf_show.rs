//! `ipsec-conf show`, as a user runs it.

#![allow(clippy::disallowed_methods, reason = "a test reads the examples")]

mod conf;

use std::fs;

use conf::Dir;
use insta::assert_snapshot;

#[test]
fn default_also_and_aliases() {
    let dir = Dir::with_file(
        "ipsec.conf",
        "\
config setup
	logfile=/var/log/pluto.log

conn %default
	ikelifetime=8h
	keyingtries=3

conn office
	also=base
	leftsubnet=10.0.1.0/24
	keylife=1h
	auto=start

conn base
	also=peer
	left=192.0.2.1

conn peer
	right=198.51.100.1
	rightid=\"CN=gateway, O=Example\"
",
    );
    let shown = dir.run(
        "show --origin --target libreswan@4.10 ipsec.conf office",
        "",
    );
    assert_snapshot!(shown, @r#"
    # as read by Libreswan 4.10 (--target)

    config setup
    	logfile=/var/log/pluto.log  # ipsec.conf:2

    conn office
    	ikelifetime=8h                   # ipsec.conf:5, %default
    	keyingtries=3                    # ipsec.conf:6, %default
    	leftsubnet=10.0.1.0/24           # ipsec.conf:10
    	ipsec-lifetime=1h                # ipsec.conf:11
    	auto=start                       # ipsec.conf:12
    	left=192.0.2.1                   # ipsec.conf:16, also=base
    	right=198.51.100.1               # ipsec.conf:19, also=base, also=peer
    	rightid="CN=gateway, O=Example"  # ipsec.conf:20, also=base, also=peer
    --- status 0
    "#);
}

/// Own lines, two `also=` and two values in `%default` disagree, and the five readers disagree about them.
#[test]
fn one_file_and_five_answers() {
    let dir = Dir::with_file(
        "ipsec.conf",
        "\
version 2.0

conn %default
	rekey=yes
	rekey=no

conn office
	leftid=@own
	leftid=@own
	also=a
	also=b

conn b
	rightid=@b

conn a
	left=192.0.2.1
	right=198.51.100.1
	rightid=@a
",
    );
    let show = |target: &str| {
        dir.run(
            &format!("show --origin --target {target} ipsec.conf office"),
            "",
        )
    };
    assert_snapshot!(show("openswan@2.4"), @r"
    # as read by Openswan 2.4.9 (--target)
    version 2.0

    conn office
    	leftid=@own         # ipsec.conf:8
    	rightid=@b          # ipsec.conf:14, also=b
    	left=192.0.2.1      # ipsec.conf:17, also=a
    	right=198.51.100.1  # ipsec.conf:18, also=a
    	rekey=yes           # ipsec.conf:4, %default
    --- standard error
    ipsec.conf:5:2: error[S104 duplicate-key]: `rekey` is set twice [conn refused]
    ipsec.conf:9:2: error[S104 duplicate-key]: `leftid` is set twice [conn refused]
    ipsec.conf:19:2: error[S104 duplicate-key]: `rightid` is set twice [conn refused]
    --- status 1
    ");
    assert_snapshot!(show("openswan@2.6"), @r"
    # as read by Openswan 2.6.52.3 (--target)

    conn office
    	rekey=no            # ipsec.conf:5, %default
    	leftid=@own         # ipsec.conf:8
    	left=192.0.2.1      # ipsec.conf:17, also=a
    	right=198.51.100.1  # ipsec.conf:18, also=a
    	rightid=@a          # ipsec.conf:19, also=a
    --- standard error
    ipsec.conf:4:2: warning[S104 duplicate-key]: `rekey` is set again further down [ignored]
    ipsec.conf:9:2: warning[S104 duplicate-key]: `leftid` is set twice to the same value [works]
    ipsec.conf:14:2: error[S104 duplicate-key]: `rightid` is set twice [conn refused]
    --- status 1
    ");
    assert_snapshot!(show("libreswan@4.10"), @r"
    # as read by Libreswan 4.10 (--target)

    conn office
    	rekey=no            # ipsec.conf:5, %default
    	leftid=@own         # ipsec.conf:8
    	left=192.0.2.1      # ipsec.conf:17, also=a
    	right=198.51.100.1  # ipsec.conf:18, also=a
    	rightid=@a          # ipsec.conf:19, also=a
    --- standard error
    ipsec.conf:4:2: warning[S104 duplicate-key]: `rekey` is set again further down [ignored]
    ipsec.conf:9:2: error[S104 duplicate-key]: `leftid` is set twice [conn refused]
    ipsec.conf:14:2: error[S104 duplicate-key]: `rightid` is set twice [conn refused]
    --- status 1
    ");
    assert_snapshot!(show("libreswan@5.4"), @r"
    # as read by Libreswan 5.4 (--target)

    conn office
    	rekey=yes           # ipsec.conf:4, %default
    	leftid=@own         # ipsec.conf:8
    	left=192.0.2.1      # ipsec.conf:17, also=a
    	right=198.51.100.1  # ipsec.conf:18, also=a
    	rightid=@a          # ipsec.conf:19, also=a
    --- standard error
    ipsec.conf:5:2: warning[S104 duplicate-key]: `rekey` is set twice [ignored]
    ipsec.conf:9:2: warning[S104 duplicate-key]: `leftid` is set twice to the same value [works]
    ipsec.conf:14:2: error[S104 duplicate-key]: `rightid` is set twice [conn refused]
    --- status 1
    ");
    assert_snapshot!(show("strongswan@5.9.8"), @r"
    # as read by strongSwan 5.9.8 (--target)

    conn office
    	leftid=@own         # ipsec.conf:9
    	rightid=@b          # ipsec.conf:14, also=b
    	left=192.0.2.1      # ipsec.conf:17, also=a
    	right=198.51.100.1  # ipsec.conf:18, also=a
    	rekey=no            # ipsec.conf:5, %default
    --- standard error
    ipsec.conf:4:2: warning[S104 duplicate-key]: `rekey` is set again further down [ignored]
    ipsec.conf:8:2: warning[S104 duplicate-key]: `leftid` is set twice to the same value [works]
    --- status 0
    ");
}

#[test]
fn ends_exchanged_by_alsoflip() {
    let dir = Dir::with_file(
        "ipsec.conf",
        "\
conn office
	alsoflip=base
	auto=add

conn base
	left=192.0.2.1
	leftid=@peer
	alsoflip=self

conn self
	left=198.51.100.1
",
    );
    assert_snapshot!(dir.run("show --origin --target openswan@2.6 ipsec.conf office", ""), @r"
    # as read by Openswan 2.6.52.3 (--target)

    conn office
    	auto=add           # ipsec.conf:3
    	right=192.0.2.1    # ipsec.conf:6, alsoflip=base
    	rightid=@peer      # ipsec.conf:7, alsoflip=base
    	left=198.51.100.1  # ipsec.conf:11, alsoflip=base, alsoflip=self
    --- status 0
    ");
}

#[test]
fn strongswan_unsets_and_merges() {
    let dir = Dir::with_file(
        "ipsec.conf",
        "\
config setup
	charondebug=\"ike 2, cfg 1\"

ca example
	cacert=ca.pem

conn %default
	leftid=@default
	ikelifetime=8h

conn office
	left=192.0.2.1
	leftid=

config setup
	uniqueids=never

conn office
	right=198.51.100.1
	ikelifetime=1h
",
    );
    assert_snapshot!(dir.run("show --origin --target strongswan@5.9.8 ipsec.conf", ""), @r#"
    # as read by strongSwan 5.9.8 (--target)

    config setup
    	charondebug="ike 2, cfg 1"  # ipsec.conf:2
    	uniqueids=never             # ipsec.conf:16

    ca example
    	cacert=ca.pem  # ipsec.conf:5

    conn office
    	left=192.0.2.1      # ipsec.conf:12
    	right=198.51.100.1  # ipsec.conf:19
    	ikelifetime=1h      # ipsec.conf:20
    --- standard error
    ipsec.conf:15:1: warning[S115 second-config-setup]: a second `config setup` [works]
    ipsec.conf:18:6: warning[R108 duplicate-conn-name]: conn `office` is defined twice [works]
    --- status 0
    "#);
}

#[test]
fn includes_and_joined_lists() {
    let dir = Dir::with_file(
        "ipsec.conf",
        "\
conn office
	left=192.0.2.1
	right=198.51.100.1
	leftsubnets=10.0.1.0/24
	also=networks

include conf.d/*.conf
",
    );
    dir.write("conf.d/b.conf", "conn second\n\talso=office\n");
    dir.write(
        "conf.d/a.conf",
        "conn networks\n\tleftsubnets=\"10.0.2.0/24 10.0.3.0/24\"\n",
    );
    assert_snapshot!(dir.run("show --origin --target libreswan@4.10 ipsec.conf second", ""), @r#"
    # as read by Libreswan 4.10 (--target)

    conn second
    	left=192.0.2.1      # ipsec.conf:2, also=office
    	right=198.51.100.1  # ipsec.conf:3, also=office
    	leftsubnets="10.0.1.0/24 10.0.2.0/24 10.0.3.0/24"  # ipsec.conf:4, conf.d/a.conf:2, also=office
    --- status 0
    "#);
    let json = dir.json("show --json --target libreswan@4.10 ipsec.conf");
    let files = ["ipsec.conf", "conf.d/a.conf", "conf.d/b.conf"];
    assert_eq!(json["files"], serde_json::json!(files));
}

#[test]
fn absolute_includes_below_a_root() {
    let dir = Dir::with_file("etc/ipsec.conf", "include /etc/ipsec.d/office.conf\n");
    dir.write(
        "etc/ipsec.d/office.conf",
        "conn office\n\tleft=192.0.2.1\n\tright=198.51.100.1\n",
    );
    let shown = dir.run(
        "show --origin --root . --target libreswan@5.4 etc/ipsec.conf",
        "",
    );
    assert_snapshot!(shown, @r"
    # as read by Libreswan 5.4 (--target)

    conn office
    	left=192.0.2.1      # ./etc/ipsec.d/office.conf:2
    	right=198.51.100.1  # ./etc/ipsec.d/office.conf:3
    --- status 0
    ");
}

#[test]
fn built_in_values_are_comments() {
    let dir = Dir::with_file(
        "ipsec.conf",
        "conn office\n\tleft=192.0.2.1\n\tright=198.51.100.1\n\tpfs=no\n",
    );
    let shown = dir.run("show --defaults --target openswan@2.4 ipsec.conf", "");
    assert_snapshot!(shown, @r"
    # as read by Openswan 2.4.9 (--target)
    version 2.0

    config setup
    	# fragicmp=yes by default
    	# hidetos=yes by default
    	# nhelpers=-1 by default
    	# plutorestartoncrash=yes by default
    	# uniqueids=yes by default

    conn office
    	left=192.0.2.1
    	right=198.51.100.1
    	pfs=no
    	# aggrmode=no by default
    	# authby=rsasig by default
    	# auto=ignore by default
    	# compress=no by default
    	# ikelifetime=1h by default
    	# keyingtries=%forever (0) by default
    	# rekey=yes by default
    	# rekeyfuzz=100% by default
    	# rekeymargin=9m by default
    	# type=tunnel by default
    --- standard error
    ipsec.conf:1:1: error[S133 missing-version]: `version 2.0` must come before this [whole file refused]
    --- status 1
    ");
    let json = dir.json("show --json --defaults --target libreswan@4.10 ipsec.conf");
    let settings = &json["conns"][0]["settings"];
    assert_eq!(settings["pfs"]["value"], "no");
    assert_eq!(settings["pfs"]["origin"]["line"], 4);
    assert_eq!(
        settings["keyingtries"],
        serde_json::json!({"value": "%forever (0)", "origin": null})
    );
}

#[test]
fn the_json_is_what_scripts_rely_on() {
    let dir = Dir::with_file(
        "ipsec.conf",
        "\
config setup
	logfile=/var/log/pluto.log

conn %default
	authby=secret

conn office
	left=192.0.2.1
	leftid=\"@a\"
	also=base
	nonsense-value=1

conn base
	right=198.51.100.1
	rightsubnet=10.0.2.0/24
	auto=start
",
    );
    let shown = dir.run(
        "show --json --target strongswan@5.9.8 ipsec.conf office",
        "",
    );
    assert_snapshot!(shown, @r#"
    {
      "target": "strongswan@5.9.8",
      "files": [
        "ipsec.conf"
      ],
      "setup": {},
      "conns": [
        {
          "name": "office",
          "path": "ipsec.conf",
          "line": 7,
          "auto": "start",
          "errors": 0,
          "settings": {
            "left": {
              "value": "192.0.2.1",
              "origin": {
                "path": "ipsec.conf",
                "line": 8,
                "via": []
              }
            },
            "leftid": {
              "value": "@a",
              "origin": {
                "path": "ipsec.conf",
                "line": 9,
                "via": []
              }
            },
            "right": {
              "value": "198.51.100.1",
              "origin": {
                "path": "ipsec.conf",
                "line": 14,
                "via": [
                  "also=base"
                ]
              }
            },
            "rightsubnet": {
              "value": "10.0.2.0/24",
              "origin": {
                "path": "ipsec.conf",
                "line": 15,
                "via": [
                  "also=base"
                ]
              }
            },
            "auto": {
              "value": "start",
              "origin": {
                "path": "ipsec.conf",
                "line": 16,
                "via": [
                  "also=base"
                ]
              }
            },
            "authby": {
              "value": "secret",
              "origin": {
                "path": "ipsec.conf",
                "line": 5,
                "via": [
                  "%default"
                ]
              }
            }
          }
        }
      ]
    }
    --- standard error
    ipsec.conf:2:2: warning[U121 libreswan-word-in-strongswan]: `logfile` is a keyword of Libreswan from 3.14 [ignored]
    ipsec.conf:11:2: warning[V101 unknown-keyword]: unknown keyword `nonsense-value` [ignored]
    --- status 0
    "#);
}

#[test]
fn a_conn_of_many_errors_counts_them() {
    let dir = Dir::with_file(
        "ipsec.conf",
        "conn a\n\tleft=192.0.2.1\n\tright=198.51.100.1\n\nconn b\n\tleft=192.0.2.1\n\
         \tright=198.51.100.1\n\tleftsubnet=10.0.0.0/33\n\talso=c\n",
    );
    let json = dir.json("show --json --target libreswan@4.10 ipsec.conf");
    assert_eq!(json["conns"][0]["errors"], 0);
    assert_eq!(json["conns"][1]["errors"], 2);
    assert_eq!(json["conns"][1]["auto"], "ignore");
}

#[test]
fn every_file_shown_reads_the_same_again() {
    let dir = Dir::with_file("unused", "");
    for (file, target) in [
        ("office.conf", "libreswan@4.10"),
        ("office.conf", "libreswan@5.4"),
        ("roadwarrior.conf", "libreswan@4.10"),
        ("classic.conf", "openswan@2.4"),
        ("strongswan-office.conf", "strongswan@5.9.8"),
    ] {
        let example = format!("{}/examples/{file}", env!("CARGO_MANIFEST_DIR"));
        fs::copy(example, dir.path().join("ipsec.conf")).expect("the example can be copied");
        let once = dir.stdout(&format!("show --origin --target {target} ipsec.conf"));
        dir.write("ipsec.conf", &once);
        let strip = |text: &str| -> String {
            let lines = text
                .lines()
                .map(|line| line.split("  #").next().unwrap_or_default().trim_end());
            lines.collect::<Vec<_>>().join("\n")
        };
        let again = dir.stdout(&format!("show --origin --target {target} ipsec.conf"));
        assert_eq!(strip(&again), strip(&once), "{file} for {target}");
    }
}
