//! A shared line that no conn uses.


use foldhash::HashSet;
use ipsec_conf::Effect;
use ipsec_conf::diagnostic::Fix;
use ipsec_conf::model::{Conn, Item, ItemState, Model, OriginStep, Section, SectionId};
use ipsec_conf::text::printable;

use crate::cascade::place;
use crate::context::Context;
use crate::engine::loads_itself;
use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A parameter of `%default`, or of a part for other conns, that all of them override.
    ///
    /// ## What it does
    ///
    /// Looks at each line of `conn %default`, and for strongSwan at those of conns that others take in and that nothing loads.
    /// It is silent when an included file is missing, which may hold a conn that uses the line.
    ///
    /// ## Why it matters
    ///
    /// The line has no effect, and a reader who changes it wonders why. What a conn says itself, or takes in, replaces what
    /// `%default` says in every program; what it takes in is replaced without a word by strongSwan alone. Libreswan and
    /// Openswan refuse a conn in which two sections say different things (S104).
    ///
    /// The fix removes the line. It is safe for `%default`; in a file that others include, or in a part that could be loaded by
    /// its name, it wants `--unsafe-fixes`.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// version 2.0
    ///
    /// conn %default
    ///     auto=add
    ///     type=transport
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     type=tunnel
    /// ```
    ///
    /// ```ipsec bad strongswan@5.9.8
    /// conn shared
    ///     left=192.0.2.1
    ///     ikelifetime=1h
    ///
    /// conn office
    ///     also=shared
    ///     right=198.51.100.7
    ///     ikelifetime=4h
    ///     auto=add
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10 libreswan@5.4 openswan@2.6 strongswan@5.9.8
    /// version 2.0
    ///
    /// conn %default
    ///     auto=add
    ///
    /// conn office
    ///     left=192.0.2.1
    ///     right=198.51.100.7
    ///     type=tunnel
    /// ```
    ///
    /// ## See also
    ///
    /// R106 unused-template, M192 same-as-default, S104 duplicate-key
    pub struct OverriddenEverywhere {
        code: "M193", name: "overridden-everywhere", severity: Info, enabled: true,
        since: "0.1", dialects: "all", fix: Always
    }
}

impl Rule for OverriddenEverywhere {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_model(&self, cx: &mut Context<'_>) {
        let model = cx.model;
        let mut shared = shared_lines(cx);
        // What %default says reaches the conns that the target defines by itself, too.
        let conns = model.sections().filter(|(_, section)| section.is_conn());
        for (id, _) in conns.filter(|(id, section)| model.is_first(*id, section)) {
            if shared.is_empty() {
                return;
            }
            let conn = model.resolved(id);
            // A part without an end is no conn for anybody but strongSwan.
            if conn.is_fragment() && !cx.is_strongswan() {
                continue;
            }
            shared.retain_mut(|line| line.is_unused_by(&conn));
        }
        for line in shared {
            let Some(first) = line.first else { continue };
            report(&line, first, cx);
        }
    }
}

/// A line that conns may inherit.
struct Shared<'m> {
    section: &'m Section,
    item: Item,
    /// A line that overrides it.
    first: Option<Item>,
}

fn shared_lines<'m>(cx: &Context<'m>) -> Vec<Shared<'m>> {
    let model = cx.model;
    if !cx.is_complete() {
        return Vec::new();
    }
    // Of a line that is refused or lost, reading says so.
    let told = model.diagnostics().iter();
    let told: HashSet<_> = told.map(|found| place(model, found.span())).collect();
    let mut lines = Vec::new();
    for id in shared_sections(cx) {
        let section = model.section(id);
        for item in model.items(id) {
            let is_also = item.is_setting_of("also") || item.is_setting_of("alsoflip");
            let is_told =
                !told.is_empty() && told.contains(&place(model, model.key_span(item)));
            if item.state == ItemState::Set && !is_also && !is_told {
                lines.push(Shared {
                    section,
                    item: *item,
                    first: None,
                });
            }
        }
    }
    lines
}

fn shared_sections(cx: &Context<'_>) -> Vec<SectionId> {
    let model = cx.model;
    let mut ids = model.sections_named("%default").to_vec();
    if cx.is_strongswan() {
        let may_be_part = |id: &SectionId| model.is_taken_in(*id) && !loads_itself(model, *id);
        let parts = model.named_conns().map(|(id, _)| id).filter(may_be_part);
        let parts = parts.filter(|&id| {
            let conn = model.resolved(id);
            conn.is_fragment() && conn.text("auto", None).is_none_or(|auto| auto == "ignore")
        });
        ids.extend(parts);
    }
    ids
}

impl Shared<'_> {
    /// Whether the conn does not inherit the line; a conn that does without it altogether might.
    fn is_unused_by(&mut self, conn: &Conn<'_>) -> bool {
        let is_this = |item: &Item| (item.file, item.line) == (self.item.file, self.item.line);
        // The part itself is no conn of its own.
        let is_own = !self.section.is_default() && conn.name() == &*self.section.name;
        let is_taken_in = conn
            .sections()
            .iter()
            .any(|&id| conn.model.section(id).name == self.section.name);
        if is_own || !is_taken_in {
            return true;
        }
        let over = conn.settings().iter().find(|setting| {
            setting.side == self.item.side
                && self.item.keyword.is_some_and(|keyword| keyword.id == setting.keyword.id)
        });
        let Some(over) = over else { return false };
        let is_from_here = conn.origin(over).last().is_some_and(|step| {
            let (OriginStep::Default { section }
            | OriginStep::Also { section, .. }
            | OriginStep::AlsoFlip { section, .. }) = step
            else {
                return false;
            };
            conn.model.section(*section).name == self.section.name
        });
        if is_from_here || is_this(&over.item) || over.joined.iter().any(is_this) {
            return false;
        }
        self.first.get_or_insert(over.item);
        true
    }
}

fn report(line: &Shared<'_>, first: Item, cx: &mut Context<'_>) {
    let model: &Model = cx.model;
    let key = model.key_span(&line.item);
    let word = printable(model.sources().slice(key)).into_owned();
    let name = printable(&line.section.name);
    let is_default = line.section.is_default();
    let who = if is_default {
        "every conn".to_owned()
    } else {
        format!("every conn that takes `{name}` in")
    };
    let (title, at) = ("remove the line", model.line_span(&line.item));
    let fix = if is_default && !cx.may_serve_others(key.file) {
        Fix::safe(title, at, "")
    } else {
        Fix::risky(title, at, "")
    };
    let finding = cx
        .finding(
            Effect::Works,
            key,
            format!("`{word}` of `{name}` has no effect: {who} overrides it"),
        )
        .related(model.key_span(&first), "overridden here")
        .note(format!("{} takes what is nearer to the conn", cx.program()))
        .help("remove the line")
        .conn(line.section.name.to_string())
        .fix(fix);
    cx.report(finding);
}

#[cfg(test)]
mod tests {
    use ipsec_conf::diagnostic::Applicability;

    use crate::testing::{check, check_fix, fixes};

    #[test]
    fn one_conn_that_inherits_the_line_is_enough() {
        check(
            "M193",
            "libreswan@4.10",
            "conn %default\n\ttype=transport\n\nconn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\ttype=tunnel\n\nconn b\n\tleft=192.0.2.1\n\tright=192.0.2.3\n",
            &[],
        );
    }

    #[test]
    fn a_part_that_cannot_be_loaded_does_not_count() {
        let text = "conn %default\n\ttype=transport\n\nconn part\n\tleft=192.0.2.1\n\nconn a\n\talso=part\n\tright=192.0.2.2\n\ttype=tunnel\n";
        let found = ["2:2 `type` of `%default` has no effect: every conn overrides it"];
        check("M193", "libreswan@4.10", text, &found);
        check("M193", "libreswan@5.4", text, &found);
        // strongSwan takes any peer for the end that is missing.
        check("M193", "strongswan@5.9.8", text, &[]);
    }

    #[test]
    fn what_a_conn_takes_in_overrides_the_default() {
        check(
            "M193",
            "libreswan@5.4",
            "conn %default\n\ttype=transport\n\nconn part\n\tleft=192.0.2.1\n\ttype=tunnel\n\nconn a\n\talso=part\n\tright=192.0.2.2\n",
            &["2:2 `type` of `%default` has no effect: every conn overrides it"],
        );
    }

    #[test]
    fn another_default_overrides_nothing() {
        check(
            "M193",
            "libreswan@4.10",
            "conn %default\n\ttype=transport\n\nconn %default\n\ttype=tunnel\n\nconn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n",
            &[],
        );
    }

    #[test]
    fn the_conns_that_openswan_defines_itself_inherit_too() {
        check(
            "M193",
            "openswan@2.4",
            "version 2.0\n\nconn %default\n\tpfs=no\n\nconn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tpfs=yes\n",
            &[],
        );
    }

    #[test]
    fn a_file_that_is_missing_may_hold_a_conn_that_inherits() {
        check(
            "M193",
            "libreswan@4.10",
            "conn %default\n\ttype=transport\n\nconn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\ttype=tunnel\n\ninclude /etc/ipsec.d/*.conf\n",
            &[],
        );
    }

    #[test]
    fn a_part_that_is_loaded_itself_uses_its_lines() {
        let part = "conn part\n\tleft=192.0.2.1\n\tikelifetime=1h\n";
        let user = "\nconn a\n\talso=part\n\tright=192.0.2.2\n\tikelifetime=4h\n";
        let found = ["3:2 `ikelifetime` of `part` has no effect: every conn that takes `part` in overrides it"];
        check("M193", "strongswan@5.9.8", &format!("{part}{user}"), &found);
        check("M193", "strongswan@5.9.8", &format!("{part}\tauto=add\n{user}"), &[]);
        check("M193", "strongswan@5.9.8", &format!("{part}\tright=192.0.2.9\n{user}"), &[]);
    }

    #[test]
    fn an_empty_value_cancels_for_strongswan_and_is_passed_over_by_libreswan_4() {
        let text = "conn %default\n\tikelifetime=1h\n\nconn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tikelifetime=\n";
        let found = ["2:2 `ikelifetime` of `%default` has no effect: every conn overrides it"];
        check("M193", "strongswan@5.9.8", text, &found);
        check("M193", "libreswan@4.10", text, &[]);
    }

    #[test]
    fn the_fix_leaves_nothing_to_find() {
        let text = "conn %default\n\tauto=add\n\ttype=transport\n\tpfs=no\n\nconn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\ttype=tunnel\n\tpfs=yes\n";
        let fixed = "conn %default\n\tauto=add\n\nconn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\ttype=tunnel\n\tpfs=yes\n";
        check_fix("M193", "libreswan@4.10", text, fixed);
        check("M193", "libreswan@4.10", fixed, &[]);
    }

    #[test]
    fn only_a_line_of_the_default_is_removed_without_asking() {
        let default = "conn %default\n\ttype=transport\n\nconn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\ttype=tunnel\n";
        let part = "conn part\n\tleft=192.0.2.1\n\ttype=transport\n\nconn a\n\talso=part\n\tright=192.0.2.2\n\ttype=tunnel\n";
        assert_eq!(fixes("M193", "strongswan@5.9.8", default), [Applicability::Safe]);
        assert_eq!(fixes("M193", "strongswan@5.9.8", part), [Applicability::Unsafe]);
    }
}
