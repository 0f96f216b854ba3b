//! Secrets that others can read.

use std::path::{Path, PathBuf};

use ipsec_conf::text::printable;
use ipsec_conf::{Effect, Severity, Span};

use crate::context::Context;
use crate::host::{self, FileFact, Host};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A file of secrets or private keys that others than its owner can read or write, or that is not root's.
    ///
    /// ## What it does
    ///
    /// Looks at the mode and the owner of the secrets and of the files that they include: those of `--secrets`, else of
    /// `secretsfile=`, else those beside the configuration, and `/etc/ipsec.secrets` if there are none. Of Libreswan it
    /// also looks at `key4.db`, the private keys of the NSS database. It looks at the machine, and runs only with `--host`.
    ///
    /// ## Why it matters
    ///
    /// Who can read the file can take part in every tunnel, and can decrypt what was recorded of aggressive mode. The
    /// daemons read it all the same.
    pub struct SecretsPermissions {
        code: "H406", name: "secrets-permissions", severity: Error, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for SecretsPermissions {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        let Some(machine) = cx.host else { return };
        let mut files = files(cx);
        files.extend(keys(cx, machine));
        for (path, span) in files {
            let FileFact::There {
                mode,
                owner,
                is_directory: false,
            } = machine.file(&path)
            else {
                continue;
            };
            let path = path.display().to_string();
            let path = printable(&path);
            let message = if mode & 0o077 != 0 {
                format!(
                    "`{path}` is open to others than its owner (mode {:04o})",
                    mode & 0o7777
                )
            } else if owner != 0 {
                format!("`{path}` belongs to user {owner}, not to root")
            } else {
                continue;
            };
            cx.report(
                cx.finding(Effect::Works, span, message)
                    .severity(Severity::Error)
                    .note(format!("{} reads it all the same", cx.program()))
                    .help(format!("`chown root {path}` and `chmod 600 {path}`")),
            );
        }
    }
}

/// The files of secrets, with the place where a finding about each stands.
fn files(cx: &Context<'_>) -> Vec<(PathBuf, Span)> {
    if let Some(secrets) = cx.lint.secrets {
        let path = |id| cx.model.sources().get(id).path().to_owned();
        return secrets
            .files()
            .iter()
            .map(|file| (path(file.id()), file.span(0..0)))
            .collect();
    }
    // Nobody but root may read them, and still their mode can be seen.
    let top = host::top(cx.model);
    let named = host::set_path(cx.setup, "secretsfile");
    let span = cx.setup.value_span("secretsfile").unwrap_or(top);
    vec![match named {
        Some(path) => (path, span),
        None => (Path::new("/etc/ipsec.secrets").to_owned(), top),
    }]
}

/// The private keys of Libreswan, likewise.
fn keys(cx: &Context<'_>, machine: &dyn Host) -> Vec<(PathBuf, Span)> {
    if !cx.is_libreswan() {
        return Vec::new();
    }
    let span = cx.setup.value_span("nssdir");
    let span = span.unwrap_or_else(|| host::top(cx.model));
    let directories = host::nss_directories(cx, machine).into_iter();
    directories.map(|dir| (dir.join("key4.db"), span)).collect()
}

#[cfg(test)]
mod tests {
    use crate::testing::{FakeHost, check_on};

    #[test]
    fn the_mode_and_the_owner_count() {
        let check = |mode, owner, expected: &[&str]| {
            let host = FakeHost::default().with_file("/etc/ipsec.secrets", mode, owner);
            check_on(
                &host,
                "H406",
                "libreswan@4.10",
                "conn a\n\tleft=192.0.2.1\n",
                expected,
            );
        };
        check(0o600, 0, &[]);
        check(
            0o644,
            0,
            &["1:1 `/etc/ipsec.secrets` is open to others than its owner (mode 0644)"],
        );
        check(
            0o600,
            1000,
            &["1:1 `/etc/ipsec.secrets` belongs to user 1000, not to root"],
        );
    }

    #[test]
    fn the_file_that_config_setup_names() {
        let text = "config setup\n\tsecretsfile=/srv/secrets\nconn a\n\tleft=192.0.2.1\n";
        let host = FakeHost::default()
            .with_file("/etc/ipsec.secrets", 0o644, 0)
            .with_file("/srv/secrets", 0o640, 0);
        let message = "2:14 `/srv/secrets` is open to others than its owner (mode 0640)";
        check_on(&host, "H406", "libreswan@4.10", text, &[message]);
    }

    #[test]
    fn the_private_keys_of_a_database() {
        let text = "config setup\n\tnssdir=/srv/nss\nconn a\n\tleft=192.0.2.1\n";
        let host = FakeHost::default()
            .with_file("/srv/nss/key4.db", 0o644, 0)
            .with_file("/etc/ipsec.secrets", 0o600, 0);
        let message = "2:9 `/srv/nss/key4.db` is open to others than its owner (mode 0644)";
        check_on(&host, "H406", "libreswan@4.10", text, &[message]);
        check_on(&host, "H406", "strongswan@5.9.8", text, &[]);
    }
}
