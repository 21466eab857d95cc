//! What comes in: what a pass sends. What goes out: findings about too much or too little of it for its model: reference
//! images, letters of the prompts, and a size that has to be there.

use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon;
use crate::source::Span;
use crate::target::{Limits, Needed, Profile, Ratio, Service, SourceForm, Takes};

use super::{range, unknown};

/// What a pass sends.
#[derive(Debug, Clone, Copy)]
pub struct Sent<'a> {
    /// The pass, or the scene: `the scene`.
    pub sender: &'a str,
    /// Where each reference image is written.
    pub images: &'a [Span],
    /// The prompt.
    pub prompt: &'a str,
    /// Whether a size is set, even one that is refused.
    pub sized: bool,
    /// Whether everything could be read, so that what is missing is missing.
    pub sound: bool,
    /// The model.
    pub profile: &'a Profile,
    /// The service.
    pub service: &'a Service,
    /// Where findings about the model stand.
    pub place: Span,
}

/// How many references the model and the service take in one request.
#[must_use]
pub fn most_references(profile: &Profile, service: &Service) -> usize {
    let most = profile.references.max.into_iter().chain(service.references.max).min();
    most.and_then(|most| usize::try_from(most).ok()).unwrap_or(usize::MAX)
}

/// What is too much, too little, or missing. `heaviest` finds the place that says most of the prompt; `outline` says what
/// the passes would bring in if the compiler planned them.
pub fn sent(
    sent: &Sent<'_>,
    heaviest: &dyn Fn() -> Span,
    outline: &dyn Fn() -> Vec<String>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    diagnostics.extend(too_many_references(sent, outline));
    if sent.sound {
        diagnostics.extend(too_few_references(sent));
        diagnostics.extend(no_size(sent));
    }
    let Sent { prompt, profile, .. } = sent;
    let finding = letters("prompt", prompt, profile.prompt, profile)
        .filter(|(code, _)| sent.sound || *code == Code::PromptTooLong);
    diagnostics.extend(finding.map(|(code, message)| {
        let finding = Diagnostic::new(code, heaviest(), message);
        if code == Code::PromptTooLong {
            finding
                .here("no other line adds as much")
                .help("say less here, or give what is said often a `short: \"...\"`")
        } else {
            finding.help("say more of what the picture shows")
        }
    }));
}

/// The negative prompt against what the model takes; `span` is the statement that says most of it.
pub fn negative(prompt: &str, span: Span, profile: &Profile, diagnostics: &mut Vec<Diagnostic>) {
    let Takes::Within(limits) = profile.negative_prompt else { return };
    if prompt.is_empty() {
        return;
    }
    let finding = letters("negative prompt", prompt, limits, profile);
    diagnostics.extend(finding.map(|(code, message)| {
        let help =
            if code == Code::PromptTooLong { "avoid fewer things" } else { "describe what to avoid in more words" };
        Diagnostic::new(code, span, message).help(help)
    }));
}

/// A text against how long it may be.
fn letters(what: &str, text: &str, limits: Limits, profile: &Profile) -> Option<(Code, String)> {
    let length = text.chars().count() as u64;
    let code = match (limits.min, limits.max) {
        (_, Some(max)) if length > max => Code::PromptTooLong,
        (Some(min), _) if length < min => Code::TooLittle,
        _ => return None,
    };
    let bound = if code == Code::PromptTooLong { limits.max } else { limits.min }.unwrap_or_default();
    let takes = if code == Code::PromptTooLong { format!("{bound}") } else { format!("at least {bound}") };
    let noun = if length == 1 { "character" } else { "characters" };
    Some((code, format!("the {what} has {length} {noun}, and `{}` takes {takes}", profile.air)))
}

fn too_many_references(sent: &Sent<'_>, outline: &dyn Fn() -> Vec<String>) -> Option<Diagnostic> {
    let Sent { sender, images, profile, service, .. } = sent;
    let (most, count) = (most_references(profile, service), images.len());
    let extra = images.get(most)?;
    let by_model = profile.references.max.is_some_and(|max| max == most as u64);
    let taker = if by_model { format!("`{}`", profile.air) } else { service.title.clone() };
    let message = format!("{sender} sends {count} reference images, and {taker} takes {most}");
    let finding =
        Diagnostic::new(Code::TooManyReferences, *extra, message).here(format!("image {} of {count}", most + 1));
    // A service that does not know the picture of a pass cannot build on it.
    let outline = if service.takes(SourceForm::Result) { outline() } else { Vec::new() };
    let passes: Vec<String> =
        outline.iter().enumerate().map(|(at, names)| format!("pass {}: {names}", at + 1)).collect();
    Some(if passes.is_empty() {
        finding.help("leave some out, or show several things in one photograph")
    } else {
        let number = lexicon::number_word(passes.len());
        finding.help(format!("write `passes auto` to build the picture up in {number} passes: {}", passes.join("; ")))
    })
}

fn too_few_references(sent: &Sent<'_>) -> Option<Diagnostic> {
    let Sent { sender, images, profile, place, .. } = sent;
    let (count, air) = (images.len() as u64, &profile.air);
    let least = profile.references.min.unwrap_or(0);
    if count >= least {
        return None;
    }
    match (count, profile.takes_no_references()) {
        (0, Some(true)) => None,
        (0, None) => {
            let message = format!("no source says whether `{air}` takes a task without reference images");
            Some(unknown(*place, message).help("it is sent without any; the service has the last word"))
        }
        _ => {
            let noun = if count == 1 { "image" } else { "images" };
            let sends = if count == 0 { "no".to_owned() } else { count.to_string() };
            let takes = range(profile.references);
            let message = format!("{sender} sends {sends} reference {noun}, and `{air}` takes {takes}");
            Some(
                Diagnostic::new(Code::TooLittle, *place, message)
                    .help("show something in a photograph, `fox = ref(\"fox.jpg\")`, or choose another model"),
            )
        }
    }
}

fn no_size(sent: &Sent<'_>) -> Option<Diagnostic> {
    let Sent { images, profile, place, .. } = sent;
    let why = match profile.sizes.needed {
        Needed::Always => "",
        Needed::WithoutReferences if images.is_empty() => " where no reference image is sent",
        _ => return None,
    };
    if sent.sized {
        return None;
    }
    let message = format!("`{}` needs a size{why}, and none is set", profile.air);
    let finding = Diagnostic::new(Code::BadSize, *place, message);
    let good: Vec<String> = ["1:1", "4:3"].into_iter().filter_map(|ratio| proposal(profile, ratio)).collect();
    Some(if good.is_empty() {
        finding.help("write its pixels: `size 1024x1024`")
    } else {
        finding.help(format!("write a line such as {}", good.join(" or ")))
    })
}

/// ``  `size 4:3`, which is 1152x864 ``
fn proposal(profile: &Profile, ratio: &str) -> Option<String> {
    let (width, height) = profile.sizes.at(Ratio::parse(ratio)?, None).ok()?;
    Some(format!("`size {ratio}` ({width}x{height})"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::target::Models;

    fn said(air: &str, prompt: &str) -> Vec<(Code, String)> {
        let mut found = Vec::new();
        negative(prompt, Span::default(), Models::BUILT_IN.get(air).unwrap(), &mut found);
        found.into_iter().map(|finding| (finding.code, finding.message)).collect()
    }

    #[test]
    fn negative_prompts_have_limits_of_their_own() {
        let qwen = "alibaba:qwen-image@3.0";
        assert_eq!(said(qwen, "no"), []);
        assert_eq!(said(qwen, &"\u{e9}".repeat(500)), []);
        let long = format!("the negative prompt has 501 characters, and `{qwen}` takes 500");
        assert_eq!(said(qwen, &"x".repeat(501)), [(Code::PromptTooLong, long)]);
        let short = format!("the negative prompt has 1 character, and `{qwen}` takes at least 2");
        assert_eq!(said(qwen, "x"), [(Code::TooLittle, short)]);
        // None is sent, or nothing is known of how long it may be.
        assert_eq!(said(qwen, ""), []);
        assert_eq!(said("runware:108@22", &"x".repeat(9_000)), []);
    }

    #[test]
    fn a_prompt_may_be_too_short_for_a_model() {
        let mut profile = Models::BUILT_IN.get("google:4@3").unwrap().clone();
        profile.prompt.min = Some(20);
        profile.references.min = Some(2);
        let images = [Span::default()];
        let sent_with = |sound| {
            let (sender, prompt) = ("the scene", "Create one scene.");
            let service = Service::runware();
            let (profile, place) = (&profile, images[0]);
            let it = Sent { sender, images: &images, prompt, sized: true, sound, profile, service, place };
            let mut found = Vec::new();
            sent(&it, &Span::default, &Vec::new, &mut found);
            found.into_iter().map(|finding| finding.message).collect::<Vec<_>>()
        };
        assert_eq!(
            sent_with(true),
            [
                "the scene sends 1 reference image, and `google:4@3` takes 2 to 14",
                "the prompt has 17 characters, and `google:4@3` takes at least 20"
            ]
        );
        assert_eq!(sent_with(false), [""; 0]);
    }
}
