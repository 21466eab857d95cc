//! What comes in: a word. What goes out: whether the language keeps it for itself. This is the one list of reserved
//! words; the nouns of the trade (logo, face, camera) stay free on purpose.

use pest::unicode::{XID_CONTINUE, XID_START};

/// Verbs that begin a statement.
pub(super) const DIRECTIVES: &[&str] = &[
    "edition", "edit", "replace", "remove", "keep", "avoid", "say", "panels", "relation", "pass", "passes", "param",
    "vary", "zip", "skip", "use", "preset", "apply",
];

/// Verbs with a name and a block of statements behind them.
const HEADS: &[&str] = &["pass", "preset"];

/// Other words that are kept.
const OTHERS: &[&str] = &["and", "rest", "true", "false"];

/// Words that begin a setting. Only advice about slips looks at these lists; what is an aspect is for others to say.
const SETTINGS: &[&str] = &["model", "size", "seed", "results", "format", "quality"];

/// Words that begin an aspect, the ones that people reach for.
const ASPECTS: &[&str] = &[
    "angle",
    "background",
    "camera",
    "color",
    "composition",
    "expression",
    "face",
    "focus",
    "font",
    "framing",
    "gaze",
    "gesture",
    "hair",
    "identity",
    "layout",
    "lens",
    "lighting",
    "logo",
    "makeup",
    "material",
    "medium",
    "mood",
    "motion",
    "outfit",
    "palette",
    "pattern",
    "pose",
    "render",
    "scale",
    "season",
    "setting",
    "shadows",
    "shot",
    "style",
    "texture",
    "time",
    "weather",
];

/// Verbs that people put before a relation, where none belongs.
const COMMANDS: &[&str] = &[
    "add", "arrange", "combine", "compose", "create", "draw", "generate", "give", "have", "insert", "let", "make",
    "move", "paint", "place", "put", "render", "set", "show",
];

/// Whether the word begins a setting.
pub(super) fn is_setting(word: &str) -> bool {
    holds(SETTINGS, word)
}

/// Whether the word begins an aspect that everybody knows.
pub(super) fn is_aspect(word: &str) -> bool {
    holds(ASPECTS, word)
}

/// Whether the word tells somebody to do something that a relation says by itself.
pub(super) fn is_command(word: &str) -> bool {
    holds(COMMANDS, word)
}

/// Whether no name may be spelt so.
pub(super) fn is_reserved(word: &str) -> bool {
    [DIRECTIVES, OTHERS].into_iter().any(|list| holds(list, word))
}

/// Whether the list holds the word; looks at the first letter before it compares, since this runs for every name.
fn holds(list: &[&str], word: &str) -> bool {
    let first = word.as_bytes().first();
    list.iter().any(|one| one.len() == word.len() && one.as_bytes().first() == first && *one == word)
}

/// Whether a list may not hold the word: the reserved ones, and those that build aspects.
pub(super) fn is_never_listed(word: &str) -> bool {
    is_reserved(word) || matches!(word, "of" | "from" | "match")
}

/// Whether the word begins a statement.
pub(super) fn is_verb(word: &str) -> bool {
    DIRECTIVES.contains(&word)
}

/// Whether the word begins a block of statements.
pub(super) fn is_head(word: &str) -> bool {
    HEADS.contains(&word)
}

/// Whether the word begins a statement that holds brackets or comparisons.
pub(super) fn is_of_variants(word: &str) -> bool {
    matches!(word, "param" | "vary" | "zip" | "skip")
}

/// Whether the text is a name: letters, digits and `_`, no digit first.
pub(super) fn is_name(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(begins_name) && letters.all(continues_name)
}

/// Whether a name may begin with the letter.
pub(super) fn begins_name(letter: char) -> bool {
    letter == '_' || XID_START(letter)
}

/// Whether a name may go on with the letter.
pub(super) fn continues_name(letter: char) -> bool {
    XID_CONTINUE(letter)
}

/// Whether the letter is a space that only looks like one: no-break, zero-width and typographic spaces.
pub(super) fn is_odd_space(letter: char) -> bool {
    !letter.is_ascii()
        && (letter.is_whitespace() || matches!(letter, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}'))
        && !letter.is_control()
}
