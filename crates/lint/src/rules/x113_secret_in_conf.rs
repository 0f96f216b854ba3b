//! Secrets where everybody reads.

use ipsec_conf::syntax::{LineKind, SecretKind};
use ipsec_conf::{Effect, File};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A secret in a file that is readable by everybody, or a secrets file that is included.
    ///
    /// ## What it does
    ///
    /// Finds comments with `PSK "` or `PSK 0x`, keywords such as `leftpassword=` and comment keywords such as `x-psk=` with
    /// a value, the same where it is commented out, and `include` lines that name a secrets file. The finding stands at the
    /// secret; every report shows `*` in its place.
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
    /// ```ipsec bad strongswan
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     # leftpassword=tiger
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
        for line in file.lines() {
            let names_secrets =
                line.kind == LineKind::Include && text[line.range()].contains("ipsec.secrets");
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
        }
        // Reading has looked already.
        if cx.model.sources().get(file.id()).secrets().is_empty() {
            return;
        }
        for secret in file.secrets() {
            let what = match secret.kind {
                SecretKind::Keyword => "the value of this keyword is a secret",
                SecretKind::Comment => "this comment holds a secret",
                // Manual keying knows no other place (`removed-manual-keying` speaks of it), and of the lines of a file of
                // secrets the `include` speaks.
                SecretKind::ManualKey | SecretKind::Record => continue,
            };
            cx.report(
                cx.finding(Effect::Works, file.span(secret.range), what)
                    .note("ipsec.conf is readable by everybody")
                    .help("move it to ipsec.secrets, and change it"),
            );
        }
    }
}
