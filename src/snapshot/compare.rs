//! What comes in: what a scene made once, and what it makes now. What goes out: how they differ, task by task, or so that tasks
//! that differ in the same way are told of together: a change of what a hundred share is one difference.

use std::collections::{HashMap, HashSet};

use super::runs::{Pair, pairs, runs, words};
use super::told;
use super::{Golden, Picture, Task};

/// How what a scene makes has changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Differences {
    /// What has changed in the statements, in words; only of interest where something else differs.
    pub statements: Vec<String>,
    /// What differs, task by task.
    pub list: Vec<Difference>,
}

/// How a task of a target differs, or several that do so in one way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The target; empty if it is what the scene names itself.
    pub target: String,
    /// What kind of difference it is.
    pub kind: Kind,
    /// The ids of the tasks that differ so; one empty one if the scene has no variables.
    pub tasks: Vec<String>,
    /// How many tasks the target has, or had if these are made no longer.
    pub of: usize,
    /// What has changed but the words of prompts, as a person would tell it.
    pub told: Vec<String>,
    /// The prompts whose words have changed, those of the first of the tasks.
    pub prompts: Vec<Prompt>,
}

/// What kind of difference there is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Kind {
    /// The task is another one.
    Changed,
    /// The task was not made before.
    New,
    /// The task is made no longer.
    Gone,
    /// The task is the same under another id; the old one.
    Renamed(String),
}

/// A prompt with the words that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prompt {
    /// The name of its pass; empty if the scene has none.
    pub pass: String,
    /// Its sentences; those that are gone stand where they stood.
    pub sentences: Vec<Vec<Words>>,
}

/// Words of a sentence.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Words {
    /// They stand in both.
    Same(String),
    /// They stood in the old prompt.
    Gone(String),
    /// They stand in the new one.
    Come(String),
}

impl Differences {
    /// The same with tasks that differ in one way told of together. A prompt is that of the first of them: what changed in it
    /// is what changed in all.
    #[must_use]
    pub fn grouped(&self) -> Self {
        let mut known: HashMap<_, usize> = HashMap::new();
        let mut list: Vec<Difference> = Vec::new();
        for difference in &self.list {
            let changes: Vec<_> = difference.prompts.iter().map(|prompt| (&prompt.pass, prompt.changes())).collect();
            let key = (&difference.target, &difference.kind, &difference.told, changes);
            match known.get(&key) {
                Some(at) => list[*at].tasks.extend(difference.tasks.iter().cloned()),
                None => {
                    known.insert(key, list.len());
                    list.push(difference.clone());
                }
            }
        }
        Self { statements: self.statements.clone(), list }
    }

    /// Whether there are none that count: statements alone say nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

impl Prompt {
    /// The words that changed, without those that stayed.
    fn changes(&self) -> Vec<Vec<&Words>> {
        let sentences = self
            .sentences
            .iter()
            .map(|sentence| sentence.iter().filter(|words| !matches!(words, Words::Same(_))).collect::<Vec<_>>());
        sentences.filter(|sentence| !sentence.is_empty()).collect()
    }
}

/// How what a scene makes now differs from what it made once.
#[must_use]
pub fn compare(old: &Golden, new: &Golden) -> Differences {
    let mut list = Vec::new();
    for now in &new.targets {
        let then = old.targets.iter().find(|then| then.target == now.target);
        tasks(&now.target, then.map_or(&[], |then| &then.tasks), &now.tasks, &mut list);
    }
    for then in &old.targets {
        if new.targets.iter().all(|now| now.target != then.target) {
            tasks(&then.target, &then.tasks, &[], &mut list);
        }
    }
    Differences { statements: told::statements(&old.statements, &new.statements), list }
}

/// What of a task has changed, if it is not what it was.
fn changed(old: &Task, new: &Task) -> (Vec<String>, Vec<Prompt>) {
    let (mut said, mut prompts) = (told::passes(old, new), Vec::new());
    for now in &new.pictures {
        let Some(then) = old.pictures.iter().find(|then| then.pass == now.pass) else { continue };
        let within = if now.pass.is_empty() { String::new() } else { format!("pass `{}`: ", now.pass) };
        said.extend(told::picture(then, now).into_iter().map(|line| within.clone() + &line));
        prompts.extend(prompt(then, now));
    }
    (said, prompts)
}

/// The words of a prompt that changed.
fn prompt(old: &Picture, new: &Picture) -> Option<Prompt> {
    if old.prompt == new.prompt {
        return None;
    }
    let sentence = |pair: Pair| match pair {
        Pair::Same(_, now) => vec![Words::Same(new.prompt[now].clone())],
        Pair::Changed(then, now) => sentence(&old.prompt[then], &new.prompt[now]),
        Pair::Gone(then) => vec![Words::Gone(old.prompt[then].clone())],
        Pair::Come(now) => vec![Words::Come(new.prompt[now].clone())],
    };
    Some(Prompt {
        pass: new.pass.clone(),
        sentences: pairs(&old.prompt, &new.prompt).into_iter().map(sentence).collect(),
    })
}

/// The words of a sentence that became another.
fn sentence(old: &String, new: &String) -> Vec<Words> {
    let (before, after) = (words(std::slice::from_ref(old)), words(std::slice::from_ref(new)));
    let (mut out, mut from) = (Vec::new(), 0);
    let mut push = |words: &[&str], kind: fn(String) -> Words| {
        if !words.is_empty() {
            out.push(kind(words.join(" ")));
        }
    };
    for run in runs(&before, &after) {
        push(&after[from..run.new.start], Words::Same);
        push(&before[run.old], Words::Gone);
        push(&after[run.new.clone()], Words::Come);
        from = run.new.end;
    }
    push(&after[from..], Words::Same);
    out
}

/// Where each task stands, by its id.
fn ids(tasks: &[Task]) -> HashMap<&str, usize> {
    tasks.iter().enumerate().map(|(at, task)| (task.id.as_str(), at)).collect()
}

/// How the tasks of a target differ, task by task.
fn tasks(target: &str, old: &[Task], new: &[Task], list: &mut Vec<Difference>) {
    let (then, now) = (ids(old), ids(new));
    let mut add = |kind: Kind, id: &str, (told, prompts): (Vec<String>, Vec<Prompt>)| {
        let of = if kind == Kind::Gone { old.len() } else { new.len() };
        list.push(Difference { target: target.to_owned(), kind, tasks: vec![id.to_owned()], of, told, prompts });
    };
    let gone = |id: &str| !now.contains_key(id);
    let mut unseen: HashMap<&[Picture], Vec<&Task>> = HashMap::new();
    for task in old.iter().rev().filter(|task| gone(&task.id)) {
        unseen.entry(&task.pictures).or_default().push(task);
    }
    for task in new {
        match then.get(task.id.as_str()) {
            Some(at) if old[*at] == *task => {}
            Some(at) => add(Kind::Changed, &task.id, changed(&old[*at], task)),
            None => match unseen.get_mut(task.pictures.as_slice()).and_then(Vec::pop) {
                Some(twin) => add(Kind::Renamed(twin.id.clone()), &task.id, (Vec::new(), Vec::new())),
                None => add(Kind::New, &task.id, (Vec::new(), Vec::new())),
            },
        }
    }
    let left: HashSet<&str> = unseen.values().flatten().map(|task| task.id.as_str()).collect();
    for task in old.iter().filter(|task| left.contains(task.id.as_str())) {
        add(Kind::Gone, &task.id, (Vec::new(), Vec::new()));
    }
}
