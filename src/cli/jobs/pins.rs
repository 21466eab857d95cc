//! What scenes are made of. What comes in: scenes that were read, and their project. What goes out: each file with a digest
//! of its bytes: scenes, what they import, data files, the settings and the models of the project.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::cli::input::Loaded;
use crate::cli::projects::{MODELS, SETTINGS, seen_from};
use crate::compile::Opened;
use crate::source::Files;

/// A file and a digest of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct Pin {
    /// Its path, from the project's folder, with `/`.
    pub(in crate::cli) path: String,
    /// BLAKE3, 64 hexadecimal digits.
    pub(in crate::cli) hash: String,
}

/// Pins, each file once.
pub(super) struct Pins<'p> {
    project: &'p Path,
    known: HashSet<PathBuf>,
    found: Vec<Pin>,
}

impl<'p> Pins<'p> {
    /// Those of the project itself.
    pub(super) fn new(project: &'p Path) -> Self {
        let mut pins = Self { project, known: HashSet::new(), found: Vec::new() };
        for name in [SETTINGS, MODELS] {
            let path = project.join(name);
            // What cannot be read was told, and there are no jobs.
            if let Ok(hash) = File::open(&path).and_then(digest) {
                pins.add(path, || hash);
            }
        }
        pins
    }

    /// Adds those of a scene.
    pub(super) fn scene(&mut self, opened: &Opened<'_>, loaded: &Loaded) -> Result<(), String> {
        for (name, text) in opened.sources.texts() {
            self.add(real(Path::new(name)), || blake3::hash(text.as_bytes()).to_hex().to_string());
        }
        for file in opened.matrix().files() {
            let Some(path) = loaded.disk.identity(file).map(PathBuf::from) else { continue };
            if self.known.contains(&path) {
                continue;
            }
            let bytes = loaded.disk.open(file).map_err(|_| "a data file went away while it was read".to_owned())?;
            let hash = digest(bytes).map_err(|_| "a data file went away while it was read".to_owned())?;
            self.add(path, || hash);
        }
        Ok(())
    }

    /// All of them, in the order of their paths.
    pub(super) fn finish(mut self) -> Vec<Pin> {
        self.found.sort_by(|a, b| a.path.cmp(&b.path));
        self.found
    }

    fn add(&mut self, path: PathBuf, hash: impl FnOnce() -> String) {
        if !self.known.contains(&path) {
            let shown = seen_from(self.project, &path);
            self.found.push(Pin { path: shown.to_string_lossy().replace('\\', "/"), hash: hash() });
            self.known.insert(path);
        }
    }
}

/// A path with every link on the way to the file followed. The file itself may be a link: its name is what people know.
fn real(path: &Path) -> PathBuf {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    match (fs::canonicalize(folder), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

fn digest(mut bytes: impl Read) -> io::Result<String> {
    let (mut hasher, mut piece) = (blake3::Hasher::new(), vec![0; 64 * 1024]);
    loop {
        match bytes.read(&mut piece) {
            Ok(0) => return Ok(hasher.finalize().to_hex().to_string()),
            Ok(count) => _ = hasher.update(&piece[..count]),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
