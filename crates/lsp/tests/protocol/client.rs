//! A scripted client.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{
    AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader, DuplexStream, ReadHalf,
    WriteHalf,
};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// Longer than any answer takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) struct Client {
    output: WriteHalf<DuplexStream>,
    input: UnboundedReceiver<Value>,
    next_id: i64,
    /// The diagnostics that were published last, with their version.
    pub(crate) published: HashMap<String, (Option<i64>, Vec<Value>)>,
    /// Every message of the server, as it came.
    pub(crate) heard: Vec<Value>,
    /// How many of them [`Client::until`] has looked at.
    looked_at: usize,
    /// What the server is told when it asks for its settings.
    pub(crate) settings: Value,
    /// The same for single folders, by URI.
    pub(crate) folder_settings: HashMap<String, Value>,
    versions: HashMap<String, i64>,
    pub(crate) capabilities: Value,
}

/// What a client of today can do, but for pulling diagnostics.
pub(crate) fn usual() -> Value {
    json!({
        "general": {"positionEncodings": ["utf-16"]},
        "textDocument": {
            "publishDiagnostics": {"relatedInformation": true},
            "documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
            "completion": {"completionItem": {"snippetSupport": true}},
        },
        "workspace": {"workspaceEdit": {"documentChanges": true}},
    })
}

impl Client {
    pub(crate) async fn start() -> Client {
        Client::with(usual(), json!({"ipsec": {"target": "libreswan@4.10"}})).await
    }

    pub(crate) async fn with(capabilities: Value, options: Value) -> Client {
        Client::in_folders(capabilities, options, &[]).await
    }

    /// A client that has folders open, by URI.
    pub(crate) async fn in_folders(
        capabilities: Value,
        options: Value,
        folders: &[String],
    ) -> Client {
        let (ours, theirs) = tokio::io::duplex(1 << 20);
        let (input, output) = tokio::io::split(theirs);
        tokio::spawn(ipsec_conf_lsp::serve(input, output));
        let (input, output) = tokio::io::split(ours);
        let (sender, receiver) = unbounded_channel();
        tokio::spawn(read(BufReader::new(input), sender));
        let mut client = Client {
            output,
            input: receiver,
            next_id: 0,
            published: HashMap::new(),
            heard: Vec::new(),
            looked_at: 0,
            settings: Value::Null,
            folder_settings: HashMap::new(),
            versions: HashMap::new(),
            capabilities: Value::Null,
        };
        let params = json!({
            "processId": null, "rootUri": null, "capabilities": capabilities, "initializationOptions": options,
            "workspaceFolders": folders.iter().map(|uri| json!({"uri": uri, "name": "a folder"})).collect::<Vec<_>>(),
        });
        client.capabilities = client.ask("initialize", params).await["capabilities"].take();
        client.tell("initialized", json!({})).await;
        client
    }

    pub(crate) async fn tell(&mut self, method: &str, params: Value) {
        self.send(json!({"jsonrpc": "2.0", "method": method, "params": params}))
            .await;
    }

    /// Sends a request and leaves its answer for later.
    pub(crate) async fn begin(&mut self, method: &str, params: Value) -> i64 {
        self.next_id += 1;
        let id = self.next_id;
        self.send(json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}))
            .await;
        id
    }

    pub(crate) async fn answer(&mut self, id: i64) -> Result<Value, Value> {
        loop {
            let mut message = self.next().await;
            if message["id"] == json!(id) && message.get("method").is_none() {
                return match message.get("error") {
                    Some(error) => Err(error.clone()),
                    None => Ok(message["result"].take()),
                };
            }
        }
    }

    pub(crate) async fn try_ask(&mut self, method: &str, params: Value) -> Result<Value, Value> {
        let id = self.begin(method, params).await;
        self.answer(id).await
    }

    pub(crate) async fn ask(&mut self, method: &str, params: Value) -> Value {
        let answer = self.try_ask(method, params).await;
        answer.unwrap_or_else(|error| panic!("{method}: {error}"))
    }

    pub(crate) async fn open(&mut self, uri: &str, text: &str) {
        self.versions.insert(uri.to_owned(), 1);
        let document = json!({"uri": uri, "languageId": "ipsec-conf", "version": 1, "text": text});
        self.tell("textDocument/didOpen", json!({"textDocument": document}))
            .await;
    }

    /// Replaces a range, or everything.
    pub(crate) async fn change(&mut self, uri: &str, range: Option<Value>, text: &str) -> i64 {
        let version = self.versions.get_mut(uri).expect("the document is open");
        *version += 1;
        let version = *version;
        let change = match range {
            Some(range) => json!({"range": range, "text": text}),
            None => json!({"text": text}),
        };
        let document = json!({"uri": uri, "version": version});
        self.tell(
            "textDocument/didChange",
            json!({"textDocument": document, "contentChanges": [change]}),
        )
        .await;
        version
    }

    /// The diagnostics of a version, when they come.
    pub(crate) async fn diagnostics(&mut self, uri: &str, version: i64) -> Vec<Value> {
        loop {
            if let Some((known, list)) = self.published.get(uri)
                && *known == Some(version)
            {
                return list.clone();
            }
            self.next().await;
        }
    }

    /// The codes of the diagnostics of the first version.
    pub(crate) async fn codes(&mut self, uri: &str) -> Vec<String> {
        let version = self.versions[uri];
        codes(&self.diagnostics(uri, version).await)
    }

    /// What is wanted of the first message that has it, of those that were not looked at so far.
    pub(crate) async fn until(&mut self, wanted: impl Fn(&Value) -> Option<Value>) -> Value {
        loop {
            while let Some(message) = self.heard.get(self.looked_at) {
                self.looked_at += 1;
                if let Some(found) = wanted(message) {
                    return found;
                }
            }
            self.next().await;
        }
    }

    /// One message, with what it wants done.
    pub(crate) async fn next(&mut self) -> Value {
        let message = tokio::time::timeout(PATIENCE, self.input.recv())
            .await
            .expect("the server answers in time")
            .expect("the server lives");
        self.heard.push(message.clone());
        let params = &message["params"];
        match message["method"].as_str() {
            Some("textDocument/publishDiagnostics") => {
                let uri = params["uri"].as_str().expect("a URI").to_owned();
                let list = params["diagnostics"].as_array().expect("a list").clone();
                self.published
                    .insert(uri, (params["version"].as_i64(), list));
            }
            Some("workspace/configuration") => {
                let of = |item: &Value| {
                    let scope = item["scopeUri"].as_str().unwrap_or_default();
                    self.folder_settings.get(scope).unwrap_or(&self.settings)
                };
                let items = params["items"].as_array().expect("items").iter();
                let reply = json!(items.map(of).collect::<Vec<_>>());
                self.reply(&message, reply).await;
            }
            Some(_) if message.get("id").is_some() => self.reply(&message, Value::Null).await,
            _ => {}
        }
        message
    }

    async fn reply(&mut self, request: &Value, result: Value) {
        self.send(json!({"jsonrpc": "2.0", "id": request["id"], "result": result}))
            .await;
    }

    async fn send(&mut self, message: Value) {
        let text = message.to_string();
        let framed = format!("Content-Length: {}\r\n\r\n{text}", text.len());
        self.output
            .write_all(framed.as_bytes())
            .await
            .expect("the server listens");
    }
}

async fn read(mut input: BufReader<ReadHalf<DuplexStream>>, sender: UnboundedSender<Value>) {
    loop {
        let mut length = 0;
        loop {
            let mut line = String::new();
            if input.read_line(&mut line).await.is_ok_and(|read| read == 0) {
                return;
            }
            if let Some(number) = line.strip_prefix("Content-Length: ") {
                length = number.trim().parse().expect("a number");
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        if input.read_exact(&mut body).await.is_err() {
            return;
        }
        let message = serde_json::from_slice(&body).expect("JSON");
        if sender.send(message).is_err() {
            return;
        }
    }
}

pub(crate) fn codes(list: &[Value]) -> Vec<String> {
    let codes = list.iter().map(|found| found["code"].as_str());
    codes.map(|code| code.expect("a code").to_owned()).collect()
}

/// A text in which `|` marks a place: the text without it, and the place in UTF-16.
pub(crate) fn marked(text: &str) -> (String, Value) {
    let (before, after) = text.split_once('|').expect("a mark");
    (format!("{before}{after}"), position(before))
}

/// The place behind `before`.
pub(crate) fn position(before: &str) -> Value {
    let line = before.matches('\n').count();
    let last = before.rsplit('\n').next().unwrap_or_default();
    json!({"line": line, "character": last.encode_utf16().count()})
}

/// What stands in a text between two places.
pub(crate) fn slice(text: &str, range: &Value) -> String {
    let offset = |place: &Value| {
        let (line, character) = (place["line"].as_u64(), place["character"].as_u64());
        let lines: Vec<&str> = text.split_inclusive('\n').collect();
        let line = line.expect("a line") as usize;
        let before: usize = lines[..line.min(lines.len())]
            .iter()
            .map(|line| line.len())
            .sum();
        let mut units = character.expect("a character") as usize;
        let mut at = before;
        for c in text[before..].chars() {
            if units == 0 {
                break;
            }
            units -= c.len_utf16();
            at += c.len_utf8();
        }
        at
    };
    text[offset(&range["start"])..offset(&range["end"])].to_owned()
}

/// The text with the edits of the server in it.
pub(crate) fn edited(text: &str, edits: &Value) -> String {
    let mut edits: Vec<&Value> = edits.as_array().expect("edits").iter().collect();
    edits.sort_by_key(|edit| {
        let start = &edit["range"]["start"];
        (start["line"].as_u64(), start["character"].as_u64())
    });
    let mut text = text.to_owned();
    for edit in edits.into_iter().rev() {
        let tail =
            json!({"start": edit["range"]["end"], "end": {"line": 1_000_000, "character": 0}});
        let head = json!({"start": {"line": 0, "character": 0}, "end": edit["range"]["start"]});
        let new = edit["newText"].as_str().expect("a text");
        text = format!("{}{new}{}", slice(&text, &head), slice(&text, &tail));
    }
    text
}

pub(crate) const CONF: &str = "file:///nowhere/etc/ipsec.conf";

/// The parameters of a request about a place.
pub(crate) fn at(uri: &str, position: &Value) -> Value {
    json!({"textDocument": {"uri": uri}, "position": position})
}

/// The words of a text, each with the name of its colour.
pub(crate) fn painted(text: &str, legend: &Value, tokens: &Value) -> Vec<String> {
    let (mut line, mut character) = (0, 0);
    let numbers: Vec<u64> = tokens["data"]
        .as_array()
        .expect("numbers")
        .iter()
        .filter_map(Value::as_u64)
        .collect();
    let mut out = Vec::new();
    for token in numbers.chunks(5) {
        character = if token[0] == 0 {
            character + token[1]
        } else {
            token[1]
        };
        line += token[0];
        let range = json!({
            "start": {"line": line, "character": character},
            "end": {"line": line, "character": character + token[2]},
        });
        let kind = legend[token[3] as usize]
            .as_str()
            .expect("a type")
            .to_owned();
        out.push(format!("{} {kind}", slice(text, &range)));
    }
    out
}
