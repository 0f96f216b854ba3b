//! Pools of addresses for clients: `rightaddresspool=`.

use std::fmt;
use std::net::IpAddr;

use ipnet::IpNet;

use crate::diagnostic::{Effect, codes};
use crate::target::Reader;
use crate::text::printable;

use super::subject::Subject;
use super::types::{IkeVersion, Reading, ValueError};
use super::words::{self, Word};
use super::{Value, inet};

/// A run of addresses; `first` is not behind `last` and both are of one family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Pool {
    pub first: IpAddr,
    pub last: IpAddr,
}

impl Pool {
    fn of(net: IpNet) -> Pool {
        Pool {
            first: net.network(),
            last: net.broadcast(),
        }
    }

    pub fn contains(&self, addr: IpAddr) -> bool {
        self.first <= addr && addr <= self.last && addr.is_ipv4() == self.first.is_ipv4()
    }

    pub fn overlaps(&self, other: &Pool) -> bool {
        self.first.is_ipv4() == other.first.is_ipv4()
            && self.first <= other.last
            && other.first <= self.last
    }
}

impl fmt::Display for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.first, self.last)
    }
}

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    let items = match subject.reader() {
        Reader::Libreswan5 => words::pieces(subject.text(), |c| matches!(c, ',' | ' ' | '\t')),
        _ => vec![words::all(subject.text())],
    };
    let mut pools: Vec<Pool> = Vec::new();
    for item in items {
        match one(subject, item) {
            Err(error) => return Reading::bad(error),
            // Libreswan 5.4: "confused, connection has already been assigned an IPv4 pool".
            Ok(pool)
                if pools
                    .iter()
                    .any(|other| other.first.is_ipv4() == pool.first.is_ipv4()) =>
            {
                return Reading::bad(
                    bad(
                        item,
                        format!("`{}` is a second pool of one family", printable(item.text)),
                    )
                    .label(format!("{} takes one of each family", subject.program()))
                    .help("keep one of them"),
                );
            }
            Ok(pool) => pools.push(pool),
        }
    }
    Reading::good(Value::Pools(pools))
}

fn bad(item: Word<'_>, message: String) -> ValueError {
    ValueError::new(codes::BAD_POOL, Effect::ConnRefused, item.range(), message)
}

fn one(subject: &Subject<'_>, item: Word<'_>) -> Result<Pool, ValueError> {
    let text = item.text;
    let unreadable = |why: inet::Why| {
        let error = bad(item, format!("`{}` is no address pool", printable(text))).label(why);
        if text.contains(',') && subject.reader() == Reader::Libreswan4 {
            error.help("write one pool").note(format!(
                "lists came with Libreswan 5; {} drops the conn",
                subject.program()
            ))
        } else {
            error.help("write `ADDR-ADDR`, without blanks, or `ADDR/LEN`")
        }
    };
    let pool = if let Some((addr, mask)) = text.split_once('/') {
        if !mask.bytes().all(|b| b.is_ascii_digit()) {
            return Err(unreadable("not a prefix length"));
        }
        return inet::network(addr, mask)
            .map(|written| Pool::of(written.net))
            .map_err(unreadable)
            .and_then(|pool| {
                // Libreswan 5.4: "IKEv1 does not support IPv6 address pool".
                let refused = subject.reader() == Reader::Libreswan5
                    && subject.ike_version() == IkeVersion::V1
                    && pool.first.is_ipv6();
                if refused {
                    Err(bad(
                        item,
                        format!("`{text}` is an IPv6 pool, and IKEv1 has none"),
                    )
                    .help("write an IPv4 pool"))
                } else {
                    Ok(pool)
                }
            });
    } else if let Some((first, last)) = text.split_once('-') {
        let first = inet::numeric(first).map_err(unreadable)?.addr;
        let last = inet::numeric(last).map_err(unreadable)?.addr;
        if first.is_ipv4() != last.is_ipv4() {
            return Err(unreadable("two address families"));
        }
        if first > last {
            return Err(bad(item, format!("`{text}` starts behind its end"))
                .label("the first address is the larger one")
                .help(format!("write `{last}-{first}`"))
                .guess(format!("{last}-{first}")));
        }
        Pool { first, last }
    } else {
        let addr = inet::numeric(text).map_err(unreadable)?.addr;
        Pool {
            first: addr,
            last: addr,
        }
    };
    if pool.first.is_ipv6() {
        return Err(bad(
            item,
            format!("`{text}` is no IPv6 pool for {}", subject.program()),
        )
        .label("not a network")
        .help("write an IPv6 pool as `ADDR/LEN`"));
    }
    Ok(pool)
}
