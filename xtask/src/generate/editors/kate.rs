//! The syntax definition of Kate and of everything else that uses `KSyntaxHighlighting`.

use std::fmt::Write as _;

use super::NOTICE;
use super::language::{Class, Context, Ends, Head, Language, Line};
use super::{names, pattern};

/// The style of a theme that a class looks like.
fn look(class: Class) -> &'static str {
    match class {
        Class::Section => "dsKeyword",
        Class::Name => "dsFunction",
        Class::Keyword => "dsAttribute",
        Class::Unknown => "dsError",
        Class::Equals => "dsOperator",
        Class::Boolean | Class::Value => "dsConstant",
        Class::Number => "dsDecVal",
        Class::String => "dsString",
        Class::Address => "dsDataType",
        Class::Percent => "dsVariable",
        Class::Path => "dsImport",
        Class::Comment | Class::Trailing => "dsComment",
    }
}

pub(super) fn definition(language: &Language) -> String {
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE language>\n<!-- {NOTICE} -->\n\
         <language name=\"ipsec.conf\" version=\"2\" kateversion=\"5.0\" section=\"Configuration\" \
         extensions=\"{}\" mimetype=\"\" priority=\"10\" license=\"MIT OR Apache-2.0\">\n\
         <highlighting>\n<contexts>\n<context name=\"Main\" attribute=\"Text\" lineEndContext=\"#stay\">\n",
        names::kate()
    );
    let begins = "insensitive=\"true\" firstNonSpace=\"true\"";
    let _ = writeln!(
        text,
        "  <DetectSpaces/>\n  <RegExpr attribute=\"Comment\" context=\"#stay\" String=\"{}\" {begins}/>",
        xml(pattern::COMMENT)
    );
    for line in &language.lines {
        let (head, behind) = line.head.pattern();
        let _ = writeln!(
            text,
            "  <RegExpr attribute=\"{}\" context=\"{}\" String=\"{}(?={})\" {begins}/>",
            line.class.name(),
            entered(language, line),
            xml(&head),
            xml(behind)
        );
    }
    text.push_str("</context>\n");
    for context in &language.contexts {
        text.push_str(&contexts(context));
    }
    text.push_str(
        "</contexts>\n<itemDatas>\n  <itemData name=\"Text\" defStyleNum=\"dsNormal\"/>\n",
    );
    for class in Class::ALL {
        let _ = writeln!(
            text,
            "  <itemData name=\"{}\" defStyleNum=\"{}\"/>",
            class.name(),
            look(class)
        );
    }
    text.push_str(
        "</itemDatas>\n</highlighting>\n<general>\n  <comments>\n    <comment name=\"singleLine\" start=\"#\"/>\n  \
         </comments>\n  <keywords casesensitive=\"0\"/>\n</general>\n</language>\n",
    );
    text
}

fn entered(language: &Language, line: &Line) -> String {
    let name = &language.contexts[line.context].name;
    match line.head {
        Head::Word(_) => name.clone(),
        Head::Keyword(_) | Head::AnyKeyword => format!("Before{name}"),
    }
}

/// What stands behind a keyword, and what stands behind its `=`.
fn contexts(context: &Context) -> String {
    let name = &context.name;
    let mut text = format!(
        "<context name=\"Before{name}\" attribute=\"Text\" lineEndContext=\"#pop\">\n  <DetectSpaces/>\n  \
         <DetectChar attribute=\"Equals\" context=\"#pop!{name}\" char=\"=\"/>\n</context>\n\
         <context name=\"{name}\" attribute=\"Text\" lineEndContext=\"#pop\">\n  <DetectSpaces/>\n"
    );
    for token in &context.tokens {
        let before = match token.class {
            Some(Class::Trailing) => "(?<=[ \\t])",
            _ => "",
        };
        let behind = match token.ends {
            Ends::WithTheWord => format!("(?={})", xml(pattern::END)),
            Ends::Anywhere => String::new(),
        };
        let _ = writeln!(
            text,
            "  <RegExpr attribute=\"{}\" context=\"#stay\" String=\"{}{}{behind}\" insensitive=\"true\"/>",
            token.class.map_or("Text".to_owned(), Class::name),
            xml(before),
            xml(&token.pattern)
        );
    }
    text.push_str("</context>\n");
    text
}

fn xml(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
        .replace('\t', "\\t")
}
