//! What comes in: the FILE arguments. What goes out: scenes to compile, one after another, and what came of each. What
//! cannot be opened is wrong usage; what can be opened but is no text becomes a finding like any other.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::disk::Disk;
use super::projects::Project;
use super::reach::Access;
use crate::compile::{self, Compiled, Input};
use crate::diagnostic::render::printable;
use crate::diagnostic::{Code, Diagnostic};
use crate::matrix::Options;
use crate::source::{SourceMap, Span};
use crate::syntax::MAX_BYTES;
use crate::target::Target;

/// Where a scene comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    /// `-`
    Stdin,
    /// A file.
    File(PathBuf),
}

/// A scene that was read, and the files around it.
pub(super) struct Opened {
    pub(super) name: String,
    pub(super) disk: Disk,
    /// Its bytes; none if there are more than a scene may have.
    pub(super) bytes: Option<Vec<u8>>,
}

/// A scene whose text was read, and the files around it.
pub(super) struct Loaded {
    pub(super) name: String,
    pub(super) disk: Disk,
    /// The project that it belongs to.
    pub(super) project: Rc<Project>,
    /// Its text, or what came of a file that holds none.
    pub(super) text: Result<String, Box<Compiled>>,
}

/// The scenes that the arguments mean: files as they are, folders with every `*.scene` below them.
pub(super) fn collect(arguments: &[PathBuf]) -> Result<Vec<Source>, String> {
    let mut sources = Vec::new();
    let mut problems = Vec::new();
    for path in arguments {
        let shown = path.to_string_lossy();
        let shown = printable(&shown);
        if path.as_os_str() == "-" {
            if sources.contains(&Source::Stdin) {
                problems.push("`-` stands for stdin and can be given once".to_owned());
            }
            sources.push(Source::Stdin);
            continue;
        }
        match fs::metadata(path) {
            Ok(there) if there.is_dir() => match scenes_below(path) {
                Ok(found) if found.is_empty() => problems.push(format!("there is no scene in the folder `{shown}`")),
                Ok(found) => sources.extend(found.into_iter().map(Source::File)),
                Err(error) => problems.push(format!("cannot read the folder `{shown}`: {error}")),
            },
            Ok(_) => sources.push(Source::File(path.clone())),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                problems.push(format!("there is no file `{shown}`"));
            }
            Err(error) => problems.push(format!("cannot read `{shown}`: {error}")),
        }
    }
    if problems.is_empty() { Ok(sources) } else { Err(problems.join("\nerror: ")) }
}

/// Every file once, however it is named: nothing is written twice.
pub(super) fn once_each(sources: Vec<Source>) -> Vec<Source> {
    let mut seen = HashSet::new();
    let is_new = |source: &Source| match source {
        Source::Stdin => true,
        Source::File(path) => seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.clone())),
    };
    sources.into_iter().filter(is_new).collect()
}

/// Every `*.scene` below a folder, sorted by path; hidden folders, links to folders and links out of it are left out.
pub(super) fn scenes_below(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let root = fs::canonicalize(folder)?;
    // A link is followed to what lies in the folder itself; whoever means another file names it.
    let within = |path: &Path| fs::canonicalize(path).is_ok_and(|real| real.starts_with(&root) && real.is_file());
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let entry = entry?;
            let (kind, path) = (entry.file_type()?, entry.path());
            if kind.is_dir() {
                if !entry.file_name().as_encoded_bytes().starts_with(b".") {
                    folders.push(path);
                }
            } else if path.extension().is_some_and(|extension| extension == "scene") && within(&path) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

impl Source {
    /// Reads the scene, which shares with others what may be read besides the project.
    pub(super) fn open(&self, access: &Rc<Access>) -> Result<Opened, String> {
        let disk = match self {
            Self::Stdin => Disk::in_folder(Path::new(".")),
            Self::File(path) => Disk::beside(path),
        };
        Ok(Opened { name: self.name(), disk: disk.sharing(access), bytes: self.read()? })
    }

    /// The name people know the scene by.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Stdin => "<stdin>".to_owned(),
            Self::File(path) => path.strip_prefix(".").unwrap_or(path).to_string_lossy().into_owned(),
        }
    }

    /// The text of the scene, or the finding about a file that holds none.
    pub(super) fn text(&self) -> Result<Result<String, Box<Compiled>>, String> {
        Ok(decoded(&self.name(), self.read()?))
    }

    /// Whether writing to a file would destroy the scene.
    pub(super) fn is_at(&self, path: &Path) -> bool {
        let real = |path: &Path| fs::canonicalize(path).ok();
        matches!(self, Self::File(own) if real(own).is_some_and(|own| real(path).is_some_and(|path| own == path)))
    }

    /// The bytes of the scene; none if there are more than a scene may have.
    fn read(&self) -> Result<Option<Vec<u8>>, String> {
        match self {
            Self::Stdin => capped(std::io::stdin().lock()).map_err(|error| format!("cannot read stdin: {error}")),
            Self::File(path) => {
                let problem = |error| format!("cannot read `{}`: {error}", printable(&path.to_string_lossy()));
                let file = File::open(path).map_err(problem)?;
                if file.metadata().is_ok_and(|there| there.len() > MAX_BYTES as u64) {
                    return Ok(None);
                }
                capped(file).map_err(problem)
            }
        }
    }
}

impl Opened {
    /// The scene as a text.
    pub(super) fn load(self, project: Rc<Project>) -> Loaded {
        let Self { name, disk, bytes } = self;
        let text = decoded(&name, bytes);
        Loaded { name, disk, project, text }
    }
}

impl Loaded {
    /// The scene, read for a target; none if it is no text.
    pub(super) fn open<'a>(
        &'a self,
        strict_files: bool,
        options: &Options,
        target: Target<'a>,
    ) -> Option<compile::Opened<'a>> {
        let text = self.text.as_deref().ok()?;
        Some(compile::open(&Input { name: &self.name, text, files: &self.disk, strict_files, target }, options))
    }
}

fn capped(from: impl Read) -> std::io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    from.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(if bytes.len() > MAX_BYTES { None } else { Some(bytes) })
}

/// The text of a file, or what comes of one that holds none.
fn decoded(name: &str, bytes: Option<Vec<u8>>) -> Result<String, Box<Compiled>> {
    let Some(bytes) = bytes else {
        return Err(Box::new(refused(name, String::new(), |span| {
            let limit = MAX_BYTES / (1024 * 1024);
            Diagnostic::new(Code::FileTooLarge, span, format!("the file is larger than {limit} MiB"))
                .help("a scene is a short text; name images by their paths instead of writing them into it")
        })));
    };
    String::from_utf8(bytes).map_err(|error| Box::new(not_utf8(name, &error)))
}

fn not_utf8(name: &str, error: &std::string::FromUtf8Error) -> Compiled {
    let (at, byte) = (error.utf8_error().valid_up_to(), error.as_bytes().get(error.utf8_error().valid_up_to()));
    let message = if error.as_bytes().starts_with(b"\xFF\xFE") || error.as_bytes().starts_with(b"\xFE\xFF") {
        "the file is UTF-16, not UTF-8".to_owned()
    } else {
        format!("the file is not UTF-8: the byte 0x{:02X} does not belong here", byte.copied().unwrap_or_default())
    };
    refused(name, String::from_utf8_lossy(error.as_bytes()).into_owned(), |span| {
        let first_bad = Span { start: u32::try_from(at).unwrap_or(u32::MAX), ..span };
        let first_bad = Span { end: first_bad.start.saturating_add(3), ..first_bad };
        Diagnostic::new(Code::InvalidUtf8, first_bad, message).help("save the file as UTF-8")
    })
}

/// What comes of a file that is never compiled.
fn refused(name: &str, text: String, why: impl FnOnce(Span) -> Diagnostic) -> Compiled {
    let mut sources = SourceMap::default();
    let file = sources.add(name, text);
    Compiled { diagnostics: vec![why(Span::new(file, 0, 0))], sources, ..Compiled::default() }
}
