//! Cuts a text into chunks of whole sections.
//!
//! pest's queue of tokens grows with its input and leaves the cache beyond half a megabyte; chunks of 16 to 64 KB double
//! the speed and cut the memory by seven.

/// How much text pest is given at a time, unless a section or a string is larger.
pub(super) const CHUNK: usize = 32 * 1024;

/// The end of a chunk that starts at `start`: the first line start at or behind `start + size` that can open a section, or
/// the end of the text.
pub(super) fn end(text: &str, start: usize, size: usize) -> usize {
    let bytes = text.as_bytes();
    let mut at = start.saturating_add(size);
    loop {
        if at >= bytes.len() {
            return bytes.len();
        }
        let Some(newline) = memchr::memchr(b'\n', &bytes[at..]) else {
            return bytes.len();
        };
        at += newline + 1;
        if bytes.get(at).copied().is_some_and(opens_section) {
            return at;
        }
    }
}

/// Whether a line with this first byte can open a section: it starts in column 1 and is neither blank nor a comment.
pub(super) fn opens_section(first: u8) -> bool {
    !matches!(first, b' ' | b'\t' | b'\n' | b'#')
}
