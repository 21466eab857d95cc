//! What comes in: requests. What goes out: a program that sends them as it stands, in a language of the user's choice. It
//! takes keys from the environment, reads local images when it runs, and prints what comes back as JSON. A request that
//! fails does not keep those behind it from being sent; the exit code then tells. Absent: sending anything from here.

mod curl;
mod literal;
mod python;
mod runware_cli;
mod shell;
mod typescript;

use std::collections::BTreeSet;

use super::Json;
use super::request::{Contents, File, Piece, Request};

/// What a program is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// A shell, with `curl`.
    Curl,
    /// TypeScript for Node.
    TypeScript,
    /// Python 3.
    Python,
    /// A shell, with the command line of Runware.
    RunwareCli,
}

/// The program that sends requests one after another; empty if there are none. What it cannot do is said in words.
pub fn snippet(language: Language, requests: &[Request]) -> Result<String, String> {
    if requests.is_empty() {
        return Ok(String::new());
    }
    requests.iter().try_for_each(check)?;
    match language {
        Language::Curl => curl::program(requests),
        Language::TypeScript if all_of_runware(requests) => typescript::runware(requests),
        Language::TypeScript => typescript::program(requests),
        Language::Python if all_of_runware(requests) => python::runware(requests),
        Language::Python => python::program(requests),
        Language::RunwareCli => runware_cli::program(requests),
    }
}

fn all_of_runware(requests: &[Request]) -> bool {
    requests.iter().all(|request| request.service == "runware")
}

/// Names and addresses stand in programs as they are, so nothing in them may mean anything there.
fn check(request: &Request) -> Result<(), String> {
    let variable = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte == b'_' || byte.is_ascii_uppercase() || byte.is_ascii_digit())
    };
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~:/@%=,+".contains(&byte));
    let sound = variable(&request.base_variable)
        && variable(&request.key_variable)
        && plain(&request.base)
        && plain(&request.path)
        && plain(&request.key_header)
        && request.key_prefix.bytes().all(|byte| byte == b' ' || byte.is_ascii_alphanumeric());
    if sound { Ok(()) } else { Err(format!("the address of `{}` cannot stand in a program", request.service)) }
}

/// The body of a request as a tree.
fn body(request: &Request) -> Result<Json, String> {
    Json::read(&request.body).ok_or_else(|| format!("the request to `{}` is no JSON", request.service))
}

/// The only task of a request to Runware.
fn task(request: &Request) -> Result<Vec<(String, Json)>, String> {
    match body(request)? {
        Json::List(mut tasks) if tasks.len() == 1 => match tasks.pop() {
            Some(Json::Object(task)) => Ok(task),
            _ => Err("a request to `runware` holds something that is no task".to_owned()),
        },
        _ => Err("a request to `runware` holds one task".to_owned()),
    }
}

/// The files of a request, each once, in order.
fn files(request: &Request) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    let paths = request.body.iter().filter_map(|piece| match piece {
        Piece::File(file) => Some(file.path.as_str()),
        Piece::Json(_) | Piece::Made(_) => None,
    });
    paths.filter(|path| seen.insert(*path)).collect()
}

/// What programs need besides their requests.
#[derive(Default)]
struct Uses {
    /// Files as base64.
    base64: bool,
    /// Files as data URIs.
    data_uri: bool,
    /// Pictures of earlier tasks.
    made: bool,
}

impl Uses {
    fn of(requests: &[Request]) -> Self {
        let mut uses = Self::default();
        for piece in requests.iter().flat_map(|request| &request.body) {
            match piece {
                Piece::File(File { form: Contents::Base64, .. }) => uses.base64 = true,
                Piece::File(File { form: Contents::DataUri(_), .. }) => uses.data_uri = true,
                Piece::Made(_) => uses.made = true,
                Piece::Json(_) => {}
            }
        }
        uses
    }

    fn files(&self) -> bool {
        self.base64 || self.data_uri
    }
}

/// What is said where a program cannot hand the picture of one task to another.
fn needs_picture(language: &str) -> String {
    format!(
        "a pass needs the picture of an earlier one, which `--emit {language}` cannot hand on; `--emit typescript` and \
         `--emit python` can"
    )
}

#[cfg(test)]
#[path = "snippet_tests.rs"]
mod tests;
