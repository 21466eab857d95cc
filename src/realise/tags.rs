//! Words by which a prompt calls images or things. What comes in: the names that a scene has for them. What goes out: one
//! word for each, of small letters and digits of ASCII, first a letter, no two of them alike. Where nothing marks the end of
//! such a word, none is the beginning of another: `@car` is never found in `@cart`. Absent: what they stand for.

use smol_str::SmolStr;

use crate::target::Limits;

/// What stands for a name that has no letter of ASCII, and fills up one that is too short.
const IMAGE: &str = "image";

/// How long a tag may be where its limits do not say so.
const LONGEST: usize = 32;

/// A tag takes at least so many letters, whatever its limits say, so that there are enough of them.
const SHORTEST: usize = 6;

/// Something that wants a tag.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// Its name in the scene.
    pub name: &'a str,
    /// Which one it is of several that have this name, from 1; none if it is the only one.
    pub view: Option<usize>,
}

/// A tag for each, in order. `open` tells that nothing marks where a tag ends.
pub(super) fn tags(wanted: &[Wanted<'_>], limits: Limits, open: bool) -> Vec<SmolStr> {
    let length = |limit: Option<u64>| limit.and_then(|limit| usize::try_from(limit).ok());
    let least = length(limits.min).unwrap_or(1).min(LONGEST);
    let most = length(limits.max).unwrap_or(LONGEST).max(least).max(SHORTEST);
    let mut tags: Vec<String> = wanted.iter().map(|one| plain(one, least, most)).collect();
    let digits = wanted.len().to_string().len();
    // A tag that is not clear takes its position along; if that does not help, all of them are numbered.
    for (at, unclear) in unclear(&tags, open).into_iter().enumerate() {
        if unclear {
            tags[at] = numbered(&tags[at], at + 1, digits, most);
        }
    }
    if unclear(&tags, open).contains(&true) {
        tags =
            (1..=wanted.len()).map(|position| filled(&numbered(IMAGE, position, digits, most), least, most)).collect();
    }
    tags.into_iter().map(SmolStr::from).collect()
}

/// A name as a tag, whatever others are called.
fn plain(wanted: &Wanted<'_>, least: usize, most: usize) -> String {
    let mut letters: String = wanted.name.chars().flat_map(|letter| ascii(letter).chars()).collect();
    if !letters.starts_with(|first: char| first.is_ascii_alphabetic()) {
        letters.insert_str(0, IMAGE);
    }
    match wanted.view {
        Some(view) => filled(&numbered(&letters, view, 1, most), least, most),
        None => {
            letters.truncate(most);
            filled(&letters, least, most)
        }
    }
}

/// A tag with a number behind it, cut where there is no room for both.
fn numbered(tag: &str, number: usize, digits: usize, most: usize) -> String {
    let number = format!("{number:0digits$}");
    let room = most.saturating_sub(number.len()).max(1);
    format!("{}{number}", tag.get(..room).unwrap_or(tag))
}

/// A tag that is long enough.
fn filled(tag: &str, least: usize, most: usize) -> String {
    if tag.len() >= least {
        return tag.to_owned();
    }
    let mut filled = format!("{:x<least$}", format!("{tag}{IMAGE}"));
    filled.truncate(most);
    filled
}

/// Which tags may be taken for others.
fn unclear(tags: &[String], open: bool) -> Vec<bool> {
    let mut unclear = vec![false; tags.len()];
    let mut sorted: Vec<usize> = (0..tags.len()).collect();
    sorted.sort_by_key(|at| &tags[*at]);
    // A tag is the beginning of others only if it is that of the next one in this order.
    for pair in sorted.windows(2) {
        let [one, next] = [pair[0], pair[1]];
        if tags[one] == tags[next] {
            unclear[one] = true;
            unclear[next] = true;
        } else if open && tags[next].starts_with(&tags[one]) {
            unclear[one] = true;
        }
    }
    unclear
}

/// A letter or digit in small letters of ASCII; nothing for what has none.
fn ascii(letter: char) -> &'static str {
    const PLAIN: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
    let small = letter.to_lowercase().next().unwrap_or(letter);
    if let Some(at) = PLAIN.find(small) {
        return PLAIN.get(at..=at).unwrap_or_default();
    }
    match small {
        'à' | 'á' | 'â' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'ä' | 'æ' => "ae",
        'ç' | 'ć' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => "e",
        'ğ' => "g",
        'ì' | 'í' | 'î' | 'ï' | 'ī' | 'ı' => "i",
        'ł' => "l",
        'ñ' | 'ń' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ō' | 'ő' => "o",
        'ö' | 'ø' | 'œ' => "oe",
        'ř' => "r",
        'ß' => "ss",
        'ś' | 'š' | 'ş' | 'ș' => "s",
        'ť' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ū' | 'ů' | 'ű' => "u",
        'ü' => "ue",
        'ý' | 'ÿ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RUNWAY: Limits = Limits { min: Some(3), max: Some(16) };

    fn of(names: &[&str]) -> Vec<String> {
        let wanted: Vec<Wanted<'_>> = names.iter().map(|name| Wanted { name, view: None }).collect();
        tags(&wanted, RUNWAY, true).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn names_become_letters_and_digits() {
        assert_eq!(
            of(&["mug", "Left_Shoe", "küche", "椅子", "_2nd", "tv", "brand.logo"]),
            ["mug", "leftshoe", "kueche", "image4", "image2nd", "tvimage", "brandlogo"]
        );
        assert_eq!(of(&["a_name_that_is_far_too_long"]), ["anamethatisfarto"]);
    }

    #[test]
    fn no_tag_is_taken_for_another() {
        assert_eq!(of(&["car", "cart", "bus"]), ["car1", "cart", "bus"]);
        assert_eq!(of(&["Mug", "mug", "m_u_g"]), ["mug1", "mug2", "mug3"]);
        assert_eq!(of(&["椅", "子"]), ["image1", "image2"]);
        // A number that another name has already, so that all of them are numbered.
        assert_eq!(of(&["car", "cart", "car1"]), ["image1", "image2", "image3"]);
        assert_eq!(
            of(&["a_name_that_is_far_too_long", "a_name_that_is_far_too_wide"]),
            ["anamethatisfart1", "anamethatisfart2"]
        );
        let closed = [Wanted { name: "car", view: None }, Wanted { name: "cart", view: None }];
        assert_eq!(tags(&closed, Limits::default(), false), ["car", "cart"]);
        let views = [Wanted { name: "bag", view: Some(1) }, Wanted { name: "bag", view: Some(2) }];
        assert_eq!(tags(&views, RUNWAY, true), ["bag1", "bag2"]);
    }

    #[test]
    fn tags_keep_to_their_limits_however_many_there_are() {
        let letters = ["a", "ab", "abc", "é", "9", "mug", "mug1", "mug12", "a_name_of_many_letters", "_"];
        for count in [1, 9, 10, 11, 100, 1000] {
            let names: Vec<&str> = letters.iter().copied().cycle().take(count).collect();
            let found = of(&names);
            for (at, tag) in found.iter().enumerate() {
                assert!((3..=16).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{tag}");
                assert!(tag.starts_with(|first: char| first.is_ascii_lowercase()), "{tag}");
                let other = found.iter().enumerate().find(|(other, one)| *other != at && one.starts_with(tag.as_str()));
                assert_eq!(other, None, "{tag}");
            }
        }
    }
}
