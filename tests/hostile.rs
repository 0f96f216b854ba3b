//! Files that are made to do harm: every program ends by itself, within its limits, and nothing of theirs reaches the terminal.
//!
//! `ipsec-lint`, `ipsec-fmt`, `ipsec-conf` and `ipsec-auto --showonly` read each of them as several targets do, and
//! `ipsec-lsp` has it open. The limits are those of the system for memory and processor time: what goes beyond is killed, and
//! has no exit status.

#![allow(
    clippy::disallowed_methods,
    reason = "tests make files, pipes and links"
)]
#![allow(
    clippy::format_collect,
    reason = "a test is read more often than it is run"
)]

mod dir;
mod frames;

use std::fmt::Write as _;
use std::io::BufReader;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::process::{ChildStdin, ChildStdout, Command, Output, Stdio};

use dir::Dir;
use serde_json::{Value, json};

/// Kibibytes of address space.
const MEMORY: u32 = 1_500_000;
/// Seconds of processor time, for programs that are built without optimisation.
const PROCESSOR: u32 = 60;

const TARGETS: [&str; 4] = [
    "openswan@2.4",
    "libreswan@4.10",
    "libreswan@5.4",
    "strongswan@5.9.8",
];

/// What a conn that can be loaded needs.
const ENDS: &str = "\tleft=192.0.2.1\n\tright=192.0.2.2\n\tauthby=secret\n";

fn run(dir: &Dir, program: &str, words: &[&str]) -> Output {
    dir::answer(&mut limited(dir, program, words), "")
}

/// The program within its limits.
fn limited(dir: &Dir, program: &str, words: &[&str]) -> Command {
    let limits = format!("ulimit -v {MEMORY}; ulimit -t {PROCESSOR};");
    let mut command = dir.limited(&limits, program, words);
    command
        .env_remove("IPSEC_CONF")
        .env_remove("CLICOLOR_FORCE");
    command
}

fn check_output(output: &Output, what: &str) {
    let said = String::from_utf8_lossy(&output.stderr);
    let status = output.status;
    assert!(
        matches!(status.code(), Some(0..=2)),
        "{what}: {status}\n{said:.2000}"
    );
    check_printable(&said, what);
}

/// Nothing that moves the cursor, colours, or turns the reading direction.
fn check_printable(shown: &str, what: &str) {
    let is_unfit = |c: &char| {
        c.is_control() && !matches!(c, '\n' | '\t')
            || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}'..='\u{200f}')
    };
    let unfit: Vec<char> = shown.chars().filter(is_unfit).take(3).collect();
    assert!(unfit.is_empty(), "{what}: {unfit:?} in\n{shown:.2000}");
}

/// Every program reads `ipsec.conf`; `ipsec-fmt` goes last, because it writes.
fn check(dir: &Dir) {
    for target in TARGETS {
        check_as(dir, target);
    }
    check_open(dir);
    let fmt = run(dir, env!("CARGO_BIN_EXE_ipsec-fmt"), &["ipsec.conf"]);
    check_output(&fmt, "ipsec-fmt");
}

fn check_as(dir: &Dir, target: &str) {
    let lint = run(
        dir,
        env!("CARGO_BIN_EXE_ipsec-lint"),
        &["--target", target, "--select", "ALL", "ipsec.conf"],
    );
    check_output(&lint, &format!("ipsec-lint for {target}"));
    check_printable(&String::from_utf8_lossy(&lint.stdout), target);
    let show = run(
        dir,
        env!("CARGO_BIN_EXE_ipsec-conf"),
        &["show", "--target", target, "ipsec.conf"],
    );
    check_output(&show, &format!("ipsec-conf show for {target}"));
    check_printable(&String::from_utf8_lossy(&show.stdout), target);
    let add = run(
        dir,
        env!("CARGO_BIN_EXE_ipsec-auto"),
        &[
            "--target",
            target,
            "--config",
            "ipsec.conf",
            "--showonly",
            "--add",
            "a",
        ],
    );
    check_output(&add, &format!("ipsec-auto for {target}"));
}

/// An editor opens `ipsec.conf`, asks for what editors ask for, types a character, and closes.
fn check_open(dir: &Dir) {
    const REQUESTS: [&str; 4] = [
        "diagnostic",
        "documentSymbol",
        "foldingRange",
        "semanticTokens/full",
    ];
    let mut child = limited(dir, env!("CARGO_BIN_EXE_ipsec-lsp"), &["--stdio"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("sh is there");
    let mut editor = Editor {
        to: child.stdin.take().expect("it is a pipe"),
        from: BufReader::new(child.stdout.take().expect("it is a pipe")),
        requests: 0,
    };
    let uri = format!("file://{}/ipsec.conf", dir.path().display());
    let document = json!({"uri": uri, "languageId": "ipsec-conf", "version": 1, "text": dir.read("ipsec.conf")});
    editor.ask(
        "initialize",
        &json!({"processId": null, "rootUri": null, "capabilities": {}}),
    );
    editor.tell("initialized", &json!({}));
    editor.tell("textDocument/didOpen", &json!({"textDocument": document}));
    for request in REQUESTS {
        editor.ask(
            &format!("textDocument/{request}"),
            &json!({"textDocument": {"uri": uri}}),
        );
    }
    let start = json!({"line": 0, "character": 0});
    let typed = json!({"range": {"start": start, "end": start}, "text": "#"});
    editor.tell(
        "textDocument/didChange",
        &json!({"textDocument": {"uri": uri, "version": 2}, "contentChanges": [typed]}),
    );
    editor.ask(
        "textDocument/diagnostic",
        &json!({"textDocument": {"uri": uri}}),
    );
    editor.ask("shutdown", &Value::Null);
    editor.tell("exit", &Value::Null);
    drop(editor);
    let output = child.wait_with_output().expect("it was started");
    assert_eq!(output.status.code(), Some(0), "ipsec-lsp: {output:?}");
    check_printable(&String::from_utf8_lossy(&output.stderr), "ipsec-lsp");
}

struct Editor {
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    requests: u32,
}

impl Editor {
    fn tell(&mut self, method: &str, params: &Value) {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}));
    }

    /// Waits for the answer, which must not be an error.
    fn ask(&mut self, method: &str, params: &Value) {
        self.requests += 1;
        let id = self.requests;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}));
        let answer = loop {
            let message = self.receive(method);
            if message["id"] == id && message["method"].is_null() {
                break message;
            }
        };
        assert!(answer["error"].is_null(), "{method}: {answer}");
    }

    fn send(&mut self, message: &Value) {
        let mut message = message.clone();
        if message["params"].is_null() {
            message.as_object_mut().expect("it is one").remove("params");
        }
        frames::send(&mut self.to, &message.to_string());
    }

    fn receive(&mut self, waiting_for: &str) -> Value {
        let text = frames::receive(&mut self.from, waiting_for);
        serde_json::from_str(&text).expect("messages are JSON")
    }
}

/// Two readers differ in how they follow includes; each of them reads thousands of files here.
fn check_includes(dir: &Dir) {
    check_as(dir, "libreswan@4.10");
    check_as(dir, "strongswan@5.9.8");
}

fn check_text(text: impl AsRef<[u8]>) {
    let dir = Dir::new();
    dir.write("ipsec.conf", text);
    check(&dir);
}

#[test]
fn a_line_of_ten_megabytes() {
    check_text(format!(
        "conn a\n{ENDS}\tleftid={}\n",
        "x".repeat(10_000_000)
    ));
}

#[test]
fn a_header_a_keyword_and_a_comment_of_a_megabyte() {
    let long = "x".repeat(1_000_000);
    check_text(format!(
        "conn {long}\n\t{long}=1\n\t# {long}\nconn a\n\talso={long}\n{ENDS}"
    ));
}

#[test]
fn lists_of_thousands_of_values() {
    let subnets = "10.0.0.0/8,".repeat(5_000);
    let proposals = "aes256-sha2;modp2048,".repeat(1_000);
    check_text(format!(
        "conn a\n{ENDS}\tleftsubnets={subnets}\n\trightsubnet={subnets}\n\tike={proposals}\n\tesp={proposals}\n"
    ));
}

#[test]
fn a_chain_of_a_thousand_also() {
    let chain: String = (0..1_000)
        .map(|i| format!("conn c{i}\n\talso=c{}\n", i + 1))
        .collect();
    check_text(format!(
        "conn a\n{ENDS}\talso=c0\n\n{chain}\nconn c1000\n\tauto=add\n"
    ));
}

#[test]
fn a_conn_that_takes_in_five_thousand() {
    let lines: String = (0..5_000).map(|i| format!("\talso=c{i}\n")).collect();
    let conns: String = (0..5_000)
        .map(|i| format!("conn c{i}\n\tikelifetime={i}\n"))
        .collect();
    check_text(format!("conn a\n{ENDS}{lines}\n{conns}"));
}

/// Thirty storeys, each of which takes the next one in twice: a thousand million ways down.
#[test]
fn a_graph_of_also_with_very_many_ways() {
    let storeys: String = (0..30)
        .flat_map(|i| ["l", "r"].map(|side| (i, side)))
        .map(|(i, side)| {
            let next = i + 1;
            format!("conn {side}{i}\n\talso=l{next}\n\talso=r{next}\n")
        })
        .collect();
    check_text(format!(
        "conn a\n{ENDS}\talso=l0\n\talso=r0\n\n{storeys}conn l30\n\tauto=add\nconn r30\n\tauto=add\n"
    ));
}

#[test]
fn every_conn_takes_in_every_other() {
    let lines: String = (0..60).map(|i| format!("\talso=c{i}\n")).collect();
    let conns: String = (0..60).map(|i| format!("conn c{i}\n{lines}")).collect();
    check_text(format!("conn a\n{ENDS}{lines}\n{conns}"));
}

#[test]
fn ten_thousand_conns_of_one_name() {
    check_text(format!("conn a\n{ENDS}\n").repeat(10_000));
}

#[test]
fn ten_thousand_values_of_one_keyword() {
    let lines: String = (0..10_000).map(|i| format!("\tleftid=@id{i}\n")).collect();
    check_text(format!("conn a\n{ENDS}{lines}"));
}

#[test]
fn every_line_an_error() {
    let lines: String = (0..4_000)
        .map(|i| match i % 4 {
            0 => format!("\tkeyword{i}=1\n"),
            1 => format!("\talso=nowhere{i}\n"),
            2 => format!("section{i} a\n"),
            _ => "\tleft=\"\n".to_owned(),
        })
        .collect();
    check_text(format!("conn a\n{ENDS}{lines}"));
}

/// Each of ten files includes the next one ten times.
#[test]
fn includes_that_multiply() {
    let dir = Dir::new();
    dir.write(
        "ipsec.conf",
        format!("conn a\n{ENDS}\n{}", "include 0.inc\n".repeat(10)),
    );
    for i in 0..10 {
        dir.write(
            &format!("{i}.inc"),
            format!("include {}.inc\n", i + 1).repeat(10),
        );
    }
    dir.write("10.inc", "# done\n");
    check_includes(&dir);
}

#[test]
fn an_include_of_three_thousand_files() {
    let dir = Dir::new();
    dir.write("ipsec.conf", format!("include d/*.inc\nconn a\n{ENDS}"));
    for i in 0..3_000 {
        dir.write(&format!("d/{i}.inc"), format!("conn c{i}\n\talso=a\n"));
    }
    check(&dir);
}

#[test]
fn includes_of_what_is_no_file() {
    let dir = Dir::new();
    let at = |name: &str| dir.path().join(name);
    dir.write("d/x.txt", "");
    let made = Command::new("mkfifo").arg(at("pipe")).status();
    assert!(made.expect("mkfifo is there").success());
    let sparse = std::fs::File::create(at("sparse")).expect("files can be made");
    sparse.set_len(1 << 40).expect("it takes no room");
    let _socket = UnixListener::bind(at("socket")).expect("a socket can be made");
    for (name, to) in [
        ("self", "self"),
        ("one", "two"),
        ("two", "one"),
        ("dangling", "nowhere"),
        ("to-pipe", "pipe"),
        ("to-device", "/dev/zero"),
    ] {
        symlink(to, at(name)).expect("links can be made");
    }
    let mut text = format!("conn a\n{ENDS}\n");
    for name in [
        "pipe",
        "socket",
        "self",
        "one",
        "dangling",
        "to-pipe",
        "to-device",
        "d",
        "/dev/zero",
        "/dev/stdin",
        "/dev/tty",
        "/proc/self/mem",
        "/proc/self/fd/0",
        "/proc/self/pagemap",
        "sparse",
        "d/*/*/*/*",
        "",
    ] {
        writeln!(text, "include {name}").expect("a text can be written");
    }
    dir.write("ipsec.conf", text);
    check(&dir);
}

/// Through the links each file has as many names as there are ways to it.
#[test]
fn links_that_multiply() {
    let dir = Dir::new();
    dir.write("d/x.txt", "");
    for (name, to) in [("d/up", ".."), ("d/there", "."), ("to-self", "ipsec.conf")] {
        symlink(to, dir.path().join(name)).expect("links can be made");
    }
    dir.write(
        "ipsec.conf",
        "include d/up/ipsec.conf\ninclude d/there/up/to-self\ninclude d/*/*/*/*.conf\n",
    );
    check_includes(&dir);
}

/// A pattern that costs exponential time where each `*` is tried anew.
#[test]
fn a_pattern_of_many_stars() {
    let dir = Dir::new();
    let stars = "*a".repeat(60);
    dir.write(&"a".repeat(200), "");
    dir.write("ipsec.conf", format!("include {stars}b\nconn a\n{ENDS}"));
    check(&dir);
}

#[test]
fn control_characters_and_escapes_everywhere() {
    for odd in [
        "\u{1b}[31mred\u{1b}[2J",
        "\u{1b}]0;title\u{7}",
        "\u{9b}31m",
        "a\u{8}b\u{7f}",
        "\r",
        "\u{c}\u{b}",
        "\u{202e}gnp\u{202c}",
        "\u{2066}x\u{2069}",
        "\u{200b}\u{200d}\u{feff}",
        "\u{2028}\u{2029}\u{85}",
    ] {
        check_text(format!(
            "conn a\n{ENDS}\tleftid=\"@{odd}\"\n\t{odd}=1\n\tike={odd}\n\talso={odd}\nconn b{odd}\n\tauto={odd}\n\
             config {odd}\nca {odd}\n{odd} x\n# {odd}\ninclude {odd}\n"
        ));
    }
}

#[test]
fn nul_and_carriage_return() {
    check_text(format!(
        "conn a\0b\n{ENDS}\tleftid=@x\0y\n\0=\0\n\0\nconn a\n{ENDS}"
    ));
    check_text(format!("conn a\n{ENDS}").replace('\n', "\r\n"));
    check_text(format!("conn a\n{ENDS}").replace('\n', "\r"));
}

#[test]
fn other_encodings() {
    let text = format!("conn a\n{ENDS}\tleftid=\"@Zoë\"\n");
    let wide = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        let marked = format!("\u{feff}{text}");
        marked.encode_utf16().flat_map(order).collect()
    };
    check_text(wide(u16::to_le_bytes));
    check_text(wide(u16::to_be_bytes));
    check_text(format!("\u{feff}{text}"));
    let latin: Vec<u8> = text.chars().map(|c| c as u8).collect();
    check_text([text.as_bytes(), &latin, b"\xc0\x80\xed\xa0\x80\xf8\xff\xc3"].concat());
}

#[test]
fn quotes_and_braces_that_nobody_closes() {
    let lines = "\tleftid=\"x\n\tright={ a\n\tx-a=\"\"\"\n\tx-b={{{\n".repeat(3_000);
    check_text(format!("conn a\n{ENDS}{lines}"));
    check_text(format!(
        "conn a\n{ENDS}\tleftid={}\n",
        "\"'{\\".repeat(100_000)
    ));
}

#[test]
fn secrets_that_are_hostile() {
    let dir = Dir::with(&[("ipsec.conf", &format!("conn a\n{ENDS}"))]);
    let odd = "\u{1b}[31m\u{202e}";
    let mut secrets = format!("include ipsec.secrets\n{odd} : PSK \"{odd}\n: {odd} x\n: RSA {{\n");
    secrets.push_str(&"@a @b : PSK \"x\"\n".repeat(10_000));
    secrets.push_str(&"@c ".repeat(200_000));
    secrets.push_str(": PSK \"y\"\n");
    dir.write("ipsec.secrets", secrets);
    check(&dir);
}
