//! The names of the findings that reading a configuration can have.

use serde::Serialize;

/// A letter, three digits and a name: `V101`, `unknown-keyword`. Never reused and never renumbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Code {
    pub id: &'static str,
    pub name: &'static str,
}

macro_rules! codes {
    ($($(#[$doc:meta])* $ident:ident = $id:literal $name:literal;)*) => {
        /// One constant for each finding of this crate, and [`ALL`](codes::ALL) of them.
        pub mod codes {
            use super::Code;
            $($(#[$doc])* pub const $ident: Code = Code { id: $id, name: $name };)*
            pub const ALL: &[Code] = &[$($ident),*];
        }
    };
}

codes! {
    UNINDENTED_PARAMETER = "S101" "unindented-parameter";
    INDENTED_SECTION_HEADER = "S102" "indented-section-header";
    MISSING_EQUALS = "S103" "missing-equals";
    DUPLICATE_KEY = "S104" "duplicate-key";
    SPACE_IN_SECTION_NAME = "S105" "space-in-section-name";
    UNTERMINATED_QUOTE = "S106" "unterminated-quote";
    SINGLE_QUOTED_VALUE = "S107" "single-quoted-value";
    UNQUOTED_SPACES_IN_VALUE = "S108" "unquoted-spaces-in-value";
    BRACES_AND_QUOTES_MIXED = "S109" "braces-and-quotes-mixed";
    WRONG_SECTION = "S110" "wrong-section";
    COMMENT_GLUED_TO_VALUE = "S111" "comment-glued-to-value";
    TYPOGRAPHIC_CHARACTER = "S112" "typographic-character";
    UNKNOWN_SECTION = "S113" "unknown-section";
    MISSING_SECTION_NAME = "S114" "missing-section-name";
    SECOND_CONFIG_SETUP = "S115" "second-config-setup";
    MISPLACED_VERSION = "S116" "misplaced-version";
    EMPTY_VALUE = "S117" "empty-value";
    BLANK_LINE_INSIDE_SECTION = "S118" "blank-line-inside-section";
    BYTE_ORDER_MARK = "S119" "byte-order-mark";
    CARRIAGE_RETURN = "S120" "carriage-return";
    TAB_SPACE_MIXED_NAME = "S122" "tab-space-mixed-name";
    INCLUDE_BRACE_LIST = "S126" "include-brace-list";
    BOOLEAN_SPELLING = "S127" "boolean-spelling";
    /// A trailing comment of one word, which the flex readers take for a word of the line.
    ONE_WORD_COMMENT = "S128" "one-word-comment";
    /// Bytes that are not UTF-8.
    NOT_UTF8 = "S129" "not-utf8";
    /// A NUL byte, at which the C readers cut the value.
    NUL_BYTE = "S130" "nul-byte";
    /// A line that no dialect can read.
    UNREADABLE_LINE = "S131" "unreadable-line";
    /// A parameter outside every section.
    OUTSIDE_SECTION = "S132" "outside-section";
    /// No `version 2.0` line where the classic reader wants one.
    MISSING_VERSION = "S133" "missing-version";
    /// Words that a reader drops without a message.
    DISCARDED_WORDS = "S134" "discarded-words";
    /// A section name that the dialect's grammar cannot read.
    BAD_SECTION_NAME = "S135" "bad-section-name";
    /// A backslash at the end of a line, which continues nothing.
    LINE_CONTINUATION = "S136" "line-continuation";
    /// `;` or `//` where `#` starts a comment.
    FOREIGN_COMMENT = "S137" "foreign-comment";
    /// The markers that an unresolved merge leaves.
    MERGE_CONFLICT = "S138" "merge-conflict";
    /// A `version` that the target does not take or does not know.
    UNKNOWN_VERSION = "S139" "unknown-version";
    /// Control characters in a text file.
    CONTROL_CHARACTER = "S140" "control-character";

    UNDEFINED_ALSO = "R101" "undefined-also";
    ALSO_CASE_MISMATCH = "R102" "also-case-mismatch";
    ALSO_CYCLE = "R103" "also-cycle";
    ALSO_IN_DEFAULT = "R104" "also-in-default";
    ALSO_TOO_DEEP = "R105" "also-too-deep";
    DUPLICATE_CONN_NAME = "R108" "duplicate-conn-name";
    INCLUDE_MATCHES_NOTHING = "R110" "include-matches-nothing";
    INCLUDE_CYCLE = "R112" "include-cycle";
    DEFAULT_AFTER_USE = "R117" "default-after-use";
    /// An included file that cannot be read.
    INCLUDE_UNREADABLE = "R121" "include-unreadable";
    /// Includes nested beyond the reader's limit.
    INCLUDE_TOO_DEEP = "R122" "include-too-deep";
    /// The classic reader wants the target of `also=` behind the reference.
    ALSO_BACKWARDS = "R123" "also-backwards";
    /// The classic reader visits a section twice.
    ALSO_DIAMOND = "R124" "also-diamond";

    /// A conn that is refused because of a line it inherits.
    INHERITED_REFUSAL = "R125" "inherited-refusal";

    UNKNOWN_KEYWORD = "V101" "unknown-keyword";
    PREFIX_REQUIRED = "V102" "prefix-required";
    PREFIX_NOT_ALLOWED = "V103" "prefix-not-allowed";
    BAD_ENUM_VALUE = "V104" "bad-enum-value";
    UNKNOWN_ALGORITHM = "V105" "unknown-algorithm";
    BAD_PROPOSAL_SHAPE = "V106" "bad-proposal-shape";
    BAD_KEY_LENGTH = "V107" "bad-key-length";
    STRICT_FLAG_NOT_SUPPORTED = "V108" "strict-flag-not-supported";
    BAD_ADDRESS = "V109" "bad-address";
    AT_SIGN_ON_ADDRESS_ID = "V110" "at-sign-on-address-id";
    NAME_ID_WITHOUT_AT = "V111" "name-id-without-at";
    BAD_DN = "V112" "bad-dn";
    UNKNOWN_PERCENT_SPECIAL = "V113" "unknown-percent-special";
    BAD_PROTOPORT = "V114" "bad-protoport";
    BAD_SUBNET = "V115" "bad-subnet";
    SUBNET_LIST_NOT_SUPPORTED = "V116" "subnet-list-not-supported";
    BAD_POOL = "V118" "bad-pool";
    UNREADABLE_DURATION = "V120" "unreadable-duration";
    PERCENT_MISSING = "V122" "percent-missing";
    NUMBER_OUT_OF_RANGE = "V123" "number-out-of-range";
    CLAMPED_LIFETIME = "V124" "clamped-lifetime";
    BAD_MARK = "V125" "bad-mark";
    BAD_DNS_LIST = "V126" "bad-dns-list";
    BAD_NEXTHOP = "V128" "bad-nexthop";
    BAD_DEBUG_WORD = "V129" "bad-debug-word";
    HOST_BITS_IN_SUBNET = "V130" "host-bits-in-subnet";
    RAW_KEY_MALFORMED = "V131" "raw-key-malformed";
    BAD_VIRTUAL_PRIVATE = "V132" "bad-virtual-private";
    BAD_CA_STRING = "V133" "bad-ca-string";
    /// A bare number where Libreswan 3 and 4 want text (they see a number token and drop the conn).
    UNQUOTED_DIGITS = "V135" "unquoted-digits";
    /// A word of an authentication list that the target does not know.
    BAD_AUTH_WORD = "V136" "bad-auth-word";
    /// Text that is not a number.
    BAD_NUMBER = "V137" "bad-number";
    /// Text that is not a size.
    BAD_SIZE = "V138" "bad-size";
    /// An identity that the daemon cannot read and replaces by the address.
    BAD_ID = "V139" "bad-id";
    /// More than one word where one is wanted.
    ONE_VALUE_ONLY = "V140" "one-value-only";
    /// A keyword that only the program's command line takes.
    COMMAND_LINE_ONLY = "V141" "command-line-only";
    /// A keyword that depends on how the program was built.
    NOT_IN_BUILD = "V142" "not-in-build";

    MISSING_END = "M102" "missing-end";
    ADDRESS_FAMILY_CONFLICT = "M106" "address-family-conflict";
    BOTH_ENDS_UNKNOWN = "M101" "not-orientable-hint";
    /// `%defaultroute` or a next hop that cannot be right.
    NEXTHOP_CONFLICT = "M107" "nexthop-conflict";
    /// A next hop that is legal and almost surely not meant.
    NEXTHOP_ASYMMETRY = "M108" "nexthop-asymmetry";
    /// A next hop that says nothing.
    NEXTHOP_NEEDLESS = "M194" "nexthop-needless";

    /// `%defaultroute` is asked for, and nobody knows the default route.
    DEFAULT_ROUTE_UNKNOWN = "A101" "default-route-unknown";
    /// A parameter for which the commands of the target have no option.
    NO_COMMAND_OPTION = "A102" "no-command-option";
    /// The classic `auto` refuses a client subnet in transport mode.
    SUBNET_IN_TRANSPORT_MODE = "A103" "subnet-in-transport-mode";
    /// The classic `auto` refuses an RSA key for whoever comes.
    KEY_FOR_ANY_PEER = "A104" "key-for-any-peer";
    /// The classic `auto` takes `leftxauthserver=no` for yes.
    NO_TAKEN_FOR_YES = "A105" "no-taken-for-yes";
    /// A parameter of a negotiation in a conn that negotiates nothing.
    NOT_FOR_A_SHUNT = "A106" "not-for-a-shunt";

    /// A line of `ipsec.secrets` that is no record, or another one than it seems.
    SECRETS_SYNTAX = "P106" "secrets-syntax";
    /// A line of a policy group that is no target.
    POLICY_FILE_SYNTAX = "P132" "policy-file-syntax";

    REMOVED_KEYWORD = "U101" "removed-keyword";
    IGNORED_OBSOLETE_KEYWORD = "U102" "ignored-obsolete-keyword";
    /// An algorithm that the packages are built without.
    ALGORITHM_NOT_IN_BUILD = "U110" "algorithm-not-in-build";
    /// A parameter that sets keys by hand.
    MANUAL_KEYING = "U114" "manual-keying";
    /// A virtual subnet in a conn that speaks `IKEv2`.
    VHOST_WITH_IKEV2 = "U115" "vhost-with-ikev2";
    COMMENT_KEYWORD = "U116" "x-underscore-comment";
    STRONGSWAN_WORD_IN_LIBRESWAN = "U120" "strongswan-word-in-libreswan";
    /// A parameter for which `ipsec whack` has no option.
    NO_WHACK_OPTION = "W101" "no-whack-option";
    LIBRESWAN_WORD_IN_STRONGSWAN = "U121" "libreswan-word-in-strongswan";
    STRONGSWAN_DEPRECATED = "U122" "strongswan-deprecated";
}

#[cfg(test)]
mod tests {
    use super::codes::ALL;

    #[test]
    fn codes_and_names_are_unique() {
        for (i, code) in ALL.iter().enumerate() {
            for other in &ALL[i + 1..] {
                assert_ne!(code.id, other.id);
                assert_ne!(code.name, other.name);
            }
        }
    }
}
