//! All rules judge everything, their places can be shown, and their fixes can be applied.

use ipsec_conf::{Model, Target};
use ipsec_conf_lint::{Findings, Lint, Selection, Which, apply, lint};
use ipsec_conf_report::{Format, Report, Style, render};

use crate::{Dice, check_places, load, load_text};

pub fn check(bytes: &[u8]) {
    let mut dice = Dice::of(bytes);
    let targets = [
        dice.pick(&Target::OF_EACH_READER),
        dice.pick(&Target::OF_EACH_READER),
    ];
    for target in targets {
        let Some(model) = load(bytes, target) else {
            continue;
        };
        let found = judge(&model);
        check_places(&found.diagnostics, model.sources());
        show(&model, &found, target, dice.pick(&Format::ALL));
        for which in [Which::Safe, Which::All] {
            let applied = apply(model.sources(), &found.diagnostics, which)
                .expect("the edits of fixes are places of their files");
            for (file, text) in &applied.texts {
                assert_ne!(
                    text,
                    model.sources().get(*file).text(),
                    "a fix changes something"
                );
                judge(&load_text(text, target));
            }
        }
    }
}

pub(crate) fn judge(model: &Model) -> Findings {
    let mut selection = Selection::default();
    selection.select(&["ALL"]).expect("there are rules");
    lint(model, &Lint::new(&selection))
}

fn show(model: &Model, found: &Findings, target: Target, format: Format) {
    let out = shown(model, found, target, format);
    let is_fit = |c: char| c == '\n' || !c.is_control();
    assert!(
        out.chars().all(is_fit),
        "{format:?}: a control character gets through: {out:?}"
    );
}

/// The report as text.
pub(crate) fn shown(model: &Model, found: &Findings, target: Target, format: Format) -> String {
    let files: Vec<_> = model.files().iter().map(|file| file.id()).collect();
    let report = Report {
        diagnostics: &found.diagnostics,
        sources: model.sources(),
        target,
        files: &files,
        style: Style::PLAIN,
        rules: &[],
        tool_version: "0",
        limit: None,
    };
    let mut out = Vec::new();
    render(format, &report, &mut out).expect("memory can be written");
    String::from_utf8(out).expect("reports are UTF-8")
}
