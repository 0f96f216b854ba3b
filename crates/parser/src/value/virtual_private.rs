//! Networks that clients behind NAT may have: `virtual-private=%v4:10.0.0.0/8,%v4:!10.1.0.0/16`.

use std::fmt;

use ipnet::IpNet;

use crate::diagnostic::{Effect, codes};
use crate::text::printable;

use super::subject::Subject;
use super::types::{Reading, ValueError};
use super::words;
use super::{Value, inet};

/// A network that is allowed, or taken out again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct VirtualNet {
    pub net: IpNet,
    pub excluded: bool,
}

impl fmt::Display for VirtualNet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let family = if self.net.addr().is_ipv4() {
            "%v4:"
        } else {
            "%v6:"
        };
        write!(
            f,
            "{family}{}{}",
            if self.excluded { "!" } else { "" },
            self.net
        )
    }
}

pub(super) fn read(subject: &Subject<'_>) -> Reading {
    let mut nets = Vec::new();
    let mut problems = Vec::new();
    for item in words::all(subject.text())
        .split(|c| c == ',')
        .into_iter()
        .filter(|item| !item.text.is_empty())
    {
        match parse(item.text) {
            Ok(net) => nets.push(net),
            Err(why) => problems.push(
                ValueError::new(
                    codes::BAD_VIRTUAL_PRIVATE,
                    Effect::Ignored,
                    item.range(),
                    format!("`{}` is no item of `{}`", printable(item.text), subject.keyword()),
                )
                .label(why)
                .help("write `%v4:10.0.0.0/8`, or `%v4:!10.1.0.0/16` to take a network out; no blanks")
                .note(format!("{} leaves it out and says so in its log", subject.program())),
            ),
        }
    }
    Reading::good(Value::VirtualNets(nets)).with_all(problems)
}

fn parse(text: &str) -> Result<VirtualNet, &'static str> {
    if text.starts_with([' ', '\t']) {
        return Err("a blank after the comma");
    }
    let (v4, rest) = if let Some(rest) = text
        .strip_prefix("%v4:")
        .or_else(|| text.strip_prefix("%4:"))
    {
        (true, rest)
    } else if let Some(rest) = text
        .strip_prefix("%v6:")
        .or_else(|| text.strip_prefix("%6:"))
    {
        (false, rest)
    } else {
        return Err("neither `%v4:` nor `%v6:` before it");
    };
    let (excluded, rest) = match rest.strip_prefix('!') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let (addr, mask) = rest.split_once('/').ok_or("no mask")?;
    let net = inet::network(addr, mask)?.net;
    if net.addr().is_ipv4() != v4 {
        return Err("the other address family");
    }
    Ok(VirtualNet { net, excluded })
}
