//! A policy group without its file.

use std::path::PathBuf;

use ipsec_conf::Effect;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;
use ipsec_conf::text::printable;
use ipsec_conf::value::{Host, Value};

use crate::context::Context;
use crate::host::{self, FileFact};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// An opportunistic conn whose policy group has no file.
    ///
    /// ## What it does
    ///
    /// Finds conns with `right=%group` or `right=%opportunisticgroup` and looks for `policies/NAME` below
    /// `ipsecdir=`, which is `/etc/ipsec.d` by default. It needs `--host`.
    ///
    /// ## Why it matters
    ///
    /// The networks that the conn is for stand in that file. Without it the conn loads and is for nobody, without a
    /// message.
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn private
    ///     left=%defaultroute
    ///     right=%opportunisticgroup
    /// ```
    pub struct UndefinedPolicyGroup {
        code: "R119", name: "undefined-policy-group", severity: Warning, enabled: true,
        since: "0.1", dialects: "Openswan, Libreswan", fix: Never
    }
}

impl Rule for UndefinedPolicyGroup {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let Some(machine) = cx.host.filter(|_| cx.reader() != Reader::StrongSwan) else {
            return;
        };
        let is_group = |side: Side| {
            matches!(
                conn.value("host", Some(side)),
                Some(Value::Host(Host::Group | Host::OpportunisticGroup))
            )
        };
        // A name is a file name here, not a path.
        if conn.name().contains('/') || !Side::BOTH.into_iter().any(is_group) {
            return;
        }
        let dir = host::set_path(cx.setup, "ipsecdir").unwrap_or_else(|| PathBuf::from(host::IPSEC_DIR));
        let path = dir.join("policies").join(conn.name());
        if machine.file(&path) != FileFact::Missing {
            return;
        }
        let shown = printable(&path.display().to_string()).into_owned();
        cx.report(
            cx.finding(
                Effect::Works,
                cx.name_span(conn),
                format!("there is no policy group `{shown}`"),
            )
            .note(format!(
                "{} loads the conn, which is for no network then",
                cx.program()
            ))
            .help("write the networks into that file, one a line"),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::testing::{FakeHost, check_on};

    #[test]
    fn a_group_wants_its_file() {
        let text = "conn private\n\tleft=%defaultroute\n\tright=%group\n";
        let nothing = FakeHost::default();
        check_on(
            &nothing,
            "R119",
            "libreswan@4.10",
            text,
            &["1:6 there is no policy group `/etc/ipsec.d/policies/private`"],
        );
        let there = FakeHost::default().with_file("/etc/ipsec.d/policies/private", 0o644, 0);
        check_on(&there, "R119", "libreswan@4.10", text, &[]);
        let elsewhere = format!("config setup\n\tipsecdir=/srv/ipsec.d\n{text}");
        let message = "3:6 there is no policy group `/srv/ipsec.d/policies/private`";
        check_on(&there, "R119", "libreswan@4.10", &elsewhere, &[message]);
        let there = nothing.with_file("/srv/ipsec.d/policies/private", 0o644, 0);
        check_on(&there, "R119", "libreswan@4.10", &elsewhere, &[]);
    }
}
