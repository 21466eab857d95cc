//! What a scene may read, and what it may not.
#![allow(clippy::unwrap_used)]

use super::*;

/// A project in a folder of its own, which goes away with it.
struct Project(PathBuf);

impl Project {
    fn new(name: &str) -> Self {
        let root = std::env::temp_dir().join(format!("scenewright-disk-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&root);
        fs::create_dir_all(root.join("project/scenes")).unwrap();
        fs::write(root.join("project/scene.toml"), "").unwrap();
        fs::write(root.join("secret.png"), png(9, 9)).unwrap();
        Self(root)
    }

    fn disk(&self) -> Disk {
        Disk::beside(&self.0.join("project/scenes/a.scene"))
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        fs::write(self.0.join("project").join(path), bytes).unwrap();
    }
}

impl Drop for Project {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend(b"\x08\x02\0\0\0\0\0\0\0");
    bytes
}

#[test]
fn images_give_their_size() {
    let project = Project::new("size");
    project.write("scenes/mug.png", &png(640, 480));
    project.write("shared.png", &png(3, 4));
    project.write("scenes/note.txt", b"no image");
    project.write("scenes/zero.png", &png(0, 4));
    project.write("scenes/empty.png", b"");
    let disk = project.disk();
    assert_eq!(disk.size_of_image("mug.png"), Ok((640, 480)));
    assert_eq!(disk.size_of_image("../shared.png"), Ok((3, 4)));
    assert_eq!(disk.size_of_image("note.txt"), Err(FileError::NotAnImage));
    for path in ["zero.png", "empty.png"] {
        assert!(matches!(disk.size_of_image(path), Err(FileError::Damaged(_))), "{path}");
    }
    assert_eq!(disk.exists("note.txt"), Ok(()));
    assert_eq!(disk.read("note.txt"), Ok(b"no image".to_vec()));
}

#[test]
fn an_image_is_looked_into_as_a_whole() {
    let project = Project::new("photo");
    project.write("scenes/mug.png", include_bytes!("../../tests/photos/square_mug.png"));
    project.write("scenes/head.png", &png(640, 480));
    let access = Rc::new(Access::default());
    let disk = project.disk().sharing(&access);
    let photo = disk.photo("mug.png").unwrap();
    assert_eq!((photo.size, photo.pixels.is_some()), ((512, 512), true));
    assert!(
        Rc::ptr_eq(&photo, &project.disk().sharing(&access).photo("../scenes/mug.png").unwrap()),
        "it is looked into once"
    );
    assert_eq!(disk.size_of_image("head.png"), Ok((640, 480)));
    assert!(matches!(disk.photo("head.png"), Err(FileError::Damaged(_))));
    assert_eq!(disk.photo("none.png"), Err(FileError::Missing));
    assert_eq!(disk.photo("../../secret.png"), Err(FileError::OutsideProject));
}

#[test]
fn a_file_of_more_than_64_mib_is_not_read() {
    let project = Project::new("large");
    let path = project.0.join("project/scenes/large.png");
    fs::write(&path, png(640, 480)).unwrap();
    // The rest of it takes no room on the disk.
    File::options().write(true).open(&path).unwrap().set_len(MOST_BYTES + 1).unwrap();
    assert_eq!(project.disk().photo("large.png"), Err(photo::too_many_bytes()));
    assert_eq!(project.disk().size_of_image("large.png"), Ok((640, 480)));
}

#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_not_opened() {
    let project = Project::new("special");
    let scenes = project.0.join("project/scenes");
    // Whoever opened this pipe would wait for ever.
    assert!(std::process::Command::new("mkfifo").arg(scenes.join("pipe.png")).status().unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(scenes.join("socket.png")).unwrap();
    fs::create_dir(scenes.join("folder.png")).unwrap();
    std::os::unix::fs::symlink("loop.png", scenes.join("loop.png")).unwrap();
    let disk = project.disk();
    for path in ["pipe.png", "socket.png", "folder.png", "loop.png"] {
        assert!(matches!(disk.photo(path), Err(FileError::Unreadable(_))), "{path}");
        assert!(matches!(disk.exists(path), Err(FileError::Unreadable(_))), "{path}");
    }
    assert_eq!(disk.photo("/dev/zero"), Err(FileError::OutsideProject));
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::new("locked");
    project.write("scenes/mug.png", include_bytes!("../../tests/photos/square_mug.png"));
    let path = project.0.join("project/scenes/mug.png");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    // An administrator may read everything.
    match File::open(&path) {
        Ok(_) => assert!(project.disk().photo("mug.png").is_ok()),
        Err(_) => assert!(matches!(project.disk().photo("mug.png"), Err(FileError::Unreadable(_)))),
    }
}

#[test]
fn what_is_missing_or_no_file_is_told_apart() {
    let project = Project::new("missing");
    fs::create_dir(project.0.join("project/scenes/folder")).unwrap();
    let disk = project.disk();
    for path in ["none.png", "", "a\0b", "folder/none.png", "none/none.png"] {
        assert_eq!(disk.exists(path), Err(FileError::Missing), "{path:?}");
    }
    assert!(matches!(disk.exists("folder"), Err(FileError::Unreadable(_))));
}

#[test]
fn nothing_outside_the_project_is_read() {
    let project = Project::new("outside");
    let disk = project.disk();
    let absolute = project.0.join("secret.png").to_string_lossy().into_owned();
    for path in ["../../secret.png", "../../no-such-file", "/etc/hostname", "/no/such/file", &absolute] {
        assert_eq!(disk.exists(path), Err(FileError::OutsideProject), "{path}");
        assert_eq!(disk.read(path), Err(FileError::OutsideProject), "{path}");
    }
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere_else() {
    let project = Project::new("links");
    let scenes = project.0.join("project/scenes");
    std::os::unix::fs::symlink(project.0.join("secret.png"), scenes.join("link.png")).unwrap();
    std::os::unix::fs::symlink(&project.0, scenes.join("up")).unwrap();
    let disk = project.disk();
    assert_eq!(disk.size_of_image("link.png"), Err(FileError::OutsideProject));
    assert_eq!(disk.exists("up/secret.png"), Err(FileError::OutsideProject));
    assert_eq!(disk.glob("up/*.png"), Err(FileError::OutsideProject));
}

#[test]
fn without_a_marker_the_folder_is_the_project() {
    let project = Project::new("bare");
    fs::remove_file(project.0.join("project/scene.toml")).unwrap();
    project.write("shared.png", &png(3, 4));
    assert_eq!(project.disk().exists("../shared.png"), Err(FileError::OutsideProject));
}

#[test]
fn patterns_find_files_in_order() {
    let project = Project::new("glob");
    fs::create_dir_all(project.0.join("project/scenes/team/deep")).unwrap();
    for name in ["b.jpg", "a.jpg", "c.png", "deep/d.jpg", ".hidden.jpg"] {
        project.write(&format!("scenes/team/{name}"), b"");
    }
    let disk = project.disk();
    assert_eq!(disk.glob("team/*.jpg").unwrap(), ["team/a.jpg", "team/b.jpg"]);
    assert_eq!(disk.glob("team/?.*").unwrap(), ["team/a.jpg", "team/b.jpg", "team/c.png"]);
    assert_eq!(disk.glob("**/*.jpg").unwrap(), ["team/a.jpg", "team/b.jpg", "team/deep/d.jpg"]);
    assert_eq!(disk.glob("../scenes/team/a*").unwrap(), ["../scenes/team/a.jpg"]);
    assert!(disk.glob("none/*.jpg").unwrap().is_empty());
    for pattern in ["/etc/*", "../../*", "*/../../../*", "/**/*"] {
        assert_eq!(disk.glob(pattern), Err(FileError::OutsideProject), "{pattern}");
    }
    assert!(matches!(disk.glob("***"), Err(FileError::Unreadable(_))));
}

#[test]
fn a_pattern_that_finds_too_much_is_refused() {
    let project = Project::new("many");
    for n in 0..=MOST {
        project.write(&format!("scenes/{n}.jpg"), b"");
    }
    assert!(matches!(project.disk().glob("*.jpg"), Err(FileError::Unreadable(reason)) if reason.contains("1000")));
}

#[cfg(unix)]
#[test]
fn a_pattern_follows_no_ring_of_links() {
    let project = Project::new("ring");
    fs::create_dir_all(project.0.join("project/scenes/team")).unwrap();
    project.write("scenes/team/a.jpg", b"");
    std::os::unix::fs::symlink("..", project.0.join("project/scenes/team/up")).unwrap();
    assert_eq!(project.disk().glob("**/*.jpg").unwrap(), ["team/a.jpg"]);
}
