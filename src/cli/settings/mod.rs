//! `scene.toml`, the settings of a project. What comes in: its text. What goes out: what it sets, and what is wrong with it,
//! with places in that file. Absent: reading it, which `projects` does.

mod submit;
mod test;

use std::borrow::Cow;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::levels::{Level, Levels, near_code};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lexicon::suggest;
use crate::source::{FileId, Span};

pub(super) use submit::Submit;
pub(super) use test::Test;

/// The tables that this version knows.
const TABLES: [&str; 3] = ["lints", "submit", "test"];
const LEVELS: [&str; 3] = ["allow", "warn", "deny"];

/// What a project sets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Settings {
    /// The levels of findings.
    pub(super) levels: Levels,
    /// How its runs are made.
    pub(super) submit: Submit,
    /// How its prompts are tested.
    pub(super) test: Test,
}

type Table<'t> = DeTable<'t>;
type Spans<'s> = &'s dyn Fn(Range<usize>) -> Span;

/// Reads the settings; what is wrong comes in the order of the file.
pub(super) fn settings(file: FileId, text: &str) -> (Settings, Vec<Diagnostic>) {
    let mut settings = Settings::default();
    let mut found = Vec::new();
    let bom = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let span = |range: Range<usize>| Span::new(file, range.start + bom, range.end + bom);
    match DeTable::parse(&text[bom..]) {
        Ok(table) => tables(table.get_ref(), &span, &mut settings, &mut found),
        Err(error) => {
            let message = format!("this is no TOML: {}", error.message());
            let place = span(error.span().unwrap_or_default());
            found.push(Diagnostic::new(Code::BadSetting, place, message).help(form()));
        }
    }
    found.sort_by_key(|finding| finding.span().start);
    (settings, found)
}

fn form() -> &'static str {
    "settings look like this:\n[lints]\nnear-miss = \"deny\"\nwarnings = \"deny\""
}

fn tables(table: &Table<'_>, span: Spans<'_>, settings: &mut Settings, found: &mut Vec<Diagnostic>) {
    for (key, value) in table {
        let place = span(key.span());
        match (key.get_ref().as_ref(), value.get_ref()) {
            ("lints", DeValue::Table(lints)) => {
                for (key, value) in lints {
                    lint(key, value, span, &mut settings.levels).unwrap_or_else(|finding| found.push(finding));
                }
            }
            ("lints", _) => found.push(
                Diagnostic::new(Code::BadSetting, place, "`lints` is a table, not a value")
                    .help("write `[lints]` on a line of its own, and a code with its level on each line below"),
            ),
            ("submit", DeValue::Table(table)) => settings.submit = submit::submit(table, span, found),
            ("submit", _) => found.push(
                Diagnostic::new(Code::BadSetting, place, "`submit` is a table, not a value")
                    .help("write `[submit]` on a line of its own, and a setting on each line below"),
            ),
            ("test", DeValue::Table(table)) => settings.test = test::test(table, span, found),
            ("test", _) => found.push(
                Diagnostic::new(Code::BadSetting, place, "`test` is a table, not a value")
                    .help("write `[test]` on a line of its own, and a setting on each line below"),
            ),
            (name, _) => {
                let finding = Diagnostic::new(Code::BadSetting, place, format!("there are no settings `{name}`"));
                found.push(match suggest(name, TABLES.into_iter()) {
                    Some(near) => finding.help(format!("did you mean `{near}`?")).fix(write(near), place, near),
                    // Tables of later versions are no reason to fail in this one.
                    None => Diagnostic {
                        severity: Severity::Warning,
                        ..finding.help("this version knows `[lints]`, `[submit]` and `[test]`")
                    },
                });
            }
        }
    }
}

/// One line of `[lints]`.
fn lint(
    key: &Spanned<Cow<'_, str>>,
    value: &Spanned<DeValue<'_>>,
    span: Spans<'_>,
    levels: &mut Levels,
) -> Result<(), Diagnostic> {
    let (name, place) = (key.get_ref().as_ref(), span(key.span()));
    let code = Code::named(name);
    if code.is_none() && name != "warnings" {
        let finding = Diagnostic::new(Code::UnknownCode, place, format!("no finding is called `{name}`"));
        return Err(match near_code(name, Some("warnings")) {
            Some(near) => finding.help(format!("did you mean `{near}`?")).fix(write(near), place, near),
            None => finding.help("`scene explain` lists the codes"),
        });
    }
    let level = level(name, value, span)?;
    match code {
        Some(code) if level != Level::Deny && !code.may_be_allowed() => {
            return Err(Diagnostic::new(Code::UnknownCode, place, format!("`{name}` is an error and stays one"))
                .help("delete the line; only warnings, hints and `missing-file` have levels"));
        }
        Some(code) => drop(levels.codes.insert(code, level)),
        None if level == Level::Deny => levels.deny_warnings = true,
        None if level == Level::Warn => {}
        None => {
            return Err(Diagnostic::new(
                Code::BadSetting,
                span(value.span()),
                "warnings cannot be allowed all at once",
            )
            .help("allow them one by one, by their codes"));
        }
    }
    Ok(())
}

fn level(name: &str, value: &Spanned<DeValue<'_>>, span: Spans<'_>) -> Result<Level, Diagnostic> {
    let place = span(value.span());
    let Some(word) = value.get_ref().as_str() else {
        let kind = value.get_ref().type_str();
        let message = format!("the level of `{name}` is a string, not a value of type {kind}");
        return Err(Diagnostic::new(Code::BadSetting, place, message).help(choice()));
    };
    match word {
        "allow" => Ok(Level::Allow),
        "warn" => Ok(Level::Warn),
        "deny" => Ok(Level::Deny),
        _ => {
            let finding = Diagnostic::new(Code::BadSetting, place, format!("`{word}` is no level"));
            Err(match suggest(word, LEVELS.into_iter()) {
                Some(near) => {
                    finding.help(format!("did you mean `\"{near}\"`?")).fix(write(near), place, format!("\"{near}\""))
                }
                None => finding.help(choice()),
            })
        }
    }
}

fn choice() -> &'static str {
    "write `\"allow\"`, `\"warn\"` or `\"deny\"`"
}

fn write(word: &str) -> String {
    format!("write `{word}`")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The findings as `OFFSETS SEVERITY CODE: MESSAGE`.
    fn told(text: &str) -> Vec<String> {
        let (_, found) = settings(FileId(0), text);
        let line = |it: &Diagnostic| {
            let place = text.get(it.span().range()).unwrap_or("?");
            format!("{place} | {} {}: {}", it.severity.name(), it.code.name(), it.message)
        };
        found.iter().map(line).collect()
    }

    #[test]
    fn levels_are_read() {
        let text = "\u{FEFF}# ours\r\n[lints]\r\nnear-miss = \"allow\"\r\n'missing-file' = \"warn\"\r\nwarnings = \"deny\"\r\n";
        let (Settings { levels, .. }, found) = settings(FileId(0), text);
        assert_eq!(found, []);
        assert!(levels.deny_warnings);
        let codes: Vec<_> = levels.codes.into_iter().collect();
        assert_eq!(codes, [(Code::NearMiss, Level::Allow), (Code::MissingFile, Level::Warn)]);
        assert_eq!(settings(FileId(0), ""), (Settings::default(), Vec::new()));
        assert_eq!(settings(FileId(0), "lints.near-miss = \"deny\"").0.levels.codes.len(), 1);
    }

    #[test]
    fn what_is_wrong_is_told_at_its_place() {
        for (text, expected) in [
            ("[lint]\n", "lint | error bad-setting: there are no settings `lint`"),
            ("[service]\nkey = 1\n", "service | warning bad-setting: there are no settings `service`"),
            ("lints = 1\n", "lints | error bad-setting: `lints` is a table, not a value"),
            ("[lints]\nnearmiss = \"deny\"\n", "nearmiss | warning unknown-code: no finding is called `nearmiss`"),
            ("[lints]\nsyntax = \"warn\"\n", "syntax | warning unknown-code: `syntax` is an error and stays one"),
            ("[lints]\nnear-miss = \"alow\"\n", "\"alow\" | error bad-setting: `alow` is no level"),
            (
                "[lints]\nnear-miss = 1\n",
                "1 | error bad-setting: the level of `near-miss` is a string, not a value of type integer",
            ),
            (
                "[lints]\nwarnings = \"allow\"\n",
                "\"allow\" | error bad-setting: warnings cannot be allowed all at once",
            ),
        ] {
            assert_eq!(told(text), [expected]);
        }
        assert_eq!(told("[lints]\nsyntax = \"deny\"\n"), [""; 0]);
    }

    #[test]
    fn broken_toml_is_one_error() {
        for text in ["[lints", "a = ", "a = 1\na = 2", "[lints]\nx = \"\u{1b}\"", &"[".repeat(100_000), "\u{FEFF}="] {
            let found = told(text);
            assert!(found.len() == 1 && found[0].contains("error bad-setting: this is no TOML"), "{found:?}");
        }
    }
}
