//! What comes in: a scene and its usages. What goes out: the order of the reference images, pins included, and the
//! findings about pins.

use crate::diagnostic::{Code, Diagnostic};
use crate::scene::model::{ElementId, ImageId, Scene};

use super::usage::{Usage, Usages, is_backdrop};

/// The images that are sent, the first one first.
#[must_use]
pub fn order(scene: &Scene, usages: &Usages, diagnostics: &mut Vec<Diagnostic>) -> Vec<ImageId> {
    let mut images = Vec::new();
    for id in elements_in_order(scene, usages) {
        for image in &scene.element(id).images {
            if !images.contains(image) {
                images.push(*image);
            }
        }
    }
    pinned(scene, images, diagnostics)
}

/// Elements by first mention: those that statements place, those that are kept or described, unplaced ones, backdrops,
/// lenders of aspects, and last those in which something is left out.
fn elements_in_order(scene: &Scene, usages: &Usages) -> Vec<ElementId> {
    let usage = |id: ElementId| &usages.of[id.0 as usize];
    let backdrop = |id: &ElementId| is_backdrop(scene, *id, usage(*id));
    let unplaced = |usage: &Usage| !usage.placed && !usage.attended && usage.is_content();
    let edited = scene.element_ids().filter(|id| usage(*id).edited);
    let content = usages.mentioned.iter().chain(&usages.attended).copied();
    let unmentioned = scene.element_ids().filter(|id| unplaced(usage(*id)));
    let subjects = content.clone().chain(unmentioned.clone()).filter(|id| !backdrop(id));
    let sources = usages.lending.iter().copied().filter(|id| usage(*id).setting);
    let backdrops = content.chain(unmentioned).chain(sources).filter(backdrop);
    edited
        .chain(subjects)
        .chain(backdrops)
        .chain(usages.lending.iter().copied())
        .chain(usages.avoided.iter().copied())
        .collect()
}

/// Moves pinned images to the positions they claim; the others fill the gaps in their order.
fn pinned(scene: &Scene, images: Vec<ImageId>, diagnostics: &mut Vec<Diagnostic>) -> Vec<ImageId> {
    let mut slots: Vec<Option<(ImageId, ElementId)>> = vec![None; images.len()];
    for id in scene.element_ids() {
        let element = scene.element(id);
        let Some((position, span)) = element.pin else { continue };
        for (offset, image) in element.images.iter().enumerate() {
            if !images.contains(image) {
                continue;
            }
            // Several images of one element follow each other from the pinned position on.
            let place = position as usize + offset;
            let index = if position == 0 { None } else { Some(place - 1) };
            let held = slots.iter().position(|slot| slot.is_some_and(|(held, _)| held == *image));
            if let Some(held) = held.filter(|held| Some(*held) != index) {
                let message = format!("one image cannot be at position {} and at position {place}", held + 1);
                let other = slots[held].map_or(id, |(_, other)| other);
                let first = scene.element(other).pin.map_or(span, |(_, span)| span);
                diagnostics.push(
                    Diagnostic::new(Code::BadPin, span, message)
                        .also(first, format!("`{}` shows the same image", scene.element(other).name))
                        .help("delete one of the two; elements from one file share their image"),
                );
                continue;
            }
            match index.and_then(|index| slots.get_mut(index)) {
                Some(slot @ None) => *slot = Some((*image, id)),
                Some(Some((taken, _))) if taken == image => {}
                Some(Some((_, other))) => {
                    let first = scene.element(*other).pin.map_or(span, |(_, span)| span);
                    diagnostics.push(
                        Diagnostic::new(Code::BadPin, span, format!("two references claim position {place}"))
                            .here(format!("`{}` is pinned here", element.name))
                            .also(first, format!("`{}` holds the position already", scene.element(*other).name))
                            .help("give one of them another position, or none"),
                    );
                }
                None => {
                    let help = match images.len() {
                        1 => "the scene sends one image, at position 1".to_owned(),
                        count => format!("the scene sends {count} images, at positions 1 to {count}"),
                    };
                    let message = format!("there is no position {place}");
                    diagnostics.push(Diagnostic::new(Code::BadPin, span, message).help(help));
                }
            }
        }
    }
    let taken: Vec<ImageId> = slots.iter().flatten().map(|(image, _)| *image).collect();
    let mut free = images.into_iter().filter(|image| !taken.contains(image));
    slots.into_iter().filter_map(|slot| slot.map(|(image, _)| image).or_else(|| free.next())).collect()
}
