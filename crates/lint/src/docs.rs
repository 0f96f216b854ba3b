//! The documentation of a rule as people read it: its page, where the page is, its examples without their test marks.

use ipsec_conf::Target;

use crate::rule::RuleInfo;

/// Where the pages of the rules are.
const PAGES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/rules/");

/// What opens an example; the words behind it are for the tests.
const FENCE: &str = "```ipsec ";

impl RuleInfo {
    /// The file name of its page.
    pub fn page(&self) -> String {
        format!("{}-{}.md", self.code.id, self.code.name)
    }

    /// The address of its page, for reports and editors.
    pub fn url(&self) -> String {
        format!("{PAGES}{}", self.page())
    }

    /// The documentation in Markdown, each example with a line that says for whom it is one.
    pub fn markdown(&self) -> String {
        let mut out = String::new();
        for line in self
            .docs
            .lines()
            .map(|line| line.strip_prefix(' ').unwrap_or(line))
        {
            if let Some(words) = line.strip_prefix(FENCE) {
                out.push_str(&introduction(words));
                out.push_str("\n\n```conf\n");
            } else {
                out.push_str(line);
                out.push('\n');
            }
        }
        out
    }
}

/// `bad libreswan@4.10 strongswan@5.9.8` in words.
fn introduction(words: &str) -> String {
    let (kind, targets) = words.split_once(' ').unwrap_or((words, ""));
    let escapes = targets.starts_with("escapes ");
    let programs: Vec<String> = targets
        .split(' ')
        .filter_map(|target| Some(target.parse::<Target>().ok()?.program()))
        .collect();
    let verdict = if kind == "bad" {
        "Reported"
    } else {
        "Not reported"
    };
    let note = if escapes {
        " (a backslash stands for a character that cannot be shown)"
    } else {
        ""
    };
    format!("{verdict} for {}{note}:", programs.join(", "))
}

#[cfg(test)]
mod tests {
    use super::introduction;

    #[test]
    fn the_marks_of_an_example_become_words() {
        assert_eq!(
            introduction("bad libreswan@4.10 strongswan@5.9.8"),
            "Reported for Libreswan 4.10, strongSwan 5.9.8:"
        );
        assert_eq!(
            introduction("good escapes openswan@2.6"),
            "Not reported for Openswan 2.6.52.3 (a backslash stands for a character that cannot be shown):"
        );
    }

    #[test]
    fn the_url_ends_in_the_page() {
        let info = crate::find("S101").expect("there is such a rule").info();
        assert_eq!(info.page(), "S101-unindented-parameter.md");
        assert!(
            info.url()
                .ends_with("/docs/rules/S101-unindented-parameter.md"),
            "{}",
            info.url()
        );
        assert!(!info.markdown().contains("```ipsec"));
    }
}
