//! The XML of Checkstyle, which many review tools read.

use std::io::{self, Write};

use crate::context::Context;
use crate::words;
use crate::xml::{DECLARATION, escape};

pub(crate) fn write(contexts: &[Context<'_>], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{DECLARATION}\n<checkstyle version=\"4.3\">")?;
    for cx in contexts {
        for (file, diagnostics) in cx.by_file() {
            writeln!(out, "  <file name=\"{}\">", escape(&cx.path(file)))?;
            for diagnostic in diagnostics {
                let start = cx.range(diagnostic.span()).start;
                let message = format!(
                    "{} [{}]",
                    diagnostic.message,
                    words::effect_in_short(diagnostic.effect)
                );
                writeln!(
                    out,
                    "    <error line=\"{}\" column=\"{}\" severity=\"{}\" message=\"{}\" source=\"ipsec-lint.{}.{}\"/>",
                    start.line,
                    start.column,
                    words::severity(diagnostic.severity),
                    escape(&message),
                    diagnostic.code.id,
                    diagnostic.code.name,
                )?;
            }
            writeln!(out, "  </file>")?;
        }
    }
    writeln!(out, "</checkstyle>")
}
