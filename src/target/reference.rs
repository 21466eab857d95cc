//! What comes in: the text that a scene gives for a reference image. What goes out: which form it has: one of the four
//! that a service takes, or a picture that is still to be made. Deliberately absent: looking whether anything stands behind it.

/// The form of a reference image.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceForm {
    /// A file of the project.
    Path,
    /// `https://...` or `http://...`
    Url,
    /// An image that was uploaded before.
    Uuid,
    /// `data:image/png;base64,...`
    Data,
    /// The picture of an earlier pass, which takes its place before the task is sent: `result:table_scene`, and in a task
    /// `result:` with the id of the task that makes it.
    Result,
}

/// What stands before the name of a pass, or the id of a task, whose picture is a reference.
pub const RESULT: &str = "result:";

impl SourceForm {
    /// What the text looks like; what looks like nothing else is a path.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let starts = |prefix: &str| text.get(..prefix.len()).is_some_and(|head| head.eq_ignore_ascii_case(prefix));
        if starts("https://") || starts("http://") {
            Self::Url
        } else if starts("data:") {
            Self::Data
        } else if text.starts_with(RESULT) {
            Self::Result
        } else if is_uuid(text) {
            Self::Uuid
        } else {
            Self::Path
        }
    }
}

/// The type and the base64 of a data URI: `image/png` and `iVBO...`.
#[must_use]
pub fn split_data(text: &str) -> Option<(&str, &str)> {
    let (head, base64) = text.split_once(',')?;
    let (scheme, kind) = head.split_once(':')?;
    let (kind, coding) = kind.split_once(';')?;
    (scheme.eq_ignore_ascii_case("data") && coding.eq_ignore_ascii_case("base64")).then_some((kind, base64))
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_told_apart() {
        for (text, form) in [
            ("watch.jpg", SourceForm::Path),
            ("", SourceForm::Path),
            ("é/ü.png", SourceForm::Path),
            ("https.jpg", SourceForm::Path),
            ("HTTPS://example.com/a.jpg", SourceForm::Url),
            ("http://example.com/a.jpg", SourceForm::Url),
            ("data:image/png;base64,AAAA", SourceForm::Data),
            ("7C2A1E0C-9f1d-4a53-8b8e-0f3d5a6b7c8d", SourceForm::Uuid),
            ("result:table_scene", SourceForm::Result),
            ("results.jpg", SourceForm::Path),
            ("7c2a1e0c-9f1d-4a53-8b8e-0f3d5a6b7c8", SourceForm::Path),
            ("7c2a1e0c-9f1d-4a53-8b8e-0f3d5a6b7c8g", SourceForm::Path),
        ] {
            assert_eq!(SourceForm::of(text), form, "{text}");
        }
    }

    #[test]
    fn data_is_split_into_its_type_and_its_base64() {
        assert_eq!(split_data("data:image/png;base64,AAAA"), Some(("image/png", "AAAA")));
        assert_eq!(split_data("DATA:image/WebP;BASE64,"), Some(("image/WebP", "")));
        for text in ["", "data:", "data:image/png,AAAA", "data:image/png;utf8,AAAA", "https://a.com/;base64,AAAA"] {
            assert_eq!(split_data(text), None, "{text}");
        }
    }
}
