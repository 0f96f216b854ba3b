//! The syntax definition of Sublime Text, which `bat` and others read as well.

use std::fmt::Write as _;

use super::NOTICE;
use super::language::{Class, Context, Head, Language};
use super::pattern;
use super::textmate::{escaped, scope, text_of};

pub(super) fn definition(language: &Language) -> String {
    let mut text = format!(
        "%YAML 1.2\n---\n# {NOTICE}\nname: ipsec.conf\nscope: source.ipsec-conf\nfile_extensions: [ipsec.conf]\n\n\
         contexts:\n  main:\n"
    );
    let comment = format!("^[ \\t]*((?i:{}))$", escaped(pattern::COMMENT));
    text.push_str(&rule(&comment, &[Class::Comment], None));
    for line in &language.lines {
        let (head, behind) = line.head.pattern();
        let head = escaped(&head);
        let enters = Some(&language.contexts[line.context]);
        text.push_str(&match line.head {
            Head::Word(_) => {
                let pattern = format!("^[ \\t]*((?i:{head}))(?={})", escaped(behind));
                rule(&pattern, &[line.class], enters)
            }
            Head::Keyword(_) | Head::AnyKeyword => {
                let pattern = format!("^[ \\t]*((?i:{head}))[ \\t]*(=)");
                rule(&pattern, &[line.class, Class::Equals], enters)
            }
        });
    }
    for context in &language.contexts {
        let _ = writeln!(
            text,
            "\n  {}:\n    - match: '$'\n      pop: true",
            context.name
        );
        for token in &context.tokens {
            let _ = writeln!(text, "    - match: {}", yaml(&text_of(token)));
            if let Some(class) = token.class {
                let _ = writeln!(text, "      scope: {}", scope(class));
            }
        }
    }
    text
}

fn rule(pattern: &str, groups: &[Class], enters: Option<&Context>) -> String {
    let mut text = format!("    - match: {}\n      captures:\n", yaml(pattern));
    for (number, class) in groups.iter().enumerate() {
        let _ = writeln!(text, "        {}: {}", number + 1, scope(*class));
    }
    if let Some(context) = enters {
        let _ = writeln!(text, "      push: {}", context.name);
    }
    text
}

fn yaml(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}
