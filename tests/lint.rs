//! The lints that judge what a scene says. What comes in: scenes in which a lint has something to say, and their sound
//! neighbours. What goes out: nothing, if the message is in the user's words and the labels stand at the very characters.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::format_push_string, clippy::format_collect)] // scenes are written piece by piece

#[path = "support/photographs.rs"]
mod photographs;

use photographs::Photographs;
use scenewright::compile::{Compiled, Input, compile};
use scenewright::diagnostic::Diagnostic;

const CAST: &str = r#"a = ref("a.jpg", "armchair")
b = ref("b.jpg", "basket")
c = ref("c.jpg", "clock")
"#;

fn compiled(text: &str) -> Compiled {
    compile(&Input { name: "a.scene", text, files: &Photographs, strict_files: true, ..Input::default() })
}

/// The findings of one code.
fn of(text: &str, code: &str) -> Vec<Diagnostic> {
    compiled(text).diagnostics.into_iter().filter(|finding| finding.code.name() == code).collect()
}

/// What the labels of a finding point at.
fn places<'t>(text: &'t str, finding: &Diagnostic) -> Vec<&'t str> {
    finding.labels.iter().map(|label| &text[label.span.range()]).collect()
}

/// One finding of this code with this message, and its labels at these words.
fn one(text: &str, code: &str, message: &str, labels: &[&str]) {
    let found = of(text, code);
    let messages: Vec<&str> = found.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(messages, [message], "{text}");
    assert_eq!(places(text, &found[0]), labels, "{text}");
    assert!(found[0].help.is_some(), "{text}");
}

fn none(text: &str, code: &str) {
    let found = of(text, code);
    assert!(found.is_empty(), "{text}\n{found:?}");
}

/// The cast, and these statements.
fn cast(statements: &str) -> String {
    format!("{CAST}{statements}")
}

/// What the only fix of the only finding makes of a scene.
fn fixed(text: &str, code: &str) -> String {
    let found = of(text, code);
    let [finding] = found.as_slice() else { panic!("{text}\n{found:?}") };
    let [fix] = finding.fixes.as_slice() else { panic!("{finding:?}") };
    let mut out = text.to_owned();
    let mut edits = fix.edits.clone();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    for edit in edits {
        out.replace_range(edit.span.range(), &edit.text);
    }
    out
}

#[test]
fn things_cannot_carry_each_other() {
    let code = "support-cycle";
    let two = cast("a standing_on b\nb standing_on a");
    let message = "`b` cannot be standing on `a`, which is on or in `b` itself";
    one(&two, code, message, &["standing_on a", "standing_on b"]);
    let mixed = cast("a inside b\nb on c, beside a\nc in a");
    let message = "`c` cannot be in `a`, which in the end is on or in `c` itself";
    one(&mixed, code, message, &["in a", "inside b", "on c"]);
    one(&cast("a lying_on a"), code, "`a` cannot be lying on itself", &["lying_on a"]);
    one(
        &cast("a and b standing_on c\nc standing_on b"),
        code,
        "`c` cannot be standing on `b`, which is on or in `c` itself",
        &["standing_on b", "standing_on c"],
    );
    // Clauses say it of the subject.
    assert_eq!(of(&cast("a beside c, standing_on b\nb on a, quietly"), code).len(), 1);
}

#[test]
fn a_ring_of_any_length_is_found_once() {
    let names: Vec<String> = (0..60).map(|n| format!("e{n}")).collect();
    let mut text: String = names.iter().map(|name| format!("{name} = prop(\"a {name} box\")\n")).collect();
    for pair in names.windows(2) {
        text.push_str(&format!("{} on {}\n", pair[0], pair[1]));
    }
    none(&text, "support-cycle");
    text.push_str("e59 on e0\n");
    let found = of(&text, "support-cycle");
    assert_eq!((found.len(), found[0].labels.len()), (1, 60));
}

#[test]
fn what_can_be_carried_is() {
    for statements in [
        "a on b\nb on c",
        "a on b\nb beside a",
        "a on b.lid\nb on a.seat",
        "a in b\nb in a.reflection",
        "a on b\na on b",
        "a wrapped_in b\nb on a",
        "a on b and c",
        "\"a cat\" on a\na on \"a cat\"",
        "g = group(a, b, \"pair\")\nc on g\nb on \"a rug\"",
    ] {
        none(&cast(statements), "support-cycle");
    }
}

#[test]
fn left_and_right_agree() {
    let code = "contradictory-order";
    let two = cast("a left_of b\nb to_the_left_of a");
    let message = "`b` is to the left of `a`, but another line says the opposite";
    one(&two, code, message, &["to_the_left_of a", "left_of b"]);
    let found = of(&two, code);
    assert_eq!(found[0].labels[1].text, "`a` is to the left of `b`");
    let turned = cast("a left_of b\na right_of b");
    one(&turned, code, "`a` is to the right of `b`, but another line says the opposite", &["right_of b", "left_of b"]);
    let ring = cast("a above b\nc below b\nc above a");
    one(&ring, code, "`c` is above `a`, but other lines together say the opposite", &["above a", "above b", "below b"]);
    one(&cast("a behind a"), code, "`a` cannot be behind itself", &["behind a"]);
    one(
        &cast("a standing_behind b\nb standing_behind a"),
        code,
        "`b` is behind `a`, but another line says the opposite",
        &["standing_behind a", "standing_behind b"],
    );
    // A word that the lexicon lacks ends in a direction that it knows.
    assert_eq!(of(&cast("a strolling_left_of b\nb left_of a"), code).len(), 1);
    let own = "relation drifting_by { participle \"drifting\"; preposition \"to the left of\"; class order }\n";
    assert_eq!(of(&cast(&format!("{own}a drifting_by b\nb left_of a")), code).len(), 1);
}

#[test]
fn places_in_the_picture_count() {
    let code = "contradictory-order";
    let sides = cast("a on_the_left\nb on_the_right\nb left_of a");
    let message = "`b` is to the left of `a`, but other lines together say the opposite";
    one(&sides, code, message, &["left_of a", "on_the_left", "on_the_right"]);
    one(
        &cast("a in_the_top_left_corner\na in_the_bottom_left_corner"),
        code,
        "`a` is in the lower part of the picture, but another line says the opposite",
        &["in_the_bottom_left_corner", "in_the_top_left_corner"],
    );
    assert_eq!(of(&cast("a in_the_foreground, in_the_background"), code).len(), 1);
    // Behind its desk a thing may be nearer to the viewer.
    none(&cast("a behind b\na in_the_foreground\nb in_the_background"), code);
}

#[test]
fn what_may_stand_on_both_sides_does() {
    for statements in [
        "a left_of b\na left_of c",
        "a left_of b\nb right_of a",
        "a left_of b\na above b\na behind b",
        "a left_of b.handle\nb left_of a",
        "f = prop(\"some flowers\")\nf left_of a\nf right_of a",
        "p = ref(\"p.jpg\", \"pear\", count: 3)\np left_of a\np right_of a",
        "a beside b\nb beside a",
        "\"a cat\" left_of a\na left_of \"a cat\"",
    ] {
        none(&cast(statements), "contradictory-order");
    }
}

#[test]
fn what_is_gone_is_not_spoken_of() {
    let code = "used-after-removal";
    let edit = |statements: &str| format!("room = ref(\"room.jpg\")\ncat = ref(\"cat.jpg\")\nedit room\n{statements}");
    let text = edit("remove room.sofa and room.rug\ncat sleeping_on room.sofa.cushion");
    let message = "`room.sofa.cushion` is gone with `room.sofa`, which was removed by an earlier line";
    one(&text, code, message, &["room.sofa.cushion", "room.sofa"]);
    let text = edit("replace room.sofa with \"a bench\"\ncolor of room.sofa \"red\"");
    one(&text, code, "`room.sofa` was replaced by an earlier line", &["room.sofa", "room.sofa"]);
    let text = edit("keep room.sofa\nremove room.sofa");
    one(&text, code, "`room.sofa` is kept here and removed in another line", &["keep room.sofa", "room.sofa"]);
    assert_eq!(of(&edit("remove room.sofa\nremove room.sofa"), code).len(), 1);
    assert_eq!(of(&edit("remove room.sofa\ncat beside room.door, under room.sofa"), code).len(), 1);
    for statements in [
        "cat sleeping_on room.sofa\nremove room.sofa",
        "remove room.sofa\ncat sleeping_on room.rug",
        "remove room.sofa.cushion\ncat sleeping_on room.sofa",
        "remove room.sofa\ncat sleeping_on \"the floor where {room.sofa} stood\"",
        "remove room.sofa\nlighting match room.sofa \"soft light\"",
    ] {
        none(&edit(statements), code);
    }
}

#[test]
fn light_is_described_once() {
    let code = "repeated-light";
    let text = cast("a on b, beside c\nlighting \"soft light\"\ntime \"dusk\"\nlighting match a \"lamplight\"");
    assert_eq!(of(&text, code).len(), 2);
    let text = cast("a on b, beside c\nlighting \"soft light\"\ntime \"dusk\"");
    one(&text, code, "`time` describes the light once more", &["time \"dusk\"", "lighting \"soft light\""]);
    none(&cast("a on b, beside c\nlighting \"soft light\"\nlighting of c \"a red glow\"\nweather \"fog\""), code);
}

#[test]
fn a_style_has_words_and_a_repaint_keeps_something() {
    let text = "a = ref(\"a.jpg\")\nb = ref(\"b.jpg\")\nstyle from b\nkeep a recognizable";
    one(text, "style-without-words", "no words say what the style of `b` is like", &["style from b"]);
    none(&text.replace("from b", "from b \"flat woodblock\""), "style-without-words");
    none(&text.replace("style", "palette"), "style-without-words");
    let text = "a = ref(\"a.jpg\")\nb = ref(\"b.jpg\")\nstyle from b \"flat woodblock\"";
    let message = "nothing says what of `a` must stay when it is repainted";
    one(text, "repaint-without-keep", message, &["style from b \"flat woodblock\""]);
    none(&format!("{text}\nkeep a \"outlines\" recognizable"), "repaint-without-keep");
    none(&cast("a on b, beside c\nstyle \"woodblock\""), "repaint-without-keep");
}

/// A scene of so many people and things at one table.
fn party(people: usize, things: usize, model: &str) -> String {
    let mut text = format!("model {model}\n");
    let mut names = Vec::new();
    for at in 0..people + things {
        let kind = if at < people { "woman" } else { "teapot" };
        text.push_str(&format!("e{at} = ref(\"{at}.jpg\", \"{kind} with mark {at}\")\n"));
        names.push(format!("e{at}"));
    }
    format!("{text}{} around \"a long table\"\n", names.join(" and "))
}

#[test]
fn promises_of_the_model_are_kept_to() {
    let code = "fidelity-limit";
    let message = "the scene shows 5 characters, and `google:4@3` promises to keep 4 like their references";
    one(&party(5, 0, "google:4@3"), code, message, &["e4"]);
    none(&party(4, 10, "google:4@3"), code);
    none(&party(5, 6, "google:4@2"), code);
    assert_eq!(of(&party(6, 7, "google:4@2"), code).len(), 2);
    none(&party(8, 0, "google:4@1"), code);
}

#[test]
fn a_shape_that_no_reference_has_is_told() {
    let code = "shape-mismatch";
    let scene = |model: &str, size: &str| cast(&format!("a on b, beside c\nmodel {model}\n{size}"));
    let message = "no reference has the shape of this size, and `google:4@1` takes its shape from the last one";
    one(&scene("google:4@1", "size 16:9"), code, message, &["16:9", "\"c.jpg\""]);
    none(&scene("google:4@1", "size 4:3"), code);
    none(&scene("google:4@1", "size 1184x864"), code);
    none(&scene("google:4@1", "size match a"), code);
    none(&scene("google:4@3", "size 16:9"), code);
}

#[test]
fn countable_nouns_have_their_article() {
    let code = "missing-article";
    let text = cast("a on \"wooden table\", beside b and c");
    one(&text, code, "`wooden table` has no article", &["\"wooden table\""]);
    assert_eq!(fixed(&text, code), cast("a on \"a wooden table\", beside b and c"));
    assert_eq!(
        fixed(&cast("a on b, under \"old umbrella\", by c"), code),
        cast("a on b, under \"an old umbrella\", by c")
    );
    let rest = "avoid \"logo\"\nsetting \"sunny kitchen\"\nbackground \"brick wall\"\ncamera \"a low tripod\"";
    assert_eq!(of(&cast(&format!("a on b, beside c\n{rest}")), code).len(), 3);
    let text = "lamp = prop(\"brass lamp\")\nlamp on \"the floor\"";
    one(text, code, "`brass lamp` has no article, and a prop is said as it is written", &["\"brass lamp\""]);
    assert_eq!(fixed(text, code), "lamp = prop(\"a brass lamp\")\nlamp on \"the floor\"");
    for words in
        ["snow", "heavy rain", "two tables", "the table", "Anna's table", "tables", "stage", "Table Mountain", "grass"]
    {
        none(&cast(&format!("a on \"{words}\", beside b and c")), code);
    }
    none(&cast("a is \"parked at table\"\nb on c"), code);
    none(&cast("a traveling_by \"train\"\nb on c"), code);
}

#[test]
fn avoid_says_no_itself() {
    let code = "double-negative";
    let text = cast("a on b, beside c\navoid \"no people\", \"text\"");
    one(&text, code, "`avoid` means \"leave out\", so that `no` turns it round", &["\"no people\""]);
    assert_eq!(fixed(&text, code), cast("a on b, beside c\navoid \"people\", \"text\""));
    none(&cast("a on b, beside c\navoid \"notes\", \"a nobody\", \"no\""), code);
}

#[test]
fn what_is_kept_exactly_does_not_change() {
    let code = "kept-and-changed";
    let text = cast("a wearing b, beside c\nkeep a and c");
    one(
        &text,
        code,
        "another line changes the clothes of `a`, kept here exactly as in the image",
        &["keep a and c", "wearing b"],
    );
    let text = cast("a on b, beside c\nkeep a\ncolor of a.seat \"red\"");
    one(
        &text,
        code,
        "another line changes the color of `a`, kept here exactly as in the image",
        &["keep a", "color of a.seat \"red\""],
    );
    assert_eq!(of(&cast("a on b, beside c\nkeep a \"face and pose\"\npose of a \"leaning\""), code).len(), 1);
    for statements in [
        "keep a recognizable\ncolor of a \"red\"",
        "keep a \"outline\"\ncolor of a \"red\"",
        "keep a\nscale of a \"twice as tall as {b}\"",
        "keep b\ncolor of a \"red\"",
        "keep a\nlighting of a \"soft\"",
    ] {
        none(&cast(&format!("a on b, beside c\n{statements}")), code);
    }
}

#[test]
fn nothing_is_related_to_itself() {
    let code = "self-relation";
    one(&cast("a facing a\nb on c"), code, "`a` is related to itself", &["a"]);
    none(&cast("a facing a.mirror\nb on c"), code);
    none(&cast("a on a\nb on c"), code);
    none("p = ref(\"p.jpg\", \"pear\", count: 3)\np beside p", code);
}

#[test]
fn references_are_used_for_something() {
    let text = cast("a on b\navoid \"dust\" from c");
    one(&text, "unplaced-element", "nothing of `c` is put into the picture", &["c"]);
    none(&text, "unused-element");
    one(&cast("a on b"), "unused-element", "no statement mentions `c`", &["c"]);
    none(&cast("a on b\npalette from c \"pastel\"\navoid \"dust\" from c"), "unplaced-element");
    none(&cast("a on b\nsay \"Hide {c} somewhere.\""), "unplaced-element");
    // A file that is missing is no reason not to look.
    assert_eq!(of(&cast("a on b").replace("a.jpg", "lost/a.jpg"), "unused-element").len(), 1);
}

#[test]
fn a_withdrawn_model_names_its_successor() {
    let text = cast("a on b, beside c\nmodel google:4@1");
    one(&text, "retired-model", "`google:4@1` has been withdrawn by its maker", &["google:4@1"]);
    assert!(fixed(&text, "retired-model").ends_with("model google:4@3"));
    none(&cast("a on b, beside c\nmodel google:4@2"), "retired-model");
}

#[test]
fn a_scene_with_errors_is_still_judged() {
    let text = cast("a left_of b\nb left_of a\nc on nothing_known");
    assert_eq!(of(&text, "contradictory-order").len(), 1);
    assert_eq!(of(&text, "unknown-name").len(), 1);
    none(&text, "unused-element");
}

#[test]
fn stuff_and_crowds_may_be_on_both_sides() {
    let scene = "tree = ref(\"t.jpg\", \"bare tree\")\nsnow = prop(\"fresh snow\")\n";
    none(&format!("{scene}tree standing_in snow\nsnow lying_on tree"), "support-cycle");
    none(&format!("{scene}snow left_of tree\nsnow right_of tree"), "contradictory-order");
    none("cups = ref(\"c.jpg\", \"cup\", count: 4)\ncups stacked_on cups", "support-cycle");
    // Worlds that no photograph shows are their author's.
    let surreal = cast("a inside b\nb inside a // scene: allow support-cycle -- a dream\nkeep c");
    assert!(!compiled(&surreal).has_errors(), "{:?}", compiled(&surreal).diagnostics);
    assert!(!compiled(&surreal).pass().prompt.is_empty());
}

#[test]
fn a_line_that_contradicts_itself_is_told_once() {
    let text = cast("a in_the_foreground and in_the_background\nb on c");
    let message = "`a` is in the background, but this very line says the opposite";
    one(&text, "contradictory-order", message, &["in_the_foreground and in_the_background"]);
    let help = of(&cast("a above b\nb above a"), "contradictory-order")[0].help.clone().unwrap();
    assert!(!help.contains("viewer"), "{help}");
}

#[test]
fn doubtful_negatives_are_not_rewritten() {
    for (words, fix) in [
        ("no people", Some("people")),
        ("without price tags", Some("price tags")),
        ("no one", None),
        ("not a cat", None),
        ("none of the toys", None),
        ("no hats and no dogs", None),
        ("no longer visible text", None),
    ] {
        let text = cast(&format!("a on b, beside c\navoid \"{words}\""));
        let found = of(&text, "double-negative");
        let written = found[0].fixes.first().map(|fix| fix.edits[0].text.trim_matches('"').to_owned());
        assert_eq!((found.len(), written.as_deref()), (1, fix), "{words}");
        none(&text, "missing-article");
    }
}

#[test]
fn idioms_have_no_article() {
    for words in ["king and queen", "hat in hand", "not a cat", "wooden table "] {
        none(&cast(&format!("a beside \"{words}\"\nb on c")), "missing-article");
    }
    none(&cast("a going_by \"bus\"\nb on c"), "missing-article");
}

#[test]
fn words_of_a_keep_are_read_for_what_they_name() {
    let code = "kept-and-changed";
    for words in ["everything but the clothes", "face, not the clothes", "hair color"] {
        none(&cast(&format!("a wearing b, beside c\nkeep a \"{words}\"\nhair of a \"wet\"")), code);
    }
    none(&cast("a wearing a.hat, beside b and c\nkeep a"), code);
    assert_eq!(of(&cast("b worn_by a\na beside c\nkeep a"), code).len(), 1);
    let room = "room = ref(\"room.jpg\")\nedit room\nremove room.lamp\nkeep room";
    one(
        room,
        code,
        "another line changes the contents of `room`, kept here exactly as in the image",
        &["keep room", "remove room.lamp"],
    );
}

#[test]
fn years_are_no_light_and_likenesses_no_characters() {
    none(&cast("a on b, beside c\ntime \"1950s\"\nlighting \"soft light\""), "repeated-light");
    none(&party(4, 0, "google:4@3").replace("woman with", "porcelain cat with"), "fidelity-limit");
    none(&party(6, 0, "google:4@3").replace("woman with", "toy soldier with"), "fidelity-limit");
}

#[test]
fn an_edit_in_a_borrowed_style_keeps_something() {
    let text = "a = ref(\"a.jpg\")\nb = ref(\"b.jpg\")\nedit a\nstyle from b \"flat woodblock\"";
    assert_eq!(of(text, "repaint-without-keep").len(), 1);
    none(&format!("{text}\nkeep a \"outlines\" recognizable"), "repaint-without-keep");
}

#[test]
fn one_image_has_one_position() {
    let text =
        "a = ref(\"a.jpg\", \"cup\", at: 1)\nb = ref(\"a.jpg\", \"hat\", at: 2)\nc = ref(\"c.jpg\")\na and b on c";
    one(text, "bad-pin", "one image cannot be at position 1 and at position 2", &["at: 2", "at: 1"]);
}

#[test]
fn a_prompt_that_is_too_long_points_at_the_line_that_says_most() {
    let long = "very ".repeat(10_000);
    let text = cast(&format!("a on b, beside c\nsay \"It is {long} quiet.\"\nkeep a"));
    let found = of(&text, "prompt-too-long");
    assert!(places(&text, &found[0])[0].starts_with("say \"It is very"), "{:?}", found[0].labels);
}
