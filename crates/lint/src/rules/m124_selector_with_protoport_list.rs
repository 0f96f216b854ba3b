//! Several selectors with one `leftprotoport=`.

use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `leftprotoport=` beside a `leftsubnet=` that lists several networks or has a protocol of its own.
    ///
    /// ## What it does
    ///
    /// Finds ends where the protocol and port cannot be joined to one network.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 5 takes lists in `leftsubnet=`, each item with a protocol and port of its own, and refuses `leftprotoport=`
    /// beside them.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnet=10.1.0.0/16,10.2.0.0/16
    ///     leftprotoport=tcp/80
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnet=10.1.0.0/16/tcp/80,10.2.0.0/16/tcp/80
    /// ```
    ///
    /// ## See also
    ///
    /// M129.
    pub struct SelectorWithProtoport {
        code: "M124", name: "selector-with-protoport-list", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan >= 5", fix: Never
    }
}

impl Rule for SelectorWithProtoport {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_libreswan_5() {
            return;
        }
        for end in cx.facts().ends() {
            let has_own = end.nets.iter().any(|selector| selector.protoport.is_some());
            if end.nets.len() < 2 && !has_own {
                continue;
            }
            let Some(protoport) = set(conn, "protoport", Some(end.side)) else {
                continue;
            };
            let subnet = conn
                .get("subnet", Some(end.side))
                .expect("bug: the selectors were read from it");
            let message = format!(
                "`{}` cannot be joined to `{}`",
                protoport.spelling(),
                subnet.spelling()
            );
            let finding = cx
                .refusal(conn.key_span(protoport), message)
                .related(
                    conn.value_span(subnet),
                    if has_own {
                        "this has a protocol of its own"
                    } else {
                        "these are several networks"
                    },
                )
                .help("write the protocol and port behind each network: `10.1.0.0/16/tcp/80`");
            cx.report(finding);
        }
    }
}
