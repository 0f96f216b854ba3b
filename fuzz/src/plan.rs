//! Each value of a conn stays one word of the shell, and the flattened conn is the conn.

use std::ffi::OsString;

use ipsec_conf::model::Conn;
use ipsec_conf::target::Reader;
use ipsec_conf::{Effect, Target};
use ipsec_conf_auto::{Circumstances, Operation, Plan, Request, target};

use crate::shell::{self, Simple};
use crate::{Dice, check_places, load, load_text};

const MOST_CONNS: usize = 8;

const OPERATIONS: [Operation; 7] = [
    Operation::Add,
    Operation::Replace,
    Operation::Start,
    Operation::Ondemand,
    Operation::Up,
    Operation::Delete,
    Operation::Status,
];

pub fn check(bytes: &[u8]) {
    let mut dice = Dice::of(bytes);
    for target in Target::OF_EACH_READER {
        let Some(model) = load(bytes, target) else {
            continue;
        };
        let refuses = |effect: Effect| effect == Effect::FileRefused;
        if model
            .diagnostics()
            .iter()
            .any(|found| refuses(found.effect))
        {
            continue;
        }
        for (id, section) in model.conns().take(MOST_CONNS) {
            if model.find_conn(&section.name) != Some(id) {
                continue;
            }
            let conn = model.conn(id);
            if conn.is_refused() || conn.is_fragment() {
                continue;
            }
            let backend = dice.pick(&["addconn", "whack"]);
            let Some(request) = request(dice.pick(&OPERATIONS), backend, conn.name()) else {
                continue;
            };
            let circumstances = Circumstances {
                request: &request,
                default_route: None,
            };
            let is_read = request.operation.reads_configuration();
            let plan = target::plan(target, is_read.then_some(&conn), &circumstances);
            check_places(&plan.diagnostics, model.sources());
            check_script(&plan);
            if is_read {
                check_flattened(&plan, &conn, target);
            }
        }
    }
}

fn request(operation: Operation, backend: &str, name: &str) -> Option<Request> {
    let operation = format!("--{}", operation.word());
    let words = ["ipsec-auto", "--backend", backend, &operation, "--", name];
    Request::parse(words.map(OsString::from)).ok()
}

fn check_script(plan: &Plan) {
    let said = |text: &String| text.contains('\0');
    let is_unspeakable = plan
        .script
        .commands
        .iter()
        .any(|command| command.argv.iter().chain(&command.stdin).any(said));
    if is_unspeakable {
        // Such a plan is refused as a whole, before anybody sees it.
        return;
    }
    let mut script = plan.script.clone();
    script.preamble.clear();
    let mut wanted: Vec<Simple> = script
        .commands
        .iter()
        .map(|command| Simple {
            words: command.argv.clone(),
            input: command.stdin.as_ref().map(|text| {
                let is_ended = text.ends_with('\n');
                text.clone() + if is_ended { "" } else { "\n" }
            }),
        })
        .collect();
    wanted.extend(script.fails.then(|| Simple {
        words: vec!["false".to_owned()],
        input: None,
    }));
    assert_eq!(shell::commands(&script.to_string()), wanted);
}

/// What `addconn` reads on its standard input says what the whole configuration says about the conn.
fn check_flattened(plan: &Plan, conn: &Conn<'_>, target: Target) {
    let is_libreswan = matches!(target.reader(), Reader::Libreswan4 | Reader::Libreswan5);
    let texts = plan.script.commands.iter().filter_map(|command| {
        let is_addconn = command.argv.iter().any(|word| word == "addconn");
        command.stdin.as_ref().filter(|_| is_addconn)
    });
    for text in texts.filter(|_| is_libreswan) {
        let flat = load_text(text, target);
        let id = flat
            .find_conn(conn.name())
            .unwrap_or_else(|| panic!("the conn is gone:\n{text}"));
        assert_eq!(values(&flat.conn(id)), values(conn), "\n{text}");
    }
}

/// The effective values, in an order of their own.
fn values(conn: &Conn<'_>) -> Vec<(String, String)> {
    let said = conn
        .settings()
        .iter()
        .filter(|setting| setting.is_set() && !matches!(setting.keyword.id, "also" | "alsoflip"));
    let mut values: Vec<_> = said
        .map(|setting| (setting.spelling(), setting.value.text.to_string()))
        .collect();
    values.sort();
    values
}
