//! The table `[test]` of `scene.toml`. What comes in: the table. What goes out: the targets for which prompts are tested, and
//! what is wrong with the table. Absent: which targets there are, for which the models of the project must be known.

use toml::de::DeValue;

use super::{Spans, Table, write};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lexicon::suggest;
use crate::source::Span;

/// What the table may set.
const KEY: &str = "targets";

/// So many targets a project may name.
const MOST: usize = 32;

/// How prompts of a project are tested, where no comment in a scene says otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::cli) struct Test {
    /// The targets as they are written, each with its place.
    pub(in crate::cli) targets: Vec<(String, Span)>,
}

/// Reads the table.
pub(super) fn test(table: &Table<'_>, span: Spans<'_>, found: &mut Vec<Diagnostic>) -> Test {
    let mut test = Test::default();
    for (key, value) in table {
        let (name, place) = (key.get_ref().as_ref(), span(key.span()));
        if name != KEY {
            let finding = Diagnostic::new(Code::BadSetting, place, format!("`[test]` has no setting `{name}`"));
            found.push(match suggest(name, std::iter::once(KEY)) {
                Some(near) => finding.help(format!("did you mean `{near}`?")).fix(write(near), place, near),
                // Settings of later versions are no reason to fail in this one.
                None => Diagnostic { severity: Severity::Warning, ..finding.help("it has `targets`") },
            });
            continue;
        }
        let items = value.get_ref().as_array().filter(|items| items.len() <= MOST);
        let texts = items.map(|items| {
            items.iter().map(|item| match item.get_ref() {
                DeValue::String(text) => Some((text.to_string(), span(item.span()))),
                _ => None,
            })
        });
        match texts.and_then(Iterator::collect) {
            Some(targets) => test.targets = targets,
            None => found.push(Diagnostic::new(
                Code::BadSetting,
                span(value.span()),
                format!(
                    "`targets` is a list of up to {MOST} models or services, such as [\"google:4@3\", \"bfl:5@1\"]"
                ),
            )),
        }
    }
    test
}
