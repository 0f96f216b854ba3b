//! A file of two dialects.

use ipsec_conf::{Effect, File, Severity, guess};

use crate::context::Context;

use crate::rule::{Rule, RuleInfo, declare_rule};

declare_rule! {
    /// A file with words of strongSwan and words of the other programs.
    ///
    /// ## What it does
    ///
    /// Finds files that use keywords or values of strongSwan beside those of Openswan and Libreswan, where nobody said
    /// which program reads the file. It shows the strongest word of either side and what was chosen.
    ///
    /// ## Why it matters
    ///
    /// No program understands such a file as a whole, and the target that was guessed may be the wrong one: every other
    /// finding hangs on it.
    ///
    /// ## See also
    ///
    /// `strongswan-word-in-libreswan`, `libreswan-word-in-strongswan`
    pub struct DialectUncertain {
        code: "U290", name: "dialect-uncertain", severity: Info, enabled: true,
        since: "0.1", dialects: "all", fix: Never
    }
}

impl Rule for DialectUncertain {
    fn info(&self) -> &'static RuleInfo {
        Self::INFO
    }

    fn check_file(&self, file: &File, cx: &mut Context<'_>) {
        if cx.lint.target_is_given {
            return;
        }
        let text = file.text();
        let Some((strongswan, swan)) = guess::contradiction(text) else {
            return;
        };
        let place = |cue: &str| {
            let word = cue.trim_matches('`');
            let at = text.find(word).unwrap_or_default();
            file.span(at..(at + word.len()).min(text.len()))
        };
        let finding = cx
            .finding(
                Effect::Works,
                place(&swan),
                format!("{swan} is not a word of strongSwan, and {strongswan} is"),
            )
            .severity(Severity::Info)
            .related(place(&strongswan), "strongSwan's")
            .note(format!("it is read as {} does", cx.program()))
            .help("say which program reads it: `# ipsec-lint: target=libreswan` or `--target`");
        cx.report(finding);
    }
}
