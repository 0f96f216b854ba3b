//! Secrets where everybody reads.

use ipsec_conf::syntax::LineKind;
use ipsec_conf::{Diagnostic, Effect, File, Span};

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A secret in a file that is readable by everybody, or a secrets file that is included.
    ///
    /// ## What it does
    ///
    /// Finds comments with `PSK "` or `PSK 0x`, keywords such as `leftpassword=` and comment keywords such as `x-psk=` with
    /// a value, and `include` lines that name a secrets file. The finding stands at the head of the section, or of the
    /// file, and names the line, so that no report shows the secret.
    ///
    /// ## Why it matters
    ///
    /// ipsec.conf is readable by every user, lies in repositories and is sent to others for help. Secrets belong into
    /// ipsec.secrets, which only root reads. An included secrets file is read as a configuration, and Libreswan, Openswan
    /// and strongSwan print its lines in their messages.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// include /etc/ipsec.secrets
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     # : PSK "not a good place"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     authby=secret
    /// ```
    ///
    /// ## See also
    ///
    /// `short-psk`
    pub struct SecretInConf {
        code: "X113", name: "secret-in-conf", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for SecretInConf {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_file(&self, file: &File, cx: &mut Context<'_>) {
        let text = file.text();
        // The place of a report must not show the line that it is about.
        let is_safe = |line: &&ipsec_conf::syntax::Line| {
            !holds_psk(&text[line.comment_range(text)]) && file.entry(line).is_none()
        };
        let first = file
            .lines()
            .iter()
            .find(is_safe)
            .map_or(text.len(), |line| line.range().start);
        let mut shown = file.span(first..first);
        let mut number = 1;
        let mut found: Vec<(Span, Vec<usize>)> = Vec::new();
        for line in file.lines() {
            let range = line.range();
            let comment = &text[line.comment_range(text)];
            let entry = file.entry(line);
            let is_header = !matches!(
                line.kind,
                LineKind::Blank
                    | LineKind::Comment
                    | LineKind::Entry
                    | LineKind::CommentEntry
                    | LineKind::Bad
            );
            let names_secrets =
                line.kind == LineKind::Include && text[range.clone()].contains("ipsec.secrets");
            if names_secrets {
                let span = file.span(line.value_range());
                cx.report(
                    cx.finding(
                        Effect::Works,
                        span,
                        "a secrets file is read as a configuration",
                    )
                    .note(format!(
                        "{} prints lines that it does not understand",
                        cx.program()
                    ))
                    .help("remove the line: the daemon reads the secrets by itself"),
                );
            }
            if is_header && !holds_psk(comment) {
                shown = file.span(range.clone());
            }
            let by_keyword = entry.is_some_and(|entry| {
                names_secret(entry.key()) && !text[line.value_range()].is_empty()
            });
            if by_keyword || holds_psk(comment) {
                match found.last_mut() {
                    Some((span, numbers)) if *span == shown => numbers.push(number),
                    _ => found.push((shown, vec![number])),
                }
            }
            number += text[range].matches('\n').count().max(1);
        }
        for (span, numbers) in found {
            let finding = about(cx, span, &numbers);
            cx.report(finding);
        }
    }
}

fn about(cx: &Context<'_>, span: Span, lines: &[usize]) -> Diagnostic {
    let numbers: Vec<String> = lines.iter().map(usize::to_string).collect();
    let (what, verb) = if lines.len() == 1 {
        ("line", "holds a secret")
    } else {
        ("lines", "hold secrets")
    };
    cx.finding(
        Effect::Works,
        span,
        format!("{what} {} of this file {verb}", numbers.join(", ")),
    )
    .note("ipsec.conf is readable by everybody")
    .help("move it to ipsec.secrets, and change it")
}

/// Whether a comment looks like a line of ipsec.secrets.
fn holds_psk(comment: &str) -> bool {
    ["PSK", "XAUTH", "EAP"].iter().any(|kind| {
        comment.match_indices(kind).any(|(at, _)| {
            let rest = comment[at + kind.len()..].trim_start_matches([' ', '\t', ':']);
            let is_apart = comment[..at].ends_with([' ', '\t', ':', '#']);
            let is_value = rest.len() > 3
                && (rest.starts_with('"') || rest.starts_with("0x") || rest.starts_with("0s"));
            is_apart && is_value
        })
    })
}

/// Whether a keyword promises a secret. `secret` itself is a method of authentication and no keyword.
fn names_secret(key: &str) -> bool {
    let lower = key.to_ascii_lowercase();
    let bare = lower
        .trim_start_matches(['x', '-', '_'])
        .trim_start_matches("left")
        .trim_start_matches("right");
    matches!(
        bare,
        "psk"
            | "secret"
            | "password"
            | "passwd"
            | "presharedkey"
            | "pre-shared-key"
            | "preshared-key"
    ) || matches!(
        bare,
        "authpassword" | "auth-password" | "xauthpassword" | "xauthpass" | "authpass"
    )
}
