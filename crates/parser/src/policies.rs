//! Policy groups: the files that say whose traffic the conns with `right=%group` and `right=%opportunisticgroup` are for.
//!
//! A file is named after its conn. What the daemon makes of each line is language.md 6.5, seen on Libreswan 4.10: a bad
//! target costs its line, anything else costs the rest of the file.

use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::ops::Range;
use std::path::{Path, PathBuf};

use ipnet::IpNet;

use crate::diagnostic::{Diagnostic, Effect, Fix, codes};
use crate::model::Vfs;
use crate::target::Target;
use crate::text::{FileId, Source, SourceMap, Span};
use crate::value;

/// The policy groups of one directory.
#[derive(Debug, Clone, Default)]
pub struct Policies {
    dir: PathBuf,
    groups: BTreeMap<String, Group>,
}

/// One file.
#[derive(Debug, Clone, Default)]
pub struct Group {
    pub targets: Vec<PolicyTarget>,
    pub diagnostics: Vec<Diagnostic>,
}

/// One line: a network, and what of its traffic is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyTarget {
    pub net: IpNet,
    /// Protocol, source port and destination port, as they are written.
    pub selector: Option<[String; 3]>,
    pub span: Span,
}

impl Policies {
    /// Reads the files of a directory; an error when it cannot be listed.
    pub fn load(
        vfs: &dyn Vfs,
        dir: &Path,
        target: Target,
        sources: &mut SourceMap,
    ) -> std::io::Result<Policies> {
        let mut names = vfs.list(dir)?;
        names.sort();
        let mut groups = BTreeMap::new();
        for name in names {
            let path = dir.join(&name);
            let source = vfs
                .read(&path)
                .ok()
                .and_then(|bytes| Source::from_bytes(path, bytes).ok());
            if let Some(source) = source {
                let id = sources.add(source);
                groups.insert(name, Group::read(id, sources.get(id).text(), target));
            }
        }
        Ok(Policies {
            dir: dir.to_owned(),
            groups,
        })
    }

    pub fn dir(&self) -> &Path {
        &self.dir
    }

    pub fn get(&self, name: &str) -> Option<&Group> {
        self.groups.get(name)
    }

    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.groups.keys().map(String::as_str)
    }
}

/// The protocols that a selector is likely to name; numbers are always understood.
const PROTOCOLS: [&str; 10] = [
    "tcp",
    "udp",
    "icmp",
    "icmpv6",
    "ipv6-icmp",
    "sctp",
    "gre",
    "udplite",
    "dccp",
    "ipip",
];

impl Group {
    pub fn read(file: FileId, text: &str, target: Target) -> Group {
        let mut reader = GroupReader {
            file,
            text,
            target,
            group: Group::default(),
            seen: HashMap::new(),
        };
        let records = reader.records();
        let count = records.len();
        for (i, words) in records.into_iter().enumerate() {
            if !reader.record(&words, count - i - 1) {
                break;
            }
        }
        reader.group
    }
}

struct GroupReader<'a> {
    file: FileId,
    text: &'a str,
    target: Target,
    group: Group,
    seen: HashMap<(IpNet, Option<[String; 3]>), Span>,
}

impl GroupReader<'_> {
    /// The words of each record: a line that starts with a blank goes on with the one before it.
    fn records(&mut self) -> Vec<Vec<Range<usize>>> {
        let mut records: Vec<Vec<Range<usize>>> = Vec::new();
        let mut start = 0;
        for line in self.text.split_inclusive('\n') {
            let words = words(line, start);
            let first = words.first().cloned();
            match (first, records.last_mut()) {
                (None, _) => {}
                (Some(word), None) if word.start > start => {
                    let span = Span::new(self.file, word.clone());
                    let blanks = Span::new(self.file, start..word.start);
                    let found = finding(span, "the first line is indented")
                        .note(format!("{} ignores the whole file", self.target.program()))
                        .help("remove the blanks at its start")
                        .fix(Fix::safe("remove the blanks", blanks, ""));
                    self.group.diagnostics.push(found);
                    return Vec::new();
                }
                (Some(word), Some(record)) if word.start > start => record.extend(words),
                (Some(_), _) => records.push(words),
            }
            start += line.len();
        }
        records
    }

    /// Whether the daemon reads on.
    fn record(&mut self, words: &[Range<usize>], behind: usize) -> bool {
        let span = Span::new(self.file, words[0].clone());
        let net = match network(&self.text[words[0].clone()]) {
            Ok(net) => Some(net),
            Err(bad) => {
                let mut found = finding(span, bad.message)
                    .label(bad.label)
                    .note(format!("{} ignores the line", self.target.program()));
                found = found.help("write an address or a network: `192.0.2.1`, `10.0.0.0/8`");
                if let Some(net) = bad.meant {
                    found = found.fix(Fix::safe(format!("write `{net}`"), span, net.to_string()));
                }
                self.group.diagnostics.push(found);
                None
            }
        };
        let selector = match &words[1..] {
            [] => None,
            [protocol, source, destination] if is_protocol(&self.text[protocol.clone()]) => {
                let word = |range: &Range<usize>| self.text[range.clone()].to_ascii_lowercase();
                Some([word(protocol), word(source), word(destination)])
            }
            rest => {
                let (at, message) = match rest {
                    [protocol, ..] if !is_protocol(&self.text[protocol.clone()]) => {
                        (protocol, "a target and what is no protocol")
                    }
                    [_, _, _, more, ..] => (more, "words behind the selector"),
                    [protocol, ..] => (protocol, "a protocol without both ports"),
                    [] => return true,
                };
                let lines = if behind == 1 { "line" } else { "lines" };
                let program = self.target.program();
                let note = if behind == 0 {
                    format!("{program} ignores the line")
                } else {
                    format!("{program} ignores the rest of the file: {behind} more {lines}")
                };
                let found = finding(Span::new(self.file, at.clone()), message)
                    .note(note)
                    .help("write one target on a line, alone or with a selector: `10.0.0.0/8 tcp 0 22`");
                self.group.diagnostics.push(found);
                return false;
            }
        };
        let Some(net) = net else { return true };
        let target = PolicyTarget {
            net,
            selector,
            span,
        };
        if let Some(&first) = self.seen.get(&(target.net, target.selector.clone())) {
            let found = finding(span, "the target is there twice")
                .related(first, "the first one is here")
                .note(format!("{} keeps the first one", self.target.program()))
                .help("remove the line");
            self.group.diagnostics.push(found);
        } else {
            self.seen
                .insert((target.net, target.selector.clone()), span);
            self.group.targets.push(target);
        }
        true
    }
}

fn finding(span: Span, message: &str) -> Diagnostic {
    Diagnostic::new(codes::POLICY_FILE_SYNTAX, Effect::Ignored, span, message)
}

/// The words of a line, up to a `#`.
fn words(line: &str, start: usize) -> Vec<Range<usize>> {
    let line = line.split('#').next().unwrap_or_default();
    let mut words = Vec::new();
    let mut at = 0;
    for piece in line.split([' ', '\t', '\r', '\n', '\u{b}', '\u{c}']) {
        if !piece.is_empty() {
            words.push(start + at..start + at + piece.len());
        }
        at += piece.len() + 1;
    }
    words
}

fn is_protocol(word: &str) -> bool {
    word.parse::<u8>().is_ok()
        || PROTOCOLS
            .iter()
            .any(|known| known.eq_ignore_ascii_case(word))
}

struct BadTarget {
    message: &'static str,
    label: &'static str,
    meant: Option<IpNet>,
}

fn network(word: &str) -> Result<IpNet, BadTarget> {
    let bad = |label| BadTarget {
        message: "not a target",
        label,
        meant: None,
    };
    match word.split_once('/') {
        None => word
            .parse::<IpAddr>()
            .map(IpNet::from)
            .map_err(|_| bad("neither an address nor a network")),
        Some((addr, mask)) => match value::network_of(addr, mask) {
            Ok((net, false)) => Ok(net),
            Ok((net, true)) => Err(BadTarget {
                message: "the address of the network has host bits",
                label: "bits are set beyond the mask",
                meant: Some(net),
            }),
            Err(why) => Err(bad(why)),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::Group;
    use crate::target::Target;
    use crate::text::FileId;

    #[track_caller]
    fn check(text: &str, targets: usize, findings: &[(&str, &str)]) {
        let group = Group::read(FileId(0), text, Target::LIBRESWAN_4_10);
        let found: Vec<(&str, &str)> = group
            .diagnostics
            .iter()
            .map(|found| (&text[found.span().range()], &*found.message))
            .collect();
        assert_eq!(
            (group.targets.len(), &found[..]),
            (targets, findings),
            "{text}"
        );
    }

    /// language.md 6.5.
    #[test]
    fn lines_of_groups() {
        check(
            "10.0.0.0/8\n192.168.1.1\r\n2001:db8::/32 # c\n\n# c\n2001:db8::1",
            4,
            &[],
        );
        check("10.0.0.0/8 tcp 0 22\n10.0.0.0/8 6 0 ssh\n", 2, &[]);
        check(
            "10.0.0.1/8\n10.0.0.0/8\n",
            1,
            &[("10.0.0.1/8", "the address of the network has host bits")],
        );
        check("%default\n10.0.0.0/8\n", 1, &[("%default", "not a target")]);
        check(
            "10.0.0.0/33\n10.0.0.0-10.0.0.9\n",
            0,
            &[
                ("10.0.0.0/33", "not a target"),
                ("10.0.0.0-10.0.0.9", "not a target"),
            ],
        );
        check(
            "10.0.0.0/8 tcp\n192.0.2.1\n",
            0,
            &[("tcp", "a protocol without both ports")],
        );
        check(
            "192.0.2.2\n10.0.0.0/8 esp 0 0\n192.0.2.1\n",
            1,
            &[("esp", "a target and what is no protocol")],
        );
        check(
            "10.0.0.0/8 192.0.2.1\n",
            0,
            &[("192.0.2.1", "a target and what is no protocol")],
        );
        check(
            "10.0.0.0/8 tcp 0 22 x\n",
            0,
            &[("x", "words behind the selector")],
        );
        check(
            " 10.0.0.0/8\n192.0.2.1\n",
            0,
            &[("10.0.0.0/8", "the first line is indented")],
        );
        check("10.0.0.0/8\n tcp 0 22\n", 1, &[]);
        check(
            "10.0.0.0/8\n10.0.0.0/8\n",
            1,
            &[("10.0.0.0/8", "the target is there twice")],
        );
    }
}
