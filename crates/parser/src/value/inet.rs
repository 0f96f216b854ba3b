//! Addresses and networks as numbers, in the shapes that the daemons' own parsers take.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

/// An address and whether it was written the usual way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written {
    pub addr: IpAddr,
    /// Four decimal bytes without leading zeros, or IPv6.
    pub usual: bool,
}

/// Why a text is no address or network, in a few words for a label.
pub(super) type Why = &'static str;

/// An address as every reader takes it: `192.0.2.1`, `2001:db8::1`.
pub(super) fn usual(text: &str) -> Option<IpAddr> {
    text.parse().ok()
}

/// An address as Libreswan and Openswan read numbers: also `192.0.2`, `0xc0000201`, `192.0.2.010`.
///
/// Libreswan 4.10: with fewer than four parts the last one fills what is left (`10.1` is 10.0.0.1), `0x` is
/// hexadecimal and a leading zero octal ("non-octal digit in number"). A lone part is a byte or eight hexadecimal digits.
pub(super) fn numeric(text: &str) -> Result<Written, Why> {
    let written = resolved(text)?;
    let lone = !text.contains(['.', ':']);
    let eight_digits = text.len() == 10 && text.starts_with("0x");
    match written.addr {
        IpAddr::V4(addr) if lone && u32::from(addr) > 255 && !eight_digits => {
            Err("a part is too large")
        }
        _ => Ok(written),
    }
}

/// An address as the resolver of the system reads it, to which the daemons hand the text of `left=` and `leftid=`.
pub(super) fn resolved(text: &str) -> Result<Written, Why> {
    if text.contains(':') {
        return text
            .parse::<Ipv6Addr>()
            .map(|addr| Written {
                addr: addr.into(),
                usual: true,
            })
            .map_err(|_| "not an IPv6 address");
    }
    // It takes neither leading zeros nor fewer parts.
    if let Ok(addr) = text.parse::<Ipv4Addr>() {
        return Ok(Written {
            addr: addr.into(),
            usual: true,
        });
    }
    let parts: Vec<&str> = text.split('.').collect();
    if parts.len() > 4 {
        return Err("more than four parts");
    }
    let mut numbers = Vec::with_capacity(4);
    for part in &parts {
        numbers.push(number(part)?);
    }
    let (last, bytes) = numbers.split_last().ok_or("empty")?;
    let room = 8 * (4 - bytes.len() as u32);
    if bytes.iter().any(|&byte| byte > 255) || u64::from(*last) >= 1u64 << room {
        return Err("a part is too large");
    }
    let mut bits = *last;
    for (index, &byte) in bytes.iter().enumerate() {
        bits |= byte << (24 - 8 * index);
    }
    let addr = Ipv4Addr::from(bits);
    Ok(Written {
        addr: addr.into(),
        usual: false,
    })
}

/// A number as C writes it: decimal, `0x` hexadecimal, or octal with a leading zero.
pub(super) fn number(text: &str) -> Result<u32, Why> {
    let (digits, radix) = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(hex) => (hex, 16),
        None if text.len() > 1 && text.starts_with('0') => (text, 8),
        None => (text, 10),
    };
    if digits.is_empty() {
        return Err("a part is empty");
    }
    if !digits.chars().all(|c| c.is_digit(radix)) {
        return Err(if radix == 8 {
            "a leading zero makes it octal"
        } else {
            "not a number"
        });
    }
    u32::from_str_radix(digits, radix).map_err(|_| "a part is too large")
}

/// A network with the host bits that it was written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct WrittenNet {
    pub net: IpNet,
    /// Bits beyond the mask were set; `net` is without them.
    pub host_bits: bool,
    pub usual: bool,
}

/// `ADDR/LEN` or `ADDR/MASK`, with the address in any of the shapes of [`numeric`]; a lone byte is the first one
/// (`10/8` is 10.0.0.0/8, Libreswan 4.10 and 5.4).
pub(super) fn network(addr: &str, mask: &str) -> Result<WrittenNet, Why> {
    let mut written = numeric(addr)?;
    if let (IpAddr::V4(v4), false) = (written.addr, addr.contains('.')) {
        let number = u32::from(v4);
        if number < 256 {
            written.addr = Ipv4Addr::from(number << 24).into();
        }
    }
    // Libreswan 4.10: "first hex digit invalid" for dotted decimals at the end of an IPv6 address of a network.
    if addr.contains(':') && addr.contains('.') {
        return Err("dotted decimals in an IPv6 network");
    }
    let len = prefix_length(written.addr, mask)?;
    let given = IpNet::new(written.addr, len).map_err(|_| "the mask is too long")?;
    let net = given.trunc();
    Ok(WrittenNet {
        net,
        host_bits: net != given,
        usual: written.usual,
    })
}

fn prefix_length(addr: IpAddr, mask: &str) -> Result<u8, Why> {
    let width = if addr.is_ipv4() { 32 } else { 128 };
    if !mask.is_empty() && mask.bytes().all(|b| b.is_ascii_digit()) {
        // `/08` is 8.
        return mask
            .parse()
            .ok()
            .filter(|&len: &u8| len <= width)
            .ok_or("the mask is too long");
    }
    if mask.is_empty() {
        return Err("no mask after the `/`");
    }
    if addr.is_ipv6() {
        return Err("IPv6 takes a prefix length");
    }
    let IpAddr::V4(mask) = numeric(mask).map_err(|_| "the mask is no number")?.addr else {
        return Err("the mask is no IPv4 mask");
    };
    let bits = u32::from(mask);
    let len = bits.leading_ones();
    if bits.checked_shl(len).unwrap_or(0) != 0 {
        return Err("the mask has a gap");
    }
    Ok(len as u8)
}

#[cfg(test)]
mod tests {
    use super::{network, numeric};

    #[test]
    fn shapes_of_addresses() {
        let check = |text: &str, expect: &str| {
            let got = numeric(text).map_or_else(ToOwned::to_owned, |w| {
                format!("{}{}", w.addr, if w.usual { "" } else { " odd" })
            });
            assert_eq!(got, expect, "{text}");
        };
        check("192.0.2.1", "192.0.2.1");
        check("192.0.2.001", "192.0.2.1 odd");
        check("192.0.2", "192.0.0.2 odd");
        check("192.0.2.010", "192.0.2.8 odd");
        check("192.0.2.009", "a leading zero makes it octal");
        check("0xc0000201", "192.0.2.1 odd");
        check("3221225985", "a part is too large");
        check("192.0.2.300", "a part is too large");
        check("1.2.3.4.5", "more than four parts");
        check("example", "not a number");
        check("2001:db8::1", "2001:db8::1");
        check("2001:db8::g", "not an IPv6 address");
    }

    #[test]
    fn shapes_of_networks() {
        let check = |addr: &str, mask: &str, expect: &str| {
            let got = network(addr, mask).map_or_else(ToOwned::to_owned, |w| {
                format!("{}{}", w.net, if w.host_bits { " zeroed" } else { "" })
            });
            assert_eq!(got, expect, "{addr}/{mask}");
        };
        check("10", "8", "10.0.0.0/8");
        check("0", "0", "0.0.0.0/0");
        check("10.1", "16", "10.0.0.0/16 zeroed");
        check("10.1.0.5", "255.255.0.0", "10.1.0.0/16 zeroed");
        check("10.0.0.0", "255.0.255.0", "the mask has a gap");
        check("10.0.0.0", "33", "the mask is too long");
        check("10.0.0.0", "0.0.0.0", "0.0.0.0/0 zeroed");
        check("2001:db8::", "48", "2001:db8::/48");
        check("2001:db8::", "ffff::", "IPv6 takes a prefix length");
    }
}
