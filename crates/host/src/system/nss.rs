//! Certificates: those of an NSS database, which `certutil` reads, and those in files.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ipsec_conf_lint::host::{CertificateFact, Validity};
use x509_cert::Certificate;
use x509_cert::der::{Decode as _, DecodePem as _};

use crate::ask::ask;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

/// What was asked already: `certutil` is started once for each database and each certificate.
#[derive(Debug, Default)]
pub(super) struct Databases(Mutex<HashMap<PathBuf, Option<Database>>>);

#[derive(Debug)]
struct Database {
    /// As `certutil` calls it.
    name: String,
    /// By nickname.
    certificates: HashMap<String, Entry>,
}

#[derive(Debug)]
struct Entry {
    has_key: bool,
    validity: OnceLock<Option<Validity>>,
}

impl Databases {
    pub(super) fn certificate(&self, directory: &Path, nickname: &str) -> CertificateFact {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let database = known
            .entry(directory.to_owned())
            .or_insert_with(|| Database::read(directory));
        database
            .as_ref()
            .map_or(CertificateFact::Unknown, |database| {
                database.certificate(nickname)
            })
    }
}

impl Database {
    fn read(directory: &Path) -> Option<Database> {
        // Without a database there would be one afterwards.
        if !directory.join("cert9.db").is_file() {
            return None;
        }
        let name = format!("sql:{}", directory.to_str()?);
        let list = ask("certutil", &["-L", "-d", &name]).filter(|answer| answer.is_success)?;
        let list = list.text();
        let certificates = list.lines().filter_map(entry).map(|(nickname, trust)| {
            let entry = Entry {
                has_key: trust.contains('u'),
                validity: OnceLock::new(),
            };
            (nickname.to_owned(), entry)
        });
        Some(Database {
            certificates: certificates.collect(),
            name,
        })
    }

    fn certificate(&self, nickname: &str) -> CertificateFact {
        let Some(entry) = self.certificates.get(nickname) else {
            return CertificateFact::Missing;
        };
        let read = || {
            let answer = ask("certutil", &["-L", "-d", &self.name, "-n", nickname, "-a"])?;
            validity(&answer.stdout)
        };
        CertificateFact::There {
            has_key: entry.has_key,
            validity: entry.validity.get_or_init(read).clone(),
        }
    }
}

/// A line of `certutil -L`: the nickname, which may have blanks, and the three words of trust.
fn entry(line: &str) -> Option<(&str, &str)> {
    let (nickname, trust) = line.trim_end().rsplit_once([' ', '\t'])?;
    let is_trust = trust.matches(',').count() == 2
        && trust.chars().all(|c| c == ',' || "pPcCTuwg".contains(c));
    is_trust.then(|| (nickname.trim_end(), trust))
}

/// Whether one of the certificates in PEM, or the one in DER, can be used now; nothing when it is none.
pub(super) fn validity(bytes: &[u8]) -> Option<Validity> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    let text = String::from_utf8_lossy(bytes);
    let mut blocks = text.split(BEGIN).skip(1).peekable();
    if blocks.peek().is_none() {
        return Some(at(&Certificate::from_der(bytes).ok()?, now));
    }
    let read = |block: &str| {
        let end = block.find(END)?;
        let pem = format!("{BEGIN}{}{END}\n", &block[..end]);
        Some(at(&Certificate::from_pem(pem).ok()?, now))
    };
    // Of several with one nickname, as after a renewal, NSS takes the one that can be used.
    let all: Vec<Validity> = blocks.filter_map(read).collect();
    let usable = all.iter().find(|validity| **validity == Validity::Now);
    usable.or(all.first()).cloned()
}

fn at(certificate: &Certificate, now: Duration) -> Validity {
    let times = &certificate.tbs_certificate.validity;
    if now < times.not_before.to_unix_duration() {
        Validity::NotBefore(times.not_before.to_date_time().to_string())
    } else if now > times.not_after.to_unix_duration() {
        Validity::Expired(times.not_after.to_date_time().to_string())
    } else {
        Validity::Now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_certutil() {
        for (line, expected) in [
            (
                "west                                      u,u,u",
                Some(("west", "u,u,u")),
            ),
            (
                "The West - Example                        CTu,Cu,Cu",
                Some(("The West - Example", "CTu,Cu,Cu")),
            ),
            (
                "nokey                                     ,,   ",
                Some(("nokey", ",,")),
            ),
            (
                "                                          SSL,S/MIME,JAR/XPI",
                None,
            ),
            (
                "Certificate Nickname                      Trust Attributes",
                None,
            ),
            ("", None),
        ] {
            assert_eq!(entry(line), expected, "{line}");
        }
    }

    #[test]
    fn what_is_no_certificate_says_nothing() {
        let broken = format!("{BEGIN}\nAAAA\n{END}\n");
        for text in ["", "no certificate", BEGIN, &broken] {
            assert_eq!(validity(text.as_bytes()), None, "{text}");
        }
    }
}
