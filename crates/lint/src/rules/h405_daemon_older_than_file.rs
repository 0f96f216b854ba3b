//! Another program is installed than the file was checked for.

use ipsec_conf::Effect;

use crate::context::Context;
use crate::host;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// An installed program of another dialect or version than the target.
    ///
    /// ## What it does
    ///
    /// Asks the installed `ipsec` for its version. It looks at the machine, and runs only with `--host`.
    ///
    /// ## Why it matters
    ///
    /// What one version takes, another one refuses or reads otherwise. The other findings hold for the target, not for what
    /// is installed.
    pub struct DaemonOlderThanFile {
        code: "H405", name: "daemon-older-than-file", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for DaemonOlderThanFile {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        let Some(installed) = cx.host.and_then(host::Host::installed) else {
            return;
        };
        let target = cx.target();
        let is_same = installed.dialect == target.dialect
            && installed.version.major() == target.version.major()
            && installed.version.minor() == target.version.minor();
        if is_same {
            return;
        }
        let message = format!(
            "{} is installed, and the file is checked for {}",
            installed.program(),
            target.program()
        );
        cx.report(
            cx.finding(Effect::Works, host::top(cx.model), message)
                .help(format!("check it with `--target {installed}`")),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{FakeHost, check_on};

    #[test]
    fn what_is_installed_is_compared() {
        let host = FakeHost {
            installed: "libreswan@4.10".parse().ok(),
            ..FakeHost::default()
        };
        let text = "conn a\n\tleft=192.0.2.1\n\tright=198.51.100.7\n";
        check_on(&host, "H405", "libreswan@4.10", text, &[]);
        let message = "1:1 Libreswan 4.10 is installed, and the file is checked for Libreswan 5.4";
        check_on(&host, "H405", "libreswan@5.4", text, &[message]);
    }
}
