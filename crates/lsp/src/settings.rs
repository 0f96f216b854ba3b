//! What the user set in the editor: `{"ipsec": {"target": ..., "lint": {...}, "format": {...}}}`.

use std::path::PathBuf;

use ipsec_conf_format::{Indent, Options};
use ipsec_conf_host::TargetArg;
use ipsec_conf_lint::Selection;
use serde_json::Value;

/// The section of a client's settings.
pub(crate) const SECTION: &str = "ipsec";

#[derive(Debug, Clone, Default)]
pub(crate) struct Settings {
    pub(crate) target: TargetArg,
    /// Absolute paths in a configuration are looked up below it.
    pub(crate) root: Option<PathBuf>,
    pub(crate) selection: Selection,
    pub(crate) format: Options,
}

impl Settings {
    /// What can be used of `value`, and what is to be said about the rest.
    pub(crate) fn read(value: &Value) -> (Settings, Vec<String>) {
        let value = value.get(SECTION).unwrap_or(value);
        let mut settings = Settings::default();
        let mut faults = Vec::new();
        if let Some(text) = word(value, "target") {
            match text.parse() {
                Ok(target) => settings.target = target,
                Err(error) => faults.push(format!("ipsec.target: {error}")),
            }
        }
        settings.root = word(value, "root").map(PathBuf::from);
        if let Some(lint) = value.get("lint") {
            let selection = &mut settings.selection;
            for (key, result) in [
                ("select", selection.select(&words(lint, "select"))),
                (
                    "extendSelect",
                    selection.extend(&words(lint, "extendSelect")),
                ),
                ("ignore", selection.ignore(&words(lint, "ignore"))),
            ] {
                faults.extend(
                    result
                        .err()
                        .map(|error| format!("ipsec.lint.{key}: {error}")),
                );
            }
        }
        if let Some(format) = value.get("format") {
            settings.format(format, &mut faults);
        }
        (settings, faults)
    }

    fn format(&mut self, format: &Value, faults: &mut Vec<String>) {
        match format.get("indent") {
            None | Some(Value::Null) => {}
            Some(Value::String(word)) if word == "tab" => self.format.indent = Indent::Tab,
            Some(number) => match number.as_u64() {
                Some(count @ 1..=32) => self.format.indent = Indent::Spaces(count as u8),
                _ => faults
                    .push("ipsec.format.indent: write \"tab\" or a number from 1 to 32".to_owned()),
            },
        }
        match format.get("spacesAroundEquals") {
            None | Some(Value::Null) => {}
            Some(Value::Bool(flag)) => self.format.spaces_around_equals = *flag,
            Some(_) => {
                faults.push("ipsec.format.spacesAroundEquals: write true or false".to_owned());
            }
        }
    }
}

fn word<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key)?.as_str().filter(|word| !word.is_empty())
}

fn words(value: &Value, key: &str) -> Vec<String> {
    let list = value.get(key).and_then(Value::as_array);
    let words = list.into_iter().flatten().filter_map(Value::as_str);
    words.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn good_settings_are_taken() {
        let (settings, faults) = Settings::read(&json!({"ipsec": {
            "target": "libreswan@4.10", "lint": {"ignore": ["V101"]}, "format": {"indent": 2, "spacesAroundEquals": true},
        }}));
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(
            settings.target,
            TargetArg::Given(ipsec_conf::Target::LIBRESWAN_4_10)
        );
        assert_eq!(settings.format.indent, Indent::Spaces(2));
        assert!(settings.format.spaces_around_equals);
        assert_ne!(settings.selection, Selection::default());
    }

    #[test]
    fn faults_are_named_and_the_rest_is_taken() {
        let (settings, faults) = Settings::read(&json!({
            "target": "freebsd", "lint": {"select": ["V999x"]}, "format": {"indent": 0, "spacesAroundEquals": 1},
        }));
        let keys: Vec<&str> = faults
            .iter()
            .filter_map(|fault| fault.split(':').next())
            .collect();
        assert_eq!(
            keys,
            [
                "ipsec.target",
                "ipsec.lint.select",
                "ipsec.format.indent",
                "ipsec.format.spacesAroundEquals"
            ]
        );
        assert_eq!(settings.target, TargetArg::Auto);
    }
}
