//! What comes in: spans and words. What goes out: [`Diagnostic`] values that every phase makes and nobody prints here.
//! A diagnostic knows no phase; renderers in `render` turn a list of them into one output each.

mod codes;
mod files;
mod fix;
pub mod render;
mod weight;

pub use codes::Code;
pub use files::file_finding;
pub use fix::{Mended, mend};
pub use weight::Severity;

use crate::source::Span;

/// One finding: what is wrong, where, and what to type instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The stable name of this kind of finding.
    pub code: Code,
    /// How much it weighs; the code's own weight unless a caller changed it.
    pub severity: Severity,
    /// One lower-case line in the user's words; text of the user's stands in backticks.
    pub message: String,
    /// Places; the first is the one that the finding is about.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
    /// Changes that a tool can apply.
    pub fixes: Vec<Fix>,
}

/// A place with a few words about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// What to see there; may be empty.
    pub text: String,
}

/// A change that makes the finding go away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// What applying it does, in the imperative.
    pub title: String,
    /// The edits, none overlapping another.
    pub edits: Vec<Edit>,
}

/// Text that replaces a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

impl Diagnostic {
    /// A finding about one place.
    #[must_use]
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity(),
            message: message.into(),
            labels: vec![Label { span, text: String::new() }],
            help: None,
            fixes: Vec::new(),
        }
    }

    /// Says something at the main place.
    #[must_use]
    pub fn here(mut self, text: impl Into<String>) -> Self {
        if let Some(first) = self.labels.first_mut() {
            first.text = text.into();
        }
        self
    }

    /// Adds a second place.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Offers a change of one place.
    #[must_use]
    pub fn fix(mut self, title: impl Into<String>, span: Span, text: impl Into<String>) -> Self {
        self.fixes.push(Fix { title: title.into(), edits: vec![Edit { span, text: text.into() }] });
        self
    }

    /// Its message, which says that it is about a target and not about the scene as such.
    ///
    /// ```
    /// use scenewright::diagnostic::{Code, Diagnostic};
    /// use scenewright::source::Span;
    ///
    /// let finding = Diagnostic::new(Code::BadSetting, Span::default(), "`bfl:5@1` takes no seed");
    /// assert_eq!(finding.told_of_target("bfl:5@1"), "the target `bfl:5@1` takes no seed");
    /// assert_eq!(finding.told_of_target("fal"), "for the target `fal`: `bfl:5@1` takes no seed");
    /// ```
    #[must_use]
    pub fn told_of_target(&self, target: &str) -> String {
        let (message, quoted) = (&self.message, format!("`{target}`"));
        let told = format!("the target {quoted}");
        match message.find(&quoted) {
            _ if message.contains(&told) => message.clone(),
            Some(_) => message.replacen(&quoted, &told, 1),
            None => format!("for {told}: {message}"),
        }
    }

    /// The place the finding is about.
    #[must_use]
    pub fn span(&self) -> Span {
        self.labels.first().map(|label| label.span).unwrap_or_default()
    }

    /// By what findings are put in order: their places, file by file, and then their weight.
    #[must_use]
    pub fn place(&self) -> impl Ord + use<> {
        (self.span().file, self.span().start, self.severity)
    }

    /// Whether it stops a scene from being compiled.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}
