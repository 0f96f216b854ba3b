//! No fresh keys, although they are asked for.

use ipsec_conf::Effect;
use ipsec_conf::Span;
use ipsec_conf::model::Conn;
use ipsec_conf::model::Item;
use ipsec_conf::value::{Kind, Value};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `esp=` without a key exchange group in a conn that says `pfs=yes`.
    ///
    /// ## What it does
    ///
    /// Finds proposals of strongSwan without a group beside a `pfs=yes` that has no effect.
    ///
    /// ## Why it matters
    ///
    /// strongSwan ignores `pfs`: a group in `esp=` turns it on, and without one all keys come from the first exchange.
    ///
    /// ## Example
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     pfs=yes
    ///     esp=aes128-sha256
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good strongswan@5.9.8
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     esp=aes128-sha256-modp2048
    /// ```
    ///
    /// ## See also
    ///
    /// M140 for Libreswan.
    pub struct EspNoDhMeansNoPfs {
        code: "M142", name: "esp-no-dh-means-no-pfs", severity: Warning, enabled: true,
        since: "0.1", dialects: "strongSwan", fix: Never
    }
}

impl Rule for EspNoDhMeansNoPfs {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !cx.is_strongswan() || cx.facts().is_shunt() {
            return;
        }
        let Some(pfs) = wish(conn) else { return };
        let Some(Value::Proposals(proposals)) = conn.value("esp", None) else {
            return;
        };
        if proposals.is_empty()
            || proposals
                .iter()
                .any(|proposal| proposal.of(Kind::KeyExchange).next().is_some())
        {
            return;
        }
        let esp = conn
            .get("esp", None)
            .expect("bug: the value was read from it");
        let finding = cx
            .finding(
                Effect::Misread,
                conn.value_span(esp),
                "`pfs=yes` has no effect, and `esp` names no group",
            )
            .related(pfs, "it is asked for here")
            .note(format!(
                "{} negotiates no fresh key exchange for this tunnel",
                cx.program()
            ))
            .help("write a group, such as `aes128-sha256-modp2048`");
        cx.report(finding);
    }
}

/// Where the author wrote `pfs=yes`. For strongSwan that is no setting at all.
fn wish(conn: &Conn<'_>) -> Option<Span> {
    let model = conn.model;
    let is_wish = |item: &&Item| {
        model.sources().slice(model.key_span(item)) == "pfs" && model.value(item).text == "yes"
    };
    let item = conn
        .sections()
        .iter()
        .find_map(|&section| model.items(section).iter().find(is_wish))?;
    Some(model.value_span(item))
}
