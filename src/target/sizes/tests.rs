//! The sizes of every model: whatever is chosen is one that the model makes, and no number breaks anything.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;

use super::*;
use crate::target::{DEFAULT_MODEL, Models};

fn of(air: &str) -> &'static Sizes {
    &Models::BUILT_IN.get(air).unwrap().sizes
}

fn ratio(text: &str) -> Ratio {
    Ratio::parse(text).unwrap()
}

fn at(air: &str, text: &str, resolution: &str) -> Result<(u32, u32), NoSize> {
    of(air).at(ratio(text), Some(resolution).filter(|word| !word.is_empty()))
}

fn labels(sizes: &Sizes, found: &[(u32, u32)]) -> Vec<String> {
    found.iter().map(|(width, height)| sizes.exact(*width, *height).unwrap().label()).collect()
}

#[test]
fn every_table_is_whole_and_unambiguous() {
    for profile in Models::BUILT_IN.all() {
        let sizes = &profile.sizes;
        for pair in &sizes.pairs {
            let (air, label) = (&profile.air, pair.label());
            assert_eq!(sizes.exact(pair.width, pair.height), Some(pair), "{air} {label}");
            assert_eq!(sizes.accepts(pair.width, pair.height), Some(true), "{air} {label}");
            assert_eq!(sizes.nearest(pair.width, pair.height)[0], pair.size(), "{air} {label}");
            let resolution = pair.resolution.to_lowercase();
            let found = sizes.at(pair.ratio, Some(resolution.as_str()).filter(|word| !word.is_empty())).unwrap();
            assert_eq!(sizes.exact(found.0, found.1).unwrap().label(), label, "{air}");
            assert!(sizes.at(pair.ratio, None).is_ok(), "{air} {label}");
            assert!(pair.resolution.is_empty() || sizes.resolutions.iter().any(|it| *it == pair.resolution), "{air}");
        }
    }
}

#[test]
fn a_refused_size_names_its_ratio_first() {
    let near = |width, height| labels(of(DEFAULT_MODEL), &of(DEFAULT_MODEL).nearest(width, height));
    assert_eq!(near(1200, 900), ["1K 4:3", "2K 4:3", "0.5K 4:3"]);
    assert_eq!(near(1920, 1080), ["1K 16:9", "2K 16:9", "0.5K 16:9"]);
    assert_eq!(near(0, 0)[0], "0.5K 1:1");
    assert_eq!(near(u32::MAX, 1)[0], "4K 8:1");
}

#[test]
fn ratios_take_the_default_resolution() {
    let sizes = of(DEFAULT_MODEL);
    assert_eq!(at(DEFAULT_MODEL, "16:9", ""), Ok((1376, 768)));
    assert_eq!(at(DEFAULT_MODEL, "16:9", "0.5k"), Ok((688, 384)));
    assert_eq!(at(DEFAULT_MODEL, "32:18", "4K"), Ok((5504, 3072)));
    assert_eq!(at(DEFAULT_MODEL, "7:5", ""), Err(NoSize::Ratio));
    assert_eq!(at(DEFAULT_MODEL, "16:9", "3k"), Err(NoSize::Resolution));
    assert_eq!((sizes.ratios(Some("2k")).len(), sizes.ratios(None).len()), (14, 14));
    assert!(sizes.ratios(Some("3k")).is_empty());
    assert_eq!(at("xai:grok-imagine@image-2.0", "9:19.5", "2k"), Ok((1344, 2912)));
    assert_eq!(sizes.resolutions_of(ratio("16:9")), ["0.5k", "1k", "2k", "4k"]);
}

#[test]
fn a_ratio_that_the_default_resolution_lacks_takes_the_nearest_that_has_it() {
    assert_eq!(at("runway:4@1", "16:9", ""), Ok((1360, 768)));
    assert_eq!(at("runway:4@1", "9:16", ""), Ok((720, 1280)));
    assert_eq!(at("runway:4@1", "9:16", "1080p"), Ok((1080, 1920)));
    assert_eq!(at("runway:4@1", "9:16", "1k"), Err(NoSize::Ratio));
    assert_eq!(at("bytedance:5@0", "16:9", ""), Ok((2560, 1440)));
    assert_eq!(at("bytedance:5@0", "1:1", ""), Ok((1024, 1024)));
    assert_eq!(of("runway:4@1").matching(1080, 1920, None), Ok((720, 1280)));
    assert_eq!(of("runway:4@1").matching(4000, 3000, None), Ok((1168, 880)));
}

#[test]
fn an_image_takes_the_nearest_ratio() {
    let sizes = of(DEFAULT_MODEL);
    let label = |width, height, word| labels(sizes, &[sizes.matching(width, height, word).unwrap()]);
    assert_eq!(label(4000, 3000, None), ["1K 4:3"]);
    assert_eq!(label(1080, 1920, Some("2K")), ["2K 9:16"]);
    assert_eq!(label(1, 9000, None), ["1K 1:8"]);
    assert_eq!(sizes.matching(10, 10, Some("9k")), Err(NoSize::Resolution));
}

/// By the bounds of each model, worked out by hand.
#[test]
fn free_sizes_keep_the_ratio_and_every_bound() {
    let pro = "bfl:5@1";
    for (text, resolution, size) in [
        ("1:1", "", (1024, 1024)),
        ("16:9", "", (1280, 720)),
        ("9:16", "1k", (720, 1280)),
        ("4:3", "", (1152, 864)),
        ("3:2", "", (1248, 832)),
        ("21:9", "", (1568, 672)),
        ("1:1", "2k", (2048, 2048)),
        ("16:9", "2k", (2048, 1152)),
        ("8:1", "", (2048, 256)),
    ] {
        assert_eq!(at(pro, text, resolution), Ok(size), "{text} {resolution}");
    }
    assert_eq!(at(pro, "16:9", "4k"), Err(NoSize::Resolution));
    assert_eq!(at(pro, "9:1", ""), Err(NoSize::Ratio));
    assert_eq!(at(pro, "16:9", "0k"), Err(NoSize::Resolution));
    assert_eq!(at(pro, "16:9", "nank"), Err(NoSize::Resolution));
    assert_eq!(of(pro).resolutions_of(ratio("16:9")), ["0.5k", "1k", "2k"]);
    assert_eq!(at("openai:gpt-image@2", "16:9", "4k"), Ok((3840, 2160)));
    assert_eq!(at("openai:gpt-image@2", "3:1", ""), Ok((1776, 592)));
    assert_eq!(at("openai:gpt-image@2", "31:10", ""), Err(NoSize::Ratio));
    assert_eq!(at("bytedance:seedream@5.0-pro", "16:9", ""), Ok((1280, 720)));
    assert_eq!(at("bytedance:seedream@5.0-pro", "16:9", "2k"), Ok((2816, 1584)));
    assert_eq!(at("alibaba:qwen-image@2.1-pro", "1:1", "0.5k"), Ok((512, 512)));
    assert_eq!(at("alibaba:qwen-image@3.0", "1:1", "2k"), Ok((2048, 2048)));
}

#[test]
fn recommended_pairs_come_before_other_sizes() {
    let air = "bytedance:seedream@4.5";
    assert_eq!(at(air, "4:3", ""), Ok((2304, 1728)));
    assert_eq!(at(air, "4:3", "4k"), Ok((4608, 3456)));
    let free = at(air, "7:5", "").unwrap();
    assert!(of(air).exact(free.0, free.1).is_none() && free == (2464, 1760), "{free:?}");
    assert_eq!(at(air, "7:5", "1k"), Err(NoSize::Resolution));
    assert_eq!(of(air).matching(4032, 3024, None), Ok((2304, 1728)));
    // Between 4:3 and 3:2 there is none that looks the same.
    let between = of(air).matching(1415, 1000, None).unwrap();
    assert!(of(air).exact(between.0, between.1).is_none(), "{between:?}");
    assert_eq!(of(air).nearest(1024, 1024)[0], (1920, 1920));
    assert_eq!(of(air).nearest(1024, 1024).len(), 3);
}

#[test]
fn refused_free_sizes_keep_their_shape() {
    assert_eq!(of("bfl:5@1").nearest(1920, 1080), [(1920, 1088), (1920, 1072), (1936, 1088)]);
    assert_eq!(of("bfl:5@1").nearest(4000, 3000)[0], (2048, 1536));
    assert_eq!(of("bfl:5@1").nearest(100, 100)[0], (256, 256));
    assert_eq!(of("bfl:5@1").nearest(u32::MAX, 1)[0], (2048, 256));
    assert_eq!(of("bytedance:seedream@5.0-pro").nearest(640, 480)[0], (1152, 864));
    assert_eq!(of("alibaba:qwen-image@3.0").nearest(4000, 3000)[0], (2304, 1728));
    assert_eq!(of("alibaba:qwen-image@3.0").nearest(3000, 2000)[0], (2496, 1664));
}

#[test]
fn what_is_not_known_is_said_to_be() {
    for air in ["runware:106@1", "runware:108@22", "runway:4@2", "krea:krea@3"] {
        assert_eq!(of(air).accepts(1000, 1000), None, "{air}");
        assert_eq!(of(air).accepts(0, 1000), Some(false), "{air}");
        assert_eq!(at(air, "16:9", ""), Err(NoSize::Unknown), "{air}");
        assert_eq!(of(air).matching(4, 3, None), Err(NoSize::Unknown), "{air}");
        assert!(of(air).nearest(1000, 1000).is_empty(), "{air}");
    }
    let kling = "klingai:kling-image@o3";
    assert_eq!(of(kling).accepts(1024, 1024), None);
    assert_eq!(at(kling, "16:9", ""), Ok((2720, 1536)));
    assert_eq!(at(kling, "4:3", ""), Err(NoSize::Unknown));
    assert_eq!(at(kling, "16:9", "4k"), Err(NoSize::Unknown));
    assert_eq!(at("krea:krea@3", "16:9", "8k"), Err(NoSize::Resolution));
}

#[test]
fn the_bounds_can_be_read() {
    let rule = |air: &str| of(air).free.as_ref().unwrap().to_string();
    assert_eq!(rule("bfl:5@1"), "both sides are multiples of 16 from 256 to 2048");
    assert_eq!(
        rule("openai:gpt-image@2"),
        "both sides are multiples of 16 from 16 to 3840, width times height is 655,360 to 8,294,400, and the longer side is \
         at most 3 times the shorter"
    );
    assert_eq!(rule("alibaba:qwen-image@3.0"), "width times height is at most 4,194,304");
    assert_eq!(
        rule("bytedance:seedream@5.0-pro"),
        "both sides have 256 to 16383 pixels, width times height is 921,600 to 4,624,220, and the longer side is at most 16 \
         times the shorter"
    );
    let bounds = Free { max: Some(9), ..Free::default() };
    assert_eq!(bounds.to_string(), "both sides have up to 9 pixels");
    assert_eq!(Free::default().to_string(), "any size is taken");
}

fn bounds() -> impl Strategy<Value = Sizes> {
    let side = || proptest::option::of(prop_oneof![0..5_000_u32, any::<u32>()]);
    let area = || proptest::option::of(prop_oneof![0..20_000_000_u64, any::<u64>()]);
    let aspect = proptest::option::of(prop_oneof![1.0..20.0_f64, Just(0.0), Just(f64::NAN), Just(f64::INFINITY)]);
    (side(), side(), side(), area(), area(), aspect).prop_map(|(min, max, step, min_pixels, max_pixels, max_aspect)| {
        let free = Free { min, max, step, min_pixels, max_pixels, max_aspect };
        Sizes { free: Some(free), ..Sizes::default() }
    })
}

fn side() -> impl Strategy<Value = u32> {
    prop_oneof![1..6_000_u32, any::<u32>()]
}

/// That whatever is chosen is made.
fn holds(sizes: &Sizes, (width, height): (u32, u32), wanted: Ratio, word: Option<&str>) {
    let made = |size: (u32, u32)| assert_eq!(sizes.accepts(size.0, size.1), Some(true), "{size:?} of {sizes:?}");
    sizes.at(wanted, word).into_iter().for_each(made);
    sizes.matching(width, height, word).into_iter().for_each(made);
    let near = sizes.nearest(width, height);
    near.iter().copied().for_each(made);
    assert!(near.len() <= 3);
    if sizes.accepts(width, height) == Some(true) {
        assert_eq!(near.first(), Some(&(width, height)));
    }
}

fn word() -> impl Strategy<Value = Option<&'static str>> {
    proptest::sample::select(vec![
        None,
        Some("0.5k"),
        Some("1K"),
        Some("2k"),
        Some("4k"),
        Some("64k"),
        Some("720p"),
        Some("x"),
    ])
}

proptest! {
    #[test]
    fn every_model_makes_what_is_chosen(
        model in 0..31_usize, width in side(), height in side(), across in 1..4_000_000_u32, down in 1..4_000_u32,
        word in word(),
    ) {
        let profile = Models::BUILT_IN.all().nth(model).unwrap();
        holds(&profile.sizes, (width, height), ratio(&format!("{across}:{down}")), word);
    }

    #[test]
    fn any_bounds_are_kept(
        sizes in bounds(), width in side(), height in side(), across in 1..40_u32, down in 1..40_u32, word in word(),
    ) {
        holds(&sizes, (width, height), ratio(&format!("{across}:{down}")), word);
    }

    #[test]
    fn ordinary_bounds_always_have_a_size(
        step in 1..65_u32, min in 1..1_000_u32, max in 2_000..10_000_u32, width in side(), height in side(),
    ) {
        let free = Free { min: Some(min), max: Some(max), step: Some(step), ..Free::default() };
        let sizes = Sizes { free: Some(free), ..Sizes::default() };
        prop_assert!(!sizes.nearest(width, height).is_empty());
        prop_assert!(sizes.matching(width, height, None).is_ok());
    }
}
