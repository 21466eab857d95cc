//! What comes in: a scene. What goes out: what each element is used for, and the order in which things are mentioned.

use crate::lexicon::Class;
use crate::scene::model::{
    Arrival, AspectUse, Clause, ElementId, Kind, Noun, PartId, Phrase, Role, Scene, Statement, StatementKind, Thing,
    Verb,
};
use crate::scene::settings::Shape;

/// What an element is used for.
#[derive(Debug, Clone, Default)]
#[allow(clippy::struct_excessive_bools)] // independent facts, each set where it is found
pub struct Usage {
    /// It is said itself, not only a part of it.
    pub direct: bool,
    /// Statements that place or change things mention it.
    pub placed: bool,
    /// It is kept, described, or named in a hole of an aspect.
    pub attended: bool,
    /// It is the subject of a relation.
    pub subject: bool,
    /// Something is inside it or in the middle of it.
    pub surrounds: bool,
    /// It is the source of the setting or the background.
    pub setting: bool,
    /// It lends an aspect.
    pub lends: bool,
    /// Something in it is left out.
    pub avoided: bool,
    /// Only its shape is asked for.
    pub shape_only: bool,
    /// It is the picture that is edited.
    pub edited: bool,
    /// A pass puts it into the picture.
    pub brought: bool,
    /// Its parts, in the order in which they are mentioned.
    pub parts: Vec<PartId>,
}

/// The uses of all elements, by index, and the order of mention.
#[derive(Debug, Default)]
pub struct Usages {
    /// By element.
    pub of: Vec<Usage>,
    /// Elements as relations, edits and `say` mention them.
    pub mentioned: Vec<ElementId>,
    /// Elements as `keep`, `of` and holes of aspects mention them.
    pub attended: Vec<ElementId>,
    /// Elements that lend an aspect.
    pub lending: Vec<ElementId>,
    /// Elements in which something is left out.
    pub avoided: Vec<ElementId>,
}

impl Usage {
    /// Whether the element is part of the picture, not only a source of aspects or of what is left out.
    #[must_use]
    pub fn is_content(&self) -> bool {
        !self.shape_only
            && (self.placed
                || self.attended
                || self.setting
                || self.edited
                || self.brought
                || !(self.lends || self.avoided))
    }

    /// Whether any statement mentions it.
    #[must_use]
    pub fn is_used(&self) -> bool {
        self.placed || self.attended || self.setting || self.lends || self.avoided || self.shape_only
    }
}

/// What every element of a scene is used for.
#[must_use]
pub fn usages(scene: &Scene) -> Usages {
    usages_in(scene, &scene.statements)
}

/// The same of other statements about the elements of the scene.
#[must_use]
pub fn usages_in<'s>(scene: &Scene, statements: impl IntoIterator<Item = &'s Statement>) -> Usages {
    let mut walk =
        Walk { scene, found: Usages { of: vec![Usage::default(); scene.elements.len()], ..Usages::default() } };
    for statement in statements {
        walk.statement(&statement.kind);
    }
    if let Some(Shape::Like(id)) = scene.settings.size.as_ref().map(|size| size.shape) {
        let usage = &mut walk.found.of[id.0 as usize];
        usage.shape_only = !usage.is_used();
    }
    walk.mark_unused();
    walk.found
}

struct Walk<'s> {
    scene: &'s Scene,
    found: Usages,
}

impl Walk<'_> {
    fn statement(&mut self, kind: &StatementKind) {
        match kind {
            StatementKind::Relation(relation) => {
                self.nouns(&relation.subjects);
                for id in self.elements_of(&relation.subjects) {
                    self.found.of[id.0 as usize].subject = true;
                }
                self.verb(&relation.verb);
                for clause in &relation.clauses {
                    match clause {
                        Clause::Verb(verb) => self.verb(verb),
                        Clause::Words(phrase) => self.phrase(phrase),
                        Clause::Adverb(_) | Clause::Participles(_) => {}
                    }
                }
            }
            StatementKind::Edit(id) => {
                self.place(Thing::Element(*id));
                self.found.of[id.0 as usize].edited = true;
            }
            StatementKind::Replace(what, with) => {
                self.nouns(what);
                self.nouns(with);
            }
            StatementKind::Remove(what) => self.nouns(what),
            StatementKind::Say(phrase) => self.phrase(phrase),
            StatementKind::Panels(panels) => panels.iter().for_each(|panel| self.phrase(&panel.words)),
            StatementKind::Keep(keep) => {
                keep.what.iter().for_each(|thing| self.attend(*thing));
                keep.words.iter().flat_map(Phrase::things).for_each(|thing| self.attend(thing));
            }
            StatementKind::Aspect(used) => self.aspect(used),
            StatementKind::Avoid(avoid) => {
                if let Some(thing) = avoid.from {
                    let id = self.scene.owner(thing);
                    self.found.of[id.0 as usize].avoided = true;
                    self.found.avoided.push(id);
                }
            }
        }
    }

    fn aspect(&mut self, used: &AspectUse) {
        used.of.iter().flat_map(Noun::things).for_each(|thing| self.attend(thing));
        used.words.iter().flat_map(Phrase::things).for_each(|thing| self.attend(thing));
        let Some(source) = used.source else { return };
        let id = self.scene.owner(source.thing);
        let usage = &mut self.found.of[id.0 as usize];
        if matches!(&*used.aspect.word, "setting" | "background") && !source.matching {
            usage.setting = true;
            usage.direct |= matches!(source.thing, Thing::Element(_));
        }
        usage.lends = true;
        self.found.lending.push(id);
    }

    fn verb(&mut self, verb: &Verb) {
        self.nouns(&verb.objects);
        if verb.relations.iter().any(|relation| relation.class == Class::Containment) {
            for id in self.elements_of(&verb.objects) {
                self.found.of[id.0 as usize].surrounds = true;
            }
        }
    }

    fn nouns(&mut self, nouns: &[Noun]) {
        nouns.iter().flat_map(Noun::things).for_each(|thing| self.place(thing));
    }

    fn phrase(&mut self, phrase: &Phrase) {
        phrase.things().for_each(|thing| self.place(thing));
    }

    fn place(&mut self, thing: Thing) {
        for id in self.note(thing) {
            self.found.of[id.0 as usize].placed = true;
            self.found.mentioned.push(id);
        }
    }

    fn attend(&mut self, thing: Thing) {
        for id in self.note(thing) {
            self.found.of[id.0 as usize].attended = true;
            self.found.attended.push(id);
        }
    }

    /// Marks what is said of a thing; a group stands for its members.
    fn note(&mut self, thing: Thing) -> Vec<ElementId> {
        let owner = self.scene.owner(thing);
        match thing {
            Thing::Part(part) => {
                let usage = &mut self.found.of[owner.0 as usize];
                if !usage.parts.contains(&part) {
                    usage.parts.push(part);
                }
            }
            Thing::Element(_) => self.found.of[owner.0 as usize].direct = true,
        }
        let mut all = vec![owner];
        if let Kind::Group(members) = &self.scene.element(owner).kind {
            for member in members {
                all.extend(self.note(Thing::Element(*member)));
            }
        }
        all
    }

    fn elements_of(&self, nouns: &[Noun]) -> Vec<ElementId> {
        let whole = nouns.iter().filter_map(|noun| match noun {
            Noun::Thing(thing @ Thing::Element(_), _) => Some(*thing),
            _ => None,
        });
        whole.flat_map(|thing| super::members(self.scene, thing)).collect()
    }

    /// What no statement mentions is included as a whole.
    fn mark_unused(&mut self) {
        for (usage, element) in self.found.of.iter_mut().zip(&self.scene.elements) {
            usage.brought = element.arrival != Arrival::Said;
            let named_whole = !usage.placed && !usage.attended;
            usage.direct |= (usage.brought && named_whole) || !usage.is_used();
        }
    }
}

/// Whether an element is the place that the picture is set in.
#[must_use]
pub fn is_backdrop(scene: &Scene, id: ElementId, usage: &Usage) -> bool {
    match scene.element(id).role {
        Some(role) => role == Role::Backdrop,
        None => (usage.surrounds && !usage.subject) || usage.setting,
    }
}
