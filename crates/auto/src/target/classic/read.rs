//! Settings as the options of whack want them.

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::value::Value;

/// Whether a boolean is set to yes.
pub(crate) fn is_yes(conn: &Conn<'_>, id: &str, side: Option<Side>) -> bool {
    conn.value(id, side) == Some(&Value::Bool(true))
}

/// A time in whole seconds, rounded down.
pub(crate) fn seconds(conn: &Conn<'_>, id: &str) -> Option<String> {
    match conn.value(id, None)? {
        Value::Duration(time) => Some(time.as_secs().to_string()),
        _ => None,
    }
}

/// The text of a setting, or its default.
pub(crate) fn value_or<'a>(
    conn: &'a Conn<'_>,
    id: &str,
    side: Option<Side>,
    default: &'a str,
) -> &'a str {
    conn.text(id, side).unwrap_or(default)
}
