//! Secrets that others can read.

use std::path::Path;

use ipsec_conf::{Effect, Severity};

use crate::context::Context;
use crate::host;
use crate::host::FileFact;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A file of secrets that others than its owner can read or write, or that is not root's.
    ///
    /// ## What it does
    ///
    /// Looks at the mode and the owner of `/etc/ipsec.secrets`. It looks at the machine, and runs only with `--host`.
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
        let path = "/etc/ipsec.secrets";
        let FileFact::There {
            mode,
            owner,
            is_directory: false,
        } = machine.file(Path::new(path))
        else {
            return;
        };
        let message = if mode & 0o077 != 0 {
            format!(
                "`{path}` is open to others than its owner (mode {:04o})",
                mode & 0o7777
            )
        } else if owner != 0 {
            format!("`{path}` belongs to user {owner}, not to root")
        } else {
            return;
        };
        cx.report(
            cx.finding(Effect::Works, host::top(cx.model), message)
                .severity(Severity::Error)
                .note(format!("{} reads it all the same", cx.program()))
                .help(format!("`chown root {path}` and `chmod 600 {path}`")),
        );
    }
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
}
