//! What comes in: the text of a file. What goes out: the names that its lines seem to bind, well or badly formed. Slips
//! ask for them, to tell an element from a word of a relation; a sound file never does, so nothing is read before that.

use std::cell::OnceCell;
use std::collections::HashSet;

use smol_str::SmolStr;

use super::words;

/// The names of a file, gathered when the first one is asked for.
pub(super) struct Names<'t> {
    text: &'t str,
    found: OnceCell<HashSet<SmolStr>>,
    varied: OnceCell<HashSet<SmolStr>>,
    imported: OnceCell<bool>,
}

impl<'t> Names<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, found: OnceCell::new(), varied: OnceCell::new(), imported: OnceCell::new() }
    }

    /// The text of the file.
    pub(super) fn text(&self) -> &'t str {
        self.text
    }

    /// Whether names of another file may be used plainly, so that any word may be the name of an element.
    pub(super) fn are_imported(&self) -> bool {
        let plain = |line: &str| {
            // However it is written: what is brought in is known once the line is mended.
            let words = ["use", "import", "include", "require", "load", "from"];
            let behind = words.iter().find_map(|word| line.trim_start().strip_prefix(word)).map(str::trim_start);
            let brings = |path: &str| path.starts_with('"') || path.contains(".scene");
            behind.is_some_and(|path| brings(path) && !path.contains(" as "))
        };
        *self.imported.get_or_init(|| self.text.split(['\n', ';']).any(plain))
    }

    /// Whether a line seems to bind the name.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.found
            .get_or_init(|| self.text.split(['\n', ';', '{']).filter_map(bound).map(SmolStr::new).collect())
            .contains(name)
    }

    /// Whether a line seems to make a variable of this name.
    pub(super) fn varies(&self, name: &str) -> bool {
        let gather = || self.text.split(['\n', ';', '{']).filter_map(varied).map(SmolStr::new).collect();
        self.varied.get_or_init(gather).contains(name)
    }
}

/// The name that a line gives to a `param` or a `vary`.
fn varied(line: &str) -> Option<&str> {
    let line = line.trim_start();
    let varied = ["param ", "vary "].iter().find_map(|verb| line.strip_prefix(verb))?;
    varied.trim_start().split([' ', '\t', '\r', ':', '=']).next().filter(|name| words::is_name(name))
}

/// The name that a line binds, by `=`, or by what people write for it.
fn bound(line: &str) -> Option<&str> {
    let indented = line.starts_with([' ', '\t']);
    if let Some(name) = varied(line) {
        return Some(name);
    }
    let mut line = line.trim_start();
    for article in ["let ", "var ", "const "] {
        line = line.strip_prefix(article).unwrap_or(line);
    }
    let (name, behind) = line.split_at(line.find(|letter| !words::continues_name(letter)).unwrap_or(line.len()));
    let behind = behind.trim_start();
    let value = behind.trim_start_matches([':', '=', '-', '>']).trim_start();
    let marked = value.len() < behind.len();
    let maker = value.split(|letter| !words::continues_name(letter)).next().unwrap_or_default();
    let made = matches!(maker, "ref" | "prop" | "text" | "group" | "glob" | "result");
    let look = words::is_aspect(name) || words::is_setting(name) || words::is_reserved(name);
    (words::is_name(name)
        && (made || (marked && behind.starts_with('=') && !look && !(indented && value.starts_with('"')))))
    .then_some(name)
}
