//! What comes in: requests. What goes out: a program for Python 3. For Runware it uses the package `runware`, which takes
//! references for files where it can, strips prompts, and knows only some keys: what it would change goes by `extraArgs`,
//! which it sends as it stands. For other services it uses what Python brings along.

use std::fmt::Write;

use super::super::Json;
use super::super::request::Request;
use super::literal::Style;
use super::{Uses, body, needs_picture, task};

/// The keys of plain values that the package passes on as they are.
const PASSED_ON: &[&str] = &[
    "taskUUID",
    "model",
    "positivePrompt",
    "negativePrompt",
    "width",
    "height",
    "numberResults",
    "seed",
    "outputType",
    "outputFormat",
    "outputQuality",
    "resolution",
];

const DATA_URI: &str = r#"

def data_uri(path, kind):
    with open(path, "rb") as file:
        return f"data:{kind};base64,{base64.b64encode(file.read()).decode()}"
"#;

const BASE64: &str = r#"

def base64_of(path):
    with open(path, "rb") as file:
        return base64.b64encode(file.read()).decode()
"#;

const CLIENT: &str = r#"
KEY = os.environ.get("RUNWARE_API_KEY") or sys.exit("RUNWARE_API_KEY is not set")

# The package speaks WebSocket; the public address has another name for that.
URL = os.environ.get("RUNWARE_BASE_URL") or "https://api.runware.ai/v1"
URL = re.sub("^http", "ws", URL).replace("//api.runware.ai/", "//ws-api.runware.ai/")

failed = []
"#;

const PICTURE: &str = r#"pictures = {}


def picture(task):
    return pictures.get(task) or sys.exit(f"the task {task} has made no picture")
"#;

const POST: &str = r#"
failed = []


def post(url, headers, body):
    headers = {"Content-Type": "application/json", "User-Agent": "scenewright", **headers}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=600) as answer:
            print(json.dumps(json.load(answer)), flush=True)
    except urllib.error.HTTPError as error:
        print(error, ascii(error.read().decode(errors="replace")), file=sys.stderr)
        failed.append(url)


def key(variable):
    return os.environ.get(variable) or sys.exit(f"{variable} is not set")

"#;

/// Requests to Runware, through its package.
pub(super) fn runware(requests: &[Request]) -> Result<String, String> {
    let uses = Uses::of(requests);
    let mut out = String::from("# Needs: pip install runware\n");
    start(&uses, &["asyncio", "json", "os", "re", "sys"], &mut out);
    out.push_str("from dataclasses import asdict\n\nfrom runware import IImageInference, Runware\n");
    out.push_str(CLIENT);
    out.push_str(if uses.made { PICTURE } else { "" });
    reading(&uses, &mut out);
    out.push_str(
        "\n\nasync def run(runware, task):\n    try:\n        images = await runware.imageInference(requestImage=task)\n    \
         except Exception as error:\n        print(ascii(error), file=sys.stderr)\n        \
         failed.append(task.taskUUID)\n        return\n    images = [{key: value for key, value in \
         asdict(image).items() if value is not None} for image in images]\n    print(json.dumps(images), flush=True)\n",
    );
    if uses.made {
        out.push_str("    pictures[task.taskUUID] = images[0][\"imageUUID\"]\n");
    }
    out.push_str(
        "\n\nasync def main():\n    runware = Runware(api_key=KEY, url=URL)\n    await runware.connect()\n    \
         if not runware.isAuthenticated():\n        sys.exit(\"the service does not take the key\")\n",
    );
    for request in requests {
        let _ = writeln!(out, "    await run(runware, IImageInference{})", arguments(task(request)?));
    }
    out.push_str("    await runware.disconnect()\n    sys.exit(1 if failed else 0)\n\n\nasyncio.run(main())\n");
    Ok(out)
}

/// Requests to any service.
pub(super) fn program(requests: &[Request]) -> Result<String, String> {
    let uses = Uses::of(requests);
    if uses.made {
        return Err(needs_picture("python"));
    }
    let mut out = String::new();
    start(&uses, &["json", "os", "sys", "urllib.error", "urllib.request"], &mut out);
    reading(&uses, &mut out);
    out.push_str(POST);
    for request in requests {
        let Request { base, base_variable, path, key_header, key_prefix, key_variable, .. } = request;
        let prefix = if key_prefix.is_empty() { String::new() } else { format!("\"{key_prefix}\" + ") };
        let path = if path.is_empty() { String::new() } else { format!(" + \"{path}\"") };
        let things = vec![
            format!("(os.environ.get(\"{base_variable}\") or \"{base}\"){path}"),
            format!("{{\"{key_header}\": {prefix}key(\"{key_variable}\")}}"),
            Style::Python.value(&body(request)?, 4),
        ];
        let _ = write!(out, "\npost{}\n", Style::Python.lines(("(", ")"), things, 0));
    }
    out.push_str("\nsys.exit(1 if failed else 0)\n");
    Ok(out)
}

/// The arguments that make up a task.
fn arguments(task: Vec<(String, Json)>) -> String {
    let (mut arguments, mut extra) = (Vec::new(), Vec::new());
    for (key, value) in task {
        // It says itself what kind of task it is.
        if key == "taskType" {
            continue;
        }
        if PASSED_ON.contains(&key.as_str()) && is_passed_on(&value) {
            arguments.push(format!("{key}={}", Style::Python.value(&value, 8)));
        } else {
            extra.push((key, value));
        }
    }
    if !extra.is_empty() {
        arguments.push(format!("extraArgs={}", Style::Python.value(&Json::Object(extra), 8)));
    }
    Style::Python.lines(("(", ")"), arguments, 4)
}

fn is_passed_on(value: &Json) -> bool {
    // What Python strips is more than what Unicode calls blank.
    let blank = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || ('\u{1C}'..='\u{1F}').contains(&c));
    match value {
        Json::Bool(_) | Json::Number(_) => true,
        Json::Text(text) => !blank(text.chars().next()) && !blank(text.chars().next_back()),
        _ => false,
    }
}

fn start(uses: &Uses, modules: &[&str], out: &mut String) {
    if uses.files() {
        out.push_str("# The paths of images count from the folder in which this was made; run it there.\n");
    }
    let mut modules = modules.to_vec();
    modules.extend(uses.files().then_some("base64"));
    modules.sort_unstable();
    for module in modules {
        let _ = writeln!(out, "import {module}");
    }
}

fn reading(uses: &Uses, out: &mut String) {
    out.push_str(if uses.data_uri { DATA_URI } else { "" });
    out.push_str(if uses.base64 { BASE64 } else { "" });
}
