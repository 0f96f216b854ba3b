//! A file that `SELinux` keeps from the daemon.

use std::path::Path;

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::text::printable;
use ipsec_conf::{Effect, Severity, Span};

use crate::context::Context;
use crate::host;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A file whose `SELinux` label keeps the daemon from reading it.
    ///
    /// ## What it does
    ///
    /// Where `SELinux` enforces its policy, looks at the labels of the files that the configuration names: `secretsfile=`, the
    /// database of `nssdir=`, `leftupdown=`, and `leftcert=` of strongSwan. It reports labels of home directories, of
    /// temporary files and of files that nobody labelled. It looks at the machine, and runs only with `--host`.
    ///
    /// ## Why it matters
    ///
    /// The policy of Fedora lets the daemon read what lies in `/etc`, `/usr` and its own directories; a file that was moved
    /// from a home directory keeps its old label. The daemon says that it cannot open the file, whose mode is right, and the
    /// cause stands in the audit log. A policy module of your own may allow it.
    pub struct SelinuxDeniedPath {
        code: "H416", name: "selinux-denied-path", severity: Info, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for SelinuxDeniedPath {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        for (id, file) in [("secretsfile", None), ("nssdir", Some("cert9.db"))] {
            let named = host::set_path(cx.setup, id).zip(cx.setup.value_span(id));
            if let Some((path, span)) = named {
                let path = file.map_or_else(|| path.clone(), |file| path.join(file));
                look_at(&path, span, cx);
            }
        }
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        for side in Side::BOTH {
            if let Some(setting) = conn.get("updown", Some(side)) {
                let program = setting.value.text.split_whitespace().next();
                if let Some(path) = program.filter(|program| program.starts_with('/')) {
                    look_at(Path::new(path), conn.value_span(setting), cx);
                }
            }
            if let Some(setting) = conn.get("cert", Some(side)).filter(|_| cx.is_strongswan()) {
                for path in host::certificate_files(&setting.value.text) {
                    look_at(&path, conn.value_span(setting), cx);
                }
            }
        }
    }
}

/// Types that neither `ipsec_t`, the daemon, nor `ipsec_mgmt_t`, its scripts, may read (ipsec.te of Fedora).
const DENIED: [&str; 7] = [
    "admin_home_t",
    "default_t",
    "tmp_t",
    "unlabeled_t",
    "user_home_dir_t",
    "user_home_t",
    "user_tmp_t",
];

fn look_at(path: &Path, span: Span, cx: &mut Context<'_>) {
    let label = cx.host.and_then(|machine| machine.selinux_type(path));
    let Some(label) = label.filter(|label| DENIED.contains(&&**label)) else {
        return;
    };
    let path = path.display().to_string();
    let path = printable(&path);
    let message =
        format!("`{path}` has the SELinux label `{label}`, which the daemon may not read");
    cx.report(
        cx.finding(Effect::Works, span, message)
            .severity(Severity::Info)
            .note("so says the policy of Fedora; SELinux enforces a policy here")
            .help(format!("`restorecon -v {path}`, below /etc or /usr")),
    );
}

#[cfg(test)]
mod tests {
    use crate::testing::{FakeHost, check_on};

    #[test]
    fn labels_of_homes_and_of_the_system() {
        let mut host = FakeHost::default();
        for (path, label) in [
            ("/etc/secrets", "user_home_t"),
            ("/etc/nss/cert9.db", "ipsec_key_file_t"),
            ("/opt/updown", "admin_home_t"),
            ("/usr/libexec/updown", "bin_t"),
        ] {
            host.labels.insert(path.into(), label.to_owned());
        }
        let text = "config setup\n\tsecretsfile=/etc/secrets\n\tnssdir=/etc/nss\n\
            conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tleftupdown=\"/opt/updown x\"\n\trightupdown=/usr/libexec/updown\n";
        let expected = [
            "2:14 `/etc/secrets` has the SELinux label `user_home_t`, which the daemon may not read",
            "7:13 `/opt/updown` has the SELinux label `admin_home_t`, which the daemon may not read",
        ];
        check_on(&host, "H416", "libreswan@4.10", text, &expected);
        check_on(&FakeHost::default(), "H416", "libreswan@4.10", text, &[]);
    }

    #[test]
    fn certificates_in_files() {
        let mut host = FakeHost::default();
        host.labels.insert("/etc/ipsec.d/certs/a.pem".into(), "user_tmp_t".to_owned());
        let text = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tleftcert=a.pem\n";
        let message = "4:11 `/etc/ipsec.d/certs/a.pem` has the SELinux label `user_tmp_t`, which the daemon may not read";
        check_on(&host, "H416", "strongswan@5.9.8", text, &[message]);
    }
}
