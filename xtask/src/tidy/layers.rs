//! Who may use whom: the table of ARCHITECTURE.md, held against the manifests.

use std::collections::{BTreeMap, BTreeSet};

use crate::workspace::Member;

/// A crate of ours.
struct Layer {
    name: &'static str,
    /// Crates of ours that it may use.
    uses: Uses,
    /// Crates that must not end up in it, by whatever way.
    never_carries: &'static [&'static [&'static str]],
}

enum Uses {
    Only(&'static [&'static str]),
    /// The root package and the chores stand above all layers.
    Anything,
}

const TERMINAL: &[&str] = &["clap", "miette", "codespan-reporting"];
const SERVER: &[&str] = &["tokio", "tower-lsp", "tower-lsp-server"];

const LAYERS: &[Layer] = &[
    Layer {
        name: "ipsec-conf",
        uses: Uses::Only(&[]),
        never_carries: &[TERMINAL, SERVER],
    },
    Layer {
        name: "ipsec-conf-format",
        uses: Uses::Only(&["ipsec-conf"]),
        never_carries: &[TERMINAL, SERVER],
    },
    Layer {
        name: "ipsec-conf-lint",
        uses: Uses::Only(&["ipsec-conf", "ipsec-conf-format"]),
        never_carries: &[TERMINAL, SERVER],
    },
    Layer {
        name: "ipsec-conf-config",
        uses: Uses::Only(&[
            "ipsec-conf",
            "ipsec-conf-format",
            "ipsec-conf-lint",
            "ipsec-conf-report",
        ]),
        never_carries: &[&["clap"], SERVER],
    },
    Layer {
        name: "ipsec-conf-report",
        uses: Uses::Only(&["ipsec-conf"]),
        never_carries: &[&["clap"], SERVER],
    },
    Layer {
        name: "ipsec-conf-host",
        uses: Uses::Only(&["ipsec-conf", "ipsec-conf-report", "ipsec-conf-lint"]),
        never_carries: &[SERVER],
    },
    Layer {
        name: "ipsec-conf-auto",
        uses: Uses::Only(&["ipsec-conf", "ipsec-conf-report", "ipsec-conf-host"]),
        never_carries: &[SERVER],
    },
    Layer {
        name: "ipsec-conf-cli",
        uses: Uses::Only(&[
            "ipsec-conf",
            "ipsec-conf-report",
            "ipsec-conf-host",
            "ipsec-conf-lint",
            "ipsec-conf-format",
            "ipsec-conf-config",
            "ipsec-conf-auto",
        ]),
        never_carries: &[SERVER],
    },
    Layer {
        name: "ipsec-conf-lsp",
        uses: Uses::Only(&[
            "ipsec-conf",
            "ipsec-conf-host",
            "ipsec-conf-lint",
            "ipsec-conf-format",
            "ipsec-conf-config",
            "ipsec-conf-auto",
        ]),
        // The host draws on terminals for the commands, so it brings what draws; the server has no use for it.
        never_carries: &[],
    },
    Layer {
        name: "ipsec-conf-texts",
        uses: Uses::Only(&[]),
        never_carries: &[TERMINAL, SERVER],
    },
    Layer {
        // What it measures are the dependencies of its benchmarks alone.
        name: "ipsec-conf-bench",
        uses: Uses::Only(&[]),
        never_carries: &[TERMINAL, SERVER],
    },
    Layer {
        name: "ipsec-conf-tools",
        uses: Uses::Anything,
        never_carries: &[],
    },
    Layer {
        name: "xtask",
        uses: Uses::Anything,
        // It asks every program for its command line, the server too.
        never_carries: &[],
    },
];

/// Crates of others that only some of ours may name in their manifest.
const OWNERS: &[(&str, &[&str])] = &[
    ("pest", &["ipsec-conf"]),
    ("pest_derive", &["ipsec-conf"]),
    ("miette", &["ipsec-conf-report"]),
    ("codespan-reporting", &["ipsec-conf-report"]),
    (
        "clap",
        &[
            "ipsec-conf-auto",
            "ipsec-conf-cli",
            "ipsec-conf-host",
            "ipsec-conf-lsp",
            "ipsec-conf-tools",
            "xtask",
        ],
    ),
    ("tokio", &["ipsec-conf-lsp"]),
    ("tower-lsp", &["ipsec-conf-lsp"]),
    ("tower-lsp-server", &["ipsec-conf-lsp"]),
    ("anyhow", &["xtask"]),
];

pub(crate) fn check(
    members: &[Member],
    carried: &BTreeMap<String, BTreeSet<String>>,
) -> Vec<String> {
    let ours: BTreeSet<&str> = members.iter().map(|member| member.name.as_str()).collect();
    let mut findings = Vec::new();
    for member in members {
        let name = member.name.as_str();
        let Some(layer) = LAYERS.iter().find(|layer| layer.name == name) else {
            findings.push(format!(
                "{name}: has no row in the table of layers (xtask/src/tidy/layers.rs)"
            ));
            continue;
        };
        for used in member.declares.iter().map(String::as_str) {
            let is_above = ours.contains(used) && !layer.uses.contains(used);
            let is_foreign = OWNERS
                .iter()
                .any(|(owned, owners)| *owned == used && !owners.contains(&name));
            if is_above || is_foreign {
                findings.push(format!("{name}: must not use `{used}`"));
            }
        }
        for burden in carried.get(name).into_iter().flatten().map(String::as_str) {
            if layer.never_carries.concat().contains(&burden) && !member.declares.contains(burden) {
                findings.push(format!(
                    "{name}: must not carry `{burden}`, which comes with a crate that it uses"
                ));
            }
        }
    }
    findings
}

impl Uses {
    fn contains(&self, name: &str) -> bool {
        match self {
            Self::Only(names) => names.contains(&name),
            Self::Anything => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(words: &str) -> BTreeSet<String> {
        words.split_whitespace().map(str::to_owned).collect()
    }

    /// One line per member: `name: declared ... | carried ...`.
    fn check_layers(workspace: &str, expect: &[&str]) {
        let (mut members, mut all_carried) = (Vec::new(), BTreeMap::new());
        for line in workspace
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
        {
            let (name, rest) = line.split_once(':').expect("a colon after the name");
            let (declares, carries) = rest.split_once('|').unwrap_or((rest, ""));
            members.push(Member {
                dir: std::path::PathBuf::new(),
                name: name.to_owned(),
                declares: set(declares),
            });
            all_carried.insert(name.to_owned(), set(carries));
        }
        assert_eq!(check(&members, &all_carried), expect);
    }

    #[test]
    fn arrows_point_one_way() {
        check_layers(
            "ipsec-conf: pest thiserror
             ipsec-conf-report: ipsec-conf miette
             ipsec-conf-auto: ipsec-conf ipsec-conf-report clap",
            &[],
        );
        check_layers(
            "ipsec-conf: ipsec-conf-report
             ipsec-conf-report: ipsec-conf-auto
             ipsec-conf-auto:",
            &[
                "ipsec-conf: must not use `ipsec-conf-report`",
                "ipsec-conf-report: must not use `ipsec-conf-auto`",
            ],
        );
    }

    #[test]
    fn crates_have_owners() {
        check_layers("ipsec-conf: clap", &["ipsec-conf: must not use `clap`"]);
        check_layers(
            "ipsec-conf-cli: pest",
            &["ipsec-conf-cli: must not use `pest`"],
        );
    }

    #[test]
    fn a_burden_is_reported_where_it_was_not_declared() {
        check_layers(
            "ipsec-conf-auto: ipsec-conf | ipsec-conf pest tokio",
            &["ipsec-conf-auto: must not carry `tokio`, which comes with a crate that it uses"],
        );
        check_layers("ipsec-conf-lsp: tokio | tokio", &[]);
    }

    #[test]
    fn a_new_crate_needs_a_row() {
        check_layers(
            "ipsec-conf-new:",
            &["ipsec-conf-new: has no row in the table of layers (xtask/src/tidy/layers.rs)"],
        );
    }

    #[test]
    fn every_owner_and_every_used_crate_has_a_row() {
        let is_layer = |name: &&str| LAYERS.iter().any(|layer| layer.name == *name);
        assert!(OWNERS.iter().flat_map(|(_, owners)| *owners).all(is_layer));
        for layer in LAYERS {
            if let Uses::Only(names) = &layer.uses {
                assert!(names.iter().all(is_layer), "{}", layer.name);
            }
        }
    }
}
