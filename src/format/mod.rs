//! What comes in: the text of a scene. What goes out: the same scene in its one form, or what is wrong with its shape.
//! Every word, string and comment is written as it was and in its order; only space, `;` and commas at the ends of
//! lines change. Deliberately absent: options, and what names and words mean.

mod layout;
mod lines;
mod tokens;
mod tree;

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::syntax::ast::{Statement, StatementKind};
use crate::syntax::parse;
use lines::Lines;
use tokens::{Token, Tokens};

/// The scene in its one form. If its shape has errors the findings come instead, since a line that was not understood
/// cannot be laid out; their spans are in the file with the id 0.
///
/// ```
/// let text = "mug=ref( \"mug.jpg\" ); shelf = ref('shelf.jpg')\n";
/// assert_eq!(scenewright::format::format(text).unwrap_err()[0].code.name(), "syntax");
///
/// let text = "mug=ref( \"mug.jpg\" ); shelf = ref(\"shelf.jpg\",)\n\n\n\nmug   standing_on shelf //here";
/// let formatted = "mug   = ref(\"mug.jpg\")\nshelf = ref(\"shelf.jpg\")\n\nmug standing_on shelf  //here\n";
/// assert_eq!(scenewright::format::format(text).unwrap(), formatted);
/// ```
pub fn format(text: &str) -> Result<String, Vec<Diagnostic>> {
    let parsed = parse(FileId::default(), text);
    if parsed.diagnostics.iter().any(Diagnostic::is_error) {
        return Err(parsed.diagnostics);
    }
    let mut page = Page { lines: Lines::new(text.len(), line_end(text)), behind: false, blank: false };
    let mut at = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    for statement in &parsed.file.statements {
        let range = statement.span.range();
        page.between(text.get(at..range.start).unwrap_or_default());
        page.statement(text.get(range.clone()).unwrap_or_default(), glued(statement));
        at = range.end;
    }
    page.between(text.get(at..).unwrap_or_default());
    let form = page.lines.finish();
    if form != text && parse(FileId::default(), &form).diagnostics.iter().any(Diagnostic::is_error) {
        return Err(vec![too_large()]);
    }
    Ok(form)
}

/// The finding about a scene whose form is beyond the limits of a file; a scene that makes sense is far from them.
fn too_large() -> Diagnostic {
    let message = "the scene would be too large to be read if it were laid out";
    Diagnostic::new(Code::SceneTooLarge, Span::default(), message).help("is this a scene? split it into several")
}

/// How the text ends its lines: as its first one does. One in a string counts only if there is no other.
fn line_end(text: &str) -> &'static str {
    let outside = Tokens::new(text, 0..0).find_map(|token| match token {
        Token::LineEnd { windows, .. } => Some(windows),
        _ => None,
    });
    let inside = || text.split_once('\n').is_some_and(|(first, _)| first.ends_with('\r'));
    if outside.unwrap_or_else(inside) { "\r\n" } else { "\n" }
}

/// The stretch of a setting's text that is one token though it may hold `:`.
fn glued(statement: &Statement) -> Range<usize> {
    let value = match &statement.kind {
        StatementKind::Look(look) => look.value.as_ref(),
        _ => None,
    };
    let start = statement.span.range().start;
    value.map_or(0..0, |value| value.span.range().start - start..value.span.range().end - start)
}

/// A text in the making.
struct Page<'t> {
    lines: Lines<'t>,
    /// Whether a statement ends on the present line.
    behind: bool,
    /// Whether an empty line was met since the last statement or comment.
    blank: bool,
}

impl<'t> Page<'t> {
    /// Goes over what stands between two statements.
    fn between(&mut self, text: &'t str) {
        for token in Tokens::new(text, 0..0) {
            match token {
                Token::Comment(comment) if self.behind => {
                    self.lines.trail(comment);
                    self.behind = false;
                }
                Token::Comment(comment) => {
                    self.empty_line();
                    self.lines.note(0, comment);
                }
                Token::LineEnd { blank, .. } => {
                    self.blank |= blank;
                    self.behind = false;
                }
                // Nothing else stands here but `;`.
                _ => {}
            }
        }
    }

    fn statement(&mut self, text: &'t str, glued: Range<usize>) {
        self.empty_line();
        layout::statement(&tree::read(text, glued), &mut self.lines);
        self.behind = true;
    }

    fn empty_line(&mut self) {
        if std::mem::take(&mut self.blank) && !self.lines.is_empty() {
            self.lines.blank();
        }
    }
}
