//! The configuration behind a request: is it there, is the conn in it, does the target take it.

use ipsec_conf::diagnostic::codes;
use ipsec_conf::model::{Conn, LoadOptions, Model, SectionId};
use ipsec_conf::text::printable;
use ipsec_conf::{Diagnostic, Effect, Target};
use ipsec_conf_host::Disk;

use crate::command::Script;
use crate::request::Request;
use crate::route::DefaultRoute;
use crate::target::classic::locality;

/// Why nothing can be done for a conn.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) diagnostics: Vec<Diagnostic>,
    /// One line for each cause.
    pub(super) reasons: Vec<String>,
}

/// A conn of the configuration and what is to be said about it.
#[derive(Debug)]
pub(super) struct Found<'m> {
    pub(super) conn: Conn<'m>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) refusal: Option<Refusal>,
}

/// Reads the configuration, or says why it cannot be read.
pub(super) fn load(request: &Request, target: Target) -> Result<Model, String> {
    let options = LoadOptions {
        root: request.root.clone(),
        skip_includes: request.skip_includes,
    };
    Model::load(&Disk, &request.config, target, &options)
        .map_err(|error| format!("{error}; `--config FILE` names another configuration"))
}

/// The section of conn `name`, unless the file is refused as a whole or has no such conn.
pub(super) fn find(model: &Model, name: &str) -> Result<SectionId, Refusal> {
    let fatal: Vec<Diagnostic> = model
        .diagnostics()
        .iter()
        .filter(|found| found.effect == Effect::FileRefused)
        .cloned()
        .collect();
    if !fatal.is_empty() {
        let reasons = fatal.iter().map(|found| reason(model, found)).collect();
        return Err(Refusal {
            diagnostics: fatal,
            reasons,
        });
    }
    model.find_conn(name).ok_or_else(|| Refusal {
        diagnostics: Vec::new(),
        reasons: vec![no_such_conn(model, name)],
    })
}

fn no_such_conn(model: &Model, name: &str) -> String {
    let file = model.sources().get(model.files()[0].id()).path().display();
    if name == "%default" {
        return format!(
            "`%default` in `{file}` is no conn of its own; it gives the others their values"
        );
    }
    let near: Vec<String> = model
        .similar_conns(name)
        .iter()
        .map(|name| format!("`{}`", printable(name)))
        .collect();
    let help = match near.as_slice() {
        [] => format!("it has {}", counted(model.conns().count())),
        near => format!("did you mean {}?", near.join(" or ")),
    };
    format!("no conn `{}` in `{file}`; {help}", printable(name))
}

fn counted(conns: usize) -> String {
    match conns {
        0 => "no conns".to_owned(),
        1 => "one other conn".to_owned(),
        conns => format!("{conns} other conns"),
    }
}

/// Resolves and judges a conn, with what is known about the default route.
pub(super) fn conn<'m>(
    model: &'m Model,
    id: SectionId,
    default_route: Option<&DefaultRoute>,
) -> Found<'m> {
    let conn = model.conn_on(id, &locality(default_route));
    let mut diagnostics: Vec<Diagnostic> = model
        .diagnostics()
        .iter()
        .filter(|found| concerns(model, &conn, found))
        .cloned()
        .collect();
    diagnostics.extend_from_slice(conn.diagnostics());
    ipsec_conf::diagnostic::sort(&mut diagnostics);
    let refusing =
        |found: &&Diagnostic| matches!(found.effect, Effect::FileRefused | Effect::ConnRefused);
    let mut reasons: Vec<String> = diagnostics
        .iter()
        .filter(refusing)
        .map(|found| reason(model, found))
        .collect();
    if diagnostics
        .iter()
        .any(|found| found.code == codes::MISSING_END)
        && let Some(why) = template(model, id)
    {
        reasons.push(why);
    }
    let refusal = (!reasons.is_empty()).then(|| Refusal {
        diagnostics: Vec::new(),
        reasons,
    });
    Found {
        conn,
        diagnostics,
        refusal,
    }
}

/// Says so if the conn is only a part of others.
fn template(model: &Model, id: SectionId) -> Option<String> {
    let users: Vec<String> = model
        .named_conns()
        .filter(|&(user, _)| user != id && model.resolved(user).sections().contains(&id))
        .map(|(_, section)| format!("`{}`", printable(&section.name)))
        .collect();
    let (first, more) = users.split_first()?;
    let others = match more.len() {
        0 => String::new(),
        1 => format!(" and {}", more[0]),
        count => format!(" and {count} others"),
    };
    let name = printable(&model.section(id).name);
    Some(format!(
        "`{name}` is no conn by itself: it is a part, for `also=` in {first}{others}"
    ))
}

/// Whether a finding about the files is about a section that takes part in the conn.
fn concerns(model: &Model, conn: &Conn<'_>, found: &Diagnostic) -> bool {
    let span = found.span();
    let above = model.sections().filter(|(_, section)| {
        section.header_span.file == span.file && section.header_span.start <= span.start
    });
    if let Some((owner, _)) = above.max_by_key(|(_, section)| section.header_span.start) {
        return conn.sections().contains(&owner);
    }
    // strongSwan goes on with a section in the files it includes.
    let mut items = conn.sections().iter().flat_map(|&id| model.items(id));
    items.any(|item| {
        let line = model.line_span(item);
        line.file == span.file && line.range().contains(&(span.start as usize))
    })
}

/// A finding as the text of one line, with its place.
fn reason(model: &Model, found: &Diagnostic) -> String {
    let source = model.sources().get(found.span().file);
    let line = 1 + source.text()[..found.span().start as usize]
        .matches('\n')
        .count();
    format!(
        "({}, line {line}) {}",
        source.path().display(),
        found.message
    )
}

/// Whether the configuration can be read and says that the conn is a shunt. Nothing is reported.
pub(super) fn is_shunt(request: &Request, target: Target) -> bool {
    let Some(name) = &request.name else {
        return false;
    };
    let Ok(model) = load(request, target) else {
        return false;
    };
    find(&model, name).is_ok_and(|id| model.resolved(id).is_shunt())
}

/// What is shown when nothing may run.
pub(super) fn failing_script() -> Script {
    Script {
        preamble: vec![
            "# fatal error discovered, force failure using \"false\" command".to_owned(),
        ],
        fails: true,
        ..Script::default()
    }
}
