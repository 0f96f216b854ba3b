//! How fast ipsec-lint is beside strongSwan's starter, on one large configuration that both take without a word.
//!
//! A time says something about a machine, a ratio about a program. This is for people to run on a quiet machine; no
//! test hangs on it.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike;

use crate::run::{cargo, output, run, shown};
use crate::starter::Starter;
use crate::workspace::Workspace;

const SMALL: usize = 10_000;
const LARGE: usize = 100_000;
/// How often the smaller file is read; the larger one takes its time.
const TIMES: usize = 9;
const TIMES_LARGE: usize = 3;

/// Prints the ratios.
pub(crate) fn print(workspace: &Workspace, strongswan: &Path) -> Result<()> {
    run(cargo(workspace).args(["build", "--quiet", "--release", "--bin", "ipsec-lint"]))?;
    let race = Race {
        starter: Starter::new(strongswan, &workspace.target)?,
        ipsec_lint: workspace.release_binary("ipsec-lint"),
        dir: workspace.target.join("xtask"),
    };
    let small = race.on(SMALL, TIMES)?;
    let large = race.on(LARGE, TIMES_LARGE)?;
    println!(
        "CPU of ipsec-lint to that of starter: {:.2} at {SMALL} conns, {:.2} at {LARGE}; growth from {SMALL} to {LARGE} conns: \
         {:.1} (starter {:.1}); peak memory to the size of the file at {LARGE}: {:.1} (starter {:.1})",
        small.lint.seconds / small.starter.seconds,
        large.lint.seconds / large.starter.seconds,
        large.lint.seconds / small.lint.seconds,
        large.starter.seconds / small.starter.seconds,
        large.lint.bytes / large.size,
        large.starter.bytes / large.size,
    );
    Ok(())
}

struct Race {
    starter: Starter,
    ipsec_lint: PathBuf,
    dir: PathBuf,
}

struct Figures {
    size: f64,
    lint: Usage,
    starter: Usage,
}

/// User and system time together, and the most memory that was held.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Usage {
    seconds: f64,
    bytes: f64,
}

impl Race {
    /// The medians over several readings of one file by both, in turns.
    fn on(&self, conns: usize, times: usize) -> Result<Figures> {
        let text = configuration(conns);
        let file = self.dir.join(format!("speed-{conns}.conf"));
        fs::write(&file, &text)?;
        let lint = || {
            let mut command = Command::new(&self.ipsec_lint);
            command.args(["--no-config", "--target", "strongswan@5.9.8", "--quiet"]);
            command.arg(&file);
            command
        };
        let said = output(&mut lint())?;
        ensure!(said.is_empty(), "{} is not clean:\n{said}", file.display());
        let (mut by_lint, mut by_starter) = (Vec::new(), Vec::new());
        for _ in 0..times {
            by_lint.push(measured(&lint())?);
            by_starter.push(measured(&self.starter.conftest(&file))?);
        }
        #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
        let figures = Figures {
            size: text.len() as f64,
            lint: median(&mut by_lint),
            starter: median(&mut by_starter),
        };
        println!(
            "{conns} conns, {:.1} MB: ipsec-lint {:.3} s, {:.0} MB; starter {:.3} s, {:.0} MB",
            figures.size / 1e6,
            figures.lint.seconds,
            figures.lint.bytes / 1e6,
            figures.starter.seconds,
            figures.starter.bytes / 1e6
        );
        Ok(figures)
    }
}

fn median(usages: &mut [Usage]) -> Usage {
    usages.sort_by(|a, b| a.seconds.total_cmp(&b.seconds));
    usages[usages.len() / 2]
}

/// The usage of one run. The kernel adds up over all children, so that each run has a parent of its own: this program again.
fn measured(command: &Command) -> Result<Usage> {
    let mut parent = Command::new(std::env::current_exe()?);
    parent
        .arg("measure")
        .arg(command.get_program())
        .args(command.get_args());
    for (name, value) in command.get_envs() {
        parent.env(name, value.unwrap_or_default());
    }
    let said = output(&mut parent)?;
    let mut words = said.split_whitespace().map(str::parse::<f64>);
    let mut next = || {
        words
            .next()
            .with_context(|| format!("no usage in `{said}`"))
    };
    Ok(Usage {
        seconds: next()?? / 1e6,
        bytes: next()?? * 1024.0,
    })
}

/// Runs a program and prints its CPU time in microseconds and its peak memory in units of 1024 bytes.
pub(crate) fn measure(words: &[String]) -> Result<()> {
    let (program, args) = words.split_first().context("which program?")?;
    let mut command = Command::new(program);
    command
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let status = command
        .status()
        .with_context(|| format!("cannot start {}", shown(&command)))?;
    ensure!(status.success(), "{} failed: {status}", shown(&command));
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let time = usage.user_time() + usage.system_time();
    println!("{} {}", time.num_microseconds(), usage.max_rss());
    Ok(())
}

/// Templates that the conns take in, at most.
const TEMPLATES: usize = 64;

/// Site-to-site conns as a generator of a company writes them: of seven out of ten a template has the near end, and every
/// third has a comment before it or inside. The same number of conns gives the same bytes.
fn configuration(conns: usize) -> String {
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    let templates = TEMPLATES.min(conns / 8 + 1);
    let mut text = format!(
        "# {conns} conns\nconfig setup\n\tuniqueids=yes\n\nconn %default\n\tkeyexchange=ikev2\n\tike=aes256-sha384-ecp384!\n\
         \tesp=aes256gcm16-ecp384!\n\tmobike=no\n\treauth=no\n\n"
    );
    for i in 0..templates {
        let _ = write!(
            text,
            "conn base-{i}\n\tauthby=pubkey\n\tleftcert=gateway.pem\n\tleft=192.0.2.{}\n\tleftid=@gw{i}.example.com\n\n",
            i + 1
        );
    }
    for i in 0..conns {
        site(&mut text, i, templates, &mut random);
    }
    text
}

fn site(text: &mut String, i: usize, templates: usize, random: &mut Random) {
    let byte = |n: usize, shift: u32| (n >> shift) & 255;
    if random.below(10) < 3 {
        let _ = writeln!(text, "# branch office {i}, see the list of sites");
    }
    let _ = writeln!(text, "conn site-{i}");
    if random.below(10) < 7 {
        let _ = writeln!(text, "\talso=base-{}", random.below(templates));
    } else {
        let near = random.below(templates) + 1;
        let _ = writeln!(
            text,
            "\tleftcert=gateway.pem\n\tleft=192.0.2.{near}\n\tleftid=@gw.example.com"
        );
    }
    let _ = writeln!(text, "\tleftsubnet=172.16.{}.0/24", byte(i, 0));
    // 198.18.0.0/15 is for benchmarks.
    let _ = writeln!(
        text,
        "\tright=198.{}.{}.{}",
        18 + byte(i, 16),
        byte(i, 8),
        byte(i, 0)
    );
    let _ = writeln!(text, "\trightid=@peer{i}.example.net");
    if random.below(10) < 3 {
        text.push_str("\t# moved here from the old gateway\n");
    }
    let far = i * 16;
    let _ = writeln!(
        text,
        "\trightsubnet=10.{}.{}.{}/28",
        byte(far, 16),
        byte(far, 8),
        byte(far, 0)
    );
    let _ = writeln!(text, "\tikelifetime={}h", 4 + 4 * random.below(2));
    let _ = writeln!(text, "\tlifetime={}m", 50 + 5 * random.below(2));
    if random.below(2) == 0 {
        text.push_str("\tforceencaps=yes\n");
    }
    let start = ["start", "route"][random.below(2)];
    let _ = writeln!(text, "\tauto={start}\n");
}

/// Marsaglia's xorshift: enough for a choice of lines.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 33) as usize % bound
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_conn_is_there_and_no_two_reach_the_same_network() {
        let text = configuration(1000);
        let count = |start: &str| text.lines().filter(|line| line.starts_with(start)).count();
        assert_eq!(count("conn site-"), 1000);
        assert_eq!(count("conn base-"), TEMPLATES);
        let mut far: Vec<&str> = text
            .lines()
            .filter(|line| line.starts_with("\trightsubnet="))
            .collect();
        far.sort_unstable();
        far.dedup();
        assert_eq!(far.len(), 1000);
        assert_eq!(text, configuration(1000));
    }

    #[test]
    fn the_median_is_that_of_the_time() {
        let usage = |seconds| Usage {
            seconds,
            bytes: 1.0,
        };
        assert_eq!(
            median(&mut [usage(3.0), usage(1.0), usage(2.0)]),
            usage(2.0)
        );
    }

    #[test]
    fn a_program_that_fails_is_not_measured() {
        let words = ["sh", "-c", "exit 3"].map(str::to_owned);
        let error = measure(&words).expect_err("it exits with 3");
        assert_eq!(error.to_string(), "`sh -c exit 3` failed: exit status: 3");
    }
}
