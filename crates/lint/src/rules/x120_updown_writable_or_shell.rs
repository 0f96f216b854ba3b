//! An updown command that others can change.

use ipsec_conf::keyword::Side;
use ipsec_conf::model::Conn;
use ipsec_conf::text::printable;

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// An updown command with characters of the shell, or in a directory for everybody.
    ///
    /// ## What it does
    ///
    /// Finds `leftupdown=` and `rightupdown=` with `;`, `|`, `&`, a back quote, `$`, `<` or `>`, and scripts below `/tmp`,
    /// `/var/tmp` and `/dev/shm`.
    ///
    /// ## Why it matters
    ///
    /// The daemon runs the command with a shell, as root, each time the tunnel changes. What the shell makes of the
    /// characters is rarely what was meant; a script where everybody may write is a door to root.
    ///
    /// ## Example
    ///
    /// ```ipsec bad libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     leftupdown=/tmp/updown.sh
    /// ```
    ///
    /// ## Use instead
    ///
    /// ```ipsec good libreswan@4.10
    /// conn a
    ///     left=192.0.2.1
    ///     right=192.0.2.2
    ///     leftupdown="ipsec _updown"
    /// ```
    pub struct UpdownShell {
        code: "X120", name: "updown-writable-or-shell", severity: Warning, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for UpdownShell {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_conn(&self, conn: &Conn<'_>, cx: &mut Context<'_>) {
        for side in Side::BOTH {
            let Some(setting) = conn.get("updown", Some(side)) else {
                continue;
            };
            let text = &*setting.value.text;
            let found = if let Some(at) = text.find([';', '|', '&', '`', '$', '<', '>']) {
                let range = at..at + 1;
                let shown = printable(&text[range.clone()]).into_owned();
                Some((
                    range,
                    format!("the shell acts on `{shown}`"),
                    "put the commands into a script, and name the script",
                ))
            } else {
                let dirs = ["/tmp/", "/var/tmp/", "/dev/shm/"];
                let word = text
                    .split([' ', '\t'])
                    .find(|word| dirs.iter().any(|dir| word.starts_with(dir)));
                word.and_then(|word| {
                    let at = text.find(word)?;
                    let message = format!("everybody may write where `{}` lies", printable(word));
                    Some((
                        at..at + word.len(),
                        message,
                        "move the script to a directory of root",
                    ))
                })
            };
            let Some((range, message, help)) = found else {
                continue;
            };
            let finding =
                cx.weakness(conn, conn.part_span(setting, range), message)
                    .note(format!(
                        "{} runs the command with a shell as root",
                        cx.program()
                    ))
                    .help(help);
            cx.report(finding);
        }
    }
}
