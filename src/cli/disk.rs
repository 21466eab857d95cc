//! The files of a project. What comes in: paths and patterns as a scene writes them, relative to the scene's folder.
//! What goes out: image sizes, bytes, names. Nothing outside the project is ever opened, through links neither.

use std::cell::OnceCell;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::rc::Rc;

use super::reach::Access;
use crate::emit;
use crate::photo::{self, MOST_BYTES};
use crate::source::{FileError, Files, Photo};
use crate::syntax::{self, BadBytes, MAX_BYTES};

/// How much of an image is read to learn its size.
const HEADER: u64 = 256 * 1024;
/// How many files a pattern may find.
const MOST: usize = 1_000;

/// A scene's folder, and the project that it belongs to.
#[derive(Debug)]
pub(super) struct Disk {
    folder: PathBuf,
    roots: OnceCell<Option<Roots>>,
    access: Rc<Access>,
}

/// Canonical paths: the scene's folder and the folder that holds the whole project.
#[derive(Debug)]
struct Roots {
    folder: PathBuf,
    project: PathBuf,
}

impl Disk {
    /// The files around a scene.
    pub(super) fn beside(scene: &Path) -> Self {
        Self::in_folder(scene.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")))
    }

    /// The files around a scene of this folder.
    pub(super) fn in_folder(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), roots: OnceCell::new(), access: Rc::default() }
    }

    /// The same files, with what the scenes of a command share.
    pub(super) fn sharing(self, access: &Rc<Access>) -> Self {
        Self { access: Rc::clone(access), ..self }
    }

    /// The real path of the project's folder.
    pub(super) fn project(&self) -> Option<&Path> {
        self.roots().ok().map(|roots| roots.project.as_path())
    }

    /// The scene's folder, as it was named.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// What kind of image a file is by its first bytes.
    pub(super) fn kind(&self, path: &str) -> Option<&'static str> {
        emit::image_kind(&self.head(path, 32).ok()?)
    }

    /// A file of this name in the scene's own folder, if that is not the project's.
    pub(super) fn aside(&self, name: &str) -> Option<PathBuf> {
        let roots = self.roots().ok().filter(|roots| roots.folder != roots.project)?;
        Some(roots.folder.join(name)).filter(|path| path.exists())
    }

    /// The bytes of a file.
    pub(super) fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        let bytes = self.head(path, MOST_BYTES + 1)?;
        if bytes.len() as u64 > MOST_BYTES { Err(photo::too_many_bytes()) } else { Ok(bytes) }
    }

    /// Whether a file of the project stands at a path of the command line.
    pub(super) fn is_at(&self, file: &str, path: &Path) -> bool {
        fs::canonicalize(path).is_ok_and(|path| self.resolve(file).is_ok_and(|file| file == path))
    }

    fn head(&self, path: &str, most: u64) -> Result<Vec<u8>, FileError> {
        let mut bytes = Vec::new();
        self.filled(path)?.take(most).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
        Ok(bytes)
    }

    /// A file that is to be read.
    fn filled(&self, path: &str) -> Result<File, FileError> {
        let real = self.resolve(path)?;
        let filled = self.access.filler.as_ref().map_or(Ok(()), |filler| filler.fill(&real));
        filled.and_then(|()| File::open(real)).map_err(|error| unreadable(&error))
    }

    fn file(&self, path: &str) -> Result<File, FileError> {
        File::open(self.resolve(path)?).map_err(|error| unreadable(&error))
    }

    /// The real path of a regular file inside the project.
    fn resolve(&self, path: &str) -> Result<PathBuf, FileError> {
        let roots = self.roots()?;
        let wanted = roots.folder.join(path);
        if path.is_empty() || path.contains('\0') {
            return Err(FileError::Missing);
        }
        self.access.ask(|| normal(&wanted));
        let real = match fs::canonicalize(&wanted) {
            Ok(real) => real,
            // Whether something outside exists is not ours to say.
            Err(_) if !self.may_read(roots, &normal(&wanted)) => return Err(FileError::OutsideProject),
            Err(error) => return Err(unreadable(&error)),
        };
        if !self.may_read(roots, &real) {
            return Err(FileError::OutsideProject);
        }
        let there = fs::metadata(&real).map_err(|error| unreadable(&error))?;
        let why = if there.is_dir() { "it is a folder" } else { "it is not a regular file" };
        if there.is_file() { Ok(real) } else { Err(FileError::Unreadable(why.to_owned())) }
    }

    fn may_read(&self, roots: &Roots, path: &Path) -> bool {
        path.starts_with(&roots.project) || self.access.shared.iter().any(|shared| path.starts_with(shared))
    }

    fn roots(&self) -> Result<&Roots, FileError> {
        let roots = self.roots.get_or_init(|| {
            let folder = fs::canonicalize(&self.folder).ok()?;
            let marked = |folder: &&Path| folder.join("scene.toml").exists() || folder.join(".git").exists();
            let project = folder.ancestors().find(marked).unwrap_or(&folder).to_owned();
            Some(Roots { folder, project })
        });
        roots.as_ref().ok_or(FileError::Missing)
    }
}

impl Files for Disk {
    fn size_of_image(&self, path: &str) -> Result<(u32, u32), FileError> {
        photo::size(&self.head(path, HEADER)?)
    }

    fn exists(&self, path: &str) -> Result<(), FileError> {
        self.file(path).map(drop)
    }

    fn photo(&self, path: &str) -> Result<Rc<Photo>, FileError> {
        self.access.shelf.photo(&self.resolve(path)?, || photo::inspect(&self.read(path)?).map(Rc::new))
    }

    fn text(&self, path: &str) -> Result<String, FileError> {
        let bytes = self.head(path, MAX_BYTES as u64 + 1)?;
        if bytes.len() > MAX_BYTES {
            return Err(FileError::TooLarge(String::new()));
        }
        let why = |bad: BadBytes| format!("is not UTF-8 from line {}, column {} on", bad.line, bad.column);
        syntax::decode(&bytes).map(str::to_owned).map_err(|bad| FileError::NotText(why(bad)))
    }

    fn identity(&self, path: &str) -> Option<String> {
        self.resolve(path).ok()?.into_os_string().into_string().ok()
    }

    fn open(&self, path: &str) -> Result<Box<dyn Read>, FileError> {
        Ok(Box::new(self.filled(path)?))
    }

    fn beside(&self, path: &str) -> Vec<String> {
        let folder = path.rfind('/').map_or(".", |end| &path[..end]);
        let Ok(roots) = self.roots() else { return Vec::new() };
        let real = fs::canonicalize(roots.folder.join(folder)).ok().filter(|real| self.may_read(roots, real));
        let entries = real.and_then(|real| fs::read_dir(real).ok()).into_iter().flatten().flatten().take(MOST);
        let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
        names.sort();
        names
    }

    fn glob(&self, pattern: &str) -> Result<Vec<String>, FileError> {
        let roots = self.roots()?;
        self.access.ask(|| {
            let folder = pattern.split('/').take_while(|part| !part.contains(['*', '?', '['])).collect::<Vec<_>>();
            normal(&roots.folder.join(folder.join("/")))
        });
        let before_wildcard = pattern.find(['*', '?', '[']).unwrap_or(pattern.len());
        let climbs = pattern[before_wildcard..].split('/').any(|part| part == "..");
        if climbs || !self.may_read(roots, &normal(&roots.folder.join(&pattern[..before_wildcard]))) {
            return Err(FileError::OutsideProject);
        }
        let folder = roots.folder.to_str().ok_or_else(not_unicode)?;
        let relative = || format!("{}/{pattern}", glob::Pattern::escape(folder));
        let whole = if pattern.starts_with('/') { pattern.to_owned() } else { relative() };
        let options = glob::MatchOptions {
            case_sensitive: true,
            require_literal_separator: true,
            require_literal_leading_dot: true,
        };
        let found = glob::glob_with(&whole, options).map_err(|error| FileError::Unreadable(error.msg.to_owned()))?;
        let mut names = Vec::new();
        for path in found {
            let path = path.map_err(|error| unreadable(error.error()))?;
            let name = path.to_str().ok_or_else(not_unicode)?;
            let name = name.strip_prefix(folder).map_or(name, |rest| rest.trim_start_matches('/'));
            if path.is_dir() || (pattern.contains("**") && through_link(roots, name)) {
                continue;
            }
            self.resolve(name)?;
            names.push(name.to_owned());
            if names.len() > MOST {
                return Err(FileError::Unreadable(format!("it finds more than {MOST} files")));
            }
        }
        names.sort();
        Ok(names)
    }
}

fn unreadable(error: &io::Error) -> FileError {
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => FileError::Missing,
        _ => FileError::Unreadable(error.to_string()),
    }
}

fn not_unicode() -> FileError {
    FileError::Unreadable("its name is not Unicode".to_owned())
}

/// Whether a folder on the way to a file is a link; links may lead round in a ring.
fn through_link(roots: &Roots, name: &str) -> bool {
    let folders = Path::new(name).ancestors().skip(1);
    folders.filter(|folder| !folder.as_os_str().is_empty()).any(|folder| roots.folder.join(folder).is_symlink())
}

/// A path without `.` and `..`, by its text alone.
fn normal(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => drop(out.pop()),
            Component::CurDir => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
#[path = "disk_tests.rs"]
mod tests;
