//! Git, asked as a program. What comes in: names of revisions and paths. What goes out: where a repository is, what a revision
//! holds, and bytes. Nothing that a repository says can make it run another program, ask anything or reach the network.

use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::diagnostic::render::printable;

/// How many files a revision may hold.
const MOST_FILES: usize = 200_000;

/// How long the path of a file may be, in bytes.
const LONGEST: u64 = 8 * 1024;

/// A file of a revision.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its path from the repository's folder.
    pub(super) path: String,
    /// The id of what it holds.
    pub(super) id: String,
    /// Whether it is a link, and holds where that leads.
    pub(super) link: bool,
}

/// A repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repository {
    /// Its real folder.
    pub(super) root: PathBuf,
    /// Whether it has no working tree.
    pub(super) bare: bool,
}

impl Repository {
    /// The repository that a folder belongs to.
    pub(super) fn of(folder: &Path) -> Result<Self, String> {
        let shown = || printable(&folder.to_string_lossy()).into_owned();
        let found = match said(folder, &["rev-parse", "--show-toplevel"])? {
            Ok(root) => Ok((root, false)),
            Err(why) => match said(folder, &["rev-parse", "--is-bare-repository", "--absolute-git-dir"])? {
                Ok(said) => said.strip_prefix("true\n").map(|root| (root.to_owned(), true)).ok_or(why),
                Err(_) => Err(why),
            },
        };
        let (root, bare) = found.map_err(|why| {
            if why.is_empty() || why.starts_with("not a git repository") {
                format!("`{}` is in no repository that git knows", shown())
            } else {
                format!("git does not open the repository of `{}`: {}", shown(), printable(&why))
            }
        })?;
        let root = root.strip_suffix('\n').unwrap_or(&root);
        let problem = |error| format!("cannot find the folder `{}`: {error}", printable(root));
        Ok(Self { root: fs::canonicalize(root).map_err(problem)?, bare })
    }

    /// The id of the commit that a name stands for; none if it stands for none.
    pub(super) fn commit(&self, name: &str) -> Result<Option<String>, String> {
        // Git reads nearly anything between braces as a time; only whole braces are meant so.
        if name.is_empty() || name.contains(char::is_control) || colon(name).is_none_or(|at| at != name.len()) {
            return Ok(None);
        }
        let name = format!("{name}^{{commit}}");
        let id = said(&self.root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &name])?;
        Ok(id.ok().map(|id| id.trim().to_owned()).filter(|id| is_id(id)))
    }

    /// Whether older commits were never fetched.
    pub(super) fn is_shallow(&self) -> bool {
        said(&self.root, &["rev-parse", "--is-shallow-repository"])
            .is_ok_and(|said| said.is_ok_and(|it| it == "true\n"))
    }

    /// The files of a commit. Other repositories, and paths that could lead elsewhere, are left out.
    pub(super) fn files(&self, commit: &str) -> Result<Vec<Entry>, String> {
        let (mut child, out) = spawn(&self.root, &["ls-tree", "-r", "-z", "--full-tree", commit], Stdio::null())?;
        let mut out = BufReader::new(out);
        let (mut files, mut entry) = (Vec::new(), Vec::new());
        loop {
            entry.clear();
            let read = (&mut out).take(LONGEST).read_until(0, &mut entry);
            if matches!(read, Ok(0)) {
                break;
            }
            let whole = read.is_ok() && entry.pop() == Some(0);
            if !whole || files.len() >= MOST_FILES {
                end(&mut child);
                return Err(if whole {
                    format!("it holds more than {MOST_FILES} files")
                } else {
                    "it holds a path that is far too long".to_owned()
                });
            }
            files.extend(std::str::from_utf8(&entry).ok().and_then(file));
        }
        if child.wait().is_ok_and(|status| status.success()) {
            return Ok(files);
        }
        Err("git cannot list its files; a partial or damaged clone does not hold them all".to_owned())
    }

    /// A process of git that answers what is written to it.
    pub(super) fn answering(&self, arguments: &[&str]) -> Result<(Child, ChildStdout), String> {
        spawn(&self.root, arguments, Stdio::piped())
    }
}

/// Where the first colon outside of braces is, or the end; none if the braces are not whole. A colon that begins a name
/// searches for words of a commit.
pub(super) fn colon(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.checked_sub(1)?,
            ':' if depth == 0 && !text.starts_with(":/") => return Some(at),
            _ => {}
        }
    }
    (depth == 0).then_some(text.len())
}

/// `100644 blob ID<tab>PATH`
fn file(line: &str) -> Option<Entry> {
    let (head, path) = line.split_once('\t')?;
    let mut words = head.split(' ');
    let (mode, kind, id) = (words.next()?, words.next()?, words.next()?);
    let (is_file, link) = (matches!(mode, "100644" | "100755" | "100664"), mode == "120000");
    let is_ours = (is_file || link) && kind == "blob" && is_id(id) && path.split('/').all(is_plain);
    is_ours.then(|| Entry { path: path.to_owned(), id: id.to_owned(), link })
}

/// Whether a name leads nowhere but to a file or folder of this name.
pub(super) fn is_plain(name: &str) -> bool {
    let odd = |c: char| cfg!(windows) && (c.is_control() || matches!(c, '\\' | ':'));
    !matches!(name, "" | "." | "..") && !name.contains(odd) && !name.eq_ignore_ascii_case(".git")
}

fn is_id(text: &str) -> bool {
    matches!(text.len(), 40 | 64) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What git says; or its own word for why it does not.
fn said(folder: &Path, arguments: &[&str]) -> Result<Result<String, String>, String> {
    let output = command(folder, arguments).stdin(Stdio::null()).output().map_err(|error| not_run(&error))?;
    let why = String::from_utf8_lossy(&output.stderr);
    let why = why.lines().next().unwrap_or_default();
    let why = why.strip_prefix("fatal: ").unwrap_or(why).to_owned();
    Ok(if output.status.success() { String::from_utf8(output.stdout).map_err(|_| why) } else { Err(why) })
}

fn spawn(folder: &Path, arguments: &[&str], stdin: Stdio) -> Result<(Child, ChildStdout), String> {
    let mut command = command(folder, arguments);
    command.stdin(stdin).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|error| not_run(&error))?;
    let out = child.stdout.take().ok_or("git cannot be run: it has no output")?;
    Ok((child, out))
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["-c", "core.fsmonitor=false"]).args(arguments);
    // Older versions of git know no order against fetching, but all of them one against every way to fetch.
    command.env("GIT_NO_LAZY_FETCH", "1").env("GIT_ALLOW_PROTOCOL", "none");
    command.env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0").env("LC_ALL", "C");
    command
}

fn not_run(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "git is not installed, and only git knows revisions".to_owned(),
        _ => format!("git cannot be run: {error}"),
    }
}

/// Ends a child whose output is of no more interest.
pub(super) fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_files_are_taken() {
        let id = "0123456789012345678901234567890123456789";
        let take = |mode: &str, path: &str| file(&format!("{mode} blob {id}\t{path}")).map(|it| (it.path, it.link));
        assert_eq!(take("100644", "a/b c.scene"), Some(("a/b c.scene".to_owned(), false)));
        assert_eq!(take("120000", "a"), Some(("a".to_owned(), true)));
        for path in ["../a", "a/../b", "/a", "a//b", ".git/config", "a/.GIT/x", "a/", "."] {
            assert_eq!(take("100644", path), None, "{path:?}");
        }
        for path in ["a\\b", "c:x", "a\nb"] {
            assert_eq!(take("100644", path).is_some(), !cfg!(windows), "{path:?}");
        }
        for mode in ["160000", "040000"] {
            assert_eq!(take(mode, "a"), None);
        }
        assert_eq!(file("100644 blob --help\ta"), None);
    }

    #[test]
    fn a_colon_between_braces_is_part_of_a_name() {
        assert_eq!(colon("HEAD:a:b"), Some(4));
        assert_eq!(colon("HEAD"), Some(4));
        assert_eq!(colon("HEAD@{2001-01-01 10:00}:a"), Some(23));
        assert_eq!(colon("HEAD^{/a: b}"), Some(12));
        assert_eq!(colon(":/a: b"), Some(6));
        assert_eq!(colon("HEAD@{1"), None);
        assert_eq!(colon("HEAD}:a"), None);
    }
}
