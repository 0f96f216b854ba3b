//! A pool and a subnet at one end.

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// An end has an address pool and a subnet of its own, or both ends have a pool.
    ///
    /// ## What it does
    ///
    /// Finds `rightaddresspool=` beside `rightsubnet=` (in Libreswan 5 also beside `rightsubnets=`), and pools at both ends.
    ///
    /// ## Why it matters
    ///
    /// Libreswan refuses the conn: the address from the pool is the subnet of the client, and only one end can be the client.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     rightaddresspool=10.9.0.0/24
    ///     rightsubnet=10.2.0.0/16
    /// ```
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftaddresspool=10.8.0.0/24
    ///     rightaddresspool=10.9.0.0/24
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     leftsubnet=0.0.0.0/0
    ///     right=%any
    ///     rightaddresspool=10.9.0.0/24
    /// ```
    ///
    /// ## See also
    ///
    /// M184 and M185.
    pub struct PoolWithSubnet {
        code: "M121", name: "pool-with-subnet", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for PoolWithSubnet {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        if !cx.is_libreswan() {
            return;
        }
        for end in facts.ends() {
            let Some(pool) = set(conn, "addresspool", Some(end.side)) else {
                continue;
            };
            let lists_count = cx.is_libreswan_5();
            let subnet = set(conn, "subnet", Some(end.side));
            let Some(subnet) =
                subnet.or_else(|| set(conn, "subnets", Some(end.side)).filter(|_| lists_count))
            else {
                continue;
            };
            let message = format!(
                "`{}` and `{}` at one end",
                pool.spelling(),
                subnet.spelling()
            );
            let fix = cx.removal(conn, subnet);
            let finding = cx
                .refusal(conn.key_span(pool), message)
                .related(conn.key_span(subnet), "the subnet is set here")
                .help("a client gets its address from the pool: remove its subnet")
                .fix(fix);
            cx.report(finding);
        }
        let pools = Side::BOTH.map(|side| set(conn, "addresspool", Some(side)));
        if let ([Some(left), Some(right)], false) = (pools, facts.is_shunt()) {
            let finding = cx
                .refusal(conn.key_span(right), "both ends have an address pool")
                .related(conn.key_span(left), "the pool of the other end is set here")
                .help("keep the one of the client");
            cx.report(finding);
        }
    }
}
