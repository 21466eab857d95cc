//! What comes in: requests. What goes out: a POSIX shell's way to send them with `curl`, fit to be pasted. It has no
//! comments, since an interactive zsh takes none, and ends no shell but its own.

use std::fmt::Write;

use super::super::request::{Contents, File, Piece, Request};
use super::{files, needs_picture, shell};

/// A longer body goes through a pipe: one argument may have 128 KiB.
const SHORT: usize = 100_000;

pub(super) fn program(requests: &[Request]) -> Result<String, String> {
    if let [request] = requests
        && let [Piece::Json(body)] = &request.body[..]
        && body.len() <= SHORT
    {
        return Ok(format!("{} \\\n  --data-binary {}\n", call(request, 0), shell::quoted(body)));
    }
    let mut out = String::from("(\n");
    let mut keys: Vec<&str> = requests.iter().map(|request| request.key_variable.as_str()).collect();
    keys.dedup();
    for key in keys {
        let _ = writeln!(out, "  : \"${{{key}:?is not set}}\"");
    }
    let several = requests.len() > 1;
    if several {
        out.push_str("  failed=0\n");
    }
    for request in requests {
        command(request, &mut out)?;
        out.push_str(if several { " ||\n    failed=1\n" } else { "\n" });
    }
    out.push_str(if several { "  exit \"$failed\"\n)\n" } else { ")\n" });
    Ok(out)
}

/// Reads the files of a request, and sends nothing if one of them cannot be read.
fn command(request: &Request, out: &mut String) -> Result<(), String> {
    let files = files(request);
    for (at, path) in files.iter().enumerate() {
        let _ = writeln!(out, "  image_{}=$(base64 < {}) &&", at + 1, shell::quoted(path));
    }
    match &request.body[..] {
        [Piece::Json(body)] if body.len() <= SHORT => {
            let _ = write!(out, "  {} \\\n    --data-binary {}", call(request, 2), shell::quoted(body));
        }
        pieces => {
            let _ = writeln!(out, "  printf %s {} |", body(pieces, &files)?);
            // Some `base64` breaks its lines; the rest of the body has none.
            if !files.is_empty() {
                out.push_str("    tr -d '\\n' |\n");
            }
            let _ = write!(out, "    {} \\\n      --data-binary @-", call(request, 4));
        }
    }
    Ok(())
}

/// The words that make up a body.
fn body(pieces: &[Piece], files: &[&str]) -> Result<String, String> {
    let mut words = Vec::new();
    let mut text = String::new();
    for piece in pieces {
        match piece {
            Piece::Json(json) => text.push_str(json),
            Piece::Made(_) => return Err(needs_picture("curl")),
            Piece::File(File { path, form }) => {
                text.push('"');
                if let Contents::DataUri(mime) = form {
                    let _ = write!(text, "data:{mime};base64,");
                }
                words.push(shell::quoted(&text));
                let at = files.iter().position(|file| file == path).unwrap_or(0);
                words.push(format!("\"$image_{}\"", at + 1));
                text = String::from("\"");
            }
        }
    }
    words.push(shell::quoted(&text));
    Ok(words.join(" "))
}

/// `curl` with everything but the body, its further lines indented more than so many spaces.
fn call(request: &Request, indent: usize) -> String {
    let Request { base, base_variable, path, key_header, key_prefix, key_variable, .. } = request;
    [
        "curl --silent --show-error --fail-with-body --write-out '\\n'".to_owned(),
        format!("\"${{{base_variable}:-{base}}}{path}\""),
        format!("--header \"{key_header}: {key_prefix}${{{key_variable}:?is not set}}\""),
        "--header 'Content-Type: application/json'".to_owned(),
    ]
    .join(&format!(" \\\n{:1$}", "", indent + 2))
}
