//! `ipsec-conf show`: the effective configuration.

mod builtin;
mod facts;
mod json;
mod text;

use ipsec_conf::model::LoadOptions;
use ipsec_conf_host::Color;

use crate::args::ShowArgs;
use crate::{Error, Outcome, findings, input};

pub(crate) fn run(args: &ShowArgs, color: Color) -> Result<Outcome, Error> {
    let options = LoadOptions {
        root: args.root.clone(),
        skip_includes: false,
    };
    let (model, chosen) = input::load(&args.file, args.target.target, &options)?;
    let (mut shown, of_conns) = facts::gather(&model, chosen, args.conn.as_deref())?;
    if args.defaults {
        builtin::add(&mut shown);
    }
    let answer = if args.json {
        json::render(&shown)
    } else {
        text::render(&shown, args.origin.into())
    };
    input::write_answer(&answer)?;
    let only = args
        .conn
        .as_ref()
        .and(shown.conns.first())
        .map(|conn| &*conn.parts);
    let findings = findings::collect(&model, of_conns, only);
    Ok(findings::print(
        &findings,
        model.sources(),
        shown.target,
        color,
    ))
}
