//! `leftsubnet=` beside `leftsubnets=`.

use ipsec_conf::Effect;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;

use crate::context::Context;
use crate::facts::set;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// One end has both `leftsubnet=` and `leftsubnets=`.
    ///
    /// ## What it does
    ///
    /// Finds ends with a single subnet and a list of subnets.
    ///
    /// ## Why it matters
    ///
    /// Openswan and Libreswan take the single one as a further item of the list, without a word; Libreswan 5.0 loads nothing.
    /// A reader of the file sees two answers to one question.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnet=10.9.0.0/16
    ///     leftsubnets={10.1.0.0/16 10.3.0.0/16}
    ///     rightsubnet=10.2.0.0/16
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftsubnets={10.9.0.0/16 10.1.0.0/16 10.3.0.0/16}
    ///     rightsubnet=10.2.0.0/16
    /// ```
    ///
    /// ## See also
    ///
    /// M120 and M123.
    pub struct SubnetAndSubnets {
        code: "M122", name: "subnet-and-subnets", severity: Warning, enabled: true,
        since: "0.1", dialects: "Openswan, Libreswan", fix: Never
    }
}

impl Rule for SubnetAndSubnets {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if cx.is_strongswan() || cx.reader() == Reader::Classic {
            return;
        }
        for side in Side::BOTH {
            let (Some(one), Some(list)) = (
                set(conn, "subnet", Some(side)),
                set(conn, "subnets", Some(side)),
            ) else {
                continue;
            };
            let (list_name, name) = (list.spelling(), one.spelling());
            let finding = cx
                .finding(
                    Effect::Works,
                    conn.key_span(list),
                    format!("`{list_name}` and `{name}` are both set"),
                )
                .related(conn.value_span(one), format!("{name} is here"))
                .note(format!(
                    "{} takes `{name}` as a further item of the list",
                    cx.program()
                ))
                .help(format!("write all of them into `{list_name}`"));
            cx.report(finding);
        }
    }
}
