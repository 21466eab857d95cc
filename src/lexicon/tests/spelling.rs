//! Words: readings, kinds, near misses, plurals.

use super::super::*;

#[test]
fn unknown_words_are_read_part_by_part() {
    let cases = [
        ("tucked_under", "tucked", "under"),
        ("half_hidden_behind", "half hidden", "behind"),
        ("held_aloft_by", "held", "aloft by"),
        ("juggling", "juggling", ""),
        ("abutting", "abutting", ""),
        ("on_the_brink_of", "", "on the brink of"),
        ("during", "", "during"),
    ];
    for (word, participle, preposition) in cases {
        let reading = literal(word);
        assert_eq!((reading.participle.as_str(), reading.preposition.as_str()), (participle, preposition), "{word}");
        let object = if participle.is_empty() { Object::Required } else { Object::Optional };
        assert_eq!((reading.object, reading.class, reading.comma), (object, Class::State, false));
    }
}

#[test]
fn words_are_told_apart() {
    for word in ["holding", "worn", "curled_up", "lit", "Seated", "hung", "freed"] {
        assert!(is_participle(word), "{word}");
    }
    for word in ["during", "ceiling", "red", "bed", "string", "spring", "evening", "king", "weed", "left", "on", ""] {
        assert!(!is_participle(word), "{word}");
    }
    for word in ["calmly", "together", "upside_down", "side_by_side", "very_slowly", "asleep"] {
        assert!(is_adverb(word), "{word}");
    }
    for word in ["family", "butterfly", "fly", "left", "right", "standing_proudly", "lily", "friendly"] {
        assert!(!is_adverb(word), "{word}");
    }
    assert!(starts_with_preposition("next to a wall") && starts_with_preposition("In rain"));
    assert!(starts_with_preposition("down a lane") && starts_with_preposition("out of focus"));
    assert!(!starts_with_preposition("down jacket") && !starts_with_preposition("off white"));
    assert!(!starts_with_preposition("next morning") && !starts_with_preposition(""));
    assert!(starts_with_ing("leaning back") && !starts_with_ing("evening light") && !starts_with_ing("curled up"));
    assert!(starts_with_participle("curled up") && !starts_with_participle("clasped hands"));
}

#[test]
fn determiners() {
    use DeterminerKind::{Indefinite, Number, Other};
    let cases = [
        ("a brass lamp", Some((Indefinite, 1))),
        ("A dozen eggs", Some((Indefinite, 1))),
        ("some ivy", Some((Indefinite, 4))),
        ("two cats", Some((Number, 3))),
        ("12 eggs", Some((Number, 2))),
        ("1,000 lanterns", Some((Number, 5))),
        ("twenty-one candles", Some((Number, 10))),
        ("the man", Some((Other, 3))),
        ("Anna's hat", Some((Other, 6))),
        ("king's crown", None),
        ("men's coat", None),
        ("two-tone bag", None),
        ("brass lamp", None),
        ("a", None),
        ("", None),
        ("3d printer", None),
    ];
    for (phrase, wanted) in cases {
        assert_eq!(determiner(phrase).map(|d| (d.kind, d.len)), wanted, "{phrase}");
    }
}

#[test]
fn near_misses() {
    let cases = [
        ("restng_on", Some("resting_on")),
        ("siting_on", Some("sitting_on")),
        ("bheind", Some("behind")),
        ("laening_against", Some("leaning_against")),
        ("infront_of", Some("in_front_of")),
        ("besides", Some("beside")),
        ("hidding_behind", Some("hiding_behind")),
        ("in_teh_background", Some("in_the_background")),
        ("resting_on", None),
        ("hiding_in", None),
        ("baking_at", None),
        ("crouching_atop", None),
        ("looking_sad", None),
        ("waking_with", None),
        ("off", None),
    ];
    for (word, wanted) in cases {
        assert_eq!(near_relation(word), wanted, "{word}");
    }
    let names = ["watch", "table", "match"];
    assert_eq!(suggest("wacth", names.into_iter()), Some("watch"));
    assert_eq!(suggest("zebra", names.into_iter()), None);
    assert_eq!(suggest("", names.into_iter()), None);
    assert_eq!(suggest("lightning", aspect_words()), Some("lighting"));
}

#[test]
fn numbers() {
    for (n, word, place) in [(1, "one", "first"), (12, "twelve", "twelfth"), (20, "twenty", "twentieth")] {
        assert_eq!((&*number_word(n), &*ordinal(n)), (word, place));
    }
    for (n, place) in [(21, "21st"), (22, "22nd"), (23, "23rd"), (24, "24th"), (111, "111th"), (0, "0th")] {
        assert_eq!((&*number_word(n), &*ordinal(n)), (&*n.to_string(), place));
    }
}

#[test]
fn plurals() {
    let table = "mug mugs|speckled stoneware mug speckled stoneware mugs|cup of coffee cups of coffee|knife knives\
|leaf leaves|loaf loaves|wolf wolves|bookshelf bookshelves|scarf scarves|hoof hooves|child children|person people\
|foot feet|goose geese|mongoose mongooses|mouse mice|ox oxen|cactus cacti|octopus octopuses|sheep sheep|deer deer\
|goldfish goldfish|salmon salmon|aircraft aircraft|bison bison|moose moose|series series|photo photos|piano pianos\
|tomato tomatoes|hero heroes|volcano volcanoes|mango mangoes|echo echoes|box boxes|bus buses|dress dresses|fox foxes\
|watch watches|brush brushes|baby babies|toy toys|chef chefs|roof roofs|chief chiefs|cliff cliffs|dwarf dwarfs\
|staff staffs|snowman snowmen|German Germans|lens lenses|glass glasses|quiz quizzes|stomach stomachs|blouse blouses\
|woman holding a fan women holding a fan|Knife Knives|TV TVs|canvas canvases|iris irises|oasis oases|kimono kimonos\
|man with a hat men with a hat|dish dishes|avocado avocados|specimen specimens|belief beliefs|monkey monkeys";
    for line in table.split('|') {
        let words: Vec<&str> = line.split(' ').collect();
        let (one, many) = words.split_at(words.len() / 2);
        assert_eq!(plural(&one.join(" ")), many.join(" "));
    }
    for same in ["scissors", "brass scissors", "trousers", "jeans", "tongs", "people"] {
        assert_eq!(plural(same), same);
    }
}

#[test]
fn number_of_a_phrase() {
    for phrase in ["scissors", "women", "two cats", "oak shelves", "Jeans", "children at play", "snowmen", "kiwis"] {
        assert!(is_plural(phrase), "{phrase}");
    }
    for phrase in ["glass", "bus", "cactus", "James", "cup of beans", "lens", "specimen", "sheep", "series", "", "gas"]
    {
        assert!(!is_plural(phrase), "{phrase}");
    }
    assert_eq!(possessive("woman", false), "woman's");
    assert_eq!(possessive("James", false), "James's");
    assert_eq!(possessive("cats", true), "cats'");
    assert_eq!(possessive("women", true), "women's");
}

#[test]
fn verbs_have_their_participles() {
    for (verb, participle) in [
        ("loves", "loving"),
        ("owns", "owning"),
        ("hugs_tightly", "hugging_tightly"),
        ("carries", "carrying"),
        ("sees", "seeing"),
        ("watches", "watching"),
        ("plays", "playing"),
        ("greets", "greeting"),
    ] {
        assert_eq!(super::super::participle_of(verb).as_deref(), Some(participle));
    }
    for other in ["across", "is", "versus", "love", "glass"] {
        assert_eq!(super::super::participle_of(other), None, "{other}");
    }
}
