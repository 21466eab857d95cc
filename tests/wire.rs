//! The bodies that services take. What is checked: each has exactly the shape that its service publishes, key by key and
//! in order, whatever the scene sets; what a service has no place for is found; and no prompt is changed on its way.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write;

use scenewright::compile::{Compiled, Input, NoFiles, compile};
use scenewright::emit::request::{Images, Piece};
use scenewright::emit::{self, Language};
use scenewright::target::{Models, Service, Target};
use serde_json::Value;

fn aim(name: &str) -> Target<'_> {
    Target::named(Models::BUILT_IN, name).unwrap()
}

fn compiled(target: &str, text: &str) -> Compiled {
    compile(&Input { name: "a.scene", text, files: &NoFiles, target: aim(target), ..Input::default() })
}

/// The bodies of a scene, a line each, and what is found in it.
fn bodies(target: &str, text: &str) -> (String, Vec<String>) {
    let compiled = compiled(target, text);
    let tasks: Vec<_> = compiled.passes.iter().map(|pass| &pass.task).collect();
    let found = compiled.diagnostics.iter();
    let found = found.map(|finding| format!("{}: {}", finding.code.name(), untargeted(&finding.message)));
    (emit::bodies(&tasks, aim(target)), found.collect())
}

/// A message without the target that it is about, which other tests look at.
fn untargeted(message: &str) -> &str {
    message.split_once("`: ").filter(|(head, _)| head.starts_with("for the target `")).map_or(message, |(_, rest)| rest)
}

/// The body of a scene in which nothing is wrong.
fn body(target: &str, text: &str) -> String {
    let (body, mut found) = bodies(target, text);
    // That a limit is in no source is said, and hinders nothing.
    found.retain(|finding| !finding.starts_with("unknown-limit"));
    assert_eq!(found, [""; 0], "{target}\n{text}");
    body
}

/// A text of JSON over several lines, as one line.
fn line(json: &str) -> String {
    json.lines().map(str::trim_start).collect::<String>() + "\n"
}

const NONE: &str = "\"a fox\" sleeping_in \"the snow\"\n";
const ONE: &str = "fox = ref(\"fox.jpg\")\nfox sleeping_in \"the snow\"\n";
const TWO: &str = "mug = ref(\"mug.jpg\")\nshelf = ref(\"data:image/png;base64,iVBORw0KGgo=\")\nmug on shelf\n";
const WEB: &str = "mug = ref(\"mug.webp\")\nshelf = ref(\"https://example.com/shelf.jpg\")\nmug on shelf\n";

const FOX: &str = "Create one scene: the fox from the first image sleeping in the snow.";
const PLACE: &str = "Place the mug from the first image onto the shelf from the second image.";

/// A scene of so many images.
fn many(images: usize) -> String {
    let mut scene = String::new();
    for n in 1..=images {
        let _ = writeln!(scene, "a{n} = ref(\"{n}.jpg\", \"thing {n}\")\na{n} beside \"a wall\"");
    }
    scene
}

#[test]
fn gemini_takes_images_then_text() {
    let none = r#"{"contents":[{"parts":[{"text":"Create one scene: a fox sleeping in the snow."}]}],"generationConfig":{"responseModalities":["IMAGE"]}}"#;
    assert_eq!(body("gemini", NONE), format!("{none}\n"));
    let two = format!(
        r#"{{
          "contents":[{{"parts":[
            {{"inlineData":{{"mimeType":"image/jpeg","data":"mug.jpg"}}}},
            {{"inlineData":{{"mimeType":"image/png","data":"iVBORw0KGgo="}}}},
            {{"text":"{PLACE}"}}
          ]}}],
          "generationConfig":{{
            "imageConfig":{{"aspectRatio":"4:3","imageSize":"2K"}},
            "responseModalities":["IMAGE"]
          }}
        }}"#
    );
    assert_eq!(body("gemini", &format!("{TWO}size 4:3 at 2k\n")), line(&two));
    assert_eq!(body("gemini", &format!("{TWO}size 2400x1792\nresults 1\n")), line(&two));
}

#[test]
fn gemini_interactions_take_one_turn() {
    let one = format!(
        r#"{{
          "model":"gemini-3.1-flash-image",
          "input":[{{"type":"user_input","content":[
            {{"type":"image","mime_type":"image/jpeg","data":"fox.jpg"}},
            {{"type":"text","text":"{FOX}"}}
          ]}}],
          "response_format":{{"type":"image"}},
          "store":false
        }}"#
    );
    assert_eq!(body("gemini-interactions", ONE), line(&one));
    let two = format!(
        r#"{{
          "model":"gemini-3-pro-image",
          "input":[{{"type":"user_input","content":[
            {{"type":"image","mime_type":"image/jpeg","data":"mug.jpg"}},
            {{"type":"image","mime_type":"image/png","data":"iVBORw0KGgo="}},
            {{"type":"text","text":"{PLACE}"}}
          ]}}],
          "response_format":{{"type":"image","aspect_ratio":"16:9","image_size":"1K","mime_type":"image/jpeg"}},
          "store":false
        }}"#
    );
    assert_eq!(body("gemini-interactions/google:4@2", &format!("{TWO}size 16:9\nformat jpeg\n")), line(&two));
}

#[test]
fn openai_takes_addresses_and_data() {
    let prompt = |target: &str, scene: &str| compiled(target, scene).pass().prompt.clone();
    let one = format!(
        r#"{{"model":"gpt-image-2","prompt":"{}","images":[{{"image_url":"fox.jpg"}}]}}"#,
        prompt("openai", ONE)
    );
    assert_eq!(body("openai", ONE), line(&one));
    let all = format!("{WEB}size 1536x1024\nresults 3\nformat webp\n");
    let expected = format!(
        r#"{{
          "model":"gpt-image-1",
          "prompt":"{}",
          "images":[{{"image_url":"mug.webp"}},{{"image_url":"https://example.com/shelf.jpg"}}],
          "size":"1536x1024",
          "output_format":"webp",
          "n":3
        }}"#,
        prompt("openai/openai:1@1", WEB)
    );
    assert_eq!(body("openai/openai:1@1", &all), line(&expected));
    assert!(body("openai/gpt-image-1.5", TWO).contains(r#"{"image_url":"data:image/png;base64,iVBORw0KGgo="}"#));
    assert!(body("openai/gpt-image-2.5-flare", ONE).starts_with(r#"{"model":"gpt-image-2.5-flare","#));
}

#[test]
fn bfl_numbers_the_images() {
    let prompt = |scene: &str| compiled("bfl", scene).pass().prompt.clone();
    assert_eq!(body("bfl", NONE), line(&format!(r#"{{"prompt":"{}"}}"#, prompt(NONE))));
    let one = format!(r#"{{"prompt":"{}","input_image":"fox.jpg"}}"#, prompt(ONE));
    assert_eq!(body("bfl", ONE), line(&one));
    let two = format!(
        r#"{{
          "prompt":"{}",
          "input_image":"mug.jpg",
          "input_image_2":"iVBORw0KGgo=",
          "seed":0,
          "output_format":"png"
        }}"#,
        prompt(TWO)
    );
    assert_eq!(body("bfl/flux-2-max", &format!("{TWO}seed 0\nformat png\n")), line(&two));
    let scene = many(8);
    let keys: Value = serde_json::from_str(&body("bfl", &scene)).unwrap();
    assert_eq!((keys["input_image"].as_str(), keys["input_image_8"].as_str()), (Some("1.jpg"), Some("8.jpg")));
    assert_eq!((keys.get("input_image_1"), keys.get("input_image_9")), (None, None));
}

#[test]
fn fal_takes_everything_but_quality() {
    let expected = format!(
        r#"{{
          "prompt":"{PLACE}",
          "image_urls":["mug.webp","https://example.com/shelf.jpg"],
          "aspect_ratio":"4:3",
          "resolution":"1K",
          "num_images":2,
          "output_format":"jpeg",
          "seed":42
        }}"#
    );
    let all = format!("{WEB}size 4:3\nresults 2\nformat jpg\nseed 42\n");
    assert_eq!(body("fal", &all), line(&expected));
    assert_eq!(body("fal", NONE), "{\"prompt\":\"Create one scene: a fox sleeping in the snow.\"}\n");
}

#[test]
fn replicate_wraps_its_input() {
    let expected = format!(
        r#"{{
          "input":{{
            "prompt":"{PLACE}",
            "image_input":["mug.webp","https://example.com/shelf.jpg"],
            "aspect_ratio":"21:9",
            "resolution":"4K",
            "output_format":"jpg"
          }}
        }}"#
    );
    assert_eq!(body("replicate", &format!("{WEB}size 21:9 at 4k\nformat jpg\n")), line(&expected));
    assert_eq!(body("replicate", NONE), "{\"input\":{\"prompt\":\"Create one scene: a fox sleeping in the snow.\"}}\n");
}

#[test]
fn runware_takes_tasks_as_ever() {
    let tasks = compiled("runware", TWO);
    let tasks: Vec<_> = tasks.passes.iter().map(|pass| &pass.task).collect();
    assert_eq!(emit::bodies(&tasks, aim("runware")), emit::jsonl(&tasks));
    assert_eq!(emit::one_body(&tasks, aim("runware")), emit::tasks(&tasks));
    assert_eq!(body("runware", TWO), body("google:4@3", TWO));
}

#[test]
fn a_body_over_several_lines_is_the_same_body() {
    for service in Service::all().filter(|service| !service.takes_tasks()) {
        let compiled = compiled(&service.name, ONE);
        let tasks = [&compiled.pass().task];
        let (pretty, line) = (emit::one_body(&tasks, aim(&service.name)), emit::bodies(&tasks, aim(&service.name)));
        assert!(pretty.starts_with("{\n  \"") && pretty.ends_with("}\n"), "{pretty}");
        let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(parsed(&pretty), parsed(&line));
    }
}

/// What each service leaves out of a scene that sets everything.
#[test]
fn nothing_is_left_out_in_silence() {
    let scene = format!("{TWO}seed 7\nresults 4\nformat webp\nquality 80\n");
    for (target, left_out) in [
        ("runware", &[][..]),
        ("gemini", &["seed 7", "results 4", "format webp", "quality 80"]),
        ("gemini-interactions", &["seed 7", "results 4", "quality 80"]),
        ("bfl", &["results 4", "quality 80"]),
        ("fal", &["quality 80"]),
        ("replicate", &["seed 7", "results 4", "quality 80"]),
    ] {
        let title = &aim(target).service.title;
        let expected: Vec<String> = left_out
            .iter()
            .map(|it| format!("setting-not-sent: `{it}` is left out of the request: {title} has no place for it"))
            .collect();
        let (body, found) = bodies(target, &scene);
        assert_eq!(found, expected, "{target}");
        let body = body.trim_end().to_lowercase();
        for (sent, setting) in [(":7", "seed 7"), (":4", "results 4"), ("webp", "format webp"), (":80", "quality 80")] {
            assert_eq!(body.contains(sent), !left_out.contains(&setting), "{target}: {setting}\n{body}");
        }
    }
    // The models of OpenAI take no seed, whoever serves them.
    let (_, found) = bodies("openai", &scene.replace("seed 7\n", ""));
    assert_eq!(found, ["setting-not-sent: `quality 80` is left out of the request: OpenAI has no place for it"]);
}

#[test]
fn what_a_prompt_needs_and_a_service_cannot_take_is_an_error() {
    let uuid = "7c2a1e0c-9f1d-4a53-8b8e-0f3d5a6b7c8d";
    let one = |source: &str| format!("mug = ref(\"{source}\")\nmug on \"a shelf\"\n");
    for (target, scene, expected) in [
        ("gemini", one("https://example.com/a.jpg"), "Gemini fetches no image from an address"),
        ("openai", one(uuid), "OpenAI does not know the image `7c2a1e0c-9f1d-4a53-8b8e-0f3d5a6b7c8d`, which was uploaded elsewhere"),
        ("gemini", one("photo"), "nothing says what kind of image `photo` is, and Gemini asks for that"),
        ("openai", NONE.to_owned(), "OpenAI takes no request without images: it wants 1 at least"),
        (
            "fal",
            "mug = ref(\"mug.jpg\")\nfern = ref(\"fern.jpg\")\npass one { mug on \"a shelf\" }\npass two from one { fern beside mug }\n"
                .to_owned(),
            "fal does not know the picture of an earlier pass",
        ),
    ] {
        let compiled = compiled(target, &scene);
        let found: Vec<_> = compiled.diagnostics.iter().filter(|finding| finding.is_error()).collect();
        assert_eq!(found.len(), 1, "{target}\n{scene}");
        assert_eq!((found[0].code.name(), untargeted(&found[0].message)), ("cannot-be-sent", expected));
        assert!(found[0].span().start < found[0].span().end && compiled.passes.is_empty(), "{target}\n{scene}");
    }
    // Where the type does not stand beside it, a name may say nothing.
    assert!(body("bfl", &one("photo")).contains("\"input_image\":\"photo\""));
    assert!(body("fal", &one("https://example.com/a.jpg")).contains("https://example.com/a.jpg"));
}

#[test]
fn a_service_may_take_fewer_images_than_the_model() {
    let scene = many(9);
    let errors = |target: &str| {
        let found = compiled(target, &scene).diagnostics;
        let errors = found.into_iter().filter(scenewright::diagnostic::Diagnostic::is_error);
        errors.map(|finding| (finding.message, finding.help.unwrap_or_default())).collect::<Vec<_>>()
    };
    assert_eq!(errors("bfl:5@1"), []);
    let help = "for this target, leave some out, or show several things in one photograph".to_owned();
    assert_eq!(
        errors("bfl"),
        [("for the target `bfl`: the scene sends 9 reference images, and BFL takes 8".to_owned(), help)]
    );
}

#[test]
fn a_model_that_is_not_served_is_replaced_and_told() {
    let written = format!("model bfl:5@1\n{ONE}");
    let (json, found) = bodies("gemini-interactions", &written);
    assert!(json.starts_with(r#"{"model":"gemini-3.1-flash-image","#));
    assert_eq!(
        found,
        ["setting-not-sent: Gemini interactions does not serve `bfl:5@1`: `google:4@3` makes the picture"]
    );
    // A model that is served is kept, one that nobody has written goes unmentioned, and a chosen one stands in for all.
    assert!(body("gemini-interactions", &format!("model google:4@2\n{ONE}")).contains("gemini-3-pro-image"));
    assert!(body("gemini-interactions/google:4@2", &written).contains("gemini-3-pro-image"));
    // An unknown one is told once.
    let (_, found) = bodies("openai", &format!("model openai:9@9\n{ONE}"));
    assert_eq!(found, ["unknown-model: no model is known as `openai:9@9`"]);
}

#[test]
fn prompts_arrive_to_the_letter() {
    for words in [
        "quotes \\\" and back\\\\slashes",
        "$HOME `id` $(id) !! %s {{brace}}",
        "line\\nbreak and \\u{7}bell",
        "emoji 👩‍🚀 and é and 椅子 and \\u{202e}turned",
        "file-0-0 MODEL \\u{0}",
        "</script> &amp; ' ; -- #",
    ] {
        let scene = format!("{ONE}say \"{words}\"\n");
        for service in Service::all() {
            let compiled = compiled(&service.name, &scene);
            let Some(pass) = compiled.passes.first() else {
                // What no prompt may hold is refused, whoever is to take it.
                assert!(compiled.has_errors() && words.contains("\\u{"), "{words}");
                continue;
            };
            let body = emit::bodies(&[&pass.task], aim(&service.name));
            assert!(!body.trim_end().chars().any(char::is_control), "{body}");
            let mut texts = Vec::new();
            strings(&serde_json::from_str(&body).unwrap(), &mut texts);
            assert_eq!(texts.iter().filter(|text| **text == pass.prompt).count(), 1, "{}: {words}", service.name);
        }
    }
}

#[test]
fn a_program_can_be_written_for_every_service() {
    let images = Images { folder: "scenes", kind: &|_| None };
    for service in Service::all() {
        let compiled = compiled(&service.name, TWO);
        let request = emit::wire::request(&compiled.pass().task, aim(&service.name), &images).unwrap();
        // Joined, with paths in the place of contents, the pieces are the body.
        let joined: String = request
            .body
            .iter()
            .map(|piece| match piece {
                Piece::Json(text) => text.clone(),
                Piece::File(file) => format!("\"{}\"", file.path.trim_start_matches("scenes/")),
                Piece::Made(_) => unreachable!(),
            })
            .collect();
        let body = emit::bodies(&[&compiled.pass().task], aim(&service.name));
        let body = if service.takes_tasks() { format!("[{}]\n", body.trim_end()) } else { body };
        assert_eq!(joined + "\n", body);
        for language in [Language::Curl, Language::TypeScript, Language::Python] {
            let program = emit::snippet(language, std::slice::from_ref(&request)).unwrap();
            assert!(program.contains(&service.key_variable), "{}\n{program}", service.name);
        }
        assert_eq!(emit::snippet(Language::RunwareCli, &[request]).is_ok(), service.takes_tasks(), "{}", service.name);
    }
}

/// Every text in a value.
fn strings(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::String(text) => out.push(text.clone()),
        Value::Array(values) => values.iter().for_each(|value| strings(value, out)),
        Value::Object(members) => members.values().for_each(|value| strings(value, out)),
        _ => {}
    }
}
