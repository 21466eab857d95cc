//! What comes in: what a scene makes. What goes out: the text of its golden file. The same scene has the same text.

use std::fmt::{self, Display, Formatter, Write};

use super::runs::{BREAK, replaced, replacements, words};
use super::{Aimed, Golden, Picture, Task};

/// The first line of every golden file.
pub(super) const HEAD: &str =
    "// Golden prompts, version 1: `scene test` compares them, `scene test --update` writes them anew.";

/// What stands above what differs.
pub(super) const LIKE: &str = "like the first task but for";

/// What stands where nothing differs.
pub(super) const SAME: &str = "like the first task";

/// What stands in the place of a reference that only the first task has.
pub(super) const NONE: &str = "none";

/// What stands before the name of a setting that only the first task has.
pub(super) const NO: &str = "no";

/// Where a sentence ends, among replaced words. No text has this: a backslash of its own is written twice.
pub(super) const END: &str = "\\/";

impl Display for Golden {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEAD}")?;
        for target in &self.targets {
            aimed(target, f)?;
        }
        if !self.statements.is_empty() {
            f.write_str("\nstatements\n")?;
            self.statements.iter().try_for_each(|line| writeln!(f, "{line}"))?;
        }
        Ok(())
    }
}

fn aimed(target: &Aimed, f: &mut Formatter<'_>) -> fmt::Result {
    if !target.target.is_empty() {
        writeln!(f, "\ntarget {}", target.target)?;
    }
    let Some((first, others)) = target.tasks.split_first() else { return Ok(()) };
    f.write_str(&whole(first))?;
    for task in others {
        let text = whole(task);
        let short = differences(first, task).filter(|short| short.len() < text.len());
        f.write_str(&short.unwrap_or(text))?;
    }
    Ok(())
}

/// A task to the last word.
fn whole(task: &Task) -> String {
    let mut out = heading(task);
    for picture in &task.pictures {
        if !picture.pass.is_empty() {
            let _ = writeln!(out, "\npass {}", picture.pass);
        }
        if !picture.references.is_empty() {
            out += "\nreferences\n";
            for at in 0..picture.references.len() {
                out += &reference(picture, at);
            }
        }
        out += "\nprompt\n";
        for sentence in &picture.prompt {
            out += sentence;
            out.push('\n');
        }
        out += "\nsettings\n";
        for (name, value) in &picture.settings {
            let _ = writeln!(out, "{name} {value}");
        }
    }
    out
}

fn heading(task: &Task) -> String {
    if task.id.is_empty() { String::new() } else { format!("\ntask {}\n", task.id) }
}

fn reference(picture: &Picture, at: usize) -> String {
    match picture.references.get(at) {
        Some(reference) => format!("{}. {}: {}\n", at + 1, reference.elements, reference.source),
        None => format!("{}. {NONE}\n", at + 1),
    }
}

/// What of a task differs from the first; none if it cannot be said so.
fn differences(first: &Task, task: &Task) -> Option<String> {
    let same_passes = first.pictures.len() == task.pictures.len();
    if !same_passes || task.id.is_empty() || first.pictures.iter().zip(&task.pictures).any(|(a, b)| a.pass != b.pass) {
        return None;
    }
    let mut out = String::new();
    for (old, new) in first.pictures.iter().zip(&task.pictures) {
        let changed = changed(old, new)?;
        if !changed.is_empty() && !new.pass.is_empty() {
            let _ = writeln!(out, "pass {}", new.pass);
        }
        out += &changed;
    }
    let head = if out.is_empty() { SAME } else { LIKE };
    Some(format!("{}{head}\n{out}", heading(task)))
}

fn changed(old: &Picture, new: &Picture) -> Option<String> {
    let mut out = String::new();
    for at in 0..old.references.len().max(new.references.len()) {
        if old.references.get(at) != new.references.get(at) {
            out += &reference(new, at);
        }
    }
    let (before, after) = (words(&old.prompt), words(&new.prompt));
    let runs = replacements(&before, &after);
    if replaced(&before, &runs)? != after {
        return None;
    }
    for (gone, come) in &runs {
        let _ = writeln!(out, "{} -> {}", quoted(gone), quoted(come));
    }
    let value =
        |of: &Picture, name: &str| of.settings.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone());
    for (name, value_now) in &new.settings {
        if value(old, name).as_ref() != Some(value_now) {
            let _ = writeln!(out, "{name} {value_now}");
        }
    }
    for (name, _) in &old.settings {
        if value(new, name).is_none() {
            let _ = writeln!(out, "{NO} {name}");
        }
    }
    Some(out)
}

/// Words in quotes. What is escaped already stays so: only quotes and breaks between sentences are new.
fn quoted(words: &str) -> String {
    format!("\"{}\"", words.replace('"', "\\\"").replace(BREAK, END))
}
