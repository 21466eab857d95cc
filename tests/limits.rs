//! What each model takes, asked through scenes: every size of its table, every bound just within and just beyond, and what
//! no source says. Whatever a fix proposes is taken.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::format_push_string, clippy::format_collect)] // scenes are written piece by piece

#[path = "support/photographs.rs"]
mod photographs;

use photographs::Photographs;
use scenewright::compile::{Compiled, Input, Target, compile};
use scenewright::diagnostic::{Code, Diagnostic, Severity};
use scenewright::target::{DEFAULT_MODEL, Models, Needed, Profile, Ratio, Status, Takes};

fn all() -> impl Iterator<Item = &'static Profile> {
    Models::BUILT_IN.all()
}

fn compiled(text: &str) -> Compiled {
    compile(&Input { name: "a.scene", text, files: &Photographs, strict_files: true, ..Input::default() })
}

fn for_target(text: &str, target: Target<'_>) -> Compiled {
    compile(&Input { name: "a.scene", text, files: &Photographs, strict_files: true, target })
}

/// A scene of one fox for a model, with further lines. Models that need a size get one unless the lines have it.
fn fox(profile: &Profile, lines: &str) -> String {
    let sized = lines.contains("size ") || profile.sizes.needed != Needed::Always;
    let size = if sized { "" } else { "size 1:1\n" };
    format!("model {}\nfox = ref(\"fox.jpg\", \"red fox\")\nfox asleep_in \"the snow\"\n{size}{lines}\n", profile.air)
}

/// The findings of a code.
fn of(compiled: &Compiled, code: Code) -> Vec<&Diagnostic> {
    compiled.diagnostics.iter().filter(|finding| finding.code == code).collect()
}

/// The only finding of a code.
fn one(compiled: &Compiled, code: Code) -> &Diagnostic {
    let found = of(compiled, code);
    assert_eq!(found.len(), 1, "{code:?}: {:?}", compiled.diagnostics);
    found[0]
}

fn help(finding: &Diagnostic) -> &str {
    finding.help.as_deref().unwrap_or_default()
}

/// The scene with the first fix of a finding.
fn fixed(text: &str, finding: &Diagnostic) -> String {
    let mut out = text.to_owned();
    for edit in &finding.fixes[0].edits {
        out.replace_range(edit.span.range(), &edit.text);
    }
    out
}

fn size(compiled: &Compiled) -> Option<(u32, u32)> {
    let task = &compiled.pass().task;
    task.width.zip(task.height)
}

#[test]
fn every_model_compiles_without_a_finding_of_its_limits() {
    for profile in all() {
        let made = compiled(&fox(profile, ""));
        assert!(!made.has_errors(), "{:?}", made.diagnostics);
        let task = &made.pass().task;
        assert_eq!(task.model, profile.air);
        assert_eq!(task.width.is_some(), profile.sizes.needed == Needed::Always, "no size is made up");
        let others = made.diagnostics.iter().find(|finding| finding.code != Code::RetiredModel);
        assert_eq!(others, None, "{}", profile.air);
        assert_eq!(of(&made, Code::RetiredModel).len(), usize::from(profile.status != Status::Active));
    }
}

#[test]
fn every_size_of_a_table_is_taken_as_pixels_and_as_ratio() {
    let mut pairs = 0;
    for profile in all() {
        for pair in &profile.sizes.pairs {
            let (width, height) = (pair.width, pair.height);
            let pixels = compiled(&fox(profile, &format!("size {width}x{height}")));
            assert_eq!(size(&pixels), Some((width, height)), "{} {:?}", profile.air, pixels.diagnostics);
            let at = if pair.resolution.is_empty() { String::new() } else { format!(" at {}", pair.resolution) };
            let ratio = compiled(&fox(profile, &format!("size {}{}", pair.ratio, at.to_lowercase())));
            let made = size(&ratio).unwrap_or_else(|| panic!("{} {:?}", profile.air, ratio.diagnostics));
            assert_eq!(profile.sizes.exact(made.0, made.1).unwrap().label(), pair.label(), "{}", profile.air);
            pairs += 1;
        }
    }
    // 56 + 42 + 14 + 32 + 10 of Google, 60 + 9 + 9 of BFL, 17 + 16 + 16 of ByteDance, 3 + 3 of OpenAI, 16, 3 and 26 of others.
    assert_eq!(pairs, 332);
}

/// Sizes beside those that are taken: one pixel more, and far too small and large.
#[test]
fn a_refused_size_names_others_that_are_taken() {
    for profile in all().filter(|profile| !profile.sizes.pairs.is_empty() || profile.sizes.free.is_some()) {
        for written in ["1x1", "1025x1023", "40000x30000", "4294967295x4294967295", "0x5", "30000x2"] {
            let text = fox(profile, &format!("size {written}"));
            let made = compiled(&text);
            let Some(finding) = of(&made, Code::BadSize).first().copied() else {
                let (width, height) = size(&made).unwrap();
                assert_ne!(profile.sizes.accepts(width, height), Some(false), "{} {written}", profile.air);
                continue;
            };
            assert_eq!(finding.message, format!("`{}` makes no picture of {written}", profile.air));
            assert!(help(finding).starts_with("the nearest it makes "), "{} {finding:?}", profile.air);
            let rule = profile.sizes.free.as_ref().map(ToString::to_string).unwrap_or_default();
            assert!(help(finding).ends_with(&rule), "{finding:?}");
            let better = compiled(&fixed(&text, finding));
            assert!(!better.has_errors() && size(&better).is_some(), "{:?}", better.diagnostics);
        }
    }
}

#[test]
fn a_refused_size_reads_well() {
    let said = |air: &str, lines: &str| {
        let made = compiled(&fox(Models::BUILT_IN.get(air).unwrap(), lines));
        let finding = made.diagnostics.iter().find(|finding| finding.code != Code::RetiredModel).unwrap();
        format!("{}: {} ({})\n", finding.code.name(), finding.message, help(finding))
    };
    let all: String = [
        ("google:4@3", "size 1920x1080"),
        ("google:4@3", "size 7:5"),
        ("google:4@3", "size 7:5 at 2k"),
        ("google:4@3", "size 16:9 at 8k"),
        ("google:4@3", "size 1200x896 at 1k"),
        ("google:4@3", "size match fox at 8k"),
        ("bfl:5@1", "size 1920x1080"),
        ("bfl:5@1", "size 16:9 at 4k"),
        ("bfl:5@1", "size 21:1"),
        ("bytedance:seedream@4.5", "size 1000x1000"),
        ("bytedance:seedream@4.5", "size 7:5 at 1k"),
        ("bytedance:seedream@5.0-pro", "size 17:1"),
        ("openai:gpt-image@2", "size 1000x4000"),
        ("openai:1@1", "size 16:9 at 2k"),
        ("alibaba:qwen-image@3.0", "size 4000x3000"),
        ("runway:4@1", "size 9:16 at 1k"),
        ("klingai:kling-image@o3", "size 1000x1000"),
        ("klingai:kling-image@o3", "size 4:3"),
        ("klingai:kling-image@o3", "size 16:9 at 4k"),
        ("krea:krea@3", "size 1000x1000"),
        ("krea:krea@3", "size 16:9"),
        ("krea:krea@3", "size match fox"),
        ("krea:krea@3", "size 0x10"),
    ]
    .into_iter()
    .map(|(air, lines)| format!("# {air} {lines}\n{}", said(air, lines)))
    .collect();
    insta::assert_snapshot!(all);
}

#[test]
fn what_a_ratio_proposes_is_taken() {
    for (air, lines) in [
        ("google:4@3", "size 7:5"),
        ("bfl:5@1", "size 21:1"),
        ("bfl:5@1", "size 21:1 at 1k"),
        ("runway:4@1", "size 9:16 at 1k"),
        ("openai:1@1", "size 16:9"),
        ("openai:gpt-image@2", "size 1:9 at 1k"),
    ] {
        let text = fox(Models::BUILT_IN.get(air).unwrap(), lines);
        let made = compiled(&text);
        let better = compiled(&fixed(&text, one(&made, Code::BadSize)));
        assert!(size(&better).is_some(), "{air} {lines} {:?}", better.diagnostics);
    }
}

#[test]
fn a_size_takes_the_shape_of_a_photograph() {
    let made = |air: &str, lines: &str| size(&compiled(&fox(Models::BUILT_IN.get(air).unwrap(), lines)));
    // The photographs are 2000x1500.
    assert_eq!(made("google:4@3", "size match fox"), Some((1200, 896)));
    assert_eq!(made("google:4@3", "size match fox at 2k"), Some((2400, 1792)));
    assert_eq!(made("bfl:5@1", "size match fox"), Some((1152, 864)));
    assert_eq!(made("bytedance:seedream@4.5", "size match fox"), Some((2304, 1728)));
    assert_eq!(made("runway:4@1", "size match fox at 720p"), Some((960, 720)));
}

#[test]
fn ratios_may_have_decimals() {
    let grok = Models::BUILT_IN.get("xai:grok-imagine@image-2.0").unwrap();
    assert_eq!(size(&compiled(&fox(grok, "size 9:19.5"))), Some((576, 1248)));
    assert_eq!(size(&compiled(&fox(grok, "size 19.5:9 at 2k"))), Some((2912, 1344)));
    let varied = fox(grok, "vary shape in [\"9:19.5\", \"1:1\"]\nsize shape");
    assert_eq!(size(&compiled(&varied)), Some((576, 1248)));
    let quoted = compiled(&fox(grok, "size \"9:19.5\""));
    assert_eq!(one(&quoted, Code::BadSetting).fixes[0].edits[0].text, "9:19.5");
    for wrong in ["size 9:19.", "size 9.:19", "size 9:1.2345", "size 9.5x10", "size 0:9"] {
        assert!(compiled(&fox(grok, wrong)).has_errors(), "{wrong}");
    }
}

#[test]
fn a_size_that_has_to_be_there_is_asked_for() {
    for profile in all() {
        let air = &profile.air;
        let bare = format!("model {air}\n\"a red kite\" over \"a wide estuary\"\n");
        let with = format!("model {air}\nfox = ref(\"fox.jpg\")\nfox in \"the snow\"\n");
        let asked = |text: &str| of(&compiled(text), Code::BadSize).len();
        let needed = profile.sizes.needed;
        assert_eq!(asked(&bare), usize::from(matches!(needed, Needed::Always | Needed::WithoutReferences)), "{air}");
        assert_eq!(asked(&with), usize::from(needed == Needed::Always), "{air}");
        assert_eq!(asked(&format!("{bare}size 1:1\n")), usize::from(!makes_squares(profile)));
    }
    let text = "fox = ref(\"fox.jpg\")\nfox in \"the snow\"\nmodel runware:400@2\n";
    let made = compiled(text);
    let finding = one(&made, Code::BadSize);
    assert_eq!(finding.message, "`runware:400@2` needs a size, and none is set");
    assert_eq!(help(finding), "write a line such as `size 1:1` (1024x1024) or `size 4:3` (1152x864)");
    assert_eq!(&text[finding.span().range()], "runware:400@2");
    // A size that is refused, or a line that cannot be read, is not missing.
    assert_eq!(of(&compiled(&format!("{text}size 7x7\n")), Code::BadSize).len(), 1);
    assert!(of(&compiled(&format!("{text}size 7 by 7\n")), Code::BadSize).is_empty());
    // What another model needs is told at the first statement.
    let target = Target { model: Some("runware:400@2"), ..Target::default() };
    let made = for_target("fox = ref(\"fox.jpg\")\nmodel google:4@3\nfox in \"the snow\"\n", target);
    assert_eq!(one(&made, Code::BadSize).span().range(), 0..20);
}

/// Whether a ratio of one to one has pixels.
fn makes_squares(profile: &Profile) -> bool {
    profile.sizes.at(Ratio::parse("1:1").unwrap(), None).is_ok()
}

/// A scene of so many photographs.
fn many(profile: &Profile, count: u64) -> String {
    let mut text = fox(profile, "");
    let names: Vec<String> = (1..count).map(|at| format!("e{at}")).collect();
    for name in &names {
        text += &format!("{name} = ref(\"{name}.jpg\", \"bowl marked {name}\")\n");
    }
    if names.is_empty() { text } else { format!("{text}{} in \"the snow\"\n", names.join(" and ")) }
}

#[test]
fn as_many_references_as_a_model_takes_and_no_more() {
    let mut limited = 0;
    for profile in all() {
        let Some(most) = profile.references.max else {
            assert!(of(&compiled(&many(profile, 20)), Code::TooManyReferences).is_empty(), "{}", profile.air);
            continue;
        };
        limited += 1;
        assert!(of(&compiled(&many(profile, most)), Code::TooManyReferences).is_empty(), "{}", profile.air);
        let made = compiled(&many(profile, most + 1));
        let finding = one(&made, Code::TooManyReferences);
        let sends = format!("the scene sends {} reference images, and `{}` takes {most}", most + 1, profile.air);
        assert_eq!(finding.message, sends);
        assert!(help(finding).starts_with("write `passes auto` to build the picture up in "), "{finding:?}");
    }
    assert_eq!(limited, 29);
}

#[test]
fn a_task_without_references_is_judged_as_far_as_anything_is_known() {
    for profile in all() {
        let size = if makes_squares(profile) { "size 1:1\n" } else { "" };
        let made = compiled(&format!("model {}\n\"a red kite\" over \"a wide estuary\"\n{size}", profile.air));
        let (unknown, little) = (of(&made, Code::UnknownLimit).len(), of(&made, Code::TooLittle).len());
        let expected = match profile.takes_no_references() {
            Some(true) => (0, 0),
            Some(false) => (0, 1),
            None => (1, 0),
        };
        assert_eq!((unknown, little), expected, "{} {:?}", profile.air, made.diagnostics);
    }
    let made = compiled("\"a red kite\" over \"a wide estuary\"\nmodel runway:4@2\n");
    let finding = one(&made, Code::TooLittle);
    assert_eq!(finding.message, "the scene sends no reference images, and `runway:4@2` takes 1 to 3");
    // A line that cannot be read might show something.
    let made = compiled("\"a red kite\" over \"a wide estuary\"\nmodel runway:4@2\nfox = ref(\"fox.jpg\n");
    assert!(of(&made, Code::TooLittle).is_empty(), "{:?}", made.diagnostics);
}

#[test]
fn a_prompt_as_long_as_a_model_takes_and_no_longer() {
    let mut limited = 0;
    for profile in all() {
        let Some(most) = profile.prompt.max else { continue };
        limited += 1;
        let filled = |letters: u64| {
            let said = |words: usize| fox(profile, &format!("say \"X{}\"", "x".repeat(words)));
            let short = compiled(&said(0)).pass().prompt.chars().count();
            compiled(&said(usize::try_from(letters).unwrap() - short))
        };
        let made = filled(most);
        assert_eq!(made.pass().prompt.chars().count() as u64, most, "{}", profile.air);
        assert!(of(&made, Code::PromptTooLong).is_empty());
        let made = filled(most + 1);
        let message = format!("the prompt has {} characters, and `{}` takes {most}", most + 1, profile.air);
        assert_eq!(one(&made, Code::PromptTooLong).message, message);
    }
    assert_eq!(limited, 25);
}

#[test]
fn negative_prompts_have_limits_of_their_own() {
    let qwen = Models::BUILT_IN.get("alibaba:qwen-image@3.0").unwrap();
    let made = |letters: usize| compiled(&fox(qwen, &format!("avoid \"{}\"", "x".repeat(letters))));
    assert_eq!(made(500).pass().task.negative_prompt.as_ref().unwrap().len(), 500);
    let long = made(501);
    let finding = one(&long, Code::PromptTooLong);
    assert_eq!(finding.message, "the negative prompt has 501 characters, and `alibaba:qwen-image@3.0` takes 500");
    let short = made(1);
    let finding = one(&short, Code::TooLittle);
    assert_eq!(finding.message, "the negative prompt has 1 character, and `alibaba:qwen-image@3.0` takes at least 2");
}

#[test]
fn seeds_are_what_a_model_takes() {
    for profile in all() {
        let made = |seed: u64| compiled(&fox(profile, &format!("seed {seed}")));
        let air = &profile.air;
        match profile.seed {
            Takes::No => {
                let made = made(4);
                let finding = one(&made, Code::BadSetting);
                assert_eq!(finding.message, format!("`{air}` takes no seed"));
            }
            Takes::Yes => assert_eq!(made(u64::MAX).pass().task.seed, Some(u64::MAX), "{air}"),
            Takes::Unknown => {
                let made = made(4);
                assert_eq!(made.pass().task.seed, Some(4), "{air}");
                assert_eq!(one(&made, Code::UnknownLimit).severity, Severity::Hint);
            }
            Takes::Within(limits) => {
                let most = limits.max.unwrap();
                assert_eq!(made(most).pass().task.seed, Some(most), "{air}");
                let made = made(most + 1);
                let said = format!("`seed {}` is out of range: `{air}` takes 0 to {most}", most + 1);
                assert_eq!(one(&made, Code::BadSetting).message, said);
            }
        }
    }
}

#[test]
fn an_unknown_model_proposes_others() {
    let told = |model: &str| {
        let made = compiled(&format!("model {model}\nfox = ref(\"fox.jpg\")\nfox in \"the snow\"\n"));
        let finding = one(&made, Code::UnknownModel).clone();
        let fix = finding.fixes.first().map(|fix| fix.edits[0].text.clone());
        (finding.help.unwrap(), fix)
    };
    let (help, fix) = told("google:4@30");
    assert!(help.starts_with("did you mean `google:4@3`? the known models are:\nGoogle: `google:4@3`, "), "{help}");
    assert!(all().all(|profile| help.contains(&format!("`{}`", profile.air))), "{help}");
    assert_eq!((help.lines().count(), fix.as_deref()), (10, Some("google:4@3")));
    assert_eq!(told("\"Nano Banana Pro\"").1.as_deref(), Some("google:4@2"));
    assert_eq!(told("\"gemini-3.1-flash-image\"").1.as_deref(), Some("google:4@3"));
    assert_eq!(told("\"bfl-flux-2-proo\"").1.as_deref(), Some("bfl:5@1"));
    assert_eq!(told("\"a poem\"").1, None);
    for profile in all() {
        for also in &profile.also {
            let (help, fix) = told(also);
            let said = format!(
                "`{also}` is of the family of `{0}`, and its own figures are not known; describe it in models.toml with \
                 `like = \"{0}\"`",
                profile.air
            );
            assert_eq!((help, fix), (said, None));
        }
    }
    assert!(!compiled("model \"bfl-flux-2-pro\"\nfox = ref(\"fox.jpg\")\nfox in \"the snow\"\n").has_errors());
}

#[test]
fn a_model_that_goes_is_told_wherever_it_was_chosen() {
    let change = |status, until: Option<&str>| {
        let mut profile = Models::BUILT_IN.get(DEFAULT_MODEL).unwrap().clone();
        profile.status = status;
        profile.until = until.map(str::to_owned);
        profile.successor = Some("google:nano-banana@2.1".to_owned());
        Models::with(vec![profile])
    };
    let models = change(Status::Retiring, Some("2027-03-31"));
    let said = "`google:4@3` will be withdrawn by its maker on 2027-03-31";
    // By its name.
    let text = "model google:4@3\nfox = ref(\"fox.jpg\")\nfox in \"the snow\"\n";
    let made = for_target(text, Target { models: &models, model: None, ..Target::default() });
    let finding = one(&made, Code::RetiredModel);
    assert_eq!((&*finding.message, finding.span().range()), (said, 6..16));
    assert_eq!(help(finding), "write `model google:nano-banana@2.1`, its successor");
    assert_eq!(finding.fixes[0].edits[0].text, "google:nano-banana@2.1");
    // As the default, once for all passes.
    let text = "// A fox.\nfox = ref(\"fox.jpg\")\nhat = ref(\"hat.jpg\")\npass one { fox in \"the snow\" }\npass two from one { fox wearing hat }\n";
    let made = for_target(text, Target { models: &models, model: None, ..Target::default() });
    let finding = one(&made, Code::RetiredModel);
    assert_eq!((&*finding.message, &text[finding.span().range()]), (said, "fox = ref(\"fox.jpg\")"));
    assert!(finding.fixes.is_empty() && help(finding) == "use `google:nano-banana@2.1`, its successor");
    // In place of another: the line in the scene is not to blame.
    let text = "model bfl:5@1\nfox = ref(\"fox.jpg\")\nfox in \"the snow\"\n";
    let made = for_target(text, Target { models: &models, model: Some("google:4@3"), ..Target::default() });
    let finding = one(&made, Code::RetiredModel);
    assert!(finding.fixes.is_empty(), "{finding:?}");
    assert!(
        of(&for_target(text, Target { models: &models, model: None, ..Target::default() }), Code::RetiredModel)
            .is_empty()
    );
    // In place of one that is not known: the scene has not chosen it. What it sends is still held to its limits.
    let photographs: String = (1..=15).map(|at| format!("p{at} = ref(\"{at}.jpg\")\n")).collect();
    let text = format!("model google:4@33\n{photographs}");
    let made = for_target(&text, Target { models: &models, ..Target::default() });
    assert!(of(&made, Code::RetiredModel).is_empty(), "{:?}", made.diagnostics);
    one(&made, Code::UnknownModel);
    one(&made, Code::TooManyReferences);
    // A file that makes no picture is for none.
    let made = for_target(
        "fox = ref(\"fox.jpg\")\npreset p { style \"ink\" }\n",
        Target { models: &models, model: None, ..Target::default() },
    );
    assert!(of(&made, Code::RetiredModel).is_empty(), "{:?}", made.diagnostics);

    let models = change(Status::Retired, None);
    let made = for_target(
        "fox = ref(\"fox.jpg\")\nfox in \"the snow\"\n",
        Target { models: &models, model: None, ..Target::default() },
    );
    assert_eq!(one(&made, Code::RetiredModel).message, "`google:4@3` has been withdrawn by its maker");
}

#[test]
fn findings_speak_of_the_model_that_a_scene_is_compiled_for() {
    let text = "model google:4@3\nfox = ref(\"fox.jpg\")\nfox in \"the snow\"\nseed 7\nsize 16:9 at 4k\n";
    let target = Target { model: Some("bytedance:seedream@5.0-lite"), ..Target::default() };
    let made = for_target(text, target);
    assert_eq!(one(&made, Code::BadSetting).message, "the target `bytedance:seedream@5.0-lite` takes no seed");
    assert_eq!(one(&made, Code::BadSize).message, "the target `bytedance:seedream@5.0-lite` has no resolution `4k`");
}

#[test]
fn the_shape_comes_from_the_image_that_the_model_takes_it_from() {
    let scene = |air: &str, size: &str| {
        format!("model {air}\na = ref(\"a.jpg\")\nb = ref(\"b.jpg\")\na beside b\nsize {size}\n")
    };
    for (air, which, label) in [
        ("alibaba:qwen-image@3.0", "last", "\"b.jpg\""),
        ("alibaba:qwen-image@2.1-pro", "last", "\"b.jpg\""),
        ("xai:grok-imagine@image-2.0", "first", "\"a.jpg\""),
    ] {
        let text = scene(air, "16:9");
        let made = compiled(&text);
        let finding = one(&made, Code::ShapeMismatch);
        let said = format!("no reference has the shape of this size, and `{air}` takes its shape from the {which} one");
        assert_eq!((&*finding.message, &text[finding.labels[1].span.range()]), (&*said, label));
        assert!(of(&compiled(&scene(air, "4:3")), Code::ShapeMismatch).is_empty());
    }
    let made = compiled(&scene("runware:108@22", "1920x1080"));
    assert_eq!((of(&made, Code::ShapeMismatch).len(), of(&made, Code::UnknownLimit).len()), (1, 1));
    assert!(of(&compiled(&scene("bfl:5@1", "16:9")), Code::ShapeMismatch).is_empty());
}
