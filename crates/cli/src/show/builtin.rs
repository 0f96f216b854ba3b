//! `--defaults`: what the target does when the files say nothing.

use ipsec_conf::Target;
use ipsec_conf::keyword::{self, Keyword, Section, Side, Status};

use super::facts::{Effective, Shown};

pub(super) fn add(shown: &mut Shown) {
    let target = shown.target;
    fill(&mut shown.setup, target, Section::Setup);
    for ca in &mut shown.cas {
        fill(&mut ca.settings, target, Section::Ca);
    }
    for conn in &mut shown.conns {
        fill(&mut conn.settings, target, Section::Conn);
    }
}

fn fill(settings: &mut Vec<Effective>, target: Target, section: Section) {
    for (keyword, value) in defaults(target, section) {
        let is_sided = keyword.span(target).is_some_and(|span| span.sided);
        let sides: &[Option<Side>] = if is_sided {
            &[Some(Side::Left), Some(Side::Right)]
        } else {
            &[None]
        };
        for &side in sides {
            let name = keyword.spelling(side);
            if settings.iter().all(|setting| setting.name != name) {
                settings.push(Effective::builtin(name, value));
            }
        }
    }
}

fn defaults(
    target: Target,
    section: Section,
) -> impl Iterator<Item = (&'static Keyword, &'static str)> {
    keyword::all().iter().filter_map(move |keyword| {
        let span = keyword.span(target)?;
        let is_own = span.status == Status::Ok && span.sections.contains(section);
        let default = keyword.default_in(target.dialect).filter(|_| is_own)?;
        Some((keyword, default.value))
    })
}
