//! The syntax file of Vim and Neovim.

use std::fmt::Write as _;

use super::NOTICE;
use super::language::{Class, Context, Ends, Head, Language, Token};
use super::pattern::{self, vim};

/// The group of Vim's own that a class looks like.
fn look(class: Class) -> &'static str {
    match class {
        Class::Section => "Statement",
        Class::Name => "Function",
        Class::Keyword => "Identifier",
        Class::Unknown => "Error",
        Class::Equals => "Operator",
        Class::Boolean => "Boolean",
        Class::Value => "Constant",
        Class::Number => "Number",
        Class::String | Class::Path => "String",
        Class::Address => "Type",
        Class::Percent => "Special",
        Class::Comment | Class::Trailing => "Comment",
    }
}

pub(super) fn syntax(language: &Language) -> String {
    let mut text = format!(
        "\" Vim syntax file\n\" Language: ipsec.conf of Libreswan, Openswan and strongSwan\n\" {NOTICE}\n\n\
         if exists('b:current_syntax')\n  finish\nendif\nlet s:cpo = &cpo\nset cpo&vim\n\n\
         syn case ignore\n\n\" Of two matches at one place Vim takes the one that was defined last.\n"
    );
    for token in language.tokens.iter().rev() {
        let _ = writeln!(text, "{}", item(token));
    }
    text.push('\n');
    for context in &language.contexts {
        text.push_str(&regions(context));
    }
    text.push('\n');
    for line in language.lines.iter().rev() {
        let (head, behind) = line.head.pattern();
        let context = &language.contexts[line.context].name;
        let (region, skip) = match line.head {
            Head::Word(_) => ("Behind", ""),
            Head::Keyword(_) | Head::AnyKeyword => ("Of", " skipwhite"),
        };
        let _ = writeln!(
            text,
            "syn match ipsecconf{} /^[ \\t]*\\zs{}\\ze{}/ nextgroup=ipsecconf{region}{context}{skip}",
            line.class.name(),
            vim(&head),
            vim(behind),
        );
    }
    let _ = writeln!(
        text,
        "syn match ipsecconfComment /^[ \\t]*\\zs{}/\n",
        vim(pattern::COMMENT)
    );
    for class in Class::ALL {
        let _ = writeln!(
            text,
            "hi def link ipsecconf{} {}",
            class.name(),
            look(class)
        );
    }
    for token in &language.tokens {
        match token.class {
            Some(class) if class.name() != token.name => {
                let _ = writeln!(
                    text,
                    "hi def link ipsecconf{} ipsecconf{}",
                    token.name,
                    class.name()
                );
            }
            _ => {}
        }
    }
    text.push_str("\nlet b:current_syntax = 'ipsecconf'\nlet &cpo = s:cpo\nunlet s:cpo\n");
    text
}

fn item(token: &Token) -> String {
    let before = match token.class {
        Some(Class::Trailing) => "[ \\t]\\@1<=",
        _ => "",
    };
    let behind = match token.ends {
        Ends::WithTheWord => format!("\\ze{}", vim(pattern::END)),
        Ends::Anywhere => String::new(),
    };
    format!(
        "syn match ipsecconf{} /{before}{}{behind}/ contained",
        token.name,
        vim(&token.pattern)
    )
}

/// The rest of a line, behind a word or from its `=` on.
fn regions(context: &Context) -> String {
    let tokens: Vec<_> = context
        .tokens
        .iter()
        .map(|token| format!("ipsecconf{}", token.name))
        .collect();
    let tokens = tokens.join(",");
    let name = &context.name;
    let region = |start: &str| {
        format!("start=/{start}/ end=/$/ keepend oneline transparent contained contains={tokens}\n")
    };
    format!(
        "syn region ipsecconfBehind{name} {}syn region ipsecconfOf{name} matchgroup=ipsecconfEquals {}",
        region("[ \\t]"),
        region("="),
    )
}
