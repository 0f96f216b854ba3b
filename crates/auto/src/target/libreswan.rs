//! Libreswan 4 and 5: conns through `addconn` or `whack`, everything else through `whack`.

mod flatten;
mod operations;
mod rsa;
#[cfg(test)]
mod tests;
mod whack;

use ipsec_conf::model::{Conn, Model, Setting};
use ipsec_conf::target::{Reader, Target, Version};
use ipsec_conf::text::printable;
use ipsec_conf::{Diagnostic, Effect, Severity};

use crate::command::{Command, Script};
use crate::plan::{Circumstances, Plan};
use crate::request::Backend;

/// The commands of a request; `conn` is given exactly when the operation reads the configuration.
///
/// Findings of the model and of the conn are not repeated in [`Plan::diagnostics`].
pub fn plan(target: Target, conn: Option<&Conn<'_>>, circumstances: &Circumstances<'_>) -> Plan {
    let Some(conn) = conn else {
        return operations::plan(target, circumstances.request);
    };
    if let Some(why) = refusal(conn) {
        return Plan::refused(why);
    }
    let mut plan = match circumstances.request.backend {
        Backend::Addconn => through_addconn(target, conn, circumstances),
        Backend::Whack => through_whack(target, conn, circumstances),
    };
    if plan.refusal.is_some() {
        return plan;
    }
    operations::around_loading(target, conn, circumstances.request, &mut plan);
    plan
}

/// Why nothing of the conn may be handed over: the target would not load it, or it cannot be passed on.
fn refusal(conn: &Conn<'_>) -> Option<String> {
    let name = printable(conn.name());
    let program = conn.model.target().program();
    let refuses_file = |found: &Diagnostic| found.effect == Effect::FileRefused;
    if conn.model.diagnostics().iter().any(refuses_file) {
        return Some(format!("{program} refuses the configuration"));
    }
    if conn.is_refused() || has_refused_line(conn) {
        return Some(format!("{program} does not load conn `{name}`"));
    }
    if let Some(setting) = flatten::effective(conn).find(|setting| is_not_text(conn.model, setting))
    {
        let keyword = setting.spelling();
        return Some(format!(
            "the value of `{keyword}` in conn `{name}` is not UTF-8"
        ));
    }
    if let Some(setting) =
        flatten::effective(conn).find(|setting| setting.value.text.contains('\0'))
    {
        let keyword = setting.spelling();
        return Some(format!(
            "the value of `{keyword}` in conn `{name}` has a NUL byte"
        ));
    }
    None
}

/// Findings of the model that name a conn are about a section; it may be one that this conn takes in.
fn has_refused_line(conn: &Conn<'_>) -> bool {
    let takes_part = |name: &str| {
        conn.sections()
            .iter()
            .any(|&id| &*conn.model.section(id).name == name)
    };
    conn.model.diagnostics().iter().any(|found| {
        found.effect == Effect::ConnRefused && found.conn.as_deref().is_some_and(takes_part)
    })
}

/// Whether bytes were replaced when the value was read: it can be shown, and not be handed on.
fn is_not_text(model: &Model, setting: &Setting<'_>) -> bool {
    std::iter::once(&setting.item)
        .chain(&setting.joined)
        .any(|item| {
            let span = model.value_span(item);
            let invalid = model.sources().get(span.file).invalid_offsets();
            invalid.iter().any(|&at| span.start <= at && at < span.end)
        })
}

/// The conn as options of whack; where they cannot say it, through `addconn`, or not at all when that is wanted.
fn through_whack(target: Target, conn: &Conn<'_>, circumstances: &Circumstances<'_>) -> Plan {
    let is_strict = circumstances.request.strict;
    let name = printable(conn.name());
    let program = target.program();
    if is_libreswan_5(target) {
        let what = format!(
            "`--backend whack` is for Libreswan 4: in {program} `addconn` takes a conn from its arguments"
        );
        if is_strict {
            return Plan::refused(what);
        }
        return Plan {
            warnings: vec![what],
            ..through_addconn(target, conn, circumstances)
        };
    }
    let whack::Attempt {
        commands,
        obstacles,
        warnings,
    } = whack::attempt(conn, circumstances);
    if obstacles.is_empty() {
        return Plan {
            script: Script {
                commands,
                ..Script::default()
            },
            diagnostics: warnings,
            ..Plan::default()
        };
    }
    if is_strict {
        let refused = |found: Diagnostic| {
            Diagnostic {
                effect: Effect::ConnRefused,
                ..found
            }
            .severity(Severity::Error)
        };
        return Plan {
            diagnostics: obstacles.into_iter().map(refused).collect(),
            ..Plan::refused(format!("`ipsec whack` cannot express conn `{name}`"))
        };
    }
    let handed_over =
        |found: Diagnostic| found.help("the conn goes through `ipsec addconn` instead");
    Plan {
        diagnostics: obstacles.into_iter().map(handed_over).collect(),
        ..through_addconn(target, conn, circumstances)
    }
}

/// The conn through `addconn`, in the form the version prefers.
fn through_addconn(target: Target, conn: &Conn<'_>, circumstances: &Circumstances<'_>) -> Plan {
    let takes_arguments = target.version >= Version::new(5, 3, 0);
    let command = addconn(circumstances);
    let command = if takes_arguments && !flatten::has_setup(conn) {
        // The file it reads besides would add its own `conn %default`.
        command
            .option("--config", "/dev/null")
            .option("--name", conn.name())
            .args(flatten::arguments(conn))
    } else {
        here_document(command, conn, circumstances)
    };
    Plan {
        script: Script {
            commands: vec![command],
            ..Script::default()
        },
        ..Plan::default()
    }
}

/// `addconn` with the flattened conn on its standard input, asked for by the name that the user gave, which may be an alias.
fn here_document(command: Command, conn: &Conn<'_>, circumstances: &Circumstances<'_>) -> Command {
    let name = circumstances.request.name.as_deref().unwrap_or(conn.name());
    let command = command.option("--config", "-");
    let command = if name.starts_with('-') {
        command.arg("--")
    } else {
        command
    };
    command.arg(name).input(flatten::configuration(conn))
}

fn addconn(circumstances: &Circumstances<'_>) -> Command {
    let request = circumstances.request;
    let command = operations::program("addconn", request);
    if request.verbose {
        command.arg("--verbose")
    } else {
        command
    }
}

fn is_libreswan_5(target: Target) -> bool {
    target.reader() == Reader::Libreswan5
}
