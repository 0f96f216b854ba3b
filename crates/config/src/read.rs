//! From the text of the file to its values and to what is wrong with it.

use std::ops::Range;
use std::path::{Path, PathBuf};

use globset::{GlobSet, GlobSetBuilder};
use ipsec_conf::model::Vfs;
use ipsec_conf::text::printable;
use ipsec_conf::{Code, Diagnostic, Effect, FileId, Severity, Source, SourceMap, Span, Target};
use ipsec_conf_lint::Selection;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::format::{self, FormatKey};
use crate::options::{KNOWN, Kind, SEVERITIES};
use crate::{Config, FailOn, Unreadable, Values, glob};

impl Config {
    /// Reads the file at `path`, which messages call `shown`.
    pub fn read(vfs: &dyn Vfs, path: &Path, shown: &Path) -> Result<Config, Unreadable> {
        let cannot = |source| Unreadable {
            path: shown.to_owned(),
            source,
        };
        let bytes = vfs.read(path).map_err(cannot)?;
        let absolute = std::path::absolute(path).map_err(cannot)?;
        let dir = absolute.parent().unwrap_or(Path::new("/")).to_owned();
        let dir = dir.canonicalize().unwrap_or(dir);
        let source = Source::from_bytes(shown, bytes)
            .map_err(|error| cannot(std::io::Error::other(error)))?;
        Ok(Config::of(source, dir))
    }

    /// What the text of a file says whose directory is `dir`.
    pub fn of(source: Source, dir: PathBuf) -> Config {
        let path = source.path().to_owned();
        let text = source.shared_text();
        let mut sources = SourceMap::default();
        let file = sources.add(source);
        let mut reading = Reading {
            file,
            dir: &dir,
            values: Values::default(),
            findings: Vec::new(),
            is_usable: true,
        };
        let (table, errors) = DeTable::parse_recoverable(&text);
        let is_toml = errors.is_empty();
        for error in errors {
            let range = error.span().unwrap_or(0..0);
            reading.unusable(
                &within(range, &text),
                format!("this is not TOML: {}", first_line(error.message())),
            );
        }
        // Of a table with holes nobody knows what it says.
        if is_toml {
            reading.table(table.get_ref());
        }
        let Reading {
            values,
            mut findings,
            is_usable,
            ..
        } = reading;
        ipsec_conf::diagnostic::sort(&mut findings);
        Config {
            path,
            dir,
            sources,
            findings,
            is_usable,
            values,
        }
    }
}

fn within(range: Range<usize>, text: &str) -> Range<usize> {
    let mut end = range.end.min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let mut start = range.start.min(end);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    start..end
}

fn first_line(text: &str) -> String {
    printable(text.lines().next().unwrap_or_default()).into_owned()
}

fn code(id: &str) -> Code {
    ipsec_conf_lint::find(id)
        .expect("bug: the rules about the linter itself are registered")
        .info()
        .code
}

/// What was made of the file so far.
struct Reading<'a> {
    file: FileId,
    dir: &'a Path,
    values: Values,
    findings: Vec<Diagnostic>,
    is_usable: bool,
}

impl Reading<'_> {
    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.file, range.clone())
    }

    fn unusable(&mut self, range: &Range<usize>, message: impl Into<String>) {
        self.is_usable = false;
        let finding = Diagnostic::new(code("Y394"), Effect::FileRefused, self.span(range), message);
        self.findings.push(finding);
    }

    fn wrong_type(&mut self, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let kind = value.get_ref().type_str();
        let article = if kind.starts_with(['a', 'i']) {
            "an"
        } else {
            "a"
        };
        self.unusable(
            &value.span(),
            format!("this is {article} {kind} where {wanted} is wanted"),
        );
    }

    fn table(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if let Some(known) = KNOWN.iter().find(|known| known.name == name) {
                self.option(known.name, known.kind, value);
            } else {
                let names: Vec<_> = KNOWN.iter().map(|known| known.name).collect();
                self.unknown_key(name, &key.span(), &names);
            }
        }
    }

    fn unknown_key(&mut self, key: &str, range: &Range<usize>, known: &[&str]) {
        let span = self.span(range);
        let mut finding = Diagnostic::new(
            code("Y393"),
            Effect::Ignored,
            span,
            format!("unknown option `{}`", printable(key)),
        );
        let written = key.replace('_', "-");
        let near = known
            .iter()
            .map(|name| (strsim::jaro_winkler(name, &written), name));
        let near = near
            .filter(|(score, _)| *score > 0.8)
            .max_by(|a, b| a.0.total_cmp(&b.0));
        finding = if let Some((_, near)) = near {
            finding.help(format!("did you mean `{near}`?"))
        } else {
            let names: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            finding.help(format!("the options are {}", names.join(", ")))
        };
        self.findings.push(finding);
    }

    fn option(&mut self, name: &str, kind: Kind, value: &Spanned<DeValue<'_>>) {
        match kind {
            Kind::Target => self.target(value),
            Kind::Path => {
                let Some(text) = self.string(value) else {
                    return;
                };
                let path = Some(self.dir.join(text));
                match name {
                    "root" => self.values.root = path,
                    "secrets" => self.values.secrets = path,
                    _ => self.values.baseline = path,
                }
            }
            Kind::Rules => {
                let words = self.rules(value);
                match name {
                    "select" => self.values.select = words,
                    "extend-select" => self.values.extend_select = words,
                    _ => self.values.ignore = words,
                }
            }
            Kind::FailOn => {
                let Some(text) = self.string(value) else {
                    return;
                };
                self.values.fail_on = FailOn::of_word(&text);
                if self.values.fail_on.is_none() {
                    self.bad_word(value, &text, &FailOn::WORDS);
                }
            }
            Kind::Patterns => {
                let patterns = self.strings(value);
                self.values.exclude = self.globs(&patterns);
            }
            Kind::Severities => self.severities(value),
            Kind::RulesByPattern => self.per_file_ignores(value),
            Kind::Format => self.format(value),
        }
    }

    fn target(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(text) = self.string(value) else {
            return;
        };
        if text == "auto" {
            return;
        }
        match text.parse::<Target>() {
            Ok(target) => self.values.target = Some(target),
            Err(error) => self.unusable(&value.span(), printable(&error.to_string()).into_owned()),
        }
    }

    fn bad_word(&mut self, value: &Spanned<DeValue<'_>>, word: &str, known: &[&str]) {
        let known: Vec<String> = known.iter().map(|word| format!("`{word}`")).collect();
        self.unusable(
            &value.span(),
            format!("`{}` is none of {}", printable(word), known.join(", ")),
        );
    }

    fn string(&mut self, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let text = value.get_ref().as_str().map(str::to_owned);
        match text.as_deref() {
            None => self.wrong_type(value, "a string"),
            Some("") => self.unusable(&value.span(), "the value is empty"),
            Some(_) => return text,
        }
        None
    }

    fn strings(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<(String, Range<usize>)> {
        let Some(array) = value.get_ref().as_array() else {
            self.wrong_type(value, "an array of strings");
            return Vec::new();
        };
        let items = array
            .iter()
            .filter_map(|item| Some((self.string(item)?, item.span())));
        items.collect()
    }

    /// Those of the words that name a rule.
    fn rules(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<String> {
        let words = self.strings(value);
        words
            .into_iter()
            .filter(|(word, range)| self.knows_rule(word, range))
            .map(|(word, _)| word)
            .collect()
    }

    fn knows_rule(&mut self, word: &str, range: &Range<usize>) -> bool {
        let Err(unknown) = Selection::default().select(&[word]) else {
            return true;
        };
        let span = self.span(range);
        let message = format!("no rule is called `{}`", printable(word));
        let finding = Diagnostic::new(code("Y391"), Effect::Ignored, span, message);
        self.findings.push(match unknown.near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("`ipsec-lint --list-rules` lists the rules"),
        });
        false
    }

    fn severities(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(table) = value.get_ref().as_table() else {
            return self.wrong_type(value, "a table");
        };
        for (rule, value) in table {
            let is_known = self.knows_rule(rule.get_ref(), &rule.span());
            let Some(text) = self.string(value) else {
                continue;
            };
            let severity = match text.as_str() {
                "error" => Severity::Error,
                "warning" => Severity::Warning,
                "info" => Severity::Info,
                _ => {
                    self.bad_word(value, &text, &SEVERITIES);
                    continue;
                }
            };
            if is_known {
                self.values
                    .severity
                    .push((rule.get_ref().to_string(), severity));
            }
        }
    }

    fn per_file_ignores(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(table) = value.get_ref().as_table() else {
            return self.wrong_type(value, "a table");
        };
        for (pattern, rules) in table {
            let globs = self.globs(&[(pattern.get_ref().to_string(), pattern.span())]);
            let words = self.rules(rules);
            if words.is_empty() {
                continue;
            }
            let mut selection = Selection::default();
            selection.host = true;
            selection
                .select(&words)
                .expect("bug: unknown rules were left out");
            self.values.per_file_ignores.push((globs, selection));
        }
    }

    fn format(&mut self, value: &Spanned<DeValue<'_>>) {
        let Some(table) = value.get_ref().as_table() else {
            return self.wrong_type(value, "a table");
        };
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if let Some(known) = format::KEYS.iter().find(|known| known.name == name) {
                self.format_value(known, value);
            } else {
                let names: Vec<_> = format::KEYS.iter().map(|known| known.name).collect();
                self.unknown_key(name, &key.span(), &names);
            }
        }
    }

    fn format_value(&mut self, key: &FormatKey, value: &Spanned<DeValue<'_>>) {
        match (value.get_ref(), key.numbers) {
            (DeValue::Boolean(flag), _) if key.flag => self.values.format.take_flag(*flag),
            (DeValue::Integer(number), Some((least, most))) => {
                let number = u8::from_str_radix(number.as_str(), number.radix());
                match number.ok().filter(|number| (least..=most).contains(number)) {
                    Some(number) => self.values.format.take_number(key.name, number),
                    None => self.unusable(
                        &value.span(),
                        format!("`{}` is a number from {least} to {most}", key.name),
                    ),
                }
            }
            (DeValue::String(word), _) if !key.words.is_empty() => {
                if key.words.contains(&word.as_ref()) {
                    self.values.format.take_word(key.name, word);
                } else {
                    self.bad_word(value, word, key.words);
                }
            }
            _ => {
                let kinds = [
                    (key.flag, "`true` or `false`"),
                    (key.numbers.is_some(), "a number"),
                    (!key.words.is_empty(), "a word"),
                ];
                let wanted: Vec<&str> = kinds
                    .iter()
                    .filter(|(takes, _)| *takes)
                    .map(|(_, kind)| *kind)
                    .collect();
                self.wrong_type(value, &wanted.join(" or "));
            }
        }
    }

    fn globs(&mut self, patterns: &[(String, Range<usize>)]) -> GlobSet {
        let mut set = GlobSetBuilder::new();
        for (pattern, range) in patterns {
            match glob(pattern) {
                Ok(globs) => {
                    for glob in globs {
                        set.add(glob);
                    }
                }
                Err(error) => {
                    let reason = printable(&error.kind().to_string()).into_owned();
                    self.unusable(range, format!("this is no pattern: {reason}"));
                }
            }
        }
        set.build().unwrap_or_default()
    }
}
