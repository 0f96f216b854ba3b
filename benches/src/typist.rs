//! A client of the language server that types one key after the other and waits for the findings of each.

use std::io::{self, BufRead, Write};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::random::Random;

/// Nothing is read from there; the client has the text.
const URI: &str = "file:///nowhere/etc/ipsec.conf";

/// The lines in which keys are struck, up to the place where they are.
const START: &str = "\tleftsubnet=172.16.";

/// One document, open in a server behind two pipes.
pub struct Typist<R, W> {
    input: R,
    output: W,
    version: i64,
    /// The lines in which keys are struck.
    places: Vec<usize>,
    random: Random,
    /// Where a digit stands that is to be taken back.
    typed: Option<usize>,
}

impl<R: BufRead, W: Write> Typist<R, W> {
    /// Starts a session, opens the text, and waits for its findings.
    pub fn open(input: R, output: W, text: &str) -> io::Result<Self> {
        let lines = text.lines().enumerate();
        let places: Vec<usize> = lines
            .filter(|(_, line)| line.starts_with(START))
            .map(|(number, _)| number)
            .collect();
        if places.is_empty() {
            return Err(io::Error::other("there is no line to type in"));
        }
        let mut typist = Self {
            input,
            output,
            version: 1,
            places,
            random: Random::default(),
            typed: None,
        };
        typist.send(
            &json!({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {
                "processId": null,
                "rootUri": null,
                "capabilities": {"general": {"positionEncodings": ["utf-16"]}},
                "initializationOptions": {"ipsec": {"target": "libreswan@4.10"}},
            }}),
        )?;
        while typist.hear()?["id"] != json!(1) {}
        typist.tell("initialized", &json!({}))?;
        let document = json!({"uri": URI, "languageId": "ipsec-conf", "version": 1, "text": text});
        typist.tell("textDocument/didOpen", &json!({"textDocument": document}))?;
        typist.wait()?;
        Ok(typist)
    }

    /// Types a digit somewhere, or takes it back: the time until the findings of the new text are there.
    pub fn strike(&mut self) -> io::Result<Duration> {
        let character = START.len();
        let (line, end, text) = if let Some(line) = self.typed.take() {
            (line, character + 1, "")
        } else {
            let line = self.places[self.random.below(self.places.len())];
            self.typed = Some(line);
            (line, character, "1")
        };
        self.version += 1;
        let place = |character: usize| json!({"line": line, "character": character});
        let change = json!({"range": {"start": place(character), "end": place(end)}, "text": text});
        let document = json!({"uri": URI, "version": self.version});
        let params = json!({"textDocument": document, "contentChanges": [change]});
        let begin = Instant::now();
        self.tell("textDocument/didChange", &params)?;
        self.wait()?;
        Ok(begin.elapsed())
    }

    /// Ends the session.
    pub fn close(mut self) -> io::Result<()> {
        self.send(&json!({"jsonrpc": "2.0", "id": 2, "method": "shutdown"}))?;
        while self.hear()?["id"] != json!(2) {}
        self.tell("exit", &Value::Null)
    }

    /// Until the findings of the newest version come.
    fn wait(&mut self) -> io::Result<()> {
        loop {
            let message = self.hear()?;
            let is_published = message["method"] == "textDocument/publishDiagnostics";
            if is_published && message["params"]["version"] == json!(self.version) {
                return Ok(());
            }
        }
    }

    fn tell(&mut self, method: &str, params: &Value) -> io::Result<()> {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}))
    }

    fn send(&mut self, message: &Value) -> io::Result<()> {
        let text = message.to_string();
        write!(self.output, "Content-Length: {}\r\n\r\n{text}", text.len())?;
        self.output.flush()
    }

    /// One message; a request in it is answered with nothing.
    fn hear(&mut self) -> io::Result<Value> {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if self.input.read_line(&mut line)? == 0 {
                return Err(io::Error::new(
                    io::ErrorKind::UnexpectedEof,
                    "the server has gone",
                ));
            }
            if let Some(number) = line.strip_prefix("Content-Length: ") {
                length = number.trim().parse().map_err(io::Error::other)?;
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.input.read_exact(&mut body)?;
        let message: Value = serde_json::from_slice(&body)?;
        let is_request = message.get("method").is_some() && message.get("id").is_some();
        if is_request {
            let asked = message["params"]["items"].as_array().map_or(0, Vec::len);
            let result = if message["method"] == "workspace/configuration" {
                json!(vec![Value::Null; asked])
            } else {
                Value::Null
            };
            self.send(&json!({"jsonrpc": "2.0", "id": message["id"], "result": result}))?;
        }
        Ok(message)
    }
}
