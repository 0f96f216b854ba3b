//! Every combination of ends and next hops, held against what is true of it and against what the classic program said.

use std::fmt::Write as _;
use std::fs;

use ipsec_conf::Target;

use super::super::super::testing::{Check, shared};
use crate::route::{DefaultRoute, RouteSource};

/// One line of the record.
struct Row<'a> {
    info: &'a str,
    hosts: [&'a str; 2],
    hops: [&'a str; 2],
    accepted: bool,
    detail: &'a str,
}

const ADDRESSES: [&str; 2] = ["192.0.2.1", "198.51.100.1"];
const GATEWAYS: [&str; 2] = ["192.0.2.254", "198.51.100.254"];

#[test]
fn right_descriptions_are_taken_and_wrong_ones_refused() {
    let Some(path) = shared("reference/examples/classic-2.4.4-nexthop-matrix.tsv") else {
        return;
    };
    let text = fs::read_to_string(path).unwrap();
    let rows: Vec<Row<'_>> = text
        .lines()
        .filter(|line| !line.starts_with('#'))
        .skip(1)
        .filter_map(row)
        .collect();
    let (mut right, mut wrong, mut mended, mut tightened) = (0, 0, 0, 0);
    for row in &rows {
        let (places, report) = ours(row);
        let name = format!("{} {:?} {:?}", row.info, row.hosts, row.hops);
        assert_eq!(places.is_some(), is_right(row), "{name}\n{report}");
        match (&places, row.accepted) {
            (Some(places), true) => assert_eq!(places, row.detail, "{name}"),
            (Some(_), false) => mended += 1,
            (None, true) => tightened += 1,
            (None, false) => {}
        }
        if places.is_some() {
            right += 1;
        } else {
            wrong += 1;
        }
    }
    println!("{right} right and taken ({mended} of them falsely rejected by the classic program)");
    println!(
        "{wrong} wrong and refused ({tightened} of them falsely accepted by the classic program)"
    );
    assert_eq!((right, wrong, mended, tightened), (296, 427, 132, 47));
}

fn row(line: &str) -> Option<Row<'_>> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [info, left, right, left_hop, right_hop, verdict, detail] = fields[..] else {
        return None;
    };
    Some(Row {
        info,
        hosts: [left, right],
        hops: [left_hop, right_hop],
        accepted: verdict == "accepted",
        detail,
    })
}

/// The table of the language reference, section 4.5.
fn is_right(row: &Row<'_>) -> bool {
    let is_both = row.hosts == ["%defaultroute"; 2];
    let end = |i: usize| match (row.hosts[i], row.hops[i]) {
        ("unset" | "%direct", _) | (_, "%any") => false,
        // The address cannot be made up.
        ("%defaultroute", _) if row.info == "empty" => false,
        // The gateway is the left one.
        ("%defaultroute", "addr") => row.info == "address+gateway" && i == 0,
        _ => true,
    };
    !is_both && end(0) && end(1)
}

/// What both ends come to, in the words of the record.
fn ours(row: &Row<'_>) -> (Option<String>, String) {
    let mut config = "version 2.0\n\nconn a\n\tauthby=secret\n".to_owned();
    for (i, side) in ["left", "right"].into_iter().enumerate() {
        for (keyword, word, address) in [
            ("", row.hosts[i], ADDRESSES[i]),
            ("nexthop", row.hops[i], GATEWAYS[i]),
        ] {
            let value = if word == "addr" { address } else { word };
            if value != "unset" {
                writeln!(config, "\t{side}{keyword}={value}").unwrap();
            }
        }
    }
    let known = |wanted: bool, address: &str| wanted.then(|| address.parse().unwrap());
    let default_route = DefaultRoute {
        address: known(row.info != "empty", ADDRESSES[0]),
        gateway: known(row.info == "address+gateway", GATEWAYS[0]),
        interface: None,
        source: RouteSource::InfoFile {
            path: "ipsec.info".into(),
            line: 1,
        },
    };
    let check = Check {
        planner: super::super::plan,
        target: Target::CLASSIC,
        default_route: Some(default_route),
    };
    let (plan, report) = check.plan("--add a", &config);
    let Some(command) = plan.script.commands.last() else {
        return (None, report);
    };
    let after = |option: &str| -> Vec<&str> {
        let pairs = command.argv.windows(2).filter(|pair| pair[0] == option);
        pairs.map(|pair| pair[1].as_str()).collect()
    };
    let (hosts, hops) = (after("--host"), after("--nexthop"));
    let shown = format!(
        "host {} nexthop {} / host {} nexthop {}",
        hosts[0], hops[0], hosts[1], hops[1]
    );
    (Some(shown), report)
}
