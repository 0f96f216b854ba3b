//! The results of a SARIF run.

use std::collections::BTreeMap;

use ipsec_conf::diagnostic::{Edit, Fix, Label};
use ipsec_conf::{Diagnostic, Effect, FileId, Severity, Span, Target};
use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use super::{ArtifactLocation, Rules, Text};
use crate::context::{Context, findings};
use crate::fingerprint::Fingerprints;
use crate::words;

/// Serialises one result after the other, without holding them all.
pub(super) struct Results<'r, 'a> {
    pub(super) contexts: &'r [Context<'a>],
    pub(super) rules: &'r Rules<'a>,
}

impl Serialize for Results<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fingerprints = Fingerprints::default();
        let mut seq = serializer.serialize_seq(None)?;
        for (cx, diagnostic) in findings(self.contexts) {
            seq.serialize_element(&self.result(cx, diagnostic, fingerprints.next(cx, diagnostic)))?;
        }
        seq.end()
    }
}

impl Results<'_, '_> {
    fn result<'d>(
        &self,
        cx: &Context<'_>,
        diagnostic: &'d Diagnostic,
        fingerprint: String,
    ) -> SarifResult<'d> {
        let related = diagnostic
            .related
            .iter()
            .enumerate()
            .map(|(id, label)| Location::related(cx, id, label));
        let fix = diagnostic.fix.as_ref().filter(|fix| !fix.edits.is_empty());
        SarifResult {
            rule_id: diagnostic.code.id,
            rule_index: self.rules.index[diagnostic.code.id],
            level: match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "note",
            },
            message: OwnedText {
                text: message(cx, diagnostic),
            },
            locations: [Location::primary(cx, diagnostic.span())],
            related_locations: related.collect(),
            fixes: fix.map(|fix| SarifFix::new(cx, fix)).into_iter().collect(),
            partial_fingerprints: BTreeMap::from([("ipsecLint/v1", fingerprint)]),
            properties: Properties {
                effect: diagnostic.effect,
                target: cx.report.target,
                conn: diagnostic.conn.as_deref(),
                help: &diagnostic.help,
                notes: &diagnostic.notes,
            },
        }
    }
}

/// The message and the effect: viewers show nothing else.
fn message(cx: &Context<'_>, diagnostic: &Diagnostic) -> String {
    format!(
        "{} ({})",
        diagnostic.message,
        words::effect(diagnostic, cx.report.target)
    )
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifResult<'a> {
    rule_id: &'static str,
    rule_index: usize,
    level: &'static str,
    message: OwnedText,
    locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<SarifFix<'a>>,
    partial_fingerprints: BTreeMap<&'static str, String>,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct OwnedText {
    text: String,
}

#[derive(Serialize)]
struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    #[serde(rename = "physicalLocation")]
    place: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<'a>>,
}

impl<'a> Location<'a> {
    fn primary(cx: &Context<'_>, span: Span) -> Location<'a> {
        Location {
            id: None,
            place: PhysicalLocation::new(cx, span),
            message: None,
        }
    }

    fn related(cx: &Context<'_>, id: usize, label: &'a Label) -> Location<'a> {
        let message = (!label.message.is_empty()).then_some(Text {
            text: &label.message,
        });
        Location {
            id: Some(id),
            place: PhysicalLocation::new(cx, label.span),
            message,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

impl PhysicalLocation {
    fn new(cx: &Context<'_>, span: Span) -> PhysicalLocation {
        PhysicalLocation {
            artifact_location: artifact_location(cx, span.file),
            region: Region::new(cx, span),
        }
    }
}

fn artifact_location(cx: &Context<'_>, file: FileId) -> ArtifactLocation {
    ArtifactLocation::new(cx.report.sources.get(file).path())
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

impl Region {
    fn new(cx: &Context<'_>, span: Span) -> Region {
        let range = cx.range(span);
        Region {
            start_line: range.start.line,
            start_column: range.start.column,
            end_line: range.end.line,
            end_column: range.end.column,
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifFix<'a> {
    description: Text<'a>,
    artifact_changes: Vec<ArtifactChange<'a>>,
}

impl<'a> SarifFix<'a> {
    /// One change for each file, in the order of the files.
    fn new(cx: &Context<'_>, fix: &'a Fix) -> SarifFix<'a> {
        let mut files: BTreeMap<FileId, Vec<Replacement<'a>>> = BTreeMap::new();
        for edit in &fix.edits {
            files
                .entry(edit.span.file)
                .or_default()
                .push(Replacement::new(cx, edit));
        }
        let changes = files
            .into_iter()
            .map(|(file, replacements)| ArtifactChange {
                artifact_location: artifact_location(cx, file),
                replacements,
            });
        SarifFix {
            description: Text { text: &fix.title },
            artifact_changes: changes.collect(),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactChange<'a> {
    artifact_location: ArtifactLocation,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region,
    inserted_content: Text<'a>,
}

impl<'a> Replacement<'a> {
    fn new(cx: &Context<'_>, edit: &'a Edit) -> Replacement<'a> {
        Replacement {
            deleted_region: Region::new(cx, edit.span),
            inserted_content: Text { text: &edit.text },
        }
    }
}

#[derive(Serialize)]
struct Properties<'a> {
    effect: Effect,
    target: Target,
    #[serde(skip_serializing_if = "Option::is_none")]
    conn: Option<&'a str>,
    help: &'a [String],
    notes: &'a [String],
}
