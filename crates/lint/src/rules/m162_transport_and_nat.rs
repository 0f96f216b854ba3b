//! Transport mode through address translation.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;
use std::net::IpAddr;

use crate::context::Context;
use crate::facts::{End, Kind, is_yes};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `type=transport` with forced encapsulation and a private address.
    ///
    /// ## What it does
    ///
    /// Finds transport mode of IKEv2 where the conn says that there is a NAT.
    ///
    /// ## Why it matters
    ///
    /// The packets inside carry addresses that the translation has changed; checksums and selectors do not fit, and most
    /// peers refuse it.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=10.0.0.5
    ///     leftid=@gw
    ///     right=198.51.100.7
    ///     type=transport
    ///     encapsulation=yes
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=10.0.0.5
    ///     leftid=@gw
    ///     right=198.51.100.7
    ///     encapsulation=yes
    /// ```
    ///
    /// ## See also
    ///
    /// M161.
    pub struct TransportAndNat {
        code: "M162", name: "transport-and-nat", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for TransportAndNat {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let forced = ["encapsulation", "forceencaps"]
            .into_iter()
            .find(|id| is_yes(conn, id, None));
        let is_private =
            |end: &&End| matches!(end.address(), Some(IpAddr::V4(address)) if address.is_private());
        let Some(id) = forced.filter(|_| facts.kind == Kind::Transport && !facts.is_v1()) else {
            return;
        };
        if !facts.ends().iter().any(is_private) {
            return;
        }
        let [setting, kind] =
            [id, "type"].map(|id| conn.get(id, None).expect("bug: the value was read from it"));
        let finding = cx
            .finding(
                Effect::Works,
                conn.value_span(kind),
                "transport mode through NAT",
            )
            .related(conn.value_span(setting), "encapsulation is forced here")
            .note(format!(
                "{} loads it; the addresses inside the packets are not those that the peer sees",
                cx.program()
            ))
            .help("write `type=tunnel`");
        cx.report(finding);
    }
}
