//! What stands in bindings, declarations and the statements that make several tasks: arguments, parts, values, conditions.

use super::{Role, Walk};
use crate::syntax::ast::{Argument, Binding, Condition, Declaration, FieldValue, Operand, Part, Value, Vary};

impl<'a> Walk<'a> {
    pub(super) fn binding(&mut self, binding: &'a Binding) {
        self.add(binding.name.span, Role::Binding);
        self.add(binding.maker.span, Role::Maker);
        let mut arguments = binding.arguments.iter();
        if binding.maker.text == "result"
            && let Some(Argument { value: Value::Path(pass), label: None, .. }) = binding.arguments.first()
        {
            self.add(pass.span, Role::Pass);
            arguments.next();
        }
        for it in arguments {
            self.argument(it);
        }
        self.parts(&binding.parts, &[&binding.name.text]);
    }

    fn parts(&mut self, parts: &'a [Part], owner: &[&'a str]) {
        for part in parts {
            let names: Vec<&str> = owner.iter().copied().chain([part.name.text.as_str()]).collect();
            self.add(part.name.span, Role::PartBinding(names.clone()));
            self.text(&part.words);
            self.parts(&part.parts, &names);
        }
    }

    pub(super) fn argument(&mut self, argument: &'a Argument) {
        argument.label.iter().for_each(|it| self.add(it.span, Role::Label));
        match (&argument.value, &argument.label) {
            (Value::Path(path), Some(label)) if label.text == "role" => self.add(path.span, Role::Fixed),
            (value, _) => self.value(value),
        }
    }

    pub(super) fn value(&mut self, value: &'a Value) {
        match value {
            Value::Text(text) => self.text(text),
            Value::Path(path) => self.path(path),
            Value::Number(number) => self.add(number.span, Role::Number),
            Value::Array(values, _) => values.iter().for_each(|it| self.value(it)),
            Value::Call(word, arguments, _) => {
                self.add(word.span, Role::Maker);
                for it in arguments {
                    self.argument(it);
                }
            }
        }
    }

    pub(super) fn vary(&mut self, vary: &'a Vary) {
        self.add(vary.name.span, Role::VariableBinding);
        if let Some(maker) = &vary.maker {
            self.add(maker.span, Role::Maker);
            return vary.arguments.iter().for_each(|it| self.argument(it));
        }
        for argument in &vary.arguments {
            argument.label.iter().for_each(|it| self.add(it.span, Role::ChoiceLabel(&vary.name)));
            self.value(&argument.value);
        }
    }

    pub(super) fn declaration(&mut self, declaration: &'a Declaration) {
        self.add(declaration.name.span, Role::RelationBinding);
        for field in &declaration.fields {
            self.add(field.name.span, Role::Field);
            match &field.value {
                // What stands in its braces names nothing of the scene.
                FieldValue::Text(text) => self.add(text.span, Role::Text(text)),
                FieldValue::Word(word) => self.add(word.span, Role::Fixed),
            }
        }
    }

    pub(super) fn condition(&mut self, condition: &'a Condition) {
        match condition {
            Condition::Either(all) | Condition::Both(all) => all.iter().for_each(|it| self.condition(it)),
            Condition::Not(inner, _) => self.condition(inner),
            Condition::Compare(left, _, right) => [left, right].into_iter().for_each(|it| self.operand(it)),
            Condition::In(one, others, _) => std::iter::once(one).chain(others).for_each(|it| self.operand(it)),
            Condition::Is(one) => self.operand(one),
        }
    }

    fn operand(&mut self, operand: &'a Operand) {
        match operand {
            Operand::Text(text) => self.text(text),
            Operand::Literal(literal) => self.add(literal.span, Role::Number),
            Operand::Path(path) => self.path(path),
        }
    }
}
