//! A network twice in a list.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// The same network twice among those of one end.
    ///
    /// ## What it does
    ///
    /// Compares the items of `leftsubnet=` and `leftsubnets=` with each other.
    ///
    /// ## Why it matters
    ///
    /// Each pair of networks is a tunnel of its own; two equal ones replace each other again and again.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnets={10.1.0.0/16 10.1.0.0/16}
    ///     rightsubnet=10.2.0.0/16
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnets={10.1.0.0/16 10.3.0.0/16}
    ///     rightsubnet=10.2.0.0/16
    /// ```
    ///
    /// ## See also
    ///
    /// M122.
    pub struct DuplicateSelector {
        code: "M123", name: "duplicate-selector", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for DuplicateSelector {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        for end in cx.facts().ends() {
            let selectors: Vec<_> = end.selectors().collect();
            let repeated =
                (1..selectors.len()).find(|&at| selectors[..at].contains(&selectors[at]));
            let Some(at) = repeated else { continue };
            let id = if at < end.nets.len() {
                "subnet"
            } else {
                "subnets"
            };
            let setting = conn
                .get(id, Some(end.side))
                .expect("bug: the networks were read from it");
            let finding = cx
                .finding(
                    Effect::Works,
                    conn.value_span(setting),
                    format!("`{}` is there twice", selectors[at]),
                )
                .note(format!("{} loads a tunnel for each", cx.program()))
                .help("remove one of them");
            cx.report(finding);
        }
    }
}
