//! What comes in: the findings of one compilation. What goes out: `file:line:column: error[code]: message`, a line each.

use super::{printable, shorten};
use crate::diagnostic::Diagnostic;
use crate::source::SourceMap;

/// How long a message may be.
const MESSAGE: usize = 600;

/// The findings, one a line.
#[must_use]
pub fn short(diagnostics: &[Diagnostic], sources: &SourceMap) -> String {
    diagnostics.iter().map(|diagnostic| line(diagnostic, sources)).collect()
}

fn line(diagnostic: &Diagnostic, sources: &SourceMap) -> String {
    let span = diagnostic.span();
    let place = sources.start(span);
    let message = printable(&diagnostic.message);
    format!(
        "{}:{}:{}: {}[{}]: {}\n",
        printable(sources.file(span.file).name()),
        place.line,
        place.column,
        diagnostic.severity.name(),
        diagnostic.code.name(),
        shorten(&message, MESSAGE),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Code;
    use crate::source::Span;

    #[test]
    fn a_finding_is_one_line() {
        let mut sources = SourceMap::default();
        let file = sources.add("a\nb.scene", "é x\n");
        let finding = Diagnostic::new(Code::NearMiss, Span::new(file, 3, 4), "first\nsecond \u{1b}");
        let expected = "a\\nb.scene:1:3: warning[near-miss]: first\\nsecond \\u{1b}\n";
        assert_eq!(short(&[finding.clone(), finding], &sources), expected.repeat(2));
    }
}
