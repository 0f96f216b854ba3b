//! The objects of the JSON format, one a line.

use std::io::{self, Write};

use crate::context::{Context, findings};
use crate::json::Finding;
use crate::json_text;

pub(crate) fn write(contexts: &[Context<'_>], out: &mut dyn Write) -> io::Result<()> {
    for (cx, diagnostic) in findings(contexts) {
        json_text::write(&Finding::new(cx, diagnostic), out)?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
