//! What may be typed, and how what stands there is coloured.

use lsp_types::{
    Command, CompletionItem, CompletionItemKind, CompletionList, CompletionParams, CompletionTextEdit, Documentation,
    InsertTextFormat, MarkupContent, MarkupKind, SemanticToken, SemanticTokens, SemanticTokensParams,
    SemanticTokensRangeParams, TextEdit,
};

use super::{Answer, with, written};
use crate::ide::{self, Context, ItemKind, TokenKind};
use crate::lsp::documents::Document;
use crate::lsp::session::Session;

pub(super) fn completion(session: &mut Session<'_>, params: CompletionParams) -> Answer {
    let at = params.text_document_position;
    let (snippets, again) = (session.client.snippets, session.client.suggests_again);
    let list = with(session, &at.text_document.uri, |context, document| {
        let found = ide::complete(context, document.offset(at.position));
        let range = document.range(found.span);
        let item = |(place, item): (usize, ide::Item)| {
            let (text, format) = match item.snippet.filter(|_| snippets) {
                Some(snippet) => (snippet, Some(InsertTextFormat::SNIPPET)),
                None => (item.label.clone(), None),
            };
            let more = MarkupContent { kind: MarkupKind::Markdown, value: item.more };
            CompletionItem {
                label: item.label,
                kind: Some(kind(item.kind)),
                detail: (!item.detail.is_empty()).then_some(item.detail),
                documentation: (!more.value.is_empty()).then_some(Documentation::MarkupContent(more)),
                sort_text: Some(format!("{place:04}")),
                insert_text_format: format,
                text_edit: Some(CompletionTextEdit::Edit(TextEdit { range, new_text: text })),
                command: (again && item.goes_on).then(|| Command {
                    title: "go on".to_owned(),
                    command: "editor.action.triggerSuggest".to_owned(),
                    arguments: None,
                }),
                ..CompletionItem::default()
            }
        };
        let items = found.items.into_iter().enumerate().map(item).collect();
        CompletionList { is_incomplete: found.narrowed, items }
    })?;
    written(list)
}

fn kind(kind: ItemKind) -> CompletionItemKind {
    match kind {
        ItemKind::Variable => CompletionItemKind::VARIABLE,
        ItemKind::Property => CompletionItemKind::PROPERTY,
        ItemKind::Function => CompletionItemKind::FUNCTION,
        ItemKind::Keyword => CompletionItemKind::KEYWORD,
        ItemKind::Value => CompletionItemKind::VALUE,
        ItemKind::Class => CompletionItemKind::CLASS,
        ItemKind::Module => CompletionItemKind::MODULE,
        ItemKind::File => CompletionItemKind::FILE,
        ItemKind::Folder => CompletionItemKind::FOLDER,
    }
}

pub(super) fn tokens(session: &mut Session<'_>, params: &SemanticTokensParams) -> Answer {
    let encoding = session.client.encoding;
    let data = with(session, &params.text_document.uri, |context, document| {
        let all = 0..document.text.len();
        coded(context, document, all, |text| encoding.units(text))
    })?;
    written(SemanticTokens { result_id: None, data })
}

pub(super) fn some_tokens(session: &mut Session<'_>, params: &SemanticTokensRangeParams) -> Answer {
    let encoding = session.client.encoding;
    let data = with(session, &params.text_document.uri, |context, document| {
        let within = document.lines.bytes(&document.text, params.range);
        coded(context, document, within, |text| encoding.units(text))
    })?;
    written(SemanticTokens { result_id: None, data })
}

/// The tokens of a stretch, each counted from the one before it.
fn coded(
    context: &Context<'_>,
    document: &Document,
    within: std::ops::Range<usize>,
    units: impl Fn(&str) -> u32,
) -> Vec<SemanticToken> {
    let (mut line, mut start) = (0, 0);
    let touches = |token: &ide::Token| {
        let range = token.span.range();
        range.start < within.end && within.start < range.end
    };
    let mut out = Vec::new();
    for token in ide::tokens(context).into_iter().filter(touches) {
        let place = document.range(token.span).start;
        let delta_line = place.line - line;
        let delta_start = if delta_line == 0 { place.character - start } else { place.character };
        let number = TokenKind::ALL.iter().position(|kind| *kind == token.kind).unwrap_or_default();
        out.push(SemanticToken {
            delta_line,
            delta_start,
            length: units(document.text.get(token.span.range()).unwrap_or_default()),
            token_type: u32::try_from(number).unwrap_or_default(),
            token_modifiers_bitset: u32::from(token.binds) | u32::from(token.built_in) << 1,
        });
        (line, start) = (place.line, place.character);
    }
    out
}
