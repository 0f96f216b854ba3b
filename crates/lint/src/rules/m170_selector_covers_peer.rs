//! A tunnel through itself.

use ipsec_conf::Effect;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::value::Selector;

use crate::context::Context;
use crate::facts::{End, Kind, set};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// The network of an end contains the address of that end, or both ends have everything.
    ///
    /// ## What it does
    ///
    /// Finds tunnels whose remote network holds the peer itself, where no mark and no tunnel interface keeps the outer
    /// packets apart, and `0.0.0.0/0` at both ends. Everything at one end alone is a usual client and is not reported.
    ///
    /// ## Why it matters
    ///
    /// The outer packets match the policy of the tunnel. Some systems send them into it, others lose the way to the peer;
    /// with everything at both ends the host loses its network.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     rightsubnet=198.51.100.0/24
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnet=0.0.0.0/0
    ///     rightsubnet=0.0.0.0/0
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     leftsubnet=10.1.0.0/16
    ///     right=198.51.100.7
    ///     rightsubnet=10.2.0.0/16
    /// ```
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnet=0.0.0.0/0
    ///     rightsubnet=0.0.0.0/0
    ///     ipsec-interface=1
    /// ```
    ///
    /// ## See also
    ///
    /// M160.
    pub struct SelectorCoversPeer {
        code: "M170", name: "selector-covers-peer", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for SelectorCoversPeer {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let keeps_apart = [
            "mark",
            "mark_in",
            "mark-out",
            "mark_out",
            "vti-interface",
            "ipsec-interface",
            "if_id_in",
            "if_id_out",
        ];
        let is_apart = keeps_apart
            .iter()
            .any(|id| set(conn, id, None).is_some_and(|setting| setting.value.text != "no"));
        if facts.kind != Kind::Tunnel || is_apart || facts.is_group {
            return;
        }
        let whole = |end: &End| {
            end.nets
                .iter()
                .any(|selector| selector.net.prefix_len() == 0 && selector.protoport.is_none())
        };
        if whole(&facts.left)
            && whole(&facts.right)
            && facts.left.protoport.is_none()
            && facts.right.protoport.is_none()
        {
            let [left, right] = Side::BOTH.map(|side| {
                conn.get("subnet", Some(side))
                    .expect("bug: the networks were read from it")
            });
            let finding = cx
                .finding(
                    Effect::Works,
                    conn.value_span(right),
                    "everything goes through the tunnel, in both directions",
                )
                .related(conn.value_span(left), "left is here")
                .note(format!(
                    "{} takes all traffic of this host into the tunnel",
                    cx.program()
                ))
                .help(
                    "write `ipsec-interface=1` or a mark and route into it, or name the networks",
                );
            cx.report(finding);
            return;
        }
        for end in facts.ends() {
            let Some(address) = end.address() else {
                continue;
            };
            let covers = |selector: &&Selector| {
                let prefix = selector.net.prefix_len();
                prefix > 0
                    && prefix < selector.net.max_prefix_len()
                    && selector.net.contains(&address)
                    && selector.protoport.is_none()
            };
            let Some(selector) = end
                .selectors()
                .find(covers)
                .filter(|_| end.protoport.is_none())
            else {
                continue;
            };
            let id = if end.nets.iter().any(|net| net == selector) {
                "subnet"
            } else {
                "subnets"
            };
            let [setting, host] = [id, "host"].map(|id| {
                conn.get(id, Some(end.side))
                    .expect("bug: the value was read from it")
            });
            let finding = cx
                .finding(
                    Effect::Works,
                    conn.value_span(setting),
                    format!("`{selector}` contains {address}, the end of the tunnel itself"),
                )
                .related(conn.value_span(host), format!("{} is here", end.side))
                .note("the outer packets of the tunnel match its policy")
                .help(format!(
                    "add a conn with `type=passthrough` for {address}, or use `ipsec-interface`"
                ));
            cx.report(finding);
        }
    }
}
