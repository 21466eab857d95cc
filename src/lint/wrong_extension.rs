//! Files whose name says one image format and whose bytes say another.

use super::{Context, Findings, Sent};
use crate::diagnostic::{Code, Diagnostic};
use crate::source::Format;
use crate::target::SourceForm;

/// Extensions of images besides those of the formats that services take.
const OTHERS: [&str; 13] =
    ["tif", "tiff", "heic", "heif", "avif", "svg", "psd", "ico", "jxl", "jp2", "pdf", "raw", "dng"];
const FORMATS: [Format; 5] = [Format::Jpeg, Format::Png, Format::Webp, Format::Gif, Format::Bmp];

pub(super) fn check(context: &Context<'_>, findings: &mut Findings) {
    for sent in context.sent() {
        let Some(said) = said(&sent).filter(|said| !sent.photo.format.extensions().contains(&&**said)) else {
            continue;
        };
        let (name, format) = (sent.name(), sent.photo.format);
        let finding = Diagnostic::new(
            Code::WrongExtension,
            sent.image.span,
            format!("`{name}` is a {} image, not what `{said}` says", format.name()),
        );
        let right = format.extensions().first().copied().unwrap_or_default();
        findings.push(match SourceForm::of(&sent.image.source) {
            SourceForm::Data => finding.help(format!("write `image/{}`", format.name().to_ascii_lowercase())),
            _ => finding.help(format!("rename the file so that it ends in `.{right}`, here and on the disk")),
        });
    }
}

/// The format that the reference itself gives, where it gives one: by its extension, or as a data URI does.
fn said(sent: &Sent<'_>) -> Option<String> {
    let source = sent.image.source.as_str();
    let word = match SourceForm::of(source) {
        SourceForm::Data => source.split(';').next()?.rsplit('/').next()?,
        _ => source.rsplit(['/', '\\']).next()?.rsplit_once('.')?.1,
    };
    let word = word.to_ascii_lowercase();
    let known = FORMATS.iter().any(|format| format.extensions().contains(&&*word));
    (known || OTHERS.contains(&&*word)).then_some(word)
}
