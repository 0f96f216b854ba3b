//! A conn that FIPS mode does not allow, on a host in FIPS mode.

use ipsec_conf::model::Conn;
use ipsec_conf::{Effect, Version};

use super::x123_fips_not_allowed::NOT_APPROVED;
use crate::context::Context;
use crate::crypto;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn that needs what FIPS mode forbids, on a host that runs in FIPS mode.
    ///
    /// ## What it does
    ///
    /// Looks at `/proc/sys/crypto/fips_enabled`, and for algorithms that Libreswan does not have in FIPS mode and for shunts
    /// that let traffic pass. It looks at the machine, and runs only with `--host`; X123 finds such algorithms for any host.
    ///
    /// ## Why it matters
    ///
    /// In FIPS mode Libreswan reads a name such as `chacha20_poly1305` or `modp1536` as one that it does not know: it refuses
    /// the conn, also when another proposal of the list would do (seen with `ipsec algparse -fips` of 4.10). It ignores
    /// `failureshunt=passthrough` and `negotiationshunt=passthrough`, and drops the packets instead.
    ///
    /// ## See also
    ///
    /// X123 fips-not-allowed, X112 shunt-leaks
    pub struct FipsMode {
        code: "H412", name: "fips-mode", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for FipsMode {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let is_on = |host: &dyn crate::host::Host| {
            host.sysctl("crypto.fips_enabled")
                .is_some_and(|value| value == "1")
        };
        let is_surveyed = |version| version >= Version::new(4, 0, 0);
        if !cx.host.is_some_and(is_on) || !cx.libreswan().is_some_and(is_surveyed) {
            return;
        }
        for word in cx.words(conn).iter() {
            if NOT_APPROVED.contains(&word.algorithm.id) {
                let message = format!("`{}` does not exist in FIPS mode, in which this host runs", word.text);
                let help = format!("write `{}`", crypto::instead(word, cx.target()));
                cx.report(cx.refusal(word.span, message).help(help));
            }
        }
        for id in ["failureshunt", "negotiationshunt"] {
            let passes = |text: &str| {
                matches!(text.to_ascii_lowercase().as_str(), "pass" | "passthrough")
            };
            let Some(setting) = conn
                .get(id, None)
                .filter(|setting| passes(&setting.value.text) && !conn.is_shunt())
            else {
                continue;
            };
            let message = format!(
                "`{id}={}` does not hold in FIPS mode, in which this host runs",
                setting.value.text
            );
            cx.report(
                cx.finding(Effect::Ignored, conn.value_span(setting), message)
                    .note(format!("{} drops the packets", cx.program()))
                    .help("remove the line"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{FakeHost, check_on};

    const TEXT: &str = "conn a\n\tleft=192.0.2.1\n\tright=198.51.100.7\n\tesp=aes-sha1,aes-md5\n\tfailureshunt=passthrough\n";

    fn host(fips: &str) -> FakeHost {
        FakeHost::default().with_sysctl("crypto.fips_enabled", fips)
    }

    #[test]
    fn algorithms_and_shunts() {
        let expected = [
            "4:19 `md5` does not exist in FIPS mode, in which this host runs",
            "5:15 `failureshunt=passthrough` does not hold in FIPS mode, in which this host runs",
        ];
        check_on(&host("1"), "H412", "libreswan@4.10", TEXT, &expected);
        let good = TEXT.replace(",aes-md5", "").replace("passthrough", "none");
        check_on(&host("1"), "H412", "libreswan@4.10", &good, &[]);
    }

    #[test]
    fn another_host_and_another_program() {
        check_on(&host("0"), "H412", "libreswan@4.10", TEXT, &[]);
        check_on(&FakeHost::default(), "H412", "libreswan@4.10", TEXT, &[]);
        check_on(&host("1"), "H412", "libreswan@3.32", TEXT, &[]);
        check_on(&host("1"), "H412", "strongswan@5.9.8", TEXT, &[]);
    }
}
