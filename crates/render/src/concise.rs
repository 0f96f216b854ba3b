//! One line for each finding: `PATH:LINE:COLUMN: SEVERITY[CODE NAME]: MESSAGE [EFFECT]`.

use std::io::{self, Write};

use codespan_reporting::term::DisplayStyle;

use crate::codespan::{self, Excerpts, Paint};
use crate::context::{Context, write_limited};
use crate::words;

pub(crate) fn write(contexts: &[Context<'_>], out: &mut dyn Write) -> io::Result<()> {
    let config = codespan::config(DisplayStyle::Short);
    write_limited(contexts, out, |cx, diagnostic, out| {
        let paint = if cx.report.style.color {
            Paint::Ansi
        } else {
            Paint::None
        };
        let suffix = format!(" [{}]", words::effect_in_short(diagnostic.effect));
        codespan::emit(
            diagnostic,
            &Excerpts::new(cx, diagnostic, 0),
            &suffix,
            Vec::new(),
            (&config, paint),
            out,
        )
    })
}
