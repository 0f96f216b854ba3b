//! Several lines for each finding in plain ASCII, the same on every terminal.

use std::io::{self, Write};

use codespan_reporting::term::DisplayStyle;

use crate::codespan::{self, Excerpts, Paint};
use crate::context::{Context, write_limited};
use crate::words;

pub(crate) fn write(contexts: &[Context<'_>], out: &mut dyn Write) -> io::Result<()> {
    let config = codespan::config(DisplayStyle::Rich);
    write_limited(contexts, out, |cx, diagnostic, out| {
        let remarks = words::remarks(cx, diagnostic);
        let notes = remarks
            .into_iter()
            .map(|(heading, lines)| format!("{heading}: {}", lines.join("\n  ")))
            .collect();
        codespan::emit(
            diagnostic,
            &Excerpts::new(cx, diagnostic, words::MOST),
            "",
            notes,
            (&config, Paint::None),
            out,
        )
    })
}
