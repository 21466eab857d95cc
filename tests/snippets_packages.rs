//! The programs that send tasks, run as they stand against a service on this machine: what arrives is the task, to the
//! letter, and what the packages of Runware add to it is told here. These need Python, Node, and packages; where they
//! cannot be had, the tests say so and pass.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

#[path = "support/folder.rs"]
mod folder;
#[path = "support/loopback.rs"]
mod loopback;
#[path = "support/nasty.rs"]
mod nasty;
#[path = "support/packages.rs"]
mod packages;
#[path = "support/programs.rs"]
mod programs;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use folder::Folder;
use loopback::{KEY, Loopback, REFUSED, picture};
use nasty::{arriving, fill, requests, tasks, tasks_with_images};
use programs::{Ended, run};
use scenewright::emit::request::{Contents, File, Piece, Request};
use scenewright::emit::{Language, Settings, Task, snippet};
use serde_json::{Value, json};

/// What the packages add to a task that does not say it.
const ADDED: &[(Language, &str)] = &[
    (Language::Python, r#"{"deliveryMethod": "sync", "numberResults": 1}"#),
    (Language::TypeScript, r#"{"numberResults": 1}"#),
];

/// Runs a program in a folder; none if its packages cannot be had.
fn execute(language: Language, folder: &Folder, service: &Loopback, program: &str) -> Option<Ended> {
    let mut command = match language {
        Language::Python => {
            folder.write("program.py", program.as_bytes());
            let needs_package = program.contains("import runware") || program.contains("from runware");
            let python = if needs_package { packages::python()? } else { packages::plain_python()? };
            let mut command = Command::new(python);
            command.arg("program.py");
            command
        }
        _ => {
            let mut command = Command::new("node");
            command.arg(translated(&packages::node()?, folder, program));
            command
        }
    };
    command.current_dir(&folder.0).env("NO_PROXY", "*").env("no_proxy", "*");
    for name in ["RUNWARE", "GEMINI"] {
        command.env(format!("{name}_API_KEY"), KEY);
    }
    command.env("RUNWARE_BASE_URL", service.url() + "/v1").env("GEMINI_BASE_URL", service.url());
    Some(run(&mut command, "", 300).unwrap())
}

/// The program in JavaScript, in a folder that has its packages; its types must be sound in the strictest sense.
fn translated(packages: &Path, folder: &Folder, program: &str) -> PathBuf {
    let module = folder.0.join("module");
    if !module.exists() {
        fs::create_dir(&module).unwrap();
        fs::copy(packages.join("package.json"), module.join("package.json")).unwrap();
        symlink(packages.join("node_modules"), module.join("node_modules")).unwrap();
    }
    folder.write("module/program.ts", program.as_bytes());
    let mut compiler = Command::new("node");
    compiler.current_dir(&module).arg("node_modules/typescript/lib/tsc.js");
    compiler.args(["--strict", "--noUnusedLocals", "--noImplicitReturns", "--exactOptionalPropertyTypes"]);
    compiler.args(["--target", "es2022", "--module", "nodenext", "--types", "node", "--skipLibCheck", "program.ts"]);
    let ended = run(&mut compiler, "", 300).unwrap();
    assert_eq!(ended.code, Some(0), "{ended:?}\n{program}");
    module.join("program.js")
}

fn languages() -> [Language; 2] {
    [Language::Python, Language::TypeScript]
}

/// A task as it arrives through a package.
fn with_additions(language: Language, mut task: Value) -> Value {
    for (_, added) in ADDED.iter().filter(|(own, _)| *own == language) {
        for (key, value) in serde_json::from_str::<serde_json::Map<String, Value>>(added).unwrap() {
            task.as_object_mut().unwrap().entry(key).or_insert(value);
        }
    }
    task
}

#[test]
fn the_packages_of_runware_send_every_task_to_the_letter() {
    for language in languages() {
        let (folder, service) = (Folder::new(&format!("package-{language:?}")), Loopback::start());
        fill(&folder.0);
        let tasks: Vec<Task> = tasks().into_iter().chain(tasks_with_images()).collect();
        let program = snippet(language, &requests(&tasks)).unwrap();
        let Some(ended) = execute(language, &folder, &service, &program) else { continue };
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{language:?} {}", ended.out);
        let arrived = service.take_tasks();
        assert_eq!(arrived.len(), tasks.len(), "{language:?}");
        for (arrived, task) in arrived.iter().zip(&tasks) {
            let expected = with_additions(language, arriving(task, &folder.0));
            assert_eq!(arrived, &expected, "{language:?}");
        }
        assert_eq!(ended.out.lines().count(), tasks.len(), "{language:?}");
        for (line, task) in ended.out.lines().zip(&tasks) {
            let images: Value = serde_json::from_str(line).unwrap();
            let expected = task.number_results.unwrap_or(1);
            assert_eq!(images.as_array().unwrap().len() as u64, expected, "{language:?}");
            assert_eq!(images[0]["imageUUID"], picture(&task.task_uuid, 1));
        }
    }
}

/// A task with a prompt and images.
fn task(prompt: &str, images: &[&str]) -> Task {
    let settings = Settings { model: "google:4@3".to_owned(), ..Settings::default() };
    Task::new(&settings, prompt, images.iter().map(|image| (*image).to_owned()).collect())
}

#[test]
fn a_pass_gets_the_picture_of_the_one_before() {
    let first = task("Place the mug.", &["mug.png"]);
    let result = |task: &Task| format!("result:{}", task.task_uuid);
    let second = task("Add the shelf.", &[&result(&first), "mug.png"]);
    let third = task("Add the lamp.", &[&result(&second), &result(&first)]);
    let alone = task("A fox.", &[]);
    for language in languages() {
        let (folder, service) = (Folder::new(&format!("passes-{language:?}")), Loopback::start());
        let tasks = [first.clone(), second.clone(), third.clone(), alone.clone()];
        let program = snippet(language, &requests(&tasks)).unwrap();
        let Some(ended) = execute(language, &folder, &service, &program) else { continue };
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{language:?} {}", ended.out);
        let made = |task: &Task| Value::String(picture(&task.task_uuid, 1));
        let mut expected: Vec<Value> = tasks.iter().map(|task| serde_json::to_value(task).unwrap()).collect();
        let mug = scenewright::emit::data_uri(folder::PNG).unwrap();
        expected[0]["inputs"]["referenceImages"] = json!([mug]);
        expected[1]["inputs"]["referenceImages"] = json!([made(&first), mug]);
        expected[2]["inputs"]["referenceImages"] = json!([made(&second), made(&first)]);
        let expected: Vec<Value> = expected.into_iter().map(|task| with_additions(language, task)).collect();
        assert_eq!(service.take_tasks(), expected, "{language:?}");
    }
}

#[test]
fn a_pass_is_not_sent_without_the_picture_it_needs() {
    let first = task(REFUSED, &[]);
    let second = task("Add the shelf.", &[&format!("result:{}", first.task_uuid)]);
    for language in languages() {
        let (folder, service) = (Folder::new(&format!("no-picture-{language:?}")), Loopback::start());
        let program = snippet(language, &requests(&[first.clone(), second.clone()])).unwrap();
        let Some(ended) = execute(language, &folder, &service, &program) else { continue };
        assert_eq!(ended.code, Some(1), "{language:?} {ended:?}");
        assert!(ended.err.contains("not this one") && ended.err.contains("has made no picture"), "{ended:?}");
        assert_eq!(service.take_tasks().len(), 1, "{language:?}");
    }
}

#[test]
fn what_is_refused_fails_and_keeps_nothing_else_from_being_sent() {
    for language in languages() {
        let (folder, service) = (Folder::new(&format!("refused-{language:?}")), Loopback::start());
        let tasks = [task("One.", &[]), task(REFUSED, &["mug.png"]), task("Three.", &[])];
        let program = snippet(language, &requests(&tasks)).unwrap();
        let Some(ended) = execute(language, &folder, &service, &program) else { continue };
        assert_eq!((ended.code, ended.out.lines().count()), (Some(1), 2), "{language:?} {ended:?}");
        assert!(ended.err.contains("not this one"), "{language:?} {ended:?}");
        let prompts: Vec<Value> = service.take_tasks().iter().map(|task| task["positivePrompt"].clone()).collect();
        assert_eq!(prompts, ["One.", REFUSED, "Three."], "{language:?}");
    }
}

#[test]
fn without_a_key_or_an_image_nothing_is_sent_and_the_program_says_so() {
    for language in languages() {
        let (folder, service) = (Folder::new(&format!("without-{language:?}")), Loopback::start());
        let program = snippet(language, &requests(&[task("One.", &["mug.png", "no'ne.png"])])).unwrap();
        let Some(ended) = execute(language, &folder, &service, &program) else { continue };
        assert!(ended.code == Some(1) && ended.err.contains("no'ne.png"), "{language:?} {ended:?}");
        let program = snippet(language, &requests(&[task("One.", &[])])).unwrap();
        let keyless = program.replace("RUNWARE_API_KEY", "RUNWARE_NO_KEY");
        let ended = execute(language, &folder, &service, &keyless).unwrap();
        assert!(ended.code == Some(1) && ended.err.contains("RUNWARE_NO_KEY is not set"), "{language:?} {ended:?}");
        let wrong = program.replace("RUNWARE_API_KEY", "HOME");
        let ended = execute(language, &folder, &service, &wrong).unwrap();
        let told = ended.err.contains("no such key") || ended.err.contains("does not take the key");
        assert!(ended.code == Some(1) && told, "{language:?} {ended:?}");
        assert_eq!(service.take().len(), 0, "{language:?}");
    }
}

/// A request to a service that takes another header, and images in two forms.
fn other(texts: &[&str]) -> Request {
    let file = |form| Piece::File(File { path: "it's.png".to_owned(), form });
    let piece = |text: &str| Piece::Json(text.to_owned());
    let texts = serde_json::to_string(texts).unwrap();
    let rest =
        format!(r#","texts":{texts},"n":[null,true,false,0,-0.5,9007199254740991,{{}},[]],"__proto__":{{"a-b":""}}}}"#);
    Request {
        service: "gemini".to_owned(),
        base: "https://generativelanguage.example".to_owned(),
        base_variable: "GEMINI_BASE_URL".to_owned(),
        path: "/v1beta/models/a-b.c:generateContent".to_owned(),
        key_header: "Authorization".to_owned(),
        key_prefix: "Key ".to_owned(),
        key_variable: "GEMINI_API_KEY".to_owned(),
        body: vec![
            piece(r#"{"data":"#),
            file(Contents::Base64),
            piece(r#","uri":"#),
            file(Contents::DataUri("image/png".to_owned())),
            Piece::Json(rest),
        ],
    }
}

#[test]
fn other_services_are_asked_without_a_package() {
    let uri = scenewright::emit::data_uri(&nasty::contents("it's.png")).unwrap();
    let data = uri.split_once(',').unwrap().1;
    let numbers = json!([null, true, false, 0, -0.5, 9_007_199_254_740_991_u64, {}, []]);
    let whole = json!({"data": data, "uri": uri, "texts": nasty::TEXTS, "n": numbers, "__proto__": {"a-b": ""}});
    let mut keyless = Request { key_prefix: String::new(), path: String::new(), ..other(&[]) };
    keyless.body = vec![Piece::Json("{}".to_owned())];
    for language in languages() {
        let (folder, service) = (Folder::new(&format!("other-{language:?}")), Loopback::start());
        fill(&folder.0);
        let program = snippet(language, &[other(nasty::TEXTS), keyless.clone()]).unwrap();
        let Some(ended) = execute(language, &folder, &service, &program) else { continue };
        assert_eq!((ended.code, ended.err.as_str()), (Some(0), ""), "{language:?} {}", ended.out);
        let answers: Vec<Value> = ended.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(answers, [json!({"made": true}), json!({"made": true})]);
        let arrived = service.take();
        assert_eq!(arrived[0].body, whole, "{language:?}");
        assert_eq!(arrived[0].header("authorization"), Some(&*format!("Key {KEY}")));
        assert_eq!(arrived[0].header("content-type"), Some("application/json"));
        assert_eq!(arrived[0].path, "/v1beta/models/a-b.c:generateContent");
        assert_eq!((arrived[1].header("authorization"), arrived[1].path.as_str()), (Some(KEY), "/"));
        let unknown = program.replace("\"Key \" + ", "\"Key x\" + ").replace("GEMINI_API_KEY", "HOME");
        let ended = execute(language, &folder, &service, &unknown).unwrap();
        assert!(ended.code == Some(1) && ended.err.contains("no such key"), "{language:?} {ended:?}");
    }
}
