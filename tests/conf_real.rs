//! `ipsec-conf show` against the reader of an installed Libreswan: what is shown reads as the file did.

#![allow(clippy::disallowed_methods, reason = "a test starts the program")]

mod conf;
mod support;

use std::process::Command;

use conf::Dir;
use support::{Need, output, requires};

/// `%default`, lists that grow, also= in a circle and in `%default`, an empty value, an alias, values with quotes.
const TANGLED: &str = "\
config setup
	uniqueids=no
	uniqueids=yes

conn %default
	also=last
	leftid=@default
	rekey=no
	leftsubnets=10.0.1.0/24

conn %default
	rekey=yes

conn office
	also=\"base peer\"
	leftid=
	leftsubnets=\"10.0.2.0/24 10.0.3.0/24\"
	keylife=1h
	auto=add

conn base
	also=office
	left=192.0.2.1

conn peer
	right=198.51.100.1
	rightid=\"CN=gateway, O=Example\"

conn last
	leftsubnets=10.0.4.0/24
";

/// The conns as `ipsec readwriteconf` prints them, without the names that `also=` gave.
fn as_read(dir: &Dir) -> String {
    let mut command = Command::new("ipsec");
    command.args(["readwriteconf", "--config", "ipsec.conf"]);
    command
        .current_dir(dir.path())
        .env("PATH", support::search_path());
    let printed = output(&mut command, "").ok().stdout;
    let is_kept = |line: &&str| {
        !line.trim_start().starts_with("#also") && !line.trim_start().starts_with("also=")
    };
    printed
        .lines()
        .filter(is_kept)
        .collect::<Vec<_>>()
        .join("\n")
}

#[track_caller]
fn check_shown(text: &str) {
    let dir = Dir::with_file("ipsec.conf", text);
    let original = as_read(&dir);
    let shown = dir.stdout("show --origin --defaults --target libreswan@4.10 ipsec.conf");
    dir.write("ipsec.conf", &shown);
    assert_eq!(as_read(&dir), original, "{shown}");
}

#[test]
fn libreswan_reads_what_is_shown_as_it_read_the_file() {
    if !requires(&[Need::Libreswan]) {
        return;
    }
    check_shown(TANGLED);
    check_shown(include_str!("../examples/office.conf"));
    check_shown(include_str!("../examples/roadwarrior.conf"));
}
