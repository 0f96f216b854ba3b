//! `authby=` does not cover `leftauth=`.

use ipsec_conf::model::Conn;
use ipsec_conf::text::printable;
use ipsec_conf::value::Value;

use crate::context::Context;
use crate::facts::{method_kind, word};
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// `leftauth=` names a signature that `authby=` does not allow, EAP without a method, or a method for a shunt.
    ///
    /// ## What it does
    ///
    /// Compares `leftauth=` and `rightauth=` with `authby=`, `leftautheap=` and `type=`.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 4 and 5 refuse to add a conn whose `leftauth=rsasig` or `ecdsa` is not in `authby=`, and one with `eaponly`
    /// without `leftautheap=`; release 4.10 says so in its log only. It also refuses a method for a conn that negotiates
    /// nothing; Libreswan 5 ignores that.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=ecdsa
    ///     leftauth=rsasig
    ///     rightauth=rsasig
    /// ```
    ///
    /// ```ipsec bad libreswan@5.4
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftauth=eaponly
    ///     rightauth=eaponly
    /// ```
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     type=drop
    ///     authby=never
    ///     leftauth=secret
    ///     rightauth=secret
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=rsasig,ecdsa
    ///     leftauth=rsasig
    ///     rightauth=ecdsa
    /// ```
    ///
    /// ```ipsec good libreswan@4.10
    /// conn t
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     leftauth=eaponly
    ///     rightauth=eaponly
    ///     leftautheap=tls
    ///     rightautheap=tls
    /// ```
    ///
    /// ## See also
    ///
    /// M113 and M163.
    pub struct AuthbyConflictsLeftauth {
        code: "M116", name: "authby-conflicts-leftauth", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Never
    }
}

impl Rule for AuthbyConflictsLeftauth {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        let facts = cx.facts();
        let is_5 = cx.is_libreswan_5();
        if !cx.is_libreswan() || facts.is_v1() || (facts.is_shunt() && is_5) {
            return;
        }
        for end in facts.ends() {
            let Some(auth) = end.auth else { continue };
            let setting = conn
                .get("auth", Some(end.side))
                .expect("bug: the value was read from it");
            let name = end.spell("auth");
            let covers = |method: &&str| method_kind(method) == auth;
            let span = conn.value_span(setting);
            let finding = if facts.is_shunt() {
                if auth == "never"
                    || !matches!(conn.value("authby", None), Some(Value::Auth(list)) if list.contains(&"never"))
                {
                    continue;
                }
                let kind = conn.text("type", None).unwrap_or_default();
                cx.refusal(
                    span,
                    format!("`{name}={auth}` is a method for a conn that negotiates nothing"),
                )
                .help(format!("remove it: `type={}` needs none", printable(kind)))
            } else if auth == "eaponly" {
                if word(conn, "autheap", Some(end.side)).is_some_and(|method| method != "none") {
                    continue;
                }
                let eap = end.spell("autheap");
                cx.refusal(span, format!("`{name}=eaponly` without `{eap}`"))
                    .help(format!("write `{eap}=tls`"))
            } else if matches!(auth, "rsasig" | "ecdsa")
                && !facts.methods.is_empty()
                && !facts.methods.iter().any(covers)
            {
                let authby = conn
                    .get("authby", None)
                    .expect("bug: the methods were read from it");
                cx.refusal(
                    span,
                    format!("`{name}={auth}` is not among the methods of `authby`"),
                )
                .related(conn.value_span(authby), "the methods are set here")
                .help(format!("add `{auth}` to `authby`, or leave `authby` out"))
            } else {
                continue;
            };
            cx.report(finding);
            return;
        }
    }
}
