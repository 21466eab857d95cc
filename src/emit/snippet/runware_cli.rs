//! What comes in: requests to Runware. What goes out: calls of its command line, one for each task, as words of a POSIX
//! shell. That command gives tasks ids of its own, so theirs are left out; it stores local images first. It takes a text
//! that is JSON for what that JSON means, so such a text is written as a string of JSON.

use std::fmt::Write;

use super::super::Json;
use super::super::request::Request;
use super::{files, needs_picture, shell, task};

/// Says the id of a file that was stored.
const ID: &str = r#"sed -n 's/.*"mediaUUID": *"\([^"]*\)".*/\1/p'"#;

pub(super) fn program(requests: &[Request]) -> Result<String, String> {
    let several = requests.len() > 1;
    if let [request] = requests
        && files(request).is_empty()
    {
        return Ok(run(request, 0)? + "\n");
    }
    let mut out = String::from(if several { "(\n  failed=0\n" } else { "(\n" });
    for request in requests {
        for (at, path) in files(request).iter().enumerate() {
            let path = if path.starts_with('-') { format!("./{path}") } else { (*path).to_owned() };
            let (number, path) = (at + 1, shell::quoted(&path));
            let _ = writeln!(out, "  image_{number}=$(runware media upload {path} --format json | {ID}) &&");
            let _ = writeln!(out, "  [ -n \"$image_{number}\" ] &&");
        }
        let _ = write!(out, "  {}", run(request, 2)?);
        out.push_str(if several { " ||\n    failed=1\n" } else { "\n" });
    }
    out.push_str(if several { "  exit \"$failed\"\n)\n" } else { ")\n" });
    Ok(out)
}

fn run(request: &Request, indent: usize) -> Result<String, String> {
    if request.service != "runware" {
        return Err(format!("the command line of Runware cannot ask `{}` for a picture", request.service));
    }
    let task = task(request)?;
    let (mut words, files) = (vec![String::from("runware run")], files(request));
    for (key, value) in &task {
        match (key.as_str(), value) {
            ("model", Json::Text(model)) => words[0] = format!("runware run {}", shell::word(model)),
            // The command gives both.
            ("taskType" | "taskUUID", _) => {}
            _ => arguments(key, value, &files, &mut words)?,
        }
    }
    Ok(words.join(&format!(" \\\n{:1$}", "", indent + 2)))
}

/// `key=value` for everything in a value.
fn arguments(key: &str, value: &Json, files: &[&str], words: &mut Vec<String>) -> Result<(), String> {
    match value {
        Json::List(values) if !values.is_empty() => {
            let mut numbered = values.iter().enumerate();
            return numbered.try_for_each(|(at, value)| arguments(&format!("{key}.{at}"), value, files, words));
        }
        Json::Object(members) if !members.is_empty() => {
            let mut members = members.iter();
            return members.try_for_each(|(name, value)| arguments(&format!("{key}.{name}"), value, files, words));
        }
        _ => {}
    }
    let written = match value {
        Json::Made(_) => return Err(needs_picture("runware-cli")),
        Json::File(file) => {
            let at = files.iter().position(|path| *path == file.path).unwrap_or(0);
            words.push(format!("\"{key}=$image_{}\"", at + 1));
            return Ok(());
        }
        Json::Null => "null".to_owned(),
        Json::Bool(value) => value.to_string(),
        Json::Number(number) => number.to_string(),
        Json::Text(text) if is_json(text) => serde_json::to_string(text).unwrap_or_default(),
        Json::Text(text) => text.clone(),
        Json::List(_) => "[]".to_owned(),
        Json::Object(_) => "{}".to_owned(),
    };
    words.push(shell::word(&format!("{key}={written}")));
    Ok(())
}

/// Whether a text may be taken for JSON: `true`, `42`, `"a"`.
fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['"', '[', '{']) || serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}
