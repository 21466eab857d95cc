//! What comes in: what belongs to each pass. What goes out: the scene of each: what an earlier pass has shown lives in
//! its picture, what this pass has nothing to do with is absent, and what holds everywhere is said in every pass.

use std::borrow::Cow;
use std::collections::BTreeSet;

use smol_str::SmolStr;

use crate::scene::Scene;
use crate::scene::model::{
    Arrival, Element, ElementId, Image, ImageId, Keep, Kind, Life, Statement, StatementKind, Thing,
};
use crate::scene::settings::Shape;
use crate::source::Span;
use crate::target::RESULT;

use super::mentions::Coming;
use super::picture::Picture;
use super::{Owned, Share, Stage, mentions};

/// The scenes of all passes, in order.
pub(super) fn stages<'s>(scene: &'s Scene, shares: Vec<Share<'s>>) -> Vec<Stage<'s>> {
    let names: Vec<SmolStr> = shares.iter().map(|share| share.name.clone()).collect();
    let mut pictures: Vec<Picture> = Vec::new();
    let mut stages = Vec::new();
    for share in shares {
        let base = share.base.and_then(|(index, _)| pictures.get(index));
        let cutter = Cutter { scene, share: &share, base, pictures: &pictures, names: &names };
        let (cut, picture, depends_on) = cutter.cut();
        pictures.push(picture);
        stages.push(Stage {
            name: share.name,
            scene: Cow::Owned(cut),
            settings: share.settings,
            depends_on,
            why: share.why,
        });
    }
    stages
}

struct Cutter<'a, 's> {
    scene: &'s Scene,
    share: &'a Share<'s>,
    base: Option<&'a Picture>,
    pictures: &'a [Picture],
    names: &'a [SmolStr],
}

impl Cutter<'_, '_> {
    fn cut(&self) -> (Scene, Picture, Vec<usize>) {
        let mut cut = Scene {
            elements: self.scene.elements.clone(),
            parts: self.scene.parts.clone(),
            images: self.scene.images.clone(),
            settings: self.share.settings.as_ref().clone(),
            ..Scene::default()
        };
        let replaced = self.replaced();
        let living: BTreeSet<ElementId> = self.base.map(|base| base.shows.clone()).unwrap_or_default();
        let (mut statements, here) = self.statements(&replaced, &living);
        let results = self.results(&here);
        let picture = self.picture(&statements, &here, replaced, &results);
        let sent_again = self.sent_again(&living);
        let base_image = self.share.base.map(|(pass, span)| self.base_image(&mut cut, pass, span));
        for (index, element) in cut.elements.iter_mut().enumerate() {
            let id = ElementId(u32::try_from(index).unwrap_or(u32::MAX));
            element.absent = !here.contains(&id);
            element.arrival = self.arrival(id);
            if let Some(image) = base_image.filter(|_| living.contains(&id)) {
                let whole = self.base.is_some_and(|base| base.whole == Some(id));
                element.lives = Some(Life { image, whole });
                if !sent_again.contains(&id) {
                    element.images.clear();
                }
            } else if let Some(image) = results.iter().find(|(pass, _)| self.pictures[*pass].shows.contains(&id)) {
                // It is seen in the picture of an earlier pass that is sent as a reference.
                if !element.images.is_empty() && !element.images.contains(&image.1) {
                    element.images = vec![image.1];
                }
            }
        }
        if let (Some(image), Some((pass, span))) = (base_image, self.share.base) {
            // The scene may have a name of its own for the picture.
            let named = cut.element_ids().find(|id| cut.element(*id).images == [image]);
            let id = named.unwrap_or_else(|| {
                let picture = Element::called(self.names[pass].clone(), "picture".into(), span);
                cut.elements.push(Element { kind: Kind::Reference, images: vec![image], ..picture });
                ElementId(u32::try_from(cut.elements.len() - 1).unwrap_or(u32::MAX))
            });
            statements
                .insert(0, Statement { span, turn: 0, kind: StatementKind::Edit(id), held: false, waited: false });
        }
        if let Some(Shape::Like(id)) = cut.settings.size.as_ref().map(|size| size.shape)
            && cut.element(id).absent
        {
            cut.settings.size = None;
        }
        cut.statements = statements;
        let mut depends_on: Vec<usize> = results.iter().map(|(pass, _)| *pass).collect();
        depends_on.extend(self.share.base.map(|(pass, _)| pass));
        depends_on.sort_unstable();
        depends_on.dedup();
        (cut, picture, depends_on)
    }

    /// The words of whole-picture aspects that this pass, or one that it goes on from, says otherwise.
    fn replaced(&self) -> BTreeSet<SmolStr> {
        let mut words = self.base.map(|base| base.replaced.clone()).unwrap_or_default();
        for owned in self.share.statements.iter().filter(|owned| owned.own) {
            if let StatementKind::Aspect(used) = &owned.statement.kind
                && used.of.is_empty()
            {
                words.insert(used.aspect.word.clone());
            }
        }
        words
    }

    /// What the pass says, and the elements that it has to do with.
    fn statements(
        &self,
        replaced: &BTreeSet<SmolStr>,
        living: &BTreeSet<ElementId>,
    ) -> (Vec<Statement>, BTreeSet<ElementId>) {
        let mut here: BTreeSet<ElementId> = self.share.brought.iter().copied().collect();
        let mut comes = Coming { shown: here.clone(), named: here.clone() };
        for owned in self.share.statements.iter().filter(|owned| self.is_said(owned, replaced, living, None)) {
            comes.take_in(self.scene, &owned.statement.kind);
        }
        // What stays and what is left out is known once it is known what comes.
        let said = |owned: &&Owned<'_>| self.is_said(owned, replaced, living, Some(&comes));
        let statements: Vec<Statement> =
            self.share.statements.iter().filter(said).map(|owned| self.said(owned, living, &comes.shown)).collect();
        for statement in &statements {
            here.extend(mentions::all(self.scene, &statement.kind));
        }
        (statements, here)
    }

    /// Whether a statement of this share is said. What holds for the whole scene gives way to what the pass says itself;
    /// a `keep` from outside is for the passes that receive what it keeps, and what is left out of a reference is said
    /// where that comes, or lends its look.
    fn is_said(
        &self,
        owned: &Owned<'_>,
        replaced: &BTreeSet<SmolStr>,
        living: &BTreeSet<ElementId>,
        comes: Option<&Coming>,
    ) -> bool {
        if owned.own {
            return true;
        }
        match &owned.statement.kind {
            StatementKind::Aspect(used) if used.of.is_empty() => {
                let made_already = self.base.is_some() && used.aspect.word == "shot";
                !made_already && !replaced.contains(&used.aspect.word)
            }
            StatementKind::Keep(keep) => match comes {
                None => false,
                Some(_) if keep.what.is_empty() => self.changes_a_picture(),
                Some(comes) => !self.received(keep, living, &comes.shown).is_empty(),
            },
            StatementKind::Avoid(avoid) => match (avoid.from, comes) {
                (None, _) => true,
                (Some(_), None) => false,
                (Some(from), Some(comes)) => {
                    let owner = self.scene.owner(from);
                    self.base.is_none_or(|base| !base.shows.contains(&owner)) && comes.named.contains(&owner)
                }
            },
            _ => true,
        }
    }

    /// Whether an element is brought into the picture by this very pass, and for a statement of the scene.
    fn arrival(&self, id: ElementId) -> Arrival {
        let names = |one: &Statement| mentions::needed(self.scene, &one.kind).contains(&id);
        match self.share.brought.contains(&id) {
            false => Arrival::Said,
            true if self.scene.statements.iter().any(names) => Arrival::Awaited,
            true => Arrival::Brought,
        }
    }

    fn changes_a_picture(&self) -> bool {
        let edits = |owned: &Owned<'_>| matches!(owned.statement.kind, StatementKind::Edit(_));
        self.base.is_some() || self.share.statements.iter().any(edits)
    }

    /// What of a `keep` comes into the picture here.
    fn received(&self, keep: &Keep, living: &BTreeSet<ElementId>, shown: &BTreeSet<ElementId>) -> Vec<Thing> {
        let comes = |thing: &&Thing| {
            let owner = self.scene.owner(**thing);
            shown.contains(&owner) && !living.contains(&owner)
        };
        keep.what.iter().filter(comes).copied().collect()
    }

    fn said(&self, owned: &Owned<'_>, living: &BTreeSet<ElementId>, shown: &BTreeSet<ElementId>) -> Statement {
        let mut statement = owned.statement.clone();
        if let (true, Some(base), StatementKind::Aspect(used)) = (owned.own, self.base, &statement.kind) {
            // What the picture looks like already is no change.
            statement.held = used.of.is_empty() && base.looks.iter().any(|look| look.says_the_same(used));
        }
        if !owned.own {
            statement.held = self.base.is_some() && mentions::holds_everywhere(&statement.kind);
            statement.waited = self.base.is_some();
            if let StatementKind::Keep(keep) = &mut statement.kind {
                keep.what = self.received(keep, living, shown);
            }
        }
        statement
    }

    /// Elements that live in the picture and whose own references the pass asks for once more.
    fn sent_again(&self, living: &BTreeSet<ElementId>) -> BTreeSet<ElementId> {
        let own = self.share.statements.iter().filter(|owned| owned.own);
        let kept = own.filter(|owned| matches!(owned.statement.kind, StatementKind::Keep(_)));
        let kept = kept.flat_map(|owned| mentions::all(self.scene, &owned.statement.kind));
        kept.filter(|id| living.contains(id)).collect()
    }

    /// The pictures of earlier passes that are references of this one.
    fn results(&self, here: &BTreeSet<ElementId>) -> Vec<(usize, ImageId)> {
        let mut found = Vec::new();
        for image in here.iter().flat_map(|id| &self.scene.element(*id).images) {
            if let Some(pass) = self.scene.images[image.0 as usize].made_by
                && pass < self.pictures.len()
                && !found.contains(&(pass, *image))
            {
                found.push((pass, *image));
            }
        }
        found
    }

    /// The picture that the pass goes on with, as an image.
    fn base_image(&self, cut: &mut Scene, pass: usize, span: Span) -> ImageId {
        let at = cut.images.iter().position(|image| image.made_by == Some(pass)).unwrap_or_else(|| {
            let source = SmolStr::from(format!("{RESULT}{}", self.names[pass]));
            cut.images.push(Image { source, made_by: Some(pass), span });
            cut.images.len() - 1
        });
        ImageId(u32::try_from(at).unwrap_or(u32::MAX))
    }

    /// What the finished picture shows.
    fn picture(
        &self,
        statements: &[Statement],
        here: &BTreeSet<ElementId>,
        replaced: BTreeSet<SmolStr>,
        results: &[(usize, ImageId)],
    ) -> Picture {
        let mut shows: BTreeSet<ElementId> =
            self.share.brought.iter().filter(|id| here.contains(id)).copied().collect();
        for statement in statements {
            shows.extend(mentions::shown(self.scene, &statement.kind));
        }
        for (pass, _) in results {
            shows.extend(&self.pictures[*pass].shows);
        }
        Picture { shows, replaced, ..Picture::default() }.after(self.base, statements)
    }
}
