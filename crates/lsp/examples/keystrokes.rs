//! How long it takes from a key stroke to the diagnostics.
//!
//! `cargo run --release -p ipsec-conf-lsp --example keystrokes [CONNS] [STROKES]`

#[allow(dead_code, reason = "the tests need more of the client")]
#[path = "../tests/protocol/client.rs"]
mod client;

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::{Duration, Instant};

use serde_json::json;

use client::{CONF, Client};

/// Lines of one conn.
const LINES: u32 = 10;
/// Lines before the first conn.
const HEAD: u32 = 8;

fn main() -> std::io::Result<()> {
    let mut numbers = std::env::args()
        .skip(1)
        .filter_map(|word| word.parse().ok());
    let conns: u32 = numbers.next().unwrap_or(1000);
    let strokes: u32 = numbers.next().unwrap_or(100);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut times = runtime.block_on(measure(conns, strokes));
    runtime.shutdown_background();
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100];
    writeln!(
        std::io::stdout(),
        "{conns} conns, {strokes} strokes: median {:.1} ms, p99 {:.1} ms, longest {:.1} ms",
        millis(at(50)),
        millis(at(99)),
        millis(at(100)),
    )
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// Types a digit into a random line, waits, takes it back, waits.
async fn measure(conns: u32, strokes: u32) -> Vec<Duration> {
    let mut client = Client::start().await;
    client.open(CONF, &configuration(conns)).await;
    client.diagnostics(CONF, 1).await;
    let mut times = Vec::new();
    let mut random = 1_u32;
    for stroke in 0..strokes.max(1) {
        if stroke % 2 == 0 {
            // Numerical Recipes' generator: the same places in every run.
            random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        }
        let line = HEAD + random / 7 % conns * LINES + 3;
        let place = |character: u32| json!({"line": line, "character": character});
        let start = "\tleftsubnet=10.".len() as u32;
        let (end, text) = if stroke % 2 == 0 {
            (start, "1")
        } else {
            (start + 1, "")
        };
        let range = json!({"start": place(start), "end": place(end)});
        let begin = Instant::now();
        let version = client.change(CONF, Some(range), text).await;
        client.diagnostics(CONF, version).await;
        times.push(begin.elapsed());
        client.heard.clear();
    }
    times
}

/// Site-to-site conns without a fault.
fn configuration(conns: u32) -> String {
    let mut text = "config setup\n\tuniqueids=yes\n\nconn %default\n\tauthby=rsasig\n\tleftcert=gateway\n\tikelifetime=8h\n\n"
        .to_owned();
    for i in 0..conns {
        let (high, low) = (i / 250 % 250, i % 250 + 1);
        let _ = write!(
            text,
            "conn site-{i}\n\tleft=192.0.2.1\n\tleftid=@gw.example.com\n\tleftsubnet=10.{high}.{low}.0/24\n\
             \tright=198.51.{high}.{low}\n\trightid=@site{i}.example.net\n\trightsubnet=172.16.{low}.0/24\n\
             \tleftsourceip=10.{high}.{low}.1\n\tauto=add\n\n"
        );
    }
    text
}
