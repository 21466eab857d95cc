//! What comes in: requests. What goes out: a module of TypeScript for Node 20 and later. For Runware it uses the package
//! `@runware/sdk-js`, which leaves out a seed of 0: what it would leave out goes by its second argument, which it sends as
//! it stands. For other services it uses `fetch`.

use std::fmt::Write;

use super::super::Json;
use super::super::request::Request;
use super::literal::Style;
use super::{Uses, body, needs_picture, task};

/// The largest integer that a number of TypeScript holds together with those beside it.
const LARGEST: u64 = (1 << 53) - 1;

const DATA_URI: &str = r#"
function dataUri(path: string, type: string): string {
  return `data:${type};base64,${readFileSync(path, "base64")}`;
}
"#;

const BASE64: &str = r#"
function base64Of(path: string): string {
  return readFileSync(path, "base64");
}
"#;

const CLIENT: &str = r#"
const apiKey = process.env.RUNWARE_API_KEY;
if (!apiKey) throw new Error("RUNWARE_API_KEY is not set");

// The package speaks WebSocket; the public address has another name for that.
const url = (process.env.RUNWARE_BASE_URL || "https://api.runware.ai/v1")
  .replace(/^http/, "ws")
  .replace("//api.runware.ai/", "//ws-api.runware.ai/");

// A task is sent once: the service refuses a second one of the same id.
const runware = await Runware.initialize({ apiKey, url, timeoutDuration: 600_000, globalMaxRetries: 1 }).catch(
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
"#;

const RUN: &str = r"
async function run(task: IRequestImage, more: Record<string, unknown> = {}): Promise<void> {
  try {
    const images = await runware.requestImages(task, more);
    console.log(JSON.stringify(images));
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
}
";

const RUN_AND_KEEP: &str = r"
const pictures = new Map<string, string>();

function picture(task: string): string {
  const id = pictures.get(task);
  if (!id) throw new Error(`the task ${task} has made no picture`);
  return id;
}

async function run(task: IRequestImage, more: Record<string, unknown> = {}): Promise<void> {
  try {
    const images = await runware.requestImages(task, more);
    console.log(JSON.stringify(images));
    const id = images?.[0]?.imageUUID;
    if (id) pictures.set(task.taskUUID, id);
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
}
";

const POST: &str = r#"
function key(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set`);
  return value;
}

async function post(url: string, headers: Record<string, string>, body: unknown): Promise<void> {
  const response = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  if (response.ok) {
    console.log(await response.text());
  } else {
    console.error(response.status, await response.text());
    process.exitCode = 1;
  }
}
"#;

/// Requests to Runware, through its package.
pub(super) fn runware(requests: &[Request]) -> Result<String, String> {
    let uses = Uses::of(requests);
    let mut out = String::from("// Needs: npm install @runware/sdk-js\n");
    start(&uses, &mut out);
    out.push_str("import { Runware, type IRequestImage } from \"@runware/sdk-js\";\n");
    reading(&uses, &mut out);
    out.push_str(CLIENT);
    out.push_str(if uses.made { RUN_AND_KEEP } else { RUN });
    for request in requests {
        let (kept, dropped) = parted(task(request)?);
        exact(&kept)?;
        exact(&dropped)?;
        let mut arguments = vec![Style::TypeScript.value(&kept, 0)];
        if dropped != Json::Object(Vec::new()) {
            arguments.push(Style::TypeScript.value(&dropped, 0));
        }
        let _ = write!(out, "\nawait run({});\n", arguments.join(", "));
    }
    out.push_str("\nawait runware.disconnect();\n");
    Ok(out)
}

/// Requests to any service.
pub(super) fn program(requests: &[Request]) -> Result<String, String> {
    let uses = Uses::of(requests);
    if uses.made {
        return Err(needs_picture("typescript"));
    }
    let mut out = String::new();
    start(&uses, &mut out);
    reading(&uses, &mut out);
    out.push_str(POST);
    for request in requests {
        let json = body(request)?;
        exact(&json)?;
        let Request { base, base_variable, path, key_header, key_prefix, key_variable, .. } = request;
        let prefix = if key_prefix.is_empty() { String::new() } else { format!("\"{key_prefix}\" + ") };
        let things = vec![
            format!("(process.env.{base_variable} || \"{base}\") + \"{path}\"").replace(" + \"\"", ""),
            format!("{{ \"{key_header}\": {prefix}key(\"{key_variable}\") }}"),
            Style::TypeScript.value(&json, 2),
        ];
        let _ = write!(out, "\nawait post{};\n", Style::TypeScript.lines(("(", ")"), things, 0));
    }
    Ok(out)
}

fn start(uses: &Uses, out: &mut String) {
    if uses.files() {
        out.push_str("// The paths of images count from the folder in which this was made; run it there.\n");
        out.push_str("import { readFileSync } from \"node:fs\";\n");
    }
    // An import makes it a module, which may wait.
    out.push_str("import process from \"node:process\";\n");
}

fn reading(uses: &Uses, out: &mut String) {
    out.push_str(if uses.data_uri { DATA_URI } else { "" });
    out.push_str(if uses.base64 { BASE64 } else { "" });
}

/// The members of a task that the package passes on, and those that it would leave out.
fn parted(task: Vec<(String, Json)>) -> (Json, Json) {
    let empty = |value: &Json| match value {
        Json::Null | Json::Bool(false) => true,
        Json::Text(text) => text.is_empty(),
        Json::Number(number) => number.as_f64() == Some(0.0),
        _ => false,
    };
    // It says itself what kind of task it is.
    let members = task.into_iter().filter(|(key, _)| key != "taskType");
    let (dropped, kept) = members.partition(|(_, value)| empty(value));
    (Json::Object(kept), Json::Object(dropped))
}

/// Refuses numbers that TypeScript would round.
fn exact(json: &Json) -> Result<(), String> {
    let mut inexact = None;
    json.leaves(&mut |leaf| {
        if let Json::Number(number) = leaf {
            let size = number.as_u64().or_else(|| number.as_i64().map(i64::unsigned_abs));
            if size.is_some_and(|size| size > LARGEST) {
                inexact = Some(number.to_string());
            }
        }
    });
    match inexact {
        Some(number) => Err(format!("TypeScript would round the number {number}; `--emit curl` keeps it as it is")),
        None => Ok(()),
    }
}
