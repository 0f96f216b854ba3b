//! The slots of a proposal, and in which of them one is.

use std::ops::Range;

use ipsec_conf::keyword::{self, Lookup, ValueType};
use ipsec_conf::target::Reader;
use tower_lsp::ls_types::{
    Documentation, ParameterInformation, ParameterLabel, SignatureHelp, SignatureInformation,
};

use super::hover;
use crate::view::View;

/// The label of a proposal, its slots in that order, and what is said about it.
struct Shape {
    label: &'static str,
    slots: &'static [&'static str],
    about: &'static str,
}

const IKE: Shape = Shape {
    label: "encryption-integrity;group",
    slots: &["encryption", "integrity", "group"],
    about: "Several of one kind are joined by `+`, several proposals by `,`. With AEAD ciphers the second is the PRF.",
};

const ESP: Shape = Shape {
    label: "encryption-integrity;group",
    slots: &["encryption", "integrity", "group"],
    about: "Several of one kind are joined by `+`, several proposals by `,`. An AEAD cipher stands alone.",
};

const AH: Shape = Shape {
    label: "integrity;group",
    slots: &["integrity", "group"],
    about: "Several of one kind are joined by `+`, several proposals by `,`.",
};

const STRONGSWAN_IKE: Shape = Shape {
    label: "encryption-integrity-group",
    slots: &["encryption", "integrity", "group"],
    about: "A PRF may stand before the group; several proposals are joined by `,`. `!` at the end: nothing else.",
};

const STRONGSWAN_ESP: Shape = Shape {
    label: "encryption-integrity-group",
    slots: &["encryption", "integrity", "group"],
    about: "The group is for perfect forward secrecy; several proposals are joined by `,`. `!` at the end: nothing else.",
};

const STRONGSWAN_AH: Shape = Shape {
    label: "integrity-group",
    slots: &["integrity", "group"],
    about: "Several proposals are joined by `,`. `!` at the end: nothing else.",
};

pub(crate) fn help(view: &View<'_>, offset: usize) -> Option<SignatureHelp> {
    let text = view.text();
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let (key, value) = text[start..offset].split_once('=')?;
    let Lookup::Known { keyword, span, .. } = keyword::lookup(key.trim(), view.model().target())
    else {
        return None;
    };
    if span.ty != ValueType::Proposal || value.contains('#') {
        return None;
    }
    let is_strongswan = view.model().reader() == Reader::StrongSwan;
    let shape = match (span.canonical.unwrap_or(keyword.id), is_strongswan) {
        ("ike", false) => IKE,
        ("ah", false) => AH,
        (_, false) => ESP,
        ("ike", true) => STRONGSWAN_IKE,
        ("ah", true) => STRONGSWAN_AH,
        (_, true) => STRONGSWAN_ESP,
    };
    let proposal = value.rsplit(',').next().unwrap_or_default();
    let behind_group = proposal.contains(';');
    let slot = if behind_group {
        shape.slots.len() - 1
    } else {
        proposal.matches('-').count().min(shape.slots.len() - 1)
    };
    let parameter = |slot: &&'static str| ParameterInformation {
        label: ParameterLabel::LabelOffsets(
            place(shape.label, slot).map_or([0, 0], |range| [range.start as u32, range.end as u32]),
        ),
        documentation: None,
    };
    Some(SignatureHelp {
        signatures: vec![SignatureInformation {
            label: shape.label.to_owned(),
            documentation: Some(Documentation::MarkupContent(hover::markdown(
                shape.about.to_owned(),
            ))),
            parameters: Some(shape.slots.iter().map(parameter).collect()),
            active_parameter: Some(slot as u32),
        }],
        active_signature: Some(0),
        active_parameter: Some(slot as u32),
    })
}

fn place(label: &str, slot: &str) -> Option<Range<usize>> {
    let start = label.find(slot)?;
    Some(start..start + slot.len())
}
