//! What comes in: jobs and what was made of them. What goes out: that the file beside the pictures says all of it, steers
//! no terminal, and replaces nothing of others.
#![allow(clippy::unwrap_used)]

use std::fs;

use serde_json::{Value, json};

use super::super::tests::{PNG, Scratch, TASK, job, save};
use super::*;
use crate::submit::Job;

const IMAGE: &str = "7c2a1e0c-9f1d-4a53-8b8e-0f3d5a6b7c8d";

fn references() -> Job {
    let file = |path: &str| Input::File {
        path: path.to_owned(),
        file: format!("catalogue/{path}"),
        hash: "a".repeat(64),
        bytes: 10,
        mime: "image/png".to_owned(),
    };
    Job {
        seed: Some(0),
        prompt: "A \u{202e}watch\u{1b}[31m.".to_owned(),
        references: ["https://example.com/a.jpg", "watch.png", "result:0e57a11d", "watch.png"]
            .map(str::to_owned)
            .to_vec(),
        inputs: vec![file("watch.png"), Input::Picture(0), file("watch.png")],
        ..job()
    }
}

fn pictures() -> [Picture; 2] {
    let picture = |image: &str, cost| Picture {
        image: image.to_owned(),
        url: "https://im.example.com/secret.png".to_owned(),
        seed: Some(u64::MAX),
        cost,
    };
    [picture(IMAGE, Some(Usd(69_230))), picture("second", None)]
}

fn provenance<'p>(job: &'p Job, images: &'p [String], pictures: &'p [Picture], saved: &'p [Saved]) -> Provenance<'p> {
    let sent = "{\"taskType\":\"imageInference\",\"taskUUID\":\"1\",\"b\":[true,null,-2,0.5],\"a\":{}}";
    Provenance { job, run: 3, task: TASK, sent, images, pictures, saved }
}

#[test]
fn the_file_says_where_pictures_come_from() {
    let scratch = Scratch::new("provenance");
    let shelf = scratch.shelf();
    let saved = [save(&shelf, PNG).unwrap()];
    let images = [IMAGE.to_owned(), String::new()];
    let (job, pictures) = (references(), pictures());
    let path = shelf.provenance(&provenance(&job, &images, &pictures, &saved)).unwrap();
    assert_eq!(path, scratch.folder().join("main-1a2b3c4d.json"));
    let text = fs::read_to_string(&path).unwrap();
    let found: Value = serde_json::from_str(&text).unwrap();
    let expected = json!({
        "version": 1,
        "compiler": format!("scenewright {}", env!("CARGO_PKG_VERSION")),
        "run": 3,
        "scene": "catalogue/watch.scene",
        "sceneHash": "5".repeat(64),
        "id": "red",
        "pass": "main",
        "prompt": "A \u{202e}watch\u{1b}[31m.",
        "model": "google:4@3",
        "size": {"width": 1200, "height": 896},
        "seed": 0,
        "taskUUID": TASK,
        "task": {"taskType": "imageInference", "taskUUID": "1", "b": [true, null, -2, 0.5], "a": {}},
        "references": [
            {"position": 1, "source": "https://example.com/a.jpg", "hash": null, "imageUUID": null},
            {"position": 2, "source": "watch.png", "hash": "a".repeat(64), "imageUUID": IMAGE},
            {"position": 3, "source": "result:0e57a11d", "hash": null, "imageUUID": null},
            {"position": 4, "source": "watch.png", "hash": "a".repeat(64), "imageUUID": null},
        ],
        "pictures": [
            {
                "file": "main-1a2b3c4d.png", "hash": saved[0].hash, "bytes": PNG.len(), "width": 64, "height": 48,
                "imageUUID": IMAGE, "seed": u64::MAX, "costUSD": 0.06923,
            },
            {
                "file": null, "hash": null, "bytes": null, "width": null, "height": null,
                "imageUUID": "second", "seed": u64::MAX, "costUSD": null,
            },
        ],
        "costUSD": 0.06923,
    });
    assert_eq!(found, expected);
    let steers = |letter: char| letter != '\n' && crate::diagnostic::render::is_unprintable(letter);
    assert!(!text.chars().any(steers) && text.ends_with("}\n"));
    // Members keep their order, and what is gone soon is not kept.
    assert!(text.contains("\"b\": [\n") && text.find("\"b\"") < text.find("\"a\": {}"));
    assert!(!text.contains("secret"));
}

#[test]
fn only_our_own_file_is_replaced() {
    let scratch = Scratch::new("ours");
    let shelf = scratch.shelf();
    let (job, pictures) = (job(), pictures());
    let write = || shelf.provenance(&provenance(&job, &[], &pictures, &[])).unwrap();
    let one = write();
    let first = fs::read_to_string(&one).unwrap();
    fs::write(&one, first.replace("\"run\": 3", "\"run\": 1")).unwrap();
    assert_eq!((write(), fs::read_to_string(&one).unwrap()), (one.clone(), first.clone()));
    // Of another task, or not by us, or no JSON: it stays.
    let others = [first.replace(TASK, "1a2b3c4d-other"), first.replace("scenewright ", "other "), "notes".to_owned()];
    for (other, next) in others.iter().zip(["main-1a2b3c4d-b.json", "main-1a2b3c4d-b.json", "main-1a2b3c4d-b.json"]) {
        fs::write(&one, other).unwrap();
        assert_eq!(write(), scratch.folder().join(next));
        assert_eq!(&fs::read_to_string(&one).unwrap(), other);
    }
    fs::remove_file(&one).unwrap();
    fs::create_dir(&one).unwrap();
    assert_eq!(write(), scratch.folder().join("main-1a2b3c4d-b.json"));
    assert_eq!(scratch.names(), ["main-1a2b3c4d-b.json", "main-1a2b3c4d.json"]);
}

#[cfg(unix)]
#[test]
fn a_link_in_its_place_is_left_alone() {
    let scratch = Scratch::new("sidecar-link");
    let (job, shelf) = (job(), scratch.shelf());
    let write = || shelf.provenance(&provenance(&job, &[], &[], &[])).unwrap();
    let one = write();
    let elsewhere = scratch.0.join("elsewhere.json");
    fs::rename(&one, &elsewhere).unwrap();
    let before = fs::read(&elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &one).unwrap();
    assert_eq!(write(), scratch.folder().join("main-1a2b3c4d-b.json"));
    assert_eq!(fs::read(&elsewhere).unwrap(), before);
}

#[test]
fn what_is_not_known_is_null() {
    let scratch = Scratch::new("unknown");
    let job = Job { size: None, ..job() };
    let sent = Provenance { sent: "no JSON", ..provenance(&job, &[], &[], &[]) };
    let text = fs::read_to_string(scratch.shelf().provenance(&sent).unwrap()).unwrap();
    let found: Value = serde_json::from_str(&text).unwrap();
    for key in ["size", "seed", "task", "costUSD"] {
        assert_eq!(found[key], Value::Null, "{key}");
    }
    assert_eq!((&found["pictures"], &found["references"]), (&json!([]), &json!([])));
}
