//! A conn for a policy group that has no file.

use ipsec_conf::model::Conn;
use ipsec_conf::text::printable;
use ipsec_conf::{Effect, Span};

use super::p132_policy_file_syntax::is_group;
use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn with `right=%group` or `right=%opportunisticgroup` without a file of its name among the policies.
    ///
    /// ## What it does
    ///
    /// Looks for the file when the `policies` directory is part of what is checked.
    ///
    /// ## Why it matters
    ///
    /// Libreswan and Openswan read the networks of such a conn from the file `policies/NAME`. When it is not there they say
    /// nothing, and the conn is for nobody.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn privat
    ///     left=192.0.2.1
    ///     right=%opportunisticgroup
    ///     authby=rsasig
    /// ==> policies/private <==
    /// 10.0.0.0/8
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn private
    ///     left=192.0.2.1
    ///     right=%opportunisticgroup
    ///     authby=rsasig
    /// ==> policies/private <==
    /// 10.0.0.0/8
    /// ```
    ///
    /// ## See also
    ///
    /// `policy-file-syntax`
    pub struct UndefinedPolicyGroup {
        code: "R119", name: "undefined-policy-group", severity: Warning, enabled: true,
        since: "0.1", dialects: "Openswan, Libreswan", fix: Never
    }
}

impl Rule for UndefinedPolicyGroup {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let Some(policies) = cx
            .lint
            .policies
            .filter(|policies| is_group(conn) && policies.get(conn.name()).is_none())
        else {
            return;
        };
        let span: Span = cx.name_span(conn);
        let name = printable(conn.name()).into_owned();
        let near = policies
            .names()
            .map(|known| (strsim::jaro_winkler(known, conn.name()), known))
            .filter(|(score, _)| *score > 0.85);
        let near = near
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .map(|(_, known)| printable(known).into_owned());
        let finding = cx
            .finding(Effect::Ignored, span, format!("there is no policy group `{name}`"))
            .note(format!("{} reads the networks of the conn from `{}`, and says nothing when the file is not there", cx.program(), printable(&policies.dir().join(conn.name()).to_string_lossy())))
            .help(match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write the networks into a file `{name}` there"),
            });
        cx.report(finding);
    }
}
