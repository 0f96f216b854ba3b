//! The stages of the libraries on site-to-site configurations of four sizes, and a key stroke in the language server.
//!
//! `cargo bench -p ipsec-conf-bench [FILTER]`
#![allow(
    clippy::disallowed_methods,
    reason = "it starts itself again, as the language server"
)]

use std::ffi::OsString;
use std::io::BufReader;
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};
use std::sync::Arc;
use std::time::Duration;

use divan::counter::BytesCount;
use divan::{Bencher, Divan};
use ipsec_conf::model::{LoadOptions, MemoryFs};
use ipsec_conf::syntax::{File, Shape};
use ipsec_conf::text::SourceMap;
use ipsec_conf::{Model, Source, Target};
use ipsec_conf_bench::{Dialect, Typist, sites};
use ipsec_conf_format::Options;
use ipsec_conf_lint::{Lint, Selection, lint};

const CONNS: [usize; 4] = [30, 100, 1_000, 10_000];

/// With this argument the program is the language server.
const SERVE: &str = "serve";

fn main() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|word| word == SERVE) {
        return ipsec_conf_lsp::run([OsString::from("ipsec-lsp")]);
    }
    Divan::default()
        .max_time(Duration::from_secs(2))
        .config_with_args()
        .main();
    ExitCode::SUCCESS
}

fn text(conns: usize) -> Arc<str> {
    sites(Dialect::Libreswan, conns).into()
}

fn target() -> Target {
    "libreswan@4.10".parse().expect("bug: a known release")
}

fn tree(text: &Arc<str>) -> File {
    File::from_text(
        SourceMap::default().next_id(),
        Arc::clone(text),
        Shape::Swan,
    )
}

fn model(text: &Arc<str>) -> Model {
    let source = Source::new("ipsec.conf", Arc::clone(text));
    let no_other_files = MemoryFs::default();
    Model::from_source(&no_other_files, source, target(), &LoadOptions::default())
}

#[divan::bench(args = CONNS)]
fn parse(bencher: Bencher, conns: usize) {
    let text = text(conns);
    bencher
        .counter(BytesCount::of_str(&*text))
        .bench(|| tree(&text));
}

/// As an editor does it: the section in the middle has one digit more.
#[divan::bench(args = CONNS)]
fn reparse_after_one_key(bencher: Bencher, conns: usize) {
    let text = text(conns);
    let tree = tree(&text);
    let start = "\trightsubnet=10.";
    let half = text.len() / 2;
    let place = half + text[half..].find(start).expect("bug: every conn has one") + start.len();
    let edited: Arc<str> = format!("{}1{}", &text[..place], &text[place..]).into();
    bencher.bench(|| tree.reparse(Arc::clone(&edited), place..place, 1));
}

#[divan::bench(args = CONNS)]
fn load(bencher: Bencher, conns: usize) {
    let text = text(conns);
    bencher
        .counter(BytesCount::of_str(&*text))
        .bench(|| model(&text));
}

#[divan::bench(args = CONNS)]
fn load_and_resolve_every_conn(bencher: Bencher, conns: usize) {
    let text = text(conns);
    bencher.counter(BytesCount::of_str(&*text)).bench(|| {
        let model = model(&text);
        let settings = |(id, _)| model.conn(id).settings().len();
        model.conns().map(settings).sum::<usize>()
    });
}

#[divan::bench(args = CONNS)]
fn load_and_lint(bencher: Bencher, conns: usize) {
    let text = text(conns);
    let selection = Selection::default();
    bencher
        .counter(BytesCount::of_str(&*text))
        .bench(|| lint(&model(&text), &Lint::new(&selection)));
}

#[divan::bench(args = CONNS)]
fn format(bencher: Bencher, conns: usize) {
    let text = text(conns);
    let tree = tree(&text);
    bencher
        .counter(BytesCount::of_str(&*text))
        .bench(|| ipsec_conf_format::format(&tree, &Options::default(), target()));
}

/// From the change to its findings, through the server behind two pipes.
#[divan::bench(args = CONNS)]
fn key_stroke(bencher: Bencher, conns: usize) {
    let mut server = Command::new(program())
        .arg(SERVE)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("this program starts");
    let input = BufReader::new(server.stdout.take().expect("bug: it is piped"));
    let output = server.stdin.take().expect("bug: it is piped");
    let mut typist = Typist::open(input, output, &text(conns)).expect("the server answers");
    bencher.bench_local(|| typist.strike().expect("the server answers"));
    typist.close().expect("the server answers");
    server.wait().expect("the server ends");
}

fn program() -> PathBuf {
    std::env::current_exe().expect("the system knows this program")
}
