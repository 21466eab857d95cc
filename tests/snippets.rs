//! The programs that send tasks, run as they stand against a service on this machine: what arrives is the task, to the
//! letter. Here are those for shells; the others need packages, and stand in `snippets_packages.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

#[path = "support/folder.rs"]
mod folder;
#[path = "support/loopback.rs"]
mod loopback;
#[path = "support/nasty.rs"]
mod nasty;
#[path = "support/programs.rs"]
mod programs;

use std::process::Command;

use folder::Folder;
use loopback::{KEY, Loopback, REFUSED};
use nasty::{arriving, fill, requests, tasks, tasks_with_images};
use programs::{Ended, is_there, run, skip};
use scenewright::emit::request::{Contents, File, Piece, Request};
use scenewright::emit::{Language, Settings, Task, snippet};
use serde_json::Value;

/// A shell as it runs a file, and shells as they take what is pasted into them.
const SHELLS: &[&[&str]] = &[
    &["sh"],
    &["dash"],
    &["bash", "--norc"],
    &["bash", "--norc", "-i"],
    &["zsh", "-f"],
    &["zsh", "-f", "-i"],
    &["ksh"],
    &["busybox", "sh"],
];

/// Runs commands in a folder as a shell reads them.
fn paste(shell: &[&str], folder: &Folder, service: &Loopback, text: &str) -> Ended {
    let mut command = Command::new(shell[0]);
    command.args(&shell[1..]).current_dir(&folder.0).env("RUNWARE_API_KEY", KEY).env("NO_PROXY", "*");
    command.env("RUNWARE_BASE_URL", service.url() + "/v1").env("HISTFILE", "");
    run(&mut command, &format!("{text}exit $?\n"), 300).unwrap()
}

fn shells() -> impl Iterator<Item = &'static &'static [&'static str]> {
    SHELLS.iter().filter(|shell| is_there(shell[0]))
}

/// Whether the tests of `curl` can be run.
fn has_curl() -> bool {
    let there = is_there("curl");
    if !there {
        skip("there is no `curl`");
    }
    there
}

fn assert_arrived(service: &Loopback, tasks: &[Task], folder: &Folder, what: &str) {
    let arrived = service.take();
    assert_eq!(arrived.len(), tasks.len(), "{what}");
    for (arrived, task) in arrived.iter().zip(tasks) {
        assert_eq!(arrived.body, Value::Array(vec![arriving(task, &folder.0)]), "{what}");
        assert_eq!(arrived.header("authorization"), Some(&*format!("Bearer {KEY}")), "{what}");
        assert_eq!(arrived.header("content-type"), Some("application/json"), "{what}");
        assert_eq!((arrived.http, arrived.path.as_str()), (true, "/v1"), "{what}");
    }
}

#[test]
fn curl_sends_every_task_to_the_letter() {
    if !has_curl() {
        return;
    }
    let (folder, service) = (Folder::new("curl"), Loopback::start());
    fill(&folder.0);
    for tasks in [tasks(), tasks_with_images()] {
        let program = snippet(Language::Curl, &requests(&tasks)).unwrap();
        for shell in shells() {
            let ended = paste(shell, &folder, &service, &program);
            assert_eq!(ended.code, Some(0), "{shell:?} {ended:?}");
            assert_arrived(&service, &tasks, &folder, &format!("{shell:?} {}", ended.err));
            assert_eq!(ended.out.lines().filter(|line| line.contains("imageUUID")).count(), tasks.len(), "{shell:?}");
        }
    }
}

/// A task with a prompt and images.
fn task(prompt: &str, images: &[&str]) -> Task {
    let settings = Settings { model: "google:4@3".to_owned(), ..Settings::default() };
    Task::new(&settings, prompt, images.iter().map(|image| (*image).to_owned()).collect())
}

#[test]
fn a_long_body_goes_through_a_pipe() {
    if !has_curl() {
        return;
    }
    let (folder, service) = (Folder::new("long"), Loopback::start());
    let data = format!("data:image/png;base64,{}", "A".repeat(300_000));
    for tasks in [vec![task("One.", &[&data])], vec![task("One.", &[&data]), task("It's two.", &[&data, "mug.png"])]] {
        let program = snippet(Language::Curl, &requests(&tasks)).unwrap();
        assert!(program.contains("--data-binary @-"), "{program}");
        let ended = paste(&["sh"], &folder, &service, &program);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        assert_arrived(&service, &tasks, &folder, "a long body");
    }
    let short = snippet(Language::Curl, &requests(&[task("One.", &[])])).unwrap();
    assert!(short.starts_with("curl ") && short.contains("--data-binary '[{"), "{short}");
}

#[test]
fn without_a_key_or_an_image_curl_sends_nothing_and_says_so() {
    if !has_curl() {
        return;
    }
    let (folder, service) = (Folder::new("without"), Loopback::start());
    let unset = "RUNWARE_API_KEY";
    let programs = [
        (vec![task("One.", &[])], "", unset),
        (vec![task("One.", &["mug.png"])], "", unset),
        (vec![task("One.", &[]), task("Two.", &["mug.png"])], "", unset),
        (vec![task("One.", &["none.png"])], KEY, "none.png"),
        (vec![task("One.", &["mug.png", "no'ne.png"])], KEY, "no'ne.png"),
        (vec![task("One.", &["."])], KEY, ""),
    ];
    for (tasks, key, told) in programs {
        let program = snippet(Language::Curl, &requests(&tasks)).unwrap();
        for shell in shells() {
            let mut command = Command::new(shell[0]);
            command.args(&shell[1..]).current_dir(&folder.0).env("RUNWARE_API_KEY", key).env("NO_PROXY", "*");
            command.env("RUNWARE_BASE_URL", service.url());
            let ended = run(&mut command, &format!("{program}exit $?\n"), 300).unwrap();
            assert!(ended.code != Some(0) && ended.err.contains(told), "{shell:?} {ended:?}\n{program}");
            assert_eq!(service.take().len(), 0, "{shell:?} {ended:?}");
        }
    }
}

#[test]
fn what_is_refused_fails_and_keeps_nothing_else_from_being_sent() {
    if !has_curl() {
        return;
    }
    let (folder, service) = (Folder::new("refused"), Loopback::start());
    let tasks = [task("One.", &[]), task(REFUSED, &["mug.png"]), task("Two.", &["none.png"]), task("Three.", &[])];
    let program = snippet(Language::Curl, &requests(&tasks)).unwrap();
    let ended = paste(&["sh"], &folder, &service, &program);
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.out.contains("not this one") && ended.err.contains("none.png"), "{ended:?}");
    let prompts: Vec<Value> = service.take_tasks().iter().map(|task| task["positivePrompt"].clone()).collect();
    assert_eq!(prompts, ["One.", REFUSED, "Three."]);
    let ended = paste(&["sh"], &folder, &service, &program.replace(": Bearer ", ": Bearer x"));
    assert!(ended.code == Some(1) || ended.out.contains("no such key"), "{ended:?}");
}

/// A request to a service that takes another header and the image in another form.
fn other(body: Vec<Piece>) -> Request {
    Request {
        service: "gemini".to_owned(),
        base: "https://generativelanguage.example".to_owned(),
        base_variable: "GEMINI_BASE_URL".to_owned(),
        path: "/v1beta/models/a-b.c:generateContent".to_owned(),
        key_header: "x-goog-api-key".to_owned(),
        key_prefix: String::new(),
        key_variable: "GEMINI_API_KEY".to_owned(),
        body,
    }
}

#[test]
fn curl_asks_other_services_too() {
    if !has_curl() {
        return;
    }
    let (folder, service) = (Folder::new("other"), Loopback::start());
    fill(&folder.0);
    let file = |form| Piece::File(File { path: "it's.png".to_owned(), form });
    let json = |text: &str| Piece::Json(text.to_owned());
    let body = vec![
        json(r#"{"data":"#),
        file(Contents::Base64),
        json(r#","uri":"#),
        file(Contents::DataUri("image/png".to_owned())),
        json(r#","text":"it's \"$x\" \\ \n"}"#),
    ];
    let program = snippet(Language::Curl, &[other(body), other(vec![json(r#"{"text":"!"}"#)])]).unwrap();
    for shell in shells() {
        let mut command = Command::new(shell[0]);
        command.args(&shell[1..]).current_dir(&folder.0).env("GEMINI_API_KEY", KEY).env("NO_PROXY", "*");
        command.env("GEMINI_BASE_URL", service.url());
        let ended = run(&mut command, &format!("{program}exit $?\n"), 300).unwrap();
        assert_eq!(ended.code, Some(0), "{shell:?} {ended:?}");
        let arrived = service.take();
        let uri = scenewright::emit::data_uri(&nasty::contents("it's.png")).unwrap();
        let data = uri.split_once(',').unwrap().1;
        let whole = serde_json::json!({"data": data, "uri": uri, "text": "it's \"$x\" \\ \n"});
        assert_eq!((&arrived[0].body, &arrived[1].body), (&whole, &serde_json::json!({"text": "!"})));
        assert_eq!(arrived[0].header("x-goog-api-key"), Some(KEY));
        assert_eq!(arrived[0].path, "/v1beta/models/a-b.c:generateContent");
    }
}

/// Stands in for the command line of Runware: it writes its arguments to a file, and gives every stored image an id.
const STAND_IN: &str = r#"#!/bin/sh
if [ "$1 $2" = 'media upload' ]; then
  [ -r "$3" ] || { echo "cannot read $3" >&2; exit 1; }
  [ "$4 $5" = '--format json' ] || exit 1
  printf '{\n  "mediaUUID": "%s",\n  "mediaURL": "https://example.com"\n}\n' "$(cksum < "$3" | tr ' ' -)"
else
  printf '%s\0' "$@" >> "$ARGUMENTS"
  printf '\0' >> "$ARGUMENTS"
fi
"#;

/// What the command makes of its arguments: values that are JSON are taken for it.
fn rebuilt(arguments: &[&str]) -> Value {
    assert_eq!(arguments[0], "run");
    let mut task = serde_json::json!({"taskType": "imageInference", "model": arguments[1]});
    for argument in &arguments[2..] {
        let (key, value) = argument.split_once('=').unwrap();
        let mut place = &mut task;
        for part in key.split('.') {
            place = match part.parse::<usize>() {
                Ok(at) => {
                    if place.is_null() {
                        *place = Value::Array(Vec::new());
                    }
                    let list = place.as_array_mut().unwrap();
                    if list.len() <= at {
                        list.push(Value::Null);
                    }
                    &mut list[at]
                }
                Err(_) => &mut place[part],
            };
        }
        *place = serde_json::from_str(value).unwrap_or_else(|_| value.into());
    }
    task
}

#[test]
fn the_command_line_of_runware_gets_every_task_to_the_letter() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, service) = (Folder::new("runware"), Loopback::start());
    fill(&folder.0);
    let bin = folder.0.join("bin");
    std::fs::create_dir(&bin).unwrap();
    folder.write("bin/runware", STAND_IN.as_bytes());
    std::fs::set_permissions(bin.join("runware"), std::fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let lone = |task: &Task| vec![task.clone()];
    let groups = [tasks(), tasks_with_images(), lone(&tasks()[0]), lone(&tasks()[1])];
    for (tasks, shell) in groups.iter().flat_map(|tasks| shells().map(move |shell| (tasks, shell))) {
        folder.write("arguments", b"");
        let program = snippet(Language::RunwareCli, &requests(tasks)).unwrap();
        let mut command = Command::new(shell[0]);
        command.args(&shell[1..]).current_dir(&folder.0).env("PATH", &path);
        command.env("ARGUMENTS", folder.0.join("arguments"));
        let ended = run(&mut command, &format!("{program}exit $?\n"), 300).unwrap();
        assert_eq!(ended.code, Some(0), "{shell:?} {ended:?}");
        let wrote = folder.read("arguments");
        let calls: Vec<Vec<&str>> = wrote.split_terminator("\0\0").map(|call| call.split('\0').collect()).collect();
        assert_eq!(calls.len(), tasks.len(), "{shell:?} {ended:?}");
        for (call, task) in calls.iter().zip(tasks) {
            let mut expected = serde_json::to_value(task).unwrap();
            expected.as_object_mut().unwrap().remove("taskUUID");
            for image in
                expected.pointer_mut("/inputs/referenceImages").and_then(Value::as_array_mut).into_iter().flatten()
            {
                stored(if image.is_object() { &mut image["image"] } else { image }, &folder);
            }
            assert_eq!(rebuilt(call), expected, "{shell:?}");
        }
    }
    drop(service);
}

/// Puts the id of a stored image in the place of its path.
fn stored(image: &mut Value, folder: &Folder) {
    use scenewright::target::SourceForm;
    let source = image.as_str().unwrap();
    if SourceForm::of(source) == SourceForm::Path {
        let file = std::fs::File::open(folder.0.join(source)).unwrap();
        let sum = Command::new("cksum").stdin(file).output().unwrap().stdout;
        *image = String::from_utf8(sum).unwrap().trim_end().replace(' ', "-").into();
    }
}

#[test]
fn the_command_line_of_runware_is_not_called_without_its_image() {
    let folder = Folder::new("unstored");
    let program = snippet(Language::RunwareCli, &requests(&[task("One.", &["none.png"])])).unwrap();
    let text = format!("runware() {{ echo \"runware $1\"; [ \"$1\" = run ]; }}\n{program}exit $?\n");
    let mut command = Command::new("sh");
    let ended = run(command.current_dir(&folder.0), &text, 300).unwrap();
    assert!(ended.code != Some(0) && !ended.out.contains("runware run"), "{ended:?}");
}

const FORMS: [&str; 4] = ["curl", "typescript", "python", "runware-cli"];

#[test]
fn scene_compile_writes_a_program_that_runs_where_it_was_made() {
    if !has_curl() {
        return;
    }
    let (folder, service) = (Folder::new("made"), Loopback::start());
    std::fs::create_dir_all(folder.0.join("it's/in")).unwrap();
    for name in ["mug.png", "shelf.png"] {
        std::fs::copy(folder.0.join(name), folder.0.join("it's").join(name)).unwrap();
    }
    folder.write("it's/in/other.png", folder::PNG);
    let inner = "fox = ref(\"in/other.png\", \"red fox\")\nfox sitting_on \"a `$rock`!\"\nseed 0\n";
    folder.write("it's/fox.scene", inner.as_bytes());
    for arguments in
        [&["mug.scene", "it's/fox.scene"][..], &["it's"], &["./it's/fox.scene"], &["mug.scene", "--inline"]]
    {
        let tasks = folder.run(&[&["compile", "--emit", "task"], arguments].concat()).json();
        let made = folder.run(&[&["compile", "--emit", "curl"], arguments].concat());
        assert_eq!(made.code, 0, "{made:?}");
        let ended = paste(&["sh"], &folder, &service, &made.out);
        assert_eq!(ended.code, Some(0), "{ended:?}");
        let mut expected = tasks.as_array().unwrap().clone();
        for image in expected.iter_mut().flat_map(|task| task["inputs"]["referenceImages"].as_array_mut().unwrap()) {
            let path = image.as_str().unwrap().to_owned();
            let found =
                [&*path, &format!("it's/{path}")].into_iter().find_map(|path| std::fs::read(folder.0.join(path)).ok());
            if let Some(bytes) = found {
                *image = scenewright::emit::data_uri(&bytes).unwrap().into();
            }
        }
        assert_eq!(service.take_tasks(), expected, "{arguments:?}");
    }
    let fed = folder.feed(&["compile", "-", "--emit", "curl"], folder::SCENE.as_bytes());
    assert!(fed.out.contains("base64 < 'mug.png'"), "{fed:?}");
    let note = "note: the program reads 2 local images when it runs, whose paths count from this folder; --inline puts \
                the images in\n";
    assert_eq!(fed.err, note);
    assert_eq!(folder.run(&["compile", "mug.scene", "--emit", "curl", "--inline"]).err, "");
}

#[test]
fn the_kind_of_an_image_comes_from_its_bytes_and_else_from_its_name() {
    let folder = Folder::new("kind");
    folder.write("mug.png", b"\xFF\xD8\xFF\xE0 a photograph");
    std::fs::remove_file(folder.0.join("shelf.png")).unwrap();
    let run = folder.run(&["compile", "mug.scene", "--emit", "python"]);
    assert_eq!(run.code, 0, "{run:?}");
    for part in [r#"data_uri("mug.png", "image/jpeg")"#, r#"data_uri("shelf.png", "image/png")"#] {
        assert!(run.out.contains(part), "{run:?}");
    }
    folder.write("odd.scene", b"mug = ref(\"photo\", \"mug\")\nmug on \"a shelf\"\n");
    let run = folder.run(&["compile", "odd.scene", "--emit", "python"]);
    assert!(run.code == 2 && run.out.is_empty() && run.err.contains("what kind of image `photo` is"), "{run:?}");
    folder.write("photo", folder::PNG);
    assert!(folder.run(&["compile", "odd.scene", "--emit", "python"]).out.contains(r#""photo", "image/png""#));
}

#[test]
fn too_many_tasks_for_a_program_are_wrong_usage() {
    let folder = Folder::new("many");
    let scene = |count: usize| {
        let values: Vec<String> = (0..count).map(|at| format!("\"light {at}\"")).collect();
        format!(
            "vary light in [{}]\nmug = prop(\"a mug\")\nmug on \"a shelf\"\nlighting \"{{light}}\"\n",
            values.join(", ")
        )
    };
    folder.write("few.scene", scene(200).as_bytes());
    folder.write("many.scene", scene(201).as_bytes());
    for form in FORMS {
        let run = folder.run(&["compile", "few.scene", "--emit", form]);
        assert!(run.code == 0 && run.out.contains("light 199"), "{form} {}", run.err);
        for arguments in [&["many.scene"][..], &["few.scene", "few.scene"]] {
            let run = folder.run(&[&["compile", "--emit", form], arguments].concat());
            assert_eq!((run.code, run.out.as_str()), (2, ""), "{form} {run:?}");
            assert!(run.err.contains("up to 200 tasks") && run.err.contains("`--emit jsonl`"), "{form} {run:?}");
        }
    }
}

#[test]
fn passes_go_into_programs_that_can_hand_on_a_picture() {
    let folder = Folder::new("passes");
    let scene = "mug = ref(\"mug.png\", \"mug\")\nshelf = ref(\"shelf.png\", \"shelf\")\n\
                 pass first { mug on \"a table\" }\npass second from first { shelf behind mug }\n";
    folder.write("passes.scene", scene.as_bytes());
    for (form, works) in FORMS.into_iter().zip([false, true, true, false]) {
        let run = folder.run(&["compile", "passes.scene", "--emit", form]);
        assert_eq!(run.code, if works { 0 } else { 2 }, "{form} {run:?}");
        assert_eq!(run.out.contains("picture(\""), works, "{form} {run:?}");
        assert!(works || run.err.contains("a pass needs the picture of an earlier one"), "{form} {run:?}");
    }
}

#[test]
fn no_program_is_written_of_scenes_with_errors_or_over_an_image() {
    let folder = Folder::new("unwritten");
    folder.write("bad.scene", b"mug = ref(\"mug.png\")\nmug on nowhere_known and\n");
    for form in FORMS {
        let run = folder.run(&["compile", "mug.scene", "bad.scene", "--emit", form, "-o", "out.txt"]);
        assert!(run.code == 1 && run.out.is_empty() && !folder.0.join("out.txt").exists(), "{form} {run:?}");
        let run = folder.run(&["compile", "mug.scene", "--emit", form, "-o", "mug.png"]);
        assert!(run.code == 2 && std::fs::read(folder.0.join("mug.png")).unwrap() == folder::PNG, "{form} {run:?}");
        let run = folder.run(&["compile", "mug.scene", "--emit", form, "-o", "out.txt"]);
        assert!(run.code == 0 && run.out.is_empty() && folder.read("out.txt").contains("mug.png"), "{form} {run:?}");
        std::fs::remove_file(folder.0.join("out.txt")).unwrap();
    }
}

#[test]
fn programs_steer_no_terminal_and_hold_no_key() {
    use scenewright::diagnostic::render::is_unprintable;
    let all: Vec<Task> = tasks().into_iter().chain(tasks_with_images()).collect();
    let mut foreign = requests(&all);
    foreign.push(other(vec![Piece::Json("{}".to_owned())]));
    for language in [Language::Curl, Language::TypeScript, Language::Python, Language::RunwareCli] {
        for requests in [requests(&all), foreign.clone()] {
            let Ok(program) = snippet(language, &requests) else { continue };
            let steers = |c: &char| *c != '\n' && is_unprintable(*c);
            assert_eq!(program.chars().find(steers), None, "{language:?}");
            assert!(program.len() > 10_000 && !program.contains(KEY), "{language:?}");
        }
    }
    let folder = Folder::new("keyless");
    for form in FORMS {
        let mut command = folder.scene();
        let run = folder::Run::of(
            command.args(["compile", "mug.scene", "--emit", form]).env("RUNWARE_API_KEY", KEY).output().unwrap(),
        );
        assert!(run.code == 0 && !run.out.contains(KEY), "{form}");
    }
}
