//! Every entry of the vocabulary through the whole compiler. What comes in: the example of each relation and aspect.
//! What goes out: nothing, if each is said to the letter as its entry promises. Absent: entries without an example.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/english.rs"]
mod english;

use std::collections::BTreeSet;
use std::fmt::Write;

use scenewright::compile::{Compiled, Input, NoFiles, compile};
use scenewright::lexicon;

fn compiled(text: &str) -> Compiled {
    compile(&Input { name: "example.scene", text, files: &NoFiles, ..Input::default() })
}

/// The names that an example uses: words outside quotes that are neither its own word nor of the grammar.
fn free_names<'e>(example: &'e str, word: &str) -> BTreeSet<&'e str> {
    let outside = example.split('"').step_by(2);
    let words = outside.flat_map(|stretch| stretch.split([' ', ',', '.']));
    words.filter(|name| !name.is_empty() && *name != word && !["of", "from", "match", "and"].contains(name)).collect()
}

/// A relation about things that the model invents: nothing but the example is said.
fn relation_scene(example: &str, word: &str) -> String {
    let mut scene = String::new();
    for name in free_names(example, word) {
        writeln!(scene, "{name} = prop(\"the {}\")", name.replace('_', " ")).unwrap();
    }
    scene + example + "\n"
}

/// An aspect whose source, if it has one, is the second image: the first belongs to an anchor.
fn aspect_scene(example: &str, word: &str) -> String {
    let mut scene = "anchor = ref(\"anchor.jpg\")\n".to_owned();
    let source = example.split_once(" from ").and_then(|(_, behind)| behind.split([' ', '"']).next());
    for name in free_names(example, word) {
        let line = if Some(name) == source {
            format!("{name} = ref(\"{name}.jpg\")")
        } else {
            format!("{name} = prop(\"the {name}\")")
        };
        writeln!(scene, "{line}").unwrap();
    }
    scene + "say \"Show {anchor}\"\n" + example + "\n"
}

fn report(mismatches: &[String]) {
    assert!(mismatches.is_empty(), "{} entries are said otherwise:\n{}", mismatches.len(), mismatches.join("\n"));
}

#[test]
fn every_relation_is_said_as_its_entry_promises() {
    let mut mismatches = Vec::new();
    for line in lexicon::relations() {
        let found = compiled(&relation_scene(&line.example, &line.word));
        let expected = format!("Create one scene: {}.", line.english);
        if found.pass().prompt != expected {
            let codes: Vec<_> = found.diagnostics.iter().map(|finding| finding.code.name()).collect();
            mismatches.push(format!(
                "{}\n  got      {}{codes:?}\n  expected {expected}",
                line.example,
                found.pass().prompt
            ));
        }
    }
    report(&mismatches);
}

#[test]
fn every_aspect_is_said_as_its_entry_promises() {
    let mut mismatches = Vec::new();
    for line in lexicon::aspects() {
        let word = line.aspect.word.as_str();
        let found = compiled(&aspect_scene(&line.example, word));
        let whole = !line.example.contains(" of ");
        let sentence = match (word, whole) {
            ("shot", _) => format!("Create one {} of the anchor from the first image.", line.english),
            (_, true) => format!("Create one scene of the anchor from the first image, {}.", line.english),
            (_, false) => format!("Create one scene: {}.", line.english),
        };
        let anchor = if whole { "Show the anchor." } else { "Show the anchor from the first image." };
        let expected = format!("{sentence} {anchor}");
        if found.pass().prompt != expected {
            let codes: Vec<_> = found.diagnostics.iter().map(|finding| finding.code.name()).collect();
            mismatches.push(format!(
                "{}\n  got      {}{codes:?}\n  expected {expected}",
                line.example,
                found.pass().prompt
            ));
        }
    }
    report(&mismatches);
}

#[test]
fn every_relation_without_object_is_also_a_clause() {
    let mut mismatches = Vec::new();
    for line in lexicon::relations().filter(|line| line.relation.object == lexicon::Object::None) {
        let relation = &line.relation;
        let found = compiled(&format!("cat = prop(\"the cat\")\nmat = prop(\"the mat\")\ncat on mat, {}\n", line.word));
        let expected = match (relation.participle.is_empty(), relation.comma) {
            (true, true) => format!("Create one scene: the cat on the mat, {}.", relation.preposition),
            (true, false) => format!("Create one scene: the cat on the mat {}.", relation.preposition),
            (false, _) => {
                let said = format!("{} {}", relation.participle, relation.preposition);
                format!("Create one scene: the cat {} and on the mat.", said.trim_end())
            }
        };
        let bare = expected.replace(" and on", " on");
        if found.pass().prompt != expected && found.pass().prompt != bare {
            mismatches.push(format!("{}\n  got      {}\n  expected {expected}", line.word, found.pass().prompt));
        }
    }
    report(&mismatches);
}

/// Every aspect with words of every shape in every place; what is said must at least be clean.
#[test]
fn every_aspect_is_clean_english_in_every_place() {
    let places = [
        "A W",
        "A from b W",
        "A from b",
        "A match b W",
        "A match b",
        "A of a W",
        "A of a from b W",
        "A of a from b",
        "A of a match b W",
    ];
    let shapes = [
        "slow",
        "a slow one",
        "in slow tones",
        "leaning back",
        "the slow N",
        "slow N",
        "with slow lines",
        "slow and quiet",
    ];
    let mut faults: BTreeSet<String> = BTreeSet::new();
    for line in lexicon::aspects().filter(|line| line.aspect.word != "shot") {
        let (word, noun) = (&line.aspect.word, &line.aspect.noun);
        for (place, shape) in places.iter().flat_map(|place| shapes.iter().map(move |shape| (place, shape))) {
            let words = format!("\"{}\"", shape.replace('N', noun));
            let statement = place.replace('A', word).replace('W', &words);
            for edit in ["", "edit a\n"] {
                let text = format!("a = ref(\"a.jpg\", \"fox\")\nb = ref(\"b.jpg\", \"owl\")\n{edit}{statement}\n");
                let found = compiled(&text);
                for fault in english::faults(&found.pass().prompt) {
                    faults.insert(format!("{}{statement}: {fault}: {}", edit.replace('\n', "; "), found.pass().prompt));
                }
                if found.has_errors()
                    || english::positions(&found.pass().prompt).iter().collect::<BTreeSet<_>>().len() != 2
                {
                    faults.insert(format!(
                        "{}{statement}: a position is missing: {}",
                        edit.replace('\n', "; "),
                        found.pass().prompt
                    ));
                }
            }
        }
    }
    report(&faults.into_iter().collect::<Vec<_>>());
}
