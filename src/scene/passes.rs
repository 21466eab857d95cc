//! What comes in: `pass`, `passes` and `result(...)`. What goes out: the passes of the scene with their statements, and
//! the pictures that passes make as references. Absent: which statement outside of them goes to which pass.

use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon;
use crate::source::Span;
use crate::syntax::ast::{self, Argument, Binding, Path, StatementKind as Form, Value, Word};
use crate::target::RESULT;

use super::Resolver;
use super::model::{Element, Image, Kind, Pass, Passes};
use super::nouns::shown;
use super::settings::Settings;

/// A scene has at most this many passes; each is paid for.
const MOST: usize = 100;

impl Resolver<'_> {
    /// Takes in the names of all passes, since `result(...)` may name one from anywhere.
    pub(super) fn name_passes(&mut self, file: &ast::File) {
        let mut places: Vec<Span> = Vec::new();
        for statement in &file.statements {
            let Form::Pass(pass) = &statement.kind else { continue };
            if places.len() == MOST {
                let finding =
                    Diagnostic::new(Code::SceneTooLarge, pass.name.span, format!("a scene has at most {MOST} passes"))
                        .here("this one and all behind it are left out");
                return self.report(finding);
            }
            if let Some(first) = self.passes.get(&pass.name.text).and_then(|first| places.get(*first)) {
                let message = format!("two passes are called `{}`", shown(&pass.name.text));
                let finding = Diagnostic::new(Code::DuplicateName, pass.name.span, message)
                    .also(*first, "the first is here")
                    .help("give one of the two another name");
                self.report(finding);
                continue;
            }
            self.passes.insert(pass.name.text.clone(), places.len());
            places.push(pass.name.span);
        }
    }

    /// One pass with what stands in its block.
    pub(super) fn pass(&mut self, pass: &ast::Pass, span: Span) {
        let Some(index) = self.passes.get(&pass.name.text).copied() else { return };
        let written = self.scene.passes.written().len();
        if index != written {
            return;
        }
        if let Passes::Planned { span: planned, .. } = &self.scene.passes {
            let finding = both(*planned, span);
            return self.report(finding);
        }
        let from = pass.from.as_ref().and_then(|path| Some((self.earlier(path, index)?, path.span)));
        let outer = (std::mem::take(&mut self.scene.statements), std::mem::take(&mut self.scene.settings));
        for statement in &pass.statements {
            match (&statement.kind, &pass.from) {
                (Form::Pass(_), _) => {
                    self.report(within(statement.span, "close this pass with `}` before the next begins"));
                }
                (Form::Passes(_), _) => {
                    self.report(within(statement.span, "`passes` plans those of the whole scene: delete it here"));
                }
                (Form::Edit(_), Some(from)) => self.report(edits_twice(statement.span, from.span)),
                _ => self.statement(statement),
            }
        }
        self.check_edits(pass.from.is_some());
        self.check_removed();
        let statements = std::mem::replace(&mut self.scene.statements, outer.0);
        let settings: Settings = std::mem::replace(&mut self.scene.settings, outer.1);
        if statements.is_empty() && pass.statements.is_empty() {
            let finding = Diagnostic::new(
                Code::BadPass,
                pass.name.span,
                format!("the pass `{}` is empty", shown(&pass.name.text)),
            )
            .help("say in its braces what it shows or changes, or delete it");
            self.report(finding);
        }
        let pass = Pass { name: pass.name.text.clone(), span: pass.name.span, from, statements, settings };
        match &mut self.scene.passes {
            Passes::Written(passes) => passes.push(pass),
            other => *other = Passes::Written(vec![pass]),
        }
    }

    /// `passes 3`, `passes auto`
    pub(super) fn planned(&mut self, passes: &ast::Passes, span: Span) {
        match &self.scene.passes {
            Passes::None => {}
            Passes::Planned { span: first, .. } => {
                let finding = Diagnostic::new(Code::DuplicateSetting, span, "`passes` is given twice")
                    .also(*first, "first given here")
                    .help("keep one of the two");
                return self.report(finding);
            }
            Passes::Written(passes) => {
                let finding = both(span, passes.first().map_or(span, |pass| pass.span));
                return self.report(finding);
            }
        }
        let most = match passes {
            ast::Passes::Word(word) if word.text == "auto" => None,
            ast::Passes::Word(word) => return self.report(no_number(word)),
            ast::Passes::AtMost(number) => match number.value.and_then(|value| usize::try_from(value).ok()) {
                Some(0) | None => {
                    let finding =
                        Diagnostic::new(Code::BadPass, number.span, "a pass brings in at least one reference")
                            .help("write how many new references a pass may bring in, such as `passes 3`");
                    return self.report(finding);
                }
                most => most,
            },
        };
        self.scene.passes = Passes::Planned { most, span };
    }

    /// The picture that a pass makes, as a reference.
    pub(super) fn result(&mut self, element: &mut Element, plain: &[&Argument], binding: &Binding) -> Option<()> {
        let path = match plain.first().map(|argument| &argument.value) {
            Some(Value::Path(path)) => path,
            Some(_) => {
                let span = plain.first().map_or(binding.maker.span, |argument| argument.span);
                let finding = Diagnostic::new(Code::BadArgument, span, "`result` begins with the name of a pass")
                    .help("write the name without quotes: `result(table_scene, \"kitchen scene\")`");
                self.report(finding);
                return None;
            }
            None => return self.lacks(binding, "the pass whose picture it is: `result(table_scene)`"),
        };
        let pass = self.pass_named(path, None)?;
        element.kind = Kind::Reference;
        element.phrase = self.text_at(plain, 1, binding).ok()?.unwrap_or_else(|| "picture".into());
        let name = path.words.first().map(|word| word.text.clone()).unwrap_or_default();
        let source = format!("{RESULT}{name}").into();
        element.images = vec![self.image_of(Image { source, made_by: Some(pass), span: path.span })];
        Some(())
    }

    /// A pass that stands before the one with this index.
    fn earlier(&mut self, path: &Path, index: usize) -> Option<usize> {
        let found = self.pass_named(path, Some(index))?;
        if found < index {
            return Some(found);
        }
        let name = path.words.first().map_or("", |word| &word.text);
        let (message, help) = if found == index {
            let message = format!("`{}` cannot go on with its own picture", shown(name));
            (message, "write the name of a pass above it, or delete the `from` to begin anew".to_owned())
        } else {
            let message = format!("`{}` is made later than this pass", shown(name));
            let help =
                format!("passes are made in the order in which they stand: move `{}` above this one", shown(name));
            (message, help)
        };
        let finding = Diagnostic::new(Code::BadPass, path.span, message).help(help);
        self.report(finding);
        None
    }

    /// The pass of this name. Advice is given for what may stand here: the passes above the one with the index `within`.
    fn pass_named(&mut self, path: &Path, within: Option<usize>) -> Option<usize> {
        let word = path.words.first()?;
        if let (1, Some(found)) = (path.words.len(), self.passes.get(&word.text)) {
            return Some(*found);
        }
        let written: Vec<&str> = path.words.iter().map(|word| word.text.as_str()).collect();
        let message = format!("no pass is called `{}`", shown(&written.join(".")));
        let finding = Diagnostic::new(Code::BadPass, path.span, message);
        let fits = |at: usize| within.is_none_or(|within| at < within);
        let fitting = || self.passes.iter().filter(|(_, at)| fits(**at)).map(|(name, _)| name.as_str());
        let near = lexicon::suggest(&word.text, fitting());
        let known: Vec<String> = fitting().map(|name| format!("`{}`", shown(name))).collect();
        self.report(match near {
            Some(near) => {
                let near = near.to_owned();
                finding.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), path.span, near)
            }
            None if known.is_empty() && within.is_some() => {
                finding.help("no pass stands above this one: delete the `from`, or write the pass that it goes on with")
            }
            None if known.is_empty() => finding.help("write a pass first: `pass table_scene { ... }`"),
            None => {
                let above = if within.is_some() { " above this one" } else { "" };
                finding.help(match known.as_slice() {
                    [only] => format!("the only pass{above} is {only}"),
                    all => format!("the passes{above} are {}", all.join(", ")),
                })
            }
        });
        None
    }
}

fn both(planned: Span, written: Span) -> Diagnostic {
    Diagnostic::new(Code::BadPass, planned, "the compiler plans no passes where the scene writes its own")
        .also(written, "a pass of the scene's own")
        .help("delete this line, or write all statements without `pass`")
}

fn within(span: Span, help: &'static str) -> Diagnostic {
    Diagnostic::new(Code::BadPass, span, "a pass holds no other passes").help(help)
}

fn edits_twice(span: Span, from: Span) -> Diagnostic {
    Diagnostic::new(Code::BadEdit, span, "a pass with `from` edits the picture of the earlier pass already")
        .also(from, "this picture is edited")
        .help("delete the `edit`, or the `from`")
}

fn no_number(word: &Word) -> Diagnostic {
    Diagnostic::new(Code::BadPass, word.span, format!("`{}` is no number of references", shown(&word.text)))
        .help("write `passes auto`, or how many new references a pass may bring in: `passes 3`")
}
