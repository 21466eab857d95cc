//! What comes in: a statement. What goes out: every path in it that may name an element or a variable, one after another,
//! to be looked at or changed. Absent: words that name nothing of the kind: labels, passes, presets, fields of relations.

use crate::syntax::ast::{
    Argument, Binding, Condition, List, Look, Operand, Part, Path, Piece, Statement, StatementKind, Term, Text, Value,
};

/// What is done with each path.
type Visit<'v> = dyn FnMut(&mut Path) + 'v;

/// Goes through the paths of a statement, those of its block included.
pub(super) fn each(statement: &mut Statement, visit: &mut Visit<'_>) {
    use StatementKind as Form;
    match &mut statement.kind {
        Form::Binding(it) => binding(it, visit),
        Form::Relation(relation) => {
            let clauses = relation.clauses.iter_mut().flat_map(|clause| &mut clause.lists);
            relation.head.iter_mut().chain(clauses).for_each(|it| list(it, visit));
        }
        Form::Look(it) => look(it, visit),
        Form::Edit(path) => visit(path),
        Form::Replace { what, with } => {
            list(what, visit);
            list(with, visit);
        }
        Form::Remove(what) => list(what, visit),
        Form::Keep(keep) => {
            keep.what.iter_mut().for_each(|it| list(it, visit));
            keep.words.iter_mut().for_each(|it| text(it, visit));
        }
        Form::Avoid(avoid) => {
            avoid.what.iter_mut().for_each(|it| text(it, visit));
            avoid.from.iter_mut().for_each(visit);
        }
        Form::Say(words) => text(words, visit),
        Form::Panels(panels) => panels.iter_mut().for_each(|panel| text(&mut panel.words, visit)),
        Form::Pass(pass) => pass.statements.iter_mut().for_each(|it| each(it, visit)),
        Form::Preset(preset) => preset.statements.iter_mut().for_each(|it| each(it, visit)),
        Form::Param(param) => param.value.iter_mut().for_each(|it| value(it, visit)),
        Form::Vary(vary) => arguments(&mut vary.arguments, visit),
        Form::Skip(it) => condition(it, visit),
        Form::Edition(_) | Form::Declaration(_) | Form::Passes(_) | Form::Apply(_) | Form::Use(_) | Form::Zip(_) => {}
    }
}

fn binding(binding: &mut Binding, visit: &mut Visit<'_>) {
    // What a result begins with is a pass.
    let pass = usize::from(binding.maker.text == "result");
    arguments(binding.arguments.get_mut(pass..).unwrap_or_default(), visit);
    parts(&mut binding.parts, visit);
}

fn parts(all: &mut [Part], visit: &mut Visit<'_>) {
    for part in all {
        text(&mut part.words, visit);
        parts(&mut part.parts, visit);
    }
}

fn arguments(all: &mut [Argument], visit: &mut Visit<'_>) {
    // The value of a role is a word of the language.
    let role = |argument: &Argument| argument.label.as_ref().is_some_and(|label| label.text == "role");
    all.iter_mut().filter(|argument| !role(argument)).for_each(|argument| value(&mut argument.value, visit));
}

fn value(it: &mut Value, visit: &mut Visit<'_>) {
    match it {
        Value::Text(words) => text(words, visit),
        Value::Path(path) => visit(path),
        Value::Number(_) => {}
        Value::Array(values, _) => values.iter_mut().for_each(|it| value(it, visit)),
        Value::Call(_, all, _) => arguments(all, visit),
    }
}

fn look(look: &mut Look, visit: &mut Visit<'_>) {
    look.of.iter_mut().for_each(|it| list(it, visit));
    look.source.iter_mut().for_each(|source| visit(&mut source.path));
    look.words.iter_mut().for_each(|it| text(it, visit));
}

fn list(list: &mut List, visit: &mut Visit<'_>) {
    for term in &mut list.terms {
        match term {
            Term::Path(path) => visit(path),
            Term::Text(words) => text(words, visit),
        }
    }
}

fn text(text: &mut Text, visit: &mut Visit<'_>) {
    for piece in &mut text.pieces {
        if let Piece::Hole(path) = piece {
            visit(path);
        }
    }
}

fn condition(it: &mut Condition, visit: &mut Visit<'_>) {
    match it {
        Condition::Either(all) | Condition::Both(all) => all.iter_mut().for_each(|it| condition(it, visit)),
        Condition::Not(inner, _) => condition(inner, visit),
        Condition::Compare(left, _, right) => {
            operand(left, visit);
            operand(right, visit);
        }
        Condition::In(one, others, _) => {
            std::iter::once(one).chain(others).for_each(|it| operand(it, visit));
        }
        Condition::Is(one) => operand(one, visit),
    }
}

fn operand(it: &mut Operand, visit: &mut Visit<'_>) {
    match it {
        Operand::Text(words) => text(words, visit),
        Operand::Path(path) => visit(path),
        Operand::Literal(_) => {}
    }
}
