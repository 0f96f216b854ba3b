//! What the grammar makes of lines, and the laws that hold for every text.

use std::fmt::Write as _;
use std::sync::Arc;

use ipsec_conf_texts::pieces as texts;
use proptest::prelude::*;

use super::{File, Shape, TokenKind};
use crate::text::{Source, SourceMap};

fn parse(text: &str, shape: Shape) -> File {
    let mut sources = SourceMap::default();
    let source = Source::new("test", text);
    let id = sources.add(source.clone());
    File::parse(id, &source, shape)
}

/// One line of output for each line of the file: kind, problem, key, value as read, comment, junk.
fn describe(text: &str, shape: Shape) -> String {
    let file = parse(text, shape);
    let mut out = String::new();
    for line in file.lines() {
        let _ = write!(out, "{:?}", line.kind);
        if let Some(problem) = line.problem {
            let _ = write!(out, " !{problem:?}");
        }
        for (name, range) in [
            ("key", line.key_range()),
            ("junk", line.junk_range(text)),
            ("drop", line.discarded_range(text)),
        ] {
            if !range.is_empty() {
                let _ = write!(out, " {name}={:?}", &text[range]);
            }
        }
        let value = file.value(line);
        if !line.value_range().is_empty() {
            let _ = write!(out, " {:?}={:?}", value.form, value.text);
        }
        let comment = line.comment_range(text);
        if !comment.is_empty() {
            let _ = write!(out, " comment={:?}", &text[comment]);
        }
        out.push('\n');
    }
    out
}

fn check(shape: Shape, text: &str, expected: &str) {
    assert_eq!(describe(text, shape).trim_end(), expected, "for {text:?}");
}

#[test]
fn swan_entries() {
    for (line, expected) in [
        ("\tleft=192.0.2.1\n", r#"Entry key="left" Bare="192.0.2.1""#),
        (
            "\tleft = 192.0.2.1  # the office\n",
            r##"Entry key="left" Bare="192.0.2.1" comment="# the office""##,
        ),
        ("\tleft=1.2.3.4#c\n", r#"Entry key="left" Bare="1.2.3.4#c""#),
        (
            "\tleft=1.2.3.4 #c\n",
            r##"Entry !OneWordComment key="left" Bare="1.2.3.4" comment="#c""##,
        ),
        (
            "\tleft=1.2.3.4 #a=b\n",
            r##"Entry key="left" Bare="1.2.3.4" comment="#a=b""##,
        ),
        ("\tleft= #none\n", r##"Entry key="left" Bare="#none""##),
        ("\tleft=\n", r#"Entry key="left""#),
        ("\tleft\n", r#"Entry !MissingEquals key="left""#),
        (
            "\tleft 1.2.3.4\n",
            r#"Entry !MissingEquals key="left" Bare="1.2.3.4""#,
        ),
        (
            "\tleft banana = 1.2.3.4\n",
            r#"Entry key="left" drop="banana" Bare="1.2.3.4""#,
        ),
        ("\tleft==1.2.3.4\n", r#"Entry key="left" Bare="=1.2.3.4""#),
        (
            "\t\"left\"=1.2.3.4\n",
            r#"Entry key="left" drop="\"" Bare="1.2.3.4""#,
        ),
        (
            "\tpfs=no left=1.2.3.4\n",
            r#"Entry !Junk key="pfs" junk="left=1.2.3.4" Bare="no""#,
        ),
        (
            "\tx-note= kept # as is\n",
            r#"CommentEntry key="x-note" Verbatim=" kept # as is""#,
        ),
        (
            "left=1.2.3.4\n",
            r#"Entry !Unindented key="left" Bare="1.2.3.4""#,
        ),
        ("\t=5\n", "Bad !Unreadable"),
    ] {
        check(Shape::Swan, line, expected);
    }
}

/// language.md 1.1, seen on Libreswan 4.10: the scanner takes the longest match.
#[test]
fn swan_values() {
    for (value, expected) in [
        (r#""a # b""#, r#"Quoted="a # b""#),
        ("{a # b}", r#"Braced="a # b""#),
        ("'a b'", r#"!Junk junk="b'" Bare="'a""#),
        (r#""a\"b""#, r#"Bare="\"a\\\"b\"""#),
        (r#"a"b"#, r#"Bare="a\"b""#),
        (r#""a b" c"#, r#"!Junk junk="c" Quoted="a b""#),
        (r#""a b"c"#, r#"!Junk junk="c" Quoted="a b""#),
        (r#""a b"#, r#"!UnclosedQuote Bare="\"a b""#),
        ("{a} {b}", r#"Braced="a} {b""#),
        ("{a}b", r#"Bare="{a}b""#),
        ("{a}b c}", r#"Braced="a}b c""#),
        (r#"{a"b}"#, r#"!Junk junk="\"b}" Bare="{a""#),
        ("{ab", r#"Bare="{ab""#),
        ("ab}", r#"Bare="ab}""#),
        (r#""""#, r#"Quoted="""#),
        ("{}", r#"Braced="""#),
        ("a{b c}", r#"!Junk junk="c}" Bare="a{b""#),
    ] {
        let line = format!("\tid={value}\n");
        let file = describe(&line, Shape::Swan);
        let got = file
            .trim_end()
            .replacen("Entry ", "", 1)
            .replacen("key=\"id\" ", "", 1);
        assert_eq!(got, expected, "for {value}");
    }
}

#[test]
fn swan_headers() {
    for (line, expected) in [
        ("conn office\n", r#"Header(Conn) key="conn" Bare="office""#),
        (
            "conn \"my office\" # two words\n",
            r##"Header(Conn) key="conn" Quoted="my office" comment="# two words""##,
        ),
        (
            "conn my office\n",
            r#"Header(Conn) !Junk key="conn" junk="office" Bare="my""#,
        ),
        (
            "conn office #c\n",
            r##"Header(Conn) !OneWordComment key="conn" Bare="office" comment="#c""##,
        ),
        ("conn\n", r#"Header(Conn) !MissingName key="conn""#),
        (
            "config setup\n",
            r#"Header(Setup) key="config" Bare="setup""#,
        ),
        (
            "config secrets\n",
            r#"Header(Setup) !NotSetup key="config" Bare="secrets""#,
        ),
        ("ca x\n", r#"Header(Ca) key="ca" Bare="x""#),
        (
            "CONN x\n",
            r#"Bad !UnknownSection junk="x" junk="CONN" Bare="x""#,
        ),
        (
            "include /etc/ipsec.d/*.conf\n",
            r#"Include key="include" Bare="/etc/ipsec.d/*.conf""#,
        ),
        ("version 2.0\n", r#"Version key="version" Bare="2.0""#),
        ("  conn a\n", r#"Bad !IndentedHeader key="conn" Bare="a""#),
        ("include=x\n", r#"Entry !Unindented key="include" Bare="x""#),
        // Libreswan 4.10 needs no blank before a quote.
        ("conn\"a b\"\n", r#"Header(Conn) key="conn" Quoted="a b""#),
        (
            "include\"x.conf\"\n",
            r#"Include key="include" Quoted="x.conf""#,
        ),
    ] {
        let got = describe(line, Shape::Swan);
        let got = got.trim_end();
        if line.starts_with("CONN") {
            assert!(got.starts_with("Bad !UnknownSection key=\"CONN\""), "{got}");
        } else {
            assert_eq!(got, expected, "for {line:?}");
        }
    }
}

#[test]
fn classic_lines() {
    for (line, expected) in [
        ("\tleftid=@a#b\n", r#"Entry key="leftid" Bare="@a#b""#),
        (
            "\tleftid=@a #b\n",
            r##"Entry key="leftid" Bare="@a" comment="#b""##,
        ),
        (
            "\tleftid=\"@a # b\" # c\n",
            r##"Entry key="leftid" Quoted="@a # b" comment="# c""##,
        ),
        ("\tleftid=@a b\n", r#"Entry key="leftid" Bare="@a b""#),
        ("\tleftid=\"@a\n", r#"Entry key="leftid" Bare="\"@a""#),
        (
            "\tleftid= #none\n",
            r##"Entry key="leftid" comment="#none""##,
        ),
        (
            "conn a #c\n",
            r##"Header(Conn) key="conn" Bare="a" comment="#c""##,
        ),
        ("#c\n", r##"Comment comment="#c""##),
    ] {
        check(Shape::Classic, line, expected);
    }
}

#[test]
fn classic_sections_end_at_empty_lines() {
    let file = parse(
        "conn a\n\tleft=1\n \n\tright=2\n\n\tpfs=no\nconn b\n#c\n\tleft=3\n",
        Shape::Classic,
    );
    let entries: Vec<usize> = file
        .sections()
        .map(|section| section.entries().count())
        .collect();
    assert_eq!(entries, [2, 0]);
    let orphans: Vec<&str> = file.orphans().map(|entry| entry.key()).collect();
    assert_eq!(orphans, ["pfs", "left"]);
}

#[test]
fn strongswan_lines() {
    for (line, expected) in [
        (
            "  left=1.1.1.1#c\n",
            r##"Entry key="left" Bare="1.1.1.1" comment="#c""##,
        ),
        ("  leftid=a b  c\n", r#"Entry key="leftid" Bare="a b c""#),
        ("  leftid=@#0102\n", r#"Entry key="leftid" Bare="@#0102""#),
        (
            "  leftid=\"a # b\"\n",
            r#"Entry key="leftid" Quoted="a # b""#,
        ),
        (
            "  leftid=a\"b c\"d\n",
            r#"Entry key="leftid" Quoted="a b c d""#,
        ),
        (
            "  leftid=\"a\\tb\n c\" # x\n",
            r##"Entry key="leftid" Quoted="a\tb\n c" comment="# x""##,
        ),
        (
            "  leftid=C=CH\n",
            r#"Entry !Junk key="leftid" junk="=CH" Bare="C""#,
        ),
        (
            "  leftid=\"a\n",
            r#"Entry !UnclosedQuote key="leftid" Quoted="a""#,
        ),
        (
            "  version 2.0\n",
            r#"Version key="version" Verbatim=" 2.0""#,
        ),
        (
            "config setup foo\n",
            r#"Header(Setup) key="config setup" Bare="foo""#,
        ),
        (
            "config  setup\n",
            r#"Header(Setup) !NotSetup key="config" Bare="setup""#,
        ),
        ("conn a b\n", r#"Header(Conn) key="conn" Bare="a b""#),
        (
            "  include x.conf\n",
            r#"Include key="include" Bare="x.conf""#,
        ),
        ("  conn b\n", r#"Bad !IndentedHeader key="conn" Bare="b""#),
        ("  left\n", r#"Entry !MissingEquals key="left""#),
    ] {
        check(Shape::StrongSwan, line, expected);
    }
}

#[test]
fn tokens_of_a_line() {
    use TokenKind::{Blank, Comment, Equals, Junk, Keyword, Newline, Value};
    let text = "\tleft x = \"a b\"  junk # why\n";
    let file = parse(text, Shape::Swan);
    let tokens: Vec<(TokenKind, &str)> = file.tokens().map(|t| (t.kind, &text[t.range])).collect();
    assert_eq!(
        tokens,
        [
            (Blank, "\t"),
            (Keyword, "left"),
            (Blank, " "),
            (Junk, "x"),
            (Blank, " "),
            (Equals, "="),
            (Blank, " "),
            (Value, "\"a b\""),
            (Blank, "  "),
            (Junk, "junk"),
            (Blank, " "),
            (Comment, "# why"),
            (Newline, "\n"),
        ]
    );
}

fn shapes() -> impl Strategy<Value = Shape> {
    prop_oneof![
        Just(Shape::Swan),
        Just(Shape::Classic),
        Just(Shape::StrongSwan)
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn tokens_give_the_source_back(text in texts(), shape in shapes()) {
        let file = parse(&text, shape);
        let joined: String = file.tokens().map(|token| &text[token.range]).collect();
        prop_assert_eq!(joined, text);
    }

    #[test]
    fn any_text_parses(text in "\\PC*|(.|\n)*", shape in shapes()) {
        let file = parse(&text, shape);
        let covered: usize = file.lines().iter().map(|line| line.range().len()).sum();
        prop_assert_eq!(covered, text.len());
    }

    #[test]
    fn chunks_of_any_size_give_the_same_tree(text in texts(), shape in shapes(), size in 1usize..40) {
        let whole = parse(&text, shape);
        let chunked = File::parse_in_chunks(whole.id(), Arc::from(text.as_str()), shape, size);
        prop_assert_eq!(whole, chunked);
    }

    #[test]
    fn reparse_is_parse(text in texts(), insert in texts(), shape in shapes(), a in 0usize..200, b in 0usize..200) {
        let boundary = |at: usize| (0..=at.min(text.len())).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        let (from, to) = (boundary(a.min(b)), boundary(a.max(b)));
        let old = parse(&text, shape);
        let new_text: Arc<str> = Arc::from(format!("{}{insert}{}", &text[..from], &text[to..]));
        let reparsed = old.reparse(Arc::clone(&new_text), from..to, insert.len());
        prop_assert_eq!(reparsed, File::from_text(old.id(), new_text, shape));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn the_shortcut_gives_what_the_grammar_gives(text in texts(), shape in shapes()) {
        let shortcut = parse(&text, shape);
        prop_assert_eq!(&shortcut, &File::by_grammar(shortcut.id(), Arc::from(text.as_str()), shape));
    }
}
