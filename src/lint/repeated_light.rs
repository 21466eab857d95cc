//! The light of the whole picture described by more than one statement. Which aspects describe light is data.

use super::{Context, Findings};
use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon;
use crate::scene::model::{AspectUse, Phrase, StatementKind};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let light = context.scene.statements.iter().filter_map(|statement| match &statement.kind {
        StatementKind::Aspect(used) if used.of.is_empty() && describes_light(used) => Some((used, statement.span)),
        _ => None,
    });
    let mut first = None;
    for (used, span) in light {
        let Some((word, place)) = &first else {
            first = Some((used.aspect.word.clone(), span));
            continue;
        };
        findings.push(
            Diagnostic::new(Code::RepeatedLight, span, format!("`{}` describes the light once more", used.aspect.word))
                .here("again here")
                .also(*place, format!("`{word}` describes it already"))
                .help("say in one line what the light is like, and delete the other"),
        );
    }
}

fn describes_light(used: &AspectUse) -> bool {
    let said = |phrase: &Phrase| {
        let words = phrase.plain().to_lowercase();
        words.split(|c: char| !c.is_alphanumeric()).any(|word| lexicon::HOURS.contains(&word))
    };
    used.aspect.light && (used.aspect.word != "time" || used.words.as_ref().is_none_or(said))
}
