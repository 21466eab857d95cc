//! What comes in: two pictures, or two lists of statements. What goes out: how they differ, a line for each thing, as a person
//! would tell it. Absent: the words of prompts, which are shown and not told.

mod references;
mod settings;
mod statements;

use super::{Picture, Task};

pub(super) use statements::statements;

/// How the passes of a task have changed.
pub(super) fn passes(old: &Task, new: &Task) -> Vec<String> {
    let names = |task: &Task| task.pictures.iter().map(|picture| picture.pass.clone()).collect::<Vec<_>>();
    let (then, now) = (names(old), names(new));
    if then == now {
        return Vec::new();
    }
    let called = |pass: &String| if pass.is_empty() { "the one picture".to_owned() } else { format!("pass `{pass}`") };
    let come = now.iter().filter(|pass| !then.contains(pass)).map(|pass| format!("{} is new", called(pass)));
    let gone = then.iter().filter(|pass| !now.contains(pass)).map(|pass| format!("{} is gone", called(pass)));
    let mut told: Vec<String> = come.chain(gone).collect();
    if told.is_empty() {
        told.push(format!("the passes come in another order: {}", now.join(", ")));
    }
    told
}

/// How what is sent for a picture has changed, but for the words of its prompt.
pub(super) fn picture(old: &Picture, new: &Picture) -> Vec<String> {
    let mut told = references::references(&old.references, &new.references);
    told.extend(settings::settings(&old.settings, &new.settings));
    told
}
