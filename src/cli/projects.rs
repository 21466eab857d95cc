//! The projects that scenes belong to. What comes in: where a scene lies. What goes out: the settings of its project,
//! read once, and what is wrong with each `scene.toml`. A file that is no plain file is not opened.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path, PathBuf};

use super::disk::Disk;
use super::levels::{Flags, Levels, weigh};
use super::settings::settings;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{SourceMap, Span};

/// The largest file of settings.
const LARGEST: u64 = 64 * 1024;

/// Everything known of projects so far.
#[derive(Default)]
pub(super) struct Projects {
    known: Vec<(PathBuf, Levels)>,
    none: Levels,
    /// What is wrong with their settings.
    pub(super) reports: Vec<Report>,
}

/// What was found in one file that is no scene.
pub(super) struct Report {
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) sources: SourceMap,
}

impl Projects {
    /// The levels that hold for scenes here.
    pub(super) fn levels(&mut self, disk: &Disk, flags: Flags<'_>) -> &Levels {
        let Some(root) = disk.project() else { return &self.none };
        let at = self.known.iter().position(|(known, _)| known == root).unwrap_or_else(|| {
            let levels = self.read(root, flags);
            self.known.push((root.to_owned(), levels));
            self.known.len() - 1
        });
        self.known.get(at).map_or(&self.none, |(_, levels)| levels)
    }

    fn read(&mut self, root: &Path, flags: Flags<'_>) -> Levels {
        let path = root.join("scene.toml");
        let Ok(there) = fs::metadata(&path) else { return Levels::default() };
        let outside = !fs::canonicalize(&path).is_ok_and(|real| real.starts_with(root));
        let mut sources = SourceMap::default();
        let name = shown(&path).to_string_lossy().into_owned();
        let (levels, mut diagnostics) = match text(&path, &there, outside) {
            Ok(text) => {
                let file = sources.add(name, text);
                settings(file, sources.file(file).text())
            }
            Err((code, message)) => {
                let file = sources.add(name, "");
                (Levels::default(), vec![Diagnostic::new(code, Span::new(file, 0, 0), message)])
            }
        };
        weigh(&mut diagnostics, flags, &levels);
        if !diagnostics.is_empty() {
            self.reports.push(Report { diagnostics, sources });
        }
        levels
    }
}

/// The text of a file of settings, or why there is none.
fn text(path: &Path, there: &fs::Metadata, outside: bool) -> Result<String, (Code, String)> {
    if outside {
        return Err((Code::OutsideProject, "the settings are a link that leads out of the project".to_owned()));
    }
    if !there.is_file() {
        return Err((Code::UnreadableFile, "the settings cannot be read: this is not a regular file".to_owned()));
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(|error| (Code::UnreadableFile, format!("the settings cannot be read: {error}")))?;
    if bytes.len() as u64 > LARGEST {
        return Err((Code::FileTooLarge, format!("the settings are larger than {} KiB", LARGEST / 1024)));
    }
    String::from_utf8(bytes).map_err(|_| (Code::InvalidUtf8, "the settings are not UTF-8".to_owned()))
}

/// A path as people would write it from the current folder, where that is short.
fn shown(path: &Path) -> PathBuf {
    let Some(here) = std::env::current_dir().and_then(fs::canonicalize).ok() else { return path.to_owned() };
    let mut up = PathBuf::new();
    for above in here.ancestors() {
        if above.components().any(|part| matches!(part, Component::Normal(_)))
            && let Ok(rest) = path.strip_prefix(above)
        {
            return up.join(rest);
        }
        up.push("..");
    }
    path.to_owned()
}
