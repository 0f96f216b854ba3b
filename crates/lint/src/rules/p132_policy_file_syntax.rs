//! A line of a policy group that is no target.

use ipsec_conf::Diagnostic;
use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;
use ipsec_conf::value::{Host, Value};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A line of a policy group that is no address or network, and may cost the rest of the file.
    ///
    /// ## What it does
    ///
    /// Reads the files of the `policies` directory that belong to conns with `right=%group` or `right=%opportunisticgroup`.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4.10 leaves out a line whose address it cannot read, also one with bits set beyond the mask. A protocol without
    /// both ports, an unknown protocol, or words behind the selector make it ignore the rest of the file; a first line that is
    /// indented, all of it. The traffic of what is left out takes another policy: what was to be private may go in clear.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn private
    ///     left=192.0.2.1
    ///     right=%opportunisticgroup
    ///     authby=rsasig
    /// # file: policies/private
    /// 10.0.0.1/8
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn private
    ///     left=192.0.2.1
    ///     right=%opportunisticgroup
    ///     authby=rsasig
    /// # file: policies/private
    /// 10.0.0.0/8
    /// ```
    ///
    /// ## See also
    ///
    /// `undefined-policy-group`
    pub struct PolicyFileSyntax {
        code: "P132", name: "policy-file-syntax", severity: Warning, enabled: true,
        since: "0.1", dialects: "Openswan, Libreswan", fix: Sometimes
    }
}

impl Rule for PolicyFileSyntax {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let group = cx
            .lint
            .policies
            .filter(|_| is_group(conn))
            .and_then(|policies| policies.get(conn.name()));
        let findings: Vec<Diagnostic> =
            group.map_or_else(Vec::new, |group| group.diagnostics.clone());
        for finding in findings {
            cx.report(finding);
        }
    }
}

/// Whether a file of the `policies` directory says for whom the conn is.
pub(super) fn is_group(conn: &Conn<'_>) -> bool {
    let is_group = |side| {
        matches!(
            conn.value("host", Some(side)),
            Some(Value::Host(Host::Group | Host::OpportunisticGroup))
        )
    };
    conn.model.reader() != Reader::StrongSwan && Side::BOTH.into_iter().any(is_group)
}
