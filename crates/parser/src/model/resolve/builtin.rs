//! The conns that FreeS/WAN and Openswan 2.4 define by themselves when the file does not (ipsec.conf(5), IMPLICIT CONNS).

use foldhash::HashSet;

/// What the reader adds for the conns that are not in `defined`; `None` when all are.
pub(in super::super) fn missing_conns(defined: &HashSet<&str>) -> Option<String> {
    let missing: Vec<String> = CONNS
        .iter()
        .filter(|(name, _)| !defined.contains(name))
        .map(|(name, lines)| format!("conn {name}\n\t{}\n", lines.join("\n\t")))
        .collect();
    (!missing.is_empty()).then(|| missing.join("\n"))
}

/// The path that messages name for these conns.
pub(in super::super) const PATH: &str = "<built-in conns>";

const GROUP: &[&str] = &[
    "left=%defaultroute",
    "right=%group",
    "authby=never",
    "auto=route",
];

const CONNS: &[(&str, &[&str])] = &[
    (
        "packetdefault",
        &[
            "type=tunnel",
            "left=%defaultroute",
            "leftid=%myid",
            "leftsubnet=0.0.0.0/0",
            "right=%opportunistic",
            "failureshunt=passthrough",
            "keyingtries=3",
            "ikelifetime=1h",
            "keylife=1h",
            "rekey=no",
            "auto=route",
        ],
    ),
    (
        "clear",
        &["type=passthrough", GROUP[0], GROUP[1], GROUP[2], GROUP[3]],
    ),
    (
        "clear-or-private",
        &[
            "type=passthrough",
            "left=%defaultroute",
            "leftid=%myid",
            "right=%opportunisticgroup",
            "failureshunt=passthrough",
            "keyingtries=3",
            "ikelifetime=1h",
            "keylife=1h",
            "rekey=no",
            "auto=route",
        ],
    ),
    (
        "private-or-clear",
        &[
            "type=tunnel",
            "left=%defaultroute",
            "leftid=%myid",
            "right=%opportunisticgroup",
            "failureshunt=passthrough",
            "keyingtries=3",
            "ikelifetime=1h",
            "keylife=1h",
            "rekey=no",
            "auto=route",
        ],
    ),
    (
        "private",
        &[
            "type=tunnel",
            "left=%defaultroute",
            "leftid=%myid",
            "right=%opportunisticgroup",
            "failureshunt=drop",
            "keyingtries=3",
            "ikelifetime=1h",
            "keylife=1h",
            "rekey=no",
            "auto=route",
        ],
    ),
    (
        "block",
        &["type=reject", GROUP[0], GROUP[1], GROUP[2], GROUP[3]],
    ),
];
