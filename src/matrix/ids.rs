//! The names of tasks. What comes in: a value. What goes out: a short name made of it that is a sound folder name on every
//! system: lower case words joined by `-`. The ids of several values are joined by [`JOINER`], which no slug holds, so
//! that two tasks have one id only if two values of one variable have.

use pest::unicode::XID_CONTINUE;

/// Stands between the ids of two variables.
pub const JOINER: char = '.';

/// A slug has at most so many letters before its hash.
const LONGEST: usize = 40;

/// Appends the slug of a value. Letters of every alphabet are kept; what is cut, or has no letters at all, ends in a hash
/// of the whole value.
pub(super) fn slug(value: &str, out: &mut String) {
    if !slug_plain(value, out) {
        slug_of_any(value, out);
    }
}

fn slug_of_any(value: &str, out: &mut String) {
    let start = out.len();
    let (mut letters, mut gap, mut cut) = (0, false, false);
    'value: for letter in value.chars() {
        let kept = if letter.is_ascii() { letter.is_ascii_alphanumeric() } else { XID_CONTINUE(letter) };
        if !kept {
            gap = letters > 0;
            continue;
        }
        for lower in letter.to_lowercase() {
            if letters + usize::from(gap) >= LONGEST {
                cut = true;
                break 'value;
            }
            if std::mem::take(&mut gap) {
                out.push('-');
                letters += 1;
            }
            out.push(lower);
            letters += 1;
        }
    }
    let reserved = is_reserved(&out[start..]);
    if cut || reserved || out.len() == start {
        let hash = blake3::hash(value.as_bytes()).to_hex();
        let separator = if cut || reserved { "-" } else { "" };
        out.push_str(separator);
        out.push_str(&hash[..8]);
    }
}

/// Whether a system keeps a name for a device of its own, so that no folder can have it.
fn is_reserved(name: &str) -> bool {
    let numbered = |device| name.strip_prefix(device).is_some_and(|digit| matches!(digit.as_bytes(), [b'0'..=b'9']));
    matches!(name, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

/// The same for short values of ASCII, which most are; false if this is none, and then nothing is appended.
fn slug_plain(value: &str, out: &mut String) -> bool {
    if value.len() > LONGEST || !value.is_ascii() {
        return false;
    }
    let start = out.len();
    let mut gap = false;
    for byte in value.bytes() {
        if !byte.is_ascii_alphanumeric() {
            gap = out.len() > start;
            continue;
        }
        if std::mem::take(&mut gap) {
            out.push('-');
        }
        out.push(char::from(byte.to_ascii_lowercase()));
    }
    if is_reserved(&out[start..]) {
        out.truncate(start);
    }
    out.len() > start
}

/// The file name of a path without folders and extension.
pub(super) fn stem(path: &str) -> &str {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
}

/// Whether a pattern with `*` and `?` matches an id; case does not count.
#[must_use]
pub fn matches(pattern: &str, id: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().flat_map(char::to_lowercase).collect();
    let id: Vec<char> = id.chars().flat_map(char::to_lowercase).collect();
    let (mut at, mut in_id, mut star) = (0, 0, None);
    while in_id < id.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, in_id));
                at += 1;
            }
            Some(letter) if *letter == '?' || *letter == id[in_id] => {
                at += 1;
                in_id += 1;
            }
            // Let the last star take one letter more.
            _ => match star {
                Some((star_at, taken)) => {
                    star = Some((star_at, taken + 1));
                    at = star_at + 1;
                    in_id = taken + 1;
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|letter| *letter == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slugged(value: &str) -> String {
        let mut out = String::new();
        slug(value, &mut out);
        out
    }

    #[test]
    fn slugs_are_lower_case_words() {
        assert_eq!(slugged("golden-hour light"), "golden-hour-light");
        assert_eq!(slugged("  SKU_12/B (new)  "), "sku-12-b-new");
        assert_eq!(slugged("Käse für Straße"), "käse-für-straße");
        assert_eq!(slugged("夜の 光"), "夜の-光");
        assert_eq!(slugged("../../etc"), "etc");
        assert_eq!(slugged("!!!").len(), 8);
        assert_ne!(slugged("!!!"), slugged("???"));
        assert!(slugged("CON").starts_with("con-") && slugged("lpt1").starts_with("lpt1-"));
        assert_eq!(slugged("console com12"), "console-com12");
        assert_eq!(slugged("com12"), "com12");
    }

    #[test]
    fn the_short_way_gives_what_the_long_one_does() {
        const LETTERS: &[u8] = b"aZ9 -_.!";
        for number in 0..20_000_usize {
            let letter = |place: u32| char::from(LETTERS[number / LETTERS.len().pow(place) % LETTERS.len()]);
            let value: String = (0..5).map(letter).collect();
            let (mut short, mut long) = (String::new(), String::new());
            if slug_plain(&value, &mut short) {
                slug_of_any(&value, &mut long);
                assert_eq!(short, long, "{value}");
            }
        }
    }

    #[test]
    fn long_values_end_in_a_hash() {
        let (one, two) = (slugged(&"word ".repeat(20)), slugged(&"word ".repeat(21)));
        assert!(one.chars().count() <= LONGEST + 9, "{one}");
        assert_ne!(one, two);
        assert!(one.starts_with("word-word-"));
    }

    #[test]
    fn stems_have_no_folders_and_no_extension() {
        assert_eq!(stem("products/red.mug.jpg"), "red.mug");
        assert_eq!(stem("https://example.com/a/mug.jpg?size=2"), "mug");
        assert_eq!(stem("mug"), "mug");
        assert_eq!(stem(".hidden"), ".hidden");
    }

    #[test]
    fn patterns_match_whole_ids() {
        assert!(matches("acme-*", "acme-1.dusk") && matches("*.dusk", "acme-1.dusk") && matches("ACME-1", "acme-1"));
        assert!(matches("acme-?.*", "acme-1.dusk") && matches("*", "") && !matches("acme", "acme-1"));
        assert!(!matches("*a*a*a*a*a*b", &"a".repeat(2000)));
    }
}
