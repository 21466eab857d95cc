//! Scenes in passes. What is checked: what the language promises of written and of planned passes, in worked lines; and
//! for random scenes that every relation is said in exactly one pass, the first in which all that it names is there, that
//! no pass sends more than the model takes, and that the positions of each pass are its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::format_push_string)] // scenes are written piece by piece
#![allow(clippy::struct_excessive_bools)] // what a scene holds is a row of yes and no

mod support {
    pub mod draws;
    pub mod elements;
    pub mod english;
    pub mod looks;
    pub mod rows;
    #[allow(dead_code)] // what only other tests ask of a scene
    pub mod scenes;
    pub mod tape;
}

use std::collections::{BTreeMap, BTreeSet};

use scenewright::compile::{Compiled, Input, NoFiles, Pass, compile};
use scenewright::source::FileId;
use scenewright::syntax::ast::{List, Piece, Relation, StatementKind, Term};
use scenewright::syntax::parse;

use support::draws::hold;
use support::english::{faults, positions};
use support::rows::rows;
use support::scenes::{Sample, sample};

const CASES: u32 = 300;

const TABLE: &str = r#"
watch   = ref("watch.jpg")
table   = ref("table.jpg", "wooden table") { book = "open book" }
flowers = ref("flowers.jpg")
"#;

fn compiled(text: &str) -> Compiled {
    compile(&Input { name: "passes.scene", text, files: &NoFiles, ..Input::default() })
}

/// The prompts of all passes of a sound scene.
fn prompts(text: &str) -> Vec<String> {
    let found = compiled(text);
    let findings: Vec<&str> = found.diagnostics.iter().map(|finding| finding.message.as_str()).collect();
    assert!(!found.has_errors(), "{findings:?}");
    found.passes.iter().map(|pass| pass.prompt.clone()).collect()
}

fn with_table(text: &str) -> Vec<String> {
    prompts(&format!("{TABLE}{text}"))
}

fn sources(pass: &Pass) -> Vec<&str> {
    pass.references.iter().map(|reference| reference.source.as_str()).collect()
}

/// The code and message of each error.
fn errors(text: &str) -> Vec<String> {
    let found = compiled(text);
    let errors = found.diagnostics.iter().filter(|finding| finding.is_error());
    errors.map(|finding| format!("{}: {}", finding.code.name(), finding.message)).collect()
}

/// What a preset holds is said where it is applied, in pictures of passes too: wherever the preset stands.
#[test]
fn a_preset_is_said_in_its_turn() {
    let preset = "preset look { style \"storybook illustration\" }\n";
    for passes in ["passes 1\n", "", "pass one {\n  watch resting_on table\n}\n"] {
        let relation = if passes.contains("one") { "" } else { "watch resting_on table\n" };
        let said = |text: &str| with_table(&text.replace("PASSES", passes).replace("RELATION\n", relation));
        let plain = said("PASSESRELATION\nlighting \"dusk\"\nstyle \"storybook illustration\"\nmood \"calm\"\n");
        let applied = "PASSESRELATION\nlighting \"dusk\"\napply look\nmood \"calm\"\n";
        assert_eq!(said(&format!("{preset}{applied}")), plain, "{passes}");
        assert_eq!(said(&format!("{applied}{preset}")), plain, "{passes}");
    }
}

#[test]
fn a_pass_goes_on_with_the_picture_of_another() {
    let text = format!(
        "{TABLE}pass table_scene {{ watch resting_on table }}\n\
         pass with_flowers from table_scene {{ flowers standing_beside watch }}\n"
    );
    let found = compiled(&text);
    assert_eq!(
        found.passes.iter().map(|pass| pass.prompt.as_str()).collect::<Vec<_>>(),
        [
            "Place the watch from the first image onto the wooden table from the second image.",
            "Edit the picture in the first image: add the flowers from the second image standing beside the watch. \
             Keep everything else in the first image unchanged.",
        ]
    );
    let [first, second] = found.passes.as_slice() else { panic!() };
    assert_eq!(sources(second), ["result:table_scene", "flowers.jpg"]);
    assert_eq!(second.depends_on, ["table_scene"]);
    // The task names the picture by the task that makes it.
    assert_eq!(second.task.images(), [&*format!("result:{}", first.task.task_uuid), "flowers.jpg"]);
}

#[test]
fn what_holds_for_the_picture_is_said_in_every_pass() {
    let said = with_table(
        "lighting \"golden-hour light\"\nstyle \"photorealistic\"\navoid \"text\"\nshot \"still life\"\n\
         keep watch and flowers\n\
         pass one { watch resting_on table }\n\
         pass two from one { flowers standing_beside watch }\n",
    );
    assert_eq!(
        said,
        [
            "Combine the watch from the first image and the wooden table from the second image into one still life: \
             the watch resting on the wooden table, golden-hour light, photorealistic. Keep the watch looking exactly \
             as in the first image. Leave out text.",
            "Edit the picture in the first image: add the flowers from the second image standing beside the watch, \
             golden-hour light, photorealistic. Keep the flowers looking exactly as in the second image. Keep \
             everything else in the first image unchanged. Leave out text.",
        ]
    );
}

#[test]
fn a_pass_may_replace_what_holds_for_the_picture() {
    let said = with_table(
        "lighting \"golden-hour light\"\n\
         pass one { watch resting_on table }\n\
         pass dusk from one { lighting \"blue dusk\" }\n\
         pass late from dusk { flowers standing_beside watch }\n",
    );
    assert_eq!(
        said[1], "Edit the picture in the first image: change the lighting to blue dusk.",
        "a change of the whole picture leaves nothing unchanged"
    );
    assert!(!said[2].contains("golden-hour"), "{}", said[2]);
}

#[test]
fn a_look_that_the_picture_has_already_is_no_change() {
    let said = with_table(
        "preset studio { lighting \"soft light\"; style \"product photography\" }\n\
         pass one { watch resting_on table; apply studio }\n\
         pass two from one { flowers standing_beside watch; apply studio }\n\
         pass three from two { \"a cat\" under table; lighting \"dusk\" }\n",
    );
    assert!(said[1].contains("standing beside the watch, soft light, product photography."), "{}", said[1]);
    assert!(said[1].contains("Keep everything else in the first image unchanged."), "{}", said[1]);
    assert!(said[2].contains("change the lighting to dusk"), "{}", said[2]);
}

#[test]
fn what_a_pass_sets_holds_for_those_that_go_on_from_it() {
    let text = format!(
        "{TABLE}seed 1\npass one {{ watch resting_on table; seed 2; size 4:3 }}\n\
         pass two from one {{ flowers standing_beside watch }}\npass other {{ flowers on table }}\n"
    );
    let found = compiled(&text);
    let set: Vec<_> = found.passes.iter().map(|pass| (pass.task.seed, pass.task.width)).collect();
    assert_eq!(set, [(Some(2), Some(1200)), (Some(2), Some(1200)), (Some(1), None)]);
}

#[test]
fn a_pass_sets_its_own_settings() {
    let text = format!(
        "{TABLE}seed 1\nquality 90\npass one {{ watch resting_on table }}\n\
         pass two from one {{ flowers standing_beside watch; seed 2 }}\n"
    );
    let found = compiled(&text);
    let seeds: Vec<_> = found.passes.iter().map(|pass| (pass.task.seed, pass.task.output_quality)).collect();
    assert_eq!(seeds, [(Some(1), Some(90)), (Some(2), Some(90))]);
}

#[test]
fn a_reference_is_sent_again_where_the_pass_keeps_it() {
    let text = format!(
        "{TABLE}pass one {{ watch resting_on table }}\n\
         pass two from one {{ flowers standing_beside watch; keep watch }}\n"
    );
    let found = compiled(&text);
    assert_eq!(
        found.passes[1].prompt,
        "Edit the picture in the first image: add the flowers from the second image standing beside the watch in the \
         first image. Keep the watch looking exactly as in the third image. Keep everything else in the first image \
         unchanged."
    );
    assert_eq!(sources(&found.passes[1]), ["result:one", "flowers.jpg", "watch.jpg"]);
}

#[test]
fn parts_live_in_the_picture_too() {
    let said = with_table(
        "pass one { watch resting_on table }\n\
         pass two from one { flowers lying_on table.book; \"a spoon\" beside table.edge }\n",
    );
    assert_eq!(
        said[1],
        "Edit the picture in the first image: place the flowers from the second image onto the open book; add a spoon \
         beside the wooden table's edge. Keep everything else in the first image unchanged."
    );
}

#[test]
fn results_are_references_with_what_lives_in_them() {
    let text = "
mug = ref(\"mug.jpg\"); dog = ref(\"dog.jpg\"); cat = ref(\"cat.jpg\")
kitchen = result(one, \"kitchen scene\")
den = result(two)
pass one { mug standing_on \"a shelf\" }
pass two { dog lying_on \"a rug\" }
pass three { kitchen left_of den; cat beside mug }
";
    let found = compiled(text);
    assert_eq!(
        found.passes[2].prompt,
        "Combine the mug and the kitchen scene from the first image, the picture from the second image, and the cat \
         from the third image into one scene: the kitchen scene to the left of the picture; the cat beside the mug."
    );
    assert_eq!(sources(&found.passes[2]), ["result:one", "result:two", "cat.jpg"]);
    assert_eq!(found.passes[2].depends_on, ["one", "two"]);
}

#[test]
fn the_picture_of_the_pass_below_may_have_a_name() {
    let said = with_table(
        "still = result(one, \"still life\")\n\
         pass one { watch resting_on table }\n\
         pass two from one { flowers standing_beside watch; say \"{still} stays calm.\"; keep still recognizable }\n",
    );
    assert_eq!(
        said[1],
        "Edit the still life in the first image: add the flowers from the second image standing beside the watch. The \
         still life stays calm. Keep the still life recognizable. Keep everything else in the first image unchanged."
    );
}

#[test]
fn statements_outside_go_once_to_the_first_pass_that_has_all() {
    let said = with_table(
        "pass one { watch resting_on table }\n\
         pass two from one { flowers standing_on table }\n\
         pass three from two { \"a cat\" under table }\n\
         flowers left_of watch\nsay \"{watch} ticks.\"\n",
    );
    assert!(said[0].ends_with("The watch ticks."), "{}", said[0]);
    assert!(said[1].contains("show the flowers to the left of the watch"), "{}", said[1]);
    assert!(!said[2].contains("flowers") && !said[2].contains("ticks"), "{}", said[2]);
}

#[test]
fn the_edited_picture_goes_on_through_the_passes() {
    let said = prompts(
        "room  = ref(\"room.jpg\", \"living room\") { sofa = \"grey sofa\"; window = \"tall window\" }\n\
         chair = ref(\"chair.jpg\", \"rattan armchair\"); lamp = ref(\"lamp.jpg\", \"floor lamp\")\n\
         pass one { edit room; replace room.sofa with chair }\n\
         pass two from one { lamp standing_beside room.window; remove room.clutter; keep rest recognizable }\n",
    );
    assert_eq!(
        said,
        [
            "Edit the living room in the first image: replace the grey sofa with the rattan armchair from the second \
             image. Keep everything else in the first image unchanged.",
            "Edit the picture in the first image: add the floor lamp from the second image standing beside the tall \
             window; remove the clutter. Keep everything else in the first image recognizable.",
        ]
    );
}

#[test]
fn what_fits_is_not_split_unless_asked() {
    let scene = |passes: &str| format!("{TABLE}{passes}\nwatch resting_on table\nflowers standing_beside watch\n");
    let whole = prompts(&scene(""));
    assert_eq!(prompts(&scene("passes auto")), whole);
    assert_eq!(prompts(&scene("passes 3")), whole);
    assert_eq!(prompts(&scene("passes 2")).len(), 2);
    assert_eq!(prompts(&scene("passes 1")).len(), 3);
}

#[test]
fn plans_say_why_each_pass_is_made() {
    let text = format!("{TABLE}passes 2\nwatch resting_on table\nflowers standing_beside watch\n");
    let found = compiled(&text);
    let why: Vec<&str> = found.passes.iter().map(|pass| pass.why.as_str()).collect();
    assert_eq!(why, ["begins with the table and the watch on the table", "adds the flowers beside the watch"]);
    assert_eq!(found.passes[1].name, "pass_2");
    assert_eq!(found.passes[1].depends_on, ["pass_1"]);
}

/// What each planned pass brings in.
fn reasons(text: &str) -> Vec<String> {
    let found = compiled(text);
    assert!(!found.has_errors());
    assert!(!found.diagnostics.iter().any(|finding| finding.code.name() == "unused-element"), "{text}");
    found.passes.iter().map(|pass| pass.why.clone()).collect()
}

#[test]
fn what_things_stand_on_comes_first() {
    let text = "passes 2
lemons = ref(\"1.jpg\", \"lemons\"); bowl = ref(\"2.jpg\"); counter = ref(\"3.jpg\"); board = ref(\"4.jpg\"); bread = ref(\"5.jpg\")
lemons lying_in bowl
bread lying_on board
board lying_on counter
bowl standing_on counter, left_of board
";
    assert_eq!(
        reasons(text),
        [
            "begins with the counter and the bowl on the counter",
            "adds the lemons in the bowl and the board on the counter",
            "adds the bread on the board",
        ]
    );
    let said = prompts(text);
    assert!(said[1].contains("show the bowl standing on the counter to the left of the board"), "{}", said[1]);
}

#[test]
fn what_is_held_and_worn_comes_with_its_owner() {
    let text = "passes 3
yard = ref(\"1.jpg\"); cart = ref(\"2.jpg\"); dog = ref(\"3.jpg\"); man = ref(\"4.jpg\"); hat = ref(\"5.jpg\"); rake = ref(\"6.jpg\")
cart standing_in yard
man left_of cart
dog under cart
man holding rake
man wearing hat
";
    assert_eq!(
        reasons(text),
        [
            "begins with the yard, the cart in the yard and the dog under the cart",
            "adds the man to the left of the cart, and the rake and the hat for the man",
        ]
    );
}

#[test]
fn a_group_comes_as_one_and_a_prop_with_what_it_is_at() {
    let text = "passes 3
park = ref(\"1.jpg\"); bench = ref(\"2.jpg\"); mum = ref(\"3.jpg\"); dad = ref(\"4.jpg\"); dog = ref(\"5.jpg\")
kin = group(mum, dad, \"family\")
sign = prop(\"a small sign\")
note = text(\"2 pm\")
kin sitting_on bench
bench standing_in park
dog lying_under bench
note painted_on sign
sign hanging_from mum
";
    let said = prompts(text);
    assert_eq!(said.len(), 2);
    assert!(!said[0].contains("mum") && !said[0].contains("sign"), "{}", said[0]);
    assert_eq!(
        said[1],
        "Edit the picture in the first image: add the family (the mum from the second image and the dad from the third \
         image) sitting on the bench; add a small sign hanging from the mum; paint the exact text \"2 pm\" onto the small \
         sign. Keep everything else in the first image unchanged."
    );
}

#[test]
fn what_comes_before_its_statement_is_not_unused() {
    let text = "passes 2
lady = ref(\"1.jpg\", \"woman\"); hat = ref(\"2.jpg\"); coat = ref(\"3.jpg\"); scarf = ref(\"4.jpg\")
lady wearing hat and coat and scarf
";
    assert_eq!(
        reasons(text),
        ["begins with the lady and the hat for the lady", "adds the coat and the scarf for the lady"]
    );
    // What no statement names at all is told once.
    let found = compiled(&format!("{text}dog = ref(\"5.jpg\")\n"));
    let unused = found.diagnostics.iter().filter(|finding| finding.code.name() == "unused-element");
    assert_eq!(unused.map(|finding| finding.message.as_str()).collect::<Vec<_>>(), ["no statement mentions `dog`"]);
}

/// A scene of twenty references in a row.
fn crowded(passes: &str) -> String {
    let mut text = format!("{passes}\n");
    for at in 0..20 {
        text.push_str(&format!("thing_{at} = ref(\"{at}.jpg\", \"{} thing\")\n", at + 100));
    }
    for at in 1..20 {
        text.push_str(&format!("thing_{at} beside thing_{}\n", at - 1));
    }
    text
}

#[test]
fn more_than_the_model_takes_shows_the_planned_passes() {
    let found = compiled(&crowded(""));
    let finding = found.diagnostics.iter().find(|finding| finding.is_error()).unwrap();
    assert_eq!(finding.code.name(), "too-many-references");
    let help = finding.help.as_deref().unwrap();
    assert!(
        help.starts_with(
            "write `passes auto` to build the picture up in two passes: pass 1: thing_1, thing_0, thing_2"
        ),
        "{help}"
    );
    let planned = compiled(&crowded("passes auto"));
    assert_eq!(planned.passes.iter().map(|pass| pass.references.len()).collect::<Vec<_>>(), [10, 11]);
}

#[test]
fn what_cannot_be_made_so_is_an_error() {
    for (text, expected) in [
        ("pass a { watch on table }\npass b from c { flowers beside watch }", "bad-pass: no pass is called `c`"),
        (
            "pass a from b { watch on table }\npass b { flowers beside watch }",
            "bad-pass: `b` is made later than this pass",
        ),
        ("pass a from a { watch on table }", "bad-pass: `a` cannot go on with its own picture"),
        ("pass a { watch on table }\npass a { flowers beside watch }", "duplicate-name: two passes are called `a`"),
        ("pass a { }", "bad-pass: the pass `a` is empty"),
        ("pass a { watch on table; passes 3 }", "bad-pass: a pass holds no other passes"),
        ("pass a { watch on table; pass b { flowers beside watch } }", "bad-pass: a pass holds no other passes"),
        (
            "passes 2\npass a { watch on table }",
            "bad-pass: the compiler plans no passes where the scene writes its own",
        ),
        (
            "pass a { watch on table }\npasses 2",
            "bad-pass: the compiler plans no passes where the scene writes its own",
        ),
        ("passes 2\npasses 3\nwatch on table", "duplicate-setting: `passes` is given twice"),
        ("passes 0\nwatch on table", "bad-pass: a pass brings in at least one reference"),
        ("passes many\nwatch on table", "bad-pass: `many` is no number of references"),
        (
            "pass a { watch on table }\npass b from a { edit table; flowers beside watch }",
            "bad-edit: a pass with `from` edits the picture of the earlier pass already",
        ),
        ("pass a { watch on table; edit watch; edit table }", "bad-edit: a scene edits one picture"),
        (
            "pass a { watch on \"a box\" }\npass b { flowers on table }\nwatch left_of flowers",
            "bad-pass: no pass shows `watch` and `flowers` together",
        ),
        ("base = result(b)\npass a { watch on table }", "bad-pass: no pass is called `b`"),
        ("base = result(\"a\")\npass a { watch on table }", "bad-argument: `result` begins with the name of a pass"),
        ("base = result()\npass a { watch on table }", "bad-argument: `result` lacks an argument"),
        (
            "base = result(b)\npass a { watch on base }\npass b { flowers on table }",
            "bad-pass: `a` needs the picture of `b`, which is made later",
        ),
        ("base = result(a)\npass a { watch on base }", "bad-pass: `a` cannot show its own picture"),
        ("base = result(a)\nbase on table", "bad-pass: no pass is called `a`"),
        (
            "pass a { watch on table }\npass b from a { remove flowers }",
            "bad-pass: `flowers` is not in the picture of `a`, so that it cannot be removed",
        ),
        (
            "pass a { watch on table }\npass b from a { remove watch }\npass c from b { keep watch; flowers on table }",
            "used-after-removal: `watch` was removed by an earlier pass",
        ),
        (
            "pass a { watch on table }\npass b from a { replace watch with flowers }\npass c from b { watch beside flowers }",
            "used-after-removal: `watch` was replaced by an earlier pass",
        ),
        ("remove table.book\nwatch on table", "outside-edit: `remove` changes a picture, but the scene edits none"),
        ("w = ref(\"result:a\")\nw on table", "bad-url: the picture of a pass is not written as a path"),
    ] {
        let found = errors(&format!("{TABLE}{text}\n"));
        assert_eq!(found, [expected], "{text}");
    }
}

/// The names in a relation that are elements, with the members of groups.
fn named(relation: &Relation) -> BTreeSet<String> {
    let lists = relation.head.iter().chain(relation.clauses.iter().flat_map(|clause| &clause.lists));
    let mut names = BTreeSet::new();
    for term in lists.flat_map(|list: &List| &list.terms) {
        match term {
            Term::Path(path) => {
                names.insert(path.words[0].text.to_string());
            }
            Term::Text(text) => names.extend(text.pieces.iter().filter_map(|piece| match piece {
                Piece::Hole(path) => Some(path.words[0].text.to_string()),
                Piece::Plain(_) => None,
            })),
        }
    }
    names
}

#[test]
fn planned_passes_say_every_relation_once_where_all_is_there() {
    hold(CASES, &rows(), |rows| {
        let Sample { text, .. } = sample(&rows);
        // A pin claims a place among all references, which passes do not have.
        let text = text.replace(", at: ", ", count: ");
        if compiled(&text).diagnostics.iter().any(|finding| finding.code.name() == "contradictory-order") {
            return Ok(());
        }
        for most in 1..4 {
            let text = format!("{text}\npasses {most}\n");
            planned(&text).map_err(|why| {
                let prompts: Vec<String> = compiled(&text).passes.iter().map(|pass| pass.prompt.clone()).collect();
                format!("{why}\n--- scene\n{text}\n--- prompts\n{}\n", prompts.join("\n"))
            })?;
        }
        Ok(())
    });
}

fn planned(text: &str) -> Result<(), String> {
    let found = compiled(text);
    let mut errors = found.diagnostics.iter().filter(|finding| finding.is_error());
    // Nothing tells two things of one name apart once they are in one picture.
    if errors.clone().any(|error| error.code.name() == "alike-names") {
        return Ok(());
    }
    if let Some(error) = errors.next() {
        return Err(format!("{}: {}", error.code.name(), error.message));
    }
    let parsed = parse(FileId::default(), text);
    let bindings = parsed.file.statements.iter().filter_map(|statement| match &statement.kind {
        StatementKind::Binding(binding) => Some(binding),
        _ => None,
    });
    // Elements are numbered as they are bound, groups behind all others.
    let (groups, others): (Vec<_>, Vec<_>) = bindings.partition(|binding| binding.maker.text == "group");
    let names: Vec<String> = others.iter().map(|binding| binding.name.text.to_string()).collect();
    let groups: BTreeSet<String> = groups.iter().map(|binding| binding.name.text.to_string()).collect();
    let mut first: BTreeMap<String, usize> = BTreeMap::new();
    for (at, pass) in found.passes.iter().enumerate() {
        let mut said = positions(&pass.prompt);
        said.sort_unstable();
        said.dedup();
        if said != (1..=pass.references.len()).collect::<Vec<_>>() {
            return Err(format!("pass {at} says {said:?} of {} images", pass.references.len()));
        }
        if pass.references.len() > 14 {
            return Err(format!("pass {at} sends {} references", pass.references.len()));
        }
        let faults = faults(&pass.prompt);
        if !faults.is_empty() {
            return Err(format!("pass {at}: {faults:?}"));
        }
        for mention in &pass.mentions {
            if let Some(name) = names.get(mention.element) {
                first.entry(name.clone()).or_insert(at);
            }
        }
    }
    for statement in &parsed.file.statements {
        let StatementKind::Relation(relation) = &statement.kind else { continue };
        if text[statement.span.range()].starts_with("format ") {
            continue;
        }
        let says = |pass: &Pass| pass.stretches.iter().any(|one| one.span == statement.span && one.rule == "relation");
        let said: Vec<usize> = (0..found.passes.len()).filter(|at| says(&found.passes[*at])).collect();
        let expected = named(relation).iter().filter_map(|name| first.get(name)).max().copied().unwrap_or(0);
        let [only] = said.as_slice() else {
            return Err(format!("`{}` is said in passes {said:?}", &text[statement.span.range()]));
        };
        let grouped = named(relation).iter().any(|name| groups.contains(name));
        if *only < expected || (*only > expected && !grouped) {
            return Err(format!("`{}` is said in pass {only}, and {expected} has all", &text[statement.span.range()]));
        }
    }
    Ok(())
}

#[test]
fn what_is_left_out_of_a_reference_is_said_where_that_lends_its_look() {
    let dancers = "woman = ref(\"woman.jpg\")\ndancer = ref(\"dancer.jpg\")\nhat = ref(\"hat.jpg\")\n";
    let said = prompts(&format!(
        "{dancers}avoid rest from dancer\n\
         pass one {{ woman in \"a hall\"; pose of woman from dancer }}\n\
         pass two from one {{ woman wearing hat }}\n"
    ));
    assert!(said[0].ends_with("Take nothing but the pose from the second image."), "{}", said[0]);
    assert!(!said[1].contains("Take nothing"), "{}", said[1]);
    // What no pass has to do with is left out in the first, as without passes.
    let avoids = format!("{dancers}avoid \"the floor\" from dancer\n");
    let alone = prompts(&format!("{avoids}woman wearing hat\n"));
    assert_eq!(prompts(&format!("{avoids}pass one {{ woman wearing hat }}\n")), alone);
}

#[test]
fn what_is_kept_outside_comes_even_if_it_lends_its_look_as_well() {
    let text = "fox = ref(\"fox.jpg\")\nhen = ref(\"hen.jpg\")\nlighting match fox\nkeep fox\n";
    let alone = prompts(&format!("{text}hen in \"a barn\"\n"));
    assert_eq!(prompts(&format!("{text}pass one {{ hen in \"a barn\" }}\n")), alone);
}

#[test]
fn a_pass_is_made_by_its_own_model() {
    let passes = "pass one { watch on table }\npass two from one { flowers beside watch; model google:4@2 }\n";
    let found = compiled(&format!("{TABLE}{passes}"));
    let models: Vec<&str> = found.passes.iter().map(|pass| pass.task.model.as_str()).collect();
    assert_eq!(models, ["google:4@3", "google:4@2"]);
    let unknown = format!("{TABLE}{}", passes.replace("google:4@2", "nope:1@1"));
    assert_eq!(errors(&unknown), ["unknown-model: no model is known as `nope:1@1`"]);
    // One that all passes share is told once, each place of its own.
    assert_eq!(errors(&format!("model nope:1@1\n{TABLE}pass one {{ watch on table }}\n")).len(), 1);
    assert_eq!(errors(&format!("model nope:1@1\n{unknown}")).len(), 2);
}
