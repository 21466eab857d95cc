//! Reading a prompt back. What comes in: English as the compiler writes it. What goes out: its sentences, the image
//! positions it names, and what is wrong with its spelling. Absent: any knowledge of the scene it came from.

/// The first fourteen positions, in words.
pub const ORDINALS: [&str; 14] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
];

/// The sentences of a prompt; full stops within quotes end none.
pub fn sentences(prompt: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut quoted = false;
    let bytes = prompt.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        quoted ^= byte == b'"';
        let ends = matches!(byte, b'.' | b'!' | b'?')
            || (byte == b'"' && !quoted && at > 0 && matches!(bytes[at - 1], b'.' | b'!' | b'?'));
        if ends && !quoted && bytes.get(at + 1) == Some(&b' ') {
            sentences.push(&prompt[start..=at]);
            start = at + 2;
        }
    }
    if start < prompt.len() {
        sentences.push(&prompt[start..]);
    }
    sentences
}

/// The positions that a text names, in order: "the first image", "the first and third images".
pub fn positions(prompt: &str) -> Vec<usize> {
    let words: Vec<&str> = prompt.split_whitespace().collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let noun = word.trim_matches(|letter: char| !letter.is_alphanumeric() && letter != '\'');
        if !matches!(noun.trim_end_matches("'s"), "image" | "images") {
            continue;
        }
        let before = words[..at].iter().rev().take_while(|word| **word == "and" || ordinal(word).is_some());
        let mut run: Vec<usize> = before.filter_map(|word| ordinal(word)).collect();
        run.reverse();
        found.extend(run);
    }
    found
}

fn ordinal(word: &str) -> Option<usize> {
    let word = word.trim_end_matches(',');
    ORDINALS.iter().position(|ordinal| *ordinal == word).map(|at| at + 1)
}

/// What is wrong with the spelling of a prompt, if anything is.
pub fn faults(prompt: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let wrong = [
        "  ", " ,", " .", "..", " the a ", " the an ", " a the ", " an the ", ", ,", ",,", "; ;", ": ;", ":;", ",.",
        ";.", ":.", " ;", " :", ", and,", "( ", " )", "()", "? .", "! .", "?.", "!.", "{", "}", "\n",
    ];
    let lower = prompt.to_lowercase();
    faults.extend(wrong.iter().filter(|text| lower.contains(**text)).map(|text| format!("holds {text:?}")));
    if prompt.starts_with(' ') || prompt.ends_with(' ') {
        faults.push("begins or ends with a blank".into());
    }
    if prompt.matches('"').count() % 2 == 1 || prompt.matches('(').count() != prompt.matches(')').count() {
        faults.push("holds an open quote or bracket".into());
    }
    faults.extend(articles(&lower));
    let words: Vec<&str> = lower.split(' ').collect();
    let stumbles = |pair: &&[&str]| {
        ["of", "to", "with", "by", "the"].contains(&pair[0]) && ["in", "with", "of", "on", "by"].contains(&pair[1])
    };
    faults.extend(words.windows(2).filter(stumbles).map(|pair| format!("says {:?}", pair.join(" "))));
    faults.extend(words.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| format!("says {:?} twice", pair[0])));
    for sentence in sentences(prompt) {
        if !sentence.starts_with(|letter: char| {
            letter.is_uppercase() || letter.is_numeric() || matches!(letter, '"' | '<' | '@')
        }) {
            faults.push(format!("a sentence begins small: {sentence}"));
        }
        if !sentence.trim_end_matches('"').ends_with(['.', '!', '?']) || sentence.len() < 3 {
            faults.push(format!("a sentence is not closed: {sentence}"));
        }
    }
    faults
}

/// "a" before a vowel letter, "an" before another.
fn articles(lower: &str) -> Vec<String> {
    let words: Vec<&str> = lower.split_whitespace().collect();
    let wrong = |pair: &&[&str]| {
        let vowel = pair[1].starts_with(['a', 'e', 'i', 'o', 'u']);
        (pair[0] == "a" && vowel) || (pair[0] == "an" && !vowel)
    };
    words.windows(2).filter(wrong).map(|pair| format!("says {:?}", pair.join(" "))).collect()
}
