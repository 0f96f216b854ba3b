//! No output shows a secret, whatever is wrong around it.

#![allow(clippy::disallowed_methods, reason = "tests start the program")]

mod lint;

use ipsec_conf_report::Format;
use lint::Dir;

/// Each secret stands in a place of its own kind; all of them have this in common.
const MARK: &str = "hush";

const TARGETS: [&str; 5] = [
    "openswan@2.4",
    "openswan@2.6",
    "libreswan@4.10",
    "libreswan@5.4",
    "strongswan@5.9.8",
];

/// Lines of a conn with a secret, and with as many mistakes as there are.
const LINES: &[&str] = &[
    "\tleftpassword=hush-keyword",
    "    leftxauthpassword=\"hush in quotes\"",
    "\trightpassword=\"hush-unclosed",
    "\tpassword=hush-one hush-two",
    "\tPassword = hush-spaced = hush-twice",
    "\tpassword hush-without-equals",
    "\tpassword=hush-a#hush-b",
    "\tpassword=hush-a #hush-b",
    "\tpassword='hush single'",
    "\tpassword=\"hush\"hush-behind",
    "\tpassword=hush\u{a0}\u{202e}\u{7}odd",
    "\tpassword=hush\\\"escaped",
    "\tpassword=hush\r",
    "\tpsk=hush-%defaultroute",
    "\tsecret=0xhush",
    "password=hush-unindented",
    "\tx-psk=hush-comment-keyword",
    "\tx_secret=hush",
    "\tx-note=\": PSK 'hush note'\"",
    "\tespenckey=0xhush",
    "\tleftespenckey=hush_hush",
    "\tespauthkey=hush",
    "\tahkey=hush",
    "\tauth=esp # : PSK \"hush behind\"",
    "\t# : PSK \"hush in a comment\"",
    "\t# @a @b: PSK 0xhush",
    "\t# leftpassword=hush-commented-out",
    "\t#x-psk = \"hush commented out\"",
    "\t# @a : XAUTH \"hush\"",
    "\t# : RSA key.pem \"hush phrase\"",
    "# : EAP \"hush at the margin\"",
    ": PSK \"hush of a record\"",
    "192.0.2.1 192.0.2.2 : PSK hush-unquoted",
    "\t: PSK \"hush",
    "@a : XAUTH hush",
    ": RSA {",
    "\tPrivateExponent: 0xhush",
    "\t}",
    ": PIN %smartcard hush",
];

/// The file as a whole.
fn texts() -> Vec<String> {
    let conn = |name: &str, lines: &str| {
        format!("conn {name}\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tauto=add\n{lines}\n")
    };
    let mut texts: Vec<String> = LINES
        .iter()
        // Twice, in a conn that another one takes in, and without a last newline.
        .map(|line| {
            let lines = format!("{line}\n{line}");
            format!(
                "{}\n{}\talso=base\n\n{}{line}",
                conn("base", &lines),
                conn("other", line),
                conn("last", "")
            )
        })
        .collect();
    texts.push(conn("all", &LINES.join("\n")));
    texts.push(format!("config setup\n{}\n", LINES.join("\n")));
    texts.push(LINES.join("\n"));
    texts
}

#[track_caller]
fn check(dir: &Dir, words: &str) {
    let output = dir.output(words, "");
    for stream in [&output.stdout, &output.stderr] {
        let shown = String::from_utf8_lossy(stream);
        let line = shown.lines().find(|line| line.contains(MARK));
        let text = dir.read("ipsec.conf");
        assert_eq!(line, None, "{words}, for\n{text}");
    }
    assert!(output.status.code().is_some_and(|status| status < 3));
}

#[test]
fn no_format_shows_a_secret() {
    for target in TARGETS {
        for text in texts() {
            let dir = Dir::with(&[("ipsec.conf", &text)]);
            // This one draws all that there is of a finding, and JSON has all texts of it.
            for format in [Format::Full, Format::Json] {
                check(
                    &dir,
                    &format!("--target {target} --select ALL --limit 0 --output-format {format}"),
                );
            }
        }
    }
}

#[test]
fn every_format_and_option_is_silent() {
    let all = texts();
    for text in &all[all.len() - 3..] {
        let dir = Dir::with(&[("ipsec.conf", text)]);
        for format in Format::ALL {
            check(
                &dir,
                &format!("--select ALL --limit 0 --output-format {format}"),
            );
        }
        for words in [
            "--diff",
            "--diff --unsafe-fixes",
            "--diff --add-suppressions why",
            "--statistics",
            "--verbose --color always",
            "--baseline known.json --write-baseline",
            "--fix",
            "--unsafe-fixes",
            "--add-suppressions why",
        ] {
            let dir = Dir::with(&[("ipsec.conf", text)]);
            check(
                &dir,
                &format!("--target libreswan@4.10 --select ALL {words}"),
            );
        }
    }
}

/// Its lines are no configuration, and every one is reported.
#[test]
fn an_included_file_of_secrets_stays_one() {
    let secrets = "\
@a @b : PSK \"hush one\"
: PSK 0shush
: PSK hush
include /etc/hush
	: RSA	{
	Modulus: 0x1234
	PrivateExponent: 0xhush
	}
user : XAUTH \"hush\"
";
    for target in TARGETS {
        for name in ["ipsec.secrets", "office.secrets", "mine"] {
            let dir = Dir::with(&[
                (
                    "ipsec.conf",
                    &format!("include {name}\nconn a\n\tleft=192.0.2.1\n"),
                ),
                (name, &secrets.replace("include /etc/hush\n", "")),
            ]);
            check(&dir, &format!("--target {target} --select ALL --limit 0"));
            check(
                &dir,
                &format!("--target {target} --select ALL --limit 0 --diff --unsafe-fixes"),
            );
        }
    }
}

#[test]
fn the_place_of_a_secret_is_shown_without_it() {
    let dir = Dir::with(&[(
        "ipsec.conf",
        "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\t# : PSK \"hush hush\"\n",
    )]);
    insta::assert_snapshot!(dir.lint("--target libreswan@4.10 --select X113 --output-format full"), @r#"
    warning[X113] secret-in-conf

      ! this comment holds a secret
       ,-[ipsec.conf:4:11]
     3 |  right=192.0.2.2
     4 |  # : PSK "*********"
       :           ^^^^^^^^^
       `----
      effect: it works as written in Libreswan 4.10
      help: move it to ipsec.secrets, and change it
      note: ipsec.conf is readable by everybody

    --- standard error
    1 warning in 1 file
    --- status 1
    "#);
    let found = dir.json("--target libreswan@4.10 --select X113");
    let range = &found[0]["range"];
    assert_eq!(range["start"]["column"], 11);
    assert_eq!(range["end"]["column"], 20);
}

/// What is shown is blotted out; what is written is not.
#[test]
fn a_fix_beside_a_secret_is_made() {
    let text = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n        leftpassword=hush\n";
    let dir = Dir::with(&[("ipsec.conf", text)]);
    let words = "--target libreswan@4.10 --select Y303";
    insta::assert_snapshot!(dir.lint(&format!("{words} --diff")), @"
    --- ipsec.conf
    +++ ipsec.conf
    @@ -1,4 +1,4 @@
     conn a
     	left=192.0.2.1
     	right=192.0.2.2
    -        leftpassword=****
    +	leftpassword=****
    --- standard error
    with these changes: nothing to report
    --- status 1
    ");
    dir.lint(&format!("{words} --fix"));
    assert_eq!(dir.read("ipsec.conf"), text.replace("        ", "\t"));
}

/// A hash of a weak secret would be as good as the secret.
#[test]
fn a_baseline_does_not_depend_on_the_secret() {
    let text = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tx-psk=hush\n";
    let words = "--target libreswan@4.10 --select X113 --baseline known.json";
    let dir = Dir::with(&[("ipsec.conf", text)]);
    dir.lint(&format!("{words} --write-baseline"));
    dir.write("ipsec.conf", text.replace("hush", "1234"));
    insta::assert_snapshot!(dir.lint(words), @"
    --- standard error
    nothing to report; 1 known from the baseline
    --- status 0
    ");
}
