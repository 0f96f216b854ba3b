//! Certificates: those of an NSS database, which `certutil` reads, and those in files.

use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use ipsec_conf_lint::host::{CertificateFact, Validity};
use x509_cert::Certificate;
use x509_cert::der::{Decode as _, DecodePem as _};

use crate::ask::ask;

const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
const END: &str = "-----END CERTIFICATE-----";

pub(super) fn certificate(directory: &Path, nickname: &str) -> CertificateFact {
    // Without a database there would be one afterwards.
    let Some(directory) = directory
        .to_str()
        .filter(|_| directory.join("cert9.db").is_file())
    else {
        return CertificateFact::Unknown;
    };
    let database = format!("sql:{directory}");
    let Some(list) = ask("certutil", &["-L", "-d", &database]).filter(|answer| answer.is_success)
    else {
        return CertificateFact::Unknown;
    };
    let list = list.text();
    let Some((_, trust)) = list
        .lines()
        .filter_map(entry)
        .find(|(known, _)| *known == nickname)
    else {
        return CertificateFact::Missing;
    };
    let text = ask("certutil", &["-L", "-d", &database, "-n", nickname, "-a"]);
    CertificateFact::There {
        has_key: trust.contains('u'),
        validity: text.and_then(|answer| validity(&answer.stdout)),
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
