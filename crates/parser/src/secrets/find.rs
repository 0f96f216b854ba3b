//! Which record a daemon takes for a pair of identities.
//!
//! Records are found by their pairs of indices and not by looking at each: a hub has a hundred thousand of them.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use super::records::{Kind, Record};
use super::who::{Key, Who};
use super::{IndexId, Secrets};
use crate::target::Reader;
use crate::value::Id;

/// The record that is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Its place in [`Secrets::records`].
    pub record: usize,
    /// The target's own number for how well it fits: the sum of local 8, remote 4, `%any` 2 and default 1 (Libreswan,
    /// Openswan), or 21 times the fit of the remote identity and the fit of the local one (strongSwan).
    pub score: u16,
    /// How many other records fit as well.
    pub ties: usize,
    /// The first of them with another secret.
    pub rival: Option<usize>,
    /// Whether both identities are known, so that it is this record and no other.
    pub is_certain: bool,
}

impl Secrets {
    /// The record of `kind` for two identities, as seen from the end that is `local`.
    pub fn find(&self, local: &Who, remote: &Who, kind: Kind) -> Option<Match> {
        let finder = self.finders.by_kind[kind as usize].get_or_init(|| Finder::new(self, kind));
        finder.find(local, remote)
    }
}

/// One for each kind, made when it is asked for.
#[derive(Debug, Clone, Default)]
pub(super) struct Finders {
    by_kind: [OnceLock<Finder>; 12],
}

/// The number of a key; three numbers stand for whole classes of them.
type Code = u32;
const HOST_NAMES: Code = 0;
/// Addresses, and names that stand for one.
const ADDRESSES: Code = 1;
const ALL: Code = 2;
const FIRST_KEY: Code = 3;

/// Lists with more indices are looked at one by one.
const MOST_IN_PAIRS: usize = 12;
const MOST_LONG: usize = 64;

#[derive(Debug, Clone, Copy)]
struct Hits {
    first: u32,
    last: u32,
    count: u32,
    rival: Option<u32>,
}

#[derive(Debug, Clone, Default)]
struct Finder {
    is_charon: bool,
    codes: HashMap<Key, Code>,
    pairs: HashMap<(Code, Code), Hits>,
    /// One of the indices is `%any`.
    with_any: HashMap<Code, Hits>,
    /// The only index.
    alone: HashMap<Code, Hits>,
    /// One of the indices, whatever the others are.
    contains: HashMap<Code, Hits>,
    any: Option<Hits>,
    /// The indices beside `%any`: with both of a pair among them the record fits the pair no more.
    beside_any: HashMap<u32, Vec<Code>>,
    default: Option<Hits>,
    long: Vec<(u32, HashSet<Code>)>,
    wild: Vec<(u32, Vec<Key>)>,
}

impl Hits {
    fn add(slot: &mut Option<Hits>, record: u32, records: &[Record]) {
        match slot {
            None => {
                *slot = Some(Hits {
                    first: record,
                    last: record,
                    count: 1,
                    rival: None,
                });
            }
            Some(hits) if hits.last == record => {}
            Some(hits) => {
                hits.last = record;
                hits.count += 1;
                let is_same = |other: u32| {
                    records[other as usize]
                        .secret
                        .is_same(&records[record as usize].secret)
                };
                if hits.rival.is_none() && !is_same(hits.first) {
                    hits.rival = Some(record);
                }
            }
        }
    }

    fn add_to<K: std::hash::Hash + Eq>(
        map: &mut HashMap<K, Hits>,
        key: K,
        record: u32,
        records: &[Record],
    ) {
        let mut slot = map.get(&key).copied();
        Hits::add(&mut slot, record, records);
        map.extend(slot.map(|hits| (key, hits)));
    }
}

impl Finder {
    fn new(secrets: &Secrets, kind: Kind) -> Finder {
        let mut finder = Finder {
            is_charon: secrets.target.reader() == Reader::StrongSwan,
            ..Finder::default()
        };
        let records = &secrets.records;
        for (i, record) in records.iter().enumerate() {
            if record.stored && record.kind == kind {
                finder.add(i as u32, record, records);
            }
        }
        finder
    }

    fn add(&mut self, i: u32, record: &Record, records: &[Record]) {
        let has_any = record.ids.iter().any(IndexId::is_any);
        let named: Vec<&Id> = record.named().collect();
        if record.ids.is_empty() || self.is_charon && named.is_empty() {
            return Hits::add(&mut self.default, i, records);
        }
        let codes: Vec<Vec<Code>> = named.iter().map(|id| self.codes_of_index(id)).collect();
        if has_any && !self.is_charon {
            Hits::add(&mut self.any, i, records);
            for &code in codes.iter().flatten() {
                Hits::add_to(&mut self.with_any, code, i, records);
            }
            if codes.len() > 1 {
                self.beside_any
                    .insert(i, codes.into_iter().flatten().collect());
            }
            return;
        }
        if self.is_charon {
            for &code in codes.iter().flatten() {
                Hits::add_to(&mut self.contains, code, i, records);
            }
            let wild: Vec<Key> = named
                .iter()
                .filter_map(|id| Key::of(id))
                .filter(is_wild)
                .collect();
            if !wild.is_empty() {
                self.wild.push((i, wild));
            }
        } else if let [only] = &codes[..] {
            for &code in only {
                Hits::add_to(&mut self.alone, code, i, records);
            }
        }
        if codes.len() > MOST_IN_PAIRS {
            self.long.push((i, codes.into_iter().flatten().collect()));
            return;
        }
        for (at, first) in codes.iter().enumerate() {
            for second in &codes[at + 1..] {
                for &a in first {
                    for &b in second {
                        Hits::add_to(&mut self.pairs, (a.min(b), a.max(b)), i, records);
                    }
                }
            }
        }
    }

    /// The numbers under which an index can be found.
    fn codes_of_index(&mut self, id: &Id) -> Vec<Code> {
        let Some(key) = Key::of(id) else {
            return vec![ALL];
        };
        let mut codes = vec![ALL];
        match key {
            Key::Address(_) => codes.push(ADDRESSES),
            Key::Host(_) => codes.extend([ADDRESSES, HOST_NAMES]),
            _ => {}
        }
        let next = FIRST_KEY + self.codes.len() as Code;
        codes.push(*self.codes.entry(key).or_insert(next));
        codes
    }

    /// The numbers that an identity may be found under, the sure one first.
    fn codes_of(&self, who: &Who) -> Vec<Code> {
        match who {
            Who::Anyone => vec![ALL],
            Who::SomeAddress | Who::Known(Key::Host(_)) => vec![ADDRESSES],
            Who::Known(key) => {
                let mut codes: Vec<Code> = self.codes.get(key).copied().into_iter().collect();
                if matches!(key, Key::Address(_)) {
                    codes.push(HOST_NAMES);
                }
                codes
            }
        }
    }

    fn find(&self, local: &Who, remote: &Who) -> Option<Match> {
        let (ours, theirs) = (self.codes_of(local), self.codes_of(remote));
        let certain = local.is_known() && remote.is_known();
        let matched = |hits: Hits, score: u16| Match {
            record: hits.first as usize,
            score,
            ties: hits.count as usize - 1,
            rival: hits.rival.filter(|_| certain).map(|rival| rival as usize),
            is_certain: certain,
        };
        let in_map = |map: &HashMap<Code, Hits>, codes: &[Code]| {
            codes.iter().find_map(|code| map.get(code)).copied()
        };
        let pair = self.pair(&ours, &theirs);
        if self.is_charon {
            return pair
                .map(|hits| matched(hits, 20 * 21 + 20))
                .or_else(|| in_map(&self.contains, &theirs).map(|hits| matched(hits, 20 * 21)))
                .or_else(|| self.wild(local, remote))
                .or_else(|| self.default.map(|hits| matched(hits, 22)))
                .or_else(|| in_map(&self.contains, &ours).map(|hits| matched(hits, 20)));
        }
        // Local, remote and `%any` together are none of the sets that count (Libreswan 4.10, by source).
        let beside_any = |hits: Hits| {
            let has_both = |record: u32| {
                let has = |codes: &[Code]| {
                    let found = self.beside_any.get(&record).map_or(&[][..], Vec::as_slice);
                    codes
                        .iter()
                        .any(|code| *code >= FIRST_KEY && found.contains(code))
                };
                has(&ours) && has(&theirs)
            };
            match (has_both(hits.first), has_both(hits.last)) {
                (false, _) => Some(hits),
                (true, false) => Some(Hits {
                    first: hits.last,
                    count: hits.count - 1,
                    rival: None,
                    ..hits
                }),
                (true, true) => None,
            }
        };
        pair.map(|hits| matched(hits, 12))
            .or_else(|| {
                in_map(&self.with_any, &ours)
                    .and_then(beside_any)
                    .map(|hits| matched(hits, 10))
            })
            .or_else(|| in_map(&self.alone, &ours).map(|hits| matched(hits, 9)))
            .or_else(|| {
                in_map(&self.with_any, &theirs)
                    .and_then(beside_any)
                    .map(|hits| matched(hits, 6))
            })
            .or_else(|| self.any.and_then(beside_any).map(|hits| matched(hits, 2)))
            .or_else(|| self.default.map(|hits| matched(hits, 1)))
    }

    fn pair(&self, ours: &[Code], theirs: &[Code]) -> Option<Hits> {
        let pairs = ours
            .iter()
            .flat_map(|&a| theirs.iter().map(move |&b| (a.min(b), a.max(b))));
        let short = pairs
            .clone()
            .find_map(|pair| self.pairs.get(&pair))
            .copied();
        short.or_else(|| {
            let holds = |codes: &HashSet<Code>| {
                pairs
                    .clone()
                    .any(|(a, b)| codes.contains(&a) && codes.contains(&b))
            };
            let (record, _) = self
                .long
                .iter()
                .take(MOST_LONG)
                .find(|(_, codes)| holds(codes))?;
            Some(Hits {
                first: *record,
                last: *record,
                count: 1,
                rival: None,
            })
        })
    }

    /// strongSwan's indices with `*`.
    fn wild(&self, local: &Who, remote: &Who) -> Option<Match> {
        let fits = |keys: &[Key]| {
            keys.iter().any(|key| {
                [local, remote]
                    .iter()
                    .any(|who| matches!(who, Who::Known(known) if fits_wild(key, known)))
            })
        };
        let (record, _) = self
            .wild
            .iter()
            .take(MOST_LONG)
            .find(|(_, keys)| fits(keys))?;
        Some(Match {
            record: *record as usize,
            score: 2 * 21,
            ties: 0,
            rival: None,
            is_certain: false,
        })
    }
}

fn is_wild(key: &Key) -> bool {
    match key {
        Key::Name(text) | Key::User(text) => text.starts_with('*'),
        Key::Dn(text) => text.split(',').any(|part| part.ends_with("=*")),
        _ => false,
    }
}

fn fits_wild(wild: &Key, key: &Key) -> bool {
    match (wild, key) {
        (Key::Name(wild), Key::Name(name)) | (Key::User(wild), Key::User(name)) => {
            name.ends_with(&wild[1..])
        }
        (Key::Dn(wild), Key::Dn(name)) => {
            let (wild, name): (Vec<&str>, Vec<&str>) =
                (wild.split(',').collect(), name.split(',').collect());
            let fits = |(wild, part): (&&str, &&str)| {
                wild.strip_suffix('*')
                    .map_or(wild == part, |head| part.starts_with(head))
            };
            wild.len() == name.len() && wild.iter().zip(&name).all(fits)
        }
        _ => false,
    }
}
