//! What holds for one file: `[format]` of the configuration file over `.editorconfig`.

use std::path::Path;

use ec4rs::property::{EndOfLine, IndentSize, IndentStyle, TabWidth};
use ipsec_conf_format::{Indent, LineEnding, Options};

use crate::FormatValues;

/// The most blanks that an indentation may have, here and in `ipsec-lint.toml`.
const WIDEST: usize = 32;

/// The options for the file at `path`, and where they come from.
pub fn options(values: Option<&FormatValues>, path: &Path, reads_editorconfig: bool) -> Options {
    let mut options = Options::default();
    if reads_editorconfig {
        // A file that cannot be read or makes no sense says nothing.
        if let Ok(properties) = ec4rs::properties_of(path) {
            of_editor(&mut options, properties);
        }
    }
    if let Some(values) = values {
        values.set(&mut options);
    }
    options
}

fn of_editor(options: &mut Options, mut properties: ec4rs::Properties) {
    properties.use_fallbacks();
    let width = match properties.get::<IndentSize>() {
        Ok(IndentSize::Value(width)) => Some(width),
        Ok(IndentSize::UseTabWidth) => match properties.get::<TabWidth>() {
            Ok(TabWidth::Value(width)) => Some(width),
            Err(_) => None,
        },
        Err(_) => None,
    };
    match (properties.get::<IndentStyle>(), width) {
        (Ok(IndentStyle::Tabs), _) => options.indent = Indent::Tab,
        (Ok(IndentStyle::Spaces), Some(width @ 1..=WIDEST)) => {
            options.indent = Indent::Spaces(width as u8);
        }
        _ => {}
    }
    match properties.get::<EndOfLine>() {
        Ok(EndOfLine::Lf) => options.line_ending = LineEnding::Lf,
        Ok(EndOfLine::CrLf) => options.line_ending = LineEnding::CrLf,
        // No reader takes a lone CR for the end of a line.
        Ok(EndOfLine::Cr) | Err(_) => {}
    }
}
