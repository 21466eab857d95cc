//! What must be in no text that anybody keeps or sees. What comes in: a key, and bytes. What goes out: what of the key is in
//! them, in any of the forms in which keys slip out; and what in a text would steer a terminal.
#![allow(dead_code)] // no test needs all of it

/// How many characters of a key in a row are too many.
const TELLING: usize = 12;

/// A key in its forms.
pub struct Leaks(Vec<(&'static str, Vec<u8>)>);

impl Leaks {
    /// All forms of a key: stretches of it as they are, as numbers, and coded as addresses, headers and JSON do.
    pub fn of(key: &str) -> Self {
        let mut forms = Vec::new();
        let windows = key.as_bytes().windows(TELLING).step_by(4).chain([&key.as_bytes()[key.len() - TELLING..]]);
        for window in windows {
            let each = |form: &dyn Fn(u8) -> String| window.iter().map(|byte| form(*byte)).collect::<String>();
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte);
            let mut form = |name, text: String| forms.push((name, text.into_bytes()));
            form("plain", each(&|byte| char::from(byte).to_string()));
            form("hexadecimal", each(&|byte| format!("{byte:02x}")));
            form("hexadecimal", each(&|byte| format!("{byte:02X}")));
            form("percent-coded", each(&|byte| format!("%{byte:02X}")));
            form("percent-coded", each(&|byte| format!("%{byte:02x}")));
            let coded = |byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") };
            form("percent-coded", each(&coded));
            form("numbers", each(&|byte| format!("{byte}, ")).trim_end_matches(", ").to_owned());
            form(
                "JSON",
                serde_json::to_string(std::str::from_utf8(window).unwrap()).unwrap().trim_matches('"').to_owned(),
            );
            form("base64", base64_simd::STANDARD_NO_PAD.encode_to_string(window));
            form("base64", base64_simd::URL_SAFE_NO_PAD.encode_to_string(window));
        }
        forms.sort();
        forms.dedup();
        Self(forms)
    }

    /// The form in which a part of the key is in some bytes.
    pub fn find(&self, bytes: &[u8]) -> Option<&'static str> {
        self.0.iter().find(|(_, form)| memchr::memmem::find(bytes, form).is_some()).map(|(name, _)| *name)
    }
}

/// The first character of a text that would steer a terminal, or be seen as something else than it is.
pub fn steering(text: &str) -> Option<char> {
    let steers = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars().find(steers)
}
