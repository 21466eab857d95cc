//! The key is nowhere but in the header that carries it. What comes in: a key that cannot be mistaken, and a service that
//! puts it, and what steers a terminal, into everything that it says. What goes out: stdout, stderr and every file that is
//! left, without a trace of either.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(feature = "submit")]

#[path = "support/echoing.rs"]
mod echoing;
#[path = "support/leaks.rs"]
mod leaks;
#[path = "support/processes.rs"]
mod processes;
#[path = "support/shop.rs"]
mod shop;

use std::fs;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use echoing::{Echo, Manner, STEERING};
use leaks::{Leaks, steering};
use processes::{Ended, Process};
use shop::{Shop, photograph};

/// Keys: one as most are, and one of everything that may stand in a header.
const KEYS: [&str; 2] = ["rw-Unmistakable4Qx7LmN0pZtYbVc8KjHgFd", "Odd\"\\<{%2F+=/&?#}>'`^|~;:,!@$*()[]Unmistakable"];

/// A process that has not ended by then is killed; what it has left behind must be as clean.
const LONG: Duration = Duration::from_secs(120);

/// One project and one key; every command that is run in it is looked at.
struct Safe {
    shop: Shop,
    key: &'static str,
    leaks: Leaks,
    url: String,
}

impl Safe {
    fn new(name: &str, key: &'static str, url: &str) -> Self {
        let shop = Shop::new(name, 2, 1);
        fs::create_dir(shop.folder.join("told")).unwrap();
        Self { shop, key, leaks: Leaks::of(key), url: url.to_owned() }
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = self.shop.scene();
        command.args(words).env("RUST_BACKTRACE", "full").env("RUST_LOG", "trace").env("RUNWARE_BASE_URL", &self.url);
        command
    }

    fn run(&self, words: &[&str]) -> Ended {
        self.finish(self.command(words).env("RUNWARE_API_KEY", self.key), words)
    }

    fn finish(&self, command: &mut Command, words: &[&str]) -> Ended {
        let start = Instant::now();
        let ended = Process::start(command, &self.shop.folder.join("told"), "last").until(|| start.elapsed() > LONG);
        self.look(&format!("{words:?}: {ended:?}"));
        ended
    }

    /// Looks through everything that is there: what the last command said, the journal, the pictures, the plan.
    fn look(&self, why: &str) {
        for (name, bytes) in self.shop.files("") {
            let found = self.leaks.find(&bytes);
            assert!(found.is_none(), "{name} holds the key, {}; {}", found.unwrap(), why.replace(self.key, "[KEY]"));
            let is_text = [".out", ".err", ".json", ".toml", ".log"].iter().any(|end| name.ends_with(end));
            if is_text {
                clean(&name, &String::from_utf8(bytes).unwrap());
            }
        }
        for text in kept(&self.shop) {
            clean("the journal", &text);
        }
    }
}

/// Neither a text, nor what stands in it as JSON, steers a terminal.
fn clean(name: &str, text: &str) {
    assert_eq!(steering(text), None, "{name}: {text:?}");
    for value in serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>().map_while(Result::ok) {
        strings(&value, &mut |text| assert_eq!(steering(text), None, "{name}: {text:?}"));
    }
}

fn strings(value: &serde_json::Value, see: &mut dyn FnMut(&str)) {
    match value {
        serde_json::Value::String(text) => see(text),
        serde_json::Value::Array(values) => values.iter().for_each(|value| strings(value, see)),
        serde_json::Value::Object(values) => values.iter().for_each(|(name, value)| {
            see(name);
            strings(value, see);
        }),
        _ => {}
    }
}

/// Every text that the journal holds.
fn kept(shop: &Shop) -> Vec<String> {
    let path = shop.folder.join(".scene/journal.db");
    if !path.exists() {
        return Vec::new();
    }
    let journal = rusqlite::Connection::open(path).unwrap();
    let names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let mut names = journal.prepare(names).unwrap();
    let names: Vec<String> = names.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut texts = Vec::new();
    for name in names {
        let mut all = journal.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
        let columns = all.column_count();
        let mut rows = all.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                match row.get_ref(column).unwrap() {
                    rusqlite::types::ValueRef::Text(text) => texts.push(String::from_utf8(text.to_vec()).unwrap()),
                    rusqlite::types::ValueRef::Blob(bytes) => texts.push(String::from_utf8_lossy(bytes).into_owned()),
                    _ => {}
                }
            }
        }
    }
    texts
}

/// Everything that can be said of a project, with a service of this manner.
fn everything(name: &str, key: &'static str, manner: Manner) {
    let echo = Echo::start(key, manner, photograph(77));
    let safe = Safe::new(name, key, &echo.url);
    safe.run(&["plan", "shop.scene", "pairs.scene", "--out", "plan.json"]);
    safe.run(&["submit", "pairs.scene", "--dry-run", "--yes"]);
    let sent = safe.run(&["submit", "--plan", "plan.json", "--yes", "--json"]);
    assert!(!sent.out.is_empty() || !sent.err.is_empty(), "{manner:?}");
    let succeeds = matches!(manner, Manner::Fields | Manner::States);
    assert_eq!(sent.code == Some(0), succeeds, "{manner:?} {sent:?}");
    if matches!(manner, Manner::Errors(400 | 401) | Manner::Fails(_)) {
        // What the service says is shown, without the key.
        assert!(sent.err.contains("[key]") || sent.out.contains("[key]"), "{manner:?} {sent:?}");
    }
    for words in [
        &["runs"][..],
        &["runs", "list", "--format", "json"],
        &["runs", "show", "1"],
        &["runs", "export", "1"],
        &["runs", "resume", "1"],
        &["runs", "resume", "1", "--json"],
        &["submit", "shop.scene", "--yes", "--again"],
    ] {
        safe.run(words);
    }
    assert_eq!(echo.told(), Vec::<String>::new(), "{manner:?}");
}

/// Holds all of it against some manners, a few at a time.
fn all(name: &str, manners: &[Manner]) {
    thread::scope(|scope| {
        for (at, manner) in manners.iter().enumerate() {
            let case = format!("{name}-{at}");
            scope.spawn(move || everything(&case, KEYS[at % KEYS.len()], *manner));
        }
    });
}

#[test]
fn what_leaks_is_found() {
    for key in KEYS {
        let leaks = Leaks::of(key);
        let each = |form: &dyn Fn(u8) -> String| key.bytes().map(form).collect::<String>();
        let hex = each(&|byte| format!("{byte:02x}"));
        let base64 = |text: String| base64_simd::STANDARD.encode_to_string(text);
        let percent = each(&|byte| format!("%{byte:02X}"));
        let half = key[..key.len() / 2 + 6].to_owned();
        let json = serde_json::to_string(key).unwrap();
        let basic = [base64(format!("Bearer {key}")), base64(format!("x{key}")), base64(format!("xy{key}"))];
        for text in [key.to_owned(), hex.to_uppercase(), hex, percent, half, json, format!("{:?}", key.as_bytes())]
            .iter()
            .chain(&basic)
        {
            assert!(leaks.find(format!("so {text} there").as_bytes()).is_some(), "{text}");
        }
        assert_eq!(leaks.find(b"nothing at all, only Unmistak and rw-"), None);
    }
    assert_eq!(steering("plain\ntext, \u{fc}"), None);
    assert!(STEERING.chars().all(|c| matches!(c, '[' | '3' | '1' | 'm' | ']' | '0' | ';' | '2' | 'J' | '\n')
        || c.is_ascii_lowercase()
        || steering(&c.to_string()).is_some()));
}

#[test]
fn a_service_that_answers_with_the_key_is_not_repeated() {
    all(
        "answers",
        &[
            Manner::Fields,
            Manner::Ids,
            Manner::States,
            Manner::NoHttp,
            Manner::NoJson(200),
            Manner::NoJson(400),
            Manner::NoJson(503),
        ],
    );
}

#[test]
fn no_error_repeats_the_key() {
    let statuses = [400, 401, 402, 403, 404, 408, 409, 429, 500, 504];
    all("errors", &statuses.map(Manner::Errors));
    all("whole", &[Manner::Whole(200), Manner::Whole(400), Manner::Whole(401), Manner::Whole(500)]);
}

#[test]
fn no_task_that_fails_repeats_the_key() {
    all(
        "fails",
        &["contentModeration", "providerError", "timeoutProvider", "insufficientCredits", "x"].map(Manner::Fails),
    );
}

#[test]
fn nobody_is_followed_with_the_key() {
    all("elsewhere", &[301, 302, 307, 308].map(Manner::Elsewhere));
}

#[test]
fn no_picture_repeats_the_key() {
    let manners = [403, 404, 410, 500, 302].map(Manner::Pictures);
    all("pictures", &manners);
    all("texts", &[Manner::Texts, Manner::Uploads(400), Manner::Uploads(500), Manner::Uploads(429)]);
}

#[test]
fn pictures_may_be_elsewhere_but_get_no_key() {
    let echo = Echo::start(KEYS[0], Manner::PicturesElsewhere, photograph(77));
    let safe = Safe::new("pictures-elsewhere", KEYS[0], &echo.url);
    safe.run(&["submit", "pairs.scene", "--yes"]);
    assert_eq!(echo.told(), Vec::<String>::new());
}

#[test]
fn wrong_addresses_are_told_without_the_key() {
    let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    for (at, key) in KEYS.iter().enumerate() {
        let safe = Safe::new(&format!("addresses-{at}"), key, "");
        let urls = [
            format!("http://127.0.0.1:{port}/v1"),
            format!("https://127.0.0.1:{port}/v1"),
            "http://example.com/v1".to_owned(),
            "https://nowhere.invalid/v1".to_owned(),
            "ftp://127.0.0.1/".to_owned(),
            "no address \u{1b}[31m".to_owned(),
            "http://[::1".to_owned(),
            String::new(),
        ];
        for url in urls {
            let words = ["submit", "pairs.scene", "--yes", "--base-url", &url];
            // The public address is none to be tried.
            if !url.is_empty() {
                let ended = safe.run(&words);
                assert!(!matches!(ended.code, Some(0)), "{url:?} {ended:?}");
            }
        }
    }
}

#[test]
fn a_key_that_cannot_be_taken_is_not_told() {
    let safe = Safe::new("files", KEYS[0], "http://127.0.0.1:9/v1");
    let refused = |words: &[&str], content: Option<&[u8]>| {
        let file = safe.shop.folder.with_extension("key");
        if let Some(content) = content {
            fs::write(&file, content).unwrap();
        }
        let path = file.to_string_lossy().into_owned();
        let words: Vec<&str> = words.iter().map(|word| if *word == "FILE" { &*path } else { word }).collect();
        let ended = safe.finish(&mut safe.command(&words), &words);
        let _ = fs::remove_file(&file);
        assert_eq!(ended.code, Some(2), "{ended:?}");
    };
    let submit = ["submit", "pairs.scene", "--yes", "--key-file", "FILE"];
    refused(&submit, Some(format!("{} {}\n", KEYS[0], KEYS[0]).as_bytes()));
    refused(&submit, Some(format!("{}\u{1b}[31m\n", KEYS[0]).as_bytes()));
    refused(&submit, Some(KEYS[0].repeat(1000).as_bytes()));
    refused(&submit, Some(&[KEYS[0].as_bytes(), &[0xff, 0xfe]].concat()));
    refused(&submit, None);
    for key in [format!("{} x", KEYS[0]), format!("{}\u{7}", KEYS[0])] {
        let words = ["submit", "pairs.scene", "--yes"];
        let ended = safe.finish(safe.command(&words).env("RUNWARE_API_KEY", &key), &words);
        assert_eq!(ended.code, Some(2), "{ended:?}");
    }
}

#[test]
fn a_process_that_is_killed_or_crashes_leaves_no_key() {
    let safe_and_echo = |name: &str| {
        let echo = Echo::start(KEYS[0], Manner::Fields, photograph(77));
        (Safe::new(name, KEYS[0], &echo.url), echo)
    };
    let (safe, _echo) = safe_and_echo("killed");
    for wait in [5, 10, 20, 40, 60, 80, 120, 200] {
        let words = ["submit", "shop.scene", "pairs.scene", "--yes", "--again"];
        let start = Instant::now();
        let process = Process::start(
            safe.command(&words).env("RUNWARE_API_KEY", KEYS[0]),
            &safe.shop.folder.join("told"),
            "last",
        );
        let ended = process.until(|| start.elapsed() > Duration::from_millis(wait));
        safe.look(&format!("{ended:?}"));
    }
    // Where nothing can be written.
    let (safe, _echo) = safe_and_echo("crashed");
    fs::write(safe.shop.folder.join("out"), "a file where a folder has to be").unwrap();
    let ended = safe.run(&["submit", "pairs.scene", "--yes"]);
    assert_ne!(ended.code, Some(0), "{ended:?}");
    let (safe, _echo) = safe_and_echo("no-journal");
    fs::create_dir_all(safe.shop.folder.join(".scene")).unwrap();
    fs::write(safe.shop.folder.join(".scene/journal.db"), "no database".repeat(1000)).unwrap();
    let words = ["submit", "pairs.scene", "--yes"];
    let ended =
        Process::start(safe.command(&words).env("RUNWARE_API_KEY", KEYS[0]), &safe.shop.folder.join("told"), "last")
            .wait();
    assert_ne!(ended.code, Some(0), "{ended:?}");
    assert_eq!(Leaks::of(KEYS[0]).find(format!("{ended:?}").as_bytes()), None);
}
