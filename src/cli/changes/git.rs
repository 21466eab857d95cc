//! Git, asked as a program. What comes in: names of revisions and paths. What goes out: where a repository is, what a revision
//! holds, and bytes. Nothing that a repository says can make it run another program, ask anything or reach the network.

use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::diagnostic::render::printable;

/// How many files a revision may hold.
const MOST_FILES: usize = 200_000;

/// How long the path of a file may be, in bytes.
const LONGEST: u64 = 8 * 1024;

/// A file of a revision: its path from the repository's folder, and the id of what it holds.
pub(super) type Entry = (String, String);

/// A repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repository {
    /// Its folder.
    pub(super) root: PathBuf,
    /// The path from there to the folder that was asked about; empty, or with a slash at its end.
    pub(super) prefix: String,
}

impl Repository {
    /// The repository that a folder belongs to.
    pub(super) fn of(folder: &Path) -> Result<Self, String> {
        let problem = || format!("`{}` is in no repository that git knows", printable(&folder.to_string_lossy()));
        let said = said(folder, &["rev-parse", "--show-toplevel", "--show-prefix"])?.ok_or_else(problem)?;
        let (root, prefix) = said.split_once('\n').ok_or_else(problem)?;
        Ok(Self { root: PathBuf::from(root), prefix: prefix.trim_end_matches('\n').to_owned() })
    }

    /// The id of the commit that a name stands for; none if it stands for none.
    pub(super) fn commit(&self, name: &str) -> Result<Option<String>, String> {
        if name.is_empty() || name.contains(char::is_control) {
            return Ok(None);
        }
        let name = format!("{name}^{{commit}}");
        let id = said(&self.root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &name])?;
        Ok(id.map(|id| id.trim().to_owned()).filter(|id| is_id(id)))
    }

    /// The files of a commit. Links, other repositories, and paths that could lead elsewhere are left out.
    pub(super) fn files(&self, commit: &str) -> Result<Vec<Entry>, String> {
        let (mut child, out) = spawn(&self.root, &["ls-tree", "-r", "-z", "--full-tree", commit])?;
        let mut out = BufReader::new(out);
        let (mut files, mut entry) = (Vec::new(), Vec::new());
        loop {
            entry.clear();
            let problem = |error: io::Error| format!("cannot read what git says: {error}");
            let read = (&mut out).take(LONGEST).read_until(0, &mut entry).map_err(problem)?;
            if read == 0 {
                break;
            }
            if entry.pop() != Some(0) || files.len() >= MOST_FILES {
                end(&mut child);
                return Err(format!("the revision holds more than {MOST_FILES} files, or a path that is far too long"));
            }
            files.extend(std::str::from_utf8(&entry).ok().and_then(file));
        }
        let done = child.wait().is_ok_and(|status| status.success());
        if done { Ok(files) } else { Err("git cannot list the files of the revision".to_owned()) }
    }

    /// The bytes that an id stands for, up to a number of them.
    pub(super) fn copy(&self, id: &str, most: u64, to: &mut dyn io::Write) -> io::Result<()> {
        let (mut child, out) = spawn(&self.root, &["cat-file", "blob", id]).map_err(io::Error::other)?;
        let copied = io::copy(&mut out.take(most), to);
        end(&mut child);
        copied.map(drop)
    }
}

/// `100644 blob ID<tab>PATH`
fn file(line: &str) -> Option<Entry> {
    let (head, path) = line.split_once('\t')?;
    let mut words = head.split(' ');
    let (mode, kind, id) = (words.next()?, words.next()?, words.next()?);
    let is_file = matches!(mode, "100644" | "100755") && kind == "blob" && is_id(id);
    (is_file && path.split('/').all(is_plain)).then(|| (path.to_owned(), id.to_owned()))
}

/// Whether a name leads nowhere but to a file or folder of this name, on any system.
fn is_plain(name: &str) -> bool {
    let odd = |c: char| c.is_control() || matches!(c, '\\' | ':');
    !matches!(name, "" | "." | "..") && !name.contains(odd) && !name.eq_ignore_ascii_case(".git")
}

fn is_id(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What git says, if it says it gladly.
fn said(folder: &Path, arguments: &[&str]) -> Result<Option<String>, String> {
    let (mut child, out) = spawn(folder, arguments)?;
    let mut text = String::new();
    let read = out.take(64 * 1024).read_to_string(&mut text);
    let done = child.wait().is_ok_and(|status| status.success());
    Ok(Some(text).filter(|_| done && read.is_ok()))
}

fn spawn(folder: &Path, arguments: &[&str]) -> Result<(Child, ChildStdout), String> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "core.fsmonitor=false", "-c", "core.quotePath=false"]).args(arguments);
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => "git is not installed, and only git knows revisions".to_owned(),
        _ => format!("git cannot be run: {error}"),
    })?;
    let out = child.stdout.take().ok_or("git cannot be run: it has no output")?;
    Ok((child, out))
}

/// Ends a child whose output is of no more interest.
fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_files_are_taken() {
        let id = "0123456789012345678901234567890123456789";
        let take = |mode: &str, path: &str| file(&format!("{mode} blob {id}\t{path}")).map(|(path, _)| path);
        assert_eq!(take("100644", "a/b c.scene").as_deref(), Some("a/b c.scene"));
        for path in ["../a", "a/../b", "/a", "a//b", ".git/config", "a/.GIT/x", "a\\b", "c:x", "a\nb", "a/", "."] {
            assert_eq!(take("100644", path), None, "{path:?}");
        }
        for mode in ["120000", "160000", "040000"] {
            assert_eq!(take(mode, "a"), None);
        }
        assert_eq!(file("100644 blob --help\ta"), None);
    }
}
