//! What an editor shows of a scene: what is told of a word, hints in a line, lines above statements, and the prompt.

use lsp_server::ErrorCode;
use lsp_types::{
    CodeLens, CodeLensParams, Command, ExecuteCommandParams, Hover, HoverContents, HoverParams, InlayHint,
    InlayHintKind, InlayHintLabel, InlayHintParams, InlayHintTooltip, MarkupContent, MarkupKind, MessageType,
};
use serde_json::{Value, json};

use super::{Answer, Failed, with, written};
use crate::ide;
use crate::lsp::client::{PROMPT, SHOW_PROMPT};
use crate::lsp::session::Session;

pub(super) fn hover(session: &mut Session<'_>, params: HoverParams) -> Answer {
    let at = params.text_document_position_params;
    let kind = if session.client.markdown { MarkupKind::Markdown } else { MarkupKind::PlainText };
    let told = with(session, &at.text_document.uri, |context, document| {
        let told = ide::hover(context, document.offset(at.position))?;
        let value = if kind == MarkupKind::Markdown { told.markdown } else { without_images(&told.markdown) };
        let contents = HoverContents::Markup(MarkupContent { kind, value });
        Some(Hover { contents, range: Some(document.range(told.span)) })
    })?;
    written(told)
}

/// The same without lines that hold a picture, of which only letters would be seen.
fn without_images(markdown: &str) -> String {
    markdown.lines().filter(|line| !line.starts_with("![](data:")).collect::<Vec<_>>().join("\n")
}

pub(super) fn hints(session: &mut Session<'_>, params: &InlayHintParams) -> Answer {
    if !session.client.hints {
        return Ok(json!([]));
    }
    let hints = with(session, &params.text_document.uri, |context, document| {
        let hints = ide::hints(context).into_iter().map(|hint| InlayHint {
            position: document.range(hint.span).end,
            label: InlayHintLabel::String(hint.label),
            kind: Some(InlayHintKind::PARAMETER),
            text_edits: None,
            tooltip: Some(InlayHintTooltip::String(hint.more)),
            padding_left: Some(true),
            padding_right: None,
            data: None,
        });
        let range = params.range;
        let within = |hint: &InlayHint| range.start <= hint.position && hint.position <= range.end;
        hints.filter(within).collect::<Vec<_>>()
    })?;
    written(hints)
}

pub(super) fn lenses(session: &mut Session<'_>, params: CodeLensParams) -> Answer {
    if !session.client.lenses {
        return Ok(json!([]));
    }
    let command = session.client.prompt_command.clone().unwrap_or_else(|| SHOW_PROMPT.to_owned());
    let uri = params.text_document.uri;
    let lenses = with(session, &uri, |context, document| {
        let lens = |lens: ide::Lens| {
            let range = document.range(lens.span);
            let range = lsp_types::Range { start: range.start, end: range.start };
            let argument = json!({ "textDocument": { "uri": uri }, "position": range.start });
            let command = Command { title: lens.title, command: command.clone(), arguments: Some(vec![argument]) };
            CodeLens { range, command: Some(command), data: None }
        };
        ide::lenses(context).into_iter().map(lens).collect::<Vec<_>>()
    })?;
    written(lenses)
}

/// What a command is asked about.
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct About {
    text_document: lsp_types::TextDocumentIdentifier,
    position: Option<lsp_types::Position>,
}

pub(super) fn command(session: &mut Session<'_>, params: ExecuteCommandParams) -> Answer {
    if ![PROMPT, SHOW_PROMPT].contains(&params.command.as_str()) {
        return Err((ErrorCode::InvalidParams, format!("no command is called `{}`", params.command)));
    }
    let about: Option<About> = match params.arguments.into_iter().next() {
        Some(argument) => Some(super::read(argument)?),
        None => None,
    };
    let shown = prompt(session, about)?;
    if params.command == SHOW_PROMPT {
        show(session, &shown);
    }
    let picture = |it: ide::Picture| json!({ "pass": it.pass, "prompt": it.prompt, "references": it.references });
    let prompts: Vec<Value> = shown.pictures.into_iter().map(picture).collect();
    Ok(json!({ "title": shown.title, "markdown": shown.markdown, "prompts": prompts }))
}

/// The prompt of the scene that is asked about, or that was worked on last.
fn prompt(session: &mut Session<'_>, about: Option<About>) -> Result<ide::Shown, Failed> {
    if let Some(About { text_document, position }) = about {
        return with(session, &text_document.uri, |context, document| {
            ide::prompt(context, position.map(|position| document.offset(position)))
        });
    }
    let last = session.last.clone();
    let shown = last.and_then(|path| session.with(&path, |context, _| ide::prompt(context, None)));
    shown.ok_or_else(|| super::failed("no scene is open".to_owned()))
}

/// Has the editor show a prompt as a message, which every editor can.
fn show(session: &mut Session<'_>, shown: &ide::Shown) {
    let text: Vec<&str> = shown.pictures.iter().map(|picture| picture.prompt.as_str()).collect();
    let text = if text.is_empty() { shown.markdown.clone() } else { text.join("\n\n") };
    session.say(MessageType::INFO, text);
}
