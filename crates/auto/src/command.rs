//! Commands as argument vectors, and the script that runs them.

use std::fmt;

use crate::quote;

/// One call of `ipsec`, as an argument vector; quoting happens only when it is displayed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Command {
    /// `ipsec`, `whack`, ...
    pub argv: Vec<String>,
    /// What the command reads from its standard input, if it is not ours.
    pub stdin: Option<String>,
    /// Where a new line of the script may start, as indices into `argv`; only looks depend on it.
    pub breaks: Vec<usize>,
    /// Its failure does not end the script: what it removes need not be there.
    pub may_fail: bool,
}

impl Command {
    /// `ipsec PROGRAM`.
    pub fn ipsec(program: &str) -> Command {
        Command {
            argv: vec!["ipsec".to_owned(), program.to_owned()],
            ..Command::default()
        }
    }

    #[must_use]
    pub fn arg(mut self, text: impl Into<String>) -> Command {
        self.argv.push(text.into());
        self
    }

    #[must_use]
    pub fn args<T: Into<String>>(mut self, texts: impl IntoIterator<Item = T>) -> Command {
        self.argv.extend(texts.into_iter().map(Into::into));
        self
    }

    /// `--name value`.
    #[must_use]
    pub fn option(self, name: &str, value: impl Into<String>) -> Command {
        self.arg(name).arg(value)
    }

    #[must_use]
    pub fn input(mut self, text: impl Into<String>) -> Command {
        self.stdin = Some(text.into());
        self
    }

    /// Lets the script go on when the command fails.
    #[must_use]
    pub fn may_fail(mut self) -> Command {
        self.may_fail = true;
        self
    }

    /// Lets the next argument start a new line of the script.
    #[must_use]
    pub fn line_break(mut self) -> Command {
        self.breaks.push(self.argv.len());
        self
    }

    /// An argument that cannot be passed to a program: a NUL byte ends it.
    pub fn impossible_argument(&self) -> Option<&str> {
        self.argv
            .iter()
            .map(String::as_str)
            .find(|argument| argument.contains('\0'))
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, argument) in self.argv.iter().enumerate() {
            if self.breaks.contains(&i) {
                f.write_str(" \\\n\t")?;
            } else if i > 0 {
                f.write_str(" ")?;
            }
            f.write_str(&quote::word(argument))?;
        }
        Ok(())
    }
}

/// What the shell is fed: commands, each of which ends the script with its status when it fails.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Script {
    /// Lines before the first command, such as the classic `PATH=`.
    pub preamble: Vec<String>,
    pub commands: Vec<Command>,
    /// Ends in `false`: the request failed while the commands were made, and nothing may run.
    pub fails: bool,
}

impl fmt::Display for Script {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in &self.preamble {
            writeln!(f, "{line}")?;
        }
        for command in &self.commands {
            match &command.stdin {
                None if command.may_fail => writeln!(f, "{command}")?,
                None => writeln!(f, "{command} \\\n\t|| exit $?")?,
                Some(text) => {
                    let end = delimiter(text);
                    writeln!(f, "{command} <<'{end}' || exit $?")?;
                    f.write_str(text)?;
                    if !text.ends_with('\n') {
                        f.write_str("\n")?;
                    }
                    writeln!(f, "{end}")?;
                }
            }
        }
        if self.fails {
            writeln!(f, "false")?;
        }
        Ok(())
    }
}

/// A word that is no line of `text`.
fn delimiter(text: &str) -> String {
    let mut end = "EOF".to_owned();
    while text.lines().any(|line| line == end) {
        end.push('_');
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_reads_well() {
        let script = Script {
            commands: vec![
                Command::ipsec("whack")
                    .option("--name", "it's")
                    .line_break()
                    .option("--host", "192.0.2.1"),
                Command::ipsec("addconn")
                    .args(["--config", "-"])
                    .input("conn a\nEOF\n"),
            ],
            fails: true,
            ..Script::default()
        };
        insta::assert_snapshot!(script, @r"
        ipsec whack --name 'it'\''s' \
        	--host 192.0.2.1 \
        	|| exit $?
        ipsec addconn --config - <<'EOF_' || exit $?
        conn a
        EOF
        EOF_
        false
        ");
    }
}
