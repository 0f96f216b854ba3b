//! No report has a secret in it: neither one of `ipsec.secrets` nor one that stands in a configuration.
//!
//! What the tools blot out is replaced by a mark, and the mark is looked for in everything that is shown.

use std::ops::Range;
use std::path::Path;

use ipsec_conf::model::{LoadOptions, MemoryFs};
use ipsec_conf::{Secrets, Source, SourceMap, Target};
use ipsec_conf_lint::{Findings, Lint, Selection, lint};
use ipsec_conf_report::Format;

use crate::{Dice, check_places, load_text, text};

/// Secrets are made of it, over and over.
const MARK: &str = "hushZ9q";
/// As much of it as nobody says by chance.
const SIGN: &str = "hush";

pub fn check(bytes: &[u8]) {
    let input = text(bytes);
    if input.contains(SIGN) {
        return;
    }
    let mut dice = Dice::of(bytes);
    let target = dice.pick(&Target::OF_EACH_READER);
    let format = dice.pick(&Format::ALL);

    let in_secrets = marked(&input, |text| {
        let mut sources = SourceMap::default();
        read(text, target, &mut sources);
        blotted(text, &sources)
    });
    let in_configuration = marked(&input, |text| {
        let model = load_text(text, target);
        let file = model.files()[0].id();
        model.sources().get(file).secrets().to_vec()
    });

    let model = load_text(in_configuration.as_deref().unwrap_or_default(), target);
    let mut selection = Selection::default();
    selection.select(&["ALL"]).expect("there are rules");
    let found = lint(&model, &Lint::new(&selection));
    check_silence(&crate::lint::shown(&model, &found, target, format), format);

    let Some(in_secrets) = in_secrets else { return };
    let mut model = load_text(
        "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tauthby=secret\n",
        target,
    );
    let secrets = read(&in_secrets, target, model.sources_mut());
    assert!(
        !format!("{secrets:?}").contains(SIGN),
        "Debug shows a secret"
    );
    let judged = Lint {
        secrets: Some(&secrets),
        ..Lint::new(&selection)
    };
    let found = lint(&model, &judged);
    check_places(&found.diagnostics, model.sources());
    check_silence(&format!("{:?}", found.diagnostics), format);
    check_silence(&crate::lint::shown(&model, &found, target, format), format);
    let of_reading = Findings {
        diagnostics: secrets.diagnostics().to_vec(),
        suppressed: 0,
    };
    check_silence(
        &crate::lint::shown(&model, &of_reading, target, format),
        format,
    );
}

fn read(text: &str, target: ipsec_conf::Target, sources: &mut SourceMap) -> Secrets {
    let name = Path::new("ipsec.secrets");
    let files = MemoryFs::new([(name, text)]);
    let source = Source::new(name, text);
    Secrets::from_source(&files, &source, target, &LoadOptions::default(), sources)
}

/// The bytes of a file of secrets that are shown as something else.
fn blotted(text: &str, sources: &SourceMap) -> Vec<Range<usize>> {
    let Some((_, shown)) = sources.iter().next() else {
        return Vec::new();
    };
    assert_eq!(shown.text().len(), text.len(), "places stay places");
    let pairs = text.bytes().zip(shown.text().bytes()).enumerate();
    pairs
        .filter(|(_, (real, shown))| real != shown)
        .map(|(at, _)| at..at + 1)
        .collect()
}

/// The text with marks for its secrets; `None` when it is read otherwise with them.
fn marked(text: &str, secrets: impl Fn(&str) -> Vec<Range<usize>>) -> Option<String> {
    let mut bytes = text.as_bytes().to_vec();
    let places: Vec<usize> = secrets(text).into_iter().flatten().collect();
    let mut mark = MARK.bytes().cycle();
    for &at in &places {
        if bytes[at].is_ascii_alphanumeric() {
            bytes[at] = mark.next()?;
        }
    }
    let marked = String::from_utf8(bytes).ok()?;
    let hidden: std::collections::HashSet<usize> = secrets(&marked).into_iter().flatten().collect();
    let is_hidden =
        |(at, sign): (usize, &str)| (at..at + sign.len()).all(|at| hidden.contains(&at));
    marked.match_indices(SIGN).all(is_hidden).then_some(marked)
}

fn check_silence(shown: &str, format: Format) {
    assert!(
        !shown.contains(SIGN),
        "{format:?}: a secret is shown:\n{shown}"
    );
}
