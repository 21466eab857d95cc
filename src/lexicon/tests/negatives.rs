//! What is said in place of what must not be there.

use super::super::{negative_words, negatives, restated};

#[test]
fn every_line_is_found_and_says_what_is_there() {
    assert!(negatives().count() >= 60);
    assert_eq!(negatives().count(), super::NEGATIVES.lines().count());
    for negative in negatives() {
        assert_eq!(restated(&negative.word), Some(negative.say.as_str()));
        assert_eq!(negative.word, negative.word.to_lowercase());
        // "Show" stands before it, and commas and "and" between several.
        let words: Vec<&str> = negative.say.split(' ').collect();
        let wrong = ["no", "not", "without", "free", "never", "its", "their", "itself", "and", "or", "show"];
        assert!(words.iter().all(|word| !wrong.contains(word) && !word.contains([',', '.', ';'])), "{}", negative.say);
        assert!((2..=7).contains(&words.len()) && negative.say.starts_with(|c: char| c.is_ascii_lowercase()));
        let vowel = |word: &&str| word.starts_with(['a', 'e', 'i', 'o', 'u']) && *word != "unicorn";
        let article = words.iter().take(1).find(|word| ["a", "an"].contains(word));
        assert!(
            article.is_none_or(|article| (*article == "an") == words.get(1).is_some_and(vowel)),
            "{}",
            negative.say
        );
    }
}

#[test]
fn phrases_are_found_however_they_are_written() {
    let text = restated("text");
    assert!(text.is_some());
    for other in ["Text", "any text", "the text", " text ", "All Text", "words"] {
        assert_eq!(restated(other), text, "{other}");
    }
    for unknown in ["", "texts of law", "any", "the mannequin", "any any text", "tex"] {
        assert_eq!(restated(unknown), None, "{unknown}");
    }
    assert!(negative_words().any(|word| word == "extra") && negative_words().any(|word| word == "any"));
    assert!(negative_words().all(|word| !word.contains([' ', '-'])));
}
