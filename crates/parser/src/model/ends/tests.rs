//! Host and next hop of one end, one row for each combination: the table of the language reference, section 4.5.
//!
//! A cell lists what is found about the two lines, `-` for nothing. An upper-case effect refuses the conn or loads
//! something else: such a description is wrong, or the dialect has no word for it.

use std::fmt::Write as _;
use std::path::Path;

use super::Locality;
use crate::diagnostic::Effect;
use crate::model::{LoadOptions, MemoryFs, Model};
use crate::target::Target;

const DIALECTS: [Target; 4] = [
    Target::CLASSIC,
    Target::OPENSWAN_2_6,
    Target::LIBRESWAN_4_10,
    Target::LIBRESWAN_5_4,
];

/// This host is 192.0.2.1 and its default route leads through 192.0.2.254.
fn gateway() -> Locality {
    Locality {
        addresses: vec!["192.0.2.1".parse().unwrap()],
        knows_default_route: true,
        gateway: Some("192.0.2.254".parse().unwrap()),
    }
}

/// The same on a link that has no gateway.
fn point_to_point() -> Locality {
    Locality {
        gateway: None,
        ..gateway()
    }
}

/// This host is its own default gateway, if that means anything.
fn router() -> Locality {
    Locality {
        addresses: vec!["192.0.2.254".parse().unwrap()],
        ..gateway()
    }
}

fn found(left: &str, target: Target, locality: &Locality) -> String {
    let text = format!("version 2.0\n\nconn a\n\tauthby=secret\n\tright=198.51.100.1\n{left}");
    let files = MemoryFs::new([("ipsec.conf", text)]);
    let model = Model::load(
        &files,
        Path::new("ipsec.conf"),
        target,
        &LoadOptions::default(),
    )
    .unwrap();
    let conn = model.conn_on(model.find_conn("a").unwrap(), locality);
    let mut cell = String::new();
    for diagnostic in conn.diagnostics() {
        let effect = match diagnostic.effect {
            Effect::FileRefused | Effect::ConnRefused => "REFUSED",
            Effect::Misread => "MISREAD",
            Effect::Ignored => "ignored",
            Effect::Works => "works",
        };
        let comma = if cell.is_empty() { "" } else { ", " };
        write!(cell, "{comma}{} {effect}", diagnostic.code.id).unwrap();
    }
    if cell.is_empty() {
        "-".to_owned()
    } else {
        cell
    }
}

/// `host | next hop` and one cell for each dialect.
fn table(locality: &Locality, rows: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (host, hop) in rows {
        let line = |key: &str, value: &str| {
            if value == "unset" {
                String::new()
            } else {
                format!("\t{key}={value}\n")
            }
        };
        let left = line("left", host) + &line("leftnexthop", hop);
        let cells: Vec<String> = DIALECTS
            .iter()
            .map(|target| found(&left, *target, locality))
            .collect();
        writeln!(out, "{host} | {hop} | {}", cells.join(" | ")).unwrap();
    }
    out
}

const HOSTS: [&str; 5] = ["192.0.2.1", "%any", "%defaultroute", "%direct", "unset"];

fn all(hops: &[&'static str]) -> Vec<(&'static str, &'static str)> {
    HOSTS
        .iter()
        .flat_map(|host| hops.iter().map(|hop| (*host, *hop)))
        .collect()
}

#[test]
fn nothing_is_known_about_the_machine() {
    let rows = all(&[
        "unset",
        "%direct",
        "192.0.2.77",
        "192.0.2.1",
        "%any",
        "%defaultroute",
    ]);
    insta::assert_snapshot!(table(&Locality::default(), &rows), @r"
    192.0.2.1 | unset | - | - | - | -
    192.0.2.1 | %direct | - | V128 REFUSED | V128 REFUSED | -
    192.0.2.1 | 192.0.2.77 | - | - | - | -
    192.0.2.1 | 192.0.2.1 | M107 REFUSED | M107 MISREAD | M107 MISREAD | M107 MISREAD
    192.0.2.1 | %any | M107 MISREAD | V128 REFUSED | V128 REFUSED | V128 REFUSED
    192.0.2.1 | %defaultroute | M108 works | M108 works | M108 works | M108 works
    %any | unset | - | - | - | -
    %any | %direct | - | V128 REFUSED | V128 REFUSED | -
    %any | 192.0.2.77 | M194 ignored | M194 ignored | M194 ignored | M194 ignored
    %any | 192.0.2.1 | M194 ignored | M194 ignored | M194 ignored | M194 ignored
    %any | %any | M107 REFUSED | V128 REFUSED | V128 REFUSED | V128 REFUSED
    %any | %defaultroute | M194 ignored | M194 ignored | M194 ignored | M194 ignored
    %defaultroute | unset | - | - | - | -
    %defaultroute | %direct | - | V128 REFUSED | V128 REFUSED | -
    %defaultroute | 192.0.2.77 | - | - | - | -
    %defaultroute | 192.0.2.1 | - | - | - | -
    %defaultroute | %any | M107 REFUSED | V128 REFUSED | V128 REFUSED | V128 REFUSED
    %defaultroute | %defaultroute | M194 works | M194 works | M194 works | M194 works
    %direct | unset | M107 MISREAD | V113 MISREAD | V113 MISREAD | V113 REFUSED
    %direct | %direct | M107 MISREAD | V113 MISREAD, V128 REFUSED | V113 MISREAD, V128 REFUSED | V113 REFUSED
    %direct | 192.0.2.77 | M107 MISREAD | V113 MISREAD, M194 ignored | V113 MISREAD, M194 ignored | V113 REFUSED
    %direct | 192.0.2.1 | M107 MISREAD | V113 MISREAD, M194 ignored | V113 MISREAD, M194 ignored | V113 REFUSED
    %direct | %any | M107 MISREAD | V113 MISREAD, V128 REFUSED | V113 MISREAD, V128 REFUSED | V113 REFUSED, V128 REFUSED
    %direct | %defaultroute | M107 MISREAD | V113 MISREAD, M194 ignored | V113 MISREAD, M194 ignored | V113 REFUSED
    unset | unset | M102 REFUSED | M102 REFUSED | M102 REFUSED | M102 REFUSED
    unset | %direct | M102 REFUSED | M102 REFUSED, V128 REFUSED | M102 REFUSED, V128 REFUSED | M102 REFUSED
    unset | 192.0.2.77 | M102 REFUSED | M102 REFUSED | M102 REFUSED | M102 REFUSED
    unset | 192.0.2.1 | M102 REFUSED | M102 REFUSED | M102 REFUSED | M102 REFUSED
    unset | %any | M102 REFUSED | M102 REFUSED, V128 REFUSED | M102 REFUSED, V128 REFUSED | M102 REFUSED, V128 REFUSED
    unset | %defaultroute | M102 REFUSED | M102 REFUSED | M102 REFUSED | M102 REFUSED
    ");
}

#[test]
fn the_default_route_has_a_gateway() {
    let rows = [
        ("%defaultroute", "unset"),
        ("%defaultroute", "%defaultroute"),
        ("%defaultroute", "192.0.2.254"),
        ("%defaultroute", "192.0.2.77"),
        ("%defaultroute", "%direct"),
        ("%defaultroute", "gw.example.com"),
        ("192.0.2.1", "%defaultroute"),
        ("203.0.113.9", "%defaultroute"),
        ("192.0.2.254", "%defaultroute"),
        ("%any", "%defaultroute"),
    ];
    insta::assert_snapshot!(table(&gateway(), &rows), @r"
    %defaultroute | unset | - | - | - | -
    %defaultroute | %defaultroute | M194 works | M194 works | M194 works | M194 works
    %defaultroute | 192.0.2.254 | M194 works | M194 works | M194 works | M194 works
    %defaultroute | 192.0.2.77 | M107 REFUSED | - | - | -
    %defaultroute | %direct | - | V128 REFUSED | V128 REFUSED | -
    %defaultroute | gw.example.com | M107 REFUSED | - | - | V128 REFUSED
    192.0.2.1 | %defaultroute | M108 works | M108 works | M108 works | M108 works
    203.0.113.9 | %defaultroute | M108 works | M108 works | M108 works | M108 works
    192.0.2.254 | %defaultroute | M108 works | M108 works | M108 works | M108 works
    %any | %defaultroute | M194 ignored | M194 ignored | M194 ignored | M194 ignored
    ");
}

#[test]
fn the_default_route_is_a_point_to_point_link() {
    let rows = [
        ("%defaultroute", "unset"),
        ("%defaultroute", "%defaultroute"),
        ("%defaultroute", "192.0.2.77"),
        ("%defaultroute", "%direct"),
        ("192.0.2.1", "%defaultroute"),
        ("203.0.113.9", "%defaultroute"),
        ("%any", "%defaultroute"),
    ];
    insta::assert_snapshot!(table(&point_to_point(), &rows), @r"
    %defaultroute | unset | - | - | - | -
    %defaultroute | %defaultroute | M194 works | M194 works | M194 works | M194 works
    %defaultroute | 192.0.2.77 | M107 REFUSED | - | - | -
    %defaultroute | %direct | - | V128 REFUSED | V128 REFUSED | -
    192.0.2.1 | %defaultroute | M108 works | M108 works | M108 works | M108 works
    203.0.113.9 | %defaultroute | M108 works | M108 works | M108 works | M108 works
    %any | %defaultroute | M194 ignored | M194 ignored | M194 ignored | M194 ignored
    ");
}

#[test]
fn only_a_router_can_name_itself() {
    insta::assert_snapshot!(table(&router(), &[("192.0.2.254", "%defaultroute")]), @r"192.0.2.254 | %defaultroute | M107 MISREAD, M108 works | M107 MISREAD, M108 works | M107 MISREAD, M108 works | M107 MISREAD, M108 works");
}

#[test]
fn both_ends_cannot_be_the_default_route() {
    let left = "\tleft=%defaultroute\n";
    let text = |target| {
        let text = format!("version 2.0\n\nconn a\n\tauthby=secret\n\tright=%defaultroute\n{left}");
        let files = MemoryFs::new([("ipsec.conf", text)]);
        let model = Model::load(
            &files,
            Path::new("ipsec.conf"),
            target,
            &LoadOptions::default(),
        )
        .unwrap();
        let conn = model.conn_on(model.find_conn("a").unwrap(), &gateway());
        conn.diagnostics()
            .iter()
            .map(|found| found.message.clone())
            .collect::<Vec<_>>()
    };
    for target in DIALECTS {
        assert_eq!(
            text(target),
            ["left and right cannot both be `%defaultroute`"],
            "{target}"
        );
    }
}
