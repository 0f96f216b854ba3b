//! Why a conn cannot be handed to the daemon, in one line.

use ipsec_conf::diagnostic::codes;
use ipsec_conf::model::Conn;
use ipsec_conf::{Diagnostic, Effect};

/// The first thing that keeps the conn from loading, of the files, of the conn and of what was `found` besides.
pub(super) fn of(conn: &Conn<'_>, found: &[Diagnostic]) -> Option<String> {
    let of_files = conn.model.diagnostics().iter();
    let of_files = of_files.filter(|diagnostic| concerns(diagnostic, conn));
    let of_conn = conn.diagnostics().iter().chain(found);
    let refusing = of_files
        .chain(of_conn)
        .filter(|diagnostic| refuses(diagnostic));
    let first = refusing.min_by_key(|diagnostic| diagnostic.sort_key())?;
    let span = first.span();
    let source = conn.model.sources().get(span.file);
    let line = source.position(span.start).line;
    let path = source.path().display();
    Some(format!("({path}, line {line}) {}", first.message))
}

/// The classic reader looks only at the sections that make up the conn.
fn concerns(diagnostic: &Diagnostic, conn: &Conn<'_>) -> bool {
    let Some(name) = &diagnostic.conn else {
        return true;
    };
    let mut sections = conn.sections().iter();
    sections.any(|&section| *conn.model.section(section).name == **name)
}

/// A next hop that cannot be right is refused even where the daemon would take it.
fn refuses(diagnostic: &Diagnostic) -> bool {
    let is_wrong_hop = diagnostic.code == codes::NEXTHOP_CONFLICT && diagnostic.is_error();
    is_wrong_hop || matches!(diagnostic.effect, Effect::FileRefused | Effect::ConnRefused)
}
