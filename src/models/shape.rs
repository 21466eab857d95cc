//! What a model's table may hold: every key with the shape of its value. The keys are those of the data files and of
//! [`Profile`](crate::target::Profile), which a test holds them to, and two more: `like` and `unset`.

use std::fmt::Write;

use super::form::Form;

/// The shape of a value.
#[derive(Debug)]
pub(super) enum Shape {
    /// Any words.
    Text,
    /// Words of a form.
    Form(Form),
    /// The id of a model, or its slug.
    Model,
    /// One of a few words.
    Word(&'static [&'static str]),
    /// Yes or no.
    Flag,
    /// A whole number, with its bounds.
    Whole(u64, u64),
    /// How many times as long one side may be as the other.
    Aspect,
    /// An amount of US dollars.
    Price,
    /// Whether something is taken, or its limits.
    Takes,
    /// Values of one shape.
    List(&'static Shape),
    /// Keys that are known.
    Table(&'static [Key]),
    /// Prices under keys of a form.
    Prices(Form),
}

/// One key of a table.
#[derive(Debug)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) shape: Shape,
    pub(super) need: Need,
}

/// What becomes of a key that is not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Need {
    /// It is not known.
    No,
    /// A default takes its place.
    Filled,
    /// It has to be said.
    Yes,
    /// It has to be said, if only that nothing is known: `{}`.
    Empty,
}

const fn may(name: &'static str, shape: Shape) -> Key {
    Key { name, shape, need: Need::No }
}

const fn must(name: &'static str, shape: Shape) -> Key {
    Key { name, shape, need: Need::Yes }
}

const fn filled(name: &'static str, shape: Shape) -> Key {
    Key { name, shape, need: Need::Filled }
}

/// Pixels on a side.
const SIDE: Shape = Shape::Whole(1, 1_000_000);
/// Pixels of a picture.
const AREA: Shape = Shape::Whole(1, 1_000_000_000_000);

/// A smallest and a largest value.
pub(super) const LIMITS: &[Key] = &[may("min", Shape::Whole(0, u64::MAX)), may("max", Shape::Whole(0, u64::MAX))];

const TAG: &[Key] = &[may("min", Shape::Whole(1, 1000)), may("max", Shape::Whole(1, 1000))];

const DIALECT: &[Key] = &[
    must(
        "images",
        Shape::Word(&["the first image", "image 1", "Image 1", "<<<image_1>>>", "@tag", "<id>", "in order"]),
    ),
    may("inputs", Shape::Flag),
    may("negatives", Shape::Word(&["inline", "prompt", "positive"])),
    may("tag", Shape::Table(TAG)),
];

const PAIR: &[Key] = &[
    may("resolution", Shape::Form(Form::Resolution)),
    must("ratio", Shape::Form(Form::Ratio)),
    must("width", SIDE),
    must("height", SIDE),
];

const FREE: &[Key] = &[
    may("min", SIDE),
    may("max", SIDE),
    may("step", SIDE),
    may("minPixels", AREA),
    may("maxPixels", AREA),
    may("maxAspect", Shape::Aspect),
];

const SIZES: &[Key] = &[
    may("resolutions", Shape::List(&Shape::Form(Form::Resolution))),
    may("defaultResolution", Shape::Form(Form::Resolution)),
    may("resolutionNeedsReferences", Shape::Flag),
    may("needed", Shape::Word(&["unknown", "never", "withoutReferences", "always"])),
    may("pairs", Shape::List(&Shape::Table(PAIR))),
    may("complete", Shape::Flag),
    may("free", Shape::Table(FREE)),
];

const FIDELITY: &[Key] =
    &[must("objects", Shape::Whole(0, 1000)), must("characters", Shape::Whole(0, 1000)), filled("source", Shape::Text)];

const PRICE: &[Key] = &[
    may("image", Shape::Prices(Form::Resolution)),
    may("any", Shape::Price),
    may("exact", Shape::Prices(Form::Pixels)),
    may("steps", Shape::Whole(1, 10_000)),
    may("typical", Shape::Price),
    may("from", Shape::Price),
    may("reference", Shape::Price),
    may("groundedSearch", Shape::Price),
];

/// Whatever may stand in the table of a model.
pub(super) const MODEL: &[Key] = &[
    may("like", Shape::Model),
    may("unset", Shape::List(&Shape::Text)),
    filled("slug", Shape::Form(Form::Slug)),
    filled("name", Shape::Text),
    filled("provider", Shape::Text),
    may("also", Shape::List(&Shape::Form(Form::Id))),
    filled("status", Shape::Word(&["active", "retiring", "retired"])),
    may("until", Shape::Form(Form::Day)),
    may("successor", Shape::Model),
    must("dialect", Shape::Table(DIALECT)),
    Key { name: "references", shape: Shape::Table(LIMITS), need: Need::Empty },
    may("referencesOptional", Shape::Flag),
    Key { name: "prompt", shape: Shape::Table(LIMITS), need: Need::Empty },
    may("sizes", Shape::Table(SIZES)),
    may("negativePrompt", Shape::Takes),
    may("seed", Shape::Takes),
    may("fidelity", Shape::Table(FIDELITY)),
    may("shapeFrom", Shape::Word(&["first", "last"])),
    may("priceUSD", Shape::Table(PRICE)),
    may("source", Shape::Text),
    filled("checked", Shape::Form(Form::Day)),
    filled("confidence", Shape::Text),
    may("notes", Shape::List(&Shape::Text)),
];

/// The key of a table with this name.
pub(super) fn key(keys: &'static [Key], name: &str) -> Option<&'static Key> {
    keys.iter().find(|key| key.name == name)
}

impl Shape {
    /// What a value of this shape is, in words.
    pub(super) fn told(&self) -> String {
        match self {
            Self::Text | Self::Model => "a string".to_owned(),
            Self::Form(form) => format!("{} such as `\"{}\"`", form.noun(), form.example()),
            Self::Word(words) => words_of(words),
            Self::Flag => "`true` or `false`".to_owned(),
            Self::Whole(..) => "a whole number".to_owned(),
            Self::Aspect => "a number".to_owned(),
            Self::Price => "a number of US dollars".to_owned(),
            Self::Takes => "`true`, `false`, or limits such as `{ min = 0, max = 100 }`".to_owned(),
            Self::List(_) => "a list".to_owned(),
            Self::Table(_) | Self::Prices(_) => "a table".to_owned(),
        }
    }
}

/// `` `"first"` or `"last"` ``
pub(super) fn words_of(words: &[&str]) -> String {
    let mut out = String::new();
    for (at, word) in words.iter().enumerate() {
        let between = match at {
            0 => "",
            _ if at + 1 == words.len() => " or ",
            _ => ", ",
        };
        let _ = write!(out, "{between}`\"{word}\"`");
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use std::collections::BTreeSet;

    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};

    use super::*;
    use crate::target::{Dialect, Fidelity, Free, Limits, Needed, Negatives, Pair, Price, Profile, Sizes};
    use crate::target::{Images, ShapeFrom, Status};

    /// What a type takes, read out of its complaint about something else.
    fn taken<T: DeserializeOwned>(odd: Value) -> BTreeSet<String> {
        let Err(error) = serde_json::from_value::<T>(odd) else { panic!("odd things are refused") };
        let error = error.to_string();
        let (_, list) = error.split_once("expected").unwrap_or_else(|| panic!("{error}"));
        list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    }

    fn keys<T: DeserializeOwned>() -> BTreeSet<String> {
        taken::<T>(json!({ "\u{1}": 1 }))
    }

    fn told(keys: &[Key]) -> BTreeSet<String> {
        keys.iter().map(|key| key.name.to_owned()).collect()
    }

    #[test]
    fn the_keys_are_those_that_data_files_have() {
        let mut profile = keys::<Profile>();
        assert!(profile.remove("air"), "the id is the name of the table");
        profile.extend(["like".to_owned(), "unset".to_owned()]);
        assert_eq!(told(MODEL), profile);
        assert_eq!(told(DIALECT), keys::<Dialect>());
        assert_eq!(told(LIMITS), keys::<Limits>());
        assert_eq!(told(TAG), keys::<Limits>());
        assert_eq!(told(SIZES), keys::<Sizes>());
        assert_eq!(told(PAIR), keys::<Pair>());
        assert_eq!(told(FREE), keys::<Free>());
        assert_eq!(told(FIDELITY), keys::<Fidelity>());
        assert_eq!(told(PRICE), keys::<Price>());
    }

    #[test]
    fn the_words_are_those_that_data_files_have() {
        let words = |keys: &'static [Key], name: &str| -> BTreeSet<String> {
            let Shape::Word(words) = key(keys, name).unwrap().shape else { panic!("`{name}` is one of a few words") };
            words.iter().map(|word| (*word).to_owned()).collect()
        };
        assert_eq!(words(DIALECT, "images"), taken::<Images>(json!("odd")));
        assert_eq!(words(DIALECT, "negatives"), taken::<Negatives>(json!("odd")));
        assert_eq!(words(SIZES, "needed"), taken::<Needed>(json!("odd")));
        assert_eq!(words(MODEL, "status"), taken::<Status>(json!("odd")));
        assert_eq!(words(MODEL, "shapeFrom"), taken::<ShapeFrom>(json!("odd")));
    }

    #[test]
    fn a_few_words_are_said_in_english() {
        assert_eq!(words_of(&["first", "last"]), "`\"first\"` or `\"last\"`");
        assert_eq!(words_of(&["a", "b", "c"]), "`\"a\"`, `\"b\"` or `\"c\"`");
    }
}
