//! What comes in: `edit`, `keep`, `avoid` and `panels`. What goes out: their statements, and the findings about them.

use crate::diagnostic::{Code, Diagnostic};
use crate::lexicon;
use crate::source::Span;
use crate::syntax::ast::{self, Path, Term};

use super::Resolver;
use super::model::{Avoid, Keep, Kind, Noun, Panel, StatementKind, Thing};
use super::nouns::shown;

impl Resolver<'_> {
    pub(super) fn edit(&mut self, path: &Path, span: Span) {
        let Some(id) = self.element(path) else { return };
        let name = &path.words[0].text;
        if !self.scene.element(id).may_have_image() {
            let finding = Diagnostic::new(Code::BadEdit, path.span, format!("`{}` has no image to edit", shown(name)))
                .also(self.scene.element(id).span, "bound here")
                .help("edit an element that is bound by `ref(...)`");
            return self.report(finding);
        }
        if let Some((_, first)) = self.scene.edit() {
            let finding = Diagnostic::new(Code::BadEdit, span, "a scene edits one picture")
                .here("a second `edit`")
                .also(first, "the first is here")
                .help("delete one of the two");
            return self.report(finding);
        }
        self.push(span, StatementKind::Edit(id));
    }

    pub(super) fn keep(&mut self, keep: &ast::Keep, span: Span) {
        let recognizable = match &keep.degree {
            None => false,
            Some(word) if word.text == "exactly" => false,
            Some(word) if word.text == "recognizable" => true,
            Some(word) => {
                let finding = Diagnostic::new(
                    Code::Syntax,
                    word.span,
                    format!("`{}` is no degree of keeping", shown(&word.text)),
                );
                let near = match &*word.text {
                    "unchanged" | "identical" | "same" | "exact" => Some("exactly"),
                    other => lexicon::suggest(other, ["exactly", "recognizable"].into_iter()),
                };
                let finding = match near {
                    Some(near) => {
                        finding.help(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), word.span, near)
                    }
                    None => finding.help("write `exactly` (also without a word) or `recognizable`"),
                };
                return self.report(finding);
            }
        };
        if let (None, Some(words)) = (&keep.what, &keep.words) {
            let finding =
                Diagnostic::new(Code::Syntax, words.span, "`keep rest` keeps everything else, and takes no words")
                    .help("delete the words, or name what they are about: `keep room \"window and floor\"`");
            return self.report(finding);
        }
        if let Some(finding) = self.keep_everything(keep) {
            return self.report(finding);
        }
        let mut what = Vec::new();
        for term in keep.what.iter().flat_map(|list| &list.terms) {
            match term {
                Term::Path(path) => {
                    let Some(thing) = self.thing(path) else { return };
                    if !self.keepable(thing, path.span, &mut what) {
                        return;
                    }
                }
                Term::Text(text) => {
                    let finding = Diagnostic::new(Code::Syntax, text.span, "`keep` names an element first")
                        .help("write `keep ELEMENT \"face and hair\"`");
                    return self.report(finding);
                }
            }
        }
        let words = match &keep.words {
            Some(text) => {
                let Some(phrase) = self.phrase(text) else { return };
                Some(phrase)
            }
            None => None,
        };
        self.push(span, StatementKind::Keep(Keep { what, words, recognizable }));
    }

    /// `keep everything`, where `everything` is no element.
    fn keep_everything(&self, keep: &ast::Keep) -> Option<Diagnostic> {
        let [term @ Term::Path(path)] = keep.what.as_ref()?.terms.as_slice() else { return None };
        let word = &path.words[0].text;
        let whole = matches!(&**word, "everything" | "all" | "background" | "others" | "everything_else");
        (whole && self.is_free_word(term)).then(|| {
            let finding = Diagnostic::new(Code::UnknownName, path.span, format!("nothing is called `{word}`"));
            if self.edited().is_none() {
                return finding.help("name the elements: `keep woman and corgi`; `keep rest` belongs to an edit");
            }
            finding.help("in an edit, `keep rest` keeps all that no statement changes").fix(
                "write `rest`",
                path.span,
                "rest",
            )
        })
    }

    /// Takes in what can stay as its image shows it: a group stands for its members.
    fn keepable(&mut self, thing: Thing, span: Span, what: &mut Vec<Thing>) -> bool {
        let owner = self.scene.element(self.scene.owner(thing));
        if let (Thing::Element(_), Kind::Group(members)) = (thing, &owner.kind) {
            for member in members.clone() {
                if !self.keepable(Thing::Element(member), span, what) {
                    return false;
                }
            }
            return true;
        }
        if !owner.may_have_image() {
            let finding = Diagnostic::new(
                Code::KeepWithoutImage,
                span,
                format!("no image shows what `{}` looks like", shown(&owner.name)),
            )
            .also(owner.span, "bound here")
            .help("only references can be kept; describe a prop in its own words");
            self.report(finding);
            return false;
        }
        if !what.contains(&thing) {
            what.push(thing);
        }
        true
    }

    pub(super) fn avoid(&mut self, avoid: &ast::Avoid, span: Span) {
        let from = match &avoid.from {
            Some(path) => {
                let Some(thing) = self.thing(path) else { return };
                if !self.has_image(thing, path.span, "only a reference can hold what is left out") {
                    return;
                }
                Some(thing)
            }
            None => None,
        };
        if avoid.what.is_empty() && from.is_none() {
            let finding = Diagnostic::new(Code::Syntax, span, "`avoid rest` does not say of what")
                .help("write `avoid rest from ELEMENT`");
            return self.report(finding);
        }
        let mut what = Vec::new();
        for text in &avoid.what {
            if self.words(text).is_none() {
                return;
            }
            what.extend(self.phrase(text));
        }
        self.push(span, StatementKind::Avoid(Avoid { what, from }));
    }

    /// Whether an image shows a thing; if none does, `message` says why one must.
    pub(super) fn has_image(&mut self, thing: Thing, span: Span, message: &str) -> bool {
        let found = self.scene.element(self.scene.owner(thing)).may_have_image();
        if !found {
            self.report(
                Diagnostic::new(Code::BadArgument, span, message).help("name an element that is bound by `ref(...)`"),
            );
        }
        found
    }

    pub(super) fn panels(&mut self, panels: &[ast::Panel], span: Span) {
        if self.scene.statements.iter().any(|statement| matches!(statement.kind, StatementKind::Panels(_))) {
            let finding = Diagnostic::new(Code::DuplicateSetting, span, "`panels` is given twice")
                .help("list all panels in one statement");
            return self.report(finding);
        }
        if panels.len() == 1 {
            let finding = Diagnostic::new(Code::BadPanels, span, "one panel is no panels")
                .help("list two or more, such as `panels left: \"...\", right: \"...\"`; for one picture leave it out");
            return self.report(finding);
        }
        let mut resolved: Vec<Panel> = Vec::new();
        for panel in panels {
            if let Some(label) = &panel.label
                && resolved.iter().any(|other| other.label.as_ref() == Some(&label.text))
            {
                let finding = Diagnostic::new(
                    Code::BadPanels,
                    label.span,
                    format!("two panels are called `{}`", shown(&label.text)),
                )
                .help("give one of them another label, or none");
                return self.report(finding);
            }
            let Some(words) = self.phrase(&panel.words) else { return };
            resolved.push(Panel { label: panel.label.as_ref().map(|word| word.text.clone()), words });
        }
        self.push(span, StatementKind::Panels(resolved));
    }

    /// The edited picture itself cannot go.
    pub(super) fn check_removed(&mut self) {
        let edited = self.scene.edit().map(|(id, _)| Thing::Element(id));
        let mut findings = Vec::new();
        for statement in &self.scene.statements {
            let (StatementKind::Remove(what) | StatementKind::Replace(what, _)) = &statement.kind else { continue };
            let whole = what.iter().any(|noun| matches!(noun, Noun::Thing(thing, _) if Some(*thing) == edited));
            if whole {
                findings.push(
                    Diagnostic::new(Code::BadEdit, statement.span, "the edited picture itself cannot go")
                        .help("name a part of it: `room.sofa`"),
                );
            }
        }
        self.diagnostics.extend(findings);
    }

    /// Statements that only mean something in an edit; `changes` says whether a picture is changed without one.
    pub(super) fn check_edits(&mut self, changes: bool) {
        // Where the `edit` itself was refused, the lines behind it need no word of their own.
        let refused = self.diagnostics.iter().any(|finding| finding.code == Code::BadEdit);
        if refused || changes || self.scene.edit().is_some() {
            return;
        }
        let outside = |kind: &StatementKind| match kind {
            StatementKind::Replace(..) => Some("replace"),
            StatementKind::Remove(_) => Some("remove"),
            StatementKind::Keep(keep) if keep.what.is_empty() => Some("keep rest"),
            _ => None,
        };
        let findings: Vec<Diagnostic> = self
            .scene
            .statements
            .iter()
            .filter_map(|statement| {
                let word = outside(&statement.kind)?;
                Some(
                    Diagnostic::new(
                        Code::OutsideEdit,
                        statement.span,
                        format!("`{word}` changes a picture, but the scene edits none"),
                    )
                    .help("add `edit ELEMENT` with the picture that is changed"),
                )
            })
            .collect();
        for finding in findings {
            self.report(finding);
        }
    }
}
