//! `fuzz/ipsec.dict`: the words of the tables, as libFuzzer reads them.

use std::collections::BTreeSet;

use ipsec_conf::keyword::{self, algorithm};

/// What the grammars and the readers know beyond the tables.
const WORDS: &[&str] = &[
    "conn ",
    "conn %default\n",
    "ca ",
    "config setup\n",
    "include ",
    "version 2.0\n",
    "# file: ",
    "\n\t",
    "\r\n",
    "=\"",
    "{",
    "}",
    "#",
    "\\\n",
    "\u{1e}",
    "%any",
    "%defaultroute",
    "%fromcert",
    "%none",
    "@east",
    "192.0.2.1",
    "2001:db8::1",
    "10.0.0.0/8",
    "0x",
    "0s",
    " : PSK \"",
    " : RSA ",
    " : XAUTH ",
    " : EAP ",
    "# ipsec-lint: ignore ",
    "# ipsec-fmt: off",
    "# ipsec-conf: ",
];

pub(super) fn text() -> String {
    let mut words: BTreeSet<String> = WORDS.iter().map(|word| (*word).to_owned()).collect();
    for keyword in keyword::all() {
        for form in keyword.forms {
            words.insert(format!("\t{form}="));
        }
        for span in keyword.spans {
            words.extend(span.values.iter().map(|word| (*word).to_owned()));
        }
    }
    let names = algorithm::all()
        .iter()
        .flat_map(|algorithm| algorithm.names);
    words.extend(names.flat_map(|of| of.names).map(|word| (*word).to_owned()));
    let mut out = String::from("# The words of grammar/keywords; written by `cargo xtask gen`.\n");
    for word in words.iter().filter(|word| !word.is_empty()) {
        out.push_str(&quoted(word));
        out.push('\n');
    }
    out
}

/// Between quotes, with everything but printable ASCII as `\xAB`.
fn quoted(word: &str) -> String {
    let byte = |b: u8| match b {
        b'"' | b'\\' => format!("\\{}", char::from(b)),
        b' '..=b'~' => char::from(b).to_string(),
        _ => format!("\\x{b:02X}"),
    };
    format!("\"{}\"", word.bytes().map(byte).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_as_libfuzzer_wants_them() {
        assert_eq!(quoted("\ta=\"\\"), r#""\x09a=\"\\""#);
        assert_eq!(quoted("é"), r#""\xC3\xA9""#);
    }

    #[test]
    fn keywords_values_and_algorithms_are_there() {
        let text = text();
        for line in [
            r#""\x09leftsubnet=""#,
            r#""passthrough""#,
            r#""aes_gcm""#,
            r#""\x0A\x09""#,
        ] {
            assert!(text.lines().any(|found| found == line), "{line}");
        }
    }
}
