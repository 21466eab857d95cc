//! What comes in: a comment. What goes out: what it says to the compiler: `scene: allow CODE`, `scene: test TARGET`, or
//! something that was meant to be that. Every other comment says nothing.

use std::ops::Range;

use crate::diagnostic::Code;
use crate::lexicon::suggest;

/// A stretch of the file that holds one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word<'t> {
    pub(super) text: &'t str,
    pub(super) range: Range<usize>,
}

/// What a comment says to the compiler.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Directive<'t> {
    /// `// scene: allow CODE, CODE -- reason`, with the codes as they stand there.
    Allow { codes: Vec<Word<'t>>, whole: Range<usize> },
    /// `// scene: test TARGET, TARGET -- reason`, with the targets as they stand there; or words of a comment about a test.
    Test(Vec<Word<'t>>),
    /// Something close to `scene: allow`, and where it stands.
    Misspelt(Range<usize>),
}

/// Reads the comment at this place of the text.
pub(super) fn directive(text: &str, comment: Range<usize>) -> Option<Directive<'_>> {
    let inside = text.get(comment.clone())?.strip_prefix("//")?;
    let body = inside.trim_start_matches([' ', '\t']);
    if !body.get(..5).is_some_and(|word| word.eq_ignore_ascii_case("scene")) {
        return None;
    }
    let start = comment.end - body.len();
    let mut rest = words(text, start + 5..comment.end);
    let colon = body[5..].starts_with(':');
    let behind = |verb: &str| {
        let rest = body.strip_prefix("scene:")?;
        let rest = rest.strip_prefix(' ').unwrap_or(rest).strip_prefix(verb)?;
        rest.chars().next().is_none_or(|c| matches!(c, ' ' | '\t' | ',')).then_some(comment.end - rest.len())
    };
    let listed = |from: usize| words(text, from..comment.end).take_while(|word| word.text != "--").collect();
    if let Some(end) = behind("allow") {
        return Some(Directive::Allow { codes: listed(end), whole: start..end });
    }
    if let Some(end) = behind("test") {
        return Some(Directive::Test(listed(end)));
    }
    // Anybody may begin a comment with "scene". Only with a code behind it is it more than chance.
    let verb = rest.find(|word| word.text != ":")?;
    let code = rest.next()?;
    let meant = suggest(verb.text.trim_matches(':'), std::iter::once("allow")).is_some()
        || verb.text.trim_matches(':').eq_ignore_ascii_case("allow");
    if matches!(verb.text.trim_matches(':'), "deny" | "warn" | "forbid") {
        return None;
    }
    let apart = colon || body[5..].starts_with([' ', '\t']);
    (apart && is_code(code.text) && (meant || colon)).then_some(Directive::Misspelt(start..verb.range.end))
}

/// Whether a word can hardly be anything but a code.
fn is_code(word: &str) -> bool {
    word.contains('-') && (Code::named(word).is_some() || suggest(word, names()).is_some())
}

/// The names of all codes.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    Code::ALL.iter().map(|code| code.name())
}

/// The words of a stretch, separated by blanks and commas. A colon that opens it is no part of a word.
fn words(text: &str, range: Range<usize>) -> impl Iterator<Item = Word<'_>> {
    let separates = |c: char| c.is_whitespace() || c == ',';
    let mut at = range.start;
    if text[at..range.end].starts_with(':') {
        at += 1;
    }
    std::iter::from_fn(move || {
        let rest = &text[at..range.end];
        let start = at + (rest.len() - rest.trim_start_matches(separates).len());
        let length = text[start..range.end].find(separates).unwrap_or(range.end - start);
        at = start + length;
        (length > 0).then(|| Word { text: &text[start..at], range: start..at })
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::*;

    fn read(comment: &str) -> Option<Directive<'_>> {
        directive(comment, 0..comment.len())
    }

    fn codes(comment: &str) -> Vec<&str> {
        match read(comment) {
            Some(Directive::Allow { codes, .. }) => codes.into_iter().map(|word| word.text).collect(),
            other => panic!("{comment}: {other:?}"),
        }
    }

    #[test]
    fn codes_are_separated_by_blanks_or_commas() {
        assert_eq!(codes("// scene: allow near-miss"), ["near-miss"]);
        assert_eq!(codes("//scene:allow a,b  c , d"), ["a", "b", "c", "d"]);
        assert_eq!(codes("// scene: allow near-miss -- shot on a cliff, near-miss"), ["near-miss"]);
        assert_eq!(codes("// scene: allow"), [""; 0]);
        assert_eq!(codes("// scene: allow -- why"), [""; 0]);
    }

    #[test]
    fn targets_are_words_too() {
        for (comment, targets) in [
            ("// scene: test google:4@3, bfl:5@1 -- both are sold", &["google:4@3", "bfl:5@1"][..]),
            ("//scene:test gemini/google:4@2", &["gemini/google:4@2"]),
            ("// scene: test", &[]),
        ] {
            match read(comment) {
                Some(Directive::Test(words)) => {
                    assert_eq!(words.iter().map(|word| word.text).collect::<Vec<_>>(), targets);
                }
                other => panic!("{comment}: {other:?}"),
            }
        }
        assert_eq!(read("// scene: testing google:4@3"), None);
    }

    #[test]
    fn slips_of_the_directive_are_seen() {
        for comment in [
            "// scene: alow near-miss",
            "// scene allow near-miss",
            "// Scene: Allow near-miss",
            "// scene: allow: near-miss",
            "// scene: ignore near-miss",
            "// scene : allow near-mis",
            "// scene: allows near-miss",
        ] {
            assert!(matches!(read(comment), Some(Directive::Misspelt(_))), "{comment}: {:?}", read(comment));
        }
        let text = "// scene: alow near-miss";
        assert_eq!(read(text), Some(Directive::Misspelt(3..14)));
    }

    #[test]
    fn other_comments_say_nothing() {
        for comment in [
            "// near-miss",
            "// scene: a kitchen at dawn",
            "// scene: also the low table",
            "// scene allow me to explain",
            "// scenery: allow near-miss",
            "// the scene: allow near-miss",
            "// scene: tests syntax",
            "// scene",
            "// scene:",
            "//",
            "// sceneé",
        ] {
            assert_eq!(read(comment), None, "{comment}");
        }
    }
}
