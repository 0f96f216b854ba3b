//! Networks that could be fewer.

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::value::{Selector, Value};
use ipsec_conf::{Effect, Severity};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A list of networks in which one contains another, or two are halves of one.
    ///
    /// ## What it does
    ///
    /// Looks at the lists of `leftsubnet=` and `leftsubnets=`.
    ///
    /// ## Why it matters
    ///
    /// Every network is a pair of SAs of its own in Libreswan. Fewer do the same, unless the peer wants them one by one.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnets={10.1.0.0/24 10.1.1.0/24}
    ///     rightsubnet=10.2.0.0/24
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnets={10.1.0.0/24 10.3.0.0/24}
    ///     rightsubnet=10.2.0.0/24
    /// ```
    ///
    /// ## See also
    ///
    /// M123 duplicate-selector
    pub struct SelectorNotMinimal {
        code: "Y312", name: "selector-not-minimal", severity: Info, enabled: false,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for SelectorNotMinimal {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        for (id, side) in ["subnet", "subnets"]
            .into_iter()
            .flat_map(|id| Side::BOTH.map(|side| (id, side)))
        {
            let Some(setting) = conn.get(id, Some(side)) else {
                continue;
            };
            let Some(Value::Subnets(list)) = &conn.reading(setting).value else {
                continue;
            };
            let pairs = list
                .iter()
                .enumerate()
                .flat_map(|(i, a)| list[i + 1..].iter().map(move |b| (a, b)));
            let Some(message) = pairs.into_iter().find_map(|(a, b)| fewer(a, b)) else {
                continue;
            };
            cx.report(
                cx.finding(Effect::Works, conn.value_span(setting), message)
                    .severity(Severity::Info)
                    .help("write one network, if the peer takes it"),
            );
        }
    }
}

fn fewer(a: &Selector, b: &Selector) -> Option<String> {
    if a.protoport != b.protoport || a == b {
        return None;
    }
    let (wide, narrow) = if a.net.prefix_len() <= b.net.prefix_len() {
        (a.net, b.net)
    } else {
        (b.net, a.net)
    };
    if wide.contains(&narrow) {
        return Some(format!("{wide} contains {narrow}"));
    }
    let whole = a
        .net
        .supernet()
        .filter(|whole| b.net.supernet() == Some(*whole))?;
    Some(format!("{} and {} are {whole}", a.net, b.net))
}
