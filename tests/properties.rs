//! What holds for every scene. What comes in: random valid scenes, the same ones every time. What goes out: nothing, if
//! positions agree with the task, and everything is said once and clearly. Absent: scenes with errors.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::format_push_string)] // scenes are written piece by piece
#![allow(clippy::struct_excessive_bools)] // what a scene holds is a row of yes and no

mod support {
    pub mod draws;
    pub mod elements;
    pub mod english;
    pub mod looks;
    pub mod rows;
    pub mod scenes;
    pub mod tape;
}

use std::collections::BTreeMap;

use scenewright::compile::{Compiled, Input, Mention, NoFiles, compile};

use support::draws::hold;
use support::elements::Sort;
use support::english::{faults, positions};
use support::rows::rows;
use support::scenes::{Sample, sample};

const CASES: u32 = 600;

fn compiled(text: &str) -> Compiled {
    compile(&Input { name: "random.scene", text, files: &NoFiles, ..Input::default() })
}

/// Holds a property against random scenes.
fn holds(property: impl Fn(&Sample, &Compiled) -> Result<(), String>) {
    hold(CASES, &rows(), |rows| {
        let scene = sample(&rows);
        let found = compiled(&scene.text);
        property(&scene, &found)
            .map_err(|why| format!("{why}\n--- scene\n{}--- prompt\n{}\n", scene.text, found.pass().prompt))
    });
}

fn ensure(held: bool, why: impl Fn() -> String) -> Result<(), String> {
    if held { Ok(()) } else { Err(why()) }
}

#[test]
fn valid_scenes_have_no_errors() {
    holds(|_, found| {
        let errors: Vec<_> = found.diagnostics.iter().filter(|finding| finding.is_error()).collect();
        ensure(errors.is_empty() && !found.pass().prompt.is_empty(), || format!("{errors:?}"))
    });
}

#[test]
fn positions_of_the_prompt_are_those_of_the_task() {
    holds(|scene, found| {
        let count = scene.cast.images;
        ensure(found.pass().references.len() == count, || {
            format!("{count} images, {} references", found.pass().references.len())
        })?;
        let inputs = found.pass().task.inputs.as_ref();
        let sent: Vec<&str> = inputs
            .iter()
            .flat_map(|inputs| &inputs.reference_images)
            .map(scenewright::emit::ReferenceImage::image)
            .collect();
        let listed: Vec<&str> = found.pass().references.iter().map(|reference| reference.source.as_str()).collect();
        ensure(sent == listed, || format!("sent {sent:?}, listed {listed:?}"))?;
        let mut said = positions(&found.pass().prompt);
        said.sort_unstable();
        said.dedup();
        ensure(said == (1..=count).collect::<Vec<_>>(), || format!("says {said:?} of {count}"))
    });
}

#[test]
fn positions_are_first_said_in_their_order() {
    holds(|scene, found| {
        if !scene.ordered {
            return Ok(());
        }
        let files: Vec<String> = scene
            .placed
            .iter()
            .flat_map(|index| &scene.cast.items[*index].images)
            .map(|image| format!("i{image}.jpg"))
            .collect();
        let placed = |position: &usize| files.iter().any(|file| found.pass().references[*position - 1].source == *file);
        let mut first: Vec<usize> = Vec::new();
        for position in positions(&found.pass().prompt).into_iter().filter(placed) {
            if !first.contains(&position) {
                first.push(position);
            }
        }
        ensure(first.is_sorted(), || format!("first said in the order {first:?}"))
    });
}

#[test]
fn the_array_follows_the_order_of_mention() {
    holds(|scene, found| {
        if !scene.ordered {
            return Ok(());
        }
        let images = scene.placed.iter().flat_map(|index| &scene.cast.items[*index].images);
        let expected: Vec<String> = images.map(|image| format!("i{image}.jpg")).collect();
        let listed: Vec<&str> = found.pass().references.iter().map(|reference| reference.source.as_str()).collect();
        ensure(listed.starts_with(&expected.iter().map(String::as_str).collect::<Vec<_>>()), || {
            format!("listed {listed:?}, mentioned {expected:?}")
        })
    });
}

#[test]
fn the_same_scene_gives_the_same_bytes() {
    holds(|scene, found| {
        let again = compiled(&scene.text);
        let same = again.pass().prompt == found.pass().prompt
            && again.pass().references == found.pass().references
            && again.pass().task == found.pass().task;
        ensure(
            same && again.pass().stretches == found.pass().stretches && again.diagnostics == found.diagnostics,
            || "differs".into(),
        )
    });
}

#[test]
fn every_element_is_named() {
    holds(|scene, found| {
        for (index, item) in scene.cast.items.iter().enumerate() {
            let needed = item.used || (item.sort == Sort::Reference && !item.lends);
            let present = scene.edit && !item.used && item.images == scene.cast.items[0].images;
            let named = found.pass().mentions.iter().any(|mention| mention.element == index);
            ensure(named || present || !needed, || format!("{} is never named", item.name))?;
        }
        Ok(())
    });
}

#[test]
fn everything_is_said_once() {
    holds(|scene, found| {
        let prompt = found.pass().prompt.to_lowercase();
        for marker in &scene.once {
            let times = prompt.matches(marker.as_str()).count();
            ensure(times == 1, || format!("{marker} is said {times} times"))?;
        }
        Ok(())
    });
}

/// A mention with what tells its element apart: the position behind it, or the one its sentence ends with.
fn told_apart(prompt: &str, mention: &Mention) -> String {
    let text = prompt[mention.start..mention.end].to_lowercase();
    let rest = &prompt[mention.end..];
    let end = rest.find(". ").unwrap_or(rest.len());
    let place = match (rest.starts_with(" in the "), rest[..end].rfind(" exactly as in the ")) {
        (true, _) => rest.find(" image").map(|at| &rest[..at]),
        (false, Some(at)) => Some(&rest[at..end]),
        _ => None,
    };
    text + place.unwrap_or_default()
}

#[test]
fn no_two_elements_are_called_the_same() {
    holds(|scene, found| {
        let mut called: BTreeMap<String, usize> = BTreeMap::new();
        for mention in &found.pass().mentions {
            let inside = |outer: &Mention| {
                outer.element != mention.element && outer.start <= mention.start && mention.end <= outer.end
            };
            if found.pass().mentions.iter().any(inside) || scene.cast.shared {
                continue;
            }
            let text = told_apart(&found.pass().prompt, mention);
            let earlier = *called.entry(text.clone()).or_insert(mention.element);
            ensure(earlier == mention.element, || {
                let name = |index: usize| scene.cast.items[index].name.clone();
                format!("{text:?} is {} and {}", name(earlier), name(mention.element))
            })?;
        }
        Ok(())
    });
}

/// Whether all words of one name stand in another, in their order.
fn contains(whole: &str, part: &str) -> bool {
    let mut rest = whole.split(' ');
    part.split(' ').all(|word| rest.any(|other| other == word))
}

#[test]
fn no_name_stands_within_another_without_its_position() {
    holds(|scene, found| {
        let names = |index: usize| {
            let sort = scene.cast.items[index].sort;
            sort == Sort::Reference || sort == Sort::Prop
        };
        let plain = |mention: &&Mention| names(mention.element) && !scene.cast.shared;
        let bare: Vec<(String, usize)> = found
            .pass()
            .mentions
            .iter()
            .filter(plain)
            .map(|mention| (told_apart(&found.pass().prompt, mention), mention.element))
            .filter(|(text, _)| text.starts_with("the ") && !text.contains(" the ") && !text.contains("'s "))
            .collect();
        for (one, owner) in &bare {
            let clash = bare.iter().find(|(other, element)| element != owner && contains(other, one));
            ensure(clash.is_none(), || format!("{one:?} stands within {:?}", clash.map(|(other, _)| other)))?;
        }
        Ok(())
    });
}

#[test]
fn every_byte_has_its_cause() {
    holds(|scene, found| {
        let mut end = 0;
        for stretch in &found.pass().stretches {
            ensure(stretch.start == end && stretch.end > stretch.start, || format!("gap at {end}: {stretch:?}"))?;
            ensure(found.pass().prompt.is_char_boundary(stretch.end), || format!("cut within a letter: {stretch:?}"))?;
            let range = stretch.span.range();
            ensure(!range.is_empty() && scene.text.get(range).is_some(), || format!("no such place: {stretch:?}"))?;
            end = stretch.end;
        }
        ensure(end == found.pass().prompt.len(), || format!("ends at {end}"))?;
        let lies = |mention: &Mention| {
            found
                .pass()
                .prompt
                .get(mention.start..mention.end)
                .is_some_and(|text| !text.is_empty() && text.trim() == text)
        };
        ensure(found.pass().mentions.iter().all(lies), || "a mention lies outside".into())
    });
}

#[test]
fn prompts_are_clean_english() {
    holds(|_, found| {
        let faults = faults(&found.pass().prompt);
        ensure(faults.is_empty(), || faults.join("; "))
    });
}
