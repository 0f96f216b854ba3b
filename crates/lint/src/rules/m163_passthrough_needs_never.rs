//! A shunt with an authentication method.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::{Conn, Setting};
use ipsec_conf::target::Reader;
use ipsec_conf::{Effect, Version};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A conn with `type=passthrough`, `drop` or `reject` that does not say `authby=never`, or the reverse.
    ///
    /// ## What it does
    ///
    /// Finds conns that let traffic pass or drop it, and so negotiate nothing, with an authentication method; and conns that
    /// say `authby=never` and are no such shunt.
    ///
    /// ## Why it matters
    ///
    /// Libreswan 3 and 4 refuse such a conn when it is added: a shunt must say `authby=never`, also when `authby=` is not
    /// written at all. Libreswan 5 takes a shunt with any `authby=`, and still refuses `authby=never` without a shunt type.
    /// Nothing is said when the file is checked.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn ssh
    ///     left=192.0.2.1
    ///     right=%any
    ///     type=passthrough
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn ssh
    ///     left=192.0.2.1
    ///     right=%any
    ///     type=passthrough
    ///     authby=never
    /// ```
    pub struct PassthroughNeedsNever {
        code: "M163", name: "passthrough-needs-never", severity: Error, enabled: true,
        since: "0.1", dialects: "Libreswan", fix: Sometimes
    }
}

impl Rule for PassthroughNeedsNever {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if !matches!(cx.reader(), Reader::Libreswan4 | Reader::Libreswan5) {
            return;
        }
        let authby = conn.get("authby", None);
        let facts = cx.facts();
        let says_never = facts.methods.contains(&"never");
        let is_unreadable = authby.is_some_and(Setting::is_set) && facts.methods.is_empty();
        let says_only_never = facts.methods == ["never"];
        if conn.is_shunt()
            && !says_only_never
            && !is_unreadable
            && cx.target().version < Version::new(5, 0, 0)
        {
            let kind = conn.get("type", None).expect("bug: a shunt has a type");
            let span =
                authby.map_or_else(|| conn.value_span(kind), |setting| conn.value_span(setting));
            let mut finding = cx
                .finding(
                    Effect::ConnRefused,
                    span,
                    format!("`type={}` needs `authby=never`", kind.value.text),
                )
                .note(format!(
                    "{} refuses to add a shunt with an authentication method",
                    cx.program()
                ))
                .help("write `authby=never`");
            if let Some(authby) = authby {
                finding = finding
                    .related(conn.value_span(kind), "the type is set here")
                    .fix(Fix::safe("write `never`", conn.value_span(authby), "never"));
            }
            cx.report(finding);
        } else if says_never && !conn.is_shunt() {
            let authby = authby.expect("bug: the word stands somewhere");
            let finding = cx
                .finding(Effect::ConnRefused, conn.value_span(authby), "`authby=never` is for `type=passthrough`, `drop` and `reject`")
                .note(format!("{} refuses to add it", cx.program()))
                .help("write `type=passthrough` if traffic is to pass, or name an authentication method");
            cx.report(finding);
        }
    }
}
