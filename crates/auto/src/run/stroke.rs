//! What strongSwan's `stroke` prints: its exit status is 0 whatever happened, only the words tell.
//!
//! All words are those of 5.9.8, seen in a run.

use crate::operation::Operation;

/// What the words of a run come to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) has_succeeded: bool,
    /// The words of the failure.
    pub(super) failure: Option<String>,
    /// The line before it, which often has the cause.
    last: String,
}

impl Verdict {
    /// Takes the next line of what `operation` prints.
    pub(super) fn watch(&mut self, operation: Operation, line: &str) {
        let line = line.trim();
        if line.is_empty() {
            return;
        }
        if is_failure(operation, line) {
            let repeats = self.last.is_empty() || line.starts_with("no config named");
            let words = if repeats {
                line.to_owned()
            } else {
                format!("{}: {line}", self.last)
            };
            self.failure.get_or_insert(words);
        } else if is_success(operation, line) {
            self.has_succeeded = true;
        }
        line.clone_into(&mut self.last);
    }

    /// Why the operation did not do what it was asked for, if it did not.
    /// Operations that never say anything have not failed.
    pub(super) fn reason(&self, operation: Operation) -> Option<&str> {
        match &self.failure {
            Some(words) => Some(words),
            None if self.has_succeeded || !must_succeed(operation) => None,
            None if self.last.is_empty() => Some("it gave no answer"),
            None => Some(&self.last),
        }
    }
}

fn must_succeed(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::Up
            | Operation::Start
            | Operation::Route
            | Operation::Ondemand
            | Operation::Unroute
    )
}

fn is_success(operation: Operation, line: &str) -> bool {
    match operation {
        Operation::Up | Operation::Start => {
            line.starts_with("connection '") && line.ends_with("established successfully")
        }
        // `'office' routed`, `'shunt' shunt PASS policy installed`
        Operation::Route | Operation::Ondemand => {
            line.ends_with("' routed") || line.ends_with(" policy installed")
        }
        // `trap policy 'office' unrouted`, `shunt policy 'shunt' uninstalled`
        Operation::Unroute => line.ends_with("' unrouted") || line.ends_with("' uninstalled"),
        Operation::Down => line.ends_with(" closed successfully"),
        _ => false,
    }
}

fn is_failure(operation: Operation, line: &str) -> bool {
    let starts = |words: &str| line.starts_with(words);
    if starts("no config named '")
        || starts("connecting to 'unix://")
        || starts("unknown connection")
    {
        return true;
    }
    match operation {
        Operation::Up | Operation::Start => {
            starts("establishing connection '") && line.ends_with("failed")
        }
        Operation::Route | Operation::Ondemand => {
            starts("routing '") || starts("installing") && line.ends_with("failed")
        }
        Operation::Unroute => line.ends_with("' not found"),
        Operation::Down => starts("closing ") && line.ends_with(" failed") || starts("no "),
        Operation::Leases => starts("pool '") && line.ends_with("' not found"),
        Operation::ListCounters => starts("No IKE counters found for '"),
        _ => false,
    }
}

/// Whether `ipsec statusall` lists a conn, a route or an SA of this name; it may end in `[n]` or `{n}`, which choose an SA.
pub(super) fn is_listed(status: &str, name: &str) -> bool {
    let name = bare(name);
    let rests = status
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix(name));
    rests
        .into_iter()
        .any(|rest| rest.starts_with([':', '[', '{']))
}

/// The names of the conns that `ipsec statusall` lists, each once.
pub(super) fn listed(status: &str) -> Vec<&str> {
    let behind = status
        .lines()
        .skip_while(|line| *line != "Connections:")
        .skip(1);
    let entries = behind.take_while(|line| line.starts_with(' '));
    let mut names: Vec<&str> = entries
        .filter_map(|line| Some(line.trim_start().split_once(": ")?.0))
        .collect();
    names.dedup();
    names
}

fn bare(name: &str) -> &str {
    let is_choice = name.ends_with(['}', ']']);
    name.rfind(['{', '['])
        .filter(|_| is_choice)
        .map_or(name, |at| &name[..at])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(operation: Operation, lines: &str, expected: Option<&str>) {
        let mut verdict = Verdict::default();
        lines
            .lines()
            .for_each(|line| verdict.watch(operation, line));
        assert_eq!(verdict.reason(operation), expected, "{lines}");
    }

    #[test]
    fn up() {
        check(
            Operation::Up,
            "establishing CHILD_SA office{1}\nconnection 'office' established successfully\n",
            None,
        );
        check(
            Operation::Up,
            "received NO_PROPOSAL_CHOSEN notify error\nestablishing connection 'wrong' failed\n",
            Some(
                "received NO_PROPOSAL_CHOSEN notify error: establishing connection 'wrong' failed",
            ),
        );
        check(
            Operation::Up,
            "no config named 'nosuch'\n",
            Some("no config named 'nosuch'"),
        );
        check(Operation::Up, "", Some("it gave no answer"));
    }

    #[test]
    fn routes() {
        check(Operation::Route, "'office' routed\n", None);
        check(
            Operation::Route,
            "'shunt' shunt PASS policy installed\n",
            None,
        );
        check(
            Operation::Route,
            "routing 'nopeer' failed\n",
            Some("routing 'nopeer' failed"),
        );
        check(Operation::Unroute, "trap policy 'office' unrouted\n", None);
        check(
            Operation::Unroute,
            "shunt policy 'shunt' uninstalled\n",
            None,
        );
        check(
            Operation::Unroute,
            "configuration 'nosuch' not found\n",
            Some("configuration 'nosuch' not found"),
        );
    }

    #[test]
    fn down() {
        check(
            Operation::Down,
            "IKE_SA deleted\nIKE_SA [1] closed successfully\n",
            None,
        );
        check(Operation::Down, "", None);
        check(
            Operation::Down,
            "unable to terminate, CHILD_SA with ID 7 not found\nclosing CHILD_SA {7} failed\n",
            Some("unable to terminate, CHILD_SA with ID 7 not found: closing CHILD_SA {7} failed"),
        );
    }

    #[test]
    fn what_is_listed() {
        let status = "Listening IP addresses:\n  192.0.2.1\nConnections:\n      office:  192.0.2.1...192.0.2.2  IKEv1/2\n      \
                      office:   child:  10.1.0.0/16 === 10.2.0.0/16 TUNNEL\n \
                     \x20     shunt:   child:  dynamic === dynamic PASS\n\
                      Security Associations (1 up, 0 connecting):\n      office[1]: ESTABLISHED\n        gone{2}:  INSTALLED\n";
        for name in ["office", "office{3}", "office[*]", "shunt", "gone"] {
            assert!(is_listed(status, name), "{name}");
        }
        for name in ["offic", "192.0.2.1", "child"] {
            assert!(!is_listed(status, name), "{name}");
        }
        assert_eq!(listed(status), ["office", "shunt"]);
    }
}
