//! Reading a prompt of any dialect back. What comes in: a pass, and how its model has images named. What goes out: its words
//! without marks, with a position in place of each image's name, and apart from each other what introduces something, what
//! lists the images, and what is left out. Absent: any knowledge of the scene it came from.

use super::english::ORDINALS;
use scenewright::compile::Pass;
use scenewright::source::Span;
use scenewright::target::Images;

/// A piece of a prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// A word in lower case.
    Word(String),
    /// The name of an image, by position.
    Image(usize),
    /// The introduction of the element that is bound there.
    Introduction(Span, Vec<Piece>),
}

/// A prompt in its parts.
#[derive(Debug, Default)]
pub struct Read {
    /// The lists of the images, in the order of what they list, each with its element.
    pub inputs: Vec<(Span, Vec<Piece>)>,
    /// The prompt itself.
    pub body: Vec<Piece>,
    /// What is left out.
    pub avoided: Vec<Piece>,
    /// The words of that, as they are written.
    pub avoided_text: String,
}

/// Reads the prompt of a pass.
pub fn read(pass: &Pass, images: Images) -> Read {
    let mut read = Read::default();
    for stretch in &pass.stretches {
        let text = &pass.prompt[stretch.start..stretch.end];
        let pieces = pieces(text, pass, images);
        match stretch.rule {
            "inputs" => read.inputs.push((stretch.span, pieces)),
            "introduction" => read.body.push(Piece::Introduction(stretch.span, pieces)),
            "avoid" => {
                read.avoided.extend(pieces);
                read.avoided_text.push_str(text);
            }
            _ => read.body.extend(pieces),
        }
    }
    read
}

/// The positions that pieces name, in order.
pub fn positions(pieces: &[Piece]) -> Vec<usize> {
    let mut found = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Word(_) => {}
            Piece::Image(position) => found.push(*position),
            Piece::Introduction(_, inner) => found.extend(positions(inner)),
        }
    }
    found
}

/// The words of pieces, in order.
pub fn words(pieces: &[Piece]) -> Vec<&str> {
    let mut found = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Word(word) => found.push(word.as_str()),
            Piece::Image(_) => {}
            Piece::Introduction(_, inner) => found.extend(words(inner)),
        }
    }
    found
}

/// The words of a text without marks and "and", and the positions of the images that it names.
fn pieces(text: &str, pass: &Pass, images: Images) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if let Some((positions, length)) = name(rest, pass, images) {
            pieces.extend(positions.into_iter().map(Piece::Image));
            rest = &rest[length..];
            continue;
        }
        let length = rest.find(|c: char| !is_inner(c)).unwrap_or(rest.len());
        if length == 0 {
            rest = &rest[letter.len_utf8()..];
            continue;
        }
        let word = rest[..length].to_lowercase();
        if word != "and" {
            pieces.push(Piece::Word(word));
        }
        rest = &rest[length..];
    }
    pieces
}

fn is_inner(letter: char) -> bool {
    letter.is_alphanumeric() || matches!(letter, '\'' | '-')
}

/// The positions that a text names at its beginning, and how many bytes that takes.
fn name(text: &str, pass: &Pass, images: Images) -> Option<(Vec<usize>, usize)> {
    match images {
        Images::Ordinal => ordinals(text),
        Images::Order => ordinals(text).or_else(|| {
            let only = "the reference image";
            let found = text.strip_prefix(only).is_some_and(|rest| !rest.starts_with(is_inner));
            (found && pass.references.len() == 1).then(|| (vec![1], only.len()))
        }),
        Images::Number => numbers(text, "image"),
        Images::CapitalNumber => numbers(text, "Image"),
        Images::Token => {
            let rest = text.strip_prefix("<<<image_")?;
            let (number, _) = rest.split_once(">>>")?;
            Some((vec![number.parse().ok()?], "<<<image_>>>".len() + number.len()))
        }
        Images::Tag => {
            let rest = text.strip_prefix('@')?;
            let tag = &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())];
            // What is no tag is the author's own.
            let at = tags(pass).iter().position(|other| other == tag)?;
            Some((vec![at + 1], 1 + tag.len()))
        }
        Images::Box => {
            let (id, _) = text.strip_prefix('<')?.split_once('>')?;
            let boxes = pass.task.settings.iter().flat_map(|settings| &settings.bounding_boxes);
            let found = boxes.into_iter().find(|bound| bound.id == id)?;
            Some((vec![found.reference_index + 1], 2 + id.len()))
        }
    }
}

/// The tags of the references, in order.
pub fn tags(pass: &Pass) -> Vec<String> {
    let references = pass.task.inputs.iter().flat_map(|inputs| &inputs.reference_images);
    let tag = |reference: &scenewright::emit::ReferenceImage| match reference {
        scenewright::emit::ReferenceImage::Tagged { tag, .. } => tag.clone(),
        scenewright::emit::ReferenceImage::Plain(_) => String::new(),
    };
    references.map(tag).collect()
}

/// "the first image", "the first, second, and third images"
fn ordinals(text: &str) -> Option<(Vec<usize>, usize)> {
    let start = text.strip_prefix("the ").or_else(|| text.strip_prefix("The "))?;
    series(start, |rest| {
        let at =
            ORDINALS.iter().position(|word| rest.strip_prefix(word).is_some_and(|rest| !rest.starts_with(is_inner)))?;
        Some((at + 1, ORDINALS[at].len()))
    })
    .and_then(|(positions, length)| {
        let noun = if positions.len() == 1 { " image" } else { " images" };
        let behind = start[length..].strip_prefix(noun)?;
        (!behind.starts_with(is_inner)).then(|| (positions, "the ".len() + length + noun.len()))
    })
}

/// "image 1", "images 1, 2, and 3"
fn numbers(text: &str, noun: &str) -> Option<(Vec<usize>, usize)> {
    let behind = text.strip_prefix(noun)?;
    let several = behind.starts_with('s');
    let rest = behind.trim_start_matches('s').strip_prefix(' ')?;
    let (positions, length) = series(rest, |rest| {
        let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        Some((rest[..digits].parse().ok()?, digits))
    })?;
    (several == (positions.len() > 1)).then(|| (positions, text.len() - rest.len() + length))
}

/// One or more of something, joined as a list is. A list of one goes no further than that.
fn series(text: &str, one: impl Fn(&str) -> Option<(usize, usize)>) -> Option<(Vec<usize>, usize)> {
    let (first, mut length) = one(text)?;
    let mut found = vec![first];
    while let Some((next, joint)) = [", and ", " and ", ", "].iter().find_map(|joint| {
        let next = one(text[length..].strip_prefix(joint)?)?;
        Some((next, joint.len()))
    }) {
        found.push(next.0);
        length += joint + next.1;
    }
    Some((found, length))
}
