//! What a value can be.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use ipnet::IpNet;

use super::{Dn, Host, Id, Mark, Pool, Proposal, Protoport, Pubkey, Selector, VirtualNet};

/// A value with its meaning for one target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    Bool(bool),
    /// A word of a fixed list, in the spelling that stands for all its aliases.
    Word(&'static str),
    Int(i64),
    Percent(u32),
    Duration(Duration),
    /// Bytes or packets.
    Count(u64),
    Text(String),
    Host(Host),
    Id(Id),
    Dn(Dn),
    Subnets(Vec<Selector>),
    /// An address together with the length of its network.
    Subnet(IpNet),
    /// `vhost:...` and `vnet:...`.
    Virtual(String),
    VirtualNets(Vec<VirtualNet>),
    Pools(Vec<Pool>),
    Protoport(Protoport),
    Mark(Mark),
    Proposals(Vec<Proposal>),
    /// Authentication methods, `rsa` written as `rsasig`.
    Auth(Vec<&'static str>),
    Addresses(Vec<IpAddr>),
    Key(Pubkey),
    Names(Vec<String>),
}

impl fmt::Display for Value {
    /// The value in its plainest spelling; of a raw key only its form.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Bool(true) => f.write_str("yes"),
            Value::Bool(false) => f.write_str("no"),
            Value::Word(word) => f.write_str(word),
            Value::Int(number) => write!(f, "{number}"),
            Value::Percent(number) => write!(f, "{number}%"),
            Value::Duration(time) => duration(*time, f),
            Value::Count(number) => write!(f, "{number}"),
            Value::Text(text) | Value::Virtual(text) => f.write_str(text),
            Value::Host(host) => write!(f, "{host}"),
            Value::Id(id) => write!(f, "{id}"),
            Value::Dn(dn) => write!(f, "{dn}"),
            Value::Subnets(list) => joined(f, list, ","),
            Value::Subnet(net) => write!(f, "{net}"),
            Value::VirtualNets(list) => joined(f, list, ","),
            Value::Pools(list) => joined(f, list, ","),
            Value::Protoport(protoport) => write!(f, "{protoport}"),
            Value::Mark(mark) => write!(f, "{mark}"),
            Value::Proposals(list) => joined(f, list, ","),
            Value::Auth(list) => joined(f, list, ","),
            Value::Addresses(list) => joined(f, list, ","),
            Value::Key(Pubkey::Cert) => f.write_str("%cert"),
            Value::Key(Pubkey::Dns) => f.write_str("%dns"),
            Value::Key(Pubkey::None) => f.write_str("%none"),
            Value::Key(Pubkey::Hex(_)) => f.write_str("0x..."),
            Value::Key(Pubkey::Base64(_)) => f.write_str("0s..."),
            Value::Key(Pubkey::Elsewhere) => f.write_str("..."),
            Value::Names(list) => joined(f, list, " "),
        }
    }
}

fn joined<T: fmt::Display>(f: &mut fmt::Formatter<'_>, list: &[T], separator: &str) -> fmt::Result {
    for (index, item) in list.iter().enumerate() {
        write!(f, "{}{item}", if index == 0 { "" } else { separator })?;
    }
    Ok(())
}

fn duration(time: Duration, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let micros = time.as_micros();
    if !micros.is_multiple_of(1000) {
        write!(f, "{micros}us")
    } else if !micros.is_multiple_of(1_000_000) {
        write!(f, "{}ms", micros / 1000)
    } else {
        write!(f, "{}s", micros / 1_000_000)
    }
}
