//! `ipsec-conf show` where there is little to show, or something that must not be shown.

mod conf;

use conf::Dir;
use insta::assert_snapshot;

#[test]
fn standard_input() {
    let dir = Dir::with_file("base.conf", "conn base\n\tright=198.51.100.1\n");
    let text = "conn office\n\tleft=192.0.2.1\n\talso=base\n\tikev2=insist\n\ninclude base.conf\n";
    assert_snapshot!(dir.run("show --origin -", text), @r"
    # as read by Libreswan 5.4 (the file uses `ikev2`)

    conn office
    	left=192.0.2.1      # <stdin>:2
    	right=198.51.100.1  # base.conf:2, also=base
    	ikev2=insist        # <stdin>:4

    conn base
    	right=198.51.100.1  # base.conf:2
    --- status 0
    ");
}

#[test]
fn no_such_file() {
    let dir = Dir::with_file("a", "");
    assert_snapshot!(dir.run("show ipsec.conf", ""), @r"
    --- standard error
    error: cannot read `ipsec.conf`: no such file or directory
    --- status 2
    ");
    assert_snapshot!(dir.run("show .", ""), @r"
    --- standard error
    error: cannot read `.`: it is a directory
    --- status 2
    ");
}

#[test]
fn no_such_conn() {
    let dir = Dir::with_file(
        "ipsec.conf",
        "conn office\n\tleft=192.0.2.1\n\tright=%any\n",
    );
    assert_snapshot!(dir.run("show ipsec.conf offcie", ""), @r"
    --- standard error
    error: no conn is named `offcie` in `ipsec.conf`
      help: did you mean `office`?
    --- status 2
    ");
}

#[test]
fn a_conn_by_its_alias() {
    let dir = Dir::with_file(
        "ipsec.conf",
        "conn office\n\tconnalias=\"head main\"\n\tleft=192.0.2.1\n\tright=%any\n",
    );
    assert_snapshot!(dir.run("show --target libreswan@4.10 ipsec.conf main", ""), @r#"
    # as read by Libreswan 4.10 (--target)

    conn office
    	connalias="head main"
    	left=192.0.2.1
    	right=%any
    --- status 0
    "#);
}

#[test]
fn control_characters_stay_off_the_terminal() {
    let dir = Dir::with_file(
        "ipsec.conf",
        "conn \"red\u{1b}[31m\"\n\tleft=192.0.2.1\n\tright=%any\n\tleftid=@\u{1b}]0;x\u{7}\n",
    );
    assert_snapshot!(dir.run("show --origin --target libreswan@4.10 ipsec.conf", ""), @r#"
    # as read by Libreswan 4.10 (--target)

    conn "red\u{1b}[31m"
    	left=192.0.2.1           # ipsec.conf:2
    	right=%any               # ipsec.conf:3
    	leftid=@\u{1b}]0;x\u{7}  # ipsec.conf:4
    --- standard error
    ipsec.conf:1:10: error[S140 control-character]: control character U+001B in a text file [misread]
    ipsec.conf:4:10: error[S140 control-character]: control character U+001B in a text file [misread]
    --- status 1
    "#);
    let json = dir.json("show --json --target libreswan@4.10 ipsec.conf");
    assert_eq!(json["conns"][0]["name"], "red\u{1b}[31m");
}

#[test]
fn secrets_are_not_shown() {
    let dir = Dir::with_file(
        "ipsec.conf",
        "version 2.0\n\nconn manual\n\tleft=192.0.2.1\n\tright=198.51.100.1\n\
         \tespenckey=0x0123456789abcdef\n\tspi=0x200\n",
    );
    assert_snapshot!(dir.run("show --target openswan@2.4 ipsec.conf", ""), @r"
    # as read by Openswan 2.4.9 (--target)
    version 2.0

    conn manual
    	left=192.0.2.1
    	right=198.51.100.1
    	# espenckey is set, and not shown
    	spi=0x200
    --- status 0
    ");
    let json = dir.json("show --json --target openswan@2.4 ipsec.conf");
    assert!(!json.to_string().contains("0123456789abcdef"));
}

#[test]
fn bad_usage() {
    let dir = Dir::with_file("a", "");
    assert_snapshot!(dir.run("show", ""), @r"
    --- standard error
    error: the following required arguments were not provided:
      <FILE>

    Usage: ipsec-conf show <FILE> [CONN]

    For more information, try '--help'.
    --- status 2
    ");
    let windows = dir.run("show --target windows a", "");
    assert_snapshot!(windows.replace("': ", "':\n"), @r"
    --- standard error
    error: invalid value 'windows' for '--target <DIALECT[@VERSION]>':
    unknown dialect `windows`; known are openswan, libreswan, strongswan and freeswan

    For more information, try '--help'.
    --- status 2
    ");
}
