//! Two conns for one pair of networks.


use foldhash::HashMap;
use ipsec_conf::keyword::Side;
use ipsec_conf::text::printable;
use ipsec_conf::{Effect, Span};

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// Conns to different peers that have the same two networks.
    ///
    /// ## What it does
    ///
    /// Finds two conns that are loaded, name both networks, and agree in both while their peers differ.
    ///
    /// ## Why it matters
    ///
    /// Up to 4.15 the later conn took over the route. Libreswan 5 keeps the first one and does not route the second, so a
    /// spare tunnel that was switched to by `ipsec auto --up` no longer carries traffic.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn a
    ///     left=192.0.2.1
    ///     leftsubnet=10.1.0.0/16
    ///     right=198.51.100.1
    ///     rightsubnet=10.2.0.0/16
    ///     auto=route
    ///
    /// conn b
    ///     left=192.0.2.1
    ///     leftsubnet=10.1.0.0/16
    ///     right=198.51.100.2
    ///     rightsubnet=10.2.0.0/16
    ///     auto=route
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn a
    ///     left=192.0.2.1
    ///     leftsubnet=10.1.0.0/16
    ///     right=198.51.100.1
    ///     rightsubnet=10.2.0.0/16
    ///     auto=route
    ///
    /// conn b
    ///     left=192.0.2.1
    ///     leftsubnet=10.1.0.0/16
    ///     right=198.51.100.2
    ///     rightsubnet=10.3.0.0/16
    ///     auto=route
    /// ```
    ///
    /// ## See also
    ///
    /// `overlapping-conns`
    pub struct OverlappingConns {
        code: "U127", name: "overlapping-conns-libreswan5", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan from 5.0", fix: Never
    }
}

impl Rule for OverlappingConns {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        if !cx.is_libreswan_5() {
            return;
        }
        let mut first: HashMap<[String; 2], (String, [String; 2], Span)> = HashMap::default();
        let mut found = Vec::new();
        for (id, section) in cx.model.named_conns() {
            let conn = cx.model.resolved(id);
            let is_routed = conn
                .text("auto", None)
                .is_some_and(|word| matches!(word, "route" | "ondemand" | "start" | "up"));
            let has_marks = [
                "mark",
                "mark-in",
                "mark-out",
                "ipsec-interface",
                "vti-interface",
            ]
            .iter()
            .any(|id| conn.text(id, None).is_some());
            let of_side = |id: &str, side| conn.text(id, Some(side)).map(str::to_ascii_lowercase);
            let plain =
                |side| of_side("protoport", side).is_none() && of_side("subnets", side).is_none();
            if !is_routed || has_marks || conn.is_shunt() || !Side::BOTH.into_iter().all(plain) {
                continue;
            }
            let [Some(left), Some(right)] = Side::BOTH.map(|side| of_side("subnet", side)) else {
                continue;
            };
            let [Some(left_host), Some(right_host)] = Side::BOTH.map(|side| of_side("host", side))
            else {
                continue;
            };
            let hosts = [left_host, right_host];
            let Some((name, known, span)) = first.get(&[left.clone(), right.clone()]) else {
                first.insert(
                    [left, right],
                    (conn.name().to_owned(), hosts, section.name_span),
                );
                continue;
            };
            if *known == hosts || known[0] != hosts[0] && known[1] != hosts[1] {
                continue;
            }
            let message = format!(
                "conn `{}` is for the same two networks as `{}`",
                printable(conn.name()),
                printable(name)
            );
            let finding = cx
                .finding(Effect::Works, section.name_span, message)
                .related(*span, "the other one is here")
                .note(
                    "Libreswan 5 does not route the second one; up to 4.15 it took the route over",
                )
                .help("give them marks or `ipsec-interface=`, or load one of them at a time")
                .conn(conn.name().to_owned());
            found.push(finding);
        }
        for finding in found {
            cx.report(finding);
        }
    }
}
