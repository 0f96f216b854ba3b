//! Files of secrets, as input and what is read from them.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;

use super::tree::SecretsFile;
use super::{Key, Kind, Secrets, Shape, Who};
use crate::model::{LoadOptions, MemoryFs};
use crate::target::Target;
use crate::text::{FileId, SourceMap};

fn load(files: &[(&str, &str)], target: Target) -> (Secrets, SourceMap) {
    let fs = MemoryFs::new(files.iter().map(|(path, text)| (*path, *text)));
    let mut sources = SourceMap::default();
    let secrets = Secrets::load(
        &fs,
        Path::new(files[0].0),
        target,
        &LoadOptions::default(),
        &mut sources,
    )
    .unwrap();
    (secrets, sources)
}

/// The records, one a line, `-` before those that are not stored, and the findings.
fn describe(text: &str, target: Target) -> String {
    let (secrets, sources) = load(&[("ipsec.secrets", text)], target);
    let mut out = String::new();
    for record in secrets.records() {
        let ids: Vec<String> = record
            .ids
            .iter()
            .filter_map(|index| Some(index.id.as_ref()?.to_string()))
            .collect();
        let mark = if record.stored { "" } else { "-" };
        writeln!(
            out,
            "{mark}{:?} [{}] {}",
            record.kind,
            ids.join(" "),
            record.secret.length()
        )
        .unwrap();
    }
    for found in secrets.diagnostics() {
        let at = sources.get(found.span().file).position(found.span().start);
        writeln!(out, "{}:{} {}", at.line, at.column, found.message).unwrap();
    }
    out
}

#[track_caller]
fn check(target: Target, text: &str, expected: &str) {
    assert_eq!(
        describe(text, target).trim_end(),
        expected.trim_end(),
        "{text}"
    );
}

/// language.md 6.1 and 6.2, seen on Libreswan 4.10.
#[test]
fn records_of_libreswan() {
    let target = Target::LIBRESWAN_4_10;
    check(target, "@west @east : PSK \"abc\"\n", "Psk [@west @east] 3");
    check(target, "@west: PSK 'a\"b'", "Psk [@west] 3");
    check(target, ": psk 0x6162", "Psk [] 2");
    check(target, ": PSK 0tab c # d", "Psk [] 8");
    check(
        target,
        "@a\n\n# comment\n  @b\n\t: PSK\n \"x\" # end\n",
        "Psk [@a @b] 1",
    );
    check(target, "@a : PSK \"x\"#comment", "Psk [@a] 1");
    check(target, "@a#b : PSK \"x\"", "Psk [@a#b] 1");
    check(
        target,
        "\"C=CH, CN=a\" %any : PSK \"x\"\r\n",
        "Psk [C=CH, CN=a %any] 1",
    );
    check(target, "@ppk : PPKS \"id\" \"key\"", "Ppks [@ppk] 3");
    check(
        target,
        ": PSK bare",
        "-Psk [] 4\n1:7 the secret is not quoted",
    );
    check(
        target,
        ": PSK `x`",
        "-Psk [] 1\n1:7 backquotes do not hold a secret",
    );
    check(
        target,
        ": PSK \"x\" junk",
        "-Psk [] 1\n1:11 words behind the secret",
    );
    check(
        target,
        ": PSK \"x",
        "-Psk [] 1\n1:7 the quote is not closed on its line",
    );
    check(
        target,
        "192.0.2.1 PSK \"x\"",
        "1:11 no `:` before the kind of the secret",
    );
    check(
        target,
        "@a : RSA {\n\tModulus: 0x1\n\t}\n@b : PSK \"x\"",
        "-Rsa [@a] 1\nPsk [@b] 1\n1:6 Libreswan 4.10 takes no `RSA` entry",
    );
    check(
        target,
        " @a : PSK \"x\"\n@b : PSK \"y\"",
        "Psk [@b] 1\n1:2 an indented line continues nothing",
    );
    check(
        target,
        "%bad : PSK \"x\"",
        "Psk [] 1\n1:1 the index is no identity",
    );
    check(
        target,
        "2001:db8:: : PSK \"x\"",
        "1:1 the colon behind this address is taken for the end of the indices",
    );
    check(target, "2001:db8::0 : PSK \"x\"", "Psk [2001:db8::] 1");
    check(
        target,
        "include a b",
        "1:11 more than one word behind `include`",
    );
    check(target, "", "");
}

#[test]
fn records_of_openswan() {
    let target = Target::OPENSWAN_2_6;
    check(target, ": RSA {\n\tModulus: 0x1\n\t}\n", "Rsa [] 18");
    check(
        target,
        ": RSA {\n\tModulus: 0x1\n}\n",
        "-Rsa [] 15\n1:7 the `{` of the key is not closed\n3:1 the line is no entry: there is no `:`",
    );
    check(target, ": RSA west.key \"pass\"\n", "Rsa [] 4");
    check(target, "@a : \"old style\"\n", "Psk [@a] 9");
}

/// strongswan.md section 9, and the reader of 5.9.8.
#[test]
fn records_of_strongswan() {
    let target = Target::STRONGSWAN_5_9_8;
    check(target, "moon sun : PSK \"x y\"\n", "Psk [@moon @sun] 3");
    check(target, "   : PSK 0x6162\n", "Psk [] 2");
    check(target, ": RSA moon.pem \"pass\" # c\n", "Rsa [] 4");
    check(target, "carol : EAP bare#word\n", "Eap [@carol] 9");
    check(
        target,
        "carol : EAP two words\n",
        "Eap [@carol] 3\n1:17 the secret ends at the first blank",
    );
    check(
        target,
        "moon: PSK \"x\"\n: PSK \"y\"\n",
        "1:5 no blank at both sides of the `:`",
    );
    check(
        target,
        "moon :PSK \"x\"\n",
        "1:6 no blank at both sides of the `:`",
    );
    check(
        target,
        "moon PSK \"x\"\n",
        "1:6 no `:` before the kind of the secret",
    );
    check(
        target,
        ": psk \"x\"\n",
        "-Psk [] 0\n1:3 the kind is not in capitals",
    );
    check(
        target,
        ": PSK\t\"x\"\n",
        "-Psk [] 0\n1:3 no blank behind the kind",
    );
}

#[test]
fn lost_lines_are_counted() {
    let (secrets, _) = load(
        &[("s", "moon PSK \"x\"\n: PSK \"y\"\n# c\n: PSK \"z\"\n")],
        Target::STRONGSWAN_5_9_8,
    );
    assert!(secrets.diagnostics()[0].notes[0].ends_with("2 more lines of it are lost"));
    assert!(secrets.records().is_empty());
}

#[test]
fn includes_are_relative_to_the_file() {
    let files = [
        (
            "/etc/ipsec.secrets",
            "include ipsec.d/*.secrets\n@z : PSK \"z\"\n",
        ),
        ("/etc/ipsec.d/a.secrets", "@a : PSK \"a\"\n"),
        ("/etc/ipsec.d/b.secrets", "include *.secrets\n"),
    ];
    let (secrets, _) = load(&files, Target::LIBRESWAN_4_10);
    assert_eq!(secrets.records().len(), 3);
    assert_eq!(secrets.files().len(), 4);
    assert_eq!(secrets.diagnostics().len(), 1, "the cycle");
    assert!(!secrets.is_incomplete());
    let (secrets, _) = load(
        &[("/etc/ipsec.secrets", "include /var/lib/x/*.inc\n")],
        Target::LIBRESWAN_4_10,
    );
    assert!(secrets.is_incomplete() && secrets.diagnostics().is_empty());
}

fn who(text: &str) -> Who {
    match text {
        "?" => Who::Anyone,
        "%" => Who::SomeAddress,
        _ => text.parse().map_or_else(
            |_| Who::Known(Key::Name(text.to_owned())),
            |addr| Who::Known(Key::Address(addr)),
        ),
    }
}

/// `LOCAL REMOTE` to `LINE SCORE`, or nothing.
#[track_caller]
fn check_find(target: Target, text: &str, pair: &str, expected: &str) {
    let (secrets, _) = load(&[("s", text)], target);
    let (local, remote) = pair.split_once(' ').unwrap();
    let found = secrets.find(&who(local), &who(remote), Kind::Psk);
    let got = found.map_or_else(String::new, |found| {
        let rival = found
            .rival
            .map_or_else(String::new, |rival| format!(" or {}", rival + 1));
        format!("{} {}{rival}", found.record + 1, found.score)
    });
    assert_eq!(got, expected, "{pair} in\n{text}");
}

/// language.md 6.4.
#[test]
fn matches_of_libreswan() {
    let check = |text: &str, pair: &str, expected: &str| {
        check_find(Target::LIBRESWAN_4_10, text, pair, expected);
    };
    let all = ": PSK \"1\"\n%any : PSK \"2\"\n@b %any : PSK \"3\"\n@a : PSK \"4\"\n@a %any : PSK \"5\"\n@b @a : PSK \"6\"\n";
    check(all, "a b", "6 12");
    check(all, "a c", "5 10");
    check(all, "c b", "3 6");
    check(all, "c d", "2 2 or 3");
    check("@a @c : PSK \"1\"\n", "a b", "");
    check("@a : PSK \"1\"\n", "a b", "1 9");
    check("@a : PSK \"1\"\n", "b a", "");
    check("@a @b : PSK \"1\"\n@b @a : PSK \"2\"\n", "a b", "1 12 or 2");
    check("@a @b : PSK \"1\"\n@b @a : PSK \"1\"\n", "a b", "1 12");
    check("@a @b %any : PSK \"1\"\n", "a b", "");
    check("192.0.2.1 @b : PSK \"1\"\n", "% b", "1 12");
    check("192.0.2.1 @b : PSK \"1\"\n", "% c", "");
    check("192.0.2.1 @b : PSK \"1\"\n", "192.0.2.1 ?", "1 12");
    check("gw.example.com @b : PSK \"1\"\n", "192.0.2.9 b", "1 12");
    let many: Vec<String> = (0..40).map(|i| format!("@h{i}")).collect();
    check(
        &format!("{} : PSK \"1\"\n", many.join(" ")),
        "h3 h39",
        "1 12",
    );
}

#[test]
fn matches_of_strongswan() {
    let check = |text: &str, pair: &str, expected: &str| {
        check_find(Target::STRONGSWAN_5_9_8, text, pair, expected);
    };
    check(
        "a : PSK \"1\"\n: PSK \"2\"\nb : PSK \"3\"\na b : PSK \"4\"\n",
        "a b",
        "4 440",
    );
    check(
        "a : PSK \"1\"\n: PSK \"2\"\nb : PSK \"3\"\n",
        "a b",
        "3 420",
    );
    check("a : PSK \"1\"\n: PSK \"2\"\n", "a b", "2 22");
    check("a : PSK \"1\"\n", "a b", "1 20");
    check("a %any : PSK \"1\"\n", "c d", "");
    check("*.example.org : PSK \"1\"\n", "a x.example.org", "1 42");
}

#[test]
fn nothing_shows_a_secret() {
    let text = "@a : PSK \"hunter2hunter2\"\n: PSK 0sQUJDREVGRw==\n# : PSK \"oldsecret\"\n@b PSK \"misplaced\"\nlonely-secret\n@c : XAUTH \"é-secret\" junk\n";
    for target in Target::OF_EACH_READER {
        let (secrets, sources) = load(&[("s", text)], target);
        let shown = format!("{secrets:?}{}", sources.iter().next().unwrap().1.text());
        for secret in [
            "hunter2",
            "QUJD",
            "oldsecret",
            "misplaced",
            "lonely",
            "-secret",
            "junk",
        ] {
            assert!(!shown.contains(secret), "{secret} for {target}: {shown}");
        }
        let masked = sources.iter().next().unwrap().1;
        assert_eq!(masked.text().len(), text.len());
        assert!(masked.is_lossy());
    }
}

fn lossless(text: &str, shape: Shape, size: usize) {
    let file = SecretsFile::parse_in_chunks(FileId(0), &Arc::from(text), shape, size);
    let mut at = 0;
    for (range, tokens) in file.lines() {
        assert_eq!(range.start, at, "lines follow each other");
        for token in tokens {
            assert!(
                token.start as usize >= at
                    && token.end as usize <= range.end
                    && !token.range().is_empty()
            );
            assert!(
                text[at..token.start as usize]
                    .chars()
                    .all(char::is_whitespace),
                "only blanks between tokens"
            );
            at = token.end as usize;
        }
        assert!(text[at..range.end].chars().all(char::is_whitespace));
        at = range.end;
    }
    assert_eq!(at, text.len());
}

proptest! {
    #[test]
    fn every_text_is_read(text in "(@?[a-c1-9.:]{0,5}|[ \t\r\u{b}]|\n|\n|[\"'`#{}%\0é]| : |: |PSK |RSA |include |0t|0x1|%any){0,40}") {
        for shape in [Shape::Pluto, Shape::Charon] {
            lossless(&text, shape, 1);
            lossless(&text, shape, usize::MAX / 2);
        }
        for target in Target::OF_EACH_READER {
            load(&[("s", &text)], target);
        }
    }

    #[test]
    fn chunks_make_no_difference(text in "(@?[a-c:]{0,3}|[ \t\r]|\n|[\"'#\0]| : |PSK |include ){0,30}", size in 1_usize..20) {
        for shape in [Shape::Pluto, Shape::Charon] {
            let tokens = |size| {
                let file = SecretsFile::parse_in_chunks(FileId(0), &Arc::from(&*text), shape, size);
                file.lines().map(|(range, tokens)| (range, tokens.to_vec())).collect::<Vec<_>>()
            };
            prop_assert_eq!(tokens(size), tokens(1 << 20));
        }
    }

    /// No finding has four characters of a secret.
    #[test]
    fn findings_keep_secrets(secrets in prop::collection::vec("[QZXJ7-9]{6,12}", 6), damage in 0_usize..8) {
        let [a, b, c, d, e, f] = &secrets[..] else { unreachable!() };
        let line = ["@a @b : PSK \"{}", "@a PSK \"{}\"", "@a : psk {}", "@a : RSA {} \"{}\"", "{}", "@a : PSK \"x\" {}", " : FOO {}", "@a :PSK {} {}"][damage];
        let text = format!("@x : PSK \"{a}\"\n{}\n: XAUTH \"{c}\" {d}\n\t{e}\n@z : EAP {f} {a}\n", line.replace("{}", b));
        for target in Target::OF_EACH_READER {
            let (read, sources) = load(&[("s", &text)], target);
            let said = format!("{:?}{read:?}", read.diagnostics());
            let shown = sources.iter().next().unwrap().1.text();
            for secret in &secrets {
                for at in 0..=secret.len() - 4 {
                    prop_assert!(!said.contains(&secret[at..at + 4]), "{} for {}", &secret[at..at + 4], target);
                }
                prop_assert!(secret == b || !shown.contains(&**secret), "{shown}");
            }
        }
    }
}

proptest! {
    /// Other secrets of the same length, the same findings: nothing of a secret gets into one.
    #[test]
    fn findings_do_not_depend_on_secrets(lengths in prop::collection::vec(1_usize..12, 5), damage in 0_usize..9) {
        let text = |letters: &str| {
            let secrets: Vec<String> = lengths.iter().map(|&length| letters.chars().cycle().take(length).collect()).collect();
            let [a, b, c, d, e] = &secrets[..] else { unreachable!() };
            let line = ["@a @b : PSK \"{}", "@a PSK \"{}\"", "@a : psk {}", "@a : RSA \"{}\"", "{}", "@a : PSK 'x' {}", " : FOO {}", "@a :PSK {} {}", "@a : {}"][damage];
            format!("@x : PSK \"{a}\"\n{}\n: XAUTH \"{c}\" {d}\n\t{e}\n@z : EAP {a} {b}\n@y : PSK `{a}`\n{c} : PSK\n", line.replace("{}", b))
        };
        for target in Target::OF_EACH_READER {
            let [one, other] = ["QZXJVK", "wyzuvh"].map(|letters| load(&[("s", &text(letters))], target).0.diagnostics().to_vec());
            prop_assert_eq!(one, other);
        }
    }
}

/// 100,000 lines in linear time: twice the lines may not take three times as long, by far.
#[test]
fn many_lines() {
    let text: String = (0..20_000).fold(String::new(), |mut text, i| {
        writeln!(text, "192.0.2.1 @peer{i} : PSK \"k3!fPq9ZmW7sL0xVbN2{i}\"").unwrap();
        text
    });
    for target in [Target::LIBRESWAN_5_4, Target::STRONGSWAN_5_9_8] {
        let (secrets, _) = load(&[("s", &text)], target);
        assert_eq!(secrets.records().len(), 20_000);
        let found = secrets
            .find(&who("192.0.2.1"), &who("peer19999"), Kind::Psk)
            .unwrap();
        assert_eq!(found.record, 19_999);
    }
}
