//! How the statements of a scene have changed. What comes in: both lists, a statement a line. What goes out: what became what.

use crate::format::words;
use crate::lexicon;
use crate::snapshot::runs::{Pair, pairs};

/// Two lists of statements, told apart.
pub(in crate::snapshot) fn statements(old: &[String], new: &[String]) -> Vec<String> {
    let (mut told, mut gone, mut come) = (Vec::new(), Vec::new(), Vec::new());
    for pair in pairs(old, new) {
        match pair {
            Pair::Same(..) => {}
            Pair::Changed(then, now) => told.push(changed(&old[then], &new[now])),
            Pair::Gone(then) => gone.push(&old[then]),
            Pair::Come(now) => come.push(&new[now]),
        }
    }
    // What only stands elsewhere has not changed.
    gone.retain(|then| !new.contains(then));
    come.retain(|now| !old.contains(now));
    // What names the same variable is the same statement, however little of it stayed.
    gone.retain(|then| {
        let twin = come.iter().position(|now| variable(then).is_some() && variable(then) == variable(now));
        told.extend(twin.map(|at| changed(then, come.remove(at))));
        twin.is_none()
    });
    told.extend(gone.into_iter().map(|then| format!("`{then}` is gone")));
    told.extend(come.into_iter().map(|now| format!("`{now}` is new")));
    told
}

/// What a statement varies.
fn variable(statement: &str) -> Option<&str> {
    match words(statement).as_slice() {
        ["param" | "vary", name, ..] => Some(name),
        _ => None,
    }
}

/// A statement that became another.
fn changed(old: &str, new: &str) -> String {
    let (then, now) = (words(old), words(new));
    let head = then.iter().zip(&now).take_while(|(a, b)| a == b).count();
    let tail = then[head..].iter().rev().zip(now[head..].iter().rev()).take_while(|(a, b)| a == b).count();
    let (gone, come) = (&then[head..then.len() - tail], &now[head..now.len() - tail]);
    match (gone, come) {
        ([gone], [come]) if is_relation(gone) && is_relation(come) => {
            format!("relation `{gone}` became `{come}` in `{new}`")
        }
        // A short statement is told whole.
        ([gone], [come]) if then.len() > 2 => format!("`{gone}` became `{come}` in `{new}`"),
        _ => format!("`{old}` became `{new}`"),
    }
}

fn is_relation(word: &str) -> bool {
    lexicon::relation(word).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(old: &[&str], new: &[&str]) -> Vec<String> {
        let list = |lines: &[&str]| -> Vec<String> { lines.iter().map(|line| (*line).to_owned()).collect() };
        statements(&list(old), &list(new))
    }

    #[test]
    fn what_became_what_is_told() {
        assert_eq!(
            told(&["watch resting_on table"], &["watch beside table"]),
            ["relation `resting_on` became `beside` in `watch beside table`"]
        );
        assert_eq!(
            told(&["watch resting_on table"], &["watch resting_on shelf"]),
            ["`table` became `shelf` in `watch resting_on shelf`"]
        );
        assert_eq!(told(&["lighting \"a b\"", "keep x"], &["keep x", "lighting \"a b\""]), [""; 0]);
        assert_eq!(
            told(&["lighting \"soft light\""], &["lighting \"blue light\""]),
            ["`lighting \"soft light\"` became `lighting \"blue light\"`"]
        );
        assert_eq!(
            told(&["vary a in [b, c, d]"], &["vary a in [e]"]),
            ["`vary a in [b, c, d]` became `vary a in [e]`"]
        );
        assert_eq!(told(&["keep x"], &["keep x", "avoid \"text\""]), ["`avoid \"text\"` is new"]);
        assert_eq!(told(&["keep x", "avoid \"text\""], &["keep x"]), ["`avoid \"text\"` is gone"]);
    }
}
