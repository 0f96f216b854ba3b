//! The files of `grammar/keywords` as they are written.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct ReleaseFile {
    pub(crate) dialect: Vec<RawDialect>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawDialect {
    pub(crate) name: String,
    pub(crate) versions: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeywordFile {
    pub(crate) keyword: BTreeMap<String, RawKeyword>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawKeyword {
    pub(crate) name: Option<String>,
    #[serde(rename = "type")]
    pub(crate) ty: String,
    #[serde(default)]
    pub(crate) summary: String,
    #[serde(default)]
    pub(crate) value_docs: BTreeMap<String, String>,
    pub(crate) security: Option<String>,
    #[serde(default)]
    pub(crate) defaults: Vec<RawDefault>,
    #[serde(default)]
    pub(crate) replaced_by: Vec<String>,
    pub(crate) history: Option<String>,
    #[serde(default)]
    pub(crate) tokens: Vec<RawTokens>,
    #[serde(rename = "in")]
    pub(crate) runs: Vec<RawRun>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawDefault {
    pub(crate) dialect: String,
    pub(crate) value: String,
    pub(crate) source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawTokens {
    pub(crate) dialect: String,
    pub(crate) version: String,
    pub(crate) separator: String,
    pub(crate) accepted: Vec<String>,
    pub(crate) rejected: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawRun {
    pub(crate) dialect: String,
    pub(crate) since: String,
    pub(crate) until: Option<String>,
    pub(crate) sections: Option<Vec<String>>,
    pub(crate) sided: Option<bool>,
    pub(crate) unsided: Option<String>,
    pub(crate) status: Option<String>,
    pub(crate) canonical: Option<String>,
    pub(crate) shares_value_with: Option<String>,
    #[serde(rename = "type")]
    pub(crate) ty: Option<String>,
    #[serde(default)]
    pub(crate) values: Vec<String>,
    #[serde(default)]
    pub(crate) value_aliases: BTreeMap<String, String>,
    pub(crate) value_check: String,
    pub(crate) unit: Option<String>,
    pub(crate) build_option: Option<String>,
    #[serde(default)]
    pub(crate) raw: Vec<String>,
    #[serde(default)]
    pub(crate) flags: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
pub(crate) struct AlgorithmFile {
    pub(crate) survey: Vec<RawSurvey>,
    pub(crate) algorithm: Vec<RawAlgorithm>,
    pub(crate) default_proposal: Vec<RawProposal>,
    pub(crate) removal: Vec<RawRemoval>,
    pub(crate) protocol: Vec<RawProtocol>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawSurvey {
    pub(crate) dialect: String,
    pub(crate) since: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawAlgorithm {
    pub(crate) id: String,
    pub(crate) kind: String,
    pub(crate) rating: String,
    pub(crate) source: String,
    pub(crate) note: Option<String>,
    pub(crate) name: Vec<RawAlgorithmName>,
    #[serde(default)]
    pub(crate) libreswan_4_10_accepts: BTreeMap<String, Vec<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawAlgorithmName {
    pub(crate) dialect: String,
    pub(crate) names: Vec<String>,
    pub(crate) since: String,
    pub(crate) until: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawProposal {
    pub(crate) dialect: String,
    pub(crate) version: String,
    pub(crate) keyword: String,
    #[serde(default)]
    pub(crate) ikev1: Vec<String>,
    #[serde(default)]
    pub(crate) ikev2: Vec<String>,
    #[serde(default)]
    pub(crate) both: Vec<String>,
    #[serde(default)]
    pub(crate) prf: Vec<String>,
    #[serde(default)]
    pub(crate) ke: Vec<String>,
    pub(crate) note: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawRemoval {
    pub(crate) dialect: String,
    pub(crate) version: String,
    pub(crate) what: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawProtocol {
    pub(crate) id: String,
    pub(crate) rating: String,
    pub(crate) source: String,
}
