//! What comes in: a [`Scene`]. What goes out: a [`Plan`]: what is said, in which order, under which opening, and which
//! names need their position. Absent: the words themselves.

pub mod changes;
mod checks;
pub mod fragments;
pub mod naming;
pub mod opening;
pub mod order;
pub mod usage;

use smol_str::SmolStr;

use crate::diagnostic::Diagnostic;
use crate::scene::model::{
    AspectUse, Avoid, ElementId, ImageId, Keep, Kind, Noun, Panel, Phrase, Relation, Scene, StatementKind, Thing,
};
use crate::source::Span;

use fragments::{Fragment, FragmentKind};
use naming::Clashes;
use opening::Opening;
use usage::{Usage, Usages};

/// Something of a statement, and where the statement stands.
pub type Placed<T> = (T, Span);

/// What a prompt says and in which order.
#[derive(Debug)]
pub struct Plan<'s> {
    /// The scene it is a plan of.
    pub scene: &'s Scene,
    /// The images in the order in which they are sent.
    pub images: Vec<ImageId>,
    /// How the prompt begins.
    pub opening: Opening<'s>,
    /// The references that are shown, by position.
    pub content: Vec<ElementId>,
    /// Fragments, one list a statement.
    pub body: Vec<Vec<Fragment<'s>>>,
    /// Aspects of the whole picture.
    pub aspects: Vec<Placed<&'s AspectUse>>,
    /// Those that the picture of an earlier pass has already, and that this one goes on with.
    pub held: Vec<Placed<&'s AspectUse>>,
    /// What the result is.
    pub shot: Option<Placed<&'s Phrase>>,
    /// The panels, if the picture has several.
    pub panels: Option<Placed<&'s [Panel]>>,
    /// The author's own sentences.
    pub says: Vec<Placed<&'s Phrase>>,
    /// What stays.
    pub keeps: Vec<Placed<&'s Keep>>,
    /// What is left out.
    pub avoids: Vec<Placed<&'s Avoid>>,
    /// Which names need their position said again.
    pub clashes: Clashes,
    usages: Usages,
}

/// A plan and what was found wrong with it.
#[derive(Debug)]
pub struct Planned<'s> {
    /// The plan.
    pub plan: Plan<'s>,
    /// The findings.
    pub diagnostics: Vec<Diagnostic>,
}

/// Plans the prompt of a scene.
#[must_use]
pub fn plan(scene: &Scene) -> Planned<'_> {
    let mut diagnostics = Vec::new();
    let usages = usage::usages(scene);
    let images = order::order(scene, &usages, &mut diagnostics);
    let mut plan = Plan {
        scene,
        images,
        opening: Opening::Create,
        content: Vec::new(),
        body: Vec::new(),
        aspects: Vec::new(),
        held: Vec::new(),
        shot: None,
        panels: None,
        says: Vec::new(),
        keeps: Vec::new(),
        avoids: Vec::new(),
        clashes: Clashes::default(),
        usages,
    };
    plan.content = plan.content_by_position();
    plan.sort_statements();
    plan.opening = opening::choose(scene, &plan, &plan.usages);
    plan.add_unplaced();
    plan.clashes = naming::clashes(scene, &plan.usages, plan.opening.is_said_again(), &mut diagnostics);
    plan.check(&mut diagnostics);
    Planned { plan, diagnostics }
}

impl<'s> Plan<'s> {
    /// The position of an image, from 1.
    #[must_use]
    pub fn position(&self, image: ImageId) -> usize {
        self.images.iter().position(|other| *other == image).map_or(0, |index| index + 1)
    }

    /// What an element is used for.
    #[must_use]
    pub fn usage(&self, id: ElementId) -> &Usage {
        &self.usages.of[id.0 as usize]
    }

    /// Whether an element is the place that the picture is set in.
    #[must_use]
    pub fn is_backdrop(&self, id: ElementId) -> bool {
        usage::is_backdrop(self.scene, id, self.usage(id))
    }

    /// Whether an element is said itself and not only parts of it.
    #[must_use]
    pub fn is_direct(&self, id: ElementId) -> bool {
        self.usages.of[id.0 as usize].direct
    }

    /// What an element is named as where it is listed: itself, or those of its parts that statements mention.
    #[must_use]
    pub fn said_as(&self, id: ElementId) -> Vec<Thing> {
        let parts = self.parts_of(id);
        if self.is_direct(id) || parts.is_empty() {
            return vec![Thing::Element(id)];
        }
        parts.iter().map(|part| Thing::Part(*part)).collect()
    }

    /// The parts of an element that statements mention, in order.
    #[must_use]
    pub fn parts_of(&self, id: ElementId) -> &[crate::scene::model::PartId] {
        &self.usages.of[id.0 as usize].parts
    }

    /// The picture that is edited.
    #[must_use]
    pub fn edited(&self) -> Option<ElementId> {
        match self.opening {
            Opening::Edit(id, _) => Some(id),
            _ => None,
        }
    }

    /// Whether statements place or change an element.
    #[must_use]
    pub fn is_placed(&self, id: ElementId) -> bool {
        self.usages.of[id.0 as usize].placed
    }

    /// Whether an element is the source of the setting or background.
    #[must_use]
    pub fn is_setting(&self, id: ElementId) -> bool {
        self.usages.of[id.0 as usize].setting
    }

    /// Every aspect statement, in file order.
    pub fn aspect_uses(&self) -> impl Iterator<Item = &'s AspectUse> + use<'s> {
        self.scene.statements.iter().filter_map(|statement| match &statement.kind {
            StatementKind::Aspect(used) => Some(used.as_ref()),
            _ => None,
        })
    }

    /// The names of the elements that an image shows, in order of declaration.
    #[must_use]
    pub fn shown_by(&self, image: ImageId) -> Vec<SmolStr> {
        let shows = |id: &ElementId| self.scene.element(*id).images.contains(&image);
        self.scene.element_ids().filter(shows).map(|id| self.scene.element(id).name.clone()).collect()
    }

    /// The elements that an image shows, in order of declaration, without one that is only there for its shape.
    pub fn showing(&self, image: ImageId) -> impl Iterator<Item = ElementId> + '_ {
        let shows =
            move |id: &ElementId| self.scene.element(*id).images.contains(&image) && !self.usage(*id).shape_only;
        self.scene.element_ids().filter(shows)
    }

    fn content_by_position(&self) -> Vec<ElementId> {
        let first = |id: &ElementId| self.scene.element(*id).images.first().map_or(0, |image| self.position(*image));
        let shown =
            |id: &ElementId| !self.scene.element(*id).images.is_empty() && self.usages.of[id.0 as usize].is_content();
        let mut content: Vec<ElementId> = self.scene.element_ids().filter(shown).collect();
        content.sort_by_key(first);
        content
    }

    fn sort_statements(&mut self) {
        for statement in &self.scene.statements {
            let span = statement.span;
            match &statement.kind {
                StatementKind::Relation(relation) => self.body.push(fragments::fragments(self.scene, relation, span)),
                StatementKind::Aspect(used) if !used.of.is_empty() => {
                    self.body.push(vec![Fragment { span, kind: FragmentKind::Aspect(used) }]);
                }
                StatementKind::Aspect(used) if statement.held => self.held.push((used, span)),
                StatementKind::Aspect(used) => match shot(used) {
                    Some(words) => self.shot = Some((words, span)),
                    None => self.aspects.push((used, span)),
                },
                StatementKind::Say(phrase) => self.says.push((phrase, span)),
                StatementKind::Keep(keep) => self.keeps.push((keep, span)),
                StatementKind::Avoid(avoid) => self.avoids.push((avoid, span)),
                StatementKind::Panels(panels) => self.panels = Some((panels, span)),
                StatementKind::Edit(_) | StatementKind::Replace(..) | StatementKind::Remove(_) => {}
            }
        }
    }

    /// What no statement says is there all the same: references where the opening lists none, props, and texts.
    fn add_unplaced(&mut self) {
        let invented = |id: &ElementId| matches!(self.scene.element(*id).kind, Kind::Prop | Kind::Text(_));
        let unsaid: Vec<ElementId> = self.scene.element_ids().filter(|id| self.is_unsaid(*id)).collect();
        let listed = match self.opening {
            Opening::CombineMany(_) => false,
            Opening::Create => self.body.is_empty() && !unsaid.iter().any(invented),
            _ => true,
        };
        for id in unsaid.into_iter().filter(|id| !listed || invented(id)) {
            let span = self.scene.element(id).span;
            self.usages.of[id.0 as usize].direct = true;
            self.body.push(vec![Fragment { span, kind: FragmentKind::Presence(id) }]);
        }
    }

    /// Whether an element is in the picture and no statement says so.
    fn is_unsaid(&self, id: ElementId) -> bool {
        let usage = &self.usages.of[id.0 as usize];
        let shown = match self.scene.element(id).kind {
            Kind::Reference => usage.is_content(),
            Kind::Prop | Kind::Text(_) => !usage.lends && !usage.avoided,
            Kind::Group(_) => false,
        };
        shown && !usage.placed && !usage.setting && !self.described(id)
    }

    /// Whether an aspect of its own says an element.
    fn described(&self, id: ElementId) -> bool {
        self.scene.statements.iter().any(|statement| match &statement.kind {
            StatementKind::Aspect(used) => {
                let nouns = used.of.iter().flat_map(Noun::things);
                let holes = used.words.iter().flat_map(Phrase::things);
                nouns.chain(holes).any(|thing| members(self.scene, thing).contains(&id))
            }
            _ => false,
        })
    }
}

/// What the result is, if the aspect says so in words of its own.
fn shot(used: &AspectUse) -> Option<&Phrase> {
    used.words.as_ref().filter(|_| used.aspect.word == "shot" && used.source.is_none())
}

/// The elements that a thing stands for: itself or its owner, and the members of a group.
#[must_use]
pub fn members(scene: &Scene, thing: Thing) -> Vec<ElementId> {
    let id = scene.owner(thing);
    let mut all = vec![id];
    if let Kind::Group(inner) = &scene.element(id).kind {
        for member in inner {
            all.extend(members(scene, Thing::Element(*member)));
        }
    }
    all
}

/// Every list of nouns of a relation statement.
#[must_use]
pub fn nouns_of(relation: &Relation) -> Vec<&[Noun]> {
    std::iter::once(relation.subjects.as_slice()).chain(relation.verbs().map(|verb| verb.objects.as_slice())).collect()
}
