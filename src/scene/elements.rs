//! What comes in: bindings. What goes out: elements, images and declared parts.

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon;
use crate::source::Span;
use crate::syntax::ast::{self, Argument, Binding, StatementKind, Value};

use super::Resolver;
use super::groups;
use super::model::{Element, ElementId, Image, ImageId, Kind, Part, Thing};

/// What makes an element.
pub const MAKERS: [&str; 5] = ["ref", "prop", "text", "group", "result"];

/// A scene binds at most this many elements: more is a mistake, and comparing their names would take long.
pub(super) const MAX_ELEMENTS: usize = 1000;

/// An argument was refused, and the reason reported.
pub(super) struct Refused;

impl Resolver<'_> {
    /// Binds every name before any statement is read, since a name holds for the whole file.
    pub(super) fn bind_all(&mut self, file: &ast::File) {
        let mut bindings = Vec::new();
        for statement in file.all() {
            let StatementKind::Binding(binding) = &statement.kind else { continue };
            if bindings.len() == MAX_ELEMENTS {
                self.report(too_many(statement.span));
                break;
            }
            bindings.push((binding, binding.name.span));
        }
        let (groups, others): (Vec<_>, Vec<_>) =
            bindings.into_iter().partition(|(binding, _)| binding.maker.text == "group");
        for (binding, span) in others {
            self.bind(binding, span);
        }
        let groups = groups::ordered(&groups);
        for (binding, span) in groups.rings {
            self.report(groups::ring(binding));
            self.bind_bare(binding, span);
        }
        for (binding, span) in groups.sound {
            self.bind(binding, span);
        }
        self.declare_all(file);
    }

    fn bind(&mut self, binding: &Binding, span: Span) {
        if self.is_full() || self.is_bound(binding) {
            return;
        }
        // A binding that was refused still holds its name, so that one slip is reported once.
        let element = self.made(bare(binding, span), binding);
        self.enter(element.unwrap_or_else(|| Element { refused: true, ..bare(binding, span) }), binding);
    }

    /// Binds the name alone.
    fn bind_bare(&mut self, binding: &Binding, span: Span) {
        if !self.is_bound(binding) {
            self.enter(Element { refused: true, ..bare(binding, span) }, binding);
        }
    }

    /// Holds names whose bindings could not even be read.
    pub(super) fn hold(&mut self, lost: &[ast::Word]) {
        for word in lost.iter().take(MAX_ELEMENTS) {
            if !self.names.contains_key(&word.text) {
                let element = Element::called(word.text.clone(), spaced(&word.text), word.span);
                self.names.insert(word.text.clone(), self.next_element());
                self.scene.elements.push(Element { refused: true, ..element });
            }
        }
    }

    /// Whether the name is taken, which is reported.
    fn is_bound(&mut self, binding: &Binding) -> bool {
        if let Some(first) = self.names.get(&binding.name.text) {
            let place = self.scene.element(*first).span;
            let finding = Diagnostic::new(
                Code::DuplicateName,
                binding.name.span,
                format!("`{}` is bound twice", super::nouns::shown(&binding.name.text)),
            )
            .here("bound again here")
            .also(place, "first bound here")
            .help("give one of the two another name");
            self.report(finding);
            return true;
        }
        false
    }

    /// The id of the element that is entered next.
    pub(super) fn next_element(&self) -> ElementId {
        ElementId(u32::try_from(self.scene.elements.len()).unwrap_or(u32::MAX))
    }

    fn enter(&mut self, element: Element, binding: &Binding) {
        let id = self.next_element();
        self.names.insert(element.name.clone(), id);
        self.scene.elements.push(element);
        self.declare_parts(Thing::Element(id), &binding.parts);
    }

    fn made(&mut self, mut element: Element, binding: &Binding) -> Option<Element> {
        let (labelled, plain): (Vec<_>, Vec<_>) =
            binding.arguments.iter().partition(|argument| argument.label.is_some());
        match &*binding.maker.text {
            "ref" => {
                element.kind = Kind::Reference;
                element.images = self.images(plain.first(), binding)?;
                if let Some(words) = self.text_at(&plain, 1, binding).ok()? {
                    element.phrase = words;
                }
            }
            "prop" => match self.text_at(&plain, 0, binding).ok()? {
                Some(words) => {
                    element.phrase = words;
                    element.words = plain.first().map(|argument| argument.span);
                }
                None => return self.lacks(binding, "what the prop is: `prop(\"a brass desk lamp\")`"),
            },
            "text" => match self.text_at(&plain, 0, binding).ok()? {
                Some(words) => {
                    element.kind = Kind::Text(words);
                    element.phrase = self.text_at(&plain, 1, binding).ok()?.unwrap_or_default();
                }
                None => return self.lacks(binding, "the words to draw: `text(\"SUMMER SALE\")`"),
            },
            "group" => self.group(&mut element, &plain, binding)?,
            "result" => self.result(&mut element, &plain, binding)?,
            other => {
                self.report(unknown_maker(other, binding.maker.span));
                return None;
            }
        }
        let most = match &*binding.maker.text {
            "prop" => 1,
            "ref" | "text" | "result" => 2,
            _ => usize::MAX,
        };
        if let Some(extra) = plain.get(most) {
            self.report(
                Diagnostic::new(Code::BadArgument, extra.span, "one argument too many")
                    .help("further descriptions take a label: `again: \"...\"`, `short: \"...\"`, `name: \"...\"`"),
            );
        }
        self.labels(&mut element, &labelled);
        let nameless = super::nouns::is_wordless(&element.phrase) && !matches!(element.kind, Kind::Text(_));
        if nameless {
            let finding =
                Diagnostic::new(Code::BadArgument, binding.name.span, "this name gives no word to call it by")
                    .help("choose a name with letters, or write words behind the image: `ref(\"cup.jpg\", \"cup\")`");
            self.report(finding);
        }
        Some(element)
    }

    pub(super) fn lacks<T>(&mut self, binding: &Binding, what: &str) -> Option<T> {
        let finding = Diagnostic::new(
            Code::BadArgument,
            binding.maker.span,
            format!("`{}` lacks an argument", binding.maker.text),
        )
        .help(format!("give {what}"));
        self.report(finding);
        None
    }

    fn images(&mut self, source: Option<&&Argument>, binding: &Binding) -> Option<Vec<ImageId>> {
        let values = match source.map(|argument| &argument.value) {
            Some(Value::Array(values, _)) if !values.is_empty() => values.iter().collect(),
            Some(text @ Value::Text(_)) => vec![text],
            Some(_) => {
                let span = source.map_or(binding.maker.span, |argument| argument.span);
                let finding = Diagnostic::new(Code::BadArgument, span, "a reference begins with its image")
                    .help("write a path, URL, UUID or data URI in quotes: `ref(\"watch.jpg\")`");
                self.report(finding);
                return None;
            }
            None => return self.lacks(binding, "the image: `ref(\"watch.jpg\")`"),
        };
        let mut images = Vec::new();
        for value in values {
            let Value::Text(text) = value else {
                let finding =
                    Diagnostic::new(Code::BadArgument, value_span(value), "every image is a string in quotes")
                        .help("write `ref([\"front.jpg\", \"side.jpg\"])`");
                self.report(finding);
                return None;
            };
            let words = self.path(text)?;
            let image = self.image(&words, text.span);
            if !images.contains(&image) {
                images.push(image);
            }
        }
        Some(images)
    }

    pub(super) fn image(&mut self, source: &SmolStr, span: Span) -> ImageId {
        self.image_of(Image { source: source.clone(), made_by: None, span })
    }

    /// The image with this source, a new one if it is the first.
    pub(super) fn image_of(&mut self, image: Image) -> ImageId {
        let next = ImageId(u32::try_from(self.scene.images.len()).unwrap_or(u32::MAX));
        *self.images.entry(SmolStr::from(strip(&image.source))).or_insert_with(|| {
            self.scene.images.push(image);
            next
        })
    }

    pub(super) fn text_at(
        &mut self,
        plain: &[&Argument],
        index: usize,
        binding: &Binding,
    ) -> Result<Option<SmolStr>, Refused> {
        let Some(argument) = plain.get(index) else { return Ok(None) };
        match &argument.value {
            Value::Text(text) if index == 0 && &*binding.maker.text == "text" => {
                self.words(text).map(Some).ok_or(Refused)
            }
            Value::Text(text) => self.noun_words(text).map(Some).ok_or(Refused),
            _ => {
                let finding = Diagnostic::new(
                    Code::BadArgument,
                    argument.span,
                    format!("`{}` wants words in quotes here", binding.maker.text),
                )
                .help("write the words in straight quotes");
                self.report(finding);
                Err(Refused)
            }
        }
    }

    fn declare_parts(&mut self, owner: Thing, parts: &[ast::Part]) {
        for part in parts {
            if self.parts.contains_key(&(owner, part.name.text.clone())) {
                let finding = Diagnostic::new(
                    Code::DuplicateName,
                    part.name.span,
                    format!("the part `{}` is described twice", part.name.text),
                )
                .help("keep one of the two");
                self.report(finding);
                continue;
            }
            let Some(words) = self.noun_words(&part.words) else { continue };
            let id = self.add_part(Part { owner, word: part.name.text.clone(), words, declared: true });
            self.declare_parts(Thing::Part(id), &part.parts);
        }
    }
}

fn unknown_maker(word: &str, span: Span) -> Diagnostic {
    let message = format!("`{}` makes no element", super::nouns::shown(word));
    let finding = Diagnostic::new(Code::BadArgument, span, message);
    match super::meant::maker(word).or_else(|| lexicon::suggest(word, MAKERS.iter().copied())) {
        Some(near) => finding.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), span, near),
        None => finding.help("write `ref(...)`, `prop(...)`, `text(...)`, `group(...)` or `result(...)`"),
    }
}

pub(super) fn too_many(span: Span) -> Diagnostic {
    Diagnostic::new(Code::SceneTooLarge, span, format!("a scene binds at most {MAX_ELEMENTS} elements"))
        .here("this one and all behind it are left out")
        .help("split the scene into several")
}

fn bare(binding: &Binding, span: Span) -> Element {
    Element::called(binding.name.text.clone(), spaced(&binding.name.text), span)
}

fn value_span(value: &Value) -> Span {
    match value {
        Value::Text(text) => text.span,
        Value::Path(path) => path.span,
        Value::Number(number) => number.span,
        Value::Array(_, span) | Value::Call(_, _, span) => *span,
    }
}

pub(super) fn spaced(word: &str) -> SmolStr {
    SmolStr::from(word.replace('_', " ").trim())
}

fn strip(source: &str) -> &str {
    source.strip_prefix("./").unwrap_or(source)
}
