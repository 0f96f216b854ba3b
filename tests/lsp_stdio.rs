//! `ipsec-lsp` as an editor starts it.

#![allow(clippy::disallowed_methods, reason = "tests start the program")]

mod frames;

use std::io::BufReader;
use std::process::{Child, Command, Stdio};

fn start(words: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_ipsec-lsp"))
        .args(words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts")
}

fn send(child: &mut Child, text: &str) {
    frames::send(child.stdin.as_mut().expect("it is a pipe"), text);
}

const INITIALIZE: &str = r#"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}"#;

#[test]
fn a_session_ends_with_the_status_that_the_protocol_says() {
    // lsp-mode of Emacs sends parameters that the protocol does not have.
    let shutdown = r#"{"jsonrpc":"2.0","id":2,"method":"shutdown"}"#;
    let with_parameters = r#"{"jsonrpc":"2.0","id":2,"method":"shutdown","params":{}}"#;
    for (shutdown, status) in [(Some(shutdown), 0), (Some(with_parameters), 0), (None, 1)] {
        let mut child = start(&["--stdio"]);
        let mut output = BufReader::new(child.stdout.take().expect("it is a pipe"));
        send(&mut child, INITIALIZE);
        let answer = frames::receive(&mut output, "an answer");
        assert!(answer.contains(r#""name":"ipsec-lsp""#), "{answer}");
        send(
            &mut child,
            r#"{"jsonrpc":"2.0","method":"initialized","params":{}}"#,
        );
        if let Some(shutdown) = shutdown {
            send(&mut child, shutdown);
            let answer = frames::receive(&mut output, "an answer");
            assert!(answer.contains(r#""id":2"#), "{answer}");
            assert!(answer.contains(r#""result":null"#), "{answer}");
        }
        send(&mut child, r#"{"jsonrpc":"2.0","method":"exit"}"#);
        // The pipe stays open: the server ends by itself.
        let ended = child.wait().expect("it ends");
        assert_eq!(ended.code(), Some(status), "shutdown: {shutdown:?}");
    }
}

#[test]
fn the_command_line_is_small() {
    let told = |words: &[&str]| {
        let output = start(words).wait_with_output().expect("it ends");
        let text = [output.stdout, output.stderr].concat();
        (
            output.status.code(),
            String::from_utf8_lossy(&text).into_owned(),
        )
    };
    let (status, text) = told(&["--version"]);
    assert_eq!(
        (status, text.as_str()),
        (
            Some(0),
            concat!("ipsec-lsp ", env!("CARGO_PKG_VERSION"), "\n")
        )
    );
    let (status, text) = told(&["--help"]);
    assert_eq!(status, Some(0));
    assert!(text.contains("Usage: ipsec-lsp [OPTIONS]\n"), "{text}");
    let (status, text) = told(&["--port"]);
    assert_eq!(status, Some(2));
    assert!(text.contains("unexpected argument '--port'"), "{text}");
}
