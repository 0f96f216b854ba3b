//! Configurations that are hard by their size or their shape.

use std::fmt::Write as _;

use crate::sites::{Dialect, sites};

/// What a conn that can be loaded needs.
const ENDS: &str = "\tleft=192.0.2.1\n\tright=198.51.100.1\n\tauthby=secret\n";

/// One configuration, by what is hard about it.
pub struct Hostile {
    pub name: &'static str,
    pub text: String,
    /// A conn of it.
    pub conn: &'static str,
}

pub fn all() -> Vec<Hostile> {
    let libreswan = || sites(Dialect::Libreswan, 10_000);
    [
        ("one line of 10 MB", long_line(10_000_000), "a"),
        ("100,000 lines of comment", comments(100_000), "a"),
        ("10,000 conns of one name", one_name(10_000), "a"),
        ("a chain of 10,000 `also=`", chain(10_000), "c0"),
        ("10,000 conns on one template", one_template(10_000), "c0"),
        (
            "10,000 conns, lines end with CRLF",
            libreswan().replace('\n', "\r\n"),
            SITE,
        ),
        (
            "10,000 conns, comments in Chinese",
            foreign_comments(&libreswan()),
            SITE,
        ),
    ]
    .into_iter()
    .map(|(name, text, conn)| Hostile { name, text, conn })
    .collect()
}

/// A conn of every configuration of [`sites`].
pub const SITE: &str = "branch-office-0";

fn long_line(bytes: usize) -> String {
    format!("conn a\n{ENDS}\tleftid=@{}\n", "x".repeat(bytes))
}

fn comments(lines: usize) -> String {
    let mut text = format!("conn a\n{ENDS}");
    for i in 0..lines {
        let _ = writeln!(text, "# line {i} says nothing about a conn");
    }
    text
}

fn one_name(conns: usize) -> String {
    let mut text = String::new();
    for i in 0..conns {
        let _ = write!(text, "conn a\n{ENDS}\trightid=@{i}.example.net\n\n");
    }
    text
}

pub fn chain(conns: usize) -> String {
    let mut text = String::new();
    for i in 0..conns {
        let _ = write!(text, "conn c{i}\n\talso=c{}\n\n", i + 1);
    }
    let _ = write!(text, "conn c{conns}\n{ENDS}");
    text
}

pub fn one_template(conns: usize) -> String {
    let mut text = format!("conn template\n{ENDS}\tikelifetime=8h\n\n");
    for i in 0..conns {
        let far = i * 16;
        let _ = write!(
            text,
            "conn c{i}\n\talso=template\n\trightsubnet=10.{}.{}.{}/28\n\n",
            (far >> 16) & 255,
            (far >> 8) & 255,
            far & 255
        );
    }
    text
}

fn foreign_comments(text: &str) -> String {
    text.replace("moved here from the old gateway", "从旧网关迁移到这里")
}

/// So many conns of which no line is right: an unknown keyword, a value that nobody takes, a line that is no setting, a
/// conn that is not there.
pub fn faulty(conns: usize) -> String {
    let mut text = String::new();
    for i in 0..conns {
        let _ = write!(
            text,
            "conn c{i}\n\tlefft=192.0.2.1\n\tright=198.51.100.300\n\tauto=perhaps\n\trightsubnet 10.0.0.0/8\n\
             \talso=nowhere-{i}\n\tikelifetime=8parsecs\n\tauthby=handshake\n\n"
        );
    }
    text
}

/// A file of three conns, one of many in a directory; no two are the same.
pub fn small_file(number: usize) -> String {
    let mut text = format!("# office {number}\n");
    for i in 0..3 {
        let site = number * 3 + i;
        let far = site * 16;
        let _ = write!(
            text,
            "conn office-{site}\n\tikev2=yes\n\tauthby=rsasig\n\tleftcert=gateway\n\tleft=192.0.2.1\n\
             \tleftid=@gateway.example.com\n\tleftsubnet=172.16.0.0/24\n\tleftsourceip=172.16.0.1\n\
             \tright=198.51.100.{}\n\trightid=@office-{site}.example.net\n\trightsubnet=10.{}.{}.{}/28\n\tauto=start\n\n",
            i + 1,
            (far >> 16) & 255,
            (far >> 8) & 255,
            far & 255
        );
    }
    text
}
