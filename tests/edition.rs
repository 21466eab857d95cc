//! What edition 1 says is fixed: prompts are tested and paid for. What comes in: the vocabulary and the way images are
//! named, and `tests/editions/1.tsv`, which holds what each entry said when it was added. What goes out: a failure for each
//! entry that says something else now. `UPDATE_EDITION=1 cargo test --test edition` appends lines for new entries; it
//! never changes one.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use scenewright::lexicon::{self, Case, Relation};
use scenewright::realise::dialect;
use scenewright::target::Dialect;

/// Words of every shape that a template may ask about.
const SHAPES: [&str; 5] = ["calm", "in warm tones", "leaning back", "a soft glow", "look"];

const CASES: [Case; 16] = [
    Case::Plain,
    Case::From,
    Case::FromBare,
    Case::Match,
    Case::MatchBare,
    Case::Of,
    Case::OfFrom,
    Case::OfFromBare,
    Case::OfMatch,
    Case::OfMatchBare,
    Case::Edit,
    Case::EditFrom,
    Case::EditFromBare,
    Case::EditOf,
    Case::EditOfFrom,
    Case::EditOfFromBare,
];

/// What edition 1 says now, by entry.
fn now() -> BTreeMap<String, String> {
    let mut said = BTreeMap::new();
    for line in lexicon::relations() {
        said.insert(format!("relation {}", line.word), relation(&line.relation));
    }
    for line in lexicon::aspects() {
        let aspect = &line.aspect;
        let mut text = format!("{}; {}", aspect.noun, aspect.taken);
        for case in CASES {
            let mut templates: Vec<&str> = SHAPES.iter().map(|words| aspect.template(case, words)).collect();
            templates.dedup();
            write!(text, "; {}", templates.join(" | ")).unwrap();
        }
        said.insert(format!("aspect {}", aspect.word), text);
    }
    for count in 1..=14 {
        let positions: Vec<usize> = (1..=count).collect();
        said.insert(format!("images 1 to {count:02}"), dialect::images(&Dialect::default(), &positions));
    }
    said
}

fn relation(entry: &Relation) -> String {
    let lead = entry.lead.as_ref().map_or_else(String::new, |lead| format!("{} {}", lead.verb, lead.preposition));
    let Relation { participle, preposition, comma, object, class, .. } = entry;
    format!("{participle}; {preposition}; comma {comma}; {object:?}; {lead}; {}", class.name())
}

fn file() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/editions/1.tsv")
}

#[test]
fn edition_1_says_what_it_has_always_said() {
    let mut fixed = std::fs::read_to_string(file()).unwrap_or_default();
    let now = now();
    let known: BTreeMap<&str, &str> = fixed.lines().filter_map(|line| line.split_once('\t')).collect();
    for (entry, text) in &known {
        let current = now.get(*entry);
        assert_eq!(current.map(String::as_str), Some(*text), "`{entry}` no longer says what it said");
    }
    let new: Vec<String> = now
        .iter()
        .filter(|(entry, _)| !known.contains_key(entry.as_str()))
        .map(|(entry, text)| format!("{entry}\t{text}\n"))
        .collect();
    if std::env::var_os("UPDATE_EDITION").is_some() {
        fixed.push_str(&new.concat());
        std::fs::write(file(), fixed).unwrap();
    } else {
        let first = new.first().map_or("", |line| line);
        assert!(new.is_empty(), "{} entries without a line in {}, such as {first}", new.len(), file().display());
    }
}
