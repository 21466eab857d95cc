//! What the editor can do and wants, and what the server can do for it.

use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CodeLensOptions, CompletionOptions,
    DocumentLinkOptions, ExecuteCommandOptions, FoldingRangeProviderCapability, HoverProviderCapability, OneOf,
    PositionEncodingKind, RenameOptions, SelectionRangeProviderCapability, SemanticTokenModifier, SemanticTokenType,
    SemanticTokensFullOptions, SemanticTokensLegend, SemanticTokensOptions, ServerCapabilities,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
    WorkDoneProgressOptions,
};
use serde_json::Value;

use super::lines::Encoding;
use crate::ide::TokenKind;

/// The command that answers with the prompt of a scene.
pub(super) const PROMPT: &str = "scenewright.prompt";
/// The command that has the editor show the prompt of a scene.
pub(super) const SHOW_PROMPT: &str = "scenewright.showPrompt";

/// What the editor can do and wants.
#[derive(Debug, Clone, Default)]
#[allow(clippy::struct_excessive_bools)] // each is an ability that an editor has or has not
pub(super) struct Client {
    /// How it counts letters.
    pub encoding: Encoding,
    /// It takes placeholders in what is typed.
    pub snippets: bool,
    /// It shows Markdown.
    pub markdown: bool,
    /// It takes changes with the versions of documents.
    pub versioned: bool,
    /// It shows an outline in levels.
    pub levels: bool,
    /// It takes code actions, rather than bare commands.
    pub actions: bool,
    /// It tells of files that change, once it is asked to.
    pub watches: bool,
    /// It takes hints anew when it is told to.
    pub refreshes_hints: bool,
    /// The same for lines above statements.
    pub refreshes_lenses: bool,
    /// It may leave the folding to whole lines.
    pub folds_lines: bool,
    /// It has a command that asks for completions once more.
    pub suggests_again: bool,
    /// Its own command that shows a prompt.
    pub prompt_command: Option<String>,
    /// It wants hints.
    pub hints: bool,
    /// It wants lines above statements.
    pub lenses: bool,
}

impl Client {
    /// What a greeting says of the editor. It is read piece by piece: what is said in a way that nobody knows is as good as
    /// not said, and no reason not to talk.
    pub(super) fn new(params: &Value) -> Self {
        let can = |path: &str| params.pointer(&format!("/capabilities/{path}"));
        let is = |path: &str| can(path).and_then(Value::as_bool).unwrap_or_default();
        let formats = can("textDocument/hover/contentFormat").and_then(Value::as_array);
        let encodings = can("general/positionEncodings").and_then(Value::as_array);
        let offered = encodings.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
        let offered: Vec<PositionEncodingKind> = offered.map(PositionEncodingKind::from).collect();
        let options = &params["initializationOptions"];
        let mut client = Self {
            encoding: Encoding::chosen(Some(&offered)),
            snippets: is("textDocument/completion/completionItem/snippetSupport"),
            markdown: formats.is_none_or(|formats| formats.iter().any(|format| format == "markdown")),
            versioned: is("workspace/workspaceEdit/documentChanges"),
            levels: is("textDocument/documentSymbol/hierarchicalDocumentSymbolSupport"),
            actions: can("textDocument/codeAction/codeActionLiteralSupport").is_some_and(Value::is_object),
            watches: is("workspace/didChangeWatchedFiles/dynamicRegistration"),
            refreshes_hints: is("workspace/inlayHint/refreshSupport"),
            refreshes_lenses: is("workspace/codeLens/refreshSupport"),
            folds_lines: is("textDocument/foldingRange/lineFoldingOnly"),
            suggests_again: params["clientInfo"]["name"]
                .as_str()
                .is_some_and(|name| name.starts_with("Visual Studio Code")),
            prompt_command: options["promptCommand"].as_str().map(str::to_owned),
            hints: true,
            lenses: true,
        };
        client.configure(options);
        client
    }

    /// Takes settings in, which may stand under the name of the server.
    pub(super) fn configure(&mut self, settings: &Value) {
        let own = settings.get("scenewright").unwrap_or(settings);
        self.hints = own["inlayHints"].as_bool().unwrap_or(self.hints);
        self.lenses = own["codeLens"].as_bool().unwrap_or(self.lenses);
    }
}

/// What the server can do.
pub(super) fn capabilities(encoding: Encoding) -> ServerCapabilities {
    let letters = |letters: &[&str]| letters.iter().map(|letter| (*letter).to_owned()).collect::<Vec<_>>();
    ServerCapabilities {
        position_encoding: Some(encoding.kind()),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::Supported(true)),
            ..TextDocumentSyncOptions::default()
        })),
        completion_provider: Some(CompletionOptions {
            trigger_characters: Some(letters(&[".", "\"", "/", "{", " ", "("])),
            ..CompletionOptions::default()
        }),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        document_highlight_provider: Some(OneOf::Left(true)),
        document_symbol_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![
                CodeActionKind::QUICKFIX,
                CodeActionKind::REFACTOR_EXTRACT,
                CodeActionKind::REFACTOR_REWRITE,
                CodeActionKind::SOURCE_FIX_ALL,
            ]),
            ..CodeActionOptions::default()
        })),
        code_lens_provider: Some(CodeLensOptions { resolve_provider: Some(false) }),
        document_formatting_provider: Some(OneOf::Left(true)),
        document_range_formatting_provider: Some(OneOf::Left(true)),
        rename_provider: Some(OneOf::Right(RenameOptions {
            prepare_provider: Some(true),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        })),
        document_link_provider: Some(DocumentLinkOptions {
            resolve_provider: Some(false),
            work_done_progress_options: WorkDoneProgressOptions::default(),
        }),
        folding_range_provider: Some(FoldingRangeProviderCapability::Simple(true)),
        selection_range_provider: Some(SelectionRangeProviderCapability::Simple(true)),
        execute_command_provider: Some(ExecuteCommandOptions {
            commands: letters(&[PROMPT, SHOW_PROMPT]),
            ..ExecuteCommandOptions::default()
        }),
        semantic_tokens_provider: Some(
            SemanticTokensOptions {
                legend: SemanticTokensLegend {
                    token_types: TokenKind::ALL.iter().map(|kind| token_type(*kind)).collect(),
                    token_modifiers: vec![SemanticTokenModifier::DECLARATION, SemanticTokenModifier::DEFAULT_LIBRARY],
                },
                full: Some(SemanticTokensFullOptions::Bool(true)),
                range: Some(true),
                ..SemanticTokensOptions::default()
            }
            .into(),
        ),
        inlay_hint_provider: Some(OneOf::Left(true)),
        ..ServerCapabilities::default()
    }
}

fn token_type(kind: TokenKind) -> SemanticTokenType {
    match kind {
        TokenKind::Namespace => SemanticTokenType::NAMESPACE,
        TokenKind::Class => SemanticTokenType::CLASS,
        TokenKind::Variable => SemanticTokenType::VARIABLE,
        TokenKind::Property => SemanticTokenType::PROPERTY,
        TokenKind::Parameter => SemanticTokenType::PARAMETER,
        TokenKind::Function => SemanticTokenType::FUNCTION,
        TokenKind::Keyword => SemanticTokenType::KEYWORD,
        TokenKind::String => SemanticTokenType::STRING,
        TokenKind::Number => SemanticTokenType::NUMBER,
        TokenKind::EnumMember => SemanticTokenType::ENUM_MEMBER,
        TokenKind::Comment => SemanticTokenType::COMMENT,
    }
}
