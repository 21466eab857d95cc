//! What comes in: the comments of a scene. What goes out: the targets for which its prompts are tested, and what is wrong with
//! their names. A comment that only begins like that, and names nothing that could be a target, is a comment.

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::emit::no_target;
use crate::lexicon::suggest;
use crate::lint;
use crate::source::{FileId, Span};
use crate::syntax::ast;
use crate::target::{Models, Service, Target};

/// The targets that comments name, each once, in the order in which they are named.
pub(super) fn tested(
    (file, text): (FileId, &str),
    tree: &ast::File,
    models: &Models,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let mut tests: Vec<String> = Vec::new();
    for words in lint::tested(text, tree) {
        if !words.iter().any(|(word, _)| Target::named(models, word).is_ok() || is_meant(word, models)) {
            continue;
        }
        for (word, range) in words {
            match Target::named(models, word) {
                Ok(target) if tests.contains(&target.name()) => {}
                Ok(target) => tests.push(target.name()),
                Err(why) => {
                    let place = Span::new(file, range.start, range.end);
                    let finding = Diagnostic::new(Code::UnknownModel, place, no_target(&why, models));
                    let finding = match near(word, models) {
                        Some(near) => finding.fix(format!("write `{near}`"), place, near),
                        None => finding.help("`scene models` lists those that there are"),
                    };
                    // It stops no prompt: only tests need it.
                    diagnostics.push(Diagnostic { severity: Severity::Warning, ..finding });
                }
            }
        }
    }
    tests
}

/// Whether a word can hardly be anything but the name of a target.
fn is_meant(word: &str, models: &Models) -> bool {
    word.contains('@') || (word.contains(['-', '/']) && near(word, models).is_some())
}

/// The target that may be meant.
fn near<'a>(word: &str, models: &'a Models) -> Option<&'a str> {
    let services = Service::all().map(|service| service.name.as_str());
    suggest(word, models.ids().chain(models.all().map(|profile| profile.slug.as_str())).chain(services))
}
