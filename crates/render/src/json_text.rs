//! JSON that is safe to look at.

use std::io::{self, Write};

use ipsec_conf::text::printable;
use serde::Serialize;
use serde_json::ser::Formatter;

/// Writes `value` on one line, with every character that could steer a terminal as `\uXXXX`.
///
/// JSON itself asks for this only below U+0020, but somebody will look at it with `cat`, and U+009B steers too.
pub(crate) fn write(value: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    value
        .serialize(&mut serde_json::Serializer::with_formatter(out, Visible))
        .map_err(io::Error::from)
}

struct Visible;

impl Formatter for Visible {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        out: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        if printable(fragment) == fragment {
            return out.write_all(fragment.as_bytes());
        }
        let mut rest = 0;
        for (i, c) in fragment.char_indices() {
            let here = &fragment[i..i + c.len_utf8()];
            if printable(here) == here {
                continue;
            }
            out.write_all(&fragment.as_bytes()[rest..i])?;
            for unit in c.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = i + c.len_utf8();
        }
        out.write_all(&fragment.as_bytes()[rest..])
    }
}
