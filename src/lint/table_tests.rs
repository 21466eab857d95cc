//! The table against its lints: each reports the code of its line and no other, and finds it in the bad scene of its page.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::source::{FileId, Format, NoFiles};
use crate::target::{Models, Service};
use crate::{plan, scene, syntax, target};

/// The bad scenes of a page.
fn bad_scenes(page: &str) -> impl Iterator<Item = &str> {
    page.split("```scene wrong\n").skip(1).filter_map(|rest| rest.split("```").next())
}

/// What one lint says of a scene whose images are all alike, large and without faults.
fn run(lint: &Lint, text: &str) -> Vec<Code> {
    let parsed = syntax::parse(FileId(0), text);
    let scene = scene::resolve(&parsed.file, &parsed.lost, &NoFiles).scene;
    let planned = plan::plan(&scene);
    let air = scene.settings.model.as_ref().map_or(target::DEFAULT_MODEL, |(air, _)| air.as_str());
    let profile = Models::BUILT_IN.get(air).or_else(|| Models::BUILT_IN.get(target::DEFAULT_MODEL)).unwrap();
    let photo = |at: u8| Photo {
        format: Format::Jpeg,
        bytes: 1_000,
        size: (2000, 1500),
        turned: false,
        transparent: false,
        located: false,
        digest: [at; 32],
        pixels: None,
    };
    let photos: Vec<_> = (0..scene.images.len()).map(|at| Some(Rc::new(photo(u8::try_from(at).unwrap())))).collect();
    let named = scene.settings.model.as_ref().map(|(_, span)| *span);
    let service = Service::runware();
    let context = Context { scene: &scene, plan: &planned.plan, profile, service, named, head: None, photos: &photos };
    let mut findings = Findings::default();
    (lint.check)(&context, &mut findings);
    findings.list.iter().map(|finding| finding.code).collect()
}

#[test]
fn every_lint_reports_its_own_code_and_no_other() {
    let pages: Vec<&str> = Code::ALL.iter().map(|code| code.page()).collect();
    for lint in LINTS {
        for scene in pages.iter().flat_map(|page| bad_scenes(page)) {
            let found = run(lint, scene);
            assert!(found.iter().all(|code| *code == lint.code), "{}: {found:?}\n{scene}", lint.code.name());
        }
    }
}

#[test]
fn every_lint_about_words_finds_the_bad_scene_of_its_page() {
    for lint in LINTS.iter().filter(|lint| !lint.code.needs_images()) {
        for scene in bad_scenes(lint.code.page()) {
            assert!(!run(lint, scene).is_empty(), "{}\n{scene}", lint.code.name());
        }
    }
}

#[test]
fn every_code_stands_once_in_the_table() {
    let mut codes: Vec<Code> = LINTS.iter().map(|lint| lint.code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), LINTS.len());
}

#[test]
fn the_formats_that_are_told_apart_are_those_that_the_service_takes() {
    let mut known: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
    let mut taken = Service::runware().reference_formats.clone();
    known.sort_unstable();
    taken.sort_unstable();
    assert_eq!(known, taken);
}
