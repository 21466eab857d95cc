//! What comes in: the text of a scene. What goes out: the changes that bring it into its one form, line by line, so that the
//! cursor and marks stay where they are. A scene with errors of form has none.

use std::ops::Range;

use similar::{Algorithm, DiffOp};

use crate::diagnostic::Edit;
use crate::format::format;
use crate::source::{FileId, Span};

/// The changes that lay out a scene; only those that touch some lines if a stretch of bytes is given.
#[must_use]
pub fn layout(text: &str, within: Option<Range<usize>>) -> Vec<Edit> {
    let Ok(after) = format(text) else { return Vec::new() };
    let mut edits = lines_that_differ(text, &after);
    if let Some(within) = within {
        edits.retain(|edit| edit.span.range().start <= within.end && within.start <= edit.span.range().end);
    }
    edits
}

/// The changes that make one text of another, line by line.
#[must_use]
pub fn lines_that_differ(text: &str, after: &str) -> Vec<Edit> {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (text.split_inclusive('\n').collect(), after.split_inclusive('\n').collect());
    let starts: Vec<usize> = std::iter::once(0)
        .chain(old.iter().scan(0, |at, line| {
            *at += line.len();
            Some(*at)
        }))
        .collect();
    let mut edits = Vec::new();
    for operation in similar::capture_diff_slices(Algorithm::Myers, &old, &new) {
        if matches!(operation, DiffOp::Equal { .. }) {
            continue;
        }
        let (lines, instead) = (operation.old_range(), operation.new_range());
        let range = starts[lines.start]..starts[lines.end];
        edits.push(Edit { span: Span::new(FileId(0), range.start, range.end), text: new[instead].concat() });
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(text: &str, edits: &[Edit]) -> String {
        let mut out = text.to_owned();
        for edit in edits.iter().rev() {
            out.replace_range(edit.span.range(), &edit.text);
        }
        out
    }

    #[test]
    fn the_changes_make_the_form() {
        let text = "mug=ref( \"mug.jpg\" )\nmug   standing_on \"a shelf\"\n\n\n\nkeep mug\nkeep   mug";
        assert_eq!(format(text), Ok(applied(text, &layout(text, None))));
        let first = layout(text, Some(0..3));
        assert_eq!(
            applied(text, &first),
            "mug = ref(\"mug.jpg\")\nmug standing_on \"a shelf\"\n\n\n\nkeep mug\nkeep   mug"
        );
        assert_eq!(layout("mug = ref(", None), []);
    }
}
