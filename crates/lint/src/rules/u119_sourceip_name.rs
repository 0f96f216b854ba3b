//! A name as the own address.

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::{Effect, Severity};

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A host name in `leftsourceip=` or `rightsourceip=`.
    ///
    /// ## What it does
    ///
    /// Finds words that are no addresses under Libreswan before 5.0. Under Libreswan 5 the value is a `bad-address`.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4 asks the DNS while it reads the file. Libreswan 5 takes addresses only; the daemon of 5.4 was seen to
    /// crash on a name.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     leftsourceip=gw.example.com
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     leftsourceip=192.0.2.1
    /// ```
    ///
    /// ## See also
    ///
    /// `bad-address`
    pub struct SourceipName {
        code: "U119", name: "sourceip-name", severity: Warning, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for SourceipName {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_libreswan_4() {
            return;
        }
        for side in Side::BOTH {
            let Some(setting) = conn.get("sourceip", Some(side)) else {
                continue;
            };
            let text = &*setting.value.text;
            let is_name = text.parse::<std::net::IpAddr>().is_err()
                && text.contains(|c: char| c.is_ascii_alphabetic());
            let has_problem = !conn.reading(setting).problems.is_empty();
            if !is_name || has_problem || text.contains([':', '/', '%']) {
                continue;
            }
            let finding = cx
                .finding(Effect::Works, conn.value_span(setting), "Libreswan 5 takes no name here")
                .severity(Severity::Info)
                .note("Libreswan refuses this from 5.0 on, and the daemon of 5.4 was seen to crash on it")
                .help("write the address");
            cx.report(finding);
        }
    }
}
