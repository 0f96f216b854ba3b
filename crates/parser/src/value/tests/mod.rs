//! Values as tables of input and expectation.
//!
//! An expectation is the value, or `-` without one; then each problem as `effect code`.

use crate::diagnostic::Effect;
use crate::keyword::{self, Lookup, Section};
use crate::target::Target;

use super::{Context, Form, IkeVersion, Phase2, Raw, Reading};

mod proposals;
mod subnets;

const C24: Target = Target::CLASSIC;
const O26: Target = Target::OPENSWAN_2_6;
const L4: Target = Target::LIBRESWAN_4_10;
const L5: Target = Target::LIBRESWAN_5_4;
const SS: Target = Target::STRONGSWAN_5_9_8;

fn reading(target: Target, key: &str, text: &str, context: Context) -> Reading {
    let Lookup::Known {
        keyword,
        span,
        side,
        ..
    } = keyword::lookup(key, target)
    else {
        panic!("{target} does not know {key}");
    };
    let raw = match text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'))
    {
        Some(inner) => Raw::quoted(inner),
        None => match text
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'))
        {
            Some(inner) => Raw::braced(inner),
            None => Raw::bare(text),
        },
    };
    let section = if span.sections.contains(Section::Conn) {
        Section::Conn
    } else {
        Section::Setup
    };
    super::read(
        keyword.id,
        span,
        raw,
        target,
        Context {
            section,
            side,
            ..context
        },
    )
}

fn shown(reading: &Reading) -> String {
    let value = reading
        .value
        .as_ref()
        .map_or("-".to_owned(), ToString::to_string);
    reading.problems.iter().fold(value, |out, problem| {
        let effect = match problem.effect {
            Effect::FileRefused => "file",
            Effect::ConnRefused => "conn",
            Effect::Misread => "misread",
            Effect::Ignored => "ignored",
            Effect::Works => "works",
        };
        format!("{out} {effect} {}", problem.code.name)
    })
}

fn check_in(context: Context, target: Target, key: &str, text: &str, expect: &str) {
    assert_eq!(
        shown(&reading(target, key, text, context)),
        expect,
        "{target}: {key}={text}"
    );
}

fn check(target: Target, key: &str, text: &str, expect: &str) {
    check_in(Context::CONN, target, key, text, expect);
}

/// The place, the message and the replacement of the first problem.
fn check_words(
    target: Target,
    key: &str,
    text: &str,
    part: &str,
    message: &str,
    replacement: Option<&str>,
) {
    let reading = reading(target, key, text, Context::CONN);
    let problem = reading.problems.first().expect("a problem");
    let inner = text.trim_matches('"');
    assert_eq!(&inner[problem.range.clone()], part);
    assert_eq!(problem.message, message);
    assert_eq!(
        problem.replacement.as_ref().map(|(text, _)| text.as_str()),
        replacement
    );
}

#[test]
fn booleans() {
    check(L4, "pfs", "yes", "yes");
    check(L4, "pfs", "\"off\"", "no");
    check(L4, "pfs", "YES", "- file boolean-spelling");
    check(L4, "pfs", "1", "- file boolean-spelling");
    check(L4, "pfs", "maybe", "- file boolean-spelling");
    check(L4, "pfs", "{yes}", "- file boolean-spelling");
    check(L4, "pfs", "", "- file empty-value");
    // The scanner steps over characters: `On` is `n`.
    check(L4, "pfs", "On", "no misread boolean-spelling");
    check(L4, "pfs", "%yes", "yes misread boolean-spelling");
    check(L5, "pfs", "YES", "yes");
    check(L5, "pfs", "0", "no");
    check(L5, "pfs", "maybe", "- conn boolean-spelling");
    check(L5, "compress", "maybe", "no misread boolean-spelling");
    check(L5, "uniqueids", "maybe", "- file boolean-spelling");
    check(O26, "pfs", "on", "yes");
    check(O26, "pfs", "ON", "- file boolean-spelling");
    check(C24, "pfs", "true", "- conn boolean-spelling");
    check(SS, "rekey", "off", "- conn boolean-spelling");
    check(SS, "cachecrls", "on", "- file boolean-spelling");
    check_words(
        L4,
        "pfs",
        "YES",
        "YES",
        "`YES` is not a boolean for Libreswan 4.10",
        Some("yes"),
    );
}

#[test]
fn enumerations() {
    check(L4, "auto", "Route", "ondemand");
    check(L4, "auto", "bogus", "- file bad-enum-value");
    check(L4, "auto", "add,bogus", "add ignored bad-enum-value");
    check(L4, "auto", "add,route", "- file one-value-only");
    check(L4, "auto", "1", "- misread bad-enum-value");
    check(L4, "auto", "", "- ignored empty-value");
    check(L5, "auto", "1", "- conn bad-enum-value");
    check(L5, "auto", "", "- conn empty-value");
    check(L5, "failureshunt", "reject", "drop works bad-enum-value");
    check(L5, "hostaddrfamily", "v6", "ipv6");
    check(L5, "hostaddrfamily", "bogus", "- conn bad-enum-value");
    check(L5, "ikev1-policy", "bogus", "- file bad-enum-value");
    check(O26, "type", "bogus", "- misread bad-enum-value");
    check(C24, "type", "TUNNEL", "- conn bad-enum-value");
    check(SS, "auto", "up", "- conn bad-enum-value");
    check_words(
        L4,
        "type",
        "tunel",
        "tunel",
        "`tunel` is no value of `type`",
        Some("tunnel"),
    );
    check_words(
        L4,
        "auto",
        "add,bogus",
        "bogus",
        "`bogus` is no value of `auto`",
        None,
    );
}

#[test]
fn numbers() {
    check(L4, "mtu", "1400", "1400");
    check(L4, "mtu", "\"1400\"", "0 misread bad-number");
    check(L4, "mtu", "0x10", "0 misread bad-number");
    check(L4, "reqid", "0", "- ignored number-out-of-range");
    check(L4, "leftikeport", "65536", "- ignored number-out-of-range");
    check(L4, "keyingtries", "%forever", "0");
    check(L5, "reqid", "0", "- conn number-out-of-range");
    check(L5, "leftikeport", "0x10", "16");
    check(L5, "leftikeport", "abc", "- conn bad-number");
    check(L5, "nhelpers", "abc", "- file bad-number");
    check(O26, "keyingtries", "x", "- file bad-number");
    check(C24, "keyingtries", "-1", "- conn bad-number");
    check(SS, "reqid", "0x10", "- conn bad-number");
    check(SS, "reqid", "-1", "- misread bad-number");
    check(SS, "ikedscp", "101110", "46");
    check(SS, "ikedscp", "12", "- conn bad-number");
    check(SS, "tfc", "%mtu", "%mtu");
}

#[test]
fn percentages() {
    check(L4, "rekeyfuzz", "50%", "50%");
    check(L4, "rekeyfuzz", "50", "- file percent-missing");
    check(L4, "rekeyfuzz", "\"50\"", "- ignored percent-missing");
    check(L4, "rekeyfuzz", "5.5%", "- ignored bad-number");
    check(L5, "rekeyfuzz", "50", "- conn percent-missing");
    check(
        L5,
        "rekeyfuzz",
        "99999999999%",
        "100% misread number-out-of-range",
    );
    check(O26, "rekeyfuzz", "50", "- file percent-missing");
    check(C24, "rekeyfuzz", "x%", "- conn bad-number");
    check(SS, "rekeyfuzz", "100", "- conn percent-missing");
}

#[test]
fn durations() {
    check(L4, "ikelifetime", "1H", "3600s");
    check(L4, "ikelifetime", "500ms", "500ms");
    check(L4, "ikelifetime", "1.5h", "- ignored unreadable-duration");
    check(L4, "ikelifetime", "1h30m", "- ignored unreadable-duration");
    check(L4, "ikelifetime", "", "- file empty-value");
    check(L4, "retransmit-interval", "30", "30ms");
    check(L5, "ikelifetime", "1.5h", "5400s");
    check(L5, "ikelifetime", "\"2 hours\"", "7200s");
    check(L5, "ikelifetime", "%forever", "- conn unreadable-duration");
    check(L5, "keep-alive", "1x", "- file unreadable-duration");
    check(L5, "dpdtimeout", "abc", "- ignored unreadable-duration");
    check_in(
        Context::CONN.ike_version(IkeVersion::V1),
        L5,
        "dpdtimeout",
        "abc",
        "- conn unreadable-duration",
    );
    check(O26, "ikelifetime", "1H", "- file unreadable-duration");
    check(O26, "ikelifetime", "1w", "604800s");
    check(C24, "ikelifetime", "1.5h", "5400s");
    check(C24, "ikelifetime", "1.5s", "- conn unreadable-duration");
    check(C24, "ikelifetime", "1w", "- conn unreadable-duration");
    check(SS, "ikelifetime", "1w", "- conn unreadable-duration");
    check(SS, "ikelifetime", "-1", "- misread unreadable-duration");
    check_words(
        L4,
        "ikelifetime",
        "1h30m",
        "h30m",
        "Libreswan 4.10 cannot read `1h30m` as a time",
        Some("90m"),
    );
    check_words(
        SS,
        "ikelifetime",
        "1w",
        "w",
        "strongSwan 5.9.8 cannot read `1w` as a time",
        Some("7d"),
    );
}

#[test]
fn sizes() {
    check(L4, "ipsec-max-bytes", "1GiB", "1073741824");
    check(L4, "ipsec-max-bytes", "1k", "- ignored bad-size");
    check(L4, "ipsec-max-packets", "10Mi", "10485760");
    check(L5, "ipsec-max-bytes", "1k", "0 misread bad-size");
}

#[test]
fn hosts() {
    check(L4, "left", "192.0.2.1", "192.0.2.1");
    check(L4, "left", "::", "%any");
    check(L4, "left", "192.0.2.001", "192.0.2.1 works bad-address");
    check(L4, "left", "192.0.2", "192.0.0.2 misread bad-address");
    check(L4, "left", "192.0.2.300", "192.0.2.300 misread bad-address");
    check(
        L4,
        "left",
        "[2001:db8::1]",
        "[2001:db8::1] misread bad-address",
    );
    check(L4, "left", "3221225985", "- conn unquoted-digits");
    check(L4, "left", "gw.example.com", "gw.example.com");
    check(L4, "left", "%DefaultRoute", "%defaultroute");
    check(L4, "left", "%eth0", "%eth0");
    check(
        L4,
        "left",
        "%nosuch",
        "%any misread unknown-percent-special",
    );
    check(
        L4,
        "left",
        "%defaultrout",
        "%any misread unknown-percent-special",
    );
    check(
        L4,
        "left",
        "%defaultroute6",
        "%any6 misread unknown-percent-special",
    );
    check(L5, "left", "%defaultroute6", "%defaultroute6");
    check(L5, "left", "%direct", "- conn unknown-percent-special");
    check(L5, "left", "3221225985", "192.0.2.1 works bad-address");
    check(O26, "left", "%unset", "%unset");
    check(C24, "left", "%defaultroute", "%defaultroute");
    check(SS, "left", "1.2.3.4,1.2.3.5", "1.2.3.4,1.2.3.5");
    check(SS, "left", "%foo.example", "%foo.example");
    check(L4, "leftnexthop", "%direct", "- conn bad-nexthop");
    check(L5, "leftnexthop", "%direct", "%direct");
    check(L5, "leftnexthop", "gw.example.com", "- conn bad-nexthop");
    check(L4, "leftnexthop", "123", "- conn unquoted-digits");
}

#[test]
fn identities() {
    check(L4, "leftid", "@gw.example.com", "@gw.example.com");
    check(
        L4,
        "leftid",
        "@192.0.2.1",
        "@192.0.2.1 works at-sign-on-address-id",
    );
    check(L4, "leftid", "joe@example.com", "joe@example.com");
    check(L4, "leftid", "@#0a0", "%none misread bad-id");
    check(L4, "leftid", "@[group]", "@#67726f7570");
    check(L4, "leftid", "1234", "- conn unquoted-digits");
    check(L4, "leftid", "\"1234\"", "0.0.4.210 misread bad-id");
    check(
        L4,
        "leftid",
        "gw.example.com",
        "gw.example.com misread name-id-without-at",
    );
    check(L4, "leftid", "%myid", "%none misread bad-id");
    check(L4, "leftid", "\"CN=gw, O\"", "%none misread bad-dn");
    check(L4, "leftid", "\"C=CH, O=x\"", "C=CH, O=x");
    check(L5, "leftid", "@#0a0", "- conn bad-id");
    check(L5, "leftid", "\"CN=gw, O\"", "- conn bad-dn");
    check(L5, "leftid", "\"CN=gw,, O=x\"", "CN=gw\\, O=x works bad-dn");
    check(C24, "leftid", "%myid", "%myid");
    check(SS, "leftid", "gw", "@gw");
    check(SS, "leftid", "%fromcert", "@fromcert misread bad-id");
    check(L4, "leftca", "bogus", "- ignored bad-ca-string");
    check_words(
        L4,
        "leftid",
        "\"C=CH, xx=y\"",
        " xx=y",
        "`C=CH, xx=y` is not a distinguished name",
        None,
    );
}

#[test]
fn ports_marks_and_keys() {
    check(L4, "leftprotoport", "tcp/80", "tcp/80");
    check(L4, "leftprotoport", "17", "- conn unquoted-digits");
    check(L4, "leftprotoport", "tcp:80", "tcp misread bad-protoport");
    check(
        L4,
        "leftprotoport",
        "tcpx/80",
        "tcp/80 misread bad-protoport",
    );
    check(L4, "leftprotoport", "17/any", "- conn bad-protoport");
    check(L4, "leftprotoport", "0/80", "- conn bad-protoport");
    check(L4, "leftprotoport", "tcp/65536", "- conn bad-protoport");
    check(L5, "leftprotoport", "17", "udp");
    check(SS, "leftprotoport", "tcp/80-90", "tcp/80-90");
    check(SS, "leftprotoport", "/80", "%any/80");
    check(L4, "mark", "1", "- conn unquoted-digits");
    check(L4, "mark", "1/0xff", "0x1/0xff");
    check(L4, "mark", "-1/0xffffffff", "-1/0xffffffff");
    check(L4, "mark", "abc", "-1/0xffffffff misread bad-mark");
    check(L4, "mark", "1/0", "0x1/0x0 misread bad-mark");
    check(L5, "mark", "1/0", "- conn bad-mark");
    check(SS, "mark", "%unique", "-1/0xffffffff");
    check(L4, "leftrsasigkey", "%cert", "%cert");
    check(L4, "leftrsasigkey", "%none", "- conn raw-key-malformed");
    check(L4, "leftckaid", "zz", "- conn raw-key-malformed");
    check(L4, "leftckaid", "12", "- conn unquoted-digits");
    check(L4, "modecfgdns", "8.8.8", "8.8.0.8 misread bad-dns-list");
    check(L4, "modecfgdns", "8.8.8.8,foo", "- conn bad-dns-list");
    check(L4, "leftsourceip", "%config", "- conn bad-address");
    check(
        L5,
        "leftsourceip",
        "10.1.0.1,10.1.0.2",
        "- conn one-value-only",
    );
}

#[test]
fn keys_are_not_shown() {
    let secret = "0sAAAA!SECRET";
    for target in [O26, L4, L5, SS] {
        let reading = reading(target, "leftrsasigkey", secret, Context::CONN);
        let problem = reading.problems.first().expect("a problem");
        assert!(!format!("{problem:?}").contains("SECRET"), "{target}");
    }
}

#[test]
fn authentication() {
    check(L4, "authby", "secret,rsa", "secret,rsasig");
    check(L4, "authby", "secret,", "- conn bad-auth-word");
    check(L4, "authby", "psk", "- conn bad-auth-word");
    check(L4, "authby", "eddsa", "- conn bad-auth-word");
    check(L5, "authby", "eddsa", "eddsa");
    check_in(
        Context::CONN.ike_version(IkeVersion::V1),
        L4,
        "authby",
        "null",
        "- conn bad-auth-word",
    );
    check(C24, "authby", "secret|rsasig", "secret|rsasig");
    check(C24, "authby", "rsasig,secret", "- conn bad-auth-word");
    check(SS, "leftauth", "eap-tls", "eap-tls");
    check(SS, "leftauth", "nonsense", "any misread bad-auth-word");
    check(L4, "plutodebug", "bogus", "- file bad-debug-word");
    check(L4, "plutodebug", "\"all no-crypt\"", "all no-crypt");
    check(L5, "plutodebug", "bogus", "- ignored bad-debug-word");
    check_words(
        L4,
        "authby",
        "rsasig,psk",
        "psk",
        "`psk` is no authentication method for Libreswan 4.10",
        Some("secret"),
    );
}

#[test]
fn hostile_text_is_printable() {
    for target in [C24, O26, L4, L5, SS] {
        for key in [
            "left",
            "leftid",
            "leftsubnet",
            "leftprotoport",
            "ike",
            "esp",
            "type",
            "authby",
            "leftupdown",
            "rekeyfuzz",
        ] {
            for text in [
                "a\u{1b}[31m",
                "é-ü/ö,ß;",
                "\u{202e}",
                "=,=,\\",
                "-+;,!/:%",
                "@#é0",
                "@~\u{7}",
                "10.1/é",
            ] {
                let Lookup::Known { keyword, span, .. } = keyword::lookup(key, target) else {
                    continue;
                };
                for form in [Form::Bare, Form::Quoted, Form::Braced] {
                    let read =
                        super::read(keyword.id, span, Raw { text, form }, target, Context::CONN);
                    for problem in read.problems {
                        assert!(
                            text.get(problem.range.clone()).is_some(),
                            "{target} {key}={text:?}: {:?}",
                            problem.range
                        );
                        assert!(
                            !problem.message.contains(['\u{1b}', '\u{202e}', '\u{7}']),
                            "{}",
                            problem.message
                        );
                        assert!(
                            problem
                                .help
                                .iter()
                                .all(|help| !help.contains(['\u{1b}', '\u{202e}', '\u{7}']))
                        );
                    }
                }
            }
        }
    }
}
