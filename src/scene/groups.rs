//! What comes in: `group(...)` bindings. What goes out: groups with their members. A group may hold one that is bound
//! further down, but not itself, and what it holds in all is bounded.

use std::collections::{HashMap, VecDeque};

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileError, Span};
use crate::syntax::ast::{Argument, Binding, Value};

use super::Resolver;
use super::elements::{MAX_ELEMENTS, spaced, too_many};
use super::model::{Element, ElementId, Kind};
use super::nouns::{MOST_DEEP, shown};

/// How many things a group may hold, those of its groups included.
const MOST_HELD: usize = 1_000;

/// A binding and its statement.
pub(super) type Bound<'a> = (&'a Binding, Span);

/// How many things a group holds, and how deep its groups are nested.
#[derive(Debug, Clone, Copy)]
pub(super) struct Weight {
    held: usize,
    deep: usize,
}

/// Groups in the order in which they can be bound: every one behind those it holds.
pub(super) struct Ordered<'a> {
    /// Those that hold themselves, perhaps through others; they come first and have no members.
    pub(super) rings: Vec<Bound<'a>>,
    /// All others.
    pub(super) sound: Vec<Bound<'a>>,
}

/// Puts groups in order.
pub(super) fn ordered<'a>(groups: &[Bound<'a>]) -> Ordered<'a> {
    let mut index: HashMap<&SmolStr, usize> = HashMap::new();
    for (at, (binding, _)) in groups.iter().enumerate() {
        index.entry(&binding.name.text).or_insert(at);
    }
    let holds: Vec<Vec<usize>> = groups
        .iter()
        .map(|(binding, _)| paths(binding).filter_map(|word| index.get(word).copied()).collect())
        .collect();
    let mut held_by = vec![Vec::new(); groups.len()];
    for (at, members) in holds.iter().enumerate() {
        for member in members {
            held_by[*member].push(at);
        }
    }
    let (mut order, left) = peel(&holds, &held_by, vec![true; groups.len()]);
    // What only stands above a ring is sound itself.
    let (mut above, ring) = peel(&held_by, &holds, left);
    above.reverse();
    order.extend(above);
    let rings = groups.iter().zip(&ring).filter(|(_, ring)| **ring).map(|(group, _)| *group).collect();
    Ordered { rings, sound: order.into_iter().map(|at| groups[at]).collect() }
}

/// Takes out again and again what waits for nothing that is left; gives the order of taking and what stays.
fn peel(waits_for: &[Vec<usize>], awaited_by: &[Vec<usize>], mut left: Vec<bool>) -> (Vec<usize>, Vec<bool>) {
    let mut waiting: Vec<usize> =
        waits_for.iter().map(|others| others.iter().filter(|other| left[**other]).count()).collect();
    let mut free: VecDeque<usize> = (0..left.len()).filter(|at| left[*at] && waiting[*at] == 0).collect();
    let mut order = Vec::new();
    while let Some(at) = free.pop_front() {
        left[at] = false;
        order.push(at);
        for other in awaited_by[at].iter().copied().filter(|other| left[*other]) {
            waiting[other] -= 1;
            if waiting[other] == 0 {
                free.push_back(other);
            }
        }
    }
    (order, left)
}

fn paths(binding: &Binding) -> impl Iterator<Item = &SmolStr> {
    binding.arguments.iter().filter_map(|argument| match &argument.value {
        Value::Path(path) if argument.label.is_none() => path.words.first().map(|word| &word.text),
        _ => None,
    })
}

/// A group that holds itself.
pub(super) fn ring(binding: &Binding) -> Diagnostic {
    let name = shown(&binding.name.text);
    Diagnostic::new(Code::BadArgument, binding.name.span, format!("the group `{name}` holds itself"))
        .help("take out the member that leads back to the group")
}

impl Resolver<'_> {
    pub(super) fn group(&mut self, element: &mut Element, plain: &[&Argument], binding: &Binding) -> Option<()> {
        let mut members = Vec::new();
        let mut words = Vec::new();
        let (mut from_files, mut named) = (false, false);
        for argument in plain {
            match &argument.value {
                Value::Path(path) => {
                    named = true;
                    if let Some(member) = self.element(path) {
                        self.member(member, argument.span, &mut members);
                    }
                }
                Value::Text(text) => words.push(self.noun_words(text)?),
                Value::Call(word, arguments, span) if word.text == "glob" => {
                    from_files = true;
                    members.extend(self.files_of(arguments, *span, plain, binding)?);
                }
                _ => {
                    let finding = Diagnostic::new(
                        Code::BadArgument,
                        argument.span,
                        "a group holds elements and its name in quotes",
                    )
                    .help("write `group(mum, dad, \"couple\")`");
                    self.report(finding);
                }
            }
        }
        if members.is_empty() {
            // Names that nothing bears are reported already.
            return if named { None } else { self.lacks(binding, "the members: `group(mum, dad, \"couple\")`") };
        }
        self.weigh(binding, &members)?;
        let called = if from_files { words.into_iter().nth(1) } else { words.into_iter().next() };
        if let Some(words) = called {
            element.phrase = words;
        }
        element.kind = Kind::Group(members);
        Some(())
    }

    fn member(&mut self, member: ElementId, span: Span, members: &mut Vec<ElementId>) {
        if members.len() <= MOST_HELD && members.contains(&member) {
            let name = shown(&self.scene.element(member).name);
            let finding = Diagnostic::new(Code::BadArgument, span, format!("`{name}` stands twice in the group"))
                .help("name every member once; for several copies of one thing write `count: 2` where it is bound");
            return self.report(finding);
        }
        members.push(member);
    }

    /// Bounds what a group holds, since groups of groups grow fast.
    fn weigh(&mut self, binding: &Binding, members: &[ElementId]) -> Option<()> {
        let one = Weight { held: 1, deep: 0 };
        let weights = members.iter().map(|member| self.weights.get(member).copied().unwrap_or(one));
        let whole = weights.fold(Weight { held: 0, deep: 0 }, |whole, each| Weight {
            held: whole.held.saturating_add(each.held),
            deep: whole.deep.max(each.deep + 1),
        });
        let finding = if whole.held > MOST_HELD {
            let message = format!("the group holds more than {MOST_HELD} things");
            Diagnostic::new(Code::BadArgument, binding.name.span, message)
                .help("no model takes as many; leave some out")
        } else if whole.deep > MOST_DEEP {
            let message = format!("groups are nested more than {MOST_DEEP} deep");
            Diagnostic::new(Code::TooDeep, binding.name.span, message).help("name the members themselves")
        } else {
            let id = self.next_element();
            self.weights.insert(id, whole);
            return Some(());
        };
        self.report(finding);
        None
    }

    /// One element a file, all called by the group's first words.
    fn files_of(
        &mut self,
        arguments: &[Argument],
        span: Span,
        plain: &[&Argument],
        binding: &Binding,
    ) -> Option<Vec<ElementId>> {
        let pattern = match arguments.first().map(|argument| &argument.value) {
            Some(Value::Text(text)) => self.words(text)?,
            _ => return self.lacks(binding, "the pattern: `glob(\"players/*.jpg\")`"),
        };
        let paths = match self.files.glob(&pattern) {
            Ok(paths) if !paths.is_empty() => paths,
            found => {
                self.report(no_files(found.err(), span));
                return None;
            }
        };
        if self.scene.elements.len() + paths.len() > MAX_ELEMENTS {
            self.report(too_many(span));
            return None;
        }
        let called = plain.iter().find_map(|argument| match &argument.value {
            Value::Text(text) => super::nouns::plain(text),
            _ => None,
        });
        let mut members = Vec::new();
        for (index, path) in paths.iter().enumerate() {
            let image = self.image(&SmolStr::from(path.as_str()), span);
            members.push(self.next_element());
            let name = SmolStr::from(format!("{}[{}]", binding.name.text, index + 1));
            let phrase = called.clone().unwrap_or_else(|| spaced(&binding.name.text));
            let member = Element { kind: Kind::Reference, images: vec![image], ..Element::called(name, phrase, span) };
            self.scene.elements.push(member);
        }
        Some(members)
    }
}

fn no_files(error: Option<FileError>, span: Span) -> Diagnostic {
    match error {
        Some(FileError::OutsideProject) => {
            Diagnostic::new(Code::OutsideProject, span, "the pattern leads out of the project's folder")
                .help("copy the files into the project, or allow the folder: `--allow-read PATH`")
        }
        Some(FileError::Unreadable(reason)) => {
            Diagnostic::new(Code::UnreadableFile, span, format!("the pattern cannot be used: {reason}"))
                .help("name a folder and an ending, such as `glob(\"players/*.jpg\")`")
        }
        _ => Diagnostic::new(Code::MissingFile, span, "no file matches this pattern")
            .help("check the folder and the ending; `*` stands for any name"),
    }
}
