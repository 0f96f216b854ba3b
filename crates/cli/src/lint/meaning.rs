//! Whether two texts mean the same to their target.

use std::collections::{BTreeMap, HashMap, HashSet};

use ipsec_conf::keyword::Side;
use ipsec_conf::model::{Conn, Item, Model, Setting};
use ipsec_conf::text::printable;
use ipsec_conf::{Diagnostic, Effect, FileId};

use super::check::Loaded;

/// One reading of a configuration and what was found in it.
pub(crate) struct Reading {
    pub(crate) loaded: Loaded,
    pub(crate) findings: Vec<Diagnostic>,
    file_is_refused: bool,
    refused: HashSet<String>,
    /// The lines of which a finding says that they do not mean what they say.
    mistaken: HashSet<(FileId, usize)>,
    /// The lines of which a rule says that the target does the same without them.
    needless: HashSet<(FileId, usize)>,
}

/// The rules that know of a line that it can go: no comparison of values proves it.
const NEEDLESS: [&str; 2] = ["M192", "M194"];

impl Reading {
    pub(crate) fn new(loaded: Loaded) -> Reading {
        let findings = loaded.lint().diagnostics;
        let model = &loaded.model;
        let all = || findings.iter().chain(model.diagnostics());
        let file_is_refused = all().any(|finding| finding.effect == Effect::FileRefused);
        let conns = all().filter(|finding| finding.effect == Effect::ConnRefused);
        let refused = conns.filter_map(|finding| finding.conn.clone()).collect();
        let doubtful = all()
            .filter(|finding| finding.effect != Effect::Ignored && finding.effect != Effect::Works);
        let mistaken = doubtful.map(|finding| line_of(model, finding)).collect();
        let can_go = all().filter(|finding| NEEDLESS.contains(&finding.code.id));
        let needless = can_go.map(|finding| line_of(model, finding)).collect();
        Reading {
            loaded,
            findings,
            file_is_refused,
            refused,
            mistaken,
            needless,
        }
    }

    fn model(&self) -> &Model {
        &self.loaded.model
    }

    fn is_mistaken(&self, item: &Item) -> bool {
        self.mistaken.contains(&self.line(item))
    }

    fn is_needless(&self, item: &Item) -> bool {
        self.needless.contains(&self.line(item))
    }

    fn line(&self, item: &Item) -> (FileId, usize) {
        let span = self.model().key_span(item);
        let index = self.model().sources().get(span.file).line_index();
        (span.file, index.line(span.start))
    }
}

fn line_of(model: &Model, finding: &Diagnostic) -> (FileId, usize) {
    let span = finding.span();
    (
        span.file,
        model.sources().get(span.file).line_index().line(span.start),
    )
}

/// What differs, if a mend may not make that difference.
///
/// What was refused, or said to be misread, may change: that is what a fix is for. Nothing may get worse.
pub(crate) fn spoilt(before: &Reading, after: &Reading) -> Option<String> {
    if before.file_is_refused {
        return None;
    }
    if after.file_is_refused {
        return Some("the file would be refused".to_owned());
    }
    if let Some(keyword) = setup_difference(before, after) {
        return Some(format!("`{keyword}` of `config setup` would change"));
    }
    let conns = |reading: &Reading| {
        reading
            .model()
            .distinct_conns()
            .map(|(id, _)| id)
            .collect::<Vec<_>>()
    };
    let (old, new) = (conns(before), conns(after));
    if old.len() != new.len() {
        return Some("the file would have other conns".to_owned());
    }
    for (old, new) in old.into_iter().zip(new) {
        let (old, new) = (before.model().conn(old), after.model().conn(new));
        let name = printable(old.name()).into_owned();
        if old.is_refused() || before.refused.contains(old.name()) {
            continue;
        }
        if new.is_refused() || after.refused.contains(new.name()) {
            return Some(format!("conn `{name}` would be refused"));
        }
        if old.name() != new.name() {
            let line = before
                .model()
                .sources()
                .get(old.section().name_span.file)
                .line_index()
                .line(old.section().name_span.start);
            if !before
                .mistaken
                .contains(&(old.section().name_span.file, line))
            {
                return Some(format!("conn `{name}` would be renamed"));
            }
        }
        if let Some(keyword) = conn_difference(before, &old, &new) {
            return Some(format!("`{keyword}` of conn `{name}` would change"));
        }
    }
    None
}

type Key = (&'static str, Option<Side>);

fn settings<'c, 'm>(conn: &'c Conn<'m>) -> BTreeMap<Key, &'c Setting<'m>> {
    conn.settings()
        .iter()
        .filter(|setting| setting.is_set())
        .map(|setting| ((setting.keyword.id, setting.side), setting))
        .collect()
}

fn conn_difference(before: &Reading, old: &Conn<'_>, new: &Conn<'_>) -> Option<String> {
    let (old_settings, new_settings) = (settings(old), settings(new));
    let keys: std::collections::BTreeSet<&Key> =
        old_settings.keys().chain(new_settings.keys()).collect();
    // `ikev2=` became `keyexchange=`: two names of one thing.
    let same_version = old.ike_version() == new.ike_version();
    for key in keys {
        if same_version && matches!(key.0, "ikev2" | "keyexchange") {
            continue;
        }
        let (was, is) = (old_settings.get(key), new_settings.get(key));
        if let (Some(was), Some(is)) = (was, is) {
            if texts(before.model(), was) == texts(new.model, is) {
                continue;
            }
            let (was_read, is_read) = (&old.reading(was).value, &new.reading(is).value);
            if was_read.is_some() && was_read == is_read {
                continue;
            }
        }
        if is.is_none() && was.is_some_and(|was| before.is_needless(&was.item)) {
            continue;
        }
        let is_mended = was.is_some_and(|was| {
            before.is_mistaken(&was.item) || was.joined.iter().any(|item| before.is_mistaken(item))
        });
        if !is_mended {
            return Some(
                was.or(is)
                    .map(|setting| setting.spelling())
                    .unwrap_or_default(),
            );
        }
    }
    None
}

/// The value with the values that were joined to it.
fn texts(model: &Model, setting: &Setting<'_>) -> Vec<String> {
    let joined = setting
        .joined
        .iter()
        .map(|item| model.value(item).text.into_owned());
    std::iter::once(setting.value.text.to_string())
        .chain(joined)
        .collect()
}

fn setup_difference(before: &Reading, after: &Reading) -> Option<&'static str> {
    let texts = |reading: &Reading| -> BTreeMap<&'static str, (String, Item)> {
        let setup = reading.model().setup();
        let pairs = setup.settings().map(|(keyword, item)| {
            (
                keyword.id,
                (reading.model().value(item).text.into_owned(), *item),
            )
        });
        pairs.collect()
    };
    let (old, new) = (texts(before), texts(after));
    for (id, (text, item)) in &old {
        let is_same = new.get(id).is_some_and(|(other, _)| other == text);
        if !is_same && !before.is_mistaken(item) {
            return Some(id);
        }
    }
    new.keys().find(|id| !old.contains_key(*id)).copied()
}

/// What differs at all, but for findings that are gone: a comment may silence, and change nothing.
pub(crate) fn difference(before: &Reading, after: &Reading) -> Option<String> {
    if model_difference(before.model(), after.model(), &|_, _| true).is_some() {
        return Some("the configuration would change".to_owned());
    }
    let mut known: HashMap<(&str, &str, Option<&str>), usize> = HashMap::new();
    for finding in &before.findings {
        *known.entry(name_of(finding)).or_default() += 1;
    }
    for finding in &after.findings {
        match known.get_mut(&name_of(finding)) {
            Some(count) if *count > 0 => *count -= 1,
            _ => return Some(format!("{} would be reported", finding.code.id)),
        }
    }
    None
}

/// What two readings of a configuration differ in: in anything that is set, or in what `is_same` compares of a conn.
pub(crate) fn model_difference(
    before: &Model,
    after: &Model,
    is_same: &dyn Fn(&Conn<'_>, &Conn<'_>) -> bool,
) -> Option<String> {
    if setup_texts(before) != setup_texts(after) {
        return Some("`config setup`".to_owned());
    }
    let (mut old, mut new) = (before.distinct_conns(), after.distinct_conns());
    loop {
        let (old, new) = match (old.next(), new.next()) {
            (None, None) => return None,
            (Some((old, _)), Some((new, _))) => (before.conn(old), after.conn(new)),
            _ => return Some("the list of conns".to_owned()),
        };
        if old.name() != new.name() || conn_texts(&old) != conn_texts(&new) || !is_same(&old, &new)
        {
            return Some(format!("conn `{}`", printable(old.name())));
        }
    }
}

fn conn_texts(conn: &Conn<'_>) -> BTreeMap<Key, Vec<String>> {
    settings(conn)
        .into_iter()
        .map(|(key, setting)| (key, texts(conn.model, setting)))
        .collect()
}

fn setup_texts(model: &Model) -> Vec<(&'static str, String)> {
    let setup = model.setup();
    setup
        .settings()
        .map(|(keyword, item)| (keyword.id, model.value(item).text.into_owned()))
        .collect()
}

fn name_of(finding: &Diagnostic) -> (&str, &str, Option<&str>) {
    (finding.code.id, &finding.message, finding.conn.as_deref())
}
