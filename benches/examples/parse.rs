//! Parses a file again and again, for measures of the whole process: `parse FILE TIMES`.
//!
//! Prints the shortest time in nanoseconds. With 0 times the file is only read, which is what measures are compared
//! with.
#![allow(
    clippy::disallowed_methods,
    reason = "it reads the file that it is given"
)]

use std::hint::black_box;
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use ipsec_conf::syntax::{File, Shape};
use ipsec_conf::text::{Source, SourceMap};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut words = std::env::args().skip(1);
    let path = words.next().ok_or("which file?")?;
    let times: usize = words.next().ok_or("how often?")?.parse()?;
    let source = Source::from_bytes(Path::new(&path), std::fs::read(&path)?)?;
    let mut best = Duration::MAX;
    for _ in 0..times {
        let text = source.shared_text();
        let begin = Instant::now();
        let file = black_box(File::from_text(
            SourceMap::default().next_id(),
            text,
            Shape::Swan,
        ));
        best = best.min(begin.elapsed());
        drop(file);
    }
    if times > 0 {
        writeln!(std::io::stdout(), "{}", best.as_nanos())?;
    }
    Ok(())
}
