//! Roles that exclude each other.

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;

use crate::context::Context;
use crate::facts::End;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// Ends that are both servers or both clients of addresses, or one end that is both.
    ///
    /// ## What it does
    ///
    /// Compares `modecfgserver`, `modecfgclient`, `cat` and the address pools of the two ends.
    ///
    /// ## Why it matters
    ///
    /// One end gives addresses and the other one asks for them. Libreswan 5 refuses a conn where the roles contradict each
    /// other; 4.x loads it, and the negotiation fails. Opportunistic conns may have both roles.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftmodecfgserver=yes
    ///     rightmodecfgserver=yes
    /// ```
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftcat=yes
    ///     rightaddresspool=10.9.0.0/24
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftmodecfgserver=yes
    ///     rightmodecfgclient=yes
    ///     rightaddresspool=10.9.0.0/24
    /// ```
    ///
    /// ## See also
    ///
    /// M121 and M184.
    pub struct TwoServersOrTwoClients {
        code: "M185", name: "two-servers-or-two-clients", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan >= 5", fix: Never
    }
}

impl Rule for TwoServersOrTwoClients {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        if !cx.is_libreswan_5() || facts.is_shunt() || facts.is_opportunistic {
            return;
        }
        let conflict = facts
            .pairs()
            .into_iter()
            .find_map(|(end, other)| conflict(end, other));
        let Some((one, other)) = conflict else { return };
        let [first, second] = [one, other].map(|(id, side)| {
            conn.get(id, Some(side))
                .expect("bug: the role was read from it")
        });
        let finding = cx
            .refusal(conn.key_span(second), format!("`{}` and `{}` exclude each other", first.spelling(), second.spelling()))
            .related(conn.key_span(first), "the other role is here")
            .help("the client's end has `modecfgclient`, `cat` or the pool; the server's end has `modecfgserver`");
        cx.report(finding);
    }
}

/// A keyword and the end where it stands.
type Role = (&'static str, Side);

/// What Libreswan 5.4 refuses, seen from one end.
fn conflict(end: &End, other: &End) -> Option<(Role, Role)> {
    let (here, there) = (end.side, other.side);
    let cases = [
        (
            end.is_server && other.is_server,
            ("modecfgserver", here),
            ("modecfgserver", there),
        ),
        (
            end.is_client && other.is_client,
            ("modecfgclient", here),
            ("modecfgclient", there),
        ),
        (
            end.is_server && end.is_client,
            ("modecfgserver", here),
            ("modecfgclient", here),
        ),
        (
            end.is_server && end.is_cat,
            ("modecfgserver", here),
            ("cat", here),
        ),
        (
            end.is_client && other.is_cat,
            ("modecfgclient", here),
            ("cat", there),
        ),
        (
            end.is_client && other.has_pool,
            ("modecfgclient", here),
            ("addresspool", there),
        ),
        (
            end.is_cat && other.has_pool,
            ("cat", here),
            ("addresspool", there),
        ),
    ];
    cases
        .into_iter()
        .find(|(applies, ..)| *applies)
        .map(|(_, one, two)| (one, two))
}
