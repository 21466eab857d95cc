//! What is refused, and how words are quoted. That the programs run is shown by tests/snippets.rs.
#![allow(clippy::unwrap_used)]

use super::shell::{quoted, word};
use super::*;

fn request(service: &str, body: &str) -> Request {
    Request {
        service: service.to_owned(),
        base: "https://example.com".to_owned(),
        base_variable: "A_BASE_URL".to_owned(),
        path: "/v1".to_owned(),
        key_header: "x-key".to_owned(),
        key_prefix: String::new(),
        key_variable: "A_KEY".to_owned(),
        body: vec![Piece::Json(body.to_owned())],
    }
}

fn needing_a_picture(service: &str) -> Request {
    let pieces = [r#"[{"model":"a:1@1","image":"#, "}]"].map(|text| Piece::Json(text.to_owned()));
    let [start, end] = pieces;
    Request { body: vec![start, Piece::Made("0e57a11d".to_owned()), end], ..request(service, "") }
}

const ALL: [Language; 4] = [Language::Curl, Language::TypeScript, Language::Python, Language::RunwareCli];

#[test]
fn nothing_makes_no_program() {
    for language in ALL {
        assert_eq!(snippet(language, &[]), Ok(String::new()));
    }
}

#[test]
fn a_picture_is_handed_on_only_where_that_works() {
    for (service, works) in [("runware", [false, true, true, false]), ("gemini", [false; 4])] {
        for (language, works) in ALL.into_iter().zip(works) {
            let made = snippet(language, &[needing_a_picture(service)]);
            assert_eq!(made.is_ok(), works, "{service} {language:?} {made:?}");
        }
    }
    let refused = snippet(Language::Curl, &[needing_a_picture("runware")]).unwrap_err();
    assert!(refused.contains("`--emit curl` cannot hand on") && refused.contains("`--emit python`"), "{refused}");
}

#[test]
fn only_runware_has_a_command_line() {
    let refused = snippet(Language::RunwareCli, &[request("gemini", "{}")]).unwrap_err();
    assert!(refused.contains("`gemini`"), "{refused}");
}

#[test]
fn typescript_refuses_what_it_would_round() {
    for (number, kept) in [
        ("9007199254740991", true),
        ("9007199254740992", false),
        ("18446744073709551615", false),
        ("-9007199254740992", false),
        ("0.1", true),
    ] {
        for (service, body) in
            [("gemini", format!("{{\"a\":[{number}]}}")), ("runware", format!("[{{\"seed\":{number}}}]"))]
        {
            let made = snippet(Language::TypeScript, &[request(service, &body)]);
            assert_eq!(made.is_ok(), kept, "{made:?}");
            assert!(made.is_ok() || made.unwrap_err().contains(number), "{number}");
            assert!(snippet(Language::Python, &[request(service, &body)]).unwrap().contains(number));
        }
    }
}

#[test]
fn odd_addresses_and_bodies_are_refused() {
    let sound = request("gemini", "{}");
    let odd = [
        Request { base: "https://example.com/$(no)".to_owned(), ..sound.clone() },
        Request { base_variable: "A B".to_owned(), ..sound.clone() },
        Request { key_variable: String::new(), ..sound.clone() },
        Request { path: "/v1\"".to_owned(), ..sound.clone() },
        Request { key_header: "x: y\n".to_owned(), ..sound.clone() },
        Request { key_prefix: "`no` ".to_owned(), ..sound.clone() },
    ];
    for (language, request) in ALL.into_iter().flat_map(|language| odd.iter().map(move |request| (language, request))) {
        assert!(snippet(language, std::slice::from_ref(request)).is_err(), "{language:?} {request:?}");
    }
    for body in ["", "{", "[1] [2]", "{}", "[]", "[1]", "[{},{}]"] {
        for language in [Language::TypeScript, Language::Python, Language::RunwareCli] {
            assert!(snippet(language, &[request("runware", body)]).is_err(), "{language:?} {body}");
        }
    }
}

#[test]
fn words_are_quoted_only_where_that_is_needed() {
    for (text, expected) in [
        ("width=1200", "width=1200"),
        ("google:4@3", "google:4@3"),
        ("", "''"),
        ("=ls", "'=ls'"),
        ("a b", "'a b'"),
        ("it's", r"'it'\''s'"),
        ("two\nlines", "'two\nlines'"),
        ("\u{1b}[2J", "\"$(printf '\\033')\"'[2J'"),
        ("a\t\u{202e}b", "'a'\"$(printf '\\011\\342\\200\\256')\"'b'"),
    ] {
        assert_eq!(word(text), expected);
    }
    assert_eq!(quoted("width"), "'width'");
}
