//! Input and layout; the laws over random files are at the end.

use std::path::Path;

use insta::assert_snapshot;
use ipsec_conf::model::{LoadOptions, MemoryFs, Model};
use ipsec_conf::syntax::{File, Shape};
use ipsec_conf::{FileId, Target};
use ipsec_conf_texts::configuration;
use proptest::prelude::*;

use crate::options::{Align, Indent, Options, Order, Quotes, Spelling};
use crate::{apply, format, same_reading};

fn target(shape: Shape) -> Target {
    let name = match shape {
        Shape::Swan => "libreswan@4.10",
        Shape::Classic => "openswan@2.4",
        Shape::StrongSwan => "strongswan@5.9.8",
    };
    name.parse().expect("a target")
}

fn parse(text: &str, shape: Shape) -> File {
    File::from_text(FileId::default(), text.into(), shape)
}

fn laid_out(text: &str, options: &Options, shape: Shape) -> String {
    apply(text, &format(&parse(text, shape), options, target(shape)))
}

/// With the default options, tabs shown as `→` and blanks at the end of a line as `·`.
fn shown(text: &str) -> String {
    show(&laid_out(text, &Options::default(), Shape::Swan))
}

fn with(options: &Options, text: &str) -> String {
    show(&laid_out(text, options, Shape::Swan))
}

fn show(text: &str) -> String {
    let line = |line: &str| {
        let content = line.trim_end_matches([' ', '\t', '\r']);
        let tail = &line[content.len()..];
        let tail = tail.replace(' ', "·").replace('\t', "→").replace('\r', "␍");
        content.replace('\t', "→") + &tail + "\n"
    };
    text.lines_with_cr().map(line).collect()
}

trait Lines {
    fn lines_with_cr(&self) -> std::str::Split<'_, char>;
}

impl Lines for str {
    /// As `lines`, but a CR stays.
    fn lines_with_cr(&self) -> std::str::Split<'_, char> {
        self.strip_suffix('\n').unwrap_or(self).split('\n')
    }
}

fn stays(text: &str) {
    for shape in Shape::ALL {
        assert_eq!(
            laid_out(text, &Options::default(), shape),
            text,
            "{shape:?}"
        );
    }
}

#[test]
fn indentation_blanks_and_sections() {
    let text = "\n\n# the office\nconfig setup\n    plutodebug = none  \n\n\n\nconn   office\n  left = 192.0.2.1\n        \
        right=198.51.100.7   # the peer\n\tauto=add\n# the branch\nconn branch\n\talso=office\n\n\n";
    assert_snapshot!(shown(text), @r"
    # the office
    config setup
    →plutodebug=none

    conn office
    →left=192.0.2.1
    →right=198.51.100.7   # the peer
    →auto=add

    # the branch
    conn branch
    →also=office
    ");
}

#[test]
fn comments_stay_where_they_belong() {
    let text = "conn a\n    # leading\n    left=192.0.2.1\n#\tright=192.0.2.9\n#  auto=start\nconn b\n\t# the last one\n# about c\n\
        conn c\n\tauto=add\n";
    assert_snapshot!(shown(text), @r"
    conn a
    →# leading
    →left=192.0.2.1
    #→right=192.0.2.9
    #  auto=start

    conn b
    →# the last one

    # about c
    conn c
    →auto=add
    ");
}

#[test]
fn a_missing_newline_is_added() {
    assert_eq!(
        laid_out("conn a\n\tauto=add", &Options::default(), Shape::Swan),
        "conn a\n\tauto=add\n"
    );
    assert_eq!(laid_out("", &Options::default(), Shape::Swan), "");
    assert_eq!(laid_out("\n \n\n", &Options::default(), Shape::Swan), "");
}

#[test]
fn an_empty_line_ends_a_section_for_the_classic_reader() {
    // Blanks do not, so they stay blanks; an empty line stays one however many there are.
    let text = "conn a\n\tleft=192.0.2.1\n   \n\tright=192.0.2.2\n\n\n\tauto=add\n   \nconn b\n";
    assert_snapshot!(shown(text), @r"
    conn a
    →left=192.0.2.1
    →
    →right=192.0.2.2

    →auto=add

    conn b
    ");
}

#[test]
fn what_only_looks_like_layout_stays() {
    // `#` glued to a value is data for the swans.
    stays("conn a\n\tleft=192.0.2.1#c\n");
    // A blank would make the word a comment, which it is for some and not for others.
    stays("conn a\n\tleft=192.0.2.1 #office\n");
    stays("conn a\n\tleft= #office\n");
    // strongSwan wants `config setup` with one blank, the others do not care.
    stays("config  setup\n\tuniqueids=no\n");
    // The scanner of the swans throws words between a keyword and `=` away.
    stays("conn a\n\tleft banana = 192.0.2.1\n");
    stays("conn a\n\tx-note=  two  blanks # and no comment \n");
    // Libreswan 4 takes the line behind an empty comment for its text, Openswan the next word for a value.
    stays("conn a\n\tx-note=\n   left = 192.0.2.1\n");
    stays("conn a\n\tleft=\n\n\n   right = 192.0.2.1\n");
    stays("conn a\n\tleftid=\"a  b\"\n\trightid=\"C=CH,  O=x\"\n");
}

#[test]
fn a_string_over_several_lines_is_one_word() {
    stays("conn a\n\tleftid=\"one\n   two = 3\n  \"\n\tauto=add\n");
}

#[test]
fn lines_with_errors_stay_and_the_others_are_laid_out() {
    let text = "conn a\n  left\n  right = 192.0.2.2\nauto=add\n  pfs=\"yes\n  mtu = 1400\n";
    assert_snapshot!(shown(text), @r#"
    conn a
      left
    →right=192.0.2.2
    auto=add
      pfs="yes
    →mtu=1400
    "#);
}

#[test]
fn a_carriage_return_is_data() {
    let text = "conn a\r\n   left = 192.0.2.1  \r\n\r\n\r\n   auto = add\r\n";
    assert_snapshot!(shown(text), @r"
    conn a␍
    →left=192.0.2.1··␍
    ␍
    ␍
    →auto=add␍
    ");
}

#[test]
fn a_region_can_be_left_alone() {
    let text = "conn a\n  left = 192.0.2.1\n  # ipsec-fmt: off\n  right   =   192.0.2.2\n\n\n  auto = add\n  # ipsec-fmt: on\n  mtu = 1400\n";
    assert_snapshot!(shown(text), @r"
    conn a
    →left=192.0.2.1
      # ipsec-fmt: off
      right   =   192.0.2.2


      auto = add
      # ipsec-fmt: on
    →mtu=1400
    ");
}

#[test]
fn spaces_and_columns() {
    let text = "conn a\n\tleft=192.0.2.1 # here\n\trightsubnet=10.0.0.0/8  # there\n\tauto=add\nconn b\n\tmtu=1400\n";
    let options = Options {
        indent: Indent::Spaces(4),
        align_values: Align::Section,
        align_comments: Align::Section,
        ..Options::default()
    };
    assert_snapshot!(with(&options, text), @r"
    conn a
        left=       192.0.2.1  # here
        rightsubnet=10.0.0.0/8 # there
        auto=       add

    conn b
        mtu=1400
    ");
    let options = Options {
        spaces_around_equals: true,
        align_values: Align::File,
        ..Options::default()
    };
    assert_snapshot!(with(&options, text), @r"
    conn a
    →left        = 192.0.2.1 # here
    →rightsubnet = 10.0.0.0/8  # there
    →auto        = add

    conn b
    →mtu         = 1400
    ");
}

#[test]
fn blank_lines_as_asked() {
    let text = "conn a\n\tleft=192.0.2.1\n\n\tauto=add\nconn b\n\tauto=add\n";
    let options = Options {
        blank_lines_between_sections: 2,
        blank_lines_inside_sections: 0,
        ..Options::default()
    };
    assert_snapshot!(with(&options, text), @r"
    conn a
    →left=192.0.2.1
    →auto=add


    conn b
    →auto=add
    ");
    // For the classic reader it is no blank line.
    let classic = show(&laid_out(text, &options, Shape::Classic));
    assert!(classic.contains("192.0.2.1\n\n→auto"), "{classic}");
}

#[test]
fn quotes_as_asked() {
    let text =
        "conn a\n\tleftid=\"@a\"\n\trightid=\"a b\"\n\tmark=\"10\"\n\tauto=add\n\tmtu=1400\n";
    let options = |quotes| Options {
        quotes,
        ..Options::default()
    };
    assert_snapshot!(with(&options(Quotes::Minimal), text), @r#"
    conn a
    →leftid=@a
    →rightid="a b"
    →mark="10"
    →auto=add
    →mtu=1400
    "#);
    assert_snapshot!(with(&options(Quotes::Always), text), @r#"
    conn a
    →leftid="@a"
    →rightid="a b"
    →mark="10"
    →auto="add"
    →mtu=1400
    "#);
}

#[test]
fn keywords_by_their_own_name() {
    let text = "conn a\n\tLeftID=@a\n\tsalifetime=1h\n\tlifetime=2h\n\tkeylife=3h\nconn b\n\tkeylife=3h\n\tLEFT=192.0.2.1\n\tNoSuch=1\n";
    let options = Options {
        spelling: Spelling::Canonical,
        ..Options::default()
    };
    assert_snapshot!(with(&options, text), @r"
    conn a
    →leftid=@a
    →salifetime=1h
    →lifetime=2h
    →keylife=3h

    conn b
    →ipsec-lifetime=3h
    →left=192.0.2.1
    →NoSuch=1
    ");
}

#[test]
fn a_comment_of_its_own_stays_one_without_blank_lines_between_sections() {
    let options = Options {
        blank_lines_between_sections: 0,
        ..Options::default()
    };
    let text = "conn a\n\tauto=add\n\n# about both\n\n# about b\nconn b\n\nconn c\n";
    let once = laid_out(text, &options, Shape::Swan);
    assert_eq!(
        once,
        "conn a\n\tauto=add\n\n# about both\n\n# about b\nconn b\nconn c\n"
    );
    assert_eq!(laid_out(&once, &options, Shape::Swan), once);
}

#[test]
fn parameters_in_order() {
    let text = "conn a\n\talso=base\n\tauto=add\n\tike=aes256\n\t# the peer\n\tright=192.0.2.2\n\tauthby=secret\n\tleftsubnet=10.0.0.0/8\n\
        \tleft=192.0.2.1\n\n\tmtu=1400\n\tleftid=@a\n\t# the last word\n\nconn twice\n\tauto=add\n\tleft=192.0.2.1\n\tauto=start\n";
    let options = Options {
        order: Order::Canonical,
        ..Options::default()
    };
    assert_snapshot!(with(&options, text), @r"
    conn a
    →also=base
    →left=192.0.2.1
    →# the peer
    →right=192.0.2.2
    →leftsubnet=10.0.0.0/8
    →authby=secret
    →ike=aes256
    →auto=add

    →leftid=@a
    →mtu=1400
    →# the last word

    conn twice
    →auto=add
    →left=192.0.2.1
    →auto=start
    ");
}

/// Lines that hold every trap of the layout, in any order, or a configuration.
fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![2 => trap_lines(), 1 => configuration()]
}

fn trap_lines() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        8 => "[ \t]{0,3}(left|right|leftid|auto|x-note|LeftSubnet|also)[ \t]{0,2}=?[ \t]{0,2}[a-z0-9#\"{}= \t.\\\\]{0,8}",
        2 => "[ \t]{0,2}(conn|ca|config|include|version)[ \t]{0,2}(a|setup|%default|2)?[ \t]{0,2}(# c|#c)?",
        2 => "[ \t]{0,3}#[ \t]?[a-z= ]{0,6}",
        2 => "[ \t]{0,3}",
        1 => "[ \t]{0,2}\"[^\r\n]{0,6}\"?",
        1 => "# ipsec-fmt: (on|off)",
    ];
    let ending = prop_oneof![20 => Just("\n"), 1 => Just("\r\n")];
    let lines = proptest::collection::vec((line, ending), 0..14);
    (lines, any::<bool>()).prop_map(|(lines, is_ended)| {
        let mut text: String = lines
            .iter()
            .flat_map(|(line, ending)| [line.as_str(), ending])
            .collect();
        if !is_ended {
            text.truncate(text.trim_end_matches(['\r', '\n']).len());
        }
        text
    })
}

fn any_options() -> impl Strategy<Value = Options> {
    let align = || prop_oneof![Just(Align::Off), Just(Align::Section), Just(Align::File)];
    let indent = prop_oneof![Just(Indent::Tab), (1..9_u8).prop_map(Indent::Spaces)];
    (indent, any::<bool>(), align(), align(), 0..3_u8, 1..3_u8).prop_map(
        |(indent, spaces, align_values, align_comments, between, inside)| Options {
            indent,
            spaces_around_equals: spaces,
            align_values,
            align_comments,
            blank_lines_between_sections: between,
            blank_lines_inside_sections: inside,
            ..Options::default()
        },
    )
}

/// Each conn with its values.
fn values(text: &str, reader: &str) -> Vec<(String, Vec<(String, String)>)> {
    let files = MemoryFs::new([("a", text)]);
    let target: Target = reader.parse().expect("a target");
    let model =
        Model::load(&files, Path::new("a"), target, &LoadOptions::default()).expect("it is there");
    let of_conn = |id| {
        let conn = model.resolved(id);
        let settings = conn.settings().iter();
        let values = settings.map(|it| (it.spelling(), it.value.text.to_string()));
        (conn.name().to_owned(), values.collect())
    };
    model.conns().map(|(id, _)| of_conn(id)).collect()
}

/// Two that the fuzzer found, and what is left alone for one reader because another sees something else.
#[test]
fn lines_that_readers_cut_differently() {
    for text in [
        // strongSwan throws away a line that begins with `version`; for the others it is a parameter.
        "conn a\n versione=i\n",
        // Only the scanners made with flex take it for a header.
        "conn\"a\"\n  left=192.0.2.1\n",
    ] {
        let options = Options {
            spaces_around_equals: true,
            ..Options::default()
        };
        for shape in Shape::ALL {
            let out = laid_out(text, &options, shape);
            for reader in Shape::ALL {
                let same = same_reading(&parse(text, reader), &parse(&out, reader));
                assert!(same.is_ok(), "{shape:?}, {reader:?}: {same:?}\n{out:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn no_reader_sees_a_difference(text in any_text(), options in any_options(), shape in 0..3_usize) {
        let out = laid_out(&text, &options, Shape::ALL[shape]);
        // The newline at the end is added before anything is compared: without it a comment is none for Libreswan.
        let ended = if text.is_empty() || text.ends_with('\n') { text.clone() } else { format!("{text}\n") };
        for reader in Shape::ALL {
            let same = same_reading(&parse(&ended, reader), &parse(&out, reader));
            prop_assert!(same.is_ok(), "{same:?}\n{text:?}\n{out:?}");
        }
    }

    /// Conns and what they come to, asked of everybody without regard to how the layout is proven.
    #[test]
    fn nobody_reads_other_values(text in any_text(), options in any_options(), shape in 0..3_usize) {
        let out = laid_out(&text, &options, Shape::ALL[shape]);
        let ended = if text.is_empty() || text.ends_with('\n') { text.clone() } else { format!("{text}\n") };
        for reader in ["openswan@2.4", "openswan@2.6", "libreswan@4.10", "libreswan@5.4", "strongswan@5.9.8"] {
            prop_assert_eq!(values(&ended, reader), values(&out, reader), "{}\n{:?}\n{:?}", reader, text, out);
        }
    }

    #[test]
    fn the_second_time_changes_nothing(text in any_text(), options in any_options(), shape in 0..3_usize) {
        let once = laid_out(&text, &options, Shape::ALL[shape]);
        let twice = laid_out(&once, &options, Shape::ALL[shape]);
        prop_assert_eq!(once, twice, "{:?}", text);
    }
}
