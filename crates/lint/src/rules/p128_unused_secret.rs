//! A preshared key that no conn can use.


use foldhash::HashSet;
use ipsec_conf::diagnostic::codes;
use ipsec_conf::secrets::{Key, Kind, Record, Who};
use ipsec_conf::target::Reader;
use ipsec_conf::value::{Host, Id, IkeVersion};
use ipsec_conf::{Diagnostic, Effect, Severity};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};
use crate::summary::Summary;

declare_rule! {
    /// A preshared key for identities that no conn has.
    ///
    /// ## What it does
    ///
    /// Compares the indices of each `PSK` entry with the identities of all conns that use a preshared key. An end whose identity
    /// the file does not tell can have any.
    ///
    /// ## Why it matters
    ///
    /// Libreswan, Openswan and strongSwan keep the key and never look at it. Mostly the conn is gone, and its key can go too; or
    /// an index is misspelt, and the conn that should use it fails.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=secret
    /// # file: ipsec.secrets
    /// 192.0.2.1 198.51.100.7 : PSK "k3!fPq9ZmW7sL0xVbN2cTr5yHg8u"
    /// 192.0.2.1 203.0.113.9 : PSK "pW4#tUe1oZk6rXq8aJd3iGv0bMn5"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     authby=secret
    /// # file: ipsec.secrets
    /// 192.0.2.1 198.51.100.7 : PSK "k3!fPq9ZmW7sL0xVbN2cTr5yHg8u"
    /// ```
    ///
    /// ## See also
    ///
    /// `secret-not-found`, `secret-shadowed`
    pub struct UnusedSecret {
        code: "P128", name: "unused-secret", severity: Info, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for UnusedSecret {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn compares_conns(&self) -> bool {
        true
    }

    fn check_conns(&self, conns: &[Summary<'_>], cx: &mut Context<'_>) {
        let Some(secrets) = cx.lint.secrets else {
            return;
        };
        // There may be conns in files that cannot be looked at.
        let is_open = |found: &Diagnostic| {
            matches!(
                found.code,
                codes::INCLUDE_MATCHES_NOTHING
                    | codes::INCLUDE_UNREADABLE
                    | codes::INCLUDE_TOO_DEEP
            )
        };
        if cx.model.diagnostics().iter().any(is_open) {
            return;
        }
        let users = Users::new(conns, cx.reader());
        let unused =
            |record: &&Record| record.stored && record.kind == Kind::Psk && !users.can_use(record);
        for record in secrets.records().iter().filter(unused) {
            let what = if users.ends.is_empty() {
                "no conn asks for a preshared key"
            } else {
                "no conn has these identities"
            };
            let finding = cx
                .finding(
                    Effect::Works,
                    record.ids_span,
                    format!("the preshared key is never used: {what}"),
                )
                .severity(Severity::Info)
                .note(format!("{} reads it and never looks at it", cx.program()))
                .help("remove it, or mend its indices");
            cx.report(finding);
        }
    }
}

/// The identities that conns look a key up with.
struct Users {
    is_strongswan: bool,
    ends: HashSet<Who>,
    /// Both orders.
    pairs: HashSet<(Who, Who)>,
}

/// Lists with more indices are taken for used.
const MOST_INDICES: usize = 12;

impl Users {
    fn new(conns: &[Summary<'_>], reader: Reader) -> Users {
        let mut users = Users {
            is_strongswan: reader == Reader::StrongSwan,
            ends: HashSet::default(),
            pairs: HashSet::default(),
        };
        for conn in conns
            .iter()
            .filter(|conn| !conn.is_shunt && may_use_psk(conn))
        {
            let Some([left, right]) = conn.who.as_deref() else {
                continue;
            };
            users.add(left, right);
            let [left, right] = &conn.ends;
            if users.is_strongswan && conn.ike_version != Some(IkeVersion::V2) {
                let host = |host: &Option<Host>| match host {
                    Some(Host::Address(addr)) => Who::Known(Key::Address(*addr)),
                    _ => Who::Anyone,
                };
                users.add(&host(&left.host), &host(&right.host));
            }
        }
        users
    }

    fn add(&mut self, left: &Who, right: &Who) {
        let resolved = |who: &Who| match who {
            Who::Known(Key::Host(_)) => Who::SomeAddress,
            who => who.clone(),
        };
        let (left, right) = (resolved(left), resolved(right));
        self.pairs.insert((left.clone(), right.clone()));
        self.pairs.insert((right.clone(), left.clone()));
        self.ends.insert(left);
        self.ends.insert(right);
    }

    fn can_use(&self, record: &Record) -> bool {
        let named: Vec<&Id> = record.named().collect();
        let has_any = named.len() < record.ids.len();
        if self.ends.is_empty() {
            return false;
        }
        if named.is_empty() || has_any && !self.is_strongswan || named.len() > MOST_INDICES {
            return true;
        }
        let Some(classes) = named
            .iter()
            .map(|id| classes(id))
            .collect::<Option<Vec<_>>>()
        else {
            return true;
        };
        let is_end = |whos: &Vec<Who>| whos.iter().any(|who| self.ends.contains(who));
        if self.is_strongswan || classes.len() == 1 {
            return classes.iter().any(is_end);
        }
        let mut pairs = classes
            .iter()
            .enumerate()
            .flat_map(|(i, a)| classes[i + 1..].iter().map(move |b| (a, b)));
        pairs.any(|(a, b)| {
            a.iter().any(|a| {
                b.iter()
                    .any(|b| self.pairs.contains(&(a.clone(), b.clone())))
            })
        })
    }
}

/// What an end that has this identity may look like in a conn; `None` when that cannot be listed.
fn classes(id: &Id) -> Option<Vec<Who>> {
    let key = Key::of(id)?;
    match &key {
        Key::Host(_) => None,
        Key::Name(text) | Key::User(text) | Key::Dn(text) if text.contains('*') => None,
        Key::Address(_) => Some(vec![Who::Known(key), Who::SomeAddress, Who::Anyone]),
        _ => Some(vec![Who::Known(key), Who::Anyone]),
    }
}

/// A conn with several methods may use the key as well.
fn may_use_psk(conn: &Summary<'_>) -> bool {
    conn.psk.is_some()
        || conn
            .auth
            .split([',', ' ', '|'])
            .any(|word| matches!(word, "secret" | "psk" | "xauthpsk"))
}
