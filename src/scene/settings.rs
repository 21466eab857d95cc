//! What comes in: setting statements. What goes out: [`Settings`] as written, each value with its place.
//! Whether a model takes a value is not asked here: limits belong to the model's data.

use smol_str::SmolStr;

use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon;
use crate::source::Span;
use crate::syntax::ast::{self, LiteralKind};
use crate::target::Ratio;

use super::Resolver;
use super::model::ElementId;

/// The words that begin a setting.
pub const WORDS: [&str; 6] = ["model", "size", "seed", "results", "format", "quality"];

/// A value and where it was written.
pub type Placed<T> = (T, Span);

/// What the author set.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// The model's id.
    pub model: Option<Placed<SmolStr>>,
    /// The size of the result.
    pub size: Option<Size>,
    /// The seed.
    pub seed: Option<Placed<u64>>,
    /// How many pictures are asked for.
    pub results: Option<Placed<u64>>,
    /// The file format of the result.
    pub format: Option<Placed<SmolStr>>,
    /// The quality of the result's compression.
    pub quality: Option<Placed<u64>>,
}

/// A size as written.
#[derive(Debug, Clone)]
pub struct Size {
    /// Pixels, a ratio, or the shape of an element.
    pub shape: Shape,
    /// `2k`
    pub at: Option<Placed<SmolStr>>,
    /// The value's place.
    pub span: Span,
}

/// The shape of a size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Width and height in pixels.
    Pixels(u32, u32),
    /// Width to height.
    Ratio(Ratio),
    /// That of an element's image.
    Like(ElementId),
}

impl Resolver<'_> {
    /// A setting in the shape `WORD VALUE [at WORD]` or `size match X`.
    pub(super) fn setting(&mut self, look: &ast::Look, span: Span) {
        let at = look.at.as_ref().map(|word| (word.text.clone(), word.span));
        if at.is_some() && look.word.text != "size" {
            return self.report(wants(&look.word, span));
        }
        match (&*look.word.text, &look.value, &look.source) {
            ("size", Some(value), None) => match pair(value) {
                Some(shape) => self.set_size(Size { shape, at, span: value.span }, span),
                None => self.report(wants(&look.word, value.span)),
            },
            ("size", None, Some(source)) if source.matching => {
                if let Some(id) = self.element(&source.path) {
                    let size = Size { shape: Shape::Like(id), at, span: source.path.span };
                    self.set_size(size, span);
                }
            }
            ("model", Some(value), None) => {
                let place = (value.text.clone(), value.span);
                self.set(span, "model", place, |settings| &mut settings.model);
            }
            ("model" | "format", None, None) => match look.words.as_ref().and_then(super::nouns::plain) {
                Some(words) => self.word_setting(&look.word, &words, look.words.as_ref().map_or(span, |w| w.span)),
                None => self.report(wants(&look.word, span)),
            },
            (_, None, None) if look.words.as_ref().and_then(number_in_quotes).is_some() => {
                self.report(quoted(&look.word, look.words.as_ref(), span));
            }
            ("seed" | "results" | "quality", Some(value), None) => self.number_setting(&look.word, value, span),
            _ => self.report(wants(&look.word, span)),
        }
    }

    /// A setting whose value is a word: `format webp`.
    pub(super) fn word_setting(&mut self, word: &ast::Word, value: &str, span: Span) {
        let place = (SmolStr::new(value), span);
        match &*word.text {
            "format" => self.set(span, "format", place, |settings| &mut settings.format),
            "model" => self.set(span, "model", place, |settings| &mut settings.model),
            _ => self.report(wants(word, span)),
        }
    }

    fn number_setting(&mut self, word: &ast::Word, value: &ast::Literal, span: Span) {
        let number = match value.kind {
            LiteralKind::Number => value.text.parse::<u64>().ok(),
            _ => None,
        };
        let Some(number) = number else { return self.report(wants(word, value.span)) };
        let place = (number, value.span);
        match &*word.text {
            "seed" => self.set(span, "seed", place, |settings| &mut settings.seed),
            "results" => self.set(span, "results", place, |settings| &mut settings.results),
            _ => self.set(span, "quality", place, |settings| &mut settings.quality),
        }
    }

    fn set_size(&mut self, size: Size, span: Span) {
        if let Some(first) = &self.scene.settings.size {
            let finding = twice("size", span, first.span);
            return self.report(finding);
        }
        self.scene.settings.size = Some(size);
    }

    fn set<T>(
        &mut self,
        span: Span,
        word: &str,
        value: Placed<T>,
        slot: impl Fn(&mut Settings) -> &mut Option<Placed<T>>,
    ) {
        let place = slot(&mut self.scene.settings);
        match place {
            Some((_, first)) => {
                let finding = twice(word, span, *first);
                self.report(finding);
            }
            None => *place = Some(value),
        }
    }
}

/// Whether a word begins a setting.
#[must_use]
pub fn is_setting(word: &str) -> bool {
    WORDS.contains(&word)
}

/// The setting a word may be a misspelling of.
#[must_use]
pub fn near(word: &str) -> Option<&'static str> {
    lexicon::suggest(word, WORDS.iter().copied())
}

fn pair(value: &ast::Literal) -> Option<Shape> {
    match value.kind {
        LiteralKind::Size => {
            let (width, height) = value.text.split_once('x')?;
            Some(Shape::Pixels(width.parse().ok()?, height.parse().ok()?))
        }
        LiteralKind::Ratio => Ratio::parse(&value.text).map(Shape::Ratio),
        LiteralKind::Number | LiteralKind::Model => None,
    }
}

/// A value that would be sound without its quotes.
fn number_in_quotes(text: &ast::Text) -> Option<SmolStr> {
    let plain = super::nouns::plain(text)?;
    let sound = plain.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '.' | ' '));
    (sound && plain.starts_with(|c: char| c.is_ascii_digit())).then_some(plain)
}

fn quoted(word: &ast::Word, text: Option<&ast::Text>, span: Span) -> Diagnostic {
    let span = text.map_or(span, |text| text.span);
    let plain = text.and_then(number_in_quotes).unwrap_or_default();
    Diagnostic::new(Code::BadSetting, span, format!("`{}` takes its value without quotes", word.text))
        .help(format!("write `{} {plain}`", word.text))
        .fix("take the quotes out", span, plain)
}

/// A setting that stands alone.
pub(super) fn lacks_value(word: &ast::Word) -> Diagnostic {
    let mut finding = wants(word, word.span);
    finding.message = format!("`{}` lacks its value", word.text);
    finding
}

pub(super) fn wants(word: &ast::Word, span: Span) -> Diagnostic {
    let help = match &*word.text {
        "size" => "write `size 1200x896`, `size 4:3`, `size 4:3 at 2k`, or `size match ELEMENT`",
        "seed" => "write a whole number that is not negative: `seed 42`",
        "results" => "write a whole number: `results 4`",
        "quality" => "write a whole number: `quality 90`",
        "format" => "write one of `format jpg`, `format png`, `format webp`",
        _ => "write a model's id: `model google:4@3`",
    };
    Diagnostic::new(Code::BadSetting, span, format!("`{}` takes no such value", word.text)).help(help)
}

fn twice(word: &str, span: Span, first: Span) -> Diagnostic {
    Diagnostic::new(Code::DuplicateSetting, span, format!("`{word}` is set twice"))
        .here("set again here")
        .also(first, "first set here")
        .help("keep one of the two")
}
