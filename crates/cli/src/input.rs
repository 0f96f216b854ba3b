//! From the command line to a loaded configuration.

use std::io::{self, Read as _, Write as _};
use std::path::Path;

use ipsec_conf::Model;
use ipsec_conf::Source;
use ipsec_conf::model::{LoadOptions, read_source};
use ipsec_conf_host::{Chosen, Disk, TargetArg, choose};

use crate::Error;

/// How messages call standard input.
const STANDARD_INPUT: &str = "<stdin>";

/// Reads `path`, or standard input for `-`, and everything it includes.
pub(crate) fn load(
    path: &Path,
    target: TargetArg,
    options: &LoadOptions,
) -> Result<(Model, Chosen), Error> {
    let source = if path == Path::new("-") {
        standard_input()?
    } else {
        read_source(&Disk, path)?
    };
    let chosen = choose(target, source.text(), None);
    let model = Model::from_source(&Disk, source, chosen.target, options);
    Ok((model, chosen))
}

fn standard_input() -> Result<Source, Error> {
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .read_to_end(&mut bytes)
        .map_err(Error::Input)?;
    Source::from_bytes(STANDARD_INPUT, bytes).map_err(Error::InputSource)
}

/// Writes the answer. A reader that went away, such as `head`, is no error.
pub(crate) fn write_answer(text: &str) -> Result<(), Error> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(Error::Output(error)),
        _ => Ok(()),
    }
}
