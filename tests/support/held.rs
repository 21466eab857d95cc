//! What is held of a prompt in any dialect. What comes in: the same pass in two dialects, of which one counts images. What goes
//! out: each fact that the other does not say, and each image that goes by a wrong name there. Absent: scenes.

use scenewright::compile::Pass;
use scenewright::lexicon;
use scenewright::source::Span;
use scenewright::target::{Dialect, Images, Negatives};

use super::english;
use super::named::{Piece, Read, positions, read, tags, words};

/// Everything that is wrong with a pass. `plain` is the same for a model that counts images, and `apart` for one that takes
/// apart what must not be there.
pub fn faults(plain: &Pass, apart: &Pass, found: &Pass, dialect: &Dialect) -> Vec<String> {
    let items = apart.task.negative_prompt.as_deref().unwrap_or_default();
    let mut faults = Vec::new();
    faults.extend(compare(plain, found, dialect));
    faults.extend(left_out(plain, found, dialect, items));
    faults.extend(listed(found, dialect));
    faults.extend(handles(found, dialect));
    faults.extend(sound(found, dialect));
    faults.into_iter().map(|fault| format!("{fault}\n  {}\n  {}", plain.prompt, found.prompt)).collect()
}

/// Whether the body says the same words in the same order, and names the same images in the same places.
fn compare(plain: &Pass, found: &Pass, dialect: &Dialect) -> Option<String> {
    let (ordinal, other) = (read(plain, Images::Ordinal), read(found, dialect.images));
    let introduced: Vec<Piece> = other.inputs.iter().flat_map(|(_, pieces)| pieces.clone()).collect();
    let mut walk = Walk {
        unclear: unclear(&ordinal.body),
        ordinal: ordinal.body,
        other: &other.body,
        dialect,
        listed: words(&introduced),
        last: None,
        named: Vec::new(),
        matching: false,
        before: None,
    };
    while !walk.ordinal.is_empty() || !walk.other.is_empty() {
        if !walk.step() {
            let show = |pieces: &[Piece]| format!("{:?}", &pieces[..pieces.len().min(4)]);
            return Some(format!("ordinal goes on with {}, and this with {}", show(&walk.ordinal), show(walk.other)));
        }
    }
    None
}

/// Two prompts that are gone through side by side.
struct Walk<'a> {
    ordinal: Vec<Piece>,
    other: &'a [Piece],
    dialect: &'a Dialect,
    listed: Vec<&'a str>,
    /// The image that was named last.
    last: Option<usize>,
    /// Every image that the ordinal one has named.
    named: Vec<usize>,
    /// Whether a look was matched.
    matching: bool,
    /// The word before.
    before: Option<String>,
    /// Nouns that more than one thing is called by, so that their images have to be said.
    unclear: Vec<String>,
}

impl Walk<'_> {
    /// Goes on past what is the same, or differs only as the dialects may.
    fn step(&mut self) -> bool {
        let (one, two) = (self.ordinal.first().cloned(), self.other.first().cloned());
        let kind = self.dialect.images;
        match (one, two) {
            (Some(Piece::Introduction(one, plain)), Some(Piece::Introduction(two, found))) => {
                one == two && self.introduces(&plain, &found) && self.skip(1, 1)
            }
            (Some(one), Some(two)) if one == two => self.skip(1, 1),
            // A sentence may end elsewhere where names are longer.
            (Some(one), _) if is_imperative(&one) => self.skip(1, 0),
            (_, Some(two)) if is_imperative(&two) => self.skip(0, 1),
            // The list has said already which image shows it.
            (Some(Piece::Word(word)), _) if word == "from" && kind == Images::Order => {
                let images = self.ordinal[1..].iter().take_while(|piece| matches!(piece, Piece::Image(_))).count();
                let clear = self.before.as_ref().is_none_or(|word| !self.unclear.contains(word));
                images > 0 && clear && self.skip(1 + images, 0)
            }
            (Some(_), Some(Piece::Introduction(span, _))) if kind == Images::Order => self.turn(span),
            (Some(Piece::Image(_)), Some(Piece::Word(word))) => {
                kind == Images::Box && word == "also" && self.skip(0, 1)
            }
            // "matching the soft light" needs no image in a sentence that names it, and sentences end elsewhere.
            (Some(Piece::Word(word)), _) if word == "of" && self.has_matched(&self.ordinal) => self.skip(2, 0),
            (_, Some(Piece::Word(word))) if word == "of" && self.has_matched(self.other) => self.skip(0, 2),
            // Two things of one image need not share its name: ids belong to things, and one of them may be clear without.
            (Some(_), Some(Piece::Word(word))) if word == "from" && matches!(kind, Images::Box | Images::Order) => {
                let images: Vec<Piece> =
                    self.other[1..].iter().take_while(|piece| matches!(piece, Piece::Image(_))).cloned().collect();
                let next = self.ordinal.iter().map(|piece| positions(std::slice::from_ref(piece)));
                let next = next.into_iter().find(|positions| !positions.is_empty()).unwrap_or_default();
                !images.is_empty() && positions(&images) == next && self.skip(0, 1 + images.len())
            }
            (one, Some(image @ Piece::Image(_))) if kind == Images::Box => {
                let before = matches!(&one, Some(Piece::Word(word)) if word == "in" || word == "from");
                if before && self.ordinal.get(1) == Some(&image) {
                    return self.skip(1, 0);
                }
                // Two things that stay as one image shows them each have an id.
                self.last.is_some_and(|last| image == Piece::Image(last)) && self.skip(0, 1)
            }
            _ => false,
        }
    }

    fn skip(&mut self, ordinal: usize, other: usize) -> bool {
        self.named.extend(positions(&self.ordinal[..ordinal]));
        if let Some(piece) = self.other.first().filter(|_| other > 0) {
            let piece = std::slice::from_ref(piece);
            if let [Piece::Image(position)] = piece {
                self.last = Some(*position);
            }
            self.matching |= words(piece).iter().any(|word| word.starts_with("match"));
            self.before = words(piece).last().map(ToString::to_string).or(self.before.take());
        }
        self.ordinal.drain(..ordinal);
        self.other = &self.other[other..];
        true
    }

    /// Whether a look that is matched goes on with an image that was named before.
    fn has_matched(&self, pieces: &[Piece]) -> bool {
        self.matching && matches!(pieces.get(1), Some(Piece::Image(image)) if self.named.contains(image))
    }

    /// "the lid of the box from the second image" is the box's lid where no image is named.
    fn turn(&mut self, owner: Span) -> bool {
        let of = self.ordinal.iter().take(6).position(|piece| *piece == Piece::Word("of".to_owned()));
        let Some(of) = of.filter(|of| *of > 1 && self.ordinal[0] == Piece::Word("the".to_owned())) else {
            return false;
        };
        if !matches!(self.ordinal.get(of + 1), Some(Piece::Introduction(span, _)) if *span == owner) {
            return false;
        }
        let mut turned = vec![self.ordinal[of + 1].clone(), Piece::Word("'s".to_owned())];
        turned.extend_from_slice(&self.ordinal[1..of]);
        self.ordinal.splice(..of + 2, turned);
        true
    }

    /// Whether something is introduced in the same words, with the same images.
    fn introduces(&self, plain: &[Piece], found: &[Piece]) -> bool {
        let (wanted, named) = (positions(plain), positions(found));
        let same_images = match self.dialect.images {
            Images::Order => {
                let clear = noun(plain).is_none_or(|noun| !self.unclear.contains(&noun));
                named == wanted || named.is_empty() && clear || wanted.is_empty() && named == self.next_positions()
            }
            // Ids belong to things: two that share an image each have one. That of an edited picture comes behind it.
            Images::Box if wanted.is_empty() => named.is_empty() || named == self.next_positions(),
            _ => named == wanted,
        };
        let filler = |word: &&str| !["from", "also", "the", "a", "an", "copies", "of"].contains(word);
        let (said, plain): (Vec<&str>, Vec<&str>) =
            (words(found).into_iter().filter(filler).collect(), words(plain).into_iter().filter(filler).collect());
        let same_words = if self.dialect.inputs || self.dialect.images == Images::Order {
            let has = |word: &&str| said.contains(word) || self.listed.contains(word);
            plain.iter().all(has) && !said.is_empty()
        } else {
            said == plain
        };
        same_images && same_words
    }

    /// The images of the next introduction that names some.
    fn next_positions(&self) -> Vec<usize> {
        self.ordinal[1..]
            .iter()
            .map(|piece| positions(std::slice::from_ref(piece)))
            .find(|it| !it.is_empty())
            .unwrap_or_default()
    }
}

/// The words by which something is introduced.
fn called(introduction: &[Piece]) -> Vec<&str> {
    let filler = ["the", "a", "an", "from"];
    words(introduction).into_iter().filter(|word| !filler.contains(word)).collect()
}

fn noun(introduction: &[Piece]) -> Option<String> {
    called(introduction).last().map(ToString::to_string)
}

/// The nouns of things whose name is in that of another: "car" and "red car".
fn unclear(body: &[Piece]) -> Vec<String> {
    let introduced = body.iter().filter_map(|piece| match piece {
        Piece::Introduction(_, inner) => Some(inner.as_slice()),
        _ => None,
    });
    let introduced: Vec<&[Piece]> = introduced.collect();
    let mut unclear = Vec::new();
    for (at, one) in introduced.iter().enumerate() {
        for other in &introduced[..at] {
            let (one_called, other_called) = (called(one), called(other));
            let within = |part: &[&str], whole: &[&str]| part.iter().all(|word| whole.contains(word));
            if within(&one_called, &other_called) || within(&other_called, &one_called) {
                unclear.extend([noun(one), noun(other)].into_iter().flatten());
            }
        }
    }
    unclear
}

fn is_imperative(piece: &Piece) -> bool {
    matches!(piece, Piece::Word(word) if word == "show" || word == "include")
}

/// Whether all that is left out is, in the way of the dialect. `items` are what is left out of the whole picture.
fn left_out(plain: &Pass, found: &Pass, dialect: &Dialect, items: &str) -> Vec<String> {
    let (ordinal, other) = (read(plain, Images::Ordinal), read(found, dialect.images));
    let mut faults = Vec::new();
    if positions(&ordinal.avoided) != positions(&other.avoided) {
        faults.push("leaves out something of other images".to_owned());
    }
    let negative = found.task.negative_prompt.as_deref();
    let items: Vec<&str> = items.split(", ").filter(|item| !item.is_empty()).collect();
    for item in &items {
        if !plain.prompt.contains(item) {
            faults.push(format!("the ordinal one does not leave out {item:?}"));
        }
    }
    match dialect.negatives {
        Negatives::Inline if ordinal.avoided != other.avoided => faults.push("leaves out something else".to_owned()),
        Negatives::Inline => {}
        Negatives::Prompt => {
            let wanted = (!items.is_empty()).then(|| items.join(", "));
            if negative != wanted.as_deref() {
                faults.push(format!("has the negative prompt {negative:?}"));
            }
        }
        Negatives::Positive => {
            let said = |item: &&&str| {
                let say = lexicon::restated(item).unwrap_or(item);
                !other.avoided_text.contains(say)
            };
            faults.extend(items.iter().filter(said).map(|item| format!("says nothing of {item:?}")));
        }
    }
    if negative.is_some() && dialect.negatives != Negatives::Prompt {
        faults.push("has a negative prompt".to_owned());
    }
    // What is taken or left out of one image stays in the prompt.
    let general: Vec<String> = items.iter().flat_map(|item| item.split([' ', '-']).map(str::to_lowercase)).collect();
    let frame = ["take", "nothing", "but", "leave", "out", "from"];
    let mut lost = words(&ordinal.avoided);
    lost.retain(|word| {
        !frame.contains(word) && !general.iter().any(|other| other == word) && !words(&other.avoided).contains(word)
    });
    faults.extend(lost.iter().map(|word| format!("no longer says {word:?} of what is left out")));
    faults
}

/// Whether the list ahead of the request, where there is one, lists every image with what it shows.
fn listed(pass: &Pass, dialect: &Dialect) -> Vec<String> {
    let mut faults = Vec::new();
    let Read { inputs, .. } = read(pass, dialect.images);
    if !dialect.inputs && dialect.images != Images::Order || pass.references.is_empty() {
        return if inputs.is_empty() { faults } else { vec!["lists images".to_owned()] };
    }
    let behind = pass.stretches.iter().take_while(|stretch| stretch.rule == "inputs").last().map_or(0, |last| last.end);
    let mentions: Vec<usize> =
        pass.mentions.iter().filter(|mention| mention.start < behind).map(|mention| mention.element).collect();
    let mut rest = mentions.as_slice();
    for (at, reference) in pass.references.iter().enumerate() {
        let (now, later) = rest.split_at(reference.elements.len().min(rest.len()));
        if now.first() != Some(&reference.element) || now.len() != reference.elements.len() {
            faults.push(format!("lists {now:?} as image {}", at + 1));
        }
        rest = later;
    }
    if !rest.is_empty() {
        faults.push(format!("lists {rest:?} besides"));
    }
    for sentence in english::sentences(&pass.prompt[..behind]) {
        // One thing may take more words than a sentence has.
        let several = dialect.images == Images::Order && sentence.contains([',', ';']);
        if sentence.split_whitespace().count() > if several { 45 } else { 60 } {
            faults.push(format!("lists too much in one sentence: {sentence}"));
        }
    }
    if dialect.inputs && dialect.images != Images::Order {
        let named: Vec<usize> = inputs.iter().flat_map(|(_, pieces)| positions(pieces)).collect();
        if named != (1..=pass.references.len()).collect::<Vec<_>>() {
            faults.push(format!("lists the images {named:?}"));
        }
    }
    faults
}

/// Whether the names in the prompt and those in the task are the same, and every image has one.
fn handles(pass: &Pass, dialect: &Dialect) -> Vec<String> {
    let mut faults = Vec::new();
    let Read { body, avoided, .. } = read(pass, dialect.images);
    let mut said: Vec<usize> = positions(&body).into_iter().chain(positions(&avoided)).collect();
    said.sort_unstable();
    said.dedup();
    let count = pass.references.len();
    let all: Vec<usize> = (1..=count).collect();
    if said != all && dialect.images != Images::Order || said.iter().any(|position| !all.contains(position)) {
        faults.push(format!("names the images {said:?} of {count}"));
    }
    let tags = tags(pass);
    if dialect.images == Images::Tag {
        faults.extend(tags.iter().filter(|tag| !is_tag(tag, dialect)).map(|tag| format!("has the tag {tag:?}")));
        for (at, tag) in tags.iter().enumerate() {
            if tags.iter().enumerate().any(|(other, longer)| other != at && longer.starts_with(tag.as_str())) {
                faults.push(format!("has the tag {tag:?} for more than one image"));
            }
        }
    } else if tags.iter().any(|tag| !tag.is_empty()) {
        faults.push("has tags".to_owned());
    }
    let boxes: Vec<_> = pass.task.settings.iter().flat_map(|settings| &settings.bounding_boxes).collect();
    if (dialect.images == Images::Box && count > 0) == boxes.is_empty() {
        faults.push(format!("has {} boxes", boxes.len()));
    }
    for (at, bound) in boxes.iter().enumerate() {
        if !pass.prompt.contains(&format!("<{}>", bound.id)) || bound.reference_index >= count {
            faults.push(format!("has a box for {:?}", bound.id));
        }
        if boxes[..at].iter().any(|other| other.id == bound.id) || bound.source_box != [0, 0, 1000, 1000] {
            faults.push(format!("has an odd box for {:?}", bound.id));
        }
        if let Some([top, left, bottom, right]) = bound.target_box
            && !(top < bottom && bottom <= 1000 && left < right && right <= 1000)
        {
            faults.push(format!("has an odd place for {:?}", bound.id));
        }
        let mentioned = |reference: usize| pass.references[reference].elements.len();
        let here = boxes.iter().filter(|other| other.reference_index == bound.reference_index).count();
        if bound.reference_index < count && here > mentioned(bound.reference_index) {
            faults.push(format!("has {here} boxes in image {}", bound.reference_index + 1));
        }
    }
    faults
}

fn is_tag(tag: &str, dialect: &Dialect) -> bool {
    // Limits that leave no room for numbers are not kept.
    let limits = dialect.tag.filter(|tag| tag.max.is_none_or(|max| max >= 6)).unwrap_or_default();
    limits.hold(tag.len() as u64)
        && tag.starts_with(|first: char| first.is_ascii_lowercase())
        && tag.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// Whether a prompt is clean English, and every byte of it has a cause.
fn sound(pass: &Pass, dialect: &Dialect) -> Vec<String> {
    let mut faults = english::faults(&pass.prompt);
    let mut end = 0;
    for stretch in &pass.stretches {
        if stretch.start != end || stretch.end <= stretch.start {
            faults.push(format!("has no cause at {end}"));
        }
        end = stretch.end;
    }
    if end != pass.prompt.len() {
        faults.push("ends without a cause".to_owned());
    }
    for mention in &pass.mentions {
        if pass.prompt.get(mention.start..mention.end).is_none_or(str::is_empty) {
            faults.push(format!("names nothing at {}", mention.start));
        }
    }
    if dialect.negatives == Negatives::Positive {
        let negative = ["leave out", "nothing but", " without ", " no "];
        let lower = read(pass, dialect.images).avoided_text.to_lowercase();
        faults.extend(negative.iter().filter(|word| lower.contains(**word)).map(|word| format!("says {word:?}")));
    }
    faults
}
