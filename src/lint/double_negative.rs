//! `avoid "no people"`: the statement says "leave out" already.

use super::{Context, Findings};
use crate::diagnostic::{Code, Diagnostic};
use crate::scene::model::StatementKind;

/// Words that say no.
const NEGATIVES: [&str; 8] = ["no", "not", "without", "never", "avoid", "none", "don't", "nothing"];

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for statement in &context.scene.statements {
        let StatementKind::Avoid(avoid) = &statement.kind else { continue };
        for phrase in &avoid.what {
            let words = phrase.plain();
            let Some((first, rest)) = words.split_once(char::is_whitespace) else { continue };
            if !NEGATIVES.contains(&&*first.to_lowercase()) {
                continue;
            }
            let rest = rest.trim();
            let finding = Diagnostic::new(
                Code::DoubleNegative,
                phrase.span,
                format!("`avoid` means \"leave out\", so that `{first}` turns it round"),
            )
            .here("may bring in what it names")
            .help("name the thing alone");
            findings.push(match thing(&first.to_lowercase(), rest) {
                Some(thing) => finding.fix(format!("write `\"{thing}\"`"), phrase.span, format!("\"{thing}\"")),
                None => finding,
            });
        }
    }
}

/// What is meant, where that is certain: the words behind a plain `no` or `without`.
fn thing<'t>(first: &str, rest: &'t str) -> Option<&'t str> {
    let mut words = rest.split(' ');
    let more = words.clone().any(|word| NEGATIVES.contains(&&*word.to_lowercase()));
    let open = words.next().is_none_or(|word| matches!(word, "" | "one" | "of" | "longer" | "more" | "sign"));
    let plain = rest.chars().all(|c| c.is_alphanumeric() || " '-".contains(c));
    (matches!(first, "no" | "without") && plain && !open && !more).then_some(rest)
}
