//! A secret where everybody can read it.

use ipsec_conf::{Effect, File};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// An entry of `ipsec.secrets` in `ipsec.conf`, in a comment or caught by an `include`.
    ///
    /// ## What it does
    ///
    /// Finds `: PSK`, `: XAUTH` and `: EAP` with a secret behind it in the files of the configuration, comments included. The
    /// message does not quote the secret; the line that is shown with it does.
    ///
    /// ## Why it matters
    ///
    /// `ipsec.conf` is readable by everybody on most hosts, travels in bug reports and stands in repositories; `ipsec.secrets` is
    /// not. Libreswan, Openswan and strongSwan read no secrets from `ipsec.conf`: an `include` that catches the secrets file
    /// makes them refuse the configuration, or print lines of it in a message.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// # 192.0.2.1 %any : PSK "k3!fPq9ZmW7sL0xVbN2cTr5yHg8u"
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// # The key is in ipsec.secrets: 192.0.2.1 %any : PSK "..."
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// ## See also
    ///
    /// `secrets-syntax`
    pub struct SecretInConf {
        code: "X113", name: "secret-in-conf", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for SecretInConf {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_file(&self, file: &File, cx: &mut Context<'_>) {
        let text = file.text();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            if let Some((start, kind)) = secret(line) {
                let is_comment = line.trim_start().starts_with('#');
                let note = if is_comment {
                    "a comment is read by everybody who may read the file".to_owned()
                } else {
                    format!("{} reads no secrets from here", cx.program())
                };
                let finding = cx
                    .finding(Effect::Works, file.span(at + start..at + start + kind.len()), format!("a `{kind}` secret in a file that everybody may read"))
                    .note(note)
                    .help("keep it in `ipsec.secrets`, which only root may read, and choose a new one");
                cx.report(finding);
            }
            at += line.len();
        }
    }
}

/// The kind of an entry with its secret, and where it stands.
fn secret(line: &str) -> Option<(usize, &'static str)> {
    for kind in ["PSK", "XAUTH", "EAP"] {
        for (start, _) in line.match_indices(kind) {
            let is_behind_colon = line[..start].trim_end().ends_with(':');
            let behind = &line[start + kind.len()..];
            if is_behind_colon && behind.starts_with([' ', '\t']) && is_secret(behind.trim()) {
                return Some((start, kind));
            }
        }
    }
    None
}

/// Not a placeholder.
fn is_secret(text: &str) -> bool {
    let quoted = text.strip_prefix(['"', '\'']);
    let data = text.strip_prefix("0x").or_else(|| text.strip_prefix("0s"));
    let Some(body) = quoted
        .and_then(|rest| rest.split(['"', '\'']).next())
        .or(data)
    else {
        return false;
    };
    let is_placeholder = body.is_empty()
        || body.contains("...")
        || body.starts_with(['<', '$', '{'])
        || body.chars().all(|c| matches!(c, 'x' | 'X' | '*'));
    !is_placeholder
}
