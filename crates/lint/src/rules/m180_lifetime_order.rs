//! A channel that dies before its tunnel.

use ipsec_conf::Effect;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::{CHILD_LIFETIME, is_no, seconds, set_any};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `ikelifetime` shorter than `salifetime` with `rekey=no` in IKEv2.
    ///
    /// ## What it does
    ///
    /// Compares the two lifetimes where this host does not renew them.
    ///
    /// ## Why it matters
    ///
    /// In IKEv2 the tunnel ends with the channel that it was negotiated in.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     rekey=no
    ///     ikelifetime=1h
    ///     salifetime=8h
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     rekey=no
    ///     ikelifetime=8h
    ///     salifetime=1h
    /// ```
    ///
    /// ## See also
    ///
    /// M181 and M182.
    pub struct LifetimeOrder {
        code: "M180", name: "lifetime-order", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for LifetimeOrder {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        if !cx.is_libreswan()
            || facts.is_v1()
            || facts.is_shunt()
            || !is_no(conn, "rekey", None)
        {
            return;
        }
        let child = seconds(conn, &CHILD_LIFETIME).unwrap_or(DEFAULT_LIFETIME);
        let Some(ike) = seconds(conn, &["ikelifetime"]).filter(|ike| *ike > 0 && *ike < child)
        else {
            return;
        };
        let setting = conn
            .get("ikelifetime", None)
            .expect("bug: the value was read from it");
        let mut finding = cx
            .finding(
                Effect::Works,
                conn.value_span(setting),
                format!(
                    "`ikelifetime` of {ike}s is shorter than the lifetime of the tunnel, {child}s"
                ),
            )
            .note(format!(
                "{} lets the tunnel end with it, as `rekey` is off",
                cx.program()
            ))
            .help("write an `ikelifetime` that is longer");
        if let Some(child) = set_any(conn, &CHILD_LIFETIME) {
            finding = finding.related(
                conn.value_span(child),
                "the lifetime of the tunnel is set here",
            );
        }
        cx.report(finding);
    }
}

const DEFAULT_LIFETIME: u64 = 28_800;
