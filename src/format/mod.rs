//! What comes in: the text of a scene. What goes out: the same scene in its one form, or what is wrong with its shape.
//! Every word, string and comment is written as it was and in its order; only space, `;` and commas at the ends of
//! lines change. Deliberately absent: options, and what names and words mean.

mod layout;
mod lines;
mod one_line;
mod tokens;
mod tree;

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic};
use crate::source::{FileId, Span};
use crate::syntax::ast::{Statement, StatementKind};
use crate::syntax::parse;
use lines::{INDENT, Lines};
pub use one_line::{one_line, words};
use tokens::{Shape, Token, Tokens};

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
    let lines = Lines::new(text.len(), line_end(text));
    let mut page = Page { text, lines, indent: 0, behind: false, blank: false, fresh: true };
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    page.statements(&parsed.file.statements, start..text.len());
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
    let outside = Tokens::new(text, Shape::default()).find_map(|token| match token {
        Token::LineEnd { windows, .. } => Some(windows),
        _ => None,
    });
    let inside = || text.split_once('\n').is_some_and(|(first, _)| first.ends_with('\r'));
    if outside.unwrap_or_else(inside) { "\r\n" } else { "\n" }
}

/// What tells the tokens of a statement apart: a setting's value is one, though it may hold `:`.
fn shape(statement: &Statement) -> Shape {
    let value = match &statement.kind {
        StatementKind::Look(look) => look.value.as_ref(),
        _ => None,
    };
    let start = statement.span.range().start;
    let glued = value.map_or(0..0, |value| value.span.range().start - start..value.span.range().end - start);
    Shape { glued, condition: matches!(statement.kind, StatementKind::Skip(_)) }
}

/// A text in the making.
struct Page<'t> {
    text: &'t str,
    lines: Lines<'t>,
    /// Where the lines of the present block begin.
    indent: usize,
    /// Whether a statement ends on the present line.
    behind: bool,
    /// Whether an empty line was met since the last statement or comment.
    blank: bool,
    /// Whether nothing stands in the present block so far.
    fresh: bool,
}

impl<'t> Page<'t> {
    fn slice(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    /// Lays out the statements that a stretch of the text holds, and what stands around them.
    fn statements(&mut self, statements: &[Statement], range: Range<usize>) {
        let mut at = range.start;
        for statement in statements {
            let here = statement.span.range();
            self.between(at..here.start);
            self.empty_line();
            match &statement.kind {
                StatementKind::Pass(pass) => self.block(here.clone(), &pass.statements),
                StatementKind::Preset(preset) => self.block(here.clone(), &preset.statements),
                _ => layout::statement(&self.tree(statement), self.indent, &mut self.lines),
            }
            self.behind = true;
            at = here.end;
        }
        self.between(at..range.end);
    }

    fn tree(&self, statement: &Statement) -> tree::Group<'t> {
        tree::read(self.slice(statement.span.range()), shape(statement))
    }

    /// Lays out a pass or a preset: on one line if that holds all of it and no more than one statement.
    fn block(&mut self, range: Range<usize>, statements: &[Statement]) {
        let open = range.start + self.slice(range.clone()).find('{').unwrap_or_default();
        let head = tree::read(self.slice(range.start..open), Shape::default());
        let inside = open + 1..range.end - 1;
        let bare = |range: Range<usize>| !self.slice(range).contains("//");
        let done = match statements {
            [] if bare(inside.clone()) => layout::line(&head, None, self.indent, &mut self.lines),
            [only] if !is_block(only) => {
                let here = only.span.range();
                let bare = bare(inside.start..here.start) && bare(here.end..inside.end);
                bare && layout::line(&head, Some(&self.tree(only)), self.indent, &mut self.lines)
            }
            _ => false,
        };
        if done {
            return;
        }
        layout::opening(&head, self.indent, &mut self.lines);
        (self.behind, self.fresh) = (true, true);
        self.indent += INDENT;
        self.statements(statements, inside);
        self.indent -= INDENT;
        (self.blank, self.fresh) = (false, false);
        layout::closing(self.indent, &mut self.lines);
    }

    /// Goes over what stands between two statements.
    fn between(&mut self, range: Range<usize>) {
        for token in Tokens::new(self.slice(range), Shape::default()) {
            match token {
                Token::Comment(comment) if self.behind => {
                    self.lines.trail(comment);
                    self.behind = false;
                }
                Token::Comment(comment) => {
                    self.empty_line();
                    self.lines.note(self.indent, comment);
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

    fn empty_line(&mut self) {
        if std::mem::take(&mut self.blank) && !self.fresh {
            self.lines.blank();
        }
        self.fresh = false;
    }
}

fn is_block(statement: &Statement) -> bool {
    matches!(statement.kind, StatementKind::Pass(_) | StatementKind::Preset(_))
}
