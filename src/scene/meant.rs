//! What comes in: a word from another tool or from plain speech. What goes out: the word of the language that was meant.

/// Words that begin a statement.
const STATEMENTS: [(&str, &str); 20] = [
    ("aspect", "size"),
    ("aspect_ratio", "size"),
    ("colors", "palette"),
    ("colour", "color"),
    ("colours", "palette"),
    ("dimensions", "size"),
    ("exclude", "avoid"),
    ("height", "size"),
    ("images", "results"),
    ("light", "lighting"),
    ("lights", "lighting"),
    ("negative", "avoid"),
    ("negative_prompt", "avoid"),
    ("no", "avoid"),
    ("photo", "shot"),
    ("prompt", "say"),
    ("ratio", "size"),
    ("resolution", "size"),
    ("width", "size"),
    ("without", "avoid"),
];

/// Words that make elements.
const MAKERS: [(&str, &str); 9] = [
    ("file", "ref"),
    ("image", "ref"),
    ("img", "ref"),
    ("object", "prop"),
    ("photo", "ref"),
    ("picture", "ref"),
    ("reference", "ref"),
    ("thing", "prop"),
    ("words", "text"),
];

/// The word that begins the statement that was meant.
pub(super) fn statement(word: &str) -> Option<&'static str> {
    of(&STATEMENTS, word)
}

/// The maker that was meant.
pub(super) fn maker(word: &str) -> Option<&'static str> {
    of(&MAKERS, word)
}

fn of(table: &[(&'static str, &'static str)], word: &str) -> Option<&'static str> {
    table.iter().find(|(written, _)| *written == word).map(|(_, meant)| *meant)
}
