//! What one file takes from another: imports, presets, and what is said against them. Files are a map in memory here;
//! `reuse_disk.rs` uses real ones.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::ops::Range;

use proptest::prelude::*;
use scenewright::compile::{Compiled, Input, compile};
use scenewright::diagnostic::render;
use scenewright::source::{FileError, Files};

/// Files that hold scenes; every image is there.
#[derive(Default)]
struct Shelf(BTreeMap<String, String>);

impl Files for Shelf {
    fn exists(&self, _path: &str) -> Result<(), FileError> {
        Ok(())
    }

    fn size_of_image(&self, path: &str) -> Result<(u32, u32), FileError> {
        if path == "wide.png" || path == "../shared/wide.png" { Ok((1600, 900)) } else { Ok((1000, 1000)) }
    }

    fn glob(&self, pattern: &str) -> Result<Vec<String>, FileError> {
        Ok(vec![pattern.replace('*', "ana"), pattern.replace('*', "bo")])
    }

    fn text(&self, path: &str) -> Result<String, FileError> {
        self.0.get(path).cloned().ok_or(FileError::Missing)
    }
}

/// Compiles the first of the files, each a path as the scene sees it, and a text.
fn run(files: &[(&str, &str)]) -> Compiled {
    let shelf = Shelf(files.iter().skip(1).map(|(path, text)| ((*path).into(), (*text).into())).collect());
    let (name, text) = files[0];
    compile(&Input { name, text, files: &shelf, ..Input::default() })
}

/// The findings, a line each.
fn said(compiled: &Compiled) -> String {
    render::short(&compiled.diagnostics, &compiled.sources)
}

/// A text of numbered lines.
fn lines(numbers: Range<usize>, line: impl Fn(usize) -> String) -> String {
    numbers.map(line).collect()
}

/// The prompt of a scene without findings.
fn prompt(files: &[(&str, &str)]) -> String {
    let compiled = run(files);
    assert_eq!(said(&compiled), "");
    compiled.pass().prompt.clone()
}

/// The prompt of a scene that imports nothing.
fn alone(text: &str) -> String {
    prompt(&[("a.scene", text)])
}

fn sources(compiled: &Compiled) -> Vec<&str> {
    compiled.pass().references.iter().map(|reference| reference.source.as_str()).collect()
}

const BRAND: &str = r#"
logo   = ref("logo.png")
table  = ref("table.png", "oak table") { book = "open book" { cover = "torn cover" } }
spare  = ref("spare.png")
bottle = ref("bottle.png", "green bottle")
pair   = group(logo, bottle, "pair")
relation tucked_under { participle "tucked"; preposition "under" }
preset studio { lighting "softbox light"; style "product photograph"; avoid "text" }
model google:4@2
mood "ignored"
spare on table
keep spare
"#;

#[test]
fn names_come_in_behind_a_word_or_plainly() {
    let own = r#"
logo  = ref("logo.png")
table = ref("table.png", "oak table") { book = "open book" { cover = "torn cover" } }
relation tucked_under { participle "tucked"; preposition "under" }
logo tucked_under table.book, beside table.book.cover
say "Show {logo} well."
lighting "softbox light"
style "product photograph"
avoid "text"
"#;
    let plain = r#"
use "brand.scene"
logo tucked_under table.book, beside table.book.cover
say "Show {logo} well."
apply studio
"#;
    let aliased = r#"
use "brand.scene" as brand
brand.logo tucked_under brand.table.book, beside brand.table.book.cover
say "Show {brand.logo} well."
apply brand.studio
"#;
    let expected = alone(own);
    assert!(expected.contains("the logo tucked under the open book beside the torn cover"), "{expected}");
    for scene in [plain, aliased] {
        let compiled = run(&[("a.scene", scene), ("brand.scene", BRAND)]);
        assert_eq!(said(&compiled), "");
        assert_eq!(compiled.pass().prompt, expected);
        assert_eq!(sources(&compiled), ["logo.png", "table.png"]);
        assert_eq!(compiled.pass().task.model, "google:4@3");
    }
}

#[test]
fn what_a_scene_does_not_mention_is_not_there() {
    // `spare` is not mentioned, and `bottle` comes along with its group.
    let compiled = run(&[("a.scene", "use \"brand.scene\"\npair on \"a shelf\"\n"), ("brand.scene", BRAND)]);
    assert_eq!(said(&compiled), "");
    assert_eq!(sources(&compiled), ["logo.png", "bottle.png"]);
    // Its own elements still count.
    let compiled = run(&[
        ("a.scene", "use \"brand.scene\" as brand\nmug = ref(\"m.png\")\nbrand.logo on \"a shelf\"\n"),
        ("brand.scene", BRAND),
    ]);
    assert_eq!(said(&compiled), "a.scene:2:1: warning[unused-element]: no statement mentions `mug`\n");
    // Only for its shape, in a hole, in a preset.
    let brand = "wide = ref(\"wide.png\")\nfox = ref(\"fox.png\")\npreset look { lighting match fox \"dim light\" }\n";
    let scene = "use \"brand.scene\"\nsize match wide\nsay \"A fox like {fox}.\"\n\"a cat\" asleep_on \"a mat\"\n";
    let compiled = run(&[("a.scene", scene), ("brand.scene", brand)]);
    assert!(!compiled.has_errors(), "{}", said(&compiled));
    assert_eq!(sources(&compiled), ["fox.png"]);
    assert_eq!((compiled.pass().task.width, compiled.pass().task.height).0, Some(1376));
    let scene = "use \"brand.scene\" as b\napply b.look\n\"a cat\" lying_on \"a mat\"\n";
    assert_eq!(sources(&run(&[("a.scene", scene), ("brand.scene", brand)])), ["fox.png"]);
    // A look that the scene's own replaces mentions nothing.
    let scene = "use \"brand.scene\" as b\napply b.look\n\"a cat\" lying_on \"a mat\"\nlighting \"sun\"\n";
    assert!(sources(&run(&[("a.scene", scene), ("brand.scene", brand)])).is_empty());
}

#[test]
fn imports_are_not_transitive_but_work() {
    let base = "seal = ref(\"seal.png\")\nink = prop(\"a pot of ink\")\nrelation pressed_on { preposition \"on\" }\n";
    let brand = "use \"base.scene\"\nlogo = ref(\"logo.png\")\nboth = group(logo, seal)\n\
                 preset sealed { lighting match seal \"dim light\" }\n";
    let files = [("brand.scene", brand), ("base.scene", base)];
    let with = |scene| run(&[&[("a.scene", scene)], &files[..]].concat());
    let compiled = with("use \"brand.scene\"\nboth on \"a desk\"\napply sealed\n");
    assert_eq!(said(&compiled), "");
    assert_eq!(
        compiled.pass().prompt,
        "Place the both (the logo from the first image and the seal from the second image) onto a desk, matching the dim light."
    );
    let hidden = with("use \"brand.scene\"\nseal on \"a desk\"\n");
    assert!(said(&hidden).contains("a.scene:2:1: error[unknown-name]: nothing is called `seal`"), "{}", said(&hidden));
    let hidden = with("use \"brand.scene\" as b\nb.seal on \"a desk\"\n");
    assert_eq!(said(&hidden), "a.scene:2:3: error[unknown-name]: nothing in `b` is called `seal`\n");
    // The scene may have a name of its own that an imported file hides.
    let own = with("use \"brand.scene\"\nseal = ref(\"animal.png\", \"grey seal\")\nboth beside seal\n");
    assert_eq!(said(&own), "");
    assert_eq!(sources(&own), ["logo.png", "seal.png", "animal.png"]);
    // One file by two routes is one file, and its elements are the same.
    let twice = with(
        "use \"base.scene\"\nuse \"brand.scene\"\nuse \"base.scene\" as b\nboth on \"a shelf\"\nb.seal beside seal.lid\n",
    );
    assert!(!twice.has_errors(), "{}", said(&twice));
    assert_eq!(sources(&twice), ["logo.png", "seal.png"]);
}

#[test]
fn paths_belong_to_the_file_that_wrote_them() {
    let brand = r#"
logo = ref("logo.png")
up   = ref("../up.png")
two  = ref(["./front.png", "img/../side.png"], "bag")
far  = ref("https://example.com/far.png", "kite")
held = ref("7c2a1e0c-9f1d-4a53-8b8e-0f3d5a6b7c8d", "coin")
dot  = ref("data:image/png;base64,iVBORw0KGgo=", "dot")
team = group(glob("players/*.jpg"), "player", "team")
"#;
    let scene = "use \"../shared/brand.scene\"\nlogo and up and two and far and held and dot and team on \"a shelf\"\n";
    let compiled = run(&[("scenes/a.scene", scene), ("../shared/brand.scene", brand)]);
    let errors: Vec<_> = compiled.diagnostics.iter().filter(|it| it.is_error()).map(|it| &it.message).collect();
    assert!(errors.iter().all(|message| message.contains("data URI")), "{errors:?}");
    let brand = brand.replace("dot  = ref(\"data:image/png;base64,iVBORw0KGgo=\", \"dot\")", "dot = prop(\"a dot\")");
    let compiled = run(&[("scenes/a.scene", scene), ("../shared/brand.scene", &brand)]);
    assert_eq!(said(&compiled), "");
    assert_eq!(
        sources(&compiled),
        [
            "../shared/logo.png",
            "../up.png",
            "../shared/front.png",
            "../shared/side.png",
            "https://example.com/far.png",
            "7c2a1e0c-9f1d-4a53-8b8e-0f3d5a6b7c8d",
            "../shared/players/ana.jpg",
            "../shared/players/bo.jpg",
        ]
    );
    // Over two files, each path from its own.
    let scene = "use \"../shared/brand.scene\" as b\nb.both on \"a desk\"\n";
    let brand = "use \"parts/base.scene\" as base\nlogo = ref(\"logo.png\")\nboth = group(base.seal, logo)\n";
    let compiled = run(&[
        ("scenes/a.scene", scene),
        ("../shared/brand.scene", brand),
        ("../shared/parts/base.scene", "seal = ref(\"../seal.png\")\n"),
    ]);
    assert_eq!(said(&compiled), "");
    assert_eq!(sources(&compiled), ["../shared/seal.png", "../shared/logo.png"]);
    let names: Vec<_> = compiled.sources.names().collect();
    assert_eq!(names, ["scenes/a.scene", "shared/brand.scene", "shared/parts/base.scene"]);
}

#[test]
fn clashes_show_both_places() {
    let one = "logo = ref(\"logo.png\")\nrelation near_to { preposition \"near\" }\npreset look { style \"a\" }\n";
    let two = "\nlogo = ref(\"other.png\")\npreset look { style \"b\" }\n";
    let files = [("one.scene", one), ("two.scene", two)];
    let with = |scene| run(&[&[("a.scene", scene)], &files[..]].concat());
    let compiled = with("use \"one.scene\"\nuse \"two.scene\"\n\"a cat\" on \"a mat\"\n");
    insta::assert_snapshot!(render::human(
        &compiled.diagnostics,
        &compiled.sources,
        render::Look { colour: false, width: Some(90) }
    ));
    let own = with(
        "use \"one.scene\"\nlogo = ref(\"mine.png\")\nlogo on \"a mat\"\nrelation near_to { preposition \"by\" }\n",
    );
    assert_eq!(
        said(&own),
        "a.scene:2:1: error[duplicate-name]: `logo` is bound here and imported\n\
         a.scene:4:10: error[duplicate-name]: `near_to` is bound here and imported\n"
    );
    let places: Vec<_> =
        own.diagnostics[0].labels.iter().map(|label| own.sources.file(label.span.file).name()).collect();
    assert_eq!(places, ["a.scene", "a.scene", "one.scene"]);
    let apart = with("use \"one.scene\" as one\nuse \"two.scene\" as two\none.logo on two.logo\napply one.look\n");
    assert!(said(&apart).contains("alike-names") || !apart.has_errors(), "{}", said(&apart));
    let presets = with("preset x { style \"a\" }\npreset x { style \"b\" }\n\"a cat\" on \"a mat\"\napply x\n");
    assert_eq!(said(&presets), "a.scene:2:8: error[duplicate-name]: two presets are called `x`\n");
}

#[test]
fn a_word_before_names_must_be_free() {
    let one = "logo = ref(\"logo.png\")\n";
    let with = |scene| said(&run(&[("a.scene", scene), ("one.scene", one), ("two.scene", one)]));
    assert_eq!(
        with("use \"one.scene\" as mug\nmug = ref(\"mug.png\")\nmug on \"a mat\"\n"),
        "a.scene:1:20: error[duplicate-name]: `mug` is a name already\n"
    );
    assert_eq!(
        with("use \"one.scene\" as b\nuse \"two.scene\" as b\nb.logo on \"a mat\"\n"),
        "a.scene:2:20: error[duplicate-name]: `b` is a name already\n"
    );
    let reserved = with("use \"one.scene\" as keep\n\"a cat\" on \"a mat\"\n");
    assert!(reserved.starts_with("a.scene:1:20: error[reserved-word]"), "{reserved}");
    assert_eq!(
        with("use \"one.scene\" as b\nb on \"a mat\"\n"),
        "a.scene:2:1: error[unknown-name]: `b` is an imported file, and nothing by itself\n"
    );
    let tucked = run(&[("a.scene", "use \"b.scene\" as b\nb.logo b.tucked_under b.table\n"), ("b.scene", BRAND)]);
    assert_eq!(said(&tucked), "a.scene:2:8: error[unknown-name]: `b.tucked_under` is a relation, not an element\n");
    let unicode = run(&[
        ("a.scene", "use \"märke/größe.scene\" as märke\nmärke.schild on \"a mat\"\n"),
        ("märke/größe.scene", "schild = ref(\"üb/schild.png\")\n"),
    ]);
    assert_eq!(said(&unicode), "");
    assert_eq!(sources(&unicode), ["märke/üb/schild.png"]);
}

#[test]
fn unknown_names_are_advised() {
    let with = |scene| {
        let compiled = run(&[("a.scene", scene), ("brand.scene", BRAND)]);
        assert_eq!(compiled.diagnostics.len(), 1, "{}", said(&compiled));
        compiled.diagnostics[0].help.clone().unwrap_or_default()
    };
    assert_eq!(with("use \"brand.scene\" as b\nb.bottel on \"a mat\"\n"), "did you mean `b.bottle`?");
    assert_eq!(with("use \"brand.scene\"\nbottel on \"a mat\"\n"), "did you mean `bottle`?");
    assert_eq!(with("use \"brand.scene\" as b\n\"a cat\" on \"a mat\"\napply b.studoi\n"), "did you mean `b.studio`?");
    assert_eq!(with("use \"brand.scene\" as b\n\"a cat\" on \"a mat\"\napply studio\n"), "did you mean `b.studio`?");
}

#[test]
fn a_preset_stands_behind_the_scenes_own_words() {
    let cat = "\"a cat\" lying_on \"a mat\"\n";
    let same =
        |with: &str, without: &str| assert_eq!(alone(&format!("{cat}{with}")), alone(&format!("{cat}{without}")));
    let studio = "preset studio { lighting \"softbox light\"; style \"product photograph\"; avoid \"text\" }\n";
    same(&format!("{studio}apply studio"), "lighting \"softbox light\"\nstyle \"product photograph\"\navoid \"text\"");
    // The scene's own statement replaces the preset's, wherever it stands.
    same(
        &format!("{studio}lighting \"sun\"\napply studio"),
        "lighting \"sun\"\nstyle \"product photograph\"\navoid \"text\"",
    );
    same(
        &format!("apply studio\n{studio}lighting \"sun\""),
        "style \"product photograph\"\navoid \"text\"\nlighting \"sun\"",
    );
    same(
        &format!("{studio}apply studio\navoid \"text\""),
        "lighting \"softbox light\"\nstyle \"product photograph\"\navoid \"text\"",
    );
    same(
        &format!("{studio}apply studio\napply studio"),
        "lighting \"softbox light\"\nstyle \"product photograph\"\navoid \"text\"",
    );
    // A later one replaces an earlier one; different looks join.
    let dusk = "preset dusk { lighting \"dusk light\"; mood \"calm\"; avoid \"text\", \"people\" }\n";
    same(
        &format!("{studio}{dusk}apply studio\napply dusk"),
        "style \"product photograph\"\navoid \"text\"\nlighting \"dusk light\"\nmood \"calm\"\navoid \"people\"",
    );
    // The same aspect of something else is another look.
    let two = "fox = ref(\"fox.png\")\npreset p { color of fox \"red\"; color \"muted\" }\napply p\nfox on \"a rug\"\ncolor of fox \"blue\"";
    same(two, "fox = ref(\"fox.png\")\ncolor \"muted\"\nfox on \"a rug\"\ncolor of fox \"blue\"");
    // Settings, those that look like relations too.
    let compiled =
        run(&[("a.scene", &format!("{cat}preset p {{ format webp; seed 7; size 1:1 }}\napply p\nseed 9\nformat png"))]);
    assert_eq!(said(&compiled), "");
    let task = serde_json::to_value(&compiled.pass().task).unwrap();
    assert_eq!((&task["seed"], &task["outputFormat"], &task["width"]), (&9.into(), &"PNG".into(), &1024.into()));
}

#[test]
fn presets_hold_looks_alone() {
    let compiled = run(&[(
        "a.scene",
        "fox = ref(\"fox.png\")\npreset p {\n  style \"ink\"\n  fox on \"a rug\"\n  apply q\n  say \"Hello.\"\n  keep fox\n}\npreset q { lightning \"x\" }\nfox on \"a mat\"\n",
    )]);
    let expected = "a.scene:4:3: error[misplaced-statement]: this does not belong into a preset\n\
                    a.scene:5:3: error[misplaced-statement]: this does not belong into a preset\n\
                    a.scene:6:3: error[misplaced-statement]: this does not belong into a preset\n\
                    a.scene:7:3: error[misplaced-statement]: this does not belong into a preset\n\
                    a.scene:9:12: error[unknown-aspect]: no aspect or setting is called `lightning`\n";
    assert_eq!(said(&compiled), expected);
    // Presets that nobody applies may set the same thing.
    let both = "\"a cat\" on \"a mat\"\npreset a { size 1:1; seed 1 }\npreset b { size 4:3; seed 2 }\n";
    assert_eq!(said(&run(&[("a.scene", both)])), "");
    let one = "\"a cat\" on \"a mat\"\npreset a { seed 1; seed 2 }\n";
    assert_eq!(said(&run(&[("a.scene", one)])), "a.scene:2:20: error[duplicate-setting]: `seed` is set twice\n");
    let block = "use \"x.scene\"\n\"a cat\" on \"a mat\"\npreset p { use \"x.scene\" }\n";
    let found = said(&run(&[("a.scene", block), ("x.scene", "")]));
    assert_eq!(found, "a.scene:3:12: error[misplaced-statement]: this does not belong into a preset\n");
}

#[test]
fn rings_show_every_import() {
    let compiled = run(&[
        ("a.scene", "use \"b.scene\"\n\"a cat\" on \"a mat\"\n"),
        ("b.scene", "logo = ref(\"logo.png\")\nuse \"c.scene\" as c\n"),
        ("c.scene", "\n\nuse \"a.scene\" as a\n"),
    ]);
    insta::assert_snapshot!(render::human(
        &compiled.diagnostics,
        &compiled.sources,
        render::Look { colour: false, width: Some(90) }
    ));
    let own = run(&[("x/a.scene", "use \"./a.scene\"\nfox = ref(\"fox.png\")\nfox on \"a mat\"\n")]);
    assert_eq!(said(&own), "x/a.scene:1:1: error[import-cycle]: `x/a.scene` imports itself\n");
    // A ring that the scene is no part of.
    let behind = run(&[
        ("a.scene", "use \"b.scene\"\nlogo on \"a mat\"\n"),
        ("b.scene", "use \"c.scene\" as c\nlogo = ref(\"logo.png\")\n"),
        ("c.scene", "use \"b.scene\" as b\n"),
    ]);
    assert_eq!(said(&behind), "b.scene:1:1: error[import-cycle]: `b.scene` imports itself through `c.scene`\n");
}

#[test]
fn many_files_and_deep_ones_are_bounded() {
    let mut files: Vec<(String, String)> = vec![("a.scene".into(), "use \"0.scene\"\n\"a cat\" on \"a mat\"\n".into())];
    files.extend((0..100).map(|at| (format!("{at}.scene"), format!("use \"{}.scene\" as n\n", at + 1))));
    let deep: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let found = said(&run(&deep));
    assert_eq!(found, "31.scene:1:1: error[too-deep]: imports lead through more than 32 files\n");
    let wide = lines(0..120, |at| format!("use \"{at}.scene\" as n{at}\n"));
    let mut files: Vec<(String, String)> = vec![("a.scene".into(), wide + "\"a cat\" on \"a mat\"\n")];
    files.extend((0..120).map(|at| (format!("{at}.scene"), String::new())));
    let wide: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let found = run(&wide);
    assert_eq!(found.diagnostics.len(), 1);
    assert!(
        said(&found).starts_with("a.scene:101:1: error[scene-too-large]: a scene imports at most 100 files in all\n")
    );
    // A large file that is imported over and over.
    let large = lines(0..19_000, |at| format!("e{at} = prop(\"a cup\")\n"));
    let often = lines(0..600, |at| format!("use \"large.scene\" as n{at}\n"));
    let mentions = lines(0..600, |at| format!("n{at}.x on n{at}.e{at}\n"));
    let found = run(&[("a.scene", &(often + &mentions)), ("large.scene", &large)]);
    assert!(found.has_errors() && found.diagnostics.len() < 3_000, "{}", found.diagnostics.len());
    let found = run(&[
        ("a.scene", "use \"large.scene\"\nuse \"more.scene\" as m\n\"a cat\" on m.e1\n"),
        ("large.scene", &large),
        ("more.scene", &large),
    ]);
    assert!(
        said(&found).starts_with("a.scene:2:5: error[scene-too-large]: the imported files have more than 20000"),
        "{}",
        said(&found)
    );
    // A preset of a thousand lines applied in a thousand places stays within bounds.
    let avoids = lines(0..2000, |at| format!("  avoid \"thing {at}\"\n"));
    let many = format!("preset p {{\n{avoids}}}\n{}\"a cat\" on \"a mat\"\n", "apply p\n".repeat(2000));
    assert!(said(&run(&[("a.scene", &many)])).lines().count() < 5);
}

#[test]
fn imports_that_cannot_be_read_are_errors() {
    let with = |scene: &str| said(&run(&[("x/a.scene", scene), ("brand.scene", BRAND)]));
    let cat = "\"a cat\" on \"a mat\"\n";
    for (import, found) in [
        ("use \"gone.scene\"", "1:5: error[missing-file]: there is no file `gone.scene`"),
        ("use \"{kind}.scene\"", "1:7: error[element-in-hole]: the path of an import holds no names"),
        ("use \"\"", "1:5: error[empty-string]: these quotes hold no path"),
        (
            "use \"https://example.com/a.scene\"",
            "1:5: error[bad-url]: a scene is imported from a file, not from an address",
        ),
    ] {
        assert_eq!(with(&format!("{import}\n{cat}")), format!("x/a.scene:{found}\n"));
    }
    // The names of a file that could not be read are told once.
    let missed = with("use \"gone.scene\" as g\ng.logo on g.table\nsay \"{g.logo}\"\napply g.studio\n");
    assert_eq!(
        missed,
        "x/a.scene:1:5: error[missing-file]: there is no file `gone.scene`\n\
         x/a.scene:2:1: error[unknown-name]: nothing is known of `g.logo`\n"
    );
    // No files at all: an import is missing even then.
    assert!(scenewright::compile(&format!("use \"b.scene\"\n{cat}")).has_errors());
}

#[test]
fn findings_stand_in_their_file() {
    let brand = "logo = ref(\"logo.png\", again: 3)\nmug = ref(\"mug.png\"\nbad = ref()\n";
    let compiled = run(&[("a.scene", "use \"brand.scene\"\nlogo on mug\nfox on \"a mat\"\n"), ("brand.scene", brand)]);
    let found = said(&compiled);
    let files: Vec<_> = found.lines().map(|line| line.split(':').next().unwrap()).collect();
    assert_eq!(files, ["a.scene", "brand.scene", "brand.scene"], "{found}");
    assert!(found.contains("brand.scene:1:24: error[bad-argument]") && !found.contains("`mug`"), "{found}");
    // No fix of another file is offered here.
    assert!(compiled.diagnostics.iter().skip(1).all(|finding| finding.fixes.is_empty()));
    // Comments count for their own file.
    let brand = "fox = ref(\"fox.png\", again: \"foxes\") // scene: allow near-miss\npreset p {\n  lighitng of fox \"x\" // scene: allow near-miss\n}\n";
    let scene = "use \"brand.scene\"\nfox on \"a mat\"\napply p\n";
    assert_eq!(said(&run(&[("a.scene", scene), ("brand.scene", brand)])), "");
    let elsewhere = format!("// scene: allow near-miss\n{scene}");
    let silent = brand.replace(" // scene: allow near-miss", "");
    let found = said(&run(&[("a.scene", &elsewhere), ("brand.scene", &silent)]));
    assert!(found.contains("brand.scene:3:3: warning[near-miss]") && found.contains("unused-allow"), "{found}");
}

#[test]
fn a_library_is_sound_by_itself() {
    let library = |text: &str| {
        let compiled = run(&[("brand.scene", text)]);
        (compiled.library, said(&compiled), compiled.passes.len())
    };
    let sound = (true, String::new(), 0);
    let brand = BRAND.split("mood").next().unwrap();
    assert_eq!(library(brand), sound);
    assert_eq!(library("preset p { lighting \"sun\" }\n"), sound);
    assert_eq!(library("edition 1\nrelation tucked_by { preposition \"by\" }\n"), sound);
    let many = lines(0..40, |at| format!("e{at} = ref(\"{at}.png\")\n"));
    assert_eq!(library(&format!("{many}preset p {{ lighting \"sun\" }}\n")), sound);
    // What it binds and holds is looked at.
    assert!(library("logo = ref()\npreset p { lighting \"sun\" }\n").1.contains("bad-argument"));
    assert!(library("preset p { lightning \"sun\" }\n").1.contains("unknown-aspect"));
    // What asks for a picture is none.
    assert!(!library(BRAND).0);
    assert!(!library("preset p { lighting \"sun\" }\napply p\n").0);
    assert!(library("preset p { lighting \"sun\" }\nshot \"photo\"\n").2 == 1);
    assert!(library("").1.contains("empty-scene"));
}

#[test]
fn a_scene_without_reuse_is_left_as_it_is() {
    let text = "preset = ref(\"a.png\")\n";
    assert!(run(&[("a.scene", text)]).has_errors());
    let cat = "cat = ref(\"cat.png\")\ncat lying_on \"a mat\"\n";
    assert_eq!(alone(cat), alone(&format!("preset unused {{ mood \"dark\" }}\n{cat}")));
    assert_eq!(said(&run(&[("a.scene", &format!("preset p {{ mood \"x\" }}\nedition 1\n{cat}apply p\n"))])), "");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// A path is the same file from wherever it is seen, and comes out without detours.
    #[test]
    fn paths_lead_to_the_same_file(
        folder in prop::collection::vec("[a-c]|\\.\\.|\\.", 0..5),
        image in prop::collection::vec("[a-c]|\\.\\.|\\.", 0..5),
    ) {
        let import = [folder, vec!["brand.scene".into()]].concat().join("/");
        let image = [image, vec!["x.png".into()]].concat().join("/");
        let normal = |path: &str| {
            let mut out: Vec<&str> = Vec::new();
            for part in path.split('/').filter(|part| *part != ".") {
                if part == ".." && out.last().is_some_and(|last| *last != "..") { out.pop(); } else { out.push(part); }
            }
            out.join("/")
        };
        let scene = format!("use \"{import}\" as b\nb.logo on \"a mat\"\n");
        let brand = format!("logo = ref(\"{image}\")\n");
        let compiled = run(&[("a.scene", &scene), (&normal(&import), &brand)]);
        prop_assert_eq!(said(&compiled), "");
        let folder = import.strip_suffix("brand.scene").unwrap_or_default();
        prop_assert_eq!(sources(&compiled), [normal(&format!("{folder}{image}"))]);
    }

    /// Nothing panics, whatever the files hold.
    #[test]
    fn no_files_make_it_panic(cuts in prop::collection::vec((0..400_usize, 0..400_usize), 1..4)) {
        let mut brand = BRAND.to_owned();
        for (from, to) in cuts {
            let (from, to) = (from.min(to).min(brand.len()), from.max(to).min(brand.len()));
            brand.replace_range(from..(from + (to - from) / 4), "");
        }
        let scene = "use \"brand.scene\" as b\nuse \"brand.scene\"\npair on b.table.book\napply b.studio\napply studio\n";
        let compiled = run(&[("a.scene", scene), ("brand.scene", &brand)]);
        let _ = (said(&compiled), run(&[("brand.scene", &brand), ("a.scene", scene)]));
    }
}
