//! What shells complete: made by clap from the command lines, with the targets and rules that the tables know.

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Arg, Command};
use clap_complete::{Shell, generate};
use ipsec_conf::Dialect;
use ipsec_conf::keyword::releases;
use ipsec_conf_lint::RULES;

use super::{Generated, commands};

pub(super) const BASH: &str = "completions/bash";
pub(super) const ZSH: &str = "completions/zsh";
pub(super) const FISH: &str = "completions/fish";

/// Each under the name by which its shell finds it.
pub(super) fn files() -> Vec<Generated> {
    commands::all()
        .iter()
        .flat_map(|command| {
            let name = command.get_name();
            [
                (format!("{BASH}/{name}"), Shell::Bash),
                (format!("{ZSH}/_{name}"), Shell::Zsh),
                (format!("{FISH}/{name}.fish"), Shell::Fish),
            ]
            .map(|(path, shell)| Generated::file(path, script(command, shell)))
        })
        .collect()
}

fn script(command: &Command, shell: Shell) -> String {
    let name = command.get_name().to_owned();
    let mut command = with_words(command.clone(), shell);
    let mut script = Vec::new();
    generate(shell, &mut command, name.as_str(), &mut script);
    let script = String::from_utf8(script).expect("bug: a completion script is not UTF-8");
    // clap_complete 4.6.11 calls the states of a program with a dash and subcommands by two names, for Bash.
    let script = script.replace(&name.replace('-', "__subcmd__"), &name.replace('-', "__"));
    // Trailing blanks, as clap leaves them, are no change worth a commit.
    let lines: Vec<&str> = script.lines().map(str::trim_end).collect();
    format!("{}\n", lines.join("\n").trim_end())
}

/// The words that an option takes, where clap takes any text because there is more than these: a version in other words, the
/// beginning of a code, several rules with commas between them.
fn with_words(command: Command, shell: Shell) -> Command {
    let command = command.mut_args(|arg| match arg.get_id().as_str() {
        "target" => takes(arg, targets(shell)),
        "select" | "extend_select" | "ignore" | "explain" => takes(arg, rules()),
        _ => arg,
    });
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    names.into_iter().fold(command, |command, name| {
        command.mut_subcommand(name, |sub| with_words(sub, shell))
    })
}

fn takes(arg: Arg, words: Vec<PossibleValue>) -> Arg {
    arg.value_parser(PossibleValuesParser::new(words))
}

fn targets(shell: Shell) -> Vec<PossibleValue> {
    let mut words = vec!["auto".to_owned()];
    for dialect in Dialect::ALL {
        words.push(dialect.slug().to_owned());
        // For Bash a word ends at `@`, and what follows would be put behind it a second time.
        if shell == Shell::Bash {
            continue;
        }
        // `libreswan@5.3` stands for the last release of 5.3.
        let mut lines: Vec<(u16, u16)> = releases(dialect)
            .iter()
            .map(|version| (version.major(), version.minor()))
            .collect();
        lines.dedup();
        let newest_first = lines.iter().rev();
        words.extend(
            newest_first.map(|(major, minor)| format!("{}@{major}.{minor}", dialect.slug())),
        );
    }
    // clap wants words that live as long as the program, and this one ends soon.
    let words = words.into_iter().map(|word| &*word.leak());
    words.map(PossibleValue::new).collect()
}

fn rules() -> Vec<PossibleValue> {
    RULES
        .iter()
        .map(|rule| {
            let code = &rule.info().code;
            PossibleValue::new(code.id).help(code.name)
        })
        .collect()
}
