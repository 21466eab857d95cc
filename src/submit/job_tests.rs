//! What comes in: tasks of the compiler as jobs. What goes out: that ids come from the content, all of it, and that what is
//! sent is JSON.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::*;
use crate::emit::{Settings, Task, jsonl};

/// What stands in front of the body of a task.
const HEAD: &str = "{\"taskType\":\"imageInference\",\"taskUUID\":\"";

fn settings() -> Settings {
    Settings { model: "google:4@3".to_owned(), size: Some((1200, 896)), seed: Some(0), ..Settings::default() }
}

/// A job of a task, its body cut in front of these images.
fn job(task: &Task, inputs: Vec<(&str, Input)>) -> Job {
    let line = jsonl(&[task]);
    let body = line.trim_end().strip_prefix(HEAD).unwrap().get(36 + 2..).unwrap();
    let mut pieces = vec![body.to_owned()];
    for (image, _) in &inputs {
        let (before, behind) = pieces
            .pop()
            .unwrap()
            .split_once(&format!("\"{image}\""))
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        pieces.extend([before, behind]);
    }
    Job {
        scene: "watch.scene".to_owned(),
        scene_hash: String::new(),
        id: "scene".to_owned(),
        pass: "scene".to_owned(),
        model: task.model.clone(),
        prompt: task.positive_prompt.clone(),
        size: None,
        results: 1,
        seed: task.seed,
        estimate: Some(Usd(69_230)),
        exact: true,
        place: String::new(),
        references: Vec::new(),
        body: pieces,
        inputs: inputs.into_iter().map(|(_, input)| input).collect(),
    }
}

fn file(path: &str, hash: char) -> Input {
    Input::File {
        path: path.to_owned(),
        file: path.to_owned(),
        hash: hash.to_string().repeat(64),
        bytes: 10,
        mime: "image/png".to_owned(),
    }
}

fn nobody(_: usize) -> String {
    String::new()
}

fn key(job: &Job) -> String {
    job.key(&nobody)
}

fn is_v4(uuid: &str) -> bool {
    let dashes = uuid.char_indices().all(|(at, letter)| (letter == '-') == matches!(at, 8 | 13 | 18 | 23));
    let digits = uuid.chars().all(|letter| letter == '-' || letter.is_ascii_digit() || matches!(letter, 'a'..='f'));
    uuid.len() == 36 && dashes && digits && &uuid[14..15] == "4" && matches!(&uuid[19..20], "8" | "9" | "a" | "b")
}

#[test]
fn a_task_without_files_has_the_id_that_the_compiler_gives_it() {
    for (prompt, images) in [
        ("A fox.", vec![]),
        ("A \"fox\" \\ \u{1b}[31m\u{202e} in a caf\u{e9}.", vec![]),
        ("A mug.", vec!["https://example.com/a.jpg".to_owned(), "7c2a1e0c-9f1d-4a53-8b8e-0f3d5a6b7c8d".to_owned()]),
    ] {
        let task = Task::new(&settings(), prompt, images);
        assert_eq!(key(&job(&task, Vec::new())), task.task_uuid);
        assert!(is_v4(&task.task_uuid));
    }
}

#[test]
fn whatever_changes_the_picture_changes_the_key() {
    let images = || vec!["a.png".to_owned(), "b.png".to_owned()];
    let task = Task::new(&settings(), "A mug.", images());
    let of = |task: &Task, a, b| key(&job(task, vec![("a.png", a), ("b.png", b)]));
    let base = of(&task, file("a.png", 'a'), file("b.png", 'b'));
    assert!(is_v4(&base));
    let made = |uuid: &'static str| {
        let job = job(&task, vec![("a.png", Input::Picture(0)), ("b.png", file("b.png", 'b'))]);
        job.key(&|at| if at == 0 { uuid.to_owned() } else { String::new() })
    };
    let different = [
        base.clone(),
        of(&task, file("a.png", 'c'), file("b.png", 'b')),
        of(&task, file("a.png", 'b'), file("b.png", 'a')),
        of(&Task::new(&settings(), "A cup.", images()), file("a.png", 'a'), file("b.png", 'b')),
        of(
            &Task::new(&Settings { seed: Some(1), ..settings() }, "A mug.", images()),
            file("a.png", 'a'),
            file("b.png", 'b'),
        ),
        of(
            &Task::new(&Settings { seed: None, ..settings() }, "A mug.", images()),
            file("a.png", 'a'),
            file("b.png", 'b'),
        ),
        made("0e57a11d-9f1d-4a53-8b8e-0f3d5a6b7c8d"),
        made("1e57a11d-9f1d-4a53-8b8e-0f3d5a6b7c8d"),
        task.task_uuid.clone(),
    ];
    assert_eq!(different.iter().collect::<BTreeSet<_>>().len(), different.len());
    // Where the same bytes stand, and who wants the picture, makes no difference.
    assert_eq!(of(&task, file("moved/a.png", 'a'), file("b.png", 'b')), base);
    let mut other = job(&task, vec![("a.png", file("a.png", 'a')), ("b.png", file("b.png", 'b'))]);
    other.scene = "other.scene".to_owned();
    other.pass = "second".to_owned();
    assert_eq!(key(&other), base);
}

#[test]
fn a_result_counts_as_the_compiler_counts_it() {
    let maker = "0e57a11d-9f1d-4a53-8b8e-0f3d5a6b7c8d";
    let image = format!("result:{maker}");
    let task = Task::new(&settings(), "A mug.", vec![image.clone()]);
    let job = job(&task, vec![(image.as_str(), Input::Picture(4))]);
    assert_eq!(job.key(&|at| if at == 4 { maker.to_owned() } else { String::new() }), task.task_uuid);
    assert_eq!(job.needs().collect::<Vec<_>>(), [4]);
}

#[test]
fn what_is_sent_is_json_with_all_its_members() {
    let task = Task::new(&settings(), "A \"mug\".\u{1b}", vec!["a.png".to_owned(), "result:x".to_owned()]);
    let job = job(&task, vec![("a.png", file("a.png", 'a')), ("result:x", Input::Picture(0))]);
    let uuid = attempt_uuid(&key(&job), 0);
    let image = |input: &Input| match input {
        Input::File { .. } => "uploaded".to_owned(),
        Input::Picture(_) => "made".to_owned(),
    };
    let sent: Value = serde_json::from_str(&job.task(&uuid, &image)).unwrap();
    let expected = json!({
        "taskType": "imageInference",
        "taskUUID": uuid,
        "deliveryMethod": "async",
        "outputType": "URL",
        "includeCost": true,
        "model": "google:4@3",
        "positivePrompt": "A \"mug\".\u{1b}",
        "width": 1200,
        "height": 896,
        "seed": 0,
        "inputs": {"referenceImages": ["uploaded", "made"]},
    });
    assert_eq!(sent, expected);
    let plain = Task::new(&settings(), "A fox.", Vec::new());
    let sent: Value = serde_json::from_str(&self::job(&plain, Vec::new()).task("1", &image)).unwrap();
    assert_eq!(
        (&sent["taskUUID"], &sent["positivePrompt"], &sent["inputs"]),
        (&json!("1"), &json!("A fox."), &json!(null))
    );
}

#[test]
fn attempts_have_ids_of_their_own() {
    let keys = [task_uuid("a"), task_uuid("b")];
    let mut seen = BTreeSet::new();
    for key in &keys {
        assert_eq!(&attempt_uuid(key, 0), key);
        for attempt in 0..100 {
            let uuid = attempt_uuid(key, attempt);
            assert!(is_v4(&uuid), "{uuid}");
            assert_eq!(uuid, attempt_uuid(key, attempt));
            assert!(seen.insert(uuid));
        }
    }
    let second = attempt_uuid(&keys[0], 1);
    assert!(!seen.contains(&attempt_uuid(&second, 1)), "an attempt is no key");
}

#[test]
fn a_job_comes_back_from_the_journal_as_it_was() {
    let task = Task::new(&settings(), "A mug.", vec!["a.png".to_owned()]);
    let one = job(&task, vec![("a.png", file("a.png", 'a'))]);
    let text = serde_json::to_string(&one).unwrap();
    assert_eq!(serde_json::from_str::<Job>(&text).unwrap(), one);
    let free = Job { estimate: None, inputs: vec![Input::Picture(3)], ..one };
    assert_eq!(serde_json::from_str::<Job>(&serde_json::to_string(&free).unwrap()).unwrap(), free);
}
