//! A line that says what is so without it.

use ipsec_conf::diagnostic::Fix;
use ipsec_conf::keyword::Default;
use ipsec_conf::model::{Conn, Item, ItemState, Setting};
use ipsec_conf::target::Reader;
use ipsec_conf::text::printable;
use ipsec_conf::{Dialect, Effect};

use crate::context::Context;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A parameter with the value that the program takes by itself.
    ///
    /// ## What it does
    ///
    /// Compares the parameters of conns and of `%default` with the defaults of Libreswan from 4.10 on, of strongSwan from 5.9 on
    /// and of Openswan 2.6: switches, words, numbers and times. It is silent where the line overrides another one, and where its
    /// presence says more than its value, as that of `auto=` does.
    ///
    /// For Libreswan it knows the keywords with which 4.10 and 5.4 load a conn just as without them. The manual is no proof:
    /// `leftxauthserver=no`, the default by its word, switches XAUTH on in 4.10.
    ///
    /// ## Why it matters
    ///
    /// The line can go, and what is left is what somebody decided. Others like to see the defaults written out: the rule is off
    /// unless it is selected.
    ///
    /// The fix removes the line. In a file that others include, which may have a `%default` of their own, it wants
    /// `--unsafe-fixes`.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6
    /// version 2.0
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     pfs=yes
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     ikelifetime=180m
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// version 2.0
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    /// ```
    ///
    /// A line that overrides `%default` has an effect:
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6
    /// version 2.0
    ///
    /// conn %default
    ///     pfs=no
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     pfs=yes
    /// ```
    ///
    /// ## See also
    ///
    /// M193 overridden-everywhere, U108 default-value-changed
    pub struct SameAsDefault {
        code: "M192", name: "same-as-default", severity: Info, enabled: false,
        since: "0.1", dialects: "all", fix: Always
    }
}

impl Rule for SameAsDefault {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        if conn.is_shunt() || conn.is_refused() {
            return;
        }
        for setting in conn.settings() {
            let default = conn
                .default_written(setting)
                .filter(|default| is_plain(setting, default, cx.target().dialect))
                .filter(|_| stands_alone(conn, setting));
            let Some(default) = default else { continue };
            let key = conn.key_span(setting);
            let since = match cx.target().dialect {
                Dialect::Libreswan => "Libreswan from 4.10 on takes",
                Dialect::StrongSwan => "strongSwan from 5.9 on takes",
                Dialect::Openswan => "Openswan 2.6 takes",
            };
            let (title, at) = ("remove the line", conn.line_span(setting));
            let is_for_us_alone = cx.is_complete() && !cx.may_serve_others(key.file);
            let fix = if is_for_us_alone {
                Fix::safe(title, at, "")
            } else {
                Fix::risky(title, at, "")
            };
            let word = setting.spelling();
            let value = printable(&setting.value.text);
            let finding = cx
                .finding(Effect::Works, key, format!("`{word}={value}` is the default"))
                .note(format!("{since} `{}` by itself", default.value))
                .help("the line can go")
                .fix(fix);
            cx.report(finding);
        }
    }
}

/// Keywords of Libreswan with which 4.10 and 5.4 loaded a conn just as without them. Others have another default than
/// the manual says (`sendca=`, `leftsendcert=`), or do something by being there: `leftxauthserver=no` switches XAUTH on in
/// 4.10, `send-redirect=no` forbids what is left open without it, `dpdaction=hold` and `xauthby=file` bring a warning.
const SEEN: [&str; 20] = [
    "autheap",
    "compress",
    "enable-tcp",
    "encapsulation",
    "failureshunt",
    "fragmentation",
    "mobike",
    "modecfgpull",
    "nat-ikev1-method",
    "nat-keepalive",
    "nopmtudisc",
    "overlapip",
    "pfs",
    "rekey",
    "rekeyfuzz",
    "require-id-on-certificate",
    "retransmit-interval",
    "send-vendorid",
    "sha2-truncbug",
    "type",
];

/// Keywords whose presence says more than their value: without `auto=` nobody knows whether it was forgotten (M105), the
/// default of `ikev2=` moved (U103), and `phase2=` decides between `esp=` and `ah=`.
const SAYS_MORE: [&str; 3] = ["auto", "ikev2", "phase2"];

/// Whether the line does nothing but set the default: the others start from a table of defaults, which such a line sets
/// again (`confread.c` of Openswan 2.6 and of strongSwan 5.9).
fn is_plain(setting: &Setting<'_>, default: &Default, dialect: Dialect) -> bool {
    let id = setting.keyword.id;
    match dialect {
        Dialect::Libreswan => SEEN.contains(&id),
        Dialect::Openswan | Dialect::StrongSwan => {
            let is_start = default.source.starts_with("confread") || default.source == "header";
            is_start && !SAYS_MORE.contains(&id)
        }
    }
}

/// Whether the line serves only this conn, or all, and takes the place of no other.
fn stands_alone(conn: &Conn<'_>, setting: &Setting<'_>) -> bool {
    let model = conn.model;
    let is_flipped = model.reader() == Reader::Openswan;
    let item = &setting.item;
    let is_rival = |other: &Item| {
        other.state == ItemState::Set
            && (other.file, other.line) != (item.file, item.line)
            && other.keyword.is_some_and(|keyword| keyword.id == setting.keyword.id)
            && (is_flipped || other.side == item.side)
    };
    // What overrides a line of `%default` in another conn does so without it as well.
    let sections = if conn.is_default(setting) {
        model.sections_named("%default")
    } else if conn.is_own(setting) && !conn.is_taken_in() {
        conn.sections()
    } else {
        return false;
    };
    let mut items = sections.iter().flat_map(|&id| model.items(id));
    !items.any(is_rival)
}

#[cfg(test)]
mod tests {
    use ipsec_conf::diagnostic::Applicability;

    use crate::testing::{check, check_fix, fixes};

    const ENDS: &str = "\tleft=192.0.2.1\n\tright=192.0.2.2\n";

    #[test]
    fn values_are_compared_and_not_their_spelling() {
        let text = format!("conn a\n{ENDS}\tretransmit-interval=500\n\trekey=on\n\trekeyfuzz=50%\n");
        check(
            "M192",
            "libreswan@4.10",
            &text,
            &[
                "4:2 `retransmit-interval=500` is the default",
                "5:2 `rekey=on` is the default",
            ],
        );
    }

    #[test]
    fn a_line_that_overrides_another_is_needed() {
        let own = format!("conn a\n{ENDS}\tpfs=yes\n");
        for target in ["openswan@2.6", "libreswan@4.10", "libreswan@5.4"] {
            check("M192", target, &format!("conn %default\n\tpfs=no\n\n{own}"), &[]);
        }
        let by_also = "conn part\n\tcompress=yes\n\nconn a\n\talso=part\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tcompress=no\n";
        check("M192", "strongswan@5.9.8", by_also, &[]);
        // A second conn %default is overridden by the last one.
        let twice = format!("conn %default\n\tpfs=no\n\nconn %default\n\tpfs=yes\n\nconn a\n{ENDS}");
        check("M192", "libreswan@4.10", &twice, &[]);
    }

    #[test]
    fn a_line_of_the_default_is_said_once() {
        let text = format!("conn %default\n\tpfs=yes\n\nconn a\n{ENDS}\nconn b\n{ENDS}");
        check("M192", "libreswan@4.10", &text, &["2:2 `pfs=yes` is the default"]);
    }

    #[test]
    fn a_line_that_others_take_in_is_left_alone() {
        let text = format!("conn part\n{ENDS}\tpfs=yes\n\nconn a\n\talso=part\n");
        check("M192", "libreswan@4.10", &text, &[]);
    }

    #[test]
    fn the_release_must_be_one_whose_defaults_are_known() {
        let text = format!("conn a\n{ENDS}\tfragmentation=yes\n\tpfs=yes\n");
        check("M192", "libreswan@3.32", &text, &[]);
        check("M192", "strongswan@5.3", &text, &[]);
        let found = ["4:2 `fragmentation=yes` is the default"];
        check("M192", "strongswan@5.9.8", &text, &found);
    }

    #[test]
    fn presence_can_say_more_than_the_value() {
        let lines = "\tauto=ignore\n\tleftxauthserver=no\n\tsend-redirect=no\n\tsendca=none\n\tnarrowing=no\n\tesn=either\n";
        check("M192", "libreswan@4.10", &format!("conn a\n{ENDS}{lines}"), &[]);
        let text = format!("conn a\n{ENDS}\tauto=ignore\n\tphase2=esp\n\tikev2=permit\n");
        check("M192", "openswan@2.6", &text, &[]);
    }

    #[test]
    fn a_value_that_is_misread_is_none() {
        let text = format!("conn a\n{ENDS}\trekeyfuzz=99999999999%\n\treplay-window=0\n");
        check("M192", "libreswan@5.4", &text, &[]);
    }

    #[test]
    fn the_fix_leaves_nothing_to_find() {
        let text = format!("conn %default\n\tpfs=yes\n\nconn a\n{ENDS}\trekey=yes\n\tauto=add\n");
        let fixed = format!("conn %default\n\nconn a\n{ENDS}\tauto=add\n");
        check_fix("M192", "libreswan@4.10", &text, &fixed);
        check("M192", "libreswan@4.10", &fixed, &[]);
        assert_eq!(fixes("M192", "libreswan@4.10", &text), [Applicability::Safe; 2]);
    }

    #[test]
    fn a_file_that_is_missing_may_set_another_value() {
        let text = format!("include /etc/ipsec.d/*.conf\n\nconn a\n{ENDS}\tpfs=yes\n");
        assert_eq!(fixes("M192", "libreswan@4.10", &text), [Applicability::Unsafe]);
    }
}
