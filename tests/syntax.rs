//! What comes in: the scenes under `tests/scenes/syntax`. What is checked: their trees and findings, as snapshots
//! beside them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "syntax/dump.rs"]
mod dump;

use scenewright::source::{FileId, SourceMap};
use scenewright::syntax::parse;

#[test]
fn scenes_give_their_trees_and_findings() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        insta::glob!("scenes/syntax/*/input.scene", |path| {
            let text = std::fs::read_to_string(path).unwrap();
            let mut map = SourceMap::default();
            let id = map.add("input.scene", text.as_str());
            let parsed = parse(id, &text);
            let mut settings = insta::Settings::clone_current();
            settings.set_snapshot_path(path.parent().unwrap());
            settings.set_snapshot_suffix("");
            settings.remove_input_file();
            settings.bind(|| {
                insta::assert_snapshot!("tree", dump::tree(&parsed.file));
                if !parsed.diagnostics.is_empty() || !parsed.lost.is_empty() {
                    insta::assert_snapshot!("findings", dump::findings(&parsed, &map));
                }
            });
        });
    });
}

#[test]
fn every_sound_scene_is_read_without_findings() {
    for case in ["elements", "relations", "looks", "keep_and_edit", "worked_examples", "windows"] {
        let path = format!("{}/tests/scenes/syntax/{case}/input.scene", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        assert_eq!(parse(FileId(0), &text).diagnostics, [], "{case}");
    }
}
