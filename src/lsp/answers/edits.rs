//! Changes to scenes: new names, the one form, fixes and rewritings.

use lsp_types::{
    CodeAction, CodeActionKind, CodeActionParams, DocumentFormattingParams, DocumentRangeFormattingParams,
    OptionalVersionedTextDocumentIdentifier, PrepareRenameResponse, RenameParams, TextDocumentEdit,
    TextDocumentPositionParams, TextEdit,
};
use serde_json::{Map, Value, json};

use super::places::{Elsewhere, is_within, siblings};
use super::{Answer, Failed, failed, with, written};
use crate::compile::{Input, compile};
use crate::diagnostic::{Edit, mend};
use crate::ide::{self, Change};
use crate::lsp::documents::Document;
use crate::lsp::session::Session;
use crate::target::Target;

pub(super) fn prepare(session: &mut Session<'_>, at: &TextDocumentPositionParams) -> Answer {
    let found = with(session, &at.text_document.uri, |context, document| {
        let found = ide::may_rename(context, document.offset(at.position));
        found.map(|(span, placeholder)| (document.range(span), placeholder))
    })?;
    let (range, placeholder) = found.map_err(failed)?;
    written(PrepareRenameResponse::RangeWithPlaceholder { range, placeholder })
}

pub(super) fn rename(session: &mut Session<'_>, params: RenameParams) -> Answer {
    let at = params.text_document_position;
    let paths = siblings(session, &at.text_document.uri);
    let changes = with(session, &at.text_document.uri, |context, document| {
        ide::rename(context, document.offset(at.position), &params.new_name, &paths)
    })?;
    let scene = session.documents.path(&at.text_document.uri).unwrap_or_default().to_owned();
    changes_of(session, &scene, changes.map_err(failed)?)
}

/// The changes to several files as an editor takes them. None of them is made if one of the files may not be changed.
fn changes_of(session: &Session<'_>, scene: &str, changes: Vec<Change>) -> Answer {
    let mut files = Vec::new();
    for Change { path, edits } in changes {
        if path != scene && !is_within(session, scene, &path) {
            return Err(failed(format!("`{path}` lies outside the project")));
        }
        let file = Elsewhere::of(session, &path);
        let file = file.ok_or_else(|| failed(format!("`{path}` cannot be read")))?;
        let edits: Vec<TextEdit> =
            edits.into_iter().map(|edit| TextEdit { range: file.range(edit.span), new_text: edit.text }).collect();
        files.push((file.uri, file.version, edits));
    }
    workspace_edit(session.client.versioned, files)
}

/// Changes in the form that the editor takes.
fn workspace_edit(versioned: bool, files: Vec<(lsp_types::Uri, Option<i32>, Vec<TextEdit>)>) -> Answer {
    if versioned {
        let changes = files.into_iter().map(|(uri, version, edits)| {
            let edits = edits.into_iter().map(lsp_types::OneOf::Left).collect();
            TextDocumentEdit { text_document: OptionalVersionedTextDocumentIdentifier { uri, version }, edits }
        });
        return Ok(json!({ "documentChanges": changes.collect::<Vec<_>>() }));
    }
    let mut changes = Map::new();
    for (uri, _, edits) in files {
        changes.insert(uri.as_str().to_owned(), written(edits)?);
    }
    Ok(json!({ "changes": changes }))
}

pub(super) fn format(session: &mut Session<'_>, params: &DocumentFormattingParams) -> Answer {
    let edits = with(session, &params.text_document.uri, |_, document| {
        text_edits(document, ide::layout(&document.text, None))
    })?;
    written(edits)
}

pub(super) fn format_some(session: &mut Session<'_>, params: &DocumentRangeFormattingParams) -> Answer {
    let edits = with(session, &params.text_document.uri, |_, document| {
        let within = document.lines.bytes(&document.text, params.range);
        text_edits(document, ide::layout(&document.text, Some(within)))
    })?;
    written(edits)
}

fn text_edits(document: &Document, edits: Vec<Edit>) -> Vec<TextEdit> {
    edits.into_iter().map(|edit| TextEdit { range: document.range(edit.span), new_text: edit.text }).collect()
}

pub(super) fn actions(session: &mut Session<'_>, params: CodeActionParams) -> Answer {
    if !session.client.actions {
        return Ok(json!([]));
    }
    let uri = params.text_document.uri;
    let wanted = |kind: &CodeActionKind| {
        let only = params.context.only.as_deref();
        only.is_none_or(|only| {
            only.iter().any(|it| {
                let (kind, it) = (kind.as_str(), it.as_str());
                it.is_empty() || kind == it || kind.strip_prefix(it).is_some_and(|rest| rest.starts_with('.'))
            })
        })
    };
    let (actions, version) = with(session, &uri, |context, document| {
        let bytes = document.lines.bytes(&document.text, params.range);
        let actions = ide::actions(context, bytes.start, bytes.end);
        let told = |action: ide::Action| {
            let code = action.finding.and_then(|at| context.analysis.diagnostics.get(at)).map(|it| it.code.name());
            let range = |finding: &crate::diagnostic::Diagnostic| document.range(finding.span());
            let place = action.finding.and_then(|at| context.analysis.diagnostics.get(at)).map(range);
            (action.title, action.preferred, code.zip(place), text_edits(document, action.edits))
        };
        (actions.into_iter().map(told).collect::<Vec<_>>(), document.version)
    })?;
    let mut out: Vec<Value> = Vec::new();
    for (title, preferred, finding, edits) in actions {
        let kind = match (&finding, title.starts_with("Extract")) {
            (Some(_), _) => CodeActionKind::QUICKFIX,
            (None, true) => CodeActionKind::REFACTOR_EXTRACT,
            (None, false) => CodeActionKind::REFACTOR_REWRITE,
        };
        if !wanted(&kind) {
            continue;
        }
        let mends = params.context.diagnostics.iter().filter(|it| {
            finding.as_ref().is_some_and(|(code, range)| {
                it.range == *range && it.code == Some(lsp_types::NumberOrString::String((*code).to_owned()))
            })
        });
        let diagnostics: Vec<_> = mends.cloned().collect();
        let action = CodeAction {
            title,
            kind: Some(kind),
            diagnostics: (!diagnostics.is_empty()).then_some(diagnostics),
            is_preferred: preferred.then_some(true),
            ..CodeAction::default()
        };
        out.push(action_with(session, action, (uri.clone(), version, edits))?);
    }
    if wanted(&CodeActionKind::SOURCE_FIX_ALL)
        && let Some((fixed, edits)) = fix_all(session, &uri)?
    {
        let title = format!("Make every fix that is certain ({fixed})");
        let action = CodeAction { title, kind: Some(CodeActionKind::SOURCE_FIX_ALL), ..CodeAction::default() };
        out.push(action_with(session, action, (uri, version, edits))?);
    }
    Ok(Value::Array(out))
}

fn action_with(
    session: &Session<'_>,
    action: CodeAction,
    (uri, version, edits): (lsp_types::Uri, i32, Vec<TextEdit>),
) -> Answer {
    let mut action = written(action)?;
    action["edit"] = workspace_edit(session.client.versioned, vec![(uri, Some(version), edits)])?;
    Ok(action)
}

/// What `scene check --fix` would do to a scene, as changes of lines; none if it would do nothing.
fn fix_all(session: &mut Session<'_>, uri: &lsp_types::Uri) -> Result<Option<(usize, Vec<TextEdit>)>, Failed> {
    let path = session.documents.path(uri).map(str::to_owned).unwrap_or_default();
    let project = session.project(&path);
    with(session, uri, |context, document| {
        if context.analysis.diagnostics.iter().all(|finding| finding.fixes.len() != 1) {
            return None;
        }
        let target = Target { models: project.models(), ..Target::default() };
        let mended = mend(&document.text, |text| {
            let input = Input { name: &document.path, text, files: context.files, strict_files: true, target };
            let mut found = compile(&input).diagnostics;
            project.weigh(&mut found);
            found
        });
        let edits = text_edits(document, ide::lines_that_differ(&document.text, &mended.text));
        (mended.fixed > 0).then_some((mended.fixed, edits))
    })
}
