//! More objects or characters than the model promises to show as their references do. People and animals, and whoever has
//! a name, are characters; everything else is an object. Sources of aspects alone do not count.

use super::{Context, Findings};
use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon;
use crate::scene::model::{Element, ElementId};

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(fidelity) = &context.profile.fidelity else { return };
    let content = &context.plan.content;
    if content.len() <= fidelity.objects.min(fidelity.characters) {
        return;
    }
    let (characters, objects): (Vec<ElementId>, Vec<ElementId>) =
        content.iter().partition(|id| is_character(context.scene.element(**id)));
    for (of, most, noun) in [(characters, fidelity.characters, "characters"), (objects, fidelity.objects, "objects")] {
        let Some(extra) = of.get(most) else { continue };
        let element = context.scene.element(*extra);
        let air = &context.profile.air;
        findings.push(
            Diagnostic::new(
                Code::FidelityLimit,
                element.span,
                format!(
                    "the scene shows {} {noun}, and `{air}` promises to keep {most} like their references",
                    of.len()
                ),
            )
            .here(format!("`{}` is one too many", element.name))
            .help("leave some out, show several in one photograph, or expect to make more pictures and choose"),
        );
    }
}

fn is_character(element: &Element) -> bool {
    element.title.is_some() || lexicon::is_being(&element.phrase)
}
