//! What only one reader does, or two.

use super::{LIBRESWAN_4, OPENSWAN, STRONGSWAN, check, load};
use crate::model::Conn;

/// What counts of `also=` in two `%default` sections: seen on Libreswan 4.10.
#[test]
fn also_in_the_first_of_two_defaults() {
    let text = "conn %default\n\talso=d\n\nconn %default\n\trightid=@r\n\nconn t\n\tleftca=%same\n\talso=o\n\n\
                conn d\n\tleftsubnets=10.0.1.0/24\n\nconn o\n\tleftsubnets=10.0.2.0/24\n";
    let line =
        "leftca=%same leftsubnets=10.0.1.0/24 10.0.2.0/24(%default also=d) !also-in-default:works";
    check(text, &[(OPENSWAN, line), (LIBRESWAN_4, line)]);
}

#[test]
fn strongswan_cancels_with_an_empty_value() {
    check(
        "conn %default\n\tleftid=@d\n\tleftca=%same\n\nconn t\n\tleftid=\n\talso=b\n\nconn b\n\tleftca=\n\tauto=add\n",
        &[(STRONGSWAN, "auto=add(also=b)")],
    );
}

#[test]
fn strongswan_merges_sections_and_their_parents() {
    check(
        "conn t\n\talso=b\n\tleftid=@1\n\nconn b\n\trightid=@b\n\nconn c\n\trightid=@c\n\n\
         conn t\n\tleftid=@2\n\talso=c\n",
        &[(
            STRONGSWAN,
            "leftid=@2 rightid=@c(also=c) !duplicate-conn-name:works",
        )],
    );
}

/// The examples in the comment of `resolve_also_single` in strongSwan's `conf_parser.c`.
#[test]
fn strongswan_puts_shared_parents_last() {
    let diamond = "conn t\n\talso=c\n\talso=b\n\nconn a\n\tauto=add\n\tike=a\n\n\
     conn b\n\talso=a\n\tauto=route\n\nconn c\n\
                   \talso=a\n\tauto=start\n\tike=c\n";
    check(diamond, &[(STRONGSWAN, "auto=route(also=b) ike=c(also=c)")]);
    let ambiguous = "conn t\n\talso=c\n\talso=d\n\nconn a\n\tauto=add\n\nconn b\n\tauto=route\n\nconn c\n\talso=a\n\
                     \talso=b\n\nconn d\n\talso=b\n\talso=a\n";
    check(ambiguous, &[(STRONGSWAN, "auto=route(also=c also=b)")]);
}

#[test]
fn strongswan_passes_over_also_default_and_also_without_a_name() {
    check(
        "conn t\n\talso=%default\n\tauto=add\n",
        &[(STRONGSWAN, "auto=add")],
    );
    check("conn t\n\talso=\n\tauto=add\n", &[(STRONGSWAN, "auto=add")]);
    check(
        "conn %default\n\talso=nothing\n\nconn t\n\tauto=add\n",
        &[(STRONGSWAN, "auto=add !also-in-default:ignored")],
    );
}

#[test]
fn openswan_takes_the_first_name_whatever_its_case() {
    check(
        "conn t\n\talso=base\n\nconn Base\n\tleftid=@first\n\nconn base\n\tleftid=@second\n",
        &[
            (OPENSWAN, "leftid=@first(also=Base)"),
            (LIBRESWAN_4, "leftid=@second(also=base)"),
        ],
    );
}

#[test]
fn at_most_31_sections_through_also() {
    let conf = |count: usize| {
        let lines: Vec<String> = (1..=count).map(|i| format!("\talso=c{i}\n")).collect();
        let conns: Vec<String> = (1..=count)
            .map(|i| format!("\nconn c{i}\n\tx-a=b\n"))
            .collect();
        format!("conn t\n{}{}", lines.concat(), conns.concat())
    };
    check(&conf(31), &[(OPENSWAN, ""), (LIBRESWAN_4, "")]);
    let refused = "!also-too-deep:conn-refused";
    check(&conf(32), &[(OPENSWAN, refused), (LIBRESWAN_4, refused)]);
}

#[test]
fn a_part_of_other_conns_is_a_fragment() {
    let model = load(
        LIBRESWAN_4,
        "conn t\n\talso=part\n\tleft=192.0.2.1\n\nconn part\n\tright=192.0.2.2\n\nconn lonely\n\tright=192.0.2.2\n\n\
         conn user\n\talso=whole\n\nconn whole\n\tleft=192.0.2.1\n\tright=192.0.2.2\n",
    );
    let fragments: Vec<&str> = model
        .conns()
        .map(|(id, _)| model.resolved(id))
        .filter(Conn::is_fragment)
        .map(|conn| conn.name())
        .collect();
    assert_eq!(fragments, ["part"]);
}

/// What `also=` offers instead of an unknown name: titles of fixes, and the help.
#[track_caller]
fn check_offer(target: &str, text: &str, expected: &str) {
    let model = load(target, text);
    let of_conns = model.conns().map(|(id, _)| model.resolved(id));
    let found: Vec<_> = of_conns
        .flat_map(super::super::Conn::into_diagnostics)
        .chain(model.diagnostics().to_vec())
        .filter(|found| found.code.id == "R101" || found.code.id == "R102")
        .map(|found| {
            let fix = found.fix.map_or("-".to_owned(), |fix| fix.title);
            format!("{}: {fix}: {}", found.message, found.help.join(" "))
        })
        .collect();
    assert_eq!(found.join("\n"), expected, "{text}");
}

#[test]
fn what_is_offered_for_an_unknown_name_can_be_taken_in() {
    // A `ca` takes in a `ca`; a conn of the name is of no use to it.
    check_offer(
        STRONGSWAN,
        "ca main\n\talso=a\nconn a\n",
        "no ca is named `a`: -: define `ca a`, or remove the line",
    );
    check_offer(
        STRONGSWAN,
        "ca main\n\talso=A\nca a\n",
        "no ca is named `A`: write `a`: names are case-sensitive: write `a`",
    );
    // A name with blanks is two names here.
    check_offer(
        LIBRESWAN_4,
        "conn \"my office\"\nconn t\n\talso=office\nconn offices\n",
        "no conn is named `office`: write `offices`: did you mean `offices`?",
    );
    check_offer(
        OPENSWAN,
        "conn \"my office\"\nconn t\n\talso=offices\n",
        "no conn is named `offices`: -: define `conn offices`, or remove the line",
    );
}
