//! Aspects: examples, and the choice among templates.

use super::super::*;

/// `WORD [of E] [match X | from X] ["W"]` with E, X and W taken out.
fn aspect_in_words(example: &str, aspect: &Aspect) -> String {
    let (statement, words) = example.split_once('"').map_or((example, ""), |(s, w)| (s, w.trim_end_matches('"')));
    let parts: Vec<&str> = statement.split_whitespace().skip(1).collect();
    let after = |key: &str| parts.iter().position(|part| *part == key).map(|at| parts[at + 1]);
    let case = match (after("of"), after("from"), words) {
        (None, None, _) => Case::Plain,
        (None, Some(_), "") => Case::FromBare,
        (None, Some(_), _) => Case::From,
        (Some(_), None, _) => Case::Of,
        (Some(_), Some(_), "") => Case::OfFromBare,
        (Some(_), Some(_), _) => Case::OfFrom,
    };
    fill(aspect, case, words, &format!("the {}", after("of").unwrap_or_default()))
}

fn fill(aspect: &Aspect, case: Case, words: &str, element: &str) -> String {
    let template = aspect.template(case, words).replace("{w}", words).replace("{a}", &aspect.noun);
    template.replace("{e}", element).replace("{i}", "the second image").replace("{x}", "the highway")
}

#[test]
fn aspects_read_as_their_examples_say() {
    for AspectLine { aspect, example, english } in aspects() {
        assert_eq!(aspect_in_words(example, aspect), *english, "{}", aspect.word);
        assert!(aspect.ends_in_noun(aspect.noun.rsplit(' ').next().unwrap()), "{}", aspect.word);
    }
}

#[test]
fn templates_follow_the_words() {
    let cases = [
        ("setting", Case::Plain, "on a rooftop", "on a rooftop"),
        ("setting", Case::FromBare, "", "set in the highway"),
        ("lighting", Case::From, "amber", "in the amber lighting of the second image"),
        ("lighting", Case::From, "light of one candle", "in the light of one candle of the second image"),
        ("lighting", Case::Match, "warm light", "matching the warm light"),
        ("style", Case::From, "flat woodblock", "in the flat woodblock style of the second image"),
        ("background", Case::Plain, "plain white background", "plain white background"),
        ("render", Case::Edit, "thick lines", "render the picture with thick lines"),
        ("color", Case::EditOf, "sage green", "change the color of the fox to sage green"),
        ("pose", Case::OfFromBare, "", "the fox with the pose from the second image"),
        ("pose", Case::OfFrom, "leaning back", "the fox leaning back as in the second image"),
        ("pose", Case::Of, "crossed arms", "the fox with crossed arms"),
        ("pose", Case::Of, "a relaxed stance", "the fox in a relaxed stance"),
        ("outfit", Case::OfFromBare, "", "the fox wearing the outfit from the second image"),
        ("scale", Case::EditOf, "twice as tall", "make the fox twice as tall"),
        ("angle", Case::Of, "a low viewpoint", "the fox seen from a low viewpoint"),
        ("palette", Case::OfMatch, "inks", "the fox matching the inks of the second image"),
        ("setting", Case::Edit, "on a beach", "show the picture on a beach"),
        ("lighting", Case::Of, "in soft light", "the fox in soft light"),
        ("style", Case::Of, "in a flat style", "the fox in a flat style"),
        ("time", Case::From, "at dusk", "at dusk as in the second image"),
        ("outfit", Case::EditOf, "in a red coat", "show the fox in a red coat"),
        ("color", Case::Of, "off white", "the fox in off white"),
        ("background", Case::Plain, "behind glass", "behind glass"),
        ("pose", Case::EditOfFromBare, "", "give the fox the pose from the second image"),
    ];
    for (word, case, words, english) in cases {
        assert_eq!(fill(aspect(word).unwrap(), case, words, "the fox"), english, "{word} {case:?}");
    }
    let eyes = Aspect::literal("line_weight");
    assert_eq!(fill(&eyes, Case::OfFromBare, "", "the fox"), "the fox with the line weight from the second image");
    assert_eq!(fill(&eyes, Case::OfFrom, "fine", "the fox"), "the fox with the fine line weight from the second image");
}
