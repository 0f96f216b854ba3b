//! Site-to-site configurations as a generator of a company writes them, without a fault.

use std::fmt::Write as _;

use crate::random::Random;

/// Whose words a configuration is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Libreswan,
    Strongswan,
}

/// Templates that the conns take in, at most.
pub const TEMPLATES: usize = 64;

/// So many conns, of about 256 bytes and twelve lines each: seven out of ten take the near end from a template, and every
/// third has a comment before it or inside. No two reach the same network.
pub fn sites(dialect: Dialect, conns: usize) -> String {
    let mut random = Random::default();
    let templates = TEMPLATES.min(conns / 8 + 1);
    let mut text = format!("# {conns} conns\n{}", head(dialect));
    for i in 0..templates {
        template(&mut text, dialect, i);
    }
    for i in 0..conns {
        site(&mut text, dialect, i, templates, &mut random);
    }
    text
}

fn head(dialect: Dialect) -> &'static str {
    match dialect {
        Dialect::Libreswan => {
            "config setup\n\tuniqueids=yes\n\nconn %default\n\tikev2=yes\n\tike=aes256-sha2_384-dh20\n\tesp=aes_gcm256\n\
             \tmobike=no\n\trekey=yes\n"
        }
        Dialect::Strongswan => {
            "config setup\n\tuniqueids=yes\n\nconn %default\n\tkeyexchange=ikev2\n\tike=aes256-sha384-ecp384!\n\
             \tesp=aes256gcm16-ecp384!\n\tmobike=no\n\treauth=no\n"
        }
    }
}

fn template(text: &mut String, dialect: Dialect, i: usize) {
    let (method, certificate) = how_to_prove(dialect);
    let _ = write!(
        text,
        "\nconn base-{i}\n\t{method}\n\t{certificate}\n\tleft=192.0.2.{}\n\tleftid=@gw{i}.example.com\n",
        i + 1
    );
}

fn how_to_prove(dialect: Dialect) -> (&'static str, &'static str) {
    match dialect {
        Dialect::Libreswan => ("authby=rsasig", "leftcert=gateway"),
        Dialect::Strongswan => ("authby=pubkey", "leftcert=gateway.pem"),
    }
}

fn site(text: &mut String, dialect: Dialect, i: usize, templates: usize, random: &mut Random) {
    let byte = |n: usize, shift: u32| (n >> shift) & 255;
    text.push('\n');
    if random.below(10) < 3 {
        let _ = writeln!(text, "# branch office {i}, see the list of sites");
    }
    let _ = writeln!(text, "conn branch-office-{i}");
    if random.below(10) < 7 {
        let _ = writeln!(text, "\talso=base-{}", random.below(templates));
    } else {
        let near = random.below(templates) + 1;
        let (_, certificate) = how_to_prove(dialect);
        let _ = writeln!(
            text,
            "\t{certificate}\n\tleft=192.0.2.{near}\n\tleftid=@gateway.example.com"
        );
    }
    let _ = writeln!(text, "\tleftsubnet=172.16.{}.0/24", byte(i, 0));
    // 198.18.0.0/15 is for benchmarks.
    let _ = writeln!(
        text,
        "\tright=198.{}.{}.{}",
        18 + byte(i, 16),
        byte(i, 8),
        byte(i, 0)
    );
    let _ = writeln!(text, "\trightid=@branch-office-{i}.example.net");
    if random.below(10) < 3 {
        text.push_str("\t# moved here from the old gateway\n");
    }
    let far = i * 16;
    let _ = writeln!(
        text,
        "\trightsubnet=10.{}.{}.{}/28",
        byte(far, 16),
        byte(far, 8),
        byte(far, 0)
    );
    let hours = 4 + 4 * random.below(2);
    let minutes = 50 + 5 * random.below(2);
    let is_behind_nat = random.below(2) == 0;
    let starts_at_once = random.below(2) == 0;
    let (near, lifetime, nat, start) = match dialect {
        // Of Libreswan's gateway itself, which else does not reach the tunnel.
        Dialect::Libreswan => (
            format!("leftsourceip=172.16.{}.1", byte(i, 0)),
            "ipsec-lifetime",
            "encapsulation=yes",
            if starts_at_once { "start" } else { "ondemand" },
        ),
        Dialect::Strongswan => (
            format!("ikelifetime={hours}h"),
            "lifetime",
            "forceencaps=yes",
            if starts_at_once { "start" } else { "route" },
        ),
    };
    let _ = writeln!(text, "\t{near}\n\t{lifetime}={minutes}m");
    if is_behind_nat {
        let _ = writeln!(text, "\t{nat}");
    }
    let _ = writeln!(text, "\tauto={start}");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines<'t>(text: &'t str, start: &str) -> Vec<&'t str> {
        text.lines()
            .filter(|line| line.starts_with(start))
            .collect()
    }

    #[test]
    fn each_conn_is_there_and_no_two_reach_the_same_network() {
        for dialect in [Dialect::Libreswan, Dialect::Strongswan] {
            let text = sites(dialect, 1000);
            assert_eq!(lines(&text, "conn branch-office-").len(), 1000);
            assert_eq!(lines(&text, "conn base-").len(), TEMPLATES);
            let mut far = lines(&text, "\trightsubnet=");
            far.sort_unstable();
            far.dedup();
            assert_eq!(far.len(), 1000);
            assert_eq!(text, sites(dialect, 1000));
        }
    }

    #[test]
    fn a_conn_is_as_long_as_those_that_were_measured_before() {
        for dialect in [Dialect::Libreswan, Dialect::Strongswan] {
            let text = sites(dialect, 10_000);
            let bytes = text.len() / 10_000;
            assert!((245..270).contains(&bytes), "{dialect:?}: {bytes}");
            let settings = lines(&text, "\t").len() / 1_000;
            assert!((85..105).contains(&settings), "{dialect:?}: {settings}");
        }
    }
}
