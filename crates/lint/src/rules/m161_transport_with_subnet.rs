//! A network in transport mode.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;
use ipsec_conf::value::Selector;

use crate::context::Context;
use crate::facts::Kind;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `type=transport` with a network that is not the end itself.
    ///
    /// ## What it does
    ///
    /// Finds transport mode beside `leftsubnet=` or `rightsubnet=`.
    ///
    /// ## Why it matters
    ///
    /// Transport mode protects the packets between the two hosts. The peer refuses the network, or makes a tunnel of it.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     leftsubnet=10.1.0.0/16
    ///     right=198.51.100.7
    ///     rightsubnet=10.2.0.0/16
    ///     type=transport
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     type=transport
    /// ```
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     leftsubnet=192.0.2.1/32
    ///     right=198.51.100.7
    ///     type=transport
    /// ```
    ///
    /// ## See also
    ///
    /// M162.
    pub struct TransportWithSubnet {
        code: "M161", name: "transport-with-subnet", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}

impl Rule for TransportWithSubnet {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        if facts.kind != Kind::Transport {
            return;
        }
        for end in facts.ends() {
            let is_host = |selector: &Selector| match end.address() {
                Some(address) => {
                    selector.net.prefix_len() == selector.net.max_prefix_len()
                        && selector.net.addr() == address
                }
                None => selector.net.prefix_len() == selector.net.max_prefix_len(),
            };
            if end.selectors().all(is_host) {
                continue;
            }
            let id = if end.nets.is_empty() {
                "subnets"
            } else {
                "subnet"
            };
            let [setting, kind] = [(id, Some(end.side)), ("type", None)]
                .map(|(id, side)| conn.get(id, side).expect("bug: it was read"));
            let finding = cx
                .finding(
                    Effect::Works,
                    conn.value_span(setting),
                    format!("`{}` in transport mode", setting.spelling()),
                )
                .related(conn.value_span(kind), "the type is set here")
                .note(format!(
                    "{} loads it; the peer refuses it or makes a tunnel of it",
                    cx.program()
                ))
                .help("write `type=tunnel`, or remove the network");
            cx.report(finding);
        }
    }
}
