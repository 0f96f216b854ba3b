//! A tunnel that nobody brings up again.

use ipsec_conf::Effect;
use ipsec_conf::Severity;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;

use crate::context::Context;
use crate::facts::{set, word};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `auto=add` with a fixed peer and `dpdaction=restart`.
    ///
    /// ## What it does
    ///
    /// Finds conns that are only loaded, and are to restart when the peer is gone.
    ///
    /// ## Why it matters
    ///
    /// The restart works while the tunnel is known; after a delete from the peer, or a reboot of this host, nobody starts it.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     auto=add
    ///     dpddelay=30
    ///     dpdaction=restart
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     auto=start
    ///     dpddelay=30
    ///     dpdaction=restart
    /// ```
    ///
    /// ## See also
    ///
    /// M132 and M133.
    pub struct AddOnlyBothEnds {
        code: "M104", name: "add-only-both-ends", severity: Info, enabled: true,
        since: "0.1", dialects: "Libreswan < 5, strongSwan", fix: Never
    }
}

impl Rule for AddOnlyBothEnds {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let is_old = matches!(cx.reader(), Reader::Libreswan4 | Reader::StrongSwan);
        let facts = cx.facts();
        let is_loaded = word(conn, "auto", None) == Some("add");
        if !is_old || !is_loaded || facts.any_peer().is_some() || facts.is_shunt() || facts.is_group
        {
            return;
        }
        let Some(action) =
            set(conn, "dpdaction", None).filter(|action| action.value.text.starts_with("restart"))
        else {
            return;
        };
        let auto = conn
            .get("auto", None)
            .expect("bug: the value was read from it");
        let finding = cx
            .finding(
                Effect::Works,
                conn.value_span(auto),
                "`auto=add` with `dpdaction=restart`",
            )
            .related(conn.value_span(action), "the restart is asked for here")
            .note(format!(
                "{} restarts a tunnel whose peer is gone, and starts none by itself",
                cx.program()
            ))
            .help("write `auto=start` if the tunnel is to be up all the time")
            .severity(Severity::Info);
        cx.report(finding);
    }
}
