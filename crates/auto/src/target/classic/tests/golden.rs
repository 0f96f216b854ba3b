//! Argument vectors, held against those of the real classic program.

use std::ffi::OsString;
use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use ipsec_conf::model::LoadOptions;
use ipsec_conf::{Model, Target};
use ipsec_conf_host::Disk;

use super::super::super::testing::shared;
use crate::plan::{Circumstances, Plan};
use crate::request::Request;
use crate::route::{DefaultRoute, InfoFile, RouteSource};

#[test]
fn the_commands_are_those_of_the_classic_program() {
    let Some(cases) = shared("golden/classic-auto") else {
        return;
    };
    let mut compared = 0;
    for case in fs::read_dir(cases).unwrap() {
        let case = case.unwrap().path();
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let is_case =
            case.join("args").exists() && !name.starts_with("run-") && !name.starts_with("usage-");
        if !is_case {
            continue;
        }
        let Some((commands, status)) = expected(&case) else {
            continue;
        };
        let plan = plan(&case);
        let ours: Vec<Vec<String>> = plan
            .script
            .commands
            .iter()
            .map(|command| command.argv[1..].to_vec())
            .collect();
        assert_eq!(ours, commands, "{name}");
        assert_eq!(
            i32::from(plan.refusal.is_some()),
            status,
            "{name}: {:?}",
            plan.refusal
        );
        assert_eq!(plan.script.fails, status != 0, "{name}");
        compared += 1;
    }
    assert!(compared > 60, "only {compared} cases");
}

#[test]
fn a_shunt_that_says_nothing_is_one_that_says_never() {
    let Some(cases) = shared("golden/classic-auto") else {
        return;
    };
    let unsaid = plan(&cases.join("type-passthrough-default-authby"));
    let never = plan(&cases.join("type-passthrough-never"));
    assert_eq!(unsaid.script, never.script);
}

fn plan(case: &Path) -> Plan {
    let args = fs::read_to_string(case.join("args")).unwrap();
    let words = std::iter::once("ipsec-auto")
        .chain(args.lines())
        .map(OsString::from);
    let request = Request::parse(words).unwrap();
    let default_route = InfoFile::read(&case.join("ipsec.info"))
        .ok()
        .map(|(file, _)| DefaultRoute {
            address: file.info.address.map(|stated| stated.value),
            gateway: file.info.gateway.map(|stated| stated.value),
            interface: None,
            source: RouteSource::InfoFile {
                path: file.path,
                line: 1,
            },
        });
    let circumstances = Circumstances {
        request: &request,
        default_route,
    };
    if !request.operation.reads_configuration() {
        return super::super::plan(None, &circumstances);
    }
    let model = model_of(&case.join("ipsec.conf"));
    let id = request
        .name
        .as_deref()
        .and_then(|name| model.find_conn(name));
    let conn = id.map(|id| model.conn(id));
    super::super::plan(conn.as_ref(), &circumstances)
}

fn model_of(path: &Path) -> Model {
    let options = LoadOptions::default();
    Model::load(&Disk, path, Target::CLASSIC, &options).unwrap_or_else(|_| {
        Model::from_source(
            &Disk,
            ipsec_conf::Source::new(path, "version 2.0\n"),
            Target::CLASSIC,
            &options,
        )
    })
}

/// The commands and the exit status; `None` for a bug of the program without one right answer.
fn expected(case: &Path) -> Option<(Vec<Vec<String>>, i32)> {
    let read = |name: &str| fs::read_to_string(case.join(name)).ok();
    let corrected = |name: &str| read(&format!("correct.{name}"));
    let is_corrected = ["stdout", "argv", "status"]
        .iter()
        .any(|name| corrected(name).is_some());
    if read("note").is_some() && !is_corrected {
        return None;
    }
    let status = corrected("status")
        .or_else(|| read("status"))?
        .trim()
        .parse()
        .ok()?;
    let recorded =
        corrected("argv").or_else(|| read("argv").filter(|_| corrected("stdout").is_none()));
    let commands = match recorded {
        Some(lines) => lines.lines().map(words).collect(),
        None => through_sh(&corrected("stdout").or_else(|| read("stdout"))?),
    };
    Some((commands, status))
}

/// One line of JSON: an array of strings.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match (c, &mut word) {
            ('"', None) => word = Some(String::new()),
            ('"', Some(_)) => words.extend(word.take()),
            ('\\', Some(word)) => word.extend(chars.next()),
            (c, Some(word)) => word.push(c),
            (_, None) => {}
        }
    }
    words
}

/// What a shell calls `ipsec` with.
fn through_sh(script: &str) -> Vec<Vec<String>> {
    let mut sh = Command::new("sh")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = sh.stdin.take().unwrap();
    let lines = script
        .lines()
        .filter(|line| !line.starts_with("PATH="))
        .collect::<Vec<_>>()
        .join("\n");
    write!(
        stdin,
        "ipsec() {{ printf '%s\\037' \"$@\"; echo; }}\n{lines}\n"
    )
    .unwrap();
    drop(stdin);
    let output = String::from_utf8(sh.wait_with_output().unwrap().stdout).unwrap();
    output
        .lines()
        .map(|line| line.split_terminator('\u{1f}').map(str::to_owned).collect())
        .collect()
}
