//! Conns against secrets, and against each other.

use std::fmt::Write as _;
use std::path::Path;

use ipsec_conf::model::{LoadOptions, MemoryFs};
use ipsec_conf::{Diagnostic, Model, Secrets, Source, Target};
use ipsec_conf_lint::{Lint, Selection, lint};

struct Run {
    model: Model,
    findings: Vec<Diagnostic>,
    suppressed: usize,
}

fn run(conf: &str, secrets: &str, target: Target, rules: &[&str]) -> Run {
    let fs = MemoryFs::default();
    let options = LoadOptions::default();
    let mut model = Model::from_source(&fs, Source::new("ipsec.conf", conf), target, &options);
    let source = Source::new(Path::new("ipsec.secrets"), secrets);
    let secrets = Secrets::from_source(&fs, &source, target, &options, model.sources_mut());
    let mut selection = Selection::default();
    selection.select(rules).expect("the rules exist");
    let found = lint(
        &model,
        &Lint {
            secrets: Some(&secrets),
            ..Lint::new(&selection)
        },
    );
    let findings = found
        .diagnostics
        .into_iter()
        .filter(|found| rules.contains(&found.code.id))
        .collect();
    Run {
        model,
        findings,
        suppressed: found.suppressed,
    }
}

/// `file:line:column text` of the primary place and the related ones.
fn places(run: &Run) -> Vec<String> {
    let place = |span: ipsec_conf::Span| {
        let source = run.model.sources().get(span.file);
        let at = source.position(span.start);
        format!(
            "{}:{}:{} {}",
            source.path().display(),
            at.line,
            at.column,
            &source.text()[span.range()]
        )
    };
    let all = run.findings.iter().flat_map(|found| {
        std::iter::once(found.span()).chain(found.related.iter().map(|label| label.span))
    });
    all.map(place).collect()
}

const KEY: &str = "k3!fPq9ZmW7sL0xVbN2cTr5yHg8u";

#[test]
fn no_secret_for_the_addresses() {
    let conf = "config setup\n\tlogfile=/var/log/pluto.log\n\nconn office\n\tleft=192.0.2.1\n\tright=198.51.100.7\n\tauthby=secret\n\tauto=add\n";
    for target in [Target::LIBRESWAN_4_10, Target::LIBRESWAN_5_4] {
        let run = run(
            conf,
            &format!("192.0.2.1 203.0.113.9 : PSK \"{KEY}\"\n"),
            target,
            &["P104"],
        );
        assert_eq!(places(&run), ["ipsec.conf:7:9 secret"]);
        assert_eq!(
            run.findings[0].help,
            ["add an entry: `192.0.2.1 198.51.100.7 : PSK \"...\"`"]
        );
    }
}

#[test]
fn a_secret_for_the_addresses_and_not_for_the_identities() {
    let conf = "config setup\n\tlogfile=/var/log/pluto.log\n\nconn office\n\tleft=192.0.2.1\n\tleftid=@west.example\n\tright=198.51.100.7\n\trightid=@east.example\n\tauthby=secret\n\tauto=add\n";
    let run = run(
        conf,
        &format!("192.0.2.1 198.51.100.7 : PSK \"{KEY}\"\n"),
        Target::LIBRESWAN_4_10,
        &["P104"],
    );
    assert_eq!(
        places(&run),
        [
            "ipsec.conf:6:9 @west.example",
            "ipsec.secrets:1:1 192.0.2.1 198.51.100.7"
        ]
    );
}

/// What an end may be that the files do not tell fits every entry.
#[test]
fn unknown_identities_are_given_the_benefit_of_the_doubt() {
    let secrets = format!("192.0.2.1 @peer : PSK \"{KEY}\"\n");
    for (left, right, found) in [
        ("left=%defaultroute", "right=%any", 0),
        (
            "left=%defaultroute",
            "right=198.51.100.7\n\trightid=@peer",
            0,
        ),
        (
            "left=%defaultroute",
            "right=198.51.100.7\n\trightid=@other",
            1,
        ),
        (
            "left=gw.example.com",
            "right=198.51.100.7\n\trightid=@PEER",
            0,
        ),
        ("left=192.0.2.2", "right=198.51.100.7\n\trightid=@peer", 1),
        (
            "left=192.0.2.2\n\tleftcert=gw",
            "right=198.51.100.7\n\trightid=%fromcert",
            1,
        ),
        ("left=192.0.2.2\n\tleftid=@peer", "right=%any", 0),
    ] {
        let conf = format!("conn c\n\t{left}\n\t{right}\n\tauthby=secret\n");
        let run = run(&conf, &secrets, Target::LIBRESWAN_4_10, &["P104"]);
        let expected = if left.contains("leftcert") { 0 } else { found };
        assert_eq!(run.findings.len(), expected, "{left} {right}");
    }
}

#[test]
fn findings_in_secrets_can_be_silenced() {
    let secrets = "@a : PSK \"short\" # ipsec-lint: ignore[X122] the peer takes no more\n# ipsec-lint: ignore[X122]\n@b : PSK \"short\"\n";
    let run = run(
        "conn c\n\tleft=192.0.2.1\n\tright=%any\n",
        secrets,
        Target::LIBRESWAN_4_10,
        &["X122"],
    );
    assert_eq!((run.findings.len(), run.suppressed), (0, 2));
}

/// Findings in a file of secrets show where it is and not what it is.
#[test]
fn the_text_of_a_finding_is_blotted_out() {
    let run = run(
        "conn c\n\tleft=192.0.2.1\n\tright=%any\n",
        "@a : PSK \"hunter2\"\n",
        Target::LIBRESWAN_4_10,
        &["X122"],
    );
    assert_eq!(places(&run), ["ipsec.secrets:1:10 *********"]);
}

#[test]
fn networks_that_cross() {
    let section = |name: &str, right: &str, left: &str, remote: &str| {
        format!(
            "conn {name}\n\tleft=192.0.2.1\n\tright={right}\n\tleftsubnet={left}\n\trightsubnet={remote}\n\tauto=start\n"
        )
    };
    let check = |a: (&str, &str), b: (&str, &str), expected: usize| {
        let conf = section("a", "198.51.100.1", a.0, a.1) + &section("b", "198.51.100.2", b.0, b.1);
        let run = run(&conf, "", Target::LIBRESWAN_5_4, &["P110"]);
        assert_eq!(run.findings.len(), expected, "{a:?} {b:?}");
    };
    check(
        ("10.1.0.0/16", "10.2.0.0/16"),
        ("10.1.0.0/16", "10.2.0.0/16"),
        1,
    );
    check(
        ("10.1.0.0/16", "10.2.0.0/16"),
        ("10.1.0.0/16", "10.3.0.0/16"),
        0,
    );
    check(
        ("10.0.0.0/8", "172.16.1.0/24"),
        ("10.1.0.0/16", "172.16.0.0/12"),
        1,
    );
    check(
        ("10.1.0.0/16", "172.16.0.0/12"),
        ("10.0.0.0/8", "172.16.1.0/24"),
        1,
    );
    // The narrower conn has precedence.
    check(
        ("10.0.0.0/8", "172.16.0.0/12"),
        ("10.1.0.0/16", "172.16.1.0/24"),
        0,
    );
    check(
        ("10.0.0.0/8", "172.16.1.0/24"),
        ("10.1.0.0/16", "172.17.0.0/16"),
        0,
    );
}

/// Twice the conns may take twice the time: a square would need minutes here.
#[test]
fn many_conns() {
    let (mut conf, mut secrets) = (String::new(), String::new());
    for i in 0..5000 {
        let (a, b) = (i / 250, i % 250);
        writeln!(conf, "conn c{i}\n\tleft=192.0.2.1\n\tleftsubnet=10.0.0.0/{}\n\tright=100.64.{a}.{b}\n\trightsubnet=172.16.{a}.0/24\n\tauthby=secret\n\tauto=start", 8 + i % 8)
            .expect("it is a string");
        writeln!(secrets, "192.0.2.1 100.64.{a}.{b} : PSK \"{KEY}{i}\"").expect("it is a string");
    }
    let run = run(
        &conf,
        &secrets,
        Target::LIBRESWAN_5_4,
        &["P104", "P105", "P110", "P111", "P128", "X110", "X122"],
    );
    assert!(run.findings.iter().all(|found| found.code.id == "P110"));
    assert!(run.findings.len() > 1000);
}
