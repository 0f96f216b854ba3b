//! What strongSwan's `stroke` prints: its exit status is 0 whatever happened, the words tell.

/// What the words of a run come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    /// The line that says it worked.
    pub(super) success: Option<String>,
    /// The line that says it did not.
    pub(super) failure: Option<String>,
}

impl Verdict {
    pub(super) fn watch(&mut self, line: &str) {
        let line = line.trim_end();
        let is_success = SUCCESS.iter().any(|words| line.contains(words));
        let is_failure = FAILURE.iter().any(|words| line.contains(words));
        if is_failure {
            self.failure.get_or_insert_with(|| line.to_owned());
        } else if is_success {
            self.success = Some(line.to_owned());
        }
    }
}

const SUCCESS: [&str; 8] = [
    "established successfully",
    "closed successfully",
    "' routed",
    "' unrouted",
    "' deleted",
    "policy installed",
    "policy uninstalled",
    "' shunt",
];

const FAILURE: [&str; 10] = [
    "no config named '",
    "' not found",
    "establishing connection '",
    "connecting to 'unix://",
    "routing '",
    "installing trap failed",
    "no matching",
    "failed to",
    "unknown connection",
    "unable to ",
];
