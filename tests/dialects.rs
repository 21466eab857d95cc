//! What a scene says never hangs on the model. What comes in: every scene of the repository, and every way in which models
//! want images named and things left out. What goes out: a failure for each fact that one of them does not say, and for each
//! image that goes by a wrong name; and snapshots of some prompts, to be read aloud.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/beside.rs"]
mod beside;
#[path = "support/english.rs"]
mod english;
#[path = "support/named.rs"]
mod named;

use std::fmt::Write;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use scenewright::compile::{Compiled, Input, Pass, Target, open};
use scenewright::emit::ReferenceImage;
use scenewright::lexicon;
use scenewright::matrix::Options;
use scenewright::source::Span;
use scenewright::target::{self, Dialect, Images, Models, Negatives, Profile};

use beside::Beside;
use named::{Piece, Read, positions, read, tags, words};

/// A name for each dialect, and how a data file writes it. The first is what the others are held to.
const DIALECTS: [(&str, &str); 11] = [
    ("ordinal", r#"{"images": "the first image"}"#),
    ("number", r#"{"images": "image 1"}"#),
    ("number_positive", r#"{"images": "image 1", "negatives": "positive"}"#),
    ("number_negative", r#"{"images": "image 1", "negatives": "prompt"}"#),
    ("capital", r#"{"images": "Image 1"}"#),
    ("capital_negative", r#"{"images": "Image 1", "negatives": "prompt"}"#),
    ("listed", r#"{"images": "Image 1", "inputs": true}"#),
    ("token", r#"{"images": "<<<image_1>>>"}"#),
    ("tag", r#"{"images": "@tag", "tag": {"min": 3, "max": 16}}"#),
    ("box", r#"{"images": "<id>", "negatives": "positive"}"#),
    ("order", r#"{"images": "in order"}"#),
];

/// The default model with another dialect, so that all else is the same.
fn model(name: &str, dialect: &str) -> Profile {
    let mut data: serde_json::Value = serde_json::from_str(target::data(target::DEFAULT_MODEL).unwrap()).unwrap();
    data["air"] = name.into();
    data["slug"] = name.into();
    data["dialect"] = serde_json::from_str(dialect).unwrap();
    serde_json::from_value(data).unwrap()
}

fn models() -> Models {
    Models::with(DIALECTS.iter().map(|(name, dialect)| model(name, dialect)).collect())
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every scene of the repository that makes a picture.
fn scenes() -> Vec<PathBuf> {
    let inside = |folder: PathBuf| -> Vec<PathBuf> {
        let mut found: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        found.sort();
        found
    };
    let areas = ["briefs", "passes", "realise", "worked"].map(|area| root().join("tests/scenes").join(area));
    let cases = areas.into_iter().flat_map(inside).map(|folder| folder.join("input.scene"));
    let own = inside(root().join("tests/scenes/dialects/cases")).into_iter().chain(inside(root().join("examples")));
    let scene = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "scene");
    cases.chain(own.filter(scene)).collect()
}

/// Every task of a scene for a model.
fn tasks(path: &Path, models: &Models, model: &str) -> Vec<Compiled> {
    let text = fs::read_to_string(path).unwrap();
    let files = Beside(path.parent().unwrap().to_path_buf());
    let target = Target { models, model: Some(model) };
    let opened = open(
        &Input { name: "input.scene", text: &text, files: &files, target, ..Input::default() },
        &Options::default(),
    );
    let mut tasks = Vec::new();
    let went = opened.each(&mut |combination| {
        tasks.push(opened.compile(&combination));
        ControlFlow::Continue(())
    });
    assert!(went.is_ok());
    tasks
}

#[test]
fn every_dialect_says_what_the_ordinal_one_says() {
    let models = models();
    let mut faults = Vec::new();
    for path in scenes() {
        let scene = Scene::new(&path, &models);
        for (name, _) in &DIALECTS {
            match scene.faults(&models, name) {
                Some(found) => faults.extend(found),
                None => faults.push(format!("{} does not compile for {name}", scene.name)),
            }
        }
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
}

#[test]
fn every_model_says_what_the_ordinal_one_says() {
    let models = models();
    let scenes: Vec<Scene> = scenes().iter().map(|path| Scene::new(path, &models)).collect();
    let (mut faults, mut count) = (Vec::new(), 0);
    for profile in Models::BUILT_IN.all() {
        let found: Vec<_> = scenes.iter().filter_map(|scene| scene.faults(&models, &profile.air)).collect();
        count += 1;
        // The others send more images, or ask for sizes or seeds that it does not take.
        assert!(found.len() > 20, "{} scenes compile for {}", found.len(), profile.air);
        faults.extend(found.into_iter().flatten());
    }
    assert!(faults.is_empty(), "{} faults\n{}", faults.len(), faults.join("\n"));
    assert_eq!(count, 31);
}

/// Words between quotes on lines that bind nothing.
fn said(text: &str) -> Vec<(bool, String)> {
    let settled = ["//", "use ", "vary ", "param ", "zip ", "skip ", "edition "];
    let lines = text.lines().map(str::trim).filter(|line| !settled.iter().any(|word| line.starts_with(word)));
    let mut found = Vec::new();
    for line in lines.filter(|line| !line.contains(" = ") && !line.contains("\"\"\"")) {
        let strings = line
            .split('"')
            .skip(1)
            .step_by(2)
            .filter(|string| !string.contains(['{', '\\']) && !string.ends_with(".jpg"));
        found.extend(strings.map(|string| (line.starts_with("avoid "), string.to_owned())));
    }
    found
}

/// Nothing of this rests on the ordinal dialect.
#[test]
fn every_word_of_an_author_is_said_in_every_dialect() {
    let models = models();
    let (mut faults, mut count) = (Vec::new(), 0);
    for path in scenes() {
        let strings = said(&fs::read_to_string(&path).unwrap());
        for (name, _) in &DIALECTS {
            let mut all = String::new();
            for pass in tasks(&path, &models, name).iter().flat_map(|task| &task.passes) {
                all += &format!("{} {} ", pass.prompt, pass.task.negative_prompt.as_deref().unwrap_or_default());
            }
            let lower = all.to_lowercase();
            for (avoided, string) in &strings {
                let words = string.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
                let missing: Vec<String> = words.filter(|word| !lower.contains(word.as_str())).collect();
                let restated = lexicon::restated(string).is_some_and(|say| *avoided && all.contains(say));
                if !missing.is_empty() && !restated {
                    faults.push(format!("{} for {name}: nothing says {missing:?}\n  {all}", path.display()));
                }
                count += 1;
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count > 2000, "{count}");
}

/// A scene with what the dialects are held to.
struct Scene {
    path: PathBuf,
    name: String,
    /// Its tasks for a model that counts images.
    plain: Vec<Compiled>,
    /// Its tasks for a model that takes apart what must not be there.
    apart: Vec<Compiled>,
}

impl Scene {
    fn new(path: &Path, models: &Models) -> Self {
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        let plain = tasks(path, models, "ordinal");
        assert!(plain.iter().all(|task| !task.passes.is_empty()), "{name} does not compile");
        Self { name, path: path.to_path_buf(), plain, apart: tasks(path, models, "number_negative") }
    }

    /// What is wrong with its prompts for a model; none if the model does not take it, or makes it in other passes.
    fn faults(&self, models: &Models, model: &str) -> Option<Vec<String>> {
        let dialect = &models.get(model).unwrap().dialect;
        let found = tasks(&self.path, models, model);
        let passes = |tasks: &[Compiled]| -> Vec<Vec<usize>> {
            let images = |task: &Compiled| task.passes.iter().map(|pass| pass.references.len()).collect();
            tasks.iter().map(images).collect()
        };
        if passes(&found) != passes(&self.plain) {
            return None;
        }
        let all = |tasks: &'_ [Compiled]| -> Vec<Pass> { tasks.iter().flat_map(|task| task.passes.clone()).collect() };
        let mut faults = Vec::new();
        for ((plain, apart), found) in all(&self.plain).iter().zip(all(&self.apart)).zip(all(&found)) {
            let items = apart.task.negative_prompt.unwrap_or_default();
            let mut own = Vec::new();
            own.extend(compare(plain, &found, dialect));
            own.extend(left_out(plain, &found, dialect, &items));
            own.extend(listed(&found, dialect));
            own.extend(handles(&found, dialect));
            own.extend(sound(&found, dialect));
            let show = |fault| format!("{} for {model}: {fault}\n  {}\n  {}", self.name, plain.prompt, found.prompt);
            faults.extend(own.into_iter().map(show));
        }
        Some(faults)
    }
}

/// Whether the body says the same words in the same order, and names the same images in the same places.
fn compare(plain: &Pass, found: &Pass, dialect: &Dialect) -> Option<String> {
    let (ordinal, other) = (read(plain, Images::Ordinal), read(found, dialect.images));
    let introduced: Vec<Piece> = other.inputs.iter().flat_map(|(_, pieces)| pieces.clone()).collect();
    let mut walk = Walk {
        unclear: unclear(&ordinal.body),
        ordinal: ordinal.body,
        other: &other.body,
        dialect,
        listed: words(&introduced),
        last: None,
        before: None,
    };
    while !walk.ordinal.is_empty() || !walk.other.is_empty() {
        if !walk.step() {
            let show = |pieces: &[Piece]| format!("{:?}", &pieces[..pieces.len().min(4)]);
            return Some(format!("ordinal goes on with {}, and this with {}", show(&walk.ordinal), show(walk.other)));
        }
    }
    None
}

/// Two prompts that are gone through side by side.
struct Walk<'a> {
    ordinal: Vec<Piece>,
    other: &'a [Piece],
    dialect: &'a Dialect,
    listed: Vec<&'a str>,
    /// The image that was named last.
    last: Option<usize>,
    /// The word before.
    before: Option<String>,
    /// Nouns that more than one thing is called by, so that their images have to be said.
    unclear: Vec<String>,
}

impl Walk<'_> {
    /// Goes on past what is the same, or differs only as the dialects may.
    fn step(&mut self) -> bool {
        let (one, two) = (self.ordinal.first().cloned(), self.other.first().cloned());
        let kind = self.dialect.images;
        match (one, two) {
            (Some(Piece::Introduction(one, plain)), Some(Piece::Introduction(two, found))) => {
                one == two && self.introduces(&plain, &found) && self.skip(1, 1)
            }
            (Some(one), Some(two)) if one == two => self.skip(1, 1),
            // A sentence may end elsewhere where names are longer.
            (Some(one), _) if is_imperative(&one) => self.skip(1, 0),
            (_, Some(two)) if is_imperative(&two) => self.skip(0, 1),
            // The list has said already which image shows it.
            (Some(Piece::Word(word)), _) if word == "from" && kind == Images::Order => {
                let images = self.ordinal[1..].iter().take_while(|piece| matches!(piece, Piece::Image(_))).count();
                let clear = self.before.as_ref().is_none_or(|word| !self.unclear.contains(word));
                images > 0 && clear && self.skip(1 + images, 0)
            }
            (Some(_), Some(Piece::Introduction(span, _))) if kind == Images::Order => self.turn(span),
            (Some(Piece::Word(word)), Some(image @ Piece::Image(_))) if kind == Images::Box => {
                if (word == "in" || word == "from") && self.ordinal.get(1) == Some(&image) {
                    return self.skip(1, 0);
                }
                // Two things that stay as one image shows them each have an id.
                self.last.is_some_and(|last| image == Piece::Image(last)) && self.skip(0, 1)
            }
            _ => false,
        }
    }

    fn skip(&mut self, ordinal: usize, other: usize) -> bool {
        match self.other.first().filter(|_| other > 0) {
            Some(Piece::Image(position)) => self.last = Some(*position),
            Some(piece) => self.before = words(std::slice::from_ref(piece)).last().map(ToString::to_string),
            None => {}
        }
        self.ordinal.drain(..ordinal);
        self.other = &self.other[other..];
        true
    }

    /// "the lid of the box from the second image" is the box's lid where no image is named.
    fn turn(&mut self, owner: Span) -> bool {
        let of = self.ordinal.iter().take(6).position(|piece| *piece == Piece::Word("of".to_owned()));
        let Some(of) = of.filter(|of| *of > 1 && self.ordinal[0] == Piece::Word("the".to_owned())) else {
            return false;
        };
        if !matches!(self.ordinal.get(of + 1), Some(Piece::Introduction(span, _)) if *span == owner) {
            return false;
        }
        let mut turned = vec![self.ordinal[of + 1].clone(), Piece::Word("'s".to_owned())];
        turned.extend_from_slice(&self.ordinal[1..of]);
        self.ordinal.splice(..of + 2, turned);
        true
    }

    /// Whether something is introduced in the same words, with the same images.
    fn introduces(&self, plain: &[Piece], found: &[Piece]) -> bool {
        let (wanted, named) = (positions(plain), positions(found));
        let same_images = match self.dialect.images {
            Images::Order => {
                named == wanted || named.is_empty() && noun(plain).is_none_or(|noun| !self.unclear.contains(&noun))
            }
            // Ids belong to things: two that share an image each have one. That of an edited picture comes behind it.
            Images::Box if wanted.is_empty() => named.is_empty() || named == self.next_positions(),
            _ => named == wanted,
        };
        let filler = |word: &&str| !["from", "also", "the", "a", "an", "copies", "of"].contains(word);
        let (said, plain): (Vec<&str>, Vec<&str>) =
            (words(found).into_iter().filter(filler).collect(), words(plain).into_iter().filter(filler).collect());
        let same_words = if self.dialect.inputs || self.dialect.images == Images::Order {
            let has = |word: &&str| said.contains(word) || self.listed.contains(word);
            plain.iter().all(has) && !said.is_empty()
        } else {
            said == plain
        };
        same_images && same_words
    }

    /// The images of the next introduction that names some.
    fn next_positions(&self) -> Vec<usize> {
        self.ordinal[1..]
            .iter()
            .map(|piece| positions(std::slice::from_ref(piece)))
            .find(|it| !it.is_empty())
            .unwrap_or_default()
    }
}

/// The words by which something is introduced.
fn called(introduction: &[Piece]) -> Vec<&str> {
    let filler = ["the", "a", "an", "from"];
    words(introduction).into_iter().filter(|word| !filler.contains(word)).collect()
}

fn noun(introduction: &[Piece]) -> Option<String> {
    called(introduction).last().map(ToString::to_string)
}

/// The nouns of things whose name is in that of another: "car" and "red car".
fn unclear(body: &[Piece]) -> Vec<String> {
    let introduced = body.iter().filter_map(|piece| match piece {
        Piece::Introduction(_, inner) => Some(inner.as_slice()),
        _ => None,
    });
    let introduced: Vec<&[Piece]> = introduced.collect();
    let mut unclear = Vec::new();
    for (at, one) in introduced.iter().enumerate() {
        for other in &introduced[..at] {
            let (one_called, other_called) = (called(one), called(other));
            let within = |part: &[&str], whole: &[&str]| part.iter().all(|word| whole.contains(word));
            if within(&one_called, &other_called) || within(&other_called, &one_called) {
                unclear.extend([noun(one), noun(other)].into_iter().flatten());
            }
        }
    }
    unclear
}

fn is_imperative(piece: &Piece) -> bool {
    matches!(piece, Piece::Word(word) if word == "show" || word == "include")
}

/// Whether all that is left out is, in the way of the dialect. `items` are what is left out of the whole picture.
fn left_out(plain: &Pass, found: &Pass, dialect: &Dialect, items: &str) -> Vec<String> {
    let (ordinal, other) = (read(plain, Images::Ordinal), read(found, dialect.images));
    let mut faults = Vec::new();
    if positions(&ordinal.avoided) != positions(&other.avoided) {
        faults.push("leaves out something of other images".to_owned());
    }
    let negative = found.task.negative_prompt.as_deref();
    let items: Vec<&str> = items.split(", ").filter(|item| !item.is_empty()).collect();
    for item in &items {
        if !plain.prompt.contains(item) {
            faults.push(format!("the ordinal one does not leave out {item:?}"));
        }
    }
    match dialect.negatives {
        Negatives::Inline if ordinal.avoided != other.avoided => faults.push("leaves out something else".to_owned()),
        Negatives::Inline => {}
        Negatives::Prompt => {
            let wanted = (!items.is_empty()).then(|| items.join(", "));
            if negative != wanted.as_deref() {
                faults.push(format!("has the negative prompt {negative:?}"));
            }
        }
        Negatives::Positive => {
            let said = |item: &&&str| {
                let say = lexicon::restated(item).unwrap_or(item);
                !other.avoided_text.contains(say)
            };
            faults.extend(items.iter().filter(said).map(|item| format!("says nothing of {item:?}")));
        }
    }
    if negative.is_some() && dialect.negatives != Negatives::Prompt {
        faults.push("has a negative prompt".to_owned());
    }
    // What is taken or left out of one image stays in the prompt.
    let general: Vec<String> = items.iter().flat_map(|item| item.split([' ', '-']).map(str::to_lowercase)).collect();
    let frame = ["take", "nothing", "but", "leave", "out", "from"];
    let mut lost = words(&ordinal.avoided);
    lost.retain(|word| {
        !frame.contains(word) && !general.iter().any(|other| other == word) && !words(&other.avoided).contains(word)
    });
    faults.extend(lost.iter().map(|word| format!("no longer says {word:?} of what is left out")));
    faults
}

/// Whether the list ahead of the request, where there is one, lists every image with what it shows.
fn listed(pass: &Pass, dialect: &Dialect) -> Vec<String> {
    let mut faults = Vec::new();
    let Read { inputs, .. } = read(pass, dialect.images);
    if !dialect.inputs && dialect.images != Images::Order || pass.references.is_empty() {
        return if inputs.is_empty() { faults } else { vec!["lists images".to_owned()] };
    }
    let behind = pass.stretches.iter().take_while(|stretch| stretch.rule == "inputs").last().map_or(0, |last| last.end);
    let mentions: Vec<usize> =
        pass.mentions.iter().filter(|mention| mention.start < behind).map(|mention| mention.element).collect();
    let mut rest = mentions.as_slice();
    for (at, reference) in pass.references.iter().enumerate() {
        let (now, later) = rest.split_at(reference.elements.len().min(rest.len()));
        if now.first() != Some(&reference.element) || now.len() != reference.elements.len() {
            faults.push(format!("lists {now:?} as image {}", at + 1));
        }
        rest = later;
    }
    if !rest.is_empty() {
        faults.push(format!("lists {rest:?} besides"));
    }
    if dialect.inputs {
        let named: Vec<usize> = inputs.iter().flat_map(|(_, pieces)| positions(pieces)).collect();
        if named != (1..=pass.references.len()).collect::<Vec<_>>() {
            faults.push(format!("lists the images {named:?}"));
        }
    }
    faults
}

/// Whether the names in the prompt and those in the task are the same, and every image has one.
fn handles(pass: &Pass, dialect: &Dialect) -> Vec<String> {
    let mut faults = Vec::new();
    let Read { body, avoided, .. } = read(pass, dialect.images);
    let mut said: Vec<usize> = positions(&body).into_iter().chain(positions(&avoided)).collect();
    said.sort_unstable();
    said.dedup();
    let count = pass.references.len();
    let all: Vec<usize> = (1..=count).collect();
    if said != all && dialect.images != Images::Order || said.iter().any(|position| !all.contains(position)) {
        faults.push(format!("names the images {said:?} of {count}"));
    }
    let tags = tags(pass);
    if dialect.images == Images::Tag {
        faults.extend(tags.iter().filter(|tag| !is_tag(tag)).map(|tag| format!("has the tag {tag:?}")));
        for (at, tag) in tags.iter().enumerate() {
            if tags.iter().enumerate().any(|(other, longer)| other != at && longer.starts_with(tag.as_str())) {
                faults.push(format!("has the tag {tag:?} for more than one image"));
            }
        }
    } else if tags.iter().any(|tag| !tag.is_empty()) {
        faults.push("has tags".to_owned());
    }
    let boxes: Vec<_> = pass.task.settings.iter().flat_map(|settings| &settings.bounding_boxes).collect();
    if (dialect.images == Images::Box && count > 0) == boxes.is_empty() {
        faults.push(format!("has {} boxes", boxes.len()));
    }
    for (at, bound) in boxes.iter().enumerate() {
        if !pass.prompt.contains(&format!("<{}>", bound.id)) || bound.reference_index >= count {
            faults.push(format!("has a box for {:?}", bound.id));
        }
        if boxes[..at].iter().any(|other| other.id == bound.id) || bound.source_box != [0, 0, 1000, 1000] {
            faults.push(format!("has an odd box for {:?}", bound.id));
        }
        let mentioned = |reference: usize| pass.references[reference].elements.len();
        let here = boxes.iter().filter(|other| other.reference_index == bound.reference_index).count();
        if bound.reference_index < count && here != mentioned(bound.reference_index) {
            faults.push(format!("has {here} boxes in image {}", bound.reference_index + 1));
        }
    }
    faults
}

fn is_tag(tag: &str) -> bool {
    (3..=16).contains(&tag.len())
        && tag.starts_with(|first: char| first.is_ascii_lowercase())
        && tag.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// Whether a prompt is clean English, and every byte of it has a cause.
fn sound(pass: &Pass, dialect: &Dialect) -> Vec<String> {
    let mut faults = english::faults(&pass.prompt);
    let mut end = 0;
    for stretch in &pass.stretches {
        if stretch.start != end || stretch.end <= stretch.start {
            faults.push(format!("has no cause at {end}"));
        }
        end = stretch.end;
    }
    if end != pass.prompt.len() {
        faults.push("ends without a cause".to_owned());
    }
    for mention in &pass.mentions {
        if pass.prompt.get(mention.start..mention.end).is_none_or(str::is_empty) {
            faults.push(format!("names nothing at {}", mention.start));
        }
    }
    if dialect.negatives == Negatives::Positive {
        let negative = ["leave out", "nothing but", " without ", " no "];
        let lower = pass.prompt.to_lowercase();
        faults.extend(negative.iter().filter(|word| lower.contains(**word)).map(|word| format!("says {word:?}")));
    }
    faults
}

/// Scenes whose prompts are read aloud.
const READ: [&str; 20] = [
    "tests/scenes/worked/mug_on_shelf/input.scene",
    "tests/scenes/worked/chef_and_cat/input.scene",
    "tests/scenes/worked/surfer_on_van/input.scene",
    "tests/scenes/worked/harbor_woodblock/input.scene",
    "tests/scenes/worked/room_armchair/input.scene",
    "tests/scenes/worked/woman_dress_boots/input.scene",
    "tests/scenes/realise/clash_two_men/input.scene",
    "tests/scenes/realise/create_lent_looks/input.scene",
    "tests/scenes/realise/edit_many/input.scene",
    "tests/scenes/realise/five_and_a_lender/input.scene",
    "tests/scenes/realise/orphan_part/input.scene",
    "examples/family_portrait.scene",
    "tests/scenes/dialects/cases/crowd.scene",
    "tests/scenes/dialects/cases/later.scene",
    "tests/scenes/dialects/cases/lone_edit.scene",
    "tests/scenes/dialects/cases/looks.scene",
    "tests/scenes/dialects/cases/owners.scene",
    "tests/scenes/dialects/cases/players.scene",
    "tests/scenes/dialects/cases/signs.scene",
    "tests/scenes/dialects/cases/views.scene",
];

/// A pass as it is read: its sentences, a line each, and what goes with them.
fn shown(pass: &Pass) -> String {
    let mut out = english::sentences(&pass.prompt).join("\n") + "\n";
    if let Some(negative) = &pass.task.negative_prompt {
        writeln!(out, "  not: {negative}").unwrap();
    }
    let tags = tags(pass);
    for (at, reference) in pass.references.iter().enumerate() {
        let tag = if tags[at].is_empty() { String::new() } else { format!("  @{}", tags[at]) };
        writeln!(out, "  {} {}{tag}", at + 1, reference.source).unwrap();
    }
    for bound in pass.task.settings.iter().flat_map(|settings| &settings.bounding_boxes) {
        let area = bound.target_box.map_or_else(String::new, |area| format!(" in {area:?}"));
        writeln!(out, "  <{}> {}: {}{area}", bound.id, bound.reference_index, bound.description).unwrap();
    }
    out
}

#[test]
fn prompts_read_as_before() {
    let models = models();
    for (dialect, _) in &DIALECTS {
        let mut out = String::new();
        for scene in READ {
            let title = scene.trim_end_matches("/input.scene").trim_end_matches(".scene");
            writeln!(out, "== {}", title.rsplit('/').next().unwrap()).unwrap();
            for pass in tasks(&root().join(scene), &models, dialect).iter().flat_map(|task| &task.passes) {
                if pass.name != "scene" {
                    writeln!(out, "[{}]", pass.name).unwrap();
                }
                out += &shown(pass);
            }
            out.push('\n');
        }
        let mut settings = insta::Settings::clone_current();
        settings.set_snapshot_path(format!("scenes/dialects/{dialect}"));
        settings.set_prepend_module_to_snapshot(false);
        settings.set_omit_expression(true);
        settings.bind(|| insta::assert_snapshot!("prompts", out));
    }
}
