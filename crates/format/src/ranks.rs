//! The canonical order: who the ends are, what goes through the tunnel, how the ends prove themselves, which algorithms
//! they use, how long keys live, everything else, and last what is done with the conn.

use ipsec_conf::keyword::Side;

use crate::words::Key;

/// Ids of keywords by group. Within a group the keywords of no end stand first, then those of the left end, then those
/// of the right end.
const GROUPS: &[&[&str]] = &[
    &["connalias", "type", "hostaddrfamily", "connaddrfamily"],
    // The ends.
    &[
        "host",
        "ikeport",
        "nexthop",
        "allowany",
        "id",
        "id2",
        "cert",
        "cert2",
        "ckaid",
        "rsasigkey",
        "rsasigkey2",
        "ecdsakey",
        "eddsakey",
        "pubkey",
        "sigkey",
        "ca",
        "ca2",
        "groups",
        "groups2",
        "sendcert",
        "certpolicy",
    ],
    // What goes through the tunnel.
    &[
        "clientaddrfamily",
        "subnet",
        "subnets",
        "subnetwithin",
        "protoport",
        "sourceip",
        "interface-ip",
        "vti",
        "addresspool",
        "dns",
        "natip",
        "firewall",
        "hostaccess",
        "updown",
    ],
    // Who proves what.
    &[
        "authby",
        "auth",
        "auth2",
        "autheap",
        "eap",
        "eap_identity",
        "aaa_identity",
        "xauth",
        "xauthby",
        "xauthfail",
        "xauth_identity",
        "xauthclient",
        "xauthserver",
        "xauthusername",
        "username",
        "modeconfig",
        "modecfgclient",
        "modecfgserver",
        "modecfgpull",
        "modecfgdns",
        "modecfgdomains",
        "modecfgbanner",
        "ppk",
        "ppk-ids",
    ],
    // How the keys are agreed on.
    &[
        "keyexchange",
        "ikev2",
        "aggressive",
        "ike",
        "phase2",
        "esp",
        "ah",
        "phase2alg",
        "pfs",
        "pfsgroup",
        "esn",
        "sha2-truncbug",
        "sha256_96",
        "ms-dh-downgrade",
        "compress",
        "encapsulation",
        "forceencaps",
        "fragmentation",
        "mobike",
        "narrowing",
    ],
    // For how long.
    &[
        "ikelifetime",
        "salifetime",
        "lifetime",
        "ipsec-lifetime",
        "ipsec-max-bytes",
        "lifebytes",
        "ipsec-max-packets",
        "lifepackets",
        "rekey",
        "rekeymargin",
        "margintime",
        "marginbytes",
        "marginpackets",
        "rekeyfuzz",
        "keyingtries",
        "reauth",
        "inactivity",
        "retransmit-timeout",
        "retransmit-interval",
        "dpddelay",
        "dpdtimeout",
        "dpdaction",
        "closeaction",
    ],
];

/// What is done with the conn comes last.
const LAST: &[&str] = &["failureshunt", "negotiationshunt", "auto"];

/// Where a parameter stands: its group, its end, its place in the group.
pub(crate) type Place = (usize, Option<Side>, usize);

/// Keywords that no group names stand before the last group, in the order in which they were written.
pub(crate) fn place((id, side): Key) -> Place {
    let at = |group: &[&str]| group.iter().position(|&known| known == id);
    if let Some(rank) = at(LAST) {
        return (GROUPS.len() + 1, None, rank);
    }
    let found = GROUPS
        .iter()
        .enumerate()
        .find_map(|(class, group)| Some((class, at(group)?)));
    found.map_or((GROUPS.len(), None, 0), |(class, rank)| (class, side, rank))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use ipsec_conf::keyword;

    use super::*;

    #[test]
    fn every_keyword_exists_and_has_one_place() {
        let mut seen = HashSet::new();
        for &id in GROUPS.iter().copied().chain([LAST]).flatten() {
            assert!(keyword::by_id(id).is_some(), "{id} is no keyword");
            assert!(seen.insert(id), "{id} has two places");
        }
    }
}
