//! The form of an answer. What comes in: its bytes. What goes out: its entries, borrowed from them; fields that are not
//! known are passed over, and one of a strange type counts as absent. Absent: what the entries mean.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// How many entries a list of an answer may have. Twenty tasks of twenty pictures have 400.
const ENTRIES: usize = 10_000;
/// How many texts of a list are read.
const TEXTS: usize = 16;

/// An answer.
#[derive(Debug, serde::Deserialize)]
pub(super) struct Answer<'a> {
    #[serde(borrow, default)]
    pub(super) data: Entries<'a>,
    #[serde(borrow, default)]
    pub(super) errors: Entries<'a>,
}

/// What is said of a task. Results and errors have the same form, since either may say that something failed.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct Entry<'a> {
    #[serde(borrow, rename = "taskUUID")]
    pub(super) task: Loose<'a>,
    #[serde(borrow, rename = "taskType")]
    pub(super) kind: Loose<'a>,
    #[serde(borrow)]
    pub(super) status: Loose<'a>,
    #[serde(borrow, rename = "imageUUID")]
    pub(super) image: Loose<'a>,
    #[serde(borrow, rename = "imageURL")]
    pub(super) url: Loose<'a>,
    #[serde(borrow)]
    pub(super) seed: Loose<'a>,
    #[serde(borrow)]
    pub(super) cost: Loose<'a>,
    #[serde(borrow)]
    pub(super) code: Loose<'a>,
    #[serde(borrow)]
    pub(super) message: Loose<'a>,
    #[serde(borrow)]
    pub(super) parameter: Loose<'a>,
}

/// A value of any type, as far as one is of use here.
#[derive(Debug, Default)]
pub(super) enum Loose<'a> {
    #[default]
    Nothing,
    Text(Cow<'a, str>),
    Texts(Vec<Cow<'a, str>>),
    Whole(u64),
    Number(f64),
}

impl Loose<'_> {
    /// The text; empty if it is none.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            _ => "",
        }
    }

    /// The texts: one, or those of a list.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> {
        let (one, list) = match self {
            Self::Text(text) => (Some(text), &[][..]),
            Self::Texts(texts) => (None, &texts[..]),
            _ => (None, &[][..]),
        };
        one.into_iter().chain(list).map(AsRef::as_ref)
    }

    /// The whole number.
    pub(super) fn whole(&self) -> Option<u64> {
        if let Self::Whole(number) = self { Some(*number) } else { None }
    }

    /// The number.
    #[allow(clippy::cast_precision_loss)] // whole amounts of money are far below the loss
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Whole(number) => Some(*number as f64),
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }
}

/// The entries of a list; none if there is no list.
#[derive(Debug, Default)]
pub(super) struct Entries<'a>(pub(super) Vec<Entry<'a>>);

/// Reads an answer; nothing if it is none.
pub(super) fn read(bytes: &[u8]) -> Option<Answer<'_>> {
    serde_json::from_slice(bytes).ok().map(|Object(answer)| answer)
}

/// What has the form of an object, and not also that of a list of its fields.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OfObject(PhantomData)).map(Object)
    }
}

struct OfObject<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OfObject<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Entries<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OfEntries)
    }
}

struct OfEntries;

impl<'de> Visitor<'de> for OfEntries {
    type Value = Entries<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Entries::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(Object(entry)) = list.next_element()? {
            if entries.len() == ENTRIES {
                return Err(A::Error::custom("too many entries"));
            }
            entries.push(entry);
        }
        Ok(Entries(entries))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Loose<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OfLoose)
    }
}

struct OfLoose;

impl<'de> Visitor<'de> for OfLoose {
    type Value = Loose<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Loose::Text(Cow::Borrowed(text)))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Loose::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        Ok(Loose::Whole(number))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        Ok(Loose::Number(number))
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<Self::Value, E> {
        Ok(Loose::Nothing)
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Loose::Nothing)
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Loose::Nothing)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut texts = Vec::new();
        while texts.len() < TEXTS {
            match list.next_element()? {
                Some(Loose::Text(text)) => texts.push(text),
                Some(_) => {}
                None => return Ok(Loose::Texts(texts)),
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Loose::Texts(texts))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Loose::Nothing)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn either_list_may_be_missing_and_strange_fields_are_passed_over() {
        let answer =
            read(br#"{"data":[{"taskUUID":"a\u0062","cost":0.5,"seed":7,"more":{"x":[1]}}],"trace":"t"}"#).unwrap();
        assert_eq!((answer.data.0.len(), answer.errors.0.len()), (1, 0));
        let entry = &answer.data.0[0];
        assert_eq!((entry.task.text(), entry.seed.whole(), entry.cost.number()), ("ab", Some(7), Some(0.5)));
        let answer =
            read(br#"{"data":null,"errors":[{"taskUUID":{"a":[]},"message":["x"],"cost":true,"seed":-1}]}"#).unwrap();
        let entry = &answer.errors.0[0];
        assert_eq!(
            (entry.task.text(), entry.message.text(), entry.cost.number(), entry.seed.whole()),
            ("", "", None, None)
        );
        assert!(read(b"{}").unwrap().data.0.is_empty());
    }

    #[test]
    fn a_parameter_is_a_text_or_a_list() {
        let of = |json: &str| {
            let text = format!(r#"{{"errors":[{{"parameter":{json}}}]}}"#);
            read(text.as_bytes()).unwrap().errors.0[0].parameter.texts().map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(of(r#""width""#), ["width"]);
        assert_eq!(of(r#"["width",7,"height"]"#), ["width", "height"]);
        assert_eq!(of("7"), [""; 0]);
        assert_eq!(of(&format!("[{}\"z\"]", "\"a\",".repeat(1000))).len(), TEXTS);
    }

    #[test]
    fn what_is_no_answer_is_none() {
        for text in [
            "",
            "{",
            "[]x",
            "null",
            "7",
            "\"x\"",
            r#"{"data":7}"#,
            "[]",
            "[[],[]]",
            r#"{"data":[7]}"#,
            r#"{"data":[["x"]]}"#,
            r#"{"data":[{]}"#,
            "<html>",
        ] {
            assert!(read(text.as_bytes()).is_none(), "{text}");
        }
        let deep = format!("{{\"data\":[{{\"x\":{}", "[".repeat(1_000_000));
        assert!(read(deep.as_bytes()).is_none());
        let deep = format!("{{\"data\":[{{\"cost\":{}", "[".repeat(1_000_000));
        assert!(read(deep.as_bytes()).is_none());
        let many = format!("{{\"data\":[{}{{}}]}}", "{},".repeat(ENTRIES));
        assert!(read(many.as_bytes()).is_none());
    }
}
