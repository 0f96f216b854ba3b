//! Keys in the log.

use ipsec_conf::Effect;
use ipsec_conf::model::{Conn, Setup};

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A debugging class that writes keys into the log.
    ///
    /// ## What it does
    ///
    /// Finds `private` in `plutodebug=` and `debug=`, and the level 4 in `charondebug=`.
    ///
    /// ## Why it matters
    ///
    /// Libreswan and Openswan write key material into their log with `private`, strongSwan does with level 4. Whoever reads
    /// the log, or gets it by mail, can decrypt the traffic.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// config setup
    ///     plutodebug="base private"
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// config setup
    ///     charondebug="ike 4"
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// config setup
    ///     plutodebug=base
    /// ```
    ///
    /// ```ipsec good strongswan@5.9.8
    /// config setup
    ///     charondebug="ike 2"
    /// ```
    pub struct DebugPrivate {
        code: "X114", name: "debug-private", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for DebugPrivate {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_setup(&self, setup: &Setup<'_>, cx: &mut Context<'_>) {
        let is_strongswan = cx.is_strongswan();
        let keyword = if is_strongswan {
            "charondebug"
        } else {
            "plutodebug"
        };
        let (Some(value), Some(span)) = (setup.get(keyword), setup.value_span(keyword)) else {
            return;
        };
        let is_private = if is_strongswan {
            has_level_4(&value.text)
        } else {
            has_private(&value.text)
        };
        if is_private {
            let finding = cx.finding(
                Effect::Works,
                span,
                format!("`{keyword}` writes keys into the log"),
            );
            cx.report(
                finding
                    .note(format!("{} logs the keys of the traffic", cx.program()))
                    .help("use a lower level, and delete the log"),
            );
        }
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        for id in ["debug", "plutodebug"] {
            let Some(setting) = conn
                .get(id, None)
                .filter(|setting| has_private(&setting.value.text))
            else {
                continue;
            };
            let finding = cx.weakness(conn,
                conn.value_span(setting),
                format!("`{id}` writes keys into the log"),
            );
            cx.report(
                finding
                    .note(format!("{} logs the keys of the traffic", cx.program()))
                    .help("remove the word, and delete the log"),
            );
        }
    }
}

fn has_private(text: &str) -> bool {
    text.split([' ', ',', '\t'])
        .any(|word| word.eq_ignore_ascii_case("private"))
}

/// `ike 4, knl 1`: a class and its level.
fn has_level_4(text: &str) -> bool {
    text.split(',')
        .any(|pair| pair.split_whitespace().nth(1) == Some("4"))
}
