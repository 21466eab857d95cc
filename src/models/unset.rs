//! `unset`: what is not known any more. What comes in: paths of keys. What goes out: data without them, and a finding for
//! each that names nothing, or something that every model has.

use serde_json::{Map, Value};

use super::bases::Data;
use super::entries::Entry;
use super::found::{Found, cut};
use super::shape::{Key, MODEL, Need, Shape, key};
use crate::lexicon::suggest;

/// Takes out of the data what an entry says is not known.
pub(super) fn unset(data: &mut Data, entry: &Entry, found: &mut Found) {
    for (path, place) in &entry.unset {
        match keys(path) {
            Ok((keys, need)) if need == Need::No || need == Need::Empty && keys.len() == 1 => {
                take(data, &keys);
                if need == Need::Empty {
                    data.insert(path.clone(), Value::Object(Map::new()));
                }
            }
            Ok((_, need)) => {
                let help = if need == Need::Filled { "say something else instead" } else { "leave it as it is" };
                found.bad(*place, format!("`{}` is known of every model", cut(path)), help);
            }
            Err((word, known)) => {
                let near = suggest(word, known.iter().map(|key| key.name)).filter(|near| *near != "like");
                // The word may be one part of the path only.
                let whole = near.and_then(|near| Some(format!("\"{}{near}\"", path.strip_suffix(word)?)));
                let known: Vec<_> =
                    known.iter().filter(|key| may_be_unset(key)).map(|key| format!("`{}`", key.name)).collect();
                let help = if known.is_empty() {
                    "name a key, such as `seed` or `sizes.free.max`".to_owned()
                } else {
                    format!("what may be unknown here is {}", known.join(", "))
                };
                found.unknown(*place, format!("a model has no `{}`", cut(path)), whole.as_deref(), help);
            }
        }
    }
}

fn may_be_unset(key: &Key) -> bool {
    matches!(key.need, Need::No | Need::Empty) && !matches!(key.name, "like" | "unset")
}

/// The keys of a path with the need of the last one, or the word that is no key and those that are.
type Known<'p> = Result<(Vec<&'p str>, Need), (&'p str, &'static [Key])>;

fn keys(path: &str) -> Known<'_> {
    let (mut known, mut rest, mut out) = (MODEL, path, Vec::new());
    loop {
        let (word, behind) = rest.split_once('.').map_or((rest, None), |(word, behind)| (word, Some(behind)));
        let found = key(known, word).filter(|key| !matches!(key.name, "like" | "unset"));
        let Some(found) = found else { return Err((word, known)) };
        out.push(word);
        let Some(behind) = behind else { return Ok((out, found.need)) };
        known = match found.shape {
            Shape::Table(keys) => keys,
            Shape::Takes => super::shape::LIMITS,
            // Resolutions have dots of their own.
            Shape::Prices(form) if form.fits(behind) => {
                out.push(behind);
                return Ok((out, Need::No));
            }
            _ => return Err((behind, &[])),
        };
        rest = behind;
    }
}

fn take(data: &mut Data, keys: &[&str]) {
    match keys {
        [] => {}
        [last] => drop(data.remove(*last)),
        [first, rest @ ..] => {
            if let Some(Value::Object(below)) = data.get_mut(*first) {
                take(below, rest);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The keys of a path with the need of the last, or `?` if it leads nowhere.
    fn told(path: &str) -> String {
        keys(path).map_or("?".to_owned(), |(keys, need)| format!("{} {need:?}", keys.join("/")))
    }

    #[test]
    fn paths_lead_to_keys() {
        assert_eq!(told("seed"), "seed No");
        assert_eq!(told("seed.max"), "seed/max No");
        assert_eq!(told("references"), "references Empty");
        assert_eq!(told("priceUSD.image.0.5K"), "priceUSD/image/0.5K No");
        assert_eq!(told("dialect.images"), "dialect/images Yes");
        for odd in ["", ".", "like", "seed.", "seed.max.", "sizes.pairs.0", "name.first", "priceUSD.image."] {
            assert_eq!(told(odd), "?", "{odd}");
        }
    }
}
