//! A certificate that cannot be used.

use std::path::Path;

use ipsec_conf::keyword::Side;
use ipsec_conf::model::{Conn, Setting};
use ipsec_conf::text::printable;
use ipsec_conf::{Effect, Severity, Span, Version};

use crate::context::Context;
use crate::host::{self, CertificateFact, Host, Validity};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A certificate of a conn that is not in the NSS database, not valid today, or without its private key.
    ///
    /// ## What it does
    ///
    /// For Libreswan, looks `leftcert=` and `rightcert=` up in the NSS database with `certutil`: the one of `nssdir=`, else
    /// that of the running daemon, else `/var/lib/ipsec/nss` and `/etc/ipsec.d`. For strongSwan, reads the dates of the
    /// certificates in `/etc/ipsec.d/certs`; R120 tells when there is no such file. It looks at the machine, and runs only
    /// with `--host`. Without `certutil`, or without the right to read the database, it says nothing.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4.10 refuses a conn whose certificate it does not find, or that is out of date, at either end: `--add` fails
    /// with "certificate not found in the NSS database". Without the private key of its own certificate it loads the conn,
    /// and authentication fails when the tunnel should come up. strongSwan loads a certificate that is out of date, and the
    /// peer refuses it.
    ///
    /// ## See also
    ///
    /// R120 file-named-does-not-exist, M119 rsasig-without-key
    pub struct CertificateNotInStore {
        code: "H403", name: "certificate-not-in-store", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan, strongSwan", fix: Never
    }
}

impl Rule for CertificateNotInStore {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let Some(machine) = cx.host else { return };
        let own = host::local_side(conn, machine);
        for side in Side::BOTH {
            let Some(setting) = conn.get("cert", Some(side)) else {
                continue;
            };
            if cx.is_strongswan() {
                in_files(conn, setting, machine, cx);
            } else if cx.is_libreswan() {
                in_database(conn, setting, own == Some(side), machine, cx);
            }
        }
    }
}

fn in_files(conn: &Conn<'_>, setting: &Setting<'_>, machine: &dyn Host, cx: &mut Context<'_>) {
    for path in host::certificate_files(&setting.value.text) {
        let shown = path.display().to_string();
        let Some(what) = machine.certificate_in(&path).as_ref().and_then(out_of_date) else {
            continue;
        };
        let message = format!("the certificate `{}` {what}", printable(&shown));
        let finding = cx
            .finding(Effect::Works, conn.value_span(setting), message)
            .severity(Severity::Error)
            .note(format!(
                "{} loads it, and the peer refuses it",
                cx.program()
            ))
            .help("renew the certificate");
        cx.report(finding);
    }
}

fn in_database(
    conn: &Conn<'_>,
    setting: &Setting<'_>,
    is_own: bool,
    machine: &dyn Host,
    cx: &mut Context<'_>,
) {
    let nickname = &*setting.value.text;
    if nickname.is_empty() || nickname.starts_with('%') {
        return;
    }
    let directories = host::nss_directories(cx, machine);
    let facts = directories
        .iter()
        .map(|directory| machine.certificate(directory, nickname));
    let mut is_missing = false;
    for fact in facts {
        match fact {
            CertificateFact::There { has_key, validity } => {
                there(conn, setting, is_own && !has_key, validity.as_ref(), cx);
                return;
            }
            CertificateFact::Unknown => return,
            CertificateFact::Missing => is_missing = true,
        }
    }
    if is_missing {
        let message = format!(
            "there is no certificate `{}` in the NSS database",
            printable(nickname)
        );
        let listed: Vec<String> = directories.iter().map(|dir| list(dir.as_path())).collect();
        let finding = refusal(cx, conn.value_span(setting), message);
        cx.report(finding.help(format!(
            "{} lists those that are; `ipsec import` adds one with its key",
            listed.join(" or ")
        )));
    }
}

fn there(
    conn: &Conn<'_>,
    setting: &Setting<'_>,
    lacks_key: bool,
    validity: Option<&Validity>,
    cx: &mut Context<'_>,
) {
    let span = conn.value_span(setting);
    let nickname = printable(&setting.value.text).into_owned();
    if let Some(what) = validity.and_then(out_of_date) {
        let finding = refusal(cx, span, format!("the certificate `{nickname}` {what}"));
        cx.report(finding.help("renew the certificate, and import the new one with its key"));
    } else if lacks_key {
        let message = format!(
            "the certificate `{nickname}` of this host is in the NSS database without its private key"
        );
        cx.report(
            cx.finding(Effect::Works, span, message)
                .severity(Severity::Error)
                .note(format!(
                    "{} loads the conn and cannot authenticate",
                    cx.program()
                ))
                .help("`ipsec import` a PKCS #12 file that has the certificate and the key"),
        );
    }
}

/// Refused by Libreswan 4.10, as seen; of Libreswan 3 only that it cannot work.
fn refusal(cx: &Context<'_>, span: Span, message: String) -> ipsec_conf::Diagnostic {
    if cx.target().version >= Version::new(4, 0, 0) {
        return cx.refusal(span, message);
    }
    cx.finding(Effect::Works, span, message)
        .severity(Severity::Error)
        .note(format!("{} cannot authenticate with it", cx.program()))
}

fn out_of_date(validity: &Validity) -> Option<String> {
    match validity {
        Validity::Now => None,
        Validity::NotBefore(date) => Some(format!("is not valid before {date}")),
        Validity::Expired(date) => Some(format!("expired on {date}")),
    }
}

fn list(directory: &Path) -> String {
    let shown = directory.display().to_string();
    format!("`certutil -L -d sql:{}`", printable(&shown))
}

#[cfg(test)]
mod tests {
    use crate::host::{CertificateFact, Daemon, Validity};
    use crate::testing::{FakeHost, check_on};

    const TEXT: &str = "conn a\n\tleft=192.0.2.1\n\tleftcert=west\n\tright=198.51.100.7\n";

    fn host() -> FakeHost {
        FakeHost::default().with_address("192.0.2.1", "eth0")
    }

    fn with(mut host: FakeHost, dir: &str, has_key: bool, validity: Validity) -> FakeHost {
        let fact = CertificateFact::There {
            has_key,
            validity: Some(validity),
        };
        host.certificates
            .insert((dir.into(), "west".to_owned()), fact);
        host.with_file(&format!("{dir}/cert9.db"), 0o600, 0)
    }

    #[track_caller]
    fn check(host: &FakeHost, text: &str, expected: &[&str]) {
        check_on(host, "H403", "libreswan@4.10", text, expected);
    }

    #[test]
    fn a_certificate_is_there_valid_and_with_its_key() {
        let dir = "/var/lib/ipsec/nss";
        let good = with(host(), dir, true, Validity::Now);
        check(&good, TEXT, &[]);
        let other = TEXT.replace("west", "east");
        let message = "3:11 there is no certificate `east` in the NSS database";
        check(&good, &other, &[message]);
        let date = "2026-01-01T00:00:00Z".to_owned();
        let old = with(host(), dir, true, Validity::Expired(date.clone()));
        let message = "3:11 the certificate `west` expired on 2026-01-01T00:00:00Z";
        check(&old, TEXT, &[message]);
        let early = with(host(), dir, true, Validity::NotBefore(date));
        let message = "3:11 the certificate `west` is not valid before 2026-01-01T00:00:00Z";
        check(&early, TEXT, &[message]);
    }

    #[test]
    fn the_key_of_the_peer_is_not_here() {
        let dir = "/var/lib/ipsec/nss";
        let no_key = with(host(), dir, false, Validity::Now);
        let message = "3:11 the certificate `west` of this host is in the NSS database without its private key";
        check(&no_key, TEXT, &[message]);
        let theirs = TEXT.replace("leftcert", "rightcert");
        check(&no_key, &theirs, &[]);
    }

    #[test]
    fn the_database_in_force() {
        let old_place = with(host(), "/etc/ipsec.d", true, Validity::Now);
        check(&old_place, TEXT, &[]);
        let named = format!("config setup\n\tnssdir=/srv/nss\n{TEXT}");
        let message = "5:11 there is no certificate `west` in the NSS database";
        check(&old_place, &named, &[message]);
        let mut running = with(host(), "/srv/nss", true, Validity::Now);
        check(&running, &named, &[]);
        check(&running, TEXT, &[]);
        running.daemon = Some(Daemon {
            nss_dir: Some("/run/nss".into()),
            ..Daemon::default()
        });
        check(&running, TEXT, &[&message.replace("5:", "3:")]);
        check(&host(), TEXT, &[]);
    }

    #[test]
    fn certificates_in_files() {
        let mut host = host();
        let path = "/etc/ipsec.d/certs/b.pem";
        let expired = Validity::Expired("2026-01-01T00:00:00Z".to_owned());
        host.certificate_files.insert(path.into(), expired);
        let text = TEXT.replace("west", "a.pem,b.pem");
        let message = format!("3:11 the certificate `{path}` expired on 2026-01-01T00:00:00Z");
        check_on(&host, "H403", "strongswan@5.9.8", &text, &[&message]);
    }
}
