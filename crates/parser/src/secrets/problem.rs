//! Lines of `ipsec.secrets` that are no records, each with its cause.
//!
//! A message never quotes anything of the file but a kind that the target does not take.

use super::records::Kind;
use crate::diagnostic::{Diagnostic, Effect, Fix, Severity, codes};
use crate::target::{Reader, Target};
use crate::text::Span;

/// Why something is no record, or not the record that it seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// The file starts with a line that continues nothing.
    StartsIndented,
    /// With the place of the kind, if there is one.
    MissingColon {
        before: Option<usize>,
    },
    /// A colon without a blank where the target wants one.
    ColonNotSeparated {
        insert: usize,
    },
    AddressEndsInColons,
    MissingKind,
    UnknownKind,
    /// Another target knows it.
    ForeignKind(Kind),
    KindInLowerCase(Kind),
    TabBehindKind,
    MissingSecret(Kind),
    UnquotedSecret {
        is_one_word: bool,
    },
    Backquotes,
    /// `0x` or `0s` with characters that are no such data.
    BadData,
    UnclosedQuote,
    UnclosedBlock,
    /// `RSA {` for strongSwan.
    BlockNotRead,
    /// Words behind the secret.
    RecordBoundary,
    SecretEndsAtBlank,
    IgnoredRest,
    BadIndex {
        is_only: bool,
    },
    NameIndex,
    IncludeWithoutPath,
    IncludeWords,
    IncludeFindsNothing,
    IncludeTooDeep,
    IncludeCycle,
    TooManyFiles,
}

impl Cause {
    /// Whether strongSwan reads no further.
    pub(super) fn stops_charon(self) -> bool {
        !matches!(
            self,
            Cause::SecretEndsAtBlank
                | Cause::IgnoredRest
                | Cause::NameIndex
                | Cause::BadIndex { .. }
                | Cause::BlockNotRead
                | Cause::IncludeWithoutPath
                | Cause::IncludeWords
        )
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Problem {
    pub(super) cause: Cause,
    pub(super) span: Span,
    /// How many lines behind it are lost with it (strongSwan).
    pub(super) lost: usize,
}

/// What the finding is about, apart from what the target does.
struct Words {
    effect: Effect,
    message: String,
    label: &'static str,
    help: String,
}

impl Problem {
    pub(super) fn diagnostic(self, target: Target) -> Diagnostic {
        let reader = target.reader();
        let words = self.words(target);
        let mut found = Diagnostic::new(
            codes::SECRETS_SYNTAX,
            words.effect,
            self.span,
            words.message,
        )
        .label(words.label)
        .note(self.note(target));
        if !words.help.is_empty() {
            found = found.help(words.help);
        }
        if matches!(self.cause, Cause::NameIndex | Cause::IncludeFindsNothing) {
            found = found.severity(Severity::Info);
        }
        match self.fix(reader) {
            Some(fix) => found.fix(fix),
            None => found,
        }
    }

    fn words(self, target: Target) -> Words {
        let program = target.program();
        let ignored = |message: &str, label: &'static str, help: &str| Words {
            effect: Effect::Ignored,
            message: message.to_owned(),
            label,
            help: help.to_owned(),
        };
        let shape = "write `ID ID : PSK \"...\"`";
        match self.cause {
            Cause::StartsIndented => ignored(
                "an indented line continues nothing",
                "a record starts in the first column",
                "remove the blanks at its start",
            ),
            Cause::MissingColon { before: Some(_) } => {
                ignored("no `:` before the kind of the secret", "", shape)
            }
            Cause::MissingColon { before: None } => {
                ignored("the line is no entry: there is no `:`", "", shape)
            }
            Cause::ColonNotSeparated { .. } => {
                ignored("no blank at both sides of the `:`", "", shape)
            }
            Cause::AddressEndsInColons => ignored(
                "the colon behind this address is taken for the end of the indices",
                "ends in `::`",
                "write `::0` at the end of the address",
            ),
            Cause::MissingKind => ignored("nothing follows the `:`", "", shape),
            Cause::UnknownKind => ignored(
                "the word behind the `:` is no kind of secret",
                "",
                &format!("known are {}", kinds(target)),
            ),
            Cause::ForeignKind(kind) => {
                let help = match (kind, target.reader()) {
                    (
                        Kind::Rsa | Kind::Ecdsa | Kind::Pkcs8 | Kind::P12,
                        Reader::Libreswan4 | Reader::Libreswan5,
                    ) => {
                        "import the key into the NSS database (`ipsec import`) and remove the entry"
                            .to_owned()
                    }
                    (Kind::Pin, Reader::Libreswan4 | Reader::Libreswan5 | Reader::Openswan) => {
                        "the NSS database keeps the PIN: remove the entry".to_owned()
                    }
                    _ => format!("known are {}", kinds(target)),
                };
                ignored(
                    &format!("{program} takes no `{}` entry", kind.word()),
                    "",
                    &help,
                )
            }
            Cause::KindInLowerCase(kind) => ignored(
                "the kind is not in capitals",
                "",
                &format!("write `{}`", kind.word()),
            ),
            Cause::TabBehindKind => ignored(
                "no blank behind the kind",
                "a tab is no separator here",
                "write a blank instead of the tab",
            ),
            Cause::MissingSecret(kind) => ignored(
                &format!("the `{}` entry has no secret", kind.word()),
                "",
                "write the secret in double quotes behind it",
            ),
            Cause::UnquotedSecret { .. } => ignored(
                "the secret is not quoted",
                "neither in quotes nor with `0x`, `0s` or `0t`",
                "write it in double quotes",
            ),
            Cause::Backquotes => {
                ignored("backquotes do not hold a secret", "", "write double quotes")
            }
            Cause::BadData => ignored(
                "characters that are not of the announced encoding",
                "`0x` is hexadecimal, `0s` base64",
                "write a text in double quotes",
            ),
            Cause::UnclosedQuote => ignored(
                "the quote is not closed on its line",
                "opened here",
                "close it, or write the text in the other kind of quotes",
            ),
            Cause::UnclosedBlock => ignored(
                "the `{` of the key is not closed",
                "opened here",
                "write `}` at the end, not in the first column",
            ),
            Cause::BlockNotRead => ignored(
                "a key in braces",
                "",
                "name the file of the key: `: RSA FILE`",
            ),
            Cause::RecordBoundary => ignored(
                "words behind the secret",
                "not part of the entry",
                "start the next entry in the first column of a line of its own; a comment starts with `#`",
            ),
            Cause::SecretEndsAtBlank => Words {
                effect: Effect::Misread,
                message: "the secret ends at the first blank".to_owned(),
                label: "not part of the secret",
                help: "write the secret in double quotes".to_owned(),
            },
            Cause::IgnoredRest => ignored(
                "words behind the secret",
                "not read",
                "start the next entry on a line of its own",
            ),
            Cause::BadIndex { .. } => Words {
                effect: Effect::Misread,
                message: "the index is no identity".to_owned(),
                label: "neither an address, a name, nor a distinguished name",
                help: "write an address, `@name`, `user@name` or a distinguished name in quotes"
                    .to_owned(),
            },
            Cause::NameIndex => Words {
                effect: Effect::Works,
                message: "the index stands for the address of a name".to_owned(),
                label: "a name without `@`",
                help: "write `@` before it if the peer sends the name".to_owned(),
            },
            Cause::IncludeWithoutPath => {
                ignored("`include` names no file", "", "write `include PATH`")
            }
            Cause::IncludeWords => ignored(
                "more than one word behind `include`",
                "one path is wanted",
                "write one `include` for each file",
            ),
            Cause::IncludeFindsNothing => ignored("no file matches", "", ""),
            Cause::IncludeTooDeep => ignored(
                "the file is included too deep",
                "",
                "include it from a file that stands higher",
            ),
            Cause::IncludeCycle => ignored("the file includes itself", "", "remove the line"),
            Cause::TooManyFiles => ignored("too many included files", "read up to here", ""),
        }
    }

    /// Which program does what.
    fn note(self, target: Target) -> String {
        let program = target.program();
        let reader = target.reader();
        match self.cause {
            Cause::BadIndex { is_only: true } => {
                format!("{program} complains and leaves it out: the secret then is for everybody")
            }
            Cause::BadIndex { is_only: false } => format!(
                "{program} complains and leaves it out: the secret then is for more peers than it says"
            ),
            Cause::NameIndex => format!(
                "{program} looks the name up when it reads the file; when that fails it leaves the index out, and the secret is for more peers than it says"
            ),
            Cause::SecretEndsAtBlank | Cause::IgnoredRest => {
                format!("{program} does not look at the rest of the line and says nothing")
            }
            Cause::BlockNotRead => format!(
                "{program} takes the brace for the name of a file, and stops reading at the next line"
            ),
            Cause::IncludeWithoutPath | Cause::IncludeWords if reader != Reader::StrongSwan => {
                format!("{program} complains and ignores the line")
            }
            Cause::IncludeWords | Cause::IncludeWithoutPath => {
                format!("{program} does not look at it")
            }
            Cause::IncludeFindsNothing => format!("{program} logs it and goes on"),
            Cause::IncludeTooDeep | Cause::IncludeCycle => {
                format!("{program} stops at ten files, one inside the other")
            }
            Cause::TooManyFiles => "this is a limit of this check".to_owned(),
            _ if reader == Reader::StrongSwan && self.lost == 0 => {
                format!("{program} stops reading the file here")
            }
            _ if reader == Reader::StrongSwan => {
                let lines = if self.lost == 1 { "line" } else { "lines" };
                format!(
                    "{program} stops reading the file here: {} more {lines} of it are lost",
                    self.lost
                )
            }
            Cause::ForeignKind(_) | Cause::UnknownKind => format!(
                "{program} says that it ignores an unrecognized keyword; the other entries load"
            ),
            _ => format!("{program} complains and leaves the entry out; the other entries load"),
        }
    }

    fn fix(self, reader: Reader) -> Option<Fix> {
        let at = |offset: usize| Span {
            start: offset as u32,
            end: offset as u32,
            ..self.span
        };
        let (first, last) = (
            Span {
                end: self.span.start,
                ..self.span
            },
            self.span.after(),
        );
        Some(match self.cause {
            Cause::ColonNotSeparated { insert } => Fix::safe("write a blank", at(insert), " "),
            Cause::MissingColon {
                before: Some(before),
            } => Fix::risky("write `:` before the kind", at(before), ": "),
            Cause::AddressEndsInColons => Fix::safe(
                "write `::0`",
                Span {
                    start: self.span.end - 1,
                    ..self.span
                },
                ":0",
            ),
            Cause::KindInLowerCase(kind) => {
                Fix::safe(format!("write `{}`", kind.word()), self.span, kind.word())
            }
            Cause::UnquotedSecret { is_one_word: true } if reader != Reader::StrongSwan => {
                Fix::risky("write it in double quotes", first, "\"").and(last, "\"")
            }
            _ => return None,
        })
    }
}

fn kinds(target: Target) -> String {
    let all = [
        Kind::Psk,
        Kind::Xauth,
        Kind::Ppks,
        Kind::Rsa,
        Kind::Ecdsa,
        Kind::Pkcs8,
        Kind::P12,
        Kind::Pin,
        Kind::Eap,
        Kind::Ntlm,
    ];
    let known: Vec<String> = all
        .into_iter()
        .filter(|kind| kind.is_known_to(target))
        .map(|kind| format!("`{}`", kind.word()))
        .collect();
    match known.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => known.concat(),
    }
}
