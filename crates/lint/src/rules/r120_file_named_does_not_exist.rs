//! A file that is named and missing.

use std::path::PathBuf;

use ipsec_conf::Effect;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;
use ipsec_conf::text::printable;

use crate::context::Context;
use crate::host::{self, FileFact};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A script or certificate that a conn names and that is not there.
    ///
    /// ## What it does
    ///
    /// Looks for the program of `leftupdown=` and, for strongSwan, for each file of `leftcert=` below
    /// `/etc/ipsec.d/certs`, a directory that no setting moves. It needs `--host`. Libreswan has its certificates in a
    /// database, see H403.
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
        let Some(machine) = cx.host else { return };
        for (id, side) in ["updown", "cert"]
            .into_iter()
            .flat_map(|id| Side::BOTH.map(|side| (id, side)))
        {
            let Some(setting) = conn.get(id, Some(side)) else {
                continue;
            };
            for path in paths(id, &setting.value.text, cx.reader()) {
                if machine.file(&path) != FileFact::Missing {
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

/// The files that a value names; none when it names a certificate in a database.
fn paths(id: &str, text: &str, reader: Reader) -> Vec<PathBuf> {
    match (id, reader) {
        ("updown", _) => {
            // The command may have arguments.
            let program = text.split_whitespace().next();
            let absolute = program.filter(|program| program.starts_with('/'));
            absolute.map(PathBuf::from).into_iter().collect()
        }
        (_, Reader::StrongSwan) => host::certificate_files(text).collect(),
        _ => Vec::new(),
    }
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
        let host = host.with_file("/etc/ipsec.d/certs/a.pem", 0o644, 0);
        let two = text.replace("a.pem", "a.pem,/srv/b.pem");
        let message = "4:11 there is no file `/srv/b.pem`";
        check_on(&host, "R120", "strongswan@5.9.8", &two, &[message]);
    }
}
