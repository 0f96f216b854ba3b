//! Two pools that share addresses.

use ipsec_conf::Effect;
use ipsec_conf::Span;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::text::printable;
use ipsec_conf::value::{Pool, Value};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// Two conns with address pools that overlap and are not equal.
    ///
    /// ## What it does
    ///
    /// Compares the pools of all conns with each other.
    ///
    /// ## Why it matters
    ///
    /// Equal pools are one pool. Pools that overlap are two, which give the same address to two clients; Libreswan 5 refuses
    /// the second conn while the first one is loaded.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=%any
    ///     rightaddresspool=10.9.0.0/24
    ///
    /// conn b
    ///     left=192.0.2.1
    ///     right=%any
    ///     rightaddresspool=10.9.0.128/25
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=%any
    ///     rightaddresspool=10.9.0.0/24
    ///
    /// conn b
    ///     left=192.0.2.1
    ///     right=%any
    ///     rightaddresspool=10.9.0.0/24
    /// ```
    ///
    /// ## See also
    ///
    /// M121.
    pub struct MultipleConnsSamePool {
        code: "M195", name: "multiple-conns-same-pool", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan, strongSwan", fix: Never
    }
}

impl Rule for MultipleConnsSamePool {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        let model = cx.model;
        // Only a file with two pools has anything to compare.
        let lines = model
            .all_items()
            .filter(|item| item.is_setting_of("addresspool"));
        if lines.count() < 2 {
            return;
        }
        let mut known: Vec<(Pool, Span, String)> = Vec::new();
        for (id, _) in model.named_conns() {
            let conn: Conn<'_> = model.conn(id);
            for side in Side::BOTH {
                let Some(Value::Pools(pools)) = conn.value("addresspool", Some(side)) else {
                    continue;
                };
                let setting = conn
                    .get("addresspool", Some(side))
                    .expect("bug: the pools were read from it");
                let span = conn.value_span(setting);
                for pool in pools {
                    let clash = known.iter().find(|(other, place, _)| {
                        *place != span && other != pool && other.overlaps(pool)
                    });
                    if let Some((other, place, name)) = clash {
                        let message = format!("the pool {pool} overlaps {other} of conn `{name}`");
                        let finding = cx
                            .finding(Effect::Works, span, message)
                            .related(*place, "the other pool is here")
                            .note(format!(
                                "{} keeps two lists of addresses that are in use",
                                cx.program()
                            ))
                            .help("write the same pool in both conns, or two that share nothing")
                            .conn(conn.name().to_owned());
                        cx.report(finding);
                    }
                    known.push((*pool, span, printable(conn.name()).into_owned()));
                }
            }
        }
    }
}
