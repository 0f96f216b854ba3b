//! `ipsec-conf keywords`: what the target knows.

mod json;
mod story;
mod table;
mod words;

use std::io::{self, IsTerminal as _};

use ipsec_conf::keyword::{self, Keyword, Lookup, Section, Side};
use ipsec_conf::{Dialect, Target};
use ipsec_conf_host::{Color, TargetArg, style};

use crate::args::KeywordsArgs;
use crate::{Error, Outcome, input};

pub(crate) fn run(args: &KeywordsArgs) -> Result<Outcome, Error> {
    let (target, reason) = match args.target.target {
        TargetArg::Given(target) => (target, ""),
        TargetArg::Auto => (
            Target::newest(Dialect::Libreswan),
            ", as no `--target` is given",
        ),
    };
    let answer = match &args.name {
        Some(name) => {
            let (keyword, side) = find(name, target)?;
            if args.json {
                json::one(keyword, target)
            } else {
                format!(
                    "# as known to {}{reason}\n\n{}",
                    target.program(),
                    story::tell(keyword, side, target, width())
                )
            }
        }
        None if args.json => json::all(target),
        None => {
            let width = io::stdout().is_terminal().then(width);
            format!(
                "# keywords of {}{reason}\n{}",
                target.program(),
                table::draw(target, width)
            )
        }
    };
    input::write_answer(&answer)?;
    Ok(Outcome::Clean)
}

fn width() -> usize {
    style(Color::Never, &io::stdout()).width
}

fn find(name: &str, target: Target) -> Result<(&'static Keyword, Option<Side>), Error> {
    let spelt = [name.to_owned(), name.to_ascii_lowercase()];
    for name in &spelt {
        match keyword::lookup(name, target) {
            Lookup::Known {
                keyword,
                written_side,
                ..
            } => return Ok((keyword, written_side)),
            Lookup::Elsewhere { keyword, side } => return Ok((keyword, side)),
            Lookup::Unknown => {}
        }
    }
    // The id of `left=` and `right=` themselves.
    if let Some(keyword) = keyword::by_id(name) {
        return Ok((keyword, None));
    }
    Err(Error::NoSuchKeyword {
        name: name.to_owned(),
        near: near(name, target),
    })
}

/// What looks like `name`: first what the target knows, else what any newest release does.
fn near(name: &str, target: Target) -> Vec<String> {
    let elsewhere = Dialect::ALL.into_iter().map(Target::newest);
    let found = std::iter::once(target).chain(elsewhere).map(|target| {
        let sections = [Section::Conn, Section::Setup, Section::Ca];
        let mut near: Vec<String> = sections
            .into_iter()
            .flat_map(|section| keyword::suggest(name, target, section))
            .collect();
        near.dedup();
        near.truncate(3);
        near
    });
    found
        .into_iter()
        .find(|near| !near.is_empty())
        .unwrap_or_default()
}
