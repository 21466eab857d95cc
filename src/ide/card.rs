//! What comes in: a name of a scene, and the files around it. What goes out: what a person wants to know of it: the
//! photograph with its place in the request, where it is used, what a preset holds, what a variable may be.

use std::fmt::Write;
use std::io::Read;

use super::facts::{Facts, Kind, plain};
use super::hover::called;
use super::names::Occurrence;
use super::{Context, markdown};
use crate::photo;
use crate::reuse::beside;
use crate::source::{FileError, Span};
use crate::syntax::ast::{self, StatementKind, Value};
use crate::target::SourceForm;

/// So many uses of a name are listed.
const MOST_USES: usize = 8;

/// What is told of a name.
#[must_use]
pub(super) fn symbol(context: &Context<'_>, one: &Occurrence) -> String {
    let symbol = &one.symbol;
    let name: Vec<&str> = symbol.path.iter().map(smol_str::SmolStr::as_str).collect();
    let mut out = format!("**{}**, {}", markdown::plain(&name.join(".")), called(symbol.kind));
    let own = symbol.file == context.facts.path;
    let other = if own { None } else { context.scenes.scene(&symbol.file) };
    let home: &Facts = other.as_deref().unwrap_or(context.facts);
    if !own {
        let _ = write!(out, " of {}", markdown::code(symbol.file.rsplit('/').next().unwrap_or_default()));
    }
    let first = symbol.path.first().map_or("", smol_str::SmolStr::as_str);
    match symbol.kind {
        Kind::Element => element(context, home, first, own, &mut out),
        Kind::Part => {
            let words = home.binding(first).and_then(|binding| part(&binding.parts, &symbol.path[1..]));
            let words = words.map_or_else(|| name.last().unwrap_or(&"").replace('_', " "), |text| said(home, text));
            let _ = write!(out, "\n\n{}", markdown::plain(&words));
        }
        Kind::Column => column(context, home, &symbol.path, &mut out),
        Kind::Alias => {
            let import = context.facts.imports.iter().find(|it| it.alias.as_ref().is_some_and(|it| it.text == first));
            if let Some(facts) = import.and_then(|import| context.scenes.scene(&import.path)) {
                let names: Vec<&str> =
                    facts.names.keys().chain(facts.presets.keys()).map(smol_str::SmolStr::as_str).collect();
                let _ = write!(out, "\n\n{}", markdown::plain(&names.join(", ")));
            }
        }
        Kind::Label => {}
        Kind::Variable | Kind::Rows | Kind::Relation | Kind::Preset | Kind::Pass => {
            let named = home.names.get(first).filter(|named| named.kind == symbol.kind);
            let named = named.or_else(|| home.presets.get(first)).or_else(|| home.passes.get(first));
            if let Some(named) = named {
                let text: String = home.slice(named.whole).chars().take(600).collect();
                let _ = write!(out, "\n\n{}", markdown::block("scene", &text));
            }
        }
    }
    uses(context, one, &mut out);
    out
}

fn element(context: &Context<'_>, home: &Facts, name: &str, own: bool, out: &mut String) {
    let Some(binding) = home.binding(name) else { return };
    let mut images = Vec::new();
    for argument in binding.arguments.iter().filter(|argument| argument.label.is_none()) {
        match &argument.value {
            Value::Text(text) if images.is_empty() && binding.maker.text == "ref" => images.push(text),
            Value::Array(values, _) => images.extend(values.iter().filter_map(|value| match value {
                Value::Text(text) => Some(text),
                _ => None,
            })),
            Value::Text(text) => {
                let _ = write!(out, "\n\n{}", markdown::plain(&said(home, text)));
            }
            _ => {}
        }
    }
    if binding.maker.text == "group" {
        let arguments = binding.arguments.iter().filter(|argument| matches!(argument.value, Value::Path(_)));
        let members: Vec<&str> = arguments.map(|argument| home.slice(argument.span)).collect();
        let _ = write!(out, "\n\n{}", markdown::plain(&members.join(", ")));
    }
    for image in images {
        let positions = if own { context.positions(image.span) } else { sent(context, home, image) };
        if let Some(place) = told(context, &positions) {
            let _ = write!(out, "\n\n{place}");
        }
        if let Some(path) = plain(image) {
            let path = if own { path } else { beside(&home.path, &path) };
            let _ = write!(out, "\n\n{}", self::image(context, &path));
        }
    }
}

/// The positions of an image that another file names.
fn sent<'a>(context: &Context<'a>, home: &Facts, image: &ast::Text) -> Vec<(&'a crate::emit::Pass, usize)> {
    let sources = &context.analysis.sources;
    let is_home = |span: Span| sources.file(span.file).name() == home.path && span.range() == image.span.range();
    let passes = context.analysis.passes.iter();
    passes.filter_map(|pass| Some((pass, pass.references.iter().position(|it| is_home(it.span))? + 1))).collect()
}

/// "image 2 of 3"
fn told(context: &Context<'_>, positions: &[(&crate::emit::Pass, usize)]) -> Option<String> {
    let one = |(pass, at): &(&crate::emit::Pass, usize)| {
        let of = pass.references.len();
        let name = if context.has_passes() { format!(" in {}", markdown::plain(&pass.name)) } else { String::new() };
        format!("image {at} of {of}{name}")
    };
    let all: Vec<String> = positions.iter().map(one).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// The image at a path, with a small picture of it; an address or an id only by its text.
#[must_use]
pub(super) fn image(context: &Context<'_>, path: &str) -> String {
    match SourceForm::of(path) {
        SourceForm::Path => {}
        SourceForm::Data => return "an image within the scene".to_owned(),
        _ => return markdown::code(path),
    }
    let mut out = markdown::code(path);
    match context.files.size_of_image(path) {
        Ok((width, height)) => {
            let _ = write!(out, ", {width}x{height}");
        }
        Err(FileError::Missing) => out.push_str(", not there"),
        Err(FileError::NotAnImage) => return String::new(),
        Err(_) => return out,
    }
    if let Some(small) = read(context, path).and_then(|bytes| photo::thumbnail(&bytes).ok().flatten()) {
        let data = base64_simd::STANDARD.encode_to_string(&small);
        let _ = write!(out, "\n\n![](data:image/png;base64,{data})");
    }
    out
}

/// The bytes of an image, if they are not too many.
fn read(context: &Context<'_>, path: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    context.files.open(path).ok()?.take(photo::MOST_BYTES + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= photo::MOST_BYTES).then_some(bytes)
}

/// The first values of a column.
fn column(context: &Context<'_>, home: &Facts, path: &[smol_str::SmolStr], out: &mut String) {
    let [variable, column] = path else { return };
    let values = super::rows::values(context, home, variable, column);
    let values: Vec<String> = values.iter().map(|value| markdown::code(value)).collect();
    if !values.is_empty() {
        let _ = write!(out, "\n\n{}", values.join(", "));
    }
}

/// Where else in the scene a name stands.
fn uses(context: &Context<'_>, one: &Occurrence, out: &mut String) {
    let all = context.view().occurrences();
    let mut lines: Vec<(usize, &str)> = Vec::new();
    for other in all.iter().filter(|it| it.symbol == one.symbol && !it.binds) {
        let Some(statement) = context.facts.statement_at(other.span.range().start) else { continue };
        let text = context.facts.slice(statement.span);
        let line = context.facts.text[..statement.span.range().start].matches('\n').count() + 1;
        let head = text.lines().next().unwrap_or_default();
        let head =
            if matches!(statement.kind, StatementKind::Pass(_)) { head.trim_end_matches('{').trim_end() } else { head };
        if lines.last() != Some(&(line, head)) {
            lines.push((line, head));
        }
    }
    if lines.is_empty() {
        return;
    }
    out.truncate(out.trim_end().len());
    out.push_str("\n\nUsed in");
    for (line, text) in lines.iter().take(MOST_USES) {
        let text: String = text.chars().take(100).collect();
        let _ = write!(out, "\n- line {line}: {}", markdown::code(&text));
    }
    if lines.len() > MOST_USES {
        let _ = write!(out, "\n- and {} more", lines.len() - MOST_USES);
    }
}

/// The string that describes a part.
fn part<'a>(parts: &'a [ast::Part], names: &[smol_str::SmolStr]) -> Option<&'a ast::Text> {
    let (first, rest) = names.split_first()?;
    let found = parts.iter().find(|part| part.name.text == *first)?;
    if rest.is_empty() { Some(&found.words) } else { part(&found.parts, rest) }
}

/// The words of a string; as it is written if it mentions something.
fn said(home: &Facts, text: &ast::Text) -> String {
    plain(text).unwrap_or_else(|| home.slice(text.span).trim_matches('"').to_owned())
}
