//! What the user set in the editor: `{"ipsec": {"target": ..., "lint": {...}, "format": {...}}}`.

use std::path::PathBuf;

use ipsec_conf_config::{FORMAT_KEYS, FormatKey, FormatValues, Words, format_keys};
use ipsec_conf_host::TargetArg;
use ipsec_conf_lint::Selection;
use serde_json::Value;

/// The section of a client's settings.
pub(crate) const SECTION: &str = "ipsec";

/// The ends of lines are the editor's; `ipsec-fmt` converts them.
const LEFT_OUT: &str = "line-ending";

/// Name, values and meaning of every setting below `format`, for the documentation.
pub fn format_settings() -> impl Iterator<Item = (String, String, &'static str)> {
    let keys = format_keys().filter(|(name, ..)| *name != LEFT_OUT);
    keys.map(|(name, values, about)| (camel(name), values, about))
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Settings {
    pub(crate) target: TargetArg,
    /// Absolute paths in a configuration are looked up below it.
    pub(crate) root: Option<PathBuf>,
    select: Vec<String>,
    extend_select: Vec<String>,
    ignore: Vec<String>,
    pub(crate) format: FormatValues,
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
            for (key, list) in [
                ("select", &mut settings.select),
                ("extendSelect", &mut settings.extend_select),
                ("ignore", &mut settings.ignore),
            ] {
                for word in words(lint, key) {
                    match Selection::default().select(&[&word]) {
                        Ok(()) => list.push(word),
                        Err(error) => faults.push(format!("ipsec.lint.{key}: {error}")),
                    }
                }
            }
        }
        if let Some(format) = value.get("format") {
            let keys = FORMAT_KEYS.iter().filter(|key| key.name != LEFT_OUT);
            for key in keys {
                settings.format(format, key, &mut faults);
            }
        }
        (settings, faults)
    }

    pub(crate) fn words(&self) -> Words<'_> {
        Words {
            select: &self.select,
            extend_select: &self.extend_select,
            ignore: &self.ignore,
        }
    }

    fn format(&mut self, given: &Value, key: &FormatKey, faults: &mut Vec<String>) {
        let name = camel(key.name);
        let value = given.get(&name).unwrap_or(&Value::Null);
        let number = value.as_u64().and_then(|number| u8::try_from(number).ok());
        match (value, number, key.numbers) {
            (Value::Null, ..) => {}
            (Value::Bool(flag), ..) if key.flag => self.format.take_flag(*flag),
            (Value::String(word), ..) if key.words.contains(&word.as_str()) => {
                self.format.take_word(key.name, word);
            }
            (_, Some(number), Some((least, most))) if (least..=most).contains(&number) => {
                self.format.take_number(key.name, number);
            }
            _ => {
                let words = key.words.iter().map(|word| format!("\"{word}\""));
                let numbers = key
                    .numbers
                    .map(|(least, most)| format!("a number from {least} to {most}"));
                let flags = key.flag.then(|| "true or false".to_owned());
                let wanted: Vec<String> = words.chain(numbers).chain(flags).collect();
                faults.push(format!(
                    "ipsec.format.{name}: write {}",
                    wanted.join(" or ")
                ));
            }
        }
    }
}

/// `alignValues` for `align-values`: what stands in settings of editors.
fn camel(name: &str) -> String {
    let mut parts = name.split('-');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (first, rest) = part.split_at(1);
        out.push_str(&first.to_ascii_uppercase());
        out.push_str(rest);
    }
    out
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
    use ipsec_conf_format::{Align, Indent, Options};
    use serde_json::json;

    use super::*;

    #[test]
    fn good_settings_are_taken() {
        let (settings, faults) = Settings::read(&json!({"ipsec": {
            "target": "libreswan@4.10", "lint": {"ignore": ["V101"]}, "format": {"indent": 2, "spacesAroundEquals": true, "alignValues": "section"},
        }}));
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(
            settings.target,
            TargetArg::Given(ipsec_conf::Target::LIBRESWAN_4_10)
        );
        let mut options = Options::default();
        settings.format.set(&mut options);
        assert_eq!(
            options,
            Options {
                indent: Indent::Spaces(2),
                spaces_around_equals: true,
                align_values: Align::Section,
                ..Options::default()
            }
        );
        assert_eq!(settings.words().ignore, ["V101"]);
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
