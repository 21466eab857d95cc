//! What comes in: anything that serialises, or a text of JSON in pieces. What goes out: the same as a tree whose members
//! keep their order, in which a value may be the contents of a file, or a picture that is still to be made.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use super::forms;
use super::request::{File, Piece};

/// A value of JSON, or something that becomes one when a program runs.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Json>),
    /// An object, its members in order.
    Object(Vec<(String, Json)>),
    /// A text with the contents of a file.
    File(File),
    /// A text with the id of the picture that the task of this id makes.
    Made(String),
}

impl Json {
    /// What a value is as JSON.
    #[must_use]
    pub fn of(value: &impl serde::Serialize) -> Self {
        // Values with text keys always serialise.
        serde_json::to_string(value).ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or(Self::Null)
    }

    /// The value that pieces hold; none if they are no JSON.
    #[must_use]
    pub fn read(pieces: &[Piece]) -> Option<Self> {
        let holds = |mark: &str| pieces.iter().any(|piece| matches!(piece, Piece::Json(text) if text.contains(mark)));
        // A text that stands nowhere else, for what is no JSON yet.
        let mark = (0..u32::MAX).map(|number| format!("piece-{number}-")).find(|mark| !holds(mark))?;
        let mut text = String::new();
        for (at, piece) in pieces.iter().enumerate() {
            match piece {
                Piece::Json(json) => text.push_str(json),
                Piece::File(_) | Piece::Made(_) => text.extend(["\"", &mark, &at.to_string(), "\""]),
            }
        }
        let mut json: Self = serde_json::from_str(&text).ok()?;
        json.put_back(&mark, pieces);
        Some(json)
    }

    /// The same as text on one line, cut where it holds what is no JSON yet.
    #[must_use]
    pub fn pieces(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        self.cut(&mut pieces);
        pieces
    }

    /// A member of an object.
    #[must_use]
    pub fn member(&self, key: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// A member of an object, to be changed.
    pub fn member_mut(&mut self, key: &str) -> Option<&mut Self> {
        let Self::Object(members) = self else { return None };
        members.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Calls on every value that holds no others.
    pub fn leaves(&self, visit: &mut dyn FnMut(&Self)) {
        match self {
            Self::List(values) => values.iter().for_each(|value| value.leaves(visit)),
            Self::Object(members) => members.iter().for_each(|(_, value)| value.leaves(visit)),
            leaf => visit(leaf),
        }
    }

    fn put_back(&mut self, mark: &str, pieces: &[Piece]) {
        match self {
            Self::List(values) => values.iter_mut().for_each(|value| value.put_back(mark, pieces)),
            Self::Object(members) => members.iter_mut().for_each(|(_, value)| value.put_back(mark, pieces)),
            Self::Text(text) => {
                let at = text.strip_prefix(mark).and_then(|at| at.parse::<usize>().ok());
                match at.and_then(|at| pieces.get(at)) {
                    Some(Piece::File(file)) => *self = Self::File(file.clone()),
                    Some(Piece::Made(task)) => *self = Self::Made(task.clone()),
                    _ => {}
                }
            }
            _ => {}
        }
    }

    fn cut(&self, out: &mut Vec<Piece>) {
        match self {
            Self::Null => push(out, "null"),
            Self::Bool(value) => push(out, if *value { "true" } else { "false" }),
            Self::Number(number) => push(out, &number.to_string()),
            Self::Text(text) => push(out, &forms::compact(text)),
            Self::List(values) => {
                push(out, "[");
                for (at, value) in values.iter().enumerate() {
                    push(out, if at > 0 { "," } else { "" });
                    value.cut(out);
                }
                push(out, "]");
            }
            Self::Object(members) => {
                push(out, "{");
                for (at, (key, value)) in members.iter().enumerate() {
                    push(out, if at > 0 { "," } else { "" });
                    push(out, &forms::compact(key));
                    push(out, ":");
                    value.cut(out);
                }
                push(out, "}");
            }
            Self::File(file) => out.push(Piece::File(file.clone())),
            Self::Made(task) => out.push(Piece::Made(task.clone())),
        }
    }
}

fn push(out: &mut Vec<Piece>, text: &str) {
    if let Some(Piece::Json(last)) = out.last_mut() {
        last.push_str(text);
    } else {
        out.push(Piece::Json(text.to_owned()));
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Tree)
    }
}

/// Builds the tree.
struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Number::from_f64(value).map_or(Json::Null, Json::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = values.next_element()? {
            list.push(value);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(member) = members.next_entry()? {
            object.push(member);
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::request::Contents;
    use super::*;

    #[test]
    fn a_text_of_json_comes_back_as_it_was() {
        for text in [
            r#"{"b":1,"a":[true,null,-2,0.5,18446744073709551615],"":{}}"#,
            r#""a \"b\" \\ \n é 👩‍🚀""#,
            "[]",
            r#"{"a":{"a":["piece-0-0","piece-0-"]}}"#,
        ] {
            let json: Json = serde_json::from_str(text).unwrap();
            assert_eq!(json.pieces(), [Piece::Json(text.to_owned())]);
            assert_eq!(Json::read(&json.pieces()), Some(json));
        }
    }

    #[test]
    fn files_and_pictures_keep_their_places() {
        let file = File { path: "piece-0-0".to_owned(), form: Contents::Base64 };
        let pieces = [
            Piece::Json(r#"{"prompt":"piece-0-1","images":["#.to_owned()),
            Piece::File(file.clone()),
            Piece::Json(",".to_owned()),
            Piece::Made("0e57a11d".to_owned()),
            Piece::Json("]}".to_owned()),
        ];
        let json = Json::read(&pieces).unwrap();
        assert_eq!(json.member("prompt"), Some(&Json::Text("piece-0-1".to_owned())));
        let images = Json::List(vec![Json::File(file), Json::Made("0e57a11d".to_owned())]);
        assert_eq!(json.member("images"), Some(&images));
        assert_eq!(json.pieces(), pieces);
    }

    #[test]
    fn what_is_no_json_is_not_read() {
        for text in ["", "{", "[1,]", "nothing"] {
            assert_eq!(Json::read(&[Piece::Json(text.to_owned())]), None, "{text}");
        }
    }
}
