//! A preshared key that can be guessed.

use ipsec_conf::Effect;
use ipsec_conf::secrets::{Form, Kind, LEAST, LEAST_RANDOM, Secrets, Strength};
use ipsec_conf::target::Reader;

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A preshared key that is short, a sample from a manual, or a run of the keyboard.
    ///
    /// ## What it does
    ///
    /// Looks at the preshared keys of the secrets file: less than 20 bytes of text or 16
    /// bytes in hexadecimal or base64, a value from documentation, one character or piece
    /// again and again, runs of the alphabet or the keyboard. It never shows a key.
    ///
    /// ## Why it matters
    ///
    /// Who plays the peer of an IKEv2 exchange once, or sees an IKEv1 exchange in aggressive mode, can try keys at home as fast
    /// as the hardware allows (RFC 7296, section 2.15). Libreswan warns below 8 bytes when it reads the file, strongSwan and
    /// Openswan do not.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=secret
    /// # file: ipsec.secrets
    /// 192.0.2.1 198.51.100.7 : PSK "changeme"
    /// ```
    ///
    /// ## Use instead
    ///
    /// A random key, such as `openssl rand -base64 32` writes it.
    ///
    /// ```ipsec good libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=secret
    /// # file: ipsec.secrets
    /// 192.0.2.1 198.51.100.7 : PSK "k3!fPq9ZmW7sL0xVbN2cTr5yHg8u"
    /// ```
    ///
    /// ## See also
    ///
    /// `wildcard-psk`
    pub struct ShortPsk {
        code: "X122", name: "short-psk", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

fn least(form: Form) -> usize {
    if matches!(form, Form::Hex | Form::Base64) {
        LEAST_RANDOM
    } else {
        LEAST
    }
}

impl Rule for ShortPsk {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_secrets(&self, secrets: &Secrets, cx: &mut Context<'_>) {
        for record in secrets
            .records()
            .iter()
            .filter(|record| record.stored && record.kind == Kind::Psk)
        {
            let length = record.secret.length();
            let message = match record.secret.strength() {
                Strength::Fair => continue,
                Strength::Empty => "the preshared key is empty".to_owned(),
                Strength::Sample => "the preshared key is a sample value".to_owned(),
                Strength::Pattern => "the preshared key is a pattern".to_owned(),
                Strength::Short => format!(
                    "the preshared key has {length} {}, less than {}",
                    if length == 1 { "byte" } else { "bytes" },
                    least(record.secret.form())
                ),
            };
            let note = match cx.reader() {
                Reader::Libreswan4 | Reader::Libreswan5 if length < 8 => {
                    format!("{} warns of a weak secret and takes it", cx.program())
                }
                _ => format!(
                    "{} takes it without a message; one exchange is enough to try keys against",
                    cx.program()
                ),
            };
            let finding = cx
                .finding(Effect::Works, record.secret.span(), message)
                .note(note)
                .help("let a program choose it: `openssl rand -base64 32`");
            cx.report(finding);
        }
    }
}
