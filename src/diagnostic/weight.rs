//! What codes weigh, and what may be done about them. Absent: the list of codes, which `codes` holds.

use super::codes::Code;

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The scene cannot be compiled.
    Error,
    /// The scene compiles; the picture may not be what was meant.
    Warning,
    /// Worth a look; nothing but weak evidence speaks against it.
    Hint,
}

impl Severity {
    /// The word for it in every output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Hint => "hint",
        }
    }
}

impl Code {
    /// The code with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }

    /// Whether it may be left out for many scenes at once: what does not stop the compiler, and photographs that are not
    /// everywhere.
    #[must_use]
    pub fn may_be_allowed(self) -> bool {
        self.severity() != Severity::Error || self == Self::MissingFile
    }

    /// Whether a comment in a scene may leave it out: the same, and worlds that no photograph shows.
    #[must_use]
    pub fn may_be_allowed_in_a_scene(self) -> bool {
        self.may_be_allowed() || matches!(self, Self::SupportCycle | Self::ContradictoryOrder)
    }

    /// Whether no finding bears it any more. Its name stays taken, since people may have written it into settings.
    #[must_use]
    pub fn is_retired(self) -> bool {
        self == Self::NotSupported
    }

    /// Whether it is about the form of a line: what the line says is not known before that is mended.
    #[must_use]
    pub fn is_about_form(self) -> bool {
        use Code as C;
        matches!(
            self,
            C::Syntax
                | C::ReservedWord
                | C::UnclosedString
                | C::UnclosedBracket
                | C::UnclosedBlock
                | C::StrayBracket
                | C::DanglingComma
                | C::CurlyQuotes
                | C::HyphenatedName
                | C::MisspeltDirective
                | C::BareString
        )
    }

    /// Whether it says that two lines of a scene cannot both hold.
    #[must_use]
    pub fn is_contradiction(self) -> bool {
        matches!(self, Self::SupportCycle | Self::ContradictoryOrder | Self::UsedAfterRemoval | Self::SelfRelation)
    }

    /// Whether only who looks at the image files themselves can find it.
    #[must_use]
    pub fn needs_images(self) -> bool {
        use Code as C;
        matches!(
            self,
            C::MissingFile
                | C::ShapeMismatch
                | C::SmallImage
                | C::LargeImage
                | C::WrongExtension
                | C::RotatedImage
                | C::TransparentImage
                | C::DuplicateImage
                | C::SimilarImages
                | C::BusyReference
                | C::LocationData
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_kebab_case_and_unique() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        assert!(
            names.iter().all(|name| name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'))
        );
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
    }
}
