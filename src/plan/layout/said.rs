//! What comes in: a scene. What goes out: the things that its relations place, as nodes in the order of their mention, and
//! what is said of them in either direction. Groups stand for their members. Parts of things have no area, and neither
//! has what must stay where a picture has it; but what lies between them does so all the same.

use std::collections::HashMap;

use crate::lexicon;
use crate::scene::model::{ElementId, Kind, Relation, Scene, StatementKind, Thing};

use super::line::{Line, Range, Step, WHOLE};
use super::ranks;
use super::standing::{Standing, relations, things};
use super::words::{self, Bond, Order, Piece};

/// Nobody says more of one picture; a scene that does is not laid out.
const MOST: usize = 20_000;
/// So many statements that something is between others are looked at.
const MOST_BETWEEN: usize = 200;

/// What a scene says of places.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// The things it places, or places others by.
    pub(super) things: Vec<Thing>,
    /// Which of them may have an area.
    pub(super) free: Vec<bool>,
    /// Which of them are where a picture has them, or somewhere about such a thing: nobody knows where that is.
    pub(super) fixed: Vec<bool>,
    /// Which of them are several, or a stuff or a crowd.
    pub(super) several: Vec<bool>,
    /// From left to right.
    pub(super) across: Line,
    /// From top to bottom.
    pub(super) down: Line,
    /// What is between others.
    pub(super) between: Vec<Between>,
    /// Subjects and objects that are not apart, by their elements.
    pub(super) bonds: Vec<(ElementId, ElementId, Bond)>,
}

/// Things between two others.
#[derive(Debug)]
pub(super) struct Between {
    pub(super) ends: [usize; 2],
    pub(super) middles: Vec<usize>,
    /// Whether one of the two is to the left for sure.
    pub(super) sideways: bool,
}

/// What a scene says of places; nothing if it says too much, or has more pictures than one.
pub(super) fn read(scene: &Scene) -> Option<Said> {
    if scene.statements.iter().any(|one| matches!(one.kind, StatementKind::Panels(_))) {
        return None;
    }
    let mut reader = Reader {
        scene,
        standing: Standing::of(scene),
        nodes: HashMap::new(),
        depth: Vec::new(),
        said: Said::default(),
        ties: Vec::new(),
        work: 0,
    };
    for relation in relations(scene).map(|(relation, _)| relation) {
        reader.relation(relation)?;
    }
    reader.parts()?;
    reader.depth();
    reader.fixed();
    Some(reader.said)
}

struct Reader<'s> {
    scene: &'s Scene,
    standing: Standing,
    nodes: HashMap<Thing, usize>,
    /// By node: where it is by how far away it is.
    depth: Vec<Range>,
    said: Said,
    /// Elements of which one is somewhere about the other.
    ties: Vec<(ElementId, ElementId)>,
    work: usize,
}

impl Reader<'_> {
    fn node(&mut self, thing: Thing) -> usize {
        if let Some(node) = self.nodes.get(&thing) {
            return *node;
        }
        let owner = self.scene.owner(thing).0 as usize;
        let (words, count, whole) = match thing {
            Thing::Element(id) => (&self.scene.element(id).phrase, self.scene.element(id).count, true),
            Thing::Part(id) => (&self.scene.part(id).words, 1, false),
        };
        let drawn = whole && matches!(self.scene.elements[owner].kind, Kind::Text(_));
        let several = count > 1 || lexicon::is_plural(words) || lexicon::is_spread_out(words);
        let node = self.said.things.len();
        self.nodes.insert(thing, node);
        self.said.things.push(thing);
        self.said.free.push(whole && self.standing.free[owner]);
        self.said.fixed.push(self.standing.fixed[owner]);
        self.said.several.push(several && !drawn);
        self.said.across.bands.push(WHOLE);
        self.said.down.bands.push(WHOLE);
        self.depth.push(WHOLE);
        node
    }

    /// Counts what is done; none if it is too much.
    fn spend(&mut self, work: usize) -> Option<()> {
        self.work = self.work.saturating_add(work);
        (self.work <= MOST).then_some(())
    }

    fn relation(&mut self, relation: &Relation) -> Option<()> {
        let subjects = things(self.scene, &relation.subjects);
        let mut of_object = false;
        for verb in relation.verbs() {
            let objects = things(self.scene, &verb.objects);
            for word in &verb.relations {
                if verb.objects.is_empty() || word.object == lexicon::Object::None {
                    if !of_object {
                        self.frame(word, &subjects);
                    }
                    continue;
                }
                of_object |= words::piece(word) == Some(Piece::Subject);
                self.spend(subjects.len() * objects.len())?;
                self.ordered(word, &subjects, &objects);
                self.between(word, &subjects, &objects);
                self.bonded(word, &subjects, &objects);
                self.tied(word, &subjects, &objects);
            }
        }
        Some(())
    }

    fn frame(&mut self, word: &lexicon::Relation, subjects: &[Thing]) {
        let Some(frame) = words::frame(word) else { return };
        for subject in subjects {
            let node = self.node(*subject);
            narrow(&mut self.said.across.bands[node], frame.across);
            narrow(&mut self.said.down.bands[node], frame.down);
            narrow(&mut self.depth[node], frame.depth);
        }
    }

    fn ordered(&mut self, word: &lexicon::Relation, subjects: &[Thing], objects: &[Thing]) {
        for order in words::orders(word) {
            for subject in subjects {
                for object in objects {
                    let (from, to) = (self.node(*subject), self.node(*object));
                    let step = |turned: bool, strict: bool| {
                        let (from, to) = if turned { (to, from) } else { (from, to) };
                        Step { from, to, strict }
                    };
                    match order {
                        Order::Across { turned } => self.said.across.steps.push(step(turned, true)),
                        Order::Down { turned, strict } => self.said.down.steps.push(step(turned, strict)),
                    }
                }
            }
        }
    }

    fn between(&mut self, word: &lexicon::Relation, subjects: &[Thing], objects: &[Thing]) {
        let Some(flanks) = words::flanks(word) else { return };
        let (ends, middles) = if flanks.subjects { (subjects, objects) } else { (objects, subjects) };
        let [first, second] = *ends else { return };
        if first == second || middles.is_empty() || ends.iter().any(|end| middles.contains(end)) {
            return;
        }
        if self.said.between.len() < MOST_BETWEEN {
            let sideways = flanks.sideways || ends.iter().chain(middles).any(|thing| self.is_being(*thing));
            let ends = [self.node(first), self.node(second)];
            let middles = middles.iter().map(|thing| self.node(*thing)).collect();
            self.said.between.push(Between { ends, middles, sideways });
        }
    }

    fn is_being(&self, thing: Thing) -> bool {
        matches!(thing, Thing::Element(id) if lexicon::is_being(&self.scene.element(id).phrase))
    }

    fn bonded(&mut self, word: &lexicon::Relation, subjects: &[Thing], objects: &[Thing]) {
        let bond = words::bond(word);
        if bond == Bond::Apart {
            return;
        }
        for subject in subjects {
            let from = self.scene.owner(*subject);
            let others = objects.iter().map(|object| self.scene.owner(*object)).filter(|to| *to != from);
            self.said.bonds.extend(others.map(|to| (from, to, bond)));
        }
    }

    fn tied(&mut self, word: &lexicon::Relation, subjects: &[Thing], objects: &[Thing]) {
        if words::is_placing(word) {
            let owner = |thing: &Thing| self.scene.owner(*thing);
            let pairs = subjects.iter().flat_map(|subject| objects.iter().map(move |object| (subject, object)));
            self.ties.extend(pairs.map(|(subject, object)| (owner(subject), owner(object))));
        }
    }

    /// Nobody knows either where something is that stands on or beside something in a given picture.
    fn fixed(&mut self) {
        let mut beside = vec![Vec::new(); self.scene.elements.len()];
        for (one, other) in &self.ties {
            beside[one.0 as usize].push(other.0 as usize);
            beside[other.0 as usize].push(one.0 as usize);
        }
        let known = (0..beside.len()).filter(|at| self.standing.fixed[*at]);
        let found = ranks::reached(&beside, known);
        for (fixed, thing) in self.said.fixed.iter_mut().zip(&self.said.things) {
            *fixed |= found.binary_search(&(self.scene.owner(*thing).0 as usize)).is_ok();
        }
    }

    /// What is said of a whole thing holds for its parts.
    fn parts(&mut self) -> Option<()> {
        let mut parts: HashMap<usize, Vec<usize>> = HashMap::new();
        for (node, thing) in self.said.things.iter().enumerate() {
            let mut thing = *thing;
            while let Thing::Part(id) = thing {
                thing = self.scene.part(id).owner;
                if let Some(owner) = self.nodes.get(&thing) {
                    parts.entry(*owner).or_default().push(node);
                    for line in [&mut self.said.across, &mut self.said.down] {
                        let band = line.bands[*owner];
                        narrow(&mut line.bands[node], band);
                    }
                }
            }
        }
        let with_parts = |node: usize| std::iter::once(node).chain(parts.get(&node).into_iter().flatten().copied());
        for down in [false, true] {
            let line = if down { &self.said.down } else { &self.said.across };
            let mut more = Vec::new();
            for step in line.steps.iter().filter(|step| step.strict) {
                let pairs = with_parts(step.from).flat_map(|from| with_parts(step.to).map(move |to| (from, to)));
                let inner = pairs.skip(1).filter(|(from, to)| from != to);
                more.extend(inner.map(|(from, to)| Step { from, to, strict: true }).take(MOST));
                if more.len() >= MOST {
                    return None;
                }
            }
            let line = if down { &mut self.said.down } else { &mut self.said.across };
            line.steps.extend(more);
        }
        Some(())
    }

    /// How far away something is tells how high it is only where nothing else does.
    fn depth(&mut self) {
        let tells = self.said.down.tells();
        for ((band, depth), tells) in self.said.down.bands.iter_mut().zip(&self.depth).zip(tells) {
            if !tells {
                *band = *depth;
            }
        }
    }
}

/// Leaves what both bands have.
fn narrow(band: &mut Range, other: Range) {
    *band = (band.0.max(other.0), band.1.min(other.1));
}
