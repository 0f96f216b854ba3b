//! Nothing against tomorrow's computers.

use ipsec_conf::model::Conn;
use ipsec_conf::{Dialect, Version};

use crate::context::Context;
use crate::facts::{is_no, set};

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn that a quantum computer could open later.
    ///
    /// ## What it does
    ///
    /// Finds conns without a post-quantum preshared key (`ppk=`) and without a key exchange of ML-KEM in `ike=`, where the
    /// target has them. It is off unless it is selected.
    ///
    /// ## Why it matters
    ///
    /// Who records the traffic today can decrypt it when there are computers to break today's key exchange. Libreswan has
    /// `ppk=` (RFC 8784) from 3.23 on and ML-KEM from 5.4 on; strongSwan has ML-KEM from 6.0 on.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     authby=rsasig
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     authby=rsasig
    ///     ppk=insist
    /// ```
    pub struct NoPostQuantum {
        code: "X124", name: "no-pq-protection", severity: Info, enabled: false,
        since: "0.1", dialects: "Libreswan, strongSwan", fix: Never
    }
}

impl Rule for NoPostQuantum {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let target = cx.target();
        let help = match target.dialect {
            Dialect::Libreswan if target.version >= Version::new(3, 23, 0) => {
                "write `ppk=insist` at both ends"
            }
            Dialect::StrongSwan if target.version >= Version::new(6, 0, 0) => {
                "add `-ke1_mlkem768` to the proposals of `ike=`"
            }
            _ => return,
        };
        if cx.facts().is_shunt_or_opportunistic() {
            return;
        }
        let has_ppk = set(conn, "ppk", None).is_some() && !is_no(conn, "ppk", None);
        let has_ml_kem = cx.words(conn)
            .iter()
            .any(|word| word.algorithm.id.starts_with("ml_kem"));
        if has_ppk || has_ml_kem {
            return;
        }
        let span = cx.name_span(conn);
        let finding = cx.weakness(conn,
            span,
            "nothing protects the traffic against quantum computers",
        )
        .note(format!("{} can do so", cx.program()));
        cx.report(finding.help(help));
    }
}
