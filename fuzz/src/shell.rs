//! As much of a POSIX shell as the scripts of `ipsec-auto` may use, written from the standard and not from the tool.
//!
//! Anything else that means something to a shell panics: an expansion, a substitution, a second command.

/// A simple command with its here-document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Simple {
    pub(crate) words: Vec<String>,
    pub(crate) input: Option<String>,
}

#[derive(Debug)]
enum Token {
    Word(String),
    /// `||`
    Or,
    /// `<<`
    Here,
}

/// The commands of a script; `|| exit $?` behind them is left out.
pub(crate) fn commands(script: &str) -> Vec<Simple> {
    let mut rest = script;
    let mut out = Vec::new();
    while !rest.is_empty() {
        let tokens = line(&mut rest);
        let mut simple = Simple {
            words: Vec::new(),
            input: None,
        };
        let mut end = None;
        let mut tokens = tokens.into_iter();
        while let Some(token) = tokens.next() {
            match token {
                Token::Word(word) => simple.words.push(word),
                Token::Here => {
                    let Some(Token::Word(word)) = tokens.next() else {
                        panic!("`<<` without a word")
                    };
                    end = Some(word);
                }
                Token::Or => {
                    let handler: Vec<_> = tokens.by_ref().collect();
                    let [Token::Word(exit), Token::Word(status)] = handler.as_slice() else {
                        panic!("behind `||` stands {handler:?}")
                    };
                    assert_eq!((exit.as_str(), status.as_str()), ("exit", "$?"));
                }
            }
        }
        if let Some(end) = end {
            simple.input = Some(document(&mut rest, &end));
        }
        if !simple.words.is_empty() {
            out.push(simple);
        }
    }
    out
}

/// The tokens up to the end of a line that does not go on.
fn line(rest: &mut &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut word: Option<String> = None;
    loop {
        let Some(c) = take(rest) else { break };
        match c {
            '\n' => break,
            ' ' | '\t' => tokens.extend(word.take().map(Token::Word)),
            '\'' => {
                let end = rest.find('\'').expect("a quote is closed");
                word.get_or_insert_default().push_str(&rest[..end]);
                *rest = &rest[end + 1..];
            }
            '\\' => match take(rest).expect("something stands behind a backslash") {
                '\n' => {}
                escaped => word.get_or_insert_default().push(escaped),
            },
            '|' => {
                assert_eq!(take(rest), Some('|'), "a pipe");
                tokens.extend(word.take().map(Token::Word));
                tokens.push(Token::Or);
            }
            '<' => {
                assert_eq!(take(rest), Some('<'), "input from a file");
                tokens.extend(word.take().map(Token::Word));
                tokens.push(Token::Here);
            }
            // Ours alone: `|| exit $?`.
            '$' if word.is_none() && rest.starts_with('?') => {
                *rest = &rest[1..];
                word = Some("$?".to_owned());
            }
            c => {
                let means_something =
                    "\"$`;&()<>*?[]!{}".contains(c) || word.is_none() && matches!(c, '#' | '~');
                assert!(!means_something, "`{c}` without quotes");
                word.get_or_insert_default().push(c);
            }
        }
    }
    tokens.extend(word.map(Token::Word));
    tokens
}

fn document(rest: &mut &str, end: &str) -> String {
    let mut out = String::new();
    loop {
        assert!(!rest.is_empty(), "a here-document has an end");
        let length = rest.find('\n').map_or(rest.len(), |at| at + 1);
        let (line, behind) = rest.split_at(length);
        *rest = behind;
        if line.strip_suffix('\n').unwrap_or(line) == end {
            return out;
        }
        out.push_str(line);
    }
}

fn take(rest: &mut &str) -> Option<char> {
    let c = rest.chars().next()?;
    *rest = &rest[c.len_utf8()..];
    Some(c)
}
