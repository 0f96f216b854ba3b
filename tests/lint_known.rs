//! What is put up with: baselines and comments.

mod lint;

use insta::assert_snapshot;
use lint::Dir;

const BAD: &str = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\ttypo=1\n";

#[test]
fn a_baseline_survives_lines_that_come_and_go() {
    let dir = Dir::with(&[("ipsec.conf", BAD)]);
    assert_snapshot!(dir.lint("--target libreswan@4.10 --baseline known.json --write-baseline"), @"
    --- standard error
    1 finding written to `known.json`
    --- status 0
    ");
    assert_snapshot!(dir.lint("--target libreswan@4.10 --baseline known.json"), @"
    --- standard error
    nothing to report; 1 known from the baseline
    --- status 0
    ");
    dir.write("ipsec.conf", format!("# moved\n\n{BAD}\tnew=1\n"));
    assert_snapshot!(dir.lint("--target libreswan@4.10 --baseline known.json"), @"
    ipsec.conf:7:2: error[V101 unknown-keyword]: unknown keyword `new` [whole file refused]
    --- standard error
    1 error in 1 file; 1 known from the baseline
    --- status 1
    ");
}

#[test]
fn a_baseline_counts_and_tells_nothing() {
    let twice = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\ttypo=hush\n";
    let dir = Dir::with(&[("ipsec.conf", twice)]);
    dir.lint("--target libreswan@4.10 --baseline known.json --write-baseline");
    assert!(!dir.read("known.json").contains("hush"));
    dir.write("ipsec.conf", format!("{twice}\ttypo=again\n"));
    assert_snapshot!(dir.lint("--target libreswan@4.10 --baseline known.json --select V101"), @"
    ipsec.conf:5:2: error[V101 unknown-keyword]: unknown keyword `typo` [whole file refused]
    --- standard error
    1 error in 1 file; 1 can be fixed with `--unsafe-fixes`; 1 known from the baseline
    --- status 1
    ");
}

#[test]
fn a_baseline_holds_wherever_the_linter_is_started() {
    let dir = Dir::with(&[("sub/ipsec.conf", BAD)]);
    dir.lint("--target libreswan@4.10 --baseline known.json --write-baseline sub/ipsec.conf");
    let here = dir.path().display();
    let shown = dir.lint(&format!(
        "--target libreswan@4.10 --baseline {here}/known.json {here}/sub/../sub/ipsec.conf"
    ));
    assert_snapshot!(shown, @"
    --- standard error
    nothing to report; 1 known from the baseline
    --- status 0
    ");
}

#[test]
fn a_bad_baseline_is_status_2() {
    let dir = Dir::with(&[("ipsec.conf", BAD), ("known.json", "{}")]);
    assert_snapshot!(dir.lint("--target libreswan@4.10 --baseline known.json"), @"
    --- standard error
    error: `known.json` is no baseline: missing field `version` at line 1 column 2
    --- status 2
    ");
    assert_eq!(dir.status("--baseline gone.json"), 2);
    assert_eq!(dir.status("--write-baseline"), 2);
}

/// What the comments look like for a target, and that they silence everything without changing anything else.
fn check_suppressions(target: &str, text: &str) -> String {
    let dir = Dir::with(&[("ipsec.conf", text)]);
    let shown = dir.lint(&format!(
        "--target {target} --add-suppressions legacy\u{a0}peer"
    ));
    let after = dir.lint(&format!("--target {target} --select V101,M163,Y390"));
    format!("{}---\n{shown}---\n{after}", dir.read("ipsec.conf"))
}

#[test]
fn comments_stand_above_the_line() {
    assert_snapshot!(check_suppressions("libreswan@4.10", BAD), @"
    conn a
    	left=192.0.2.1
    	right=192.0.2.2
    	# ipsec-lint: ignore[V101] legacy peer
    	typo=1
    ---
    --- standard error
    1 finding silenced in 1 file
    --- status 0
    ---
    --- standard error
    nothing to report; 1 suppressed
    --- status 0
    ");
}

/// A comment speaks for the next line that is none, so what stands in one is silenced for the file.
#[test]
fn a_finding_in_a_comment_is_silenced_for_the_file() {
    let text = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\t# leftxauthpassword=tiger\n";
    let dir = Dir::with(&[("ipsec.conf", text)]);
    let words = "--target libreswan@4.10 --select X113,Y390";
    assert_eq!(dir.status(words), 1);
    dir.lint(&format!("{words} --add-suppressions old"));
    assert_eq!(
        dir.read("ipsec.conf"),
        format!("# ipsec-lint: ignore-file[X113] old\n{text}")
    );
    assert_eq!(dir.status(words), 0);
}

#[test]
fn the_classic_reader_gets_no_comment_in_column_1() {
    let text = "version 2.0\n\nconn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\ttypo=1\n\tauto=add\n";
    assert_snapshot!(check_suppressions("openswan@2.4", text), @"
    version 2.0

    conn a
    	left=192.0.2.1
    	right=192.0.2.2
    	# ipsec-lint: ignore[V101] legacy peer
    	typo=1
    	auto=add
    ---
    --- standard error
    1 finding silenced in 1 file
    --- status 0
    ---
    --- standard error
    nothing to report; 1 suppressed
    --- status 0
    ");
}

/// An empty `x-` keyword swallows the next line in Libreswan 4, which must not become the comment.
#[test]
fn a_swallowed_line_is_not_replaced_by_a_comment() {
    let text = "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tx-note=\n\ttypo=1\n";
    let dir = Dir::with(&[("ipsec.conf", text)]);
    let before = dir.json("--target libreswan@4.10");
    dir.lint("--target libreswan@4.10 --add-suppressions old");
    let after = dir.json("--target libreswan@4.10");
    assert!(
        after.as_array().expect("an array").len() <= before.as_array().expect("an array").len()
    );
}

#[test]
fn a_string_of_several_lines_gets_its_comment_above() {
    let text =
        "conn a\n\tleft=192.0.2.1\n\tright=192.0.2.2\n\tleftid=\"C=CH,\n O=x\"\n\ttypo=\"a\nb\"\n";
    assert_snapshot!(check_suppressions("strongswan@5.9.8", text), @r#"
    conn a
    	left=192.0.2.1
    	right=192.0.2.2
    	leftid="C=CH,
     O=x"
    	# ipsec-lint: ignore[V101] legacy peer
    	typo="a
    b"
    ---
    --- standard error
    1 finding silenced in 1 file
    --- status 0
    ---
    --- standard error
    nothing to report; 1 suppressed
    --- status 0
    "#);
}

#[test]
fn carriage_returns_stay() {
    let dir = Dir::with(&[("ipsec.conf", "# a\r\nconn a\r\n\ttypo=1\r\n")]);
    dir.lint("--target strongswan --add-suppressions old --select V101");
    assert!(!dir.read("ipsec.conf").replace("\r\n", "").contains('\n'));
}

#[test]
fn a_comment_by_hand_silences_and_is_reported_when_it_does_not() {
    let text = "\
conn a
	left=192.0.2.1
	right=192.0.2.2
	# ipsec-lint: ignore[V101] the other team
	# ipsec-lint: ignore[M163] two comments in a row
	typo=1
	tpyo=1 # ipsec-lint: ignore[unknown-keyword] on the line
";
    let dir = Dir::with(&[("ipsec.conf", text)]);
    assert_snapshot!(dir.lint("--target libreswan@4.10"), @"
    ipsec.conf:5:23: warning[Y390 unused-suppression]: nothing here is reported as `M163` [works]
    --- standard error
    1 warning in 1 file; 2 suppressed
    --- status 1
    ");
}

#[test]
fn a_reason_is_wanted() {
    let dir = Dir::with(&[("ipsec.conf", BAD)]);
    assert_snapshot!(dir.lint("--add-suppressions \u{a0}"), @"
    --- standard error
    error: --add-suppressions wants a reason of one line, such as `legacy peer, ticket 4711`
    --- status 2
    ");
}

#[test]
fn what_the_baseline_knows_gets_no_comment() {
    let dir = Dir::with(&[("ipsec.conf", BAD)]);
    let words = "--target libreswan@4.10 --baseline known.json";
    dir.lint(&format!("{words} --write-baseline"));
    dir.write("ipsec.conf", format!("{BAD}\tnew=1\n"));
    assert_snapshot!(dir.lint(&format!("{words} --add-suppressions why")), @"
    --- standard error
    1 finding silenced in 1 file
    --- status 0
    ");
    assert_snapshot!(dir.read("ipsec.conf"), @"
    conn a
    	left=192.0.2.1
    	right=192.0.2.2
    	typo=1
    	# ipsec-lint: ignore[V101] why
    	new=1
    ");
    assert_snapshot!(dir.lint(words), @"
    --- standard error
    nothing to report; 1 suppressed; 1 known from the baseline
    --- status 0
    ");
}

/// The first configuration does not use the entry up.
#[test]
fn a_baseline_knows_a_file_that_two_include() {
    let dir = Dir::with(&[
        ("one.conf", "include bad.conf\n"),
        ("two.conf", "include bad.conf\n"),
        ("bad.conf", BAD),
    ]);
    let words = "--target libreswan@4.10 --baseline known.json one.conf two.conf";
    dir.lint(&format!("{words} --write-baseline"));
    assert_snapshot!(dir.lint(&format!("{words} --add-suppressions why")), @"
    --- standard error
    0 findings silenced in 0 files
    --- status 0
    ");
    assert_eq!(dir.read("bad.conf"), BAD);
}
