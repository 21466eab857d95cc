//! `avoid "no people"`: the statement says "leave out" already.

use super::{Context, Findings};
use crate::diagnostic::{Code, Diagnostic};
use crate::scene::model::StatementKind;

/// Words that say no.
const NEGATIVES: [&str; 7] = ["no", "not", "without", "never", "avoid", "none", "don't"];

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
            let finding = Diagnostic::new(Code::DoubleNegative, phrase.span, format!("`avoid` says `{first}` already"))
                .here(format!("leaving out \"{words}\" may bring it in"))
                .help("name the thing alone");
            // What needs no escape can be written back as it is.
            let simple = rest.chars().all(|c| c.is_alphanumeric() || " ,'-".contains(c));
            findings.push(if simple && !rest.is_empty() {
                finding.fix(format!("write `\"{rest}\"`"), phrase.span, format!("\"{rest}\""))
            } else {
                finding
            });
        }
    }
}
