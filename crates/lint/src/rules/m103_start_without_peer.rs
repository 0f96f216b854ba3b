//! Nobody to start with.

use ipsec_conf::Effect;
use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `auto=start`, `ondemand` or `route` in a conn whose peer can be anyone.
    ///
    /// ## What it does
    ///
    /// Finds conns that are to be brought up by this host and have `%any` for the peer.
    ///
    /// ## Why it matters
    ///
    /// There is no address to send the first packet to. The conn waits for the peer, as with `auto=add`; Libreswan 5 says so
    /// when it loads the conn, the others say nothing or fail at start.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=%any
    ///     auto=start
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn t
    ///     left=192.0.2.1
    ///     right=%any
    ///     auto=start
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=%any
    ///     auto=add
    /// ```
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=%any
    ///     type=passthrough
    ///     authby=never
    ///     auto=route
    /// ```
    ///
    /// ## See also
    ///
    /// M105.
    pub struct StartWithoutPeer {
        code: "M103", name: "start-without-peer", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}

impl Rule for StartWithoutPeer {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let Some(auto) = set(conn, "auto", None) else {
            return;
        };
        let text = auto.value.text.to_ascii_lowercase();
        let starts = matches!(
            text.as_str(),
            "start" | "up" | "route" | "ondemand" | "keep"
        );
        let Some(peer) = facts.any_peer().filter(|_| starts && !facts.is_shunt()) else {
            return;
        };
        let host = conn.get("host", Some(peer.side));
        let program = cx.program();
        let (effect, what) = match cx.reader() {
            Reader::Libreswan5 => (Effect::Ignored, "loads it as with `auto=add`, and says so"),
            _ => (
                Effect::Ignored,
                "has no address to send the first packet to, and waits for the peer",
            ),
        };
        let side = peer.side;
        let mut finding = cx
            .finding(
                effect,
                conn.value_span(auto),
                format!("`auto={text}` needs a known peer, but {side} is `%any`"),
            )
            .note(format!("{program} {what}"))
            .help("write `auto=add`")
            .fix(Fix::risky(
                "wait for the peer",
                conn.value_span(auto),
                "add",
            ));
        if let Some(host) = host {
            finding = finding.related(conn.value_span(host), format!("{side} is here"));
        }
        cx.report(finding);
    }
}
