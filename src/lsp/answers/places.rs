//! Places of a scene and of others: where a name is bound and used, the outline, what folds, what is around a place, links.

use std::path::Path;

use lsp_types::{
    DocumentHighlight, DocumentHighlightKind, DocumentHighlightParams, DocumentLink, DocumentLinkParams,
    DocumentSymbol, DocumentSymbolParams, FoldingRange, FoldingRangeKind, FoldingRangeParams, GotoDefinitionParams,
    Location, Range, ReferenceParams, SelectionRange, SelectionRangeParams, SymbolInformation, SymbolKind, Uri,
};

use super::{Answer, with, written};
use crate::ide::{self, Destination, Fold, Kind};
use crate::lsp::documents::{Document, uri_of};
use crate::lsp::lines::Lines;
use crate::lsp::session::Session;
use crate::source::{Files, Span};

/// Places of another file, for an editor. What is open counts as it stands there.
pub(super) struct Elsewhere {
    pub uri: Uri,
    pub version: Option<i32>,
    text: String,
    lines: Lines,
}

impl Elsewhere {
    pub(super) fn of(session: &Session<'_>, path: &str) -> Option<Self> {
        if let Some(document) = session.documents.get(path) {
            let (uri, text, lines) = (document.uri.clone(), document.text.to_string(), document.lines.clone());
            return Some(Self { uri, version: Some(document.version), text, lines });
        }
        let text = session.around(path, true).text(path).ok()?;
        let lines = Lines::new(&text, session.client.encoding);
        Some(Self { uri: uri_of(path)?, version: None, text, lines })
    }

    pub(super) fn range(&self, span: Span) -> Range {
        self.lines.range(&self.text, span)
    }
}

/// The scenes in which a name of a scene may stand: those of its project.
pub(super) fn siblings(session: &Session<'_>, uri: &Uri) -> Vec<String> {
    let path = session.documents.path(uri).map(str::to_owned).unwrap_or_default();
    session.siblings(&path).keys().cloned().chain(session.documents.open_paths()).collect()
}

pub(super) fn definition(session: &mut Session<'_>, params: GotoDefinitionParams) -> Answer {
    let at = params.text_document_position_params;
    let found = with(session, &at.text_document.uri, |context, document| {
        let offset = document.offset(at.position);
        ide::definition(context, offset).or_else(|| {
            // An image or a table is bound nowhere but in its own file.
            let link = ide::links(context).into_iter().find(|link| link.span.range().contains(&offset))?;
            let Destination::File(written) = link.to else { return None };
            Some((context.files.identity(&written)?, Span::default()))
        })
    })?;
    let Some((path, span)) = found else { return Ok(serde_json::Value::Null) };
    if span == Span::default() {
        return written(uri_of(&path).map(|uri| Location { uri, range: Range::default() }));
    }
    written(Elsewhere::of(session, &path).map(|file| Location { range: file.range(span), uri: file.uri }))
}

pub(super) fn references(session: &mut Session<'_>, params: ReferenceParams) -> Answer {
    let at = params.text_document_position;
    let paths = siblings(session, &at.text_document.uri);
    let found = with(session, &at.text_document.uri, |context, document| {
        ide::occurrences(context, document.offset(at.position), &paths)
    })?;
    let mut places = Vec::new();
    for (path, found) in found {
        let Some(file) = Elsewhere::of(session, &path) else { continue };
        let wanted = found.iter().filter(|one| params.context.include_declaration || !one.binds);
        places.extend(wanted.map(|one| Location { uri: file.uri.clone(), range: file.range(one.span) }));
    }
    written(places)
}

pub(super) fn highlights(session: &mut Session<'_>, params: DocumentHighlightParams) -> Answer {
    let at = params.text_document_position_params;
    let highlights = with(session, &at.text_document.uri, |context, document| {
        let found = ide::occurrences(context, document.offset(at.position), &[]);
        let own = found.into_iter().filter(|(path, _)| *path == context.facts.path).flat_map(|(_, found)| found);
        own.map(|one| DocumentHighlight {
            range: document.range(one.span),
            kind: Some(if one.binds { DocumentHighlightKind::WRITE } else { DocumentHighlightKind::READ }),
        })
        .collect::<Vec<_>>()
    })?;
    written(highlights)
}

pub(super) fn symbols(session: &mut Session<'_>, params: DocumentSymbolParams) -> Answer {
    let levels = session.client.levels;
    let uri = params.text_document.uri;
    with(session, &uri, |context, document| {
        let entries = ide::outline(context.facts);
        if levels {
            return written(entries.into_iter().map(|entry| symbol(document, entry)).collect::<Vec<_>>());
        }
        let mut flat = Vec::new();
        for entry in entries {
            flatten(document, &uri, entry, None, &mut flat);
        }
        written(flat)
    })?
}

#[allow(deprecated)] // the field has to be filled in
fn symbol(document: &Document, entry: ide::Entry) -> DocumentSymbol {
    let children: Vec<DocumentSymbol> = entry.within.into_iter().map(|inner| symbol(document, inner)).collect();
    DocumentSymbol {
        name: entry.name,
        detail: (!entry.detail.is_empty()).then_some(entry.detail),
        kind: kind(entry.kind),
        tags: None,
        deprecated: None,
        range: document.range(entry.whole),
        selection_range: document.range(entry.span),
        children: (!children.is_empty()).then_some(children),
    }
}

#[allow(deprecated)] // the field has to be filled in
fn flatten(document: &Document, uri: &Uri, entry: ide::Entry, within: Option<&str>, out: &mut Vec<SymbolInformation>) {
    out.push(SymbolInformation {
        name: entry.name.clone(),
        kind: kind(entry.kind),
        tags: None,
        deprecated: None,
        location: Location { uri: uri.clone(), range: document.range(entry.whole) },
        container_name: within.map(str::to_owned),
    });
    entry.within.into_iter().for_each(|inner| flatten(document, uri, inner, Some(&entry.name), out));
}

fn kind(kind: Kind) -> SymbolKind {
    match kind {
        Kind::Element => SymbolKind::VARIABLE,
        Kind::Part | Kind::Column => SymbolKind::PROPERTY,
        Kind::Variable | Kind::Rows => SymbolKind::CONSTANT,
        Kind::Label => SymbolKind::ENUM_MEMBER,
        Kind::Relation => SymbolKind::FUNCTION,
        Kind::Preset => SymbolKind::CLASS,
        Kind::Pass | Kind::Alias => SymbolKind::NAMESPACE,
    }
}

pub(super) fn folds(session: &mut Session<'_>, params: &FoldingRangeParams) -> Answer {
    let whole_lines = session.client.folds_lines;
    let folds = with(session, &params.text_document.uri, |context, document| {
        let fold = |(span, fold): (Span, Fold)| {
            let Range { start, end } = document.range(span);
            FoldingRange {
                start_line: start.line,
                start_character: (!whole_lines).then_some(start.character),
                end_line: end.line,
                end_character: (!whole_lines).then_some(end.character),
                kind: match fold {
                    Fold::Comments => Some(FoldingRangeKind::Comment),
                    Fold::Imports => Some(FoldingRangeKind::Imports),
                    Fold::Block => None,
                },
                collapsed_text: None,
            }
        };
        ide::folds(context.facts).into_iter().map(fold).collect::<Vec<_>>()
    })?;
    written(folds)
}

pub(super) fn around(session: &mut Session<'_>, params: SelectionRangeParams) -> Answer {
    let ranges = with(session, &params.text_document.uri, |context, document| {
        let nested = |position| {
            let spans = ide::around(context.facts, document.offset(position));
            let outwards = spans.into_iter().rev().fold(None, |parent: Option<Box<SelectionRange>>, span| {
                Some(Box::new(SelectionRange { range: document.range(span), parent }))
            });
            let empty = SelectionRange { range: Range { start: position, end: position }, parent: None };
            outwards.map_or(empty, |found| *found)
        };
        params.positions.into_iter().map(nested).collect::<Vec<_>>()
    })?;
    written(ranges)
}

pub(super) fn links(session: &mut Session<'_>, params: &DocumentLinkParams) -> Answer {
    let links = with(session, &params.text_document.uri, |context, document| {
        let link = |link: ide::Link| {
            let target = match link.to {
                Destination::File(written) => uri_of(&context.files.identity(&written)?)?,
                Destination::Address(address) => address.parse().ok()?,
            };
            Some(DocumentLink { range: document.range(link.span), target: Some(target), tooltip: None, data: None })
        };
        ide::links(context).into_iter().filter_map(link).collect::<Vec<_>>()
    })?;
    written(links)
}

/// Whether a path lies in the folder of a project.
pub(super) fn is_within(session: &Session<'_>, scene: &str, path: &str) -> bool {
    session.project(scene).folder().is_some_and(|folder| Path::new(path).starts_with(folder))
}
