//! The one function through which text reaches a shell.

use std::borrow::Cow;

/// `text` as one word of a POSIX shell: bare when nothing in it means anything to a shell, else in single quotes.
///
/// A NUL byte cannot be passed to a program at all; callers refuse such values before they come here.
pub fn word(text: &str) -> Cow<'_, str> {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"@%+=:,./_-".contains(&b);
    if !text.is_empty() && text.bytes().all(is_plain) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("'{}'", text.replace('\'', r"'\''")))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    use proptest::prelude::*;

    use super::word;

    /// What a real `sh` makes of the words.
    fn through_sh(words: &[String]) -> Vec<String> {
        let quoted: Vec<String> = words.iter().map(|text| word(text).into_owned()).collect();
        let script = format!(
            "for word in {}; do printf '%s\\0' \"$word\"; done\n",
            quoted.join(" ")
        );
        let mut sh = Command::new("sh")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        sh.stdin
            .take()
            .unwrap()
            .write_all(script.as_bytes())
            .unwrap();
        let output = sh.wait_with_output().unwrap();
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        text.split_terminator('\0').map(str::to_owned).collect()
    }

    #[test]
    fn words_that_need_no_quotes_have_none() {
        assert_eq!(word("10.0.1.0/24"), "10.0.1.0/24");
        assert_eq!(word("%defaultroute"), "%defaultroute");
        assert_eq!(word(""), "''");
        assert_eq!(word("it's $(x)"), r"'it'\''s $(x)'");
        assert_eq!(word("~root"), "'~root'");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_shell_gives_back_what_was_quoted(words in proptest::collection::vec("[^\0]{0,20}|['\"$`\\\\!*?~#;&|<> \n\t-]{0,8}", 1..30)) {
            prop_assert_eq!(through_sh(&words), words);
        }
    }
}
