//! What findings weigh. What comes in: the words of `--deny`, `--allow` and `scene.toml`. What goes out: findings without
//! those that are allowed, and with those that are denied as errors. A flag beats a setting; what is allowed by a flag
//! is never denied. What a comment in a scene allows is gone before.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lexicon::suggest;

/// What a setting makes of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Allow,
    Warn,
    Deny,
}

/// The levels of `scene.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Levels {
    pub(super) codes: BTreeMap<Code, Level>,
    pub(super) deny_warnings: bool,
}

/// What `--deny` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Denied {
    Warnings,
    One(Code),
}

/// The levels of the command line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Flags<'a> {
    pub(super) deny: &'a [Denied],
    pub(super) allow: &'a [Code],
}

/// Drops what is allowed and raises what is denied.
pub(super) fn weigh(diagnostics: &mut Vec<Diagnostic>, flags: Flags<'_>, levels: &Levels) {
    diagnostics.retain_mut(|finding| match severity(finding, flags, levels) {
        Some(severity) => {
            finding.severity = severity;
            true
        }
        None => false,
    });
}

/// What a finding weighs; nothing if it is allowed.
fn severity(finding: &Diagnostic, flags: Flags<'_>, levels: &Levels) -> Option<Severity> {
    let (code, own) = (finding.code, finding.severity);
    let allow = |allowed: bool| (!allowed || !code.may_be_allowed()).then_some(());
    allow(flags.allow.contains(&code))?;
    if flags.deny.contains(&Denied::One(code)) {
        return Some(Severity::Error);
    }
    let by_name = levels.codes.get(&code);
    allow(by_name == Some(&Level::Allow))?;
    let set = match by_name {
        Some(Level::Deny) => Severity::Error,
        Some(Level::Warn) if code.may_be_allowed() => Severity::Warning,
        None if levels.deny_warnings && own == Severity::Warning => Severity::Error,
        _ => own,
    };
    Some(if set == Severity::Warning && flags.deny.contains(&Denied::Warnings) { Severity::Error } else { set })
}

/// A word of `--deny`.
pub(super) fn denied(word: &str) -> Result<Denied, String> {
    if word == "warnings" { Ok(Denied::Warnings) } else { code(word, Some("warnings")).map(Denied::One) }
}

/// A word of `--allow`: a warning, a hint, or a missing file, since photographs are not everywhere.
pub(super) fn allowed(word: &str) -> Result<Code, String> {
    let code = code(word, None)?;
    if code.may_be_allowed() {
        return Ok(code);
    }
    Err("it is an error, and a scene with errors cannot be compiled".to_owned())
}

/// The code with this name, or why there is none; `more` are words that could have been meant as well.
pub(super) fn code(word: &str, more: Option<&'static str>) -> Result<Code, String> {
    Code::named(word).ok_or_else(|| {
        let near = near_code(word, more).map(|near| format!("; did you mean `{near}`?"));
        format!("no finding has this code{}", near.unwrap_or_default())
    })
}

/// The name of a code, or one more word, that is spelt almost like this.
pub(super) fn near_code(word: &str, more: Option<&'static str>) -> Option<&'static str> {
    suggest(word, Code::ALL.iter().map(|code| code.name()).chain(more))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Span;

    /// What becomes of a finding of each kind.
    fn weighed(deny: &[Denied], allow: &[Code], levels: &Levels) -> Vec<String> {
        let codes = [Code::Syntax, Code::MissingFile, Code::NearMiss, Code::SimilarImages];
        let mut found = codes.map(|code| Diagnostic::new(code, Span::default(), "odd")).to_vec();
        weigh(&mut found, Flags { deny, allow }, levels);
        found.iter().map(|it| format!("{} {}", it.severity.name(), it.code.name())).collect()
    }

    fn set(code: Code, level: Level) -> Levels {
        Levels { codes: BTreeMap::from([(code, level)]), deny_warnings: false }
    }

    #[test]
    fn flags_weigh() {
        let none = Levels::default();
        let plain = ["error syntax", "error missing-file", "warning near-miss", "hint similar-images"];
        assert_eq!(weighed(&[], &[], &none), plain);
        assert_eq!(weighed(&[Denied::Warnings], &[], &none)[2..], ["error near-miss", "hint similar-images"]);
        assert_eq!(weighed(&[Denied::One(Code::SimilarImages)], &[], &none)[3], "error similar-images");
        let both =
            weighed(&[Denied::Warnings, Denied::One(Code::NearMiss)], &[Code::NearMiss, Code::MissingFile], &none);
        assert_eq!(both, ["error syntax", "hint similar-images"]);
    }

    #[test]
    fn settings_weigh_and_flags_beat_them() {
        let near = |level| set(Code::NearMiss, level);
        assert_eq!(weighed(&[], &[], &near(Level::Allow)).len(), 3);
        assert_eq!(weighed(&[], &[], &near(Level::Deny))[2], "error near-miss");
        assert_eq!(weighed(&[], &[Code::NearMiss], &near(Level::Deny)).len(), 3);
        assert_eq!(weighed(&[Denied::One(Code::NearMiss)], &[], &near(Level::Allow))[2], "error near-miss");
        // What a setting allows is no warning any more.
        assert_eq!(weighed(&[Denied::Warnings], &[], &near(Level::Allow)).len(), 3);
        assert_eq!(weighed(&[], &[], &set(Code::MissingFile, Level::Warn))[1], "warning missing-file");
        assert_eq!(weighed(&[Denied::Warnings], &[], &set(Code::MissingFile, Level::Warn))[1], "error missing-file");
        assert_eq!(weighed(&[], &[], &set(Code::SimilarImages, Level::Warn))[3], "warning similar-images");
    }

    #[test]
    fn no_setting_makes_an_error_less() {
        for level in [Level::Allow, Level::Warn] {
            assert_eq!(weighed(&[], &[], &set(Code::Syntax, level))[0], "error syntax");
        }
    }

    #[test]
    fn a_named_level_beats_that_of_all_warnings() {
        let all = Levels { deny_warnings: true, ..Levels::default() };
        assert_eq!(weighed(&[], &[], &all)[2..], ["error near-miss", "hint similar-images"]);
        let but = Levels { deny_warnings: true, ..set(Code::NearMiss, Level::Warn) };
        assert_eq!(weighed(&[], &[], &but)[2], "warning near-miss");
    }

    #[test]
    fn only_known_codes_can_be_weighed() {
        assert_eq!(denied("near-miss"), Ok(Denied::One(Code::NearMiss)));
        assert_eq!(denied("warnings"), Ok(Denied::Warnings));
        assert_eq!(denied("warning"), Err("no finding has this code; did you mean `warnings`?".to_owned()));
        assert_eq!(allowed("nearmiss"), Err("no finding has this code; did you mean `near-miss`?".to_owned()));
        assert_eq!(allowed("missing-file"), Ok(Code::MissingFile));
        assert!(allowed("syntax").is_err());
    }
}
