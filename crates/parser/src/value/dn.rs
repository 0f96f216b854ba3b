//! Distinguished names: `C=CH, O=Example, CN=gw`.

use std::fmt;
use std::ops::Range;

/// A distinguished name, most general part first as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Dn {
    pub parts: Vec<(String, String)>,
}

impl fmt::Display for Dn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (attribute, value)) in self.parts.iter().enumerate() {
            let comma = if index == 0 { "" } else { ", " };
            write!(f, "{comma}{attribute}={}", value.replace(',', "\\,"))?;
        }
        Ok(())
    }
}

/// Why a text is no distinguished name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BadDn {
    pub range: Range<usize>,
    pub why: &'static str,
}

/// Attribute names that the swans know, in any case.
const ATTRIBUTES: &[&str] = &[
    "nd",
    "uid",
    "userid",
    "dc",
    "cn",
    "s",
    "sn",
    "serialnumber",
    "c",
    "l",
    "st",
    "o",
    "ou",
    "t",
    "title",
    "d",
    "n",
    "g",
    "gn",
    "i",
    "id",
    "en",
    "employeenumber",
    "e",
    "email",
    "emailaddress",
    "un",
    "unstructuredname",
    "ua",
    "unstructuredaddress",
    "tcgid",
    "street",
    "postalcode",
    "dnqualifier",
    "dnq",
    "givenname",
    "surname",
    "initials",
    "name",
    "description",
    "x500uniqueidentifier",
    "p",
];

/// A legacy `,,` that stands for a comma.
pub(super) fn legacy_commas(text: &str) -> Option<Range<usize>> {
    text.find(",,").map(|at| at..at + 2)
}

/// Parts at commas (`\,` and `,,` are commas inside a value), or at slashes when the text begins with one.
pub(super) fn parse(text: &str) -> Result<Dn, BadDn> {
    let slashes = text.trim_start().starts_with('/');
    let separator = if slashes { '/' } else { ',' };
    let mut parts = Vec::new();
    let mut start = if slashes {
        text.find('/').map_or(0, |at| at + 1)
    } else {
        0
    };
    let bytes = text.as_bytes();
    let mut at = start;
    while at <= bytes.len() {
        let end_of_part = at == bytes.len() || bytes[at] == separator as u8;
        if !end_of_part {
            at += if bytes[at] == b'\\' { 2 } else { 1 };
            continue;
        }
        if !slashes && bytes.get(at + 1) == Some(&b',') {
            at += 2;
            continue;
        }
        parts.push(part(text, start..at)?);
        start = at + 1;
        at = start;
    }
    if start < bytes.len() {
        parts.push(part(text, start..bytes.len())?);
    }
    Ok(Dn { parts })
}

fn part(text: &str, range: Range<usize>) -> Result<(String, String), BadDn> {
    let piece = text.get(range.clone()).unwrap_or_default();
    let bad = |why| BadDn {
        range: range.clone(),
        why,
    };
    let (attribute, value) = piece
        .split_once('=')
        .ok_or_else(|| bad("no `=` in this part"))?;
    let attribute = attribute.trim();
    let oid = attribute
        .strip_prefix("oid.")
        .or(attribute.strip_prefix("OID."))
        .unwrap_or(attribute);
    let is_oid = oid.contains('.') && oid.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if attribute.is_empty() {
        return Err(bad("no attribute before the `=`"));
    }
    if !is_oid
        && !ATTRIBUTES
            .iter()
            .any(|known| known.eq_ignore_ascii_case(attribute))
    {
        return Err(bad("an unknown attribute"));
    }
    let value = value.trim().replace("\\,", ",").replace(",,", ",");
    Ok((attribute.to_owned(), value))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn parts_of_names() {
        let check = |text: &str, expect: &str| {
            let got = parse(text).map_or_else(
                |bad| format!("{:?} {}", bad.range, bad.why),
                |dn| dn.to_string(),
            );
            assert_eq!(got, expect, "{text}");
        };
        check("C=CH, O=Example, CN=gw", "C=CH, O=Example, CN=gw");
        check("/C=CH/O=Example/CN=gw", "C=CH, O=Example, CN=gw");
        check("CN=gw\\,x, O=Example", "CN=gw\\,x, O=Example");
        check("CN=gw, O=Exa,,mple", "CN=gw, O=Exa\\,mple");
        check("CN=gw, O", "6..8 no `=` in this part");
        check("xx=yy", "0..5 an unknown attribute");
        check("DC=example", "DC=example");
        check("CN=a\\", "CN=a\\");
        check("2.5.4.3=x", "2.5.4.3=x");
    }
}
