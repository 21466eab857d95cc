//! What comes in: the settings of a scene, what it sends, a model's limits, and the files around. What goes out: settings
//! that the model takes, and a finding for each thing that it refuses, with what it would take instead. What no source says
//! is passed on, and said. Absent: the limits themselves, which `target` holds.

mod letters;
mod model;
mod sent;
mod size;

use crate::diagnostic::{Code, Diagnostic};
use crate::scene::Scene;
use crate::scene::settings::{Placed, Settings as Written};
use crate::source::{Files, Span};
use crate::target::{Limits, Profile, Takes};

use super::Settings;

pub use letters::Letters;
pub use model::{model, named};
pub use sent::{Sent, most_references, negative, sent};

/// The settings of a scene, or of one of its passes, that are up to the model. [`super::served`] has the others.
#[must_use]
pub fn settings(
    set: &Written,
    scene: &Scene,
    profile: &Profile,
    files: &dyn Files,
    diagnostics: &mut Vec<Diagnostic>,
) -> Settings {
    Settings {
        model: profile.air.clone(),
        size: set.size.as_ref().and_then(|size| size::pixels(scene, size, profile, files, diagnostics)),
        seed: seed(set.seed.as_ref(), profile, diagnostics),
        ..Settings::default()
    }
}

/// A number within the limits of whoever takes it; where no limit is known, the service has the last word.
pub(super) fn number(
    word: &str,
    value: Option<&Placed<u64>>,
    taker: Option<(Limits, &str)>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<u64> {
    let (value, span) = value?;
    let Some((limits, taker)) = taker.filter(|(limits, _)| !limits.hold(*value)) else { return Some(*value) };
    let message = format!("`{word} {value}` is out of range: {taker} takes {}", range(limits));
    let finding = Diagnostic::new(Code::BadSetting, *span, message);
    let nearest = limits.nearest(*value);
    // No seed is nearer to another than any.
    diagnostics.push(if word == "seed" {
        finding.help("choose another number")
    } else {
        finding.help(format!("write `{word} {nearest}`")).fix(format!("write `{nearest}`"), *span, nearest.to_string())
    });
    None
}

fn seed(value: Option<&Placed<u64>>, profile: &Profile, diagnostics: &mut Vec<Diagnostic>) -> Option<u64> {
    let (seed, span) = value?;
    let taker = format!("`{}`", profile.air);
    match profile.seed {
        Takes::No => {
            let finding = Diagnostic::new(Code::BadSetting, *span, format!("{taker} takes no seed"));
            diagnostics.push(finding.help("delete the line, or choose a model that takes one"));
            None
        }
        Takes::Within(limits) => number("seed", value, Some((limits, &taker)), diagnostics),
        Takes::Unknown => {
            let help = "it is sent as it stands; the service has the last word";
            diagnostics.push(unknown(*span, format!("no source says whether {taker} takes a seed")).help(help));
            Some(*seed)
        }
        Takes::Yes => Some(*seed),
    }
}

/// `1 to 20`
fn range(limits: Limits) -> String {
    match (limits.min, limits.max) {
        (Some(min), Some(max)) if min == max => format!("exactly {min}"),
        _ => limits.range().unwrap_or_else(|| "any".to_owned()),
    }
}

/// Something that cannot be judged, since no source says what the model takes.
fn unknown(span: Span, message: String) -> Diagnostic {
    Diagnostic::new(Code::UnknownLimit, span, message)
}
