//! Messages of the language server protocol, as they stand in a pipe.

use std::io::{BufRead, Write};

pub(crate) fn send(to: &mut impl Write, text: &str) {
    write!(to, "Content-Length: {}\r\n\r\n{text}", text.len()).expect("the server listens");
}

/// The next message of the server.
pub(crate) fn receive(from: &mut impl BufRead, waiting_for: &str) -> String {
    let mut length = 0;
    loop {
        let mut line = String::new();
        let read = from.read_line(&mut line).expect("the server speaks");
        assert_ne!(read, 0, "{waiting_for}: the server has ended");
        if let Some(number) = line.strip_prefix("Content-Length: ") {
            length = number.trim().parse().expect("a number");
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    from.read_exact(&mut body).expect("the server speaks");
    String::from_utf8(body).expect("JSON is UTF-8")
}
