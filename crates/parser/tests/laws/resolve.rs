//! A conn is resolved as the rules of its reader say, written down here without regard to speed (language.md 2.2 and 2.3,
//! strongswan.md 3).
//!
//! The conns set words that nobody judges, and take each other in, in circles as well.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::Path;

use ipsec_conf::Target;
use ipsec_conf::model::{LoadOptions, MemoryFs, Model};
use ipsec_conf::target::Reader;
use ipsec_conf_texts::conns;
use proptest::prelude::*;

type Lines = Vec<(&'static str, String)>;
type Conns = [(&'static str, Lines)];
type Values = BTreeMap<String, String>;

const NAME: &str = "t";
const DEFAULT: &str = "%default";

fn is_also(line: &(&'static str, String)) -> bool {
    line.0 == "also"
}

fn settings(lines: &Lines) -> impl DoubleEndedIterator<Item = (String, String)> {
    let set = lines.iter().filter(|line| !is_also(line));
    set.map(|(key, value)| ((*key).to_owned(), value.clone()))
}

fn also(lines: &Lines) -> impl Iterator<Item = &str> {
    lines
        .iter()
        .filter(|line| is_also(line))
        .map(|line| line.1.as_str())
}

fn first(conns: &Conns, name: &str) -> Option<usize> {
    conns.iter().position(|(known, _)| *known == name)
}

fn named<'c>(conns: &'c Conns, name: &'c str) -> impl Iterator<Item = &'c Lines> {
    conns
        .iter()
        .filter(move |(known, _)| *known == name)
        .map(|(_, lines)| lines)
}

/// The first value that comes counts.
fn first_counts(settings: impl IntoIterator<Item = (String, String)>) -> Values {
    let mut values = Values::new();
    for (key, value) in settings {
        values.entry(key).or_insert(value);
    }
    values
}

/// What the conn has, over what `%default` has.
fn over(own: Values, default: Values) -> Values {
    default.into_iter().chain(own).collect()
}

/// One pass over the file collects the sections that are wanted by then.
fn classic(conns: &Conns) -> Values {
    let mut wanted: BTreeSet<&str> = BTreeSet::from([NAME]);
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut own = Vec::new();
    for (name, lines) in conns {
        if wanted.contains(name) && found.insert(name) {
            own.extend(settings(lines));
            wanted.extend(also(lines));
        }
    }
    let default = named(conns, DEFAULT).flat_map(settings);
    over(first_counts(own), first_counts(default))
}

/// Own lines, then the targets of `also=` breadth first, behind those of the first `%default` that has some.
fn breadth_first(conns: &Conns) -> Values {
    let mut default = Values::new();
    let mut queue: VecDeque<&str> = VecDeque::new();
    for lines in named(conns, DEFAULT) {
        default.extend(settings(lines));
        queue.extend(also(lines));
        if !queue.is_empty() {
            break;
        }
    }
    let mut next = first(conns, NAME);
    let mut seen = BTreeSet::new();
    let mut own = Vec::new();
    loop {
        if let Some(at) = next
            && seen.insert(at)
        {
            own.extend(settings(&conns[at].1));
            queue.extend(also(&conns[at].1));
        }
        let Some(name) = queue.pop_front() else { break };
        next = first(conns, name);
    }
    over(first_counts(own), default)
}

/// `also=` is followed in its place.
fn depth_first(conns: &Conns) -> Values {
    fn read(conns: &Conns, at: usize, seen: &mut BTreeSet<usize>, own: &mut Vec<(String, String)>) {
        for (key, value) in &conns[at].1 {
            match first(conns, value) {
                _ if *key != "also" => own.push(((*key).to_owned(), value.clone())),
                Some(target) if seen.insert(target) => read(conns, target, seen, own),
                _ => {}
            }
        }
    }
    let start = first(conns, NAME).expect("there is one");
    let mut own = Vec::new();
    read(conns, start, &mut BTreeSet::from([start]), &mut own);
    let default = named(conns, DEFAULT).map(|lines| first_counts(settings(lines)));
    over(first_counts(own), default.flatten().collect())
}

/// Sections of one name are one, in which the last value counts; of two that are taken in, that which is named last.
fn layered(conns: &Conns) -> Values {
    fn leave<'c>(
        conns: &'c Conns,
        name: &'c str,
        seen: &mut BTreeSet<&'c str>,
        order: &mut Vec<&'c str>,
    ) {
        for parent in named(conns, name).flat_map(also) {
            if first(conns, parent).is_some() && seen.insert(parent) {
                leave(conns, parent, seen, order);
            }
        }
        order.push(name);
    }
    let mut order = vec![DEFAULT];
    leave(conns, NAME, &mut BTreeSet::from([NAME]), &mut order);
    let layers = order.into_iter().flat_map(|name| named(conns, name));
    layers.flat_map(settings).collect()
}

fn resolved(conns: &Conns, target: Target) -> Values {
    let mut text = "version 2.0\n\n".to_owned();
    for (name, lines) in conns {
        let lines: Vec<_> = lines
            .iter()
            .map(|(key, value)| format!("\t{key}={value}\n"))
            .collect();
        text.extend(["conn ", name, "\n", &lines.concat(), "\n"]);
    }
    let files = MemoryFs::new([("ipsec.conf", text)]);
    let model = Model::load(
        &files,
        Path::new("ipsec.conf"),
        target,
        &LoadOptions::default(),
    )
    .expect("it is there");
    let conn = model.resolved(model.find_conn(NAME).expect("there is one"));
    let set = conn.settings().iter().filter(|setting| setting.is_set());
    set.map(|setting| (setting.spelling(), setting.value.text.to_string()))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_conn_is_what_the_rules_of_its_reader_say(conns in conns()) {
        for target in Target::OF_EACH_READER {
            let expected = match target.reader() {
                Reader::Classic => classic(&conns),
                Reader::Openswan | Reader::Libreswan4 => breadth_first(&conns),
                Reader::Libreswan5 => depth_first(&conns),
                Reader::StrongSwan => layered(&conns),
            };
            prop_assert_eq!(resolved(&conns, target), expected, "{}", target);
        }
    }
}
