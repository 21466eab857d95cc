//! `--set`, `--only` and `--max-tasks`. What comes in: the arguments, and scenes with variables. What goes out: what is
//! asked of each scene, the note on how many tasks it has, and wrong usage: a name or an id that no scene knows.

use std::ops::ControlFlow;

use super::check::some;
use crate::compile::Opened;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::render::printable;
use crate::lexicon::suggest;
use crate::matrix::{MOST_TASKS, Options, ids};

/// How many ids are listed for who misses one.
const MOST_LISTED: usize = 20;

/// Among how many ids one is looked for that may be meant.
const MOST_SEARCHED: usize = 10_000;

/// What a command takes about variables.
#[derive(Debug, clap::Args)]
pub(super) struct Variants {
    /// Give a variable its value; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair)]
    set: Vec<(String, String)>,
    /// Make only the tasks whose id matches, where * stands for anything; may be repeated
    #[arg(long, value_name = "ID")]
    only: Vec<String>,
    /// Let a scene make up to N tasks
    #[arg(long, value_name = "N", default_value_t = MOST_TASKS)]
    max_tasks: u64,
}

impl Variants {
    /// What was asked before, and was written down.
    #[cfg(feature = "submit")]
    pub(super) fn recorded(set: &[String], only: &[String], max_tasks: u64) -> Result<Self, String> {
        let set = set.iter().map(|text| pair(text)).collect::<Result<_, String>>()?;
        Ok(Self { set, only: only.to_vec(), max_tasks })
    }

    /// What is asked, to be written down: `NAME=VALUE`, ids, and how many tasks at most.
    #[cfg(feature = "submit")]
    pub(super) fn asked(&self) -> (Vec<String>, &[String], u64) {
        (self.set.iter().map(|(name, value)| format!("{name}={value}")).collect(), &self.only, self.max_tasks)
    }

    /// What is asked of every scene.
    pub(super) fn options(&self) -> Options {
        let set = self.set.iter().map(|(name, value)| (name.into(), value.into())).collect();
        Options { set, only: self.only.clone(), most: self.max_tasks }
    }

    /// Refuses names that no scene has, and ids that no task has.
    pub(super) fn verify(&self, scenes: &[&Opened<'_>]) -> Result<(), String> {
        for (name, _) in &self.set {
            if !scenes.iter().all(|scene| scene.unset.iter().any(|unset| unset == name)) || scenes.is_empty() {
                continue;
            }
            let known = || scenes.iter().flat_map(|scene| scene.matrix().names());
            let advice = match suggest(name, known()) {
                Some(near) => format!("did you mean `{near}`?"),
                None if known().next().is_none() => "the scene has no variables".to_owned(),
                None => format!("there are {}", quoted(known())),
            };
            return Err(format!("no `param` or `vary` is called `{}`; {advice}", printable(name)));
        }
        self.only.iter().try_for_each(|pattern| self.finds(pattern, scenes))
    }

    /// Whether some task has such an id.
    fn finds(&self, pattern: &str, scenes: &[&Opened<'_>]) -> Result<(), String> {
        let varied: Vec<_> = scenes.iter().filter(|scene| !scene.count.axes.is_empty() || has_errors(scene)).collect();
        if varied.len() < scenes.len() && varied.is_empty() {
            return Err("`--only` chooses tasks of a scene that varies something, and there is none".to_owned());
        }
        // What is wrong with the data is said instead.
        if varied.iter().any(|scene| has_errors(scene)) {
            return Ok(());
        }
        let mut found = self.only.len() == 1 && varied.iter().any(|scene| scene.count.tasks > 0);
        for scene in varied.iter().filter(|_| self.only.len() > 1) {
            let mut id = String::new();
            let looked = scene.each(&mut |combination| {
                id.clear();
                combination.id(&mut id);
                found |= ids::matches(pattern, &id);
                if found { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            });
            looked.map_err(|_| "a data file went away while it was read".to_owned())?;
        }
        if found {
            return Ok(());
        }
        let known: Vec<String> = varied.iter().flat_map(|scene| scene.ids(MOST_SEARCHED)).take(MOST_SEARCHED).collect();
        let with_stars = [format!("{pattern}*"), format!("*{pattern}"), format!("*{pattern}*")];
        let longer = with_stars.iter().find(|longer| known.iter().any(|id| ids::matches(longer, id)));
        let advice = match suggest(pattern, known.iter().map(String::as_str)) {
            _ if longer.is_some() => format!("write `{}`", printable(longer.map_or("", String::as_str))),
            Some(near) => format!("did you mean `{}`?", printable(near)),
            None => format!("there are {}", quoted(known.iter().map(String::as_str))),
        };
        Err(format!("no task has an id like `{}`; {advice}", printable(pattern)))
    }
}

/// `24 tasks: 12 rows of csv "products.csv" x 2 of light`, or nothing if the scene has no variables.
pub(super) fn note(scene: &Opened<'_>) -> String {
    if scene.matrix().is_empty() || scene.count.axes.is_empty() {
        return String::new();
    }
    let product = scene.count.axes.iter().fold(1_u64, |product, (length, _)| product.saturating_mul(*length));
    let axes: Vec<_> = scene.count.axes.iter().map(|(length, called)| format!("{length} {called}")).collect();
    let tasks = scene.count.tasks;
    let left_out = match product.saturating_sub(tasks) {
        0 if scene.matrix().skips() => ", none left out".to_owned(),
        0 => String::new(),
        _ if tasks == u64::MAX => String::new(),
        count => format!(", {count} left out"),
    };
    let told = match tasks {
        u64::MAX => "far too many tasks".to_owned(),
        tasks => some(usize::try_from(tasks).unwrap_or(usize::MAX), "task"),
    };
    printable(&format!("{told}: {}{left_out}", axes.join(" x "))).into_owned() + "\n"
}

fn has_errors(scene: &Opened<'_>) -> bool {
    scene.diagnostics.iter().any(Diagnostic::is_error)
}

fn quoted<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let mut names: Vec<String> = names.take(MOST_LISTED + 1).map(|name| format!("`{}`", printable(name))).collect();
    if names.len() > MOST_LISTED {
        names.truncate(MOST_LISTED);
        names.push("...".to_owned());
    }
    names.join(", ")
}

/// `NAME=VALUE`
fn pair(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once('=').ok_or("write NAME=VALUE")?;
    if name.trim().is_empty() {
        return Err("a name stands before `=`".to_owned());
    }
    if value.chars().any(char::is_control) {
        return Err("the value holds a control character".to_owned());
    }
    Ok((name.trim().to_owned(), value.to_owned()))
}
