//! What must hold of a shop when its run has ended. What comes in: the project, and the ledger of the service. What goes
//! out: nothing, or the first thing that is not as it should be. What is looked at are the files and the ledger alone; the
//! journal is asked for no more than to be sound.
#![allow(dead_code)] // no test needs all of it

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::shop::{Shop, Wanted};

/// A task that the service has made.
#[derive(Debug, Clone)]
pub struct Made {
    pub uuid: String,
    pub prompt: String,
    /// The images that it was sent with.
    pub images: Vec<String>,
    /// The ids and the bytes of its pictures.
    pub pictures: Vec<(String, Vec<u8>)>,
}

/// Everything that was wanted is there once, whole and in its place, and nothing else is.
pub fn pictures(shop: &Shop, made: &[Made]) {
    some_pictures(shop, &shop.wanted(), made);
}

/// The same of a part of it.
pub fn some_pictures(shop: &Shop, wanted: &[Wanted], made: &[Made]) {
    let mut files = shop.files("out");
    let mut tasks: BTreeMap<(&str, &str), &Made> = BTreeMap::new();
    for want in wanted {
        let made = one(shop, want, made, &mut files);
        tasks.insert((&want.folder, want.pass), made);
    }
    for want in wanted {
        let Some(from) = want.from else { continue };
        let (own, first) = (tasks[&(&*want.folder, want.pass)], tasks[&(&*want.folder, from)]);
        // Of several pictures the first that came; in which order they come is up to the service.
        let known = first.pictures.iter().any(|(id, _)| *id == own.images[0]);
        assert!(known, "{want:?} is not made of a picture of {from}");
    }
    assert!(files.is_empty(), "there is more than was wanted: {:?}", files.keys());
}

/// Takes the files of one pass out of all; the task that they are of comes back.
fn one<'m>(shop: &Shop, want: &Wanted, made: &'m [Made], files: &mut BTreeMap<String, Vec<u8>>) -> &'m Made {
    let start = format!("{}/{}-", want.folder, want.pass);
    let own: Vec<String> = files.keys().filter(|name| name.starts_with(&start)).cloned().collect();
    assert_eq!(own.len(), want.pictures + 1, "{} of {want:?}: {own:?}", shop.folder.display());
    let first_eight = own[0][start.len()..][..8].to_owned();
    let fits = |task: &&Made| task.uuid.starts_with(&first_eight) && task.prompt.contains(&want.says);
    let task = made.iter().find(fits).unwrap_or_else(|| panic!("the service did not make {own:?} for {want:?}"));
    assert_eq!(task.pictures.len(), want.pictures, "{want:?}");
    let mut missing: BTreeSet<&[u8]> = task.pictures.iter().map(|(_, bytes)| &**bytes).collect();
    assert_eq!(missing.len(), want.pictures, "every picture has bytes of its own");
    for name in own {
        let bytes = files.remove(&name).unwrap();
        if name == format!("{start}{first_eight}.json") {
            let sidecar: Value = serde_json::from_slice(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
            let text = sidecar.to_string();
            let known = text.contains(&task.uuid) && text.contains(&want.says);
            assert!(known && task.pictures.iter().all(|(id, _)| text.contains(id)), "{name}: {text}");
        } else {
            assert!(missing.remove(&*bytes), "{name} is not whole, or is there twice");
        }
    }
    task
}

/// The journal is sound, and its tables belong together.
pub fn journal(shop: &Shop) {
    let journal = rusqlite::Connection::open(shop.folder.join(".scene/journal.db")).unwrap();
    let sound: String = journal.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
    let mut check = journal.prepare("PRAGMA foreign_key_check").unwrap();
    assert!(check.query([]).unwrap().next().unwrap().is_none(), "a row belongs to none");
}
