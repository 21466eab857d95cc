//! Where pictures go. What comes in: the folder of the pictures, and that of the project. What goes out: whether the one lies in
//! the other, links followed, and whether it can be written, which is better known before anything is paid.

use std::fs;
use std::path::{Component, Path};

use crate::submit::store::Shelf;

/// Whether a folder, which need not be there yet, lies in the project. A link leads where it leads; one that leads nowhere
/// may lead anywhere later.
pub(in crate::cli) fn inside(out: &Path, project: &Path) -> bool {
    let (Ok(project), false) = (fs::canonicalize(project), out.components().any(|part| part == Component::ParentDir))
    else {
        return false;
    };
    let there = out.ancestors().find(|path| fs::symlink_metadata(path).is_ok());
    out.is_absolute()
        && there.and_then(|path| fs::canonicalize(path).ok()).is_some_and(|real| real.starts_with(&project))
}

/// Sees to it that pictures can be written where they belong.
pub(in crate::cli) fn ready(out: &Path, project: &Path) -> Result<(), String> {
    let ready = Shelf::new(out, project).ready();
    ready.map_err(|failure| format!("nothing was sent, since pictures could not be saved: {}", failure.message))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_folder_that_leads_outside_is_seen() {
        let top = std::env::temp_dir().join(format!("scene-place-{}", std::process::id()));
        let project = top.join("project");
        fs::create_dir_all(project.join("deep")).unwrap();
        std::os::unix::fs::symlink("..", project.join("away")).unwrap();
        std::os::unix::fs::symlink("deep", project.join("near")).unwrap();
        std::os::unix::fs::symlink("/nowhere/at/all", project.join("dangling")).unwrap();
        fs::write(project.join("file"), "").unwrap();
        for (out, expected) in [
            ("out/new", true),
            ("deep", true),
            ("near/new", true),
            ("away/new", false),
            ("dangling/new", false),
            ("deep/../../x", false),
            ("/", false),
        ] {
            assert_eq!(inside(&project.join(out), &project), expected, "{out}");
        }
        assert!(!inside(Path::new("out"), &project));
        assert!(ready(&project.join("out/new"), &project).is_ok());
        let why = ready(&project.join("file/new"), &project).unwrap_err();
        assert!(why.starts_with("nothing was sent") && why.ends_with("is not a folder"), "{why}");
        fs::remove_dir_all(top).unwrap();
    }
}
