//! Areas for models that take boxes. What is checked: in worked scenes, that things are where a person would put them, and
//! that those which may be anywhere have no area; for random scenes, that no area contradicts a line, is empty, or leaves
//! the picture, whatever is written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::format_push_string, clippy::format_collect)] // scenes are written piece by piece

mod support {
    pub mod draws;
}

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use scenewright::compile::NoFiles;
use scenewright::lexicon::{Class, Direction};
use scenewright::passes;
use scenewright::plan::layout::{Area, areas};
use scenewright::plan::members;
use scenewright::scene::model::{ElementId, Kind, Noun, Relation, StatementKind, Verb};
use scenewright::scene::{Scene, resolve};
use scenewright::source::FileId;
use scenewright::syntax::parse;

use support::draws::hold;

const CASES: u32 = 500;

fn scene(text: &str) -> Scene {
    let parsed = parse(FileId::default(), text);
    resolve(&parsed.file, &parsed.lost, &NoFiles).scene
}

/// Each area as `name top left bottom right`, in order of declaration.
fn told(scene: &Scene) -> Vec<String> {
    let one = |(id, area): (ElementId, Area)| {
        let Area { top, left, bottom, right } = area;
        format!("{} {top} {left} {bottom} {right}", scene.element(id).name)
    };
    areas(scene).into_iter().map(one).collect()
}

/// The areas of a scene in which each of these names is a reference.
fn placed(names: &str, lines: &str) -> Vec<String> {
    let bindings: String = names.split(' ').map(|name| format!("{name} = ref(\"{name}.jpg\")\n")).collect();
    told(&scene(&(bindings + lines)))
}

/// The same of each pass.
fn by_pass(text: &str) -> Vec<Vec<String>> {
    let whole = scene(text);
    passes::split(&whole, 14, &mut Vec::new()).iter().map(|stage| told(&stage.scene)).collect()
}

const NOTHING: [&str; 0] = [];

#[test]
fn what_is_in_a_row_has_equal_columns() {
    assert_eq!(placed("boy girl", "boy right_of girl"), ["boy 0 500 1000 1000", "girl 0 0 1000 500"]);
    let row = placed("singer drummer pianist dog", "drummer left_of singer\nsinger left_of pianist, smiling");
    assert_eq!(row, ["singer 0 333 1000 666", "drummer 0 0 1000 333", "pianist 0 666 1000 1000"]);
    let ring = placed("a b c d", "a left_of b and c\nd right_of b and c");
    assert_eq!(ring, ["a 0 0 1000 333", "b 0 333 1000 499", "c 0 499 1000 666", "d 0 666 1000 1000"]);
}

#[test]
fn what_is_above_something_is_in_its_column() {
    assert_eq!(placed("lamp table", "lamp above table"), ["lamp 0 0 500 1000", "table 500 0 1000 1000"]);
    let sun = placed("tree house sun", "tree left_of house\nsun hanging_above house");
    assert_eq!(sun, ["tree 0 0 1000 500", "house 500 500 1000 1000", "sun 0 500 500 1000"]);
    // Clouds are over more than the house.
    assert_eq!(placed("house clouds", "house on_the_left\nclouds above house")[1], "clouds 0 0 500 1000");
}

#[test]
fn the_frame_gives_thirds() {
    let corners = placed("logo date seal", "logo in_the_top_right_corner\ndate at_the_bottom\nseal in_the_center");
    assert_eq!(corners, ["logo 0 667 333 1000", "date 667 0 1000 1000", "seal 250 333 750 667"]);
    let near = placed("dog hills", "dog on_the_left, in_the_foreground\nhills in_the_background");
    assert_eq!(near, ["dog 333 0 1000 333", "hills 0 0 500 1000"]);
    assert_eq!(placed("owl", "owl on_the_far_right"), ["owl 0 800 1000 1000"]);
    assert_eq!(placed("man", "man strolling_on_the_left"), ["man 0 0 1000 333"]);
    let between = placed("a b c", "a on_the_left\nb right_of a\nc right_of b, on_the_right");
    assert_eq!(between, ["a 0 0 1000 333", "b 0 333 1000 667", "c 0 667 1000 1000"]);
    // Whoever is above somebody is above him, however far away both are.
    let depth = placed("hawk fox", "hawk above fox\nhawk in_the_foreground\nfox in_the_background");
    assert_eq!(depth, ["hawk 0 0 500 1000", "fox 500 0 1000 1000"]);
}

#[test]
fn who_is_between_others_is_in_the_middle() {
    let row = ["girl 0 333 1000 666", "mother 0 0 1000 333", "father 0 666 1000 1000"];
    assert_eq!(placed("girl mother father", "girl between mother and father"), row);
    let turned = placed("girl mother father", "girl between father and mother\nfather right_of mother");
    assert_eq!(turned, row);
    let by_frame = placed("vase lamp clock", "vase between lamp and clock\nclock on_the_left\nlamp on_the_right");
    assert_eq!(by_frame, ["vase 0 333 1000 667", "lamp 0 667 1000 1000", "clock 0 0 1000 333"]);
    assert_eq!(placed("lion lioness gate", "lion and lioness flanking gate")[2], "gate 0 333 1000 666");
    assert_eq!(placed("gate lion lioness", "gate flanked_by lion and lioness")[0], "gate 0 333 1000 666");
    // One on top of the other, or side by side: the scene does not say.
    assert_eq!(placed("cheese bun lid", "cheese between bun and lid"), NOTHING);
    let stack = placed("cheese bun lid", "cheese between bun and lid\nlid above bun");
    assert_eq!(stack, ["cheese 333 0 666 1000", "bun 666 0 1000 1000", "lid 0 0 333 1000"]);
    // No way agrees with the rest.
    let both = placed("girl mother father", "girl between mother and father\ngirl left_of mother and father");
    assert_eq!(both[0], "girl 0 0 1000 500");
}

#[test]
fn a_group_stands_side_by_side() {
    let kin = "house dad mum kid";
    let row = placed(kin, "kin = group(mum, dad, kid)\nkin left_of house");
    assert_eq!(row, ["house 0 500 1000 1000", "dad 0 166 1000 333", "mum 0 0 1000 166", "kid 0 333 1000 500"]);
    let ordered = placed(kin, "kin = group(mum, dad)\nkin left_of house\ndad left_of mum");
    assert_eq!(ordered, ["house 0 666 1000 1000", "dad 0 0 1000 333", "mum 0 333 1000 666"]);
    let pair = placed("dad mum kid", "pair = group(mum, dad)\npair flanking kid");
    assert_eq!(pair, ["dad 0 666 1000 1000", "mum 0 0 1000 333", "kid 0 333 1000 666"]);
}

#[test]
fn what_carries_another_is_not_beside_it() {
    let rider = placed("rider horse dog tree", "rider riding horse\nrider and horse and dog left_of tree");
    let row = ["rider 0 0 1000 250", "horse 0 0 1000 250", "dog 0 250 1000 500", "tree 0 500 1000 1000"];
    assert_eq!(rider, row);
    let bench = placed("bench mum dad", "mum and dad sitting_on bench\nmum and dad and bench on_the_left");
    assert_eq!(bench, ["bench 0 0 1000 333", "mum 0 0 1000 166", "dad 0 166 1000 333"]);
    let beside = placed("cup jug", "cup beside jug\ncup and jug on_the_left");
    assert_eq!(beside, ["cup 0 0 1000 166", "jug 0 166 1000 333"]);
}

#[test]
fn what_may_be_anywhere_has_no_area() {
    let lines = [
        "mug standing_on shelf",
        "mug standing_in_front_of shelf",
        "mug behind shelf",
        "mug standing_under shelf",
        "mug over shelf",
        "mug beside shelf",
        "mug left_of shelf.plant",
        "mug left_of \"a plant\"",
        "mug.handle left_of shelf",
        "mug.handle on_the_left",
        "mug in_the_distance",
        "mug off_center",
        "mug watching shelf",
    ];
    for line in lines {
        assert_eq!(placed("mug shelf", line), NOTHING, "{line}");
    }
    // A place on the mug is none in the picture.
    assert_eq!(placed("logo mug", "logo printed_on mug, at_the_top"), NOTHING);
    let beside = placed("logo mug cup", "logo printed_on mug, on_the_right\ncup right_of logo, in_the_foreground");
    assert_eq!(beside, ["cup 333 500 1000 1000"]);
    assert_eq!(placed("crest motto locket", "crest and motto engraved_on locket\nmotto below crest"), NOTHING);
    assert_eq!(placed("woman hat cane", "woman wearing hat\nhat left_of cane"), NOTHING);
    assert_eq!(placed("boat harbor cliff", "boat in harbor\nharbor.crane left_of cliff\nboat left_of harbor"), NOTHING);
    assert_eq!(placed("a b", "a left_of b\npanels \"front\", \"back\""), NOTHING);
}

#[test]
fn a_part_keeps_others_in_order() {
    let row =
        placed("house dog cat a b", "dog left_of house.door\nhouse.door left_of cat\na left_of dog\ncat left_of b");
    assert_eq!(row, ["dog 0 200 1000 400", "cat 0 600 1000 800", "a 0 0 1000 200", "b 0 800 1000 1000"]);
    // The door is where the house is.
    let door = placed("boy house", "boy left_of house.door, in_the_foreground\nhouse on_the_left");
    assert_eq!(door, ["boy 333 0 1000 166", "house 0 0 1000 333"]);
    let ring = placed("boy house tree", "boy left_of house.door\nhouse left_of tree\ntree left_of boy");
    assert_eq!(ring, NOTHING);
}

#[test]
fn what_contradicts_itself_has_no_area() {
    assert_eq!(placed("a b", "a left_of b\nb left_of a"), NOTHING);
    assert_eq!(placed("a", "a left_of a"), NOTHING);
    assert_eq!(placed("a", "a on_the_left\na on_the_right"), NOTHING);
    let ring = placed("a b c d e", "a left_of b\nb left_of c\nc left_of a\nc left_of d\nd left_of e");
    assert_eq!(ring, ["d 0 0 1000 500", "e 0 500 1000 1000"]);
    let crossed = placed("a b c", "a on_the_left\nb on_the_right\nb left_of a\nc in_the_center");
    assert_eq!(crossed, ["c 250 333 750 667"]);
    // Trees may be on both sides of a house.
    let trees = placed("trees house man", "trees left_of house\ntrees right_of house\nhouse left_of man");
    assert_eq!(trees, ["house 0 0 1000 500", "man 0 500 1000 1000"]);
    // What stands on something cannot be far from it.
    let apart =
        placed("mug shelf lamp", "mug standing_on shelf\nmug on_the_left\nshelf on_the_right\nlamp in_the_center");
    assert_eq!(apart, ["lamp 250 333 750 667"]);
}

#[test]
fn backdrops_and_edited_pictures_have_no_area() {
    let hall = "hall = ref(\"hall.jpg\", role: backdrop)\nhall on_the_left\n";
    assert_eq!(placed("man", &format!("{hall}man left_of hall")), NOTHING);
    assert_eq!(placed("man", &format!("{hall}man on_the_right")), ["man 0 667 1000 1000"]);
    let edit = "edit room\nlamp left_of room.window\nchair on_the_left\nroom on_the_right\n";
    assert_eq!(placed("room lamp chair", edit), ["chair 0 0 1000 333"]);
    let set = placed("room lamp chair", "edit room\nreplace room.sofa with chair\nlamp left_of chair");
    assert_eq!(set, NOTHING);
    // The lamp is left of a stool that is where nobody knows.
    let tied = "edit room\nstool standing_on room.rug\nlamp left_of stool";
    assert_eq!(placed("room lamp stool", tied), NOTHING);
    let inside = "boy = ref(\"room.jpg\", \"boy\")\nedit room\nlamp left_of boy\n";
    assert_eq!(placed("room lamp", inside), NOTHING);
    assert_eq!(placed("room lamp", &format!("{inside}boy on_the_right\n"))[1], "boy 0 667 1000 1000");
}

#[test]
fn what_an_earlier_pass_shows_stays_unless_it_is_moved() {
    let cast = "watch = ref(\"watch.jpg\")\ncup = ref(\"cup.jpg\")\njar = ref(\"jar.jpg\")\n";
    let stays = "pass one { watch on_the_left }\npass two from one { cup right_of watch; jar on_the_right }";
    assert_eq!(by_pass(&format!("{cast}{stays}"))[1], ["jar 0 667 1000 1000"]);
    let moved = "pass one { watch on_the_left }\npass two from one { watch right_of cup }";
    assert_eq!(by_pass(&format!("{cast}{moved}"))[1], ["watch 0 500 1000 1000", "cup 0 0 1000 500"]);
    let waited = "watch left_of cup\npass one { watch resting_on jar }\npass two from one { cup standing_by jar }";
    assert!(by_pass(&format!("{cast}{waited}")).iter().all(Vec::is_empty));
    let new = "pass one { watch resting_on \"a desk\" }\npass two from one { cup left_of jar }";
    let (first, second) = ("cup 0 0 1000 500", "jar 0 500 1000 1000");
    assert_eq!(by_pass(&format!("{cast}{new}")), [vec![], vec![first.to_owned(), second.to_owned()]]);
}

#[test]
fn too_much_is_not_laid_out() {
    let names: Vec<String> = (0..200).map(|index| format!("n{index}")).collect();
    let chain: String = names.windows(2).map(|pair| format!("{} left_of {}\n", pair[0], pair[1])).collect();
    assert_eq!(placed(&names.join(" "), &chain), NOTHING);
    let group = format!("all = group({})\nall left_of all\n", names.join(", "));
    assert_eq!(placed(&names.join(" "), &group), NOTHING);
}

/// As much as is looked at, and all of it wrong.
#[test]
fn a_hostile_scene_comes_to_an_end() {
    let names: Vec<String> = (0..900).map(|index| format!("n{index}")).collect();
    let mut lines = String::new();
    for (index, name) in names.iter().enumerate() {
        for on in 1..6 {
            let other = &names[(index + on) % names.len()];
            lines.push_str(&format!("{name} left_of {other}, above {other}, between {other} and n0\n"));
        }
    }
    assert_eq!(placed(&names.join(" "), &lines), NOTHING);
    let steps: String = names.windows(2).map(|pair| format!("{} standing_on {}\n", pair[0], pair[1])).collect();
    let heap = format!("all = group({})\nall on_the_left\n{steps}", names.join(", "));
    assert_eq!(placed(&names.join(" "), &heap).len(), names.len());
}

const ORDERS: [&str; 6] = ["left_of", "to_the_right_of", "above", "below", "right_of", "floating_above"];

#[test]
fn order_is_never_contradicted() {
    let lines = vec((0..12_usize, 0..12_usize, 0..ORDERS.len()), 1..25);
    hold(CASES, &(lines, Just((0..12_usize).collect::<Vec<_>>()).prop_shuffle()), |(lines, ranks)| {
        let names: Vec<String> = (0..12).map(|index| format!("n{index}")).collect();
        let mut text: String = names.iter().map(|name| format!("{name} = ref(\"{name}.jpg\")\n")).collect();
        let mut used = Vec::new();
        for (a, b, word) in lines.into_iter().filter(|(a, b, _)| a != b) {
            let first = matches!(ORDERS[word], "left_of" | "above" | "floating_above");
            let (a, b) = if (ranks[a] < ranks[b]) == first { (a, b) } else { (b, a) };
            text.push_str(&format!("{} {} {}\n", names[a], ORDERS[word], names[b]));
            used.extend([a, b]);
        }
        used.sort_unstable();
        used.dedup();
        let scene = scene(&text);
        let found = areas(&scene);
        let ids: Vec<usize> = found.iter().map(|(id, _)| id.0 as usize).collect();
        if ids != used {
            return Err(format!("{text}has areas for {ids:?}, not {used:?}"));
        }
        sound(&scene).map_err(|why| format!("{text}{why}"))
    });
}

const CAST: &str = r#"
p0 = ref("p0.jpg", "man")
p1 = ref("p1.jpg", "woman")
p2 = ref("p2.jpg", "table")
p3 = prop("a lamp")
p4 = text("SALE", "bold letters")
p5 = ref("p5.jpg", "trees")
p6 = ref("p6.jpg", "mug", count: 3)
p7 = ref("p7.jpg", "hall", role: backdrop)
p8 = ref("p0.jpg", "dog")
g0 = group(p0, p1)
g1 = group(p2, g0, p3)
"#;
const NAMES: [&str; 14] =
    ["p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "g0", "g1", "p2.top", "p0.hand", "\"a fence\""];
const RELATIONS: [&str; 20] = [
    "left_of",
    "right_of",
    "above",
    "below",
    "left_of",
    "right_of",
    "under",
    "hovering_over",
    "between",
    "standing_between",
    "flanking",
    "standing_on",
    "holding",
    "wearing",
    "printed_on",
    "standing_behind",
    "standing_behind and left_of",
    "beside",
    "watching",
    "in",
];
const FRAMES: [&str; 9] = [
    "on_the_left",
    "on_the_right",
    "at_the_top",
    "at_the_bottom",
    "in_the_center",
    "in_the_top_left_corner",
    "in_the_foreground",
    "in_the_background",
    "on_the_far_left",
];
const FORMS: [&str; 6] = ["", "", "passes 2\n", "edit p2\n", "edit p0\nreplace p0.hand with p3\n", ""];

/// One line: subjects, a relation, objects, and perhaps a place in the picture.
fn line(draw: &[usize]) -> String {
    let name = |index: usize| NAMES[draw[index] % NAMES.len()];
    let subjects = if draw[0].is_multiple_of(5) { format!("{} and {}", name(1), name(2)) } else { name(1).to_owned() };
    let objects = if draw[3].is_multiple_of(2) { format!("{} and {}", name(4), name(5)) } else { name(4).to_owned() };
    let (word, frame) = (RELATIONS[draw[6] % RELATIONS.len()], FRAMES[draw[7] % FRAMES.len()]);
    match draw[0] % 3 {
        0 => format!("{subjects} {frame}"),
        1 => format!("{subjects} {word} {objects}"),
        _ => format!("{subjects} {word} {objects}, {frame}"),
    }
}

#[test]
fn nothing_said_is_contradicted() {
    let seen = std::cell::Cell::new(0);
    let lines = vec(vec(0..1_000_usize, 8), 1..14);
    hold(4 * CASES, &(lines, 0..8_usize, 0..FORMS.len()), |(lines, cut, form)| {
        let lines: Vec<String> = lines.iter().map(|draw| line(draw)).collect();
        let mut text = format!("{CAST}{}", FORMS[form]);
        if form == 5 {
            let (first, rest) = lines.split_at(cut.min(lines.len() - 1));
            text.push_str(&format!("pass one {{\np0 smiling\n{}\n}}\n", first.join("\n")));
            let (second, outside) = rest.split_at(rest.len() / 2);
            text.push_str(&format!("pass two from one {{\np3 standing_on p2\n{}\n}}\n", second.join("\n")));
            text.push_str(&outside.join("\n"));
        } else {
            text.push_str(&lines.join("\n"));
        }
        let whole = scene(&text);
        let stages = passes::split(&whole, 14, &mut Vec::new());
        for stage in &stages {
            seen.set(seen.get() + areas(&stage.scene).len());
            sound(&stage.scene).map_err(|why| format!("{text}\nin `{}`: {why}", stage.name))?;
        }
        sound(&whole).map_err(|why| format!("{text}\n{why}"))
    });
    assert!(seen.get() > 2_000, "only {} areas were looked at", seen.get());
}

/// Whether the areas of a scene are what they must be; else why not.
fn sound(scene: &Scene) -> Result<(), String> {
    let found = areas(scene);
    if found != areas(scene) || !found.is_sorted_by_key(|(id, _)| *id) {
        return Err("the areas change or are out of order".to_owned());
    }
    let areas: BTreeMap<ElementId, Area> = found.into_iter().collect();
    for (id, area) in &areas {
        let element = scene.element(*id);
        let whole = scene.edit().is_some_and(|(edited, _)| edited == *id);
        if area.top >= area.bottom || area.left >= area.right || area.bottom > 1000 || area.right > 1000 {
            return Err(format!("{} {area:?} is empty or out of the picture", element.name));
        }
        if whole || element.absent || matches!(element.kind, Kind::Group(_)) || element.name == "p7" {
            return Err(format!("{} has an area", element.name));
        }
        if element.lives.is_some() && !is_subject(scene, *id) {
            return Err(format!("{} was there and has been moved", element.name));
        }
    }
    for statement in &scene.statements {
        if let StatementKind::Relation(relation) = &statement.kind {
            for verb in relation.verbs() {
                agrees(scene, &areas, relation, verb)?;
            }
        }
    }
    Ok(())
}

fn is_subject(scene: &Scene, id: ElementId) -> bool {
    scene.statements.iter().filter(|statement| !statement.waited).any(|statement| match &statement.kind {
        StatementKind::Relation(relation) => whole(scene, &relation.subjects).contains(&id),
        _ => false,
    })
}

/// The elements that a list names, without parts.
fn whole(scene: &Scene, nouns: &[Noun]) -> Vec<ElementId> {
    let things = nouns.iter().filter_map(Noun::thing).map(|(thing, _)| thing);
    let whole = things.filter(|thing| matches!(thing, scenewright::scene::model::Thing::Element(_)));
    whole.flat_map(|thing| members(scene, thing)).collect()
}

/// Whether areas agree with what a verb says.
fn agrees(scene: &Scene, areas: &BTreeMap<ElementId, Area>, relation: &Relation, verb: &Verb) -> Result<(), String> {
    let known = |nouns: &[Noun]| -> Vec<(ElementId, Area)> {
        whole(scene, nouns).into_iter().filter_map(|id| Some((id, *areas.get(&id)?))).collect()
    };
    for word in &verb.relations {
        for (subject, a) in known(&relation.subjects) {
            if verb.objects.is_empty() && !word.direction.iter().all(|direction| is_within(a, *direction)) {
                return Err(format!("{} {a:?} is not {}", scene.element(subject).name, word.word));
            }
            for (object, b) in known(&verb.objects) {
                let touches = a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;
                let must_touch = matches!(word.class, Class::Support | Class::Containment | Class::Holding);
                let strict = !matches!(&*word.preposition, "under" | "over");
                if !word.direction.iter().all(|direction| is_ordered(a, b, *direction, strict))
                    || must_touch && !touches
                {
                    let names = [subject, object].map(|id| &scene.element(id).name);
                    return Err(format!("{} {a:?} is not {} {} {b:?}", names[0], word.word, names[1]));
                }
            }
        }
    }
    Ok(())
}

fn is_within(area: Area, direction: Direction) -> bool {
    match direction {
        Direction::Left => area.right <= 333,
        Direction::Right => area.left >= 667,
        Direction::Above => area.bottom <= 333,
        Direction::Below => area.top >= 667,
        Direction::Front | Direction::Behind => true,
    }
}

fn is_ordered(a: Area, b: Area, direction: Direction, strict: bool) -> bool {
    match direction {
        Direction::Left => a.right <= b.left,
        Direction::Right => b.right <= a.left,
        Direction::Above if strict => a.bottom <= b.top,
        Direction::Below if strict => b.bottom <= a.top,
        Direction::Above => a.top <= b.top && a.bottom <= b.bottom,
        Direction::Below => b.top <= a.top && b.bottom <= a.bottom,
        Direction::Front | Direction::Behind => true,
    }
}
