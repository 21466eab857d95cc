//! The key of a service: a text that nothing can print. It has no `Display`, no `Serialize`, and its `Debug` is dots; its
//! memory is wiped when it goes.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

use super::Trouble;

/// How long a key may be, in bytes.
const LONGEST: usize = 1024;

/// The key of a service.
#[derive(Clone)]
pub struct Key(SecretString);

impl Key {
    /// A key from text, without the white space around it. It must be able to stand in a header.
    pub fn new(text: &str) -> Result<Self, Trouble> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Trouble::Usage("the key is empty".to_owned()));
        }
        if text.len() > LONGEST {
            return Err(Trouble::Usage(format!("the key is longer than {LONGEST} bytes")));
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(Trouble::Usage("the key holds characters that no key has, such as spaces".to_owned()));
        }
        Ok(Self(SecretString::from(text)))
    }

    /// The key itself, for the header that carries it and for taking it out of what a server says.
    pub(super) fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Which account it opens, as far as two keys can be told apart: a one-way digest, from which no key can be had.
    #[must_use]
    pub fn account(&self) -> String {
        let digest = blake3::derive_key("scenewright 2026-11-26 which account a key opens", self.expose().as_bytes());
        blake3::Hash::from_bytes(digest).to_hex()[..16].to_owned()
    }

    /// A text of others without the key, should they have put it there.
    #[must_use]
    pub fn hide<'t>(&self, text: &'t str) -> std::borrow::Cow<'t, str> {
        if text.contains(self.expose()) { text.replace(self.expose(), "[key]").into() } else { text.into() }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(...)")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_key_cannot_be_printed() {
        let key = Key::new(" sk-secret-1 \n").unwrap();
        assert_eq!(format!("{key:?} {key:#?}"), "Key(...) Key(...)");
        assert!(!key.account().contains("secret"));
        assert_ne!(key.account(), Key::new("sk-secret-2").unwrap().account());
        assert_eq!(key.hide("bad key sk-secret-1!"), "bad key [key]!");
        assert_eq!(key.hide("fine"), "fine");
    }

    #[test]
    fn what_cannot_be_a_key_is_refused_without_being_told() {
        for text in ["", "  ", "a b", "a\u{1b}[31m", "schlüssel", &"x".repeat(1025)] {
            let why = Key::new(text).unwrap_err().to_string();
            assert!(text.trim().is_empty() || !why.contains(text), "{why}");
        }
    }
}
