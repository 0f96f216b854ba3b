//! Child keys without forward secrecy.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::Conn;
use ipsec_conf::value::Kind;

use crate::context::Context;
use crate::facts::is_no;
use crate::crypto;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// Keys of the traffic that follow from those of the IKE SA alone.
    ///
    /// ## What it does
    ///
    /// Finds `pfs=no` in the swans, and in strongSwan an `esp=` or `ah=` of which a proposal has no group.
    ///
    /// ## Why it matters
    ///
    /// Without an exchange of its own, each new child key follows from the IKE SA's keys: who gets those has the traffic of
    /// all its life. In strongSwan `pfs=` has no effect; a group in `esp=` turns it on. The first child of an IKEv2 SA
    /// never has an exchange of its own (RFC 7296, section 1.3).
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     pfs=no
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     esp=aes256-sha256!
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     pfs=yes
    /// ```
    ///
    /// ```ipsec good strongswan@5.9.8
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     esp=aes256-sha256-modp2048!
    /// ```
    pub struct PfsOff {
        code: "X106", name: "pfs-off", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Sometimes
    }
}

impl Rule for PfsOff {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if conn.is_shunt() {
            return;
        }
        if cx.is_strongswan() {
            without_group(conn, cx);
            return;
        }
        let Some(pfs) = conn.get("pfs", None).filter(|_| is_no(conn, "pfs", None)) else {
            return;
        };
        let span = conn.value_span(pfs);
        let finding = cx.weakness(conn, span, "`pfs=no` turns perfect forward secrecy off")
            .note(format!(
                "{} derives all keys of the traffic from one exchange",
                cx.program()
            ))
            .help("write `pfs=yes` at both ends, or remove the line")
            .fix(Fix::risky("write `yes`", span, "yes"));
        cx.report(finding);
    }
}

/// strongSwan: the group in the proposal decides.
fn without_group(conn: &Conn<'_>, cx: &mut Context<'_>) {
    for id in ["esp", "ah"] {
        let Some(setting) = conn.get(id, None) else {
            continue;
        };
        for proposal in crypto::proposals(conn, id).unwrap_or_default() {
            if proposal
                .of(Kind::KeyExchange)
                .any(|group| group.id != Some("none"))
            {
                continue;
            }
            let span = conn.part_span(setting, proposal.range.clone());
            let end = conn.part_span(setting, proposal.range.end..proposal.range.end);
            let finding = cx.weakness(conn,
                span,
                "the proposal has no group, so rekeying has no perfect forward secrecy",
            )
            .note(
                "strongSwan takes a group in `esp=` for perfect forward secrecy and ignores `pfs=`",
            )
            .help("add a group such as `-ecp256` or `-modp2048` at both ends")
            .fix(Fix::risky("add `-modp2048`", end, "-modp2048"));
            cx.report(finding);
        }
    }
}
