//! Reads every configuration of the collected corpus, in every dialect, and prints what came of it.
//!
//! The corpus belongs to other projects and lies beside the repository. The laws: no panic, nothing lost, and no error node
//! in a file that the reader of its own dialect accepts.

mod rules;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use ipsec_conf::model::{LoadOptions, Model};
use ipsec_conf::syntax::{File, Shape};
use ipsec_conf::text::{Source, SourceMap};
use ipsec_conf::{FileId, Target, target::Dialect};
use ipsec_conf_format::{Options, apply, format, same_reading};
use ipsec_conf_host::Disk;

use crate::run::run;
use crate::workspace::Workspace;

/// Where the corpus lies, unless a directory is given.
pub(crate) fn default_dir(workspace: &Workspace) -> PathBuf {
    workspace
        .root
        .parent()
        .unwrap_or(Path::new("/"))
        .join("shared/corpus")
}

/// The figures are those of a release build, so a debug build starts one.
pub(crate) fn read_all(dir: &Path) -> Result<()> {
    if cfg!(debug_assertions) {
        let mut release = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        release
            .args([
                "run",
                "--quiet",
                "--release",
                "--package",
                "xtask",
                "--",
                "corpus",
            ])
            .arg(dir);
        return run(&mut release);
    }
    let figures = figures(dir)?;
    figures.print();
    figures.judge()
}

/// One row of the manifest.
struct Row {
    path: String,
    dialect: String,
    /// What the reference reader, Libreswan 4.10, ended with.
    verdict: String,
}

/// The paths of all configurations, relative to the directory.
pub(crate) fn configurations(dir: &Path) -> Result<Vec<String>> {
    Ok(rows(dir)?.into_iter().map(|row| row.path).collect())
}

fn rows(dir: &Path) -> Result<Vec<Row>> {
    let manifest = dir.join("manifest.tsv");
    let text =
        fs::read_to_string(&manifest).with_context(|| format!("reading {}", manifest.display()))?;
    let mut lines = text.lines();
    let columns: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    let column = |name: &str| {
        columns
            .iter()
            .position(|column| *column == name)
            .with_context(|| format!("the manifest has no column {name}"))
    };
    let (path, dialect, verdict, kind) = (
        column("path")?,
        column("dialect")?,
        column("verdict_exit")?,
        column("kind")?,
    );
    let cell = |row: &[&str], at: usize| row.get(at).copied().unwrap_or_default().to_owned();
    let rows = lines.map(|line| line.split('\t').collect::<Vec<_>>());
    Ok(rows
        .filter(|row| cell(row, kind) == "conf")
        .map(|row| Row {
            path: cell(&row, path),
            dialect: cell(&row, dialect),
            verdict: cell(&row, verdict),
        })
        .collect())
}

#[derive(Default)]
struct Figures {
    files: usize,
    bytes: usize,
    /// How often a text came back byte for byte, of how many readings.
    lossless: usize,
    readings: usize,
    accepted: usize,
    error_nodes: Vec<String>,
    models: usize,
    conns: usize,
    by_dialect: BTreeMap<String, usize>,
    parse_time: Duration,
    /// Files that the formatter changes, and what it got wrong.
    laid_out: usize,
    misformatted: Vec<String>,
    format_time: Duration,
    rules: rules::Rules,
}

/// The targets whose five readers differ, and their newest releases.
const TARGETS: [Target; 7] = [
    Target::CLASSIC,
    Target::OPENSWAN_2_6,
    Target::LIBRESWAN_4_10,
    Target::LIBRESWAN_5_4,
    Target::STRONGSWAN_5_9_8,
    Target::STRONGSWAN_6_0,
    Target {
        dialect: Dialect::Libreswan,
        version: ipsec_conf::Version::new(3, 32, 0),
    },
];

fn figures(dir: &Path) -> Result<Figures> {
    let mut figures = Figures::default();
    for row in rows(dir)? {
        let path = dir.join(&row.path);
        let Ok(bytes) = fs::read(&path) else { continue };
        let source = Source::from_bytes(&path, bytes)?;
        figures.files += 1;
        figures.bytes += source.text().len();
        *figures.by_dialect.entry(row.dialect.clone()).or_default() += 1;
        for shape in Shape::ALL {
            figures.read(&source, shape, &row);
            figures.lay_out(&source, shape, &row);
        }
        let options = LoadOptions {
            root: Some(root(dir, &row.path)),
            ..LoadOptions::default()
        };
        figures.rules.judge(&source, &row.dialect, &options);
        for target in TARGETS {
            figures.load(&source, target, dir, &row);
        }
    }
    Ok(figures)
}

impl Figures {
    fn read(&mut self, source: &Source, shape: Shape, row: &Row) {
        let mut sources = SourceMap::default();
        let id = sources.add(source.clone());
        let start = Instant::now();
        let file = File::parse(id, source, shape);
        self.parse_time += start.elapsed();
        let joined: String = file
            .tokens()
            .map(|token| &source.text()[token.range])
            .collect();
        self.readings += 1;
        self.lossless += usize::from(joined == source.text());
        let is_own = shape == Shape::Swan && row.verdict == "0" && row.dialect != "strongswan";
        if is_own {
            self.accepted += 1;
            let faulty = file.lines().iter().find(|line| line.problem.is_some());
            self.error_nodes.extend(faulty.map(|line| {
                format!(
                    "{}: {:?} {:?}",
                    row.path,
                    line.problem,
                    &source.text()[line.range()]
                )
            }));
        }
    }

    /// The second time changes nothing, and no reader sees a difference.
    fn lay_out(&mut self, source: &Source, shape: Shape, row: &Row) {
        if source.is_lossy() {
            return;
        }
        let options = Options::default();
        // Only options that rewrite words ask the target.
        let lay_out =
            |file: &File| apply(file.text(), &format(file, &options, Target::LIBRESWAN_4_10));
        let parse = |text: &str, shape| File::from_text(FileId::default(), text.into(), shape);
        let file = File::parse(FileId::default(), source, shape);
        let start = Instant::now();
        let once = lay_out(&file);
        self.format_time += start.elapsed();
        if once == source.text() {
            return;
        }
        self.laid_out += usize::from(shape == Shape::Swan);
        if lay_out(&parse(&once, shape)) != once {
            self.misformatted.push(format!("{}: not stable", row.path));
        }
        // The newline at the end comes first: without it a comment is none for Libreswan.
        let ended = match source.text() {
            text if text.ends_with('\n') => text.to_owned(),
            text => [text, "\n"].concat(),
        };
        for reader in Shape::ALL {
            let same = same_reading(&parse(&ended, reader), &parse(&once, reader));
            self.misformatted
                .extend(same.err().map(|found| format!("{}: {found:?}", row.path)));
        }
    }

    fn load(&mut self, source: &Source, target: Target, dir: &Path, row: &Row) {
        let options = LoadOptions {
            root: Some(root(dir, &row.path)),
            ..LoadOptions::default()
        };
        let model = Model::from_source(&Disk, source.clone(), target, &options);
        self.models += 1;
        for (id, _) in model.conns() {
            self.conns += 1;
            // What it says is the business of other checks; here it must come back.
            let _ = Arc::new(model.conn(id).into_diagnostics());
        }
    }

    fn print(&self) {
        let dialects: Vec<String> = self
            .by_dialect
            .iter()
            .map(|(name, count)| format!("{name} {count}"))
            .collect();
        println!(
            "{} files, {} bytes ({})",
            self.files,
            self.bytes,
            dialects.join(", ")
        );
        println!(
            "lossless: {} of {} readings (each file in three shapes)",
            self.lossless, self.readings
        );
        println!(
            "error nodes in files that Libreswan 4.10 accepts: {} of {} files",
            self.error_nodes.len(),
            self.accepted
        );
        println!(
            "models: {} ({} targets), conns resolved and judged: {}, panics 0",
            self.models,
            TARGETS.len(),
            self.conns
        );
        let read = self.bytes * Shape::ALL.len();
        #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
        let rate = read as f64 / self.parse_time.as_secs_f64() / 1e6;
        println!("parse: {rate:.0} MB/s over small files");
        #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
        let rate = read as f64 / self.format_time.as_secs_f64() / 1e6;
        println!(
            "format: {} files changed, {} wrong, {rate:.0} MB/s over small files",
            self.laid_out,
            self.misformatted.len()
        );
        print_speed_of_format();
        for line in self.misformatted.iter().take(20) {
            println!("  {line}");
        }
        self.rules.print();
        for line in self.error_nodes.iter().take(20) {
            println!("  {line}");
        }
    }

    fn judge(&self) -> Result<()> {
        ensure!(self.files > 0, "the corpus has no files");
        ensure!(
            self.lossless == self.readings,
            "a text did not come back from its tokens"
        );
        ensure!(
            self.error_nodes.is_empty(),
            "an accepted file has an error node"
        );
        ensure!(
            self.misformatted.is_empty(),
            "the formatter changed what a reader sees, or was not done at once"
        );
        self.rules.check()
    }
}

/// How fast one large file is laid out, once as it should be and once with blanks everywhere.
fn print_speed_of_format() {
    const CONNS: usize = 10_000;
    const TIMES: usize = 9;
    let conn = |number: usize| {
        format!(
            "# office {number}\nconn office-{number}\n\talso=base\n\tleft=192.0.2.1\n\tleftid=@gw.example.com\n\tright=198.51.{}.{}\n\
             \trightid=\"C=CH, O=Example, CN=peer {number}\"\n\tleftsubnet=10.1.0.0/16\n\trightsubnet=10.2.{}.0/24 # the branch\n\
             \tike=aes256-sha2_256;dh14\n\tesp=aes_gcm256\n\tauto=add\n\n",
            number / 256 % 256,
            number % 256,
            number % 256
        )
    };
    let tidy: String = (0..CONNS).map(conn).collect();
    let untidy = tidy.replace('\t', "    ").replace("=1", " = 1");
    for (what, text) in [
        ("laid out already", tidy),
        ("with blanks everywhere", untidy),
    ] {
        let file = File::from_text(FileId::default(), text.as_str().into(), Shape::Swan);
        let lay_out = || {
            let start = Instant::now();
            let edits = format(&file, &Options::default(), Target::LIBRESWAN_4_10);
            std::hint::black_box(apply(&text, &edits));
            start.elapsed()
        };
        let best = (0..TIMES).map(|_| lay_out()).min().unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
        let rate = text.len() as f64 / best.as_secs_f64() / 1e6;
        println!("format: {rate:.0} MB/s over one file with {CONNS} conns, {what}");
    }
}

/// The directory that stands for `/` when a file of the corpus is read: that of its own tree.
pub(crate) fn root(dir: &Path, path: &str) -> PathBuf {
    let mut parts = path.split('/');
    let own = dir
        .join(parts.next().unwrap_or_default())
        .join(parts.next().unwrap_or_default());
    match () {
        () if path.starts_with("openswan/") => dir.join("openswan/v2.6.38"),
        () if own.join("etc").is_dir() => own,
        () => dir.to_owned(),
    }
}
