//! The reserved verbs as people look them up: what each does, an example, and where it may stand. A test holds the list
//! against that of the grammar.

/// One reserved verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verb {
    /// The word.
    pub word: &'static str,
    /// What a statement with it does.
    pub meaning: &'static str,
    /// A statement with it.
    pub example: &'static str,
    /// What is typed for it: `$1` is where the cursor stands first, `$0` where it ends.
    pub snippet: &'static str,
    /// Where it may stand.
    pub stands: Stands,
}

/// Where a statement may stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands {
    /// As the first statement of a file.
    First,
    /// In no block.
    Top,
    /// In no block, or in a pass.
    Picture,
    /// Everywhere, also in a preset.
    Everywhere,
}

/// The reserved verbs, in the order in which a scene mostly has them.
pub const VERBS: [Verb; 18] = [
    Verb {
        word: "edition",
        meaning: "Says which edition of the language the scene is written in.",
        example: "edition 1",
        snippet: "edition 1",
        stands: Stands::First,
    },
    Verb {
        word: "use",
        meaning: "Brings in the elements, presets, relations and variables of another scene file.",
        example: "use \"brand.scene\" as brand",
        snippet: "use \"$1\"$0",
        stands: Stands::Top,
    },
    Verb {
        word: "param",
        meaning: "Names a value that is given when the scene is compiled.",
        example: "param product = \"watch.jpg\"",
        snippet: "param ${1:name} = \"$2\"$0",
        stands: Stands::Top,
    },
    Verb {
        word: "vary",
        meaning: "Names a value that is each of several in turn, with a task for each.",
        example: "vary light in [\"noon sun\", dusk: \"blue dusk\"]",
        snippet: "vary ${1:name} in [\"$2\"]$0",
        stands: Stands::Top,
    },
    Verb {
        word: "zip",
        meaning: "Puts varied values side by side instead of combining each with each.",
        example: "zip row, light",
        snippet: "zip ${1:row}, ${2:light}$0",
        stands: Stands::Top,
    },
    Verb {
        word: "skip",
        meaning: "Leaves out the combinations for which a condition holds.",
        example: "skip where row.kind == \"strap\" and light == dusk",
        snippet: "skip where $0",
        stands: Stands::Top,
    },
    Verb {
        word: "relation",
        meaning: "Declares a relation of the scene's own, with its English.",
        example: "relation tucked_under { participle \"tucked\"; preposition \"under\"; class contact }",
        snippet: "relation ${1:tucked_under} { participle \"${2:tucked}\"; preposition \"${3:under}\" }$0",
        stands: Stands::Picture,
    },
    Verb {
        word: "preset",
        meaning: "Holds aspects, settings and what to leave out, for `apply` to bring in.",
        example: "preset studio { lighting \"softbox\"; style \"product photography\" }",
        snippet: "preset ${1:studio} {\n  $0\n}",
        stands: Stands::Top,
    },
    Verb {
        word: "apply",
        meaning: "Brings in what a preset holds. Statements of the scene itself come before it.",
        example: "apply brand.studio",
        snippet: "apply $0",
        stands: Stands::Picture,
    },
    Verb {
        word: "edit",
        meaning: "Names the picture that is changed. Every other statement is then a change to it.",
        example: "edit room",
        snippet: "edit $0",
        stands: Stands::Picture,
    },
    Verb {
        word: "replace",
        meaning: "Puts one thing in the place of another in the edited picture.",
        example: "replace room.sofa with chair",
        snippet: "replace $1 with $0",
        stands: Stands::Picture,
    },
    Verb {
        word: "remove",
        meaning: "Takes something out of the edited picture.",
        example: "remove room.clutter",
        snippet: "remove $0",
        stands: Stands::Picture,
    },
    Verb {
        word: "panels",
        meaning: "Makes one picture in several panels, each with its own words.",
        example: "panels left: \"front view\", right: \"side view\"",
        snippet: "panels \"$1\", \"$2\"$0",
        stands: Stands::Picture,
    },
    Verb {
        word: "keep",
        meaning: "Asks that something stays as its reference shows it, exactly or recognizably.",
        example: "keep woman \"face and hair\" recognizable",
        snippet: "keep $0",
        stands: Stands::Picture,
    },
    Verb {
        word: "avoid",
        meaning: "Names what must not be in the picture, or what of a reference is not to be taken.",
        example: "avoid \"text\", \"extra people\"",
        snippet: "avoid \"$1\"$0",
        stands: Stands::Everywhere,
    },
    Verb {
        word: "say",
        meaning: "Adds a sentence of the author's own, for what the language lacks.",
        example: "say \"No one looks at the camera.\"",
        snippet: "say \"$1\"$0",
        stands: Stands::Picture,
    },
    Verb {
        word: "pass",
        meaning: "Makes a picture of its own, perhaps going on with that of an earlier pass.",
        example: "pass with_flowers from table_scene { flowers standing_beside watch }",
        snippet: "pass ${1:name} {\n  $0\n}",
        stands: Stands::Top,
    },
    Verb {
        word: "passes",
        meaning: "Has the compiler plan the passes, each with at most so many new references.",
        example: "passes 3",
        snippet: "passes ${1:auto}$0",
        stands: Stands::Top,
    },
];

/// What each setting takes: the word, its meaning, an example.
pub const SETTINGS: [(&str, &str, &str); 6] = [
    ("model", "The model that makes the picture.", "model google:4@3"),
    ("size", "The size of the picture in pixels, or its shape, which may be that of a reference.", "size 4:3 at 2k"),
    ("seed", "A whole number; the same one gives the same picture as far as the model can.", "seed 42"),
    ("results", "How many pictures are made. Each is paid for.", "results 4"),
    ("format", "The format of the file that comes back.", "format webp"),
    ("quality", "How well the file is kept when it is compressed.", "quality 90"),
];

/// What makes an element: the word, what it makes, what is typed for it.
pub const MAKERS: [(&str, &str, &str); 5] = [
    ("ref", "something that a photograph shows", "ref(\"$1\", \"$2\")$0"),
    ("prop", "something that the model invents", "prop(\"$1\")$0"),
    ("text", "exact words that are drawn", "text(\"$1\")$0"),
    ("group", "several elements under one name", "group($1)$0"),
    ("result", "the picture that an earlier pass made", "result($1)$0"),
];

/// The labels of arguments: the word, what it says, what is typed behind it.
pub const ARGUMENTS: [(&str, &str, &str); 7] = [
    ("again", "how it is described at its first mention in the body", "\"$1\"$0"),
    ("short", "how it is called after that, and in `keep`", "\"$1\"$0"),
    ("name", "a name of its own, such as that of a person", "\"$1\"$0"),
    ("count", "how many copies of it there are, up to 1000", "${1:2}$0"),
    ("plural", "how several of them are called", "\"$1\"$0"),
    ("role", "whether it is the subject or the backdrop", "${1|subject,backdrop|}$0"),
    ("at", "the position that it must have in the request", "${1:1}$0"),
];

/// What is said of a declared relation: the word, what it says, what is typed for it.
pub const FIELDS: [(&str, &str, &str); 4] = [
    ("participle", "how it is said: `tucked`", "participle \"$1\"$0"),
    ("preposition", "what stands before the object: `under`", "preposition \"$1\"$0"),
    ("lead", "how it opens a prompt", "lead \"${1:Tuck} {subject} ${2:under} {object}\"$0"),
    ("class", "what kind of relation it is", "class $0"),
];

/// The verb with this word.
#[must_use]
pub fn verb(word: &str) -> Option<&'static Verb> {
    VERBS.iter().find(|verb| verb.word == word)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::scene::{self, settings};
    use crate::syntax;

    #[test]
    fn every_word_of_the_language_is_told() {
        let mut told = VERBS.map(|verb| verb.word).to_vec();
        let mut known = syntax::verbs().to_vec();
        told.sort_unstable();
        known.sort_unstable();
        assert_eq!(told, known);
        assert_eq!(SETTINGS.map(|(word, _, _)| word), settings::WORDS);
        assert_eq!(MAKERS.map(|(word, _, _)| word), scene::MAKERS);
        assert_eq!(ARGUMENTS.map(|(word, _, _)| word), scene::LABELS);
        assert_eq!(FIELDS.map(|(word, _, _)| word), scene::FIELDS);
    }

    #[test]
    fn every_example_has_the_shape_of_a_statement() {
        let examples = VERBS.iter().map(|verb| verb.example).chain(SETTINGS.map(|(_, _, example)| example));
        for example in examples {
            let parsed = syntax::parse(crate::source::FileId(0), example);
            assert!(parsed.diagnostics.is_empty(), "{example}: {:?}", parsed.diagnostics);
        }
    }
}
