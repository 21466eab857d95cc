//! The answers to requests. What comes in: a method with its parameters. What goes out: the answer, or why there is none. One
//! table leads from methods to answers; what they say is asked of `ide`, and put into the words of the protocol here.

mod edits;
mod places;
mod shown;
mod words;

use lsp_server::ErrorCode;
use lsp_types::request::{self as ask, Request};
use lsp_types::{Position, Range, Uri};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::documents::Document;
use super::session::Session;
use crate::ide::Context;
use crate::source::Span;

/// An answer, or why there is none.
pub(super) type Answer = Result<Value, Failed>;

/// Why there is no answer.
type Failed = (ErrorCode, String);

/// Answers a request.
pub(super) fn answer(session: &mut Session<'_>, method: &str, params: Value) -> Answer {
    match method {
        ask::Completion::METHOD => words::completion(session, read(params)?),
        ask::SemanticTokensFullRequest::METHOD => words::tokens(session, &read(params)?),
        ask::SemanticTokensRangeRequest::METHOD => words::some_tokens(session, &read(params)?),
        ask::HoverRequest::METHOD => shown::hover(session, read(params)?),
        ask::InlayHintRequest::METHOD => shown::hints(session, &read(params)?),
        ask::CodeLensRequest::METHOD => shown::lenses(session, read(params)?),
        ask::ExecuteCommand::METHOD => shown::command(session, read(params)?),
        ask::GotoDefinition::METHOD => places::definition(session, read(params)?),
        ask::References::METHOD => places::references(session, read(params)?),
        ask::DocumentHighlightRequest::METHOD => places::highlights(session, read(params)?),
        ask::DocumentSymbolRequest::METHOD => places::symbols(session, read(params)?),
        ask::FoldingRangeRequest::METHOD => places::folds(session, &read(params)?),
        ask::SelectionRangeRequest::METHOD => places::around(session, read(params)?),
        ask::DocumentLinkRequest::METHOD => places::links(session, &read(params)?),
        ask::PrepareRenameRequest::METHOD => edits::prepare(session, &read(params)?),
        ask::Rename::METHOD => edits::rename(session, read(params)?),
        ask::Formatting::METHOD => edits::format(session, &read(params)?),
        ask::RangeFormatting::METHOD => edits::format_some(session, &read(params)?),
        ask::CodeActionRequest::METHOD => edits::actions(session, read(params)?),
        _ => Err((ErrorCode::MethodNotFound, format!("`{method}` is not known here"))),
    }
}

fn read<T: DeserializeOwned>(params: Value) -> Result<T, Failed> {
    serde_json::from_value(params).map_err(|error| (ErrorCode::InvalidParams, error.to_string()))
}

fn written(answer: impl Serialize) -> Answer {
    serde_json::to_value(answer).map_err(|error| (ErrorCode::InternalError, error.to_string()))
}

fn failed(why: String) -> Failed {
    (ErrorCode::RequestFailed, why)
}

/// Lends what a request about an open scene looks at.
fn with<T>(session: &mut Session<'_>, uri: &Uri, work: impl FnOnce(&Context<'_>, &Document) -> T) -> Result<T, Failed> {
    let path = session.documents.path(uri).map(str::to_owned);
    let found = path.and_then(|path| session.with(&path, work));
    found.ok_or_else(|| (ErrorCode::InvalidParams, "the document is not open".to_owned()))
}

impl Document {
    fn offset(&self, position: Position) -> usize {
        self.lines.offset(&self.text, position)
    }

    fn range(&self, span: Span) -> Range {
        self.lines.range(&self.text, span)
    }
}
