//! Tests of the vocabulary: the data files are sound, and every example reads as its entry says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod looks;
mod negatives;
mod spelling;

use std::collections::BTreeSet;

use super::{Object, Relation, RelationLine, aspect, aspects, is_participle, relation, relations, words};

const RELATIONS: &str = include_str!("../relations.jsonl");
const ASPECTS: &str = include_str!("../aspects.jsonl");
const WORDS: &str = include_str!("../words.jsonl");
const NEGATIVES: &str = include_str!("../negatives.jsonl");

/// The word a line is about; every line opens with it.
fn word_of(line: &str) -> &str {
    line.strip_prefix("{\"word\":\"").and_then(|rest| rest.split('"').next()).unwrap_or_default()
}

fn assert_sorted(data: &'static str) {
    let words: Vec<&str> = data.lines().map(word_of).collect();
    for pair in words.windows(2) {
        assert!(pair[0] < pair[1], "{} stands before {}", pair[0], pair[1]);
    }
    assert!(words.iter().all(|word| !word.is_empty()));
}

#[test]
fn files_are_sorted_and_every_line_is_found() {
    assert_sorted(RELATIONS);
    assert_sorted(ASPECTS);
    assert_sorted(WORDS);
    assert_sorted(NEGATIVES);
    assert!(RELATIONS.lines().all(|line| relation(word_of(line)).is_some_and(|found| found.word == word_of(line))));
    assert!(ASPECTS.lines().all(|line| aspect(word_of(line)).is_some_and(|found| found.word == word_of(line))));
    for missing in ["", "aaa", "zzz", "holdin", "holdingg"] {
        assert_eq!(relation(missing), None);
    }
}

#[test]
fn every_line_parses_and_holds_only_known_fields() {
    let fields = [
        "word",
        "participle",
        "preposition",
        "comma",
        "object",
        "lead",
        "class",
        "direction",
        "inverse",
        "example",
        "english",
    ];
    for line in RELATIONS.lines() {
        let value: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
        assert!(value.keys().all(|key| fields.contains(&key.as_str())), "{line}");
    }
    assert_eq!(relations().count(), RELATIONS.lines().count());
    assert_eq!(aspects().count(), ASPECTS.lines().count());
    for line in WORDS.lines() {
        assert!(words::entry(word_of(line)).is_some(), "{line}");
    }
    assert!(relations().count() >= 180);
    assert_eq!(aspects().count(), 37);
}

#[test]
fn inverses_point_back() {
    for line in relations() {
        let Some(inverse) = &line.relation.inverse else { continue };
        let back = relation(inverse).unwrap_or_else(|| panic!("{inverse} has no entry"));
        assert_eq!(back.inverse.as_deref(), Some(line.word.as_str()), "{}", line.word);
        assert_eq!(back.class, line.relation.class, "{}", line.word);
    }
}

#[test]
fn leads_are_the_closed_list() {
    let leads: BTreeSet<String> = relations()
        .filter_map(|line| line.relation.lead.map(|lead| format!("{} {} {}", line.word, lead.verb, lead.preposition)))
        .collect();
    let wanted = [
        "draped_over Drape over",
        "embroidered_on Embroider onto",
        "engraved_on Engrave into",
        "etched_into Etch into",
        "hanging_on Hang on",
        "lying_on Place onto",
        "on Place onto",
        "painted_on Paint onto",
        "printed_on Print onto",
        "resting_on Place onto",
        "standing_on Place onto",
        "wearing Dress in",
    ];
    assert_eq!(leads, wanted.map(String::from).into());
}

#[test]
fn commas_stand_only_where_no_object_follows() {
    for RelationLine { word, relation, .. } in relations() {
        let expected = relation.object == Object::None && relation.participle.is_empty();
        assert_eq!(relation.comma, expected, "{word}");
    }
}

/// `the S participle preposition the O`, which is all a statement of three words can give.
fn straightforward(example: &str, relation: &Relation) -> String {
    let (subject, rest) = example.split_once(' ').unwrap();
    let object = rest.split_once(' ').map(|(_, object)| match object.strip_prefix('"') {
        Some(words) => words.trim_end_matches('"').to_owned(),
        None => format!("the {object}"),
    });
    let parts = [&format!("the {subject}"), relation.participle.as_str(), relation.preposition.as_str()];
    let said = parts.into_iter().map(String::from).chain(object).filter(|part| !part.is_empty());
    said.collect::<Vec<_>>().join(" ")
}

#[test]
fn relations_read_as_their_examples_say() {
    for RelationLine { word, relation, example, english } in relations() {
        let mut parts = example.splitn(3, ' ').skip(1);
        assert_eq!(parts.next(), Some(word.as_str()));
        let has_object = parts.next().is_some();
        assert!(has_object || relation.object != Object::Required, "{word}");
        assert!(!has_object || relation.object != Object::None, "{word}");
        assert_eq!(straightforward(&example, &relation), english, "{word}");
        let spoken = format!("{} {}", relation.participle, relation.preposition).replace('-', " ");
        let aliased = ["is", "left_of", "right_of"].contains(&word.as_str());
        assert!(aliased || spoken.trim() == word.replace('_', " "), "{word}");
        assert!(relation.participle.is_empty() || is_participle(relation.participle.split(' ').next().unwrap()));
    }
}

#[test]
fn inverses_point_the_other_way() {
    use super::Direction::{Above, Behind, Below, Front, Left, Right};
    let opposite = |direction| match direction {
        Left => Right,
        Right => Left,
        Above => Below,
        Below => Above,
        Front => Behind,
        Behind => Front,
    };
    let mut directed = 0;
    for line in relations().filter(|line| !line.relation.direction.is_empty()) {
        directed += 1;
        assert_eq!(line.relation.class, super::Class::Order, "{}", line.word);
        let Some(inverse) = &line.relation.inverse else { continue };
        let back: Vec<_> = line.relation.direction.iter().copied().map(opposite).collect();
        assert_eq!(relation(inverse).unwrap().direction, back, "{}", line.word);
    }
    assert!(directed >= 60);
    assert_eq!(super::literal("strolling_left_of").direction, [Left]);
    assert_eq!(super::literal("strolling_behind").direction, []);
}
