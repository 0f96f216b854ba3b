//! A name for a finding that stays when lines above it come and go.

use std::collections::HashMap;

use ipsec_conf::{Diagnostic, Source, Span};

use crate::context::Context;

/// How much of the source text goes into a fingerprint, in bytes.
const LONGEST: usize = 256;

/// Gives out fingerprints; the second finding that looks the same gets another one.
#[derive(Default)]
pub(crate) struct Fingerprints {
    seen: HashMap<u128, u32>,
}

impl Fingerprints {
    /// Made of the code, the path, the conn and the text that is reported, not of its line and not of the message, so
    /// that neither an edit elsewhere nor a better wording makes an old finding new.
    pub(crate) fn next(&mut self, cx: &Context<'_>, diagnostic: &Diagnostic) -> String {
        let source = cx.report.sources.get(diagnostic.span().file);
        let mut hash = Fnv::new();
        hash.add(diagnostic.code.id.as_bytes());
        hash.add(source.path().as_os_str().as_encoded_bytes());
        hash.add(diagnostic.conn.as_deref().unwrap_or_default().as_bytes());
        hash.add(reported_text(source, diagnostic.span()));
        let twins = self.seen.entry(hash.0).or_default();
        hash.add(&twins.to_le_bytes());
        *twins += 1;
        format!("{:032x}", hash.0)
    }
}

/// The text that a finding is about, or the line where it stands when it is about a place between two characters.
pub fn reported_text(source: &Source, span: Span) -> &[u8] {
    let bytes = source.text().as_bytes();
    if span.is_empty() {
        let start = source
            .line_index()
            .start(source.line_index().line(span.start)) as usize;
        let line = &bytes[start..bytes.len().min(start + LONGEST)];
        return line
            .split(|&byte| byte == b'\n')
            .next()
            .unwrap_or_default()
            .trim_ascii();
    }
    let range = span.range();
    &bytes[range.start..range.end.min(range.start + LONGEST)]
}

/// A name for some fields, the same in every release.
pub fn fingerprint<'a>(fields: impl IntoIterator<Item = &'a [u8]>) -> String {
    let mut hash = Fnv::new();
    for field in fields {
        hash.add(field);
    }
    format!("{:032x}", hash.0)
}

/// FNV-1a with 128 bits: small, and the same in every release, which the hasher of the standard library is not.
struct Fnv(u128);

impl Fnv {
    fn new() -> Fnv {
        Fnv(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }

    /// Adds a field and a byte that cannot stand in UTF-8, so that fields do not run together.
    fn add(&mut self, field: &[u8]) {
        for &byte in field.iter().chain([&0xff]) {
            self.0 =
                (self.0 ^ u128::from(byte)).wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013b);
        }
    }
}
