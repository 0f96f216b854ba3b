//! A value that is longer than the reader's buffer.

use ipsec_conf::target::Reader;
use ipsec_conf::{Effect, File};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A line that is longer than the buffer of the oldest readers.
    ///
    /// ## What it does
    ///
    /// Finds lines of more than 2047 bytes for Openswan 2.4 and FreeS/WAN.
    ///
    /// ## Why it matters
    ///
    /// Their awk may cut longer lines, so that a value ends in the middle. Long public keys come close to it.
    ///
    /// ## Use instead
    ///
    /// ```ipsec good openswan@2.4
    /// version 2.0
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    pub struct LineTooLong {
        code: "S125", name: "line-too-long", severity: Warning, enabled: true,
        since: "0.1", dialects: "Openswan 2.6, Libreswan, FreeS/WAN", fix: Never
    }
}

impl Rule for LineTooLong {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_file(&self, file: &File, cx: &mut Context<'_>) {
        if cx.reader() != Reader::Classic {
            return;
        }
        let text = file.text();
        for line in file.lines() {
            let range = line.range();
            let content = text[range.clone()].trim_end_matches(['\r', '\n']);
            if content.len() <= LIMIT || !text.is_char_boundary(range.start + LIMIT) {
                continue;
            }
            let beyond = file.span(range.start + LIMIT..range.start + content.len());
            cx.report(
                cx.finding(
                    Effect::Works,
                    beyond,
                    format!("a line of {} bytes", content.len()),
                )
                .label(format!("beyond {LIMIT} bytes"))
                .note(format!(
                    "the awk that {} runs may cut a line here",
                    cx.program()
                ))
                .help("shorten the line"),
            );
        }
    }
}

/// What POSIX promises for a line of text (`LINE_MAX` is 2048 with the newline).
const LIMIT: usize = 2047;

#[cfg(test)]
mod tests {
    use crate::testing::check;

    #[test]
    fn a_line_beyond_the_buffer() {
        let text = format!(
            "version 2.0\n\nconn a\n\tleftrsasigkey={}\n",
            "x".repeat(3000)
        );
        check(
            "S125",
            "openswan@2.4",
            &text,
            &["4:2048 a line of 3015 bytes"],
        );
        check("S125", "libreswan@4.10", &text, &[]);
    }
}
