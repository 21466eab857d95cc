//! What comes in: a parsed file. What goes out: its tree and its findings as short lines that people can read.

use std::fmt::Write as _;

use scenewright::diagnostic::Diagnostic;
use scenewright::source::{SourceMap, Span};
use scenewright::syntax::Parsed;
use scenewright::syntax::ast::{
    Argument, Clause, Condition, Field, FieldValue, File, List, Look, Operand, Part, Passes, Path, Piece, Statement,
    StatementKind, Term, Text, Value,
};

/// One line a statement, parts and fields indented below it.
pub fn tree(file: &File) -> String {
    let mut out = String::new();
    for one in &file.statements {
        writeln!(out, "{}", statement(one)).unwrap();
    }
    for comment in &file.comments {
        writeln!(out, "{}..{} comment", comment.span.start, comment.span.end).unwrap();
    }
    out
}

fn statement(statement: &Statement) -> String {
    let Span { start, end, .. } = statement.span;
    format!("{start}..{end} {}", kind(&statement.kind))
}

fn kind(kind: &StatementKind) -> String {
    match kind {
        StatementKind::Binding(binding) => {
            let head =
                format!("bind {} = {}({})", binding.name.text, binding.maker.text, arguments(&binding.arguments));
            head + &parts(&binding.parts, 1)
        }
        StatementKind::Relation(relation) => {
            let clause = |Clause { lists, .. }: &Clause| format!(" , {}", row(lists));
            let clauses: Vec<_> = relation.clauses.iter().map(clause).collect();
            format!("relation {}{}", row(&relation.head), clauses.concat())
        }
        StatementKind::Look(look) => format!("look {}", self::look(look)),
        StatementKind::Edition(number) => format!("edition {:?}", number.value),
        StatementKind::Edit(path) => format!("edit {}", self::path(path)),
        StatementKind::Replace { what, with } => format!("replace {} with {}", list(what), list(with)),
        StatementKind::Remove(what) => format!("remove {}", list(what)),
        StatementKind::Keep(keep) => {
            let what = keep.what.as_ref().map_or("rest".into(), list);
            let words = keep.words.as_ref().map_or(String::new(), |words| format!(" words {}", text(words)));
            let degree = keep.degree.as_ref().map_or(String::new(), |word| format!(" degree {}", word.text));
            format!("keep {what}{words}{degree}")
        }
        StatementKind::Avoid(avoid) => {
            let what: Vec<_> = avoid.what.iter().map(text).collect();
            let from = avoid.from.as_ref().map_or(String::new(), |from| format!(" from {}", path(from)));
            format!("avoid [{}]{from}", what.join(", "))
        }
        StatementKind::Say(words) => format!("say {}", text(words)),
        StatementKind::Panels(panels) => {
            let label = |label: &Option<_>| {
                label.as_ref().map_or(String::new(), |word: &scenewright::syntax::ast::Word| format!("{}: ", word.text))
            };
            let panels: Vec<_> = panels.iter().map(|panel| label(&panel.label) + &text(&panel.words)).collect();
            format!("panels {}", panels.join(", "))
        }
        StatementKind::Declaration(declaration) => {
            let fields: String = declaration.fields.iter().map(field).collect();
            format!("declare {}{fields}", declaration.name.text)
        }
        StatementKind::Pass(pass) => {
            let from = pass.from.as_ref().map_or(String::new(), |from| format!(" from {}", path(from)));
            format!("pass {}{from}{}", pass.name.text, inner(&pass.statements))
        }
        StatementKind::Passes(Passes::AtMost(number)) => format!("passes {:?}", number.value),
        StatementKind::Passes(Passes::Word(word)) => format!("passes {}", word.text),
        StatementKind::Preset(preset) => format!("preset {}{}", preset.name.text, inner(&preset.statements)),
        StatementKind::Apply(preset) => format!("apply {}", path(preset)),
        StatementKind::Use(used) => {
            let alias = used.alias.as_ref().map_or(String::new(), |alias| format!(" as {}", alias.text));
            format!("use {}{alias}", text(&used.path))
        }
        StatementKind::Param(param) => {
            let given = param.value.as_ref().map_or(String::new(), |given| format!(" = {}", value(given)));
            format!("param {}{given}", param.name.text)
        }
        StatementKind::Vary(vary) => {
            let maker = vary.maker.as_ref().map_or("", |maker| &maker.text);
            format!("vary {} in {maker}[{}]", vary.name.text, arguments(&vary.arguments))
        }
        StatementKind::Zip(names) => {
            let names: Vec<_> = names.iter().map(|name| name.text.as_str()).collect();
            format!("zip {}", names.join(", "))
        }
        StatementKind::Skip(which) => format!("skip {}", condition(which)),
    }
}

fn inner(statements: &[Statement]) -> String {
    let one = |one: &Statement| "\n    ".to_owned() + &statement(one).replace('\n', "\n    ");
    statements.iter().map(one).collect::<Vec<_>>().concat()
}

fn condition(which: &Condition) -> String {
    let all = |conditions: &[Condition], word: &str| {
        let all: Vec<_> = conditions.iter().map(condition).collect();
        format!("({})", all.join(&format!(" {word} ")))
    };
    match which {
        Condition::Either(conditions) => all(conditions, "or"),
        Condition::Both(conditions) => all(conditions, "and"),
        Condition::Not(inner, _) => format!("not {}", condition(inner)),
        Condition::Compare(left, how, right) => format!("{} {how:?} {}", operand(left), operand(right)),
        Condition::In(left, several, _) => {
            let several: Vec<_> = several.iter().map(operand).collect();
            format!("{} in [{}]", operand(left), several.join(", "))
        }
        Condition::Is(only) => operand(only),
    }
}

fn operand(one: &Operand) -> String {
    match one {
        Operand::Text(words) => text(words),
        Operand::Literal(literal) => format!("{:?} {}", literal.kind, literal.text),
        Operand::Path(name) => path(name),
    }
}

fn field(field: &Field) -> String {
    let value = match &field.value {
        FieldValue::Text(words) => text(words),
        FieldValue::Word(word) => word.text.to_string(),
    };
    format!("\n    {} {value}", field.name.text)
}

fn parts(all: &[Part], depth: usize) -> String {
    let indent = "    ".repeat(depth);
    let one =
        |part: &Part| format!("\n{indent}{} = {}{}", part.name.text, text(&part.words), parts(&part.parts, depth + 1));
    all.iter().map(one).collect()
}

fn look(look: &Look) -> String {
    let mut out = look.word.text.to_string();
    if let Some(of) = &look.of {
        write!(out, " of {}", list(of)).unwrap();
    }
    if let Some(source) = &look.source {
        write!(out, " {} {}", if source.matching { "match" } else { "from" }, path(&source.path)).unwrap();
    }
    if let Some(words) = &look.words {
        write!(out, " words {}", text(words)).unwrap();
    }
    if let Some(value) = &look.value {
        write!(out, " {:?} {}", value.kind, value.text).unwrap();
    }
    if let Some(at) = &look.at {
        write!(out, " at {}", at.text).unwrap();
    }
    out
}

fn arguments(arguments: &[Argument]) -> String {
    let one = |argument: &Argument| {
        let label = argument.label.as_ref().map_or(String::new(), |label| format!("{}: ", label.text));
        label + &value(&argument.value)
    };
    arguments.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn value(one: &Value) -> String {
    match one {
        Value::Text(words) => text(words),
        Value::Path(name) => path(name),
        Value::Number(number) => format!("{:?}", number.value),
        Value::Array(values, _) => format!("[{}]", values.iter().map(value).collect::<Vec<_>>().join(", ")),
        Value::Call(callee, inner, _) => format!("{}({})", callee.text, arguments(inner)),
    }
}

fn row(lists: &[List]) -> String {
    lists.iter().map(|one| format!("[{}]", list(one))).collect::<Vec<_>>().join(" ")
}

fn list(list: &List) -> String {
    let term = |term: &Term| match term {
        Term::Path(name) => path(name),
        Term::Text(words) => text(words),
    };
    list.terms.iter().map(term).collect::<Vec<_>>().join(" & ")
}

fn path(path: &Path) -> String {
    path.words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(".")
}

fn text(text: &Text) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Plain(plain) => format!("{plain:?}"),
        Piece::Hole(name) => format!("{{{}}}", path(name)),
    };
    if text.pieces.is_empty() { "\"\"".into() } else { text.pieces.iter().map(piece).collect::<Vec<_>>().join("+") }
}

/// A few lines a finding: code, place, message, labels, help, fixes.
pub fn findings(parsed: &Parsed, map: &SourceMap) -> String {
    let mut out: String = parsed.diagnostics.iter().map(|one| finding(one, map)).collect();
    for word in &parsed.lost {
        writeln!(out, "lost: {}", word.text).unwrap();
    }
    out
}

fn finding(one: &Diagnostic, map: &SourceMap) -> String {
    let mut out = format!("{} {}: {}\n", place(one.span(), map), one.code.name(), one.message);
    for label in &one.labels {
        writeln!(out, "    {} {:?} {}", place(label.span, map), map.text(label.span), label.text).unwrap();
    }
    if let Some(help) = &one.help {
        writeln!(out, "    help: {help}").unwrap();
    }
    for fix in &one.fixes {
        let edit = |edit: &scenewright::diagnostic::Edit| format!("{} {:?}", place(edit.span, map), edit.text);
        let edits: Vec<_> = fix.edits.iter().map(edit).collect();
        writeln!(out, "    fix: {}: {}", fix.title, edits.join("; ")).unwrap();
    }
    out
}

fn place(span: Span, map: &SourceMap) -> String {
    let (start, end) = (map.start(span), map.end(span));
    if start.line == end.line {
        format!("{}:{}-{}", start.line, start.column, end.column)
    } else {
        format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
    }
}
