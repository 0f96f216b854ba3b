//! Values that another dialect would understand.

use ipsec_conf::diagnostic::{Code, codes};
use ipsec_conf::keyword::algorithm;
use ipsec_conf::model::{Conn, Setting};
use ipsec_conf::text::printable;
use ipsec_conf::value::{self, Context, Reading, ValueError};
use ipsec_conf::{Diagnostic, Dialect, Severity, Target};

use crate::context::Context as Rule;

/// What a reader says of a word that it does not know.
const UNKNOWN: [Code; 4] = [
    codes::BAD_ENUM_VALUE,
    codes::BAD_AUTH_WORD,
    codes::UNKNOWN_ALGORITHM,
    codes::BAD_KEY_LENGTH,
];

/// Reports at their keywords the values that the target does not know and `other` does.
///
/// What the target makes of the value is said where it is read; this says where the word comes from, and what its
/// counterpart is.
pub(crate) fn check(conn: &Conn<'_>, other: Dialect, cx: &mut Rule<'_>) {
    let context = conn.context();
    for setting in conn.settings() {
        let Some(problem) = stranger(conn, setting) else {
            continue;
        };
        let word = setting
            .value
            .text
            .get(problem.range.clone())
            .unwrap_or_default();
        if word.is_empty() || !is_of(conn, setting, context, word, other) {
            continue;
        }
        let finding = finding(conn, setting, problem, word, other, cx);
        cx.report(finding);
    }
}

fn stranger<'s>(conn: &Conn<'_>, setting: &'s Setting<'_>) -> Option<&'s ValueError> {
    conn.reading(setting)
        .problems
        .iter()
        .find(|problem| UNKNOWN.contains(&problem.code))
}

/// Whether the other dialect knows the word and no release of the own one does.
fn is_of(
    conn: &Conn<'_>,
    setting: &Setting<'_>,
    context: Context,
    word: &str,
    other: Dialect,
) -> bool {
    let own = conn.model.target().dialect;
    if crate::crypto::KEYWORDS.contains(&setting.keyword.id) {
        let known = algorithm::named_in(word);
        return known.contains(&other) && !known.contains(&own);
    }
    let takes = |target: Target| {
        read_as(setting, target, context)
            .is_some_and(|reading| reading.problems.is_empty() && reading.value.is_some())
    };
    takes(Target::newest(other)) && !takes(Target::newest(own))
}

fn read_as(setting: &Setting<'_>, target: Target, context: Context) -> Option<Reading> {
    let span = setting.keyword.span_as_written(target, setting.side)?;
    let context = Context {
        side: setting.side,
        ..context
    };
    let checks =
        !span.values.is_empty() || matches!(setting.keyword.id, "authby" | "auth" | "auth2");
    checks.then(|| {
        value::read(
            setting.keyword.id,
            span,
            setting.value.raw(),
            target,
            context,
        )
    })
}

fn finding(
    conn: &Conn<'_>,
    setting: &Setting<'_>,
    problem: &ValueError,
    word: &str,
    other: Dialect,
    cx: &Rule<'_>,
) -> Diagnostic {
    let message = format!(
        "`{}` in `{}=` is a word of {}",
        printable(word),
        setting.spelling(),
        other.name()
    );
    let mut finding = cx
        .finding(problem.effect, conn.key_span(setting), message)
        // The refusal is an error where the value is read: this is its cause.
        .severity(Severity::Warning)
        .related(
            conn.value_span(setting),
            format!("{} does not know it", cx.program()),
        )
        .note(format!(
            "{} and {} share the keyword and not its words",
            other.name(),
            cx.target().dialect.name()
        ));
    finding.notes.extend(problem.notes.iter().cloned());
    match counterpart(setting, word, cx.target()) {
        Some(words) => finding.help(words),
        None => finding,
    }
}

/// What says the same in the dialect of the target.
fn counterpart(setting: &Setting<'_>, word: &str, target: Target) -> Option<String> {
    let key = setting.spelling();
    if crate::crypto::KEYWORDS.contains(&setting.keyword.id) {
        return respelt(word, target).map(|name| format!("write `{name}`"));
    }
    let lower = word.to_ascii_lowercase();
    let words = match (target.dialect, setting.keyword.id, lower.as_str()) {
        (Dialect::Libreswan | Dialect::Openswan, "authby" | "auth", "psk") => "secret",
        (Dialect::Libreswan | Dialect::Openswan, "authby" | "auth", "pubkey" | "rsa") => "rsasig",
        (Dialect::Libreswan, "authby" | "auth", "ecdsasig") => "ecdsa",
        (Dialect::Libreswan, "fragmentation", "accept") => "yes",
        (Dialect::Libreswan | Dialect::Openswan, "authby", "xauthpsk") => {
            return Some(
                "write `authby=secret` with `leftxauthserver=yes` and `rightxauthclient=yes`"
                    .to_owned(),
            );
        }
        (Dialect::Libreswan | Dialect::Openswan, "authby", "xauthrsasig") => {
            return Some(
                "write `authby=rsasig` with `leftxauthserver=yes` and `rightxauthclient=yes`"
                    .to_owned(),
            );
        }
        (Dialect::Libreswan, "auth", word) if word.starts_with("eap") => {
            return Some(format!(
                "write `{key}=eaponly` with `autheap=tls`; Libreswan has no other EAP method"
            ));
        }
        (Dialect::Libreswan | Dialect::Openswan, "dpdaction", "none") => {
            return Some(
                "remove `dpdaction=` and `dpddelay=`: without a delay there is no detection"
                    .to_owned(),
            );
        }
        (Dialect::StrongSwan, "authby", list) if list.contains(',') => {
            return Some("keep one method; `leftauth=` and `rightauth=` say more".to_owned());
        }
        (Dialect::StrongSwan, "authby", word)
            if word.starts_with("rsa-") || word.starts_with("ecdsa-") =>
        {
            "pubkey"
        }
        (Dialect::StrongSwan, "dpdaction", "restart_by_peer") => "restart",
        _ => return None,
    };
    Some(format!("write `{key}={words}`"))
}

/// The name of the same algorithm in the target, with its key length.
fn respelt(word: &str, target: Target) -> Option<String> {
    let algorithm = algorithm::named(word).next()?;
    let names = algorithm
        .names
        .iter()
        .find(|names| names.holds_for(target))?
        .names;
    let length = ["128", "192", "256"]
        .into_iter()
        .find(|length| word.contains(length));
    let with_length = length.and_then(|length| {
        names
            .iter()
            .find(|name| name.contains(length))
            .map(|name| (*name).to_owned())
    });
    let is_cipher = algorithm.kind == algorithm::Kind::Encr;
    match (with_length, length) {
        (Some(name), _) if is_cipher => Some(name),
        (None, Some(length)) if is_cipher => Some(format!("{}{length}", names.first()?)),
        _ => names.first().map(|name| (*name).to_owned()),
    }
}
