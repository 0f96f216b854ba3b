//! Configurations as people write them, and as they should not.

use proptest::prelude::*;
use proptest::sample::select;

/// Keywords of every dialect with values that some of them take, and some that none does.
const PARAMETERS: &[(&str, &[&str])] = &[
    (
        "left",
        &[
            "192.0.2.1",
            "%defaultroute",
            "%any",
            "gw.example.com",
            "2001:db8::1",
            "%eth0",
            "192.0.2.256",
            "",
        ],
    ),
    (
        "right",
        &[
            "198.51.100.7",
            "%any",
            "%group",
            "192.0.2.1",
            "2001:db8::2",
            "peer",
        ],
    ),
    (
        "leftsubnet",
        &[
            "10.0.1.0/24",
            "10.0.1.0/33",
            "vhost:%priv,%no",
            "2001:db8:1::/48",
            "10.0.1.0/24,10.0.2.0/24",
            "0.0.0.0/0",
        ],
    ),
    (
        "rightsubnets",
        &["{10.0.1.0/24 10.0.2.0/24}", "10.0.1.0/24", "{10.0.1.0/24,}"],
    ),
    (
        "leftid",
        &[
            "@gw.example.com",
            "\"C=CH, O=Example, CN=gw\"",
            "%fromcert",
            "@#0102",
            "192.0.2.1",
            "\"@[a b]\"",
        ],
    ),
    ("RightID", &["@peer", "user@example.com", "%none"]),
    ("leftnexthop", &["%direct", "192.0.2.254", "%defaultroute"]),
    ("leftcert", &["gw.pem", "\"my cert\""]),
    ("leftrsasigkey", &["%cert", "0sAQPzWm", "%dnsondemand"]),
    ("leftprotoport", &["17/1701", "tcp/%any", "6/99999", "icmp"]),
    ("leftsourceip", &["10.0.1.1", "%config"]),
    (
        "auto",
        &[
            "add", "start", "route", "ondemand", "ignore", "strat", "keep",
        ],
    ),
    (
        "authby",
        &[
            "secret",
            "rsasig",
            "never",
            "null",
            "secret|rsasig",
            "ecdsa",
        ],
    ),
    ("type", &["tunnel", "transport", "passthrough", "drop"]),
    ("keyexchange", &["ike", "ikev2", "ikev1"]),
    ("ikev2", &["yes", "insist", "never", "maybe"]),
    (
        "ike",
        &[
            "aes256-sha2;modp2048",
            "aes128-sha256-modp3072!",
            "3des-md5",
            "aes_gcm256-sha2;dh19",
            "rot13",
        ],
    ),
    (
        "esp",
        &["aes256-sha2", "aes_gcm256-null", "null-md5", "aes128gcm16!"],
    ),
    ("phase2alg", &["aes128-sha1", "3des"]),
    (
        "ikelifetime",
        &["8h", "1d", "28800", "3600s", "eternal", "-1"],
    ),
    ("salifetime", &["1h", "24h", "8 h"]),
    ("keylife", &["2h", "20m"]),
    ("rekeymargin", &["9m", "8h"]),
    ("rekeyfuzz", &["100%", "0%", "a%"]),
    ("keyingtries", &["%forever", "0", "3"]),
    ("dpddelay", &["30", "30s", "0"]),
    (
        "dpdaction",
        &["clear", "hold", "restart", "restart_by_peer"],
    ),
    ("pfs", &["yes", "no", "1", "true"]),
    ("compress", &["yes", "no"]),
    ("mtu", &["1400", "65536", "x"]),
    ("mark", &["10/0xffffffff", "-1", "%unique"]),
    (
        "leftupdown",
        &["\"ipsec _updown\"", "/bin/true", "%disabled"],
    ),
    ("narrowing", &["yes", "no"]),
    ("encapsulation", &["auto", "yes"]),
    ("forceencaps", &["yes"]),
    ("leftpassword", &["hunter2hunter2"]),
    ("x-note", &["as it is # all of it", ""]),
    ("plutodebug", &["none", "all", "\"control parsing\""]),
    ("charondebug", &["\"ike 2, knl 3\""]),
    ("uniqueids", &["yes", "never"]),
    ("interfaces", &["%defaultroute", "\"ipsec0=eth0\""]),
    ("virtual_private", &["%v4:10.0.0.0/8,%v4:!10.1.0.0/16"]),
    ("auht", &["rsasig"]),
    ("cacert", &["ca.pem"]),
];

const NAMES: &[&str] = &[
    "a",
    "b",
    "c",
    "d",
    "%default",
    "office",
    "\"my office\"",
    "A",
    "a-very-long-name",
];

const FILES: &[&str] = &[
    "a.conf",
    "b.conf",
    "d/c.conf",
    "d/e.conf",
    "d/*.conf",
    "*.conf",
    "gone.conf",
    "{a,b}.conf",
];

/// One line of a section, with its end.
pub fn line() -> impl Strategy<Value = String> {
    let parameter =
        select(PARAMETERS).prop_flat_map(|(keyword, values)| (Just(keyword), select(values)));
    let indent = prop_oneof![12 => Just("\t"), 3 => Just("    "), 1 => Just("")];
    let equals = prop_oneof![12 => Just("="), 2 => Just(" = "), 1 => Just("= "), 1 => Just(" ")];
    let comment = prop_oneof![16 => Just(""), 1 => Just(" # why"), 1 => Just(" #why"), 1 => Just("#why"), 1 => Just(" ipsec-lint: ignore")];
    let setting = (indent, parameter, equals, comment).prop_map(
        |(indent, (keyword, value), equals, comment)| {
            format!("{indent}{keyword}{equals}{value}{comment}")
        },
    );
    let also = (select(&["also", "also", "alsoflip"][..]), select(NAMES))
        .prop_map(|(keyword, name)| format!("\t{keyword}={name}"));
    let odd = select(
        &[
            "",
            "",
            " ",
            "\t# a comment",
            "# a comment at the margin",
            "#\tleft=192.0.2.9",
            "\t# ipsec-lint: ignore[M110] for a reason",
            "\t# ipsec-fmt: off",
            "\t\"left\"=192.0.2.1",
            "\tleftid=\"one",
            "\tleft",
            "\t=5",
            "\tleft banana = 192.0.2.1",
            "\tleftid=a\"b c\"d",
            "\tpfs=yes\0",
            "\tleftid=Bü\u{301}ro\u{202e}",
            "\u{feff}",
        ][..],
    );
    let end = prop_oneof![30 => Just("\n"), 1 => Just("\r\n")];
    let text = prop_oneof![12 => setting, 2 => also, 2 => odd.prop_map(str::to_owned)];
    (text, end).prop_map(|(text, end)| text + end)
}

fn header() -> impl Strategy<Value = String> {
    let conn = select(NAMES).prop_map(|name| format!("conn {name}\n"));
    let other = select(
        &[
            "config setup\n",
            "config setup # all\n",
            "ca main\n",
            "conn\n",
            "conn two words\n",
            "CONN a\n",
            "  conn b\n",
            "version 2.0\n",
        ][..],
    );
    prop_oneof![8 => conn, 2 => other.prop_map(str::to_owned)]
}

fn sections(include: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    let gap = prop_oneof![4 => Just("\n"), 1 => Just("")];
    let section = (header(), proptest::collection::vec(line(), 0..9), gap)
        .prop_map(|(header, lines, gap)| header + &lines.concat() + gap);
    let part = prop_oneof![8 => section, 1 => include];
    let first =
        prop_oneof![3 => Just(""), 1 => Just("version 2.0\n\n"), 1 => Just("\n# about it\n\n")];
    (first, proptest::collection::vec(part, 0..7), 0..12_u8).prop_map(|(first, parts, end)| {
        let mut text = first.to_owned() + &parts.concat();
        // The last line often lacks its end.
        if end == 0 && text.ends_with('\n') {
            text.pop();
        }
        text
    })
}

/// A file of some sections.
pub fn configuration() -> impl Strategy<Value = String> {
    sections(Just("include a.conf\n".to_owned()))
}

/// Files that may include each other, the first of which is `ipsec.conf`.
pub fn files() -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let include = || {
        let kept = prop_oneof![4 => select(FILES), 1 => Just("ipsec.conf")];
        kept.prop_map(|path| format!("include {path}\n"))
    };
    let names = ["ipsec.conf", "a.conf", "b.conf", "d/c.conf", "d/e.conf"];
    let texts = names.map(|_| prop_oneof![3 => sections(include()), 1 => include()]);
    texts.prop_map(move |texts| names.into_iter().zip(texts).collect())
}

/// Conns that take each other in, and set plain words: what they come to can be told from the rules of a reader alone.
pub fn conns() -> impl Strategy<Value = Vec<(&'static str, Vec<(&'static str, String)>)>> {
    let name = select(&["t", "a", "b", "c", "d", "%default"][..]);
    let target = select(&["a", "b", "c", "d", "t"][..]).prop_map(str::to_owned);
    let also = (Just("also"), target);
    let set = (
        select(&["leftcert", "rightcert", "leftid", "rightid"][..]),
        "[a-e]",
    );
    let line = prop_oneof![2 => also, 3 => set];
    let conn = (name, proptest::collection::vec(line, 0..4));
    proptest::collection::vec(conn, 0..7).prop_map(|mut conns| {
        if !conns.iter().any(|(name, _)| *name == "t") {
            conns.push(("t", vec![("also", "a".to_owned())]));
        }
        conns
    })
}
