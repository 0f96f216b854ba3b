//! Every configuration can be resolved and judged, for every reader.

use ipsec_conf::Target;
use ipsec_conf::diagnostic::codes;

use crate::{check_places, load};

pub fn check(bytes: &[u8]) {
    for target in Target::OF_EACH_READER {
        let Some(model) = load(bytes, target) else {
            continue;
        };
        check_places(model.diagnostics(), model.sources());
        for (id, section) in model.conns() {
            let conn = model.conn(id);
            check_places(conn.diagnostics(), model.sources());
            assert_eq!(conn.name(), &*section.name);
            for setting in conn.settings() {
                let _ = (conn.reading(setting), conn.origin_words(setting));
                let _ = (conn.value_span(setting), conn.line_span(setting));
            }
            let _ = (conn.is_fragment(), conn.ike_version(), conn.is_shunt());
            // A conn without an end is refused or a part of others; nobody can load it.
            let lacks_end = conn
                .diagnostics()
                .iter()
                .any(|found| found.code == codes::MISSING_END);
            assert!(!lacks_end || conn.is_refused() || conn.is_fragment());
        }
        let _ = model.find_conn("%default");
        let _ = model.similar_conns("office");
    }
}
