//! A file that is named and missing.

use std::path::{Path, PathBuf};

use ipsec_conf::Effect;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;
use ipsec_conf::text::printable;

use crate::context::Context;
use crate::host::FileFact;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A script or certificate that a conn names and that is not there.
    ///
    /// ## What it does
    ///
    /// Looks for the program of `leftupdown=` and, for strongSwan, for `leftcert=` below `/etc/ipsec.d/certs` and `cacert=`
    /// below `/etc/ipsec.d/cacerts`. It needs `--host`.
    ///
    /// ## Why it matters
    ///
    /// Libreswan loads the conn without a word about a missing updown script: the tunnel comes up and no route is made.
    /// strongSwan loads the conn without the certificate, and authentication fails.
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftupdown=/usr/local/libexec/updown
    /// ```
    ///
    /// ## See also
    ///
    /// H403 certificate-not-in-store, X120 updown-writable-or-shell
    pub struct FileNamedDoesNotExist {
        code: "R120", name: "file-named-does-not-exist", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for FileNamedDoesNotExist {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let Some(host) = cx.host else { return };
        for (id, folder) in [("updown", None), ("cert", Some("/etc/ipsec.d/certs"))] {
            for side in Side::BOTH {
                let Some(setting) = conn.get(id, Some(side)) else {
                    continue;
                };
                let Some(path) = path(&setting.value.text, folder, cx.reader()) else {
                    continue;
                };
                if host.file(&path) != FileFact::Missing {
                    continue;
                }
                let message = format!(
                    "there is no file `{}`",
                    printable(&path.display().to_string())
                );
                cx.report(
                    cx.finding(Effect::Ignored, conn.value_span(setting), message)
                        .note(format!("{} loads the conn all the same", cx.program()))
                        .help("check the path"),
                );
            }
        }
    }
}

/// The file that a value names; `None` when it names none, or a certificate in a database.
fn path(text: &str, folder: Option<&str>, reader: Reader) -> Option<PathBuf> {
    let Some(folder) = folder else {
        // An updown command may have arguments.
        let program = text.split_whitespace().next()?;
        return program.starts_with('/').then(|| PathBuf::from(program));
    };
    let is_word = text.is_empty() || text.starts_with('%');
    (reader == Reader::StrongSwan && !is_word).then(|| Path::new(folder).join(text))
}

#[cfg(test)]
mod tests {
    use crate::testing::{FakeHost, check_on};

    #[test]
    fn scripts_and_certificates_are_looked_for() {
        let host = FakeHost::default().with_file("/usr/bin/updown", 0o755, 0);
        let text = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tleftupdown=\"/usr/bin/gone x\"\n\trightupdown=/usr/bin/updown\n";
        check_on(
            &host,
            "R120",
            "libreswan@4.10",
            text,
            &["4:13 there is no file `/usr/bin/gone`"],
        );
        let text = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tleftcert=a.pem\n\tleftupdown=%disabled\n";
        check_on(
            &host,
            "R120",
            "strongswan@5.9.8",
            text,
            &["4:11 there is no file `/etc/ipsec.d/certs/a.pem`"],
        );
        check_on(&host, "R120", "libreswan@4.10", text, &[]);
    }
}
