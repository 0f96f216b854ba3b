//! Values that nobody's terminal, log or bug report should see.

use ipsec_conf::keyword::Keyword;

/// What stands in the place of a value that is not shown.
pub(super) const HIDDEN: &str = "(not shown)";

/// Whether a keyword can hold a secret. Pre-shared keys stand in ipsec.secrets; raw public keys are public.
pub(super) fn is_secret(keyword: &Keyword) -> bool {
    let is_manual_key = matches!(keyword.id, "ahkey" | "espauthkey" | "espenckey");
    is_manual_key || keyword.id.contains("passw")
}
