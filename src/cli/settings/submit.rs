//! The table `[submit]` of `scene.toml`. What comes in: the table. What goes out: what it sets, and what is wrong with it.
//! An address or a key has no place here: a project that somebody has cloned could send the key of its user elsewhere.

use std::time::Duration;

use toml::de::DeValue;

use super::{Spans, Table, write};
use crate::cli::money::dollars;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::lexicon::suggest;
use crate::target::Usd;

/// What the table may set.
const KEYS: [&str; 6] = ["batch", "concurrency", "max-cost", "out", "poll", "retry"];

/// How runs of a project are made, where no flag says otherwise.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::cli) struct Submit {
    /// How many tasks are out at once.
    pub(in crate::cli) concurrency: Option<usize>,
    /// How many tasks go into a request.
    pub(in crate::cli) batch: Option<usize>,
    /// What a run may cost.
    pub(in crate::cli) max_cost: Option<Usd>,
    /// The folder of the pictures, from the project's folder.
    pub(in crate::cli) out: Option<String>,
    /// How long before the service is first asked for a picture.
    pub(in crate::cli) poll: Option<Duration>,
    /// How long before a request is first repeated.
    pub(in crate::cli) retry: Option<Duration>,
}

/// Reads the table.
pub(super) fn submit(table: &Table<'_>, span: Spans<'_>, found: &mut Vec<Diagnostic>) -> Submit {
    let mut submit = Submit::default();
    for (key, value) in table {
        let (name, place) = (key.get_ref().as_ref(), span(key.span()));
        let bad = |why: String| Diagnostic::new(Code::BadSetting, span(value.span()), why);
        let set = match name {
            "concurrency" => whole(value.get_ref(), 64).map(|number| submit.concurrency = Some(number)),
            "batch" => whole(value.get_ref(), 20).map(|number| submit.batch = Some(number)),
            "poll" => seconds(value.get_ref()).map(|time| submit.poll = Some(time)),
            "retry" => seconds(value.get_ref()).map(|time| submit.retry = Some(time)),
            "max-cost" => amount(value.get_ref()).map(|usd| submit.max_cost = Some(usd)),
            "out" => folder(value.get_ref()).map(|path| submit.out = Some(path)),
            "key" | "api-key" | "base-url" => {
                let message = format!("`{name}` cannot be set in a file of the project");
                let help = "whoever clones a project would send a key where it says; use RUNWARE_API_KEY, RUNWARE_BASE_URL, or the flags of `scene submit`";
                found.push(Diagnostic::new(Code::BadSetting, place, message).help(help));
                continue;
            }
            _ => {
                found.push(unknown(name, place));
                continue;
            }
        };
        if let Err(why) = set {
            found.push(bad(format!("`{name}` is {why}")));
        }
    }
    submit
}

fn unknown(name: &str, place: crate::source::Span) -> Diagnostic {
    let finding = Diagnostic::new(Code::BadSetting, place, format!("`[submit]` has no setting `{name}`"));
    match suggest(name, KEYS.into_iter()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")).fix(write(near), place, near),
        // Settings of later versions are no reason to fail in this one.
        None => Diagnostic { severity: Severity::Warning, ..finding.help(format!("it has {}", KEYS.join(", "))) },
    }
}

fn whole(value: &DeValue<'_>, most: usize) -> Result<usize, String> {
    let number = value.as_integer().and_then(|number| usize::from_str_radix(number.as_str(), number.radix()).ok());
    number.filter(|number| (1..=most).contains(number)).ok_or_else(|| format!("a whole number from 1 to {most}"))
}

fn number(value: &DeValue<'_>) -> Option<f64> {
    match value {
        DeValue::Integer(number) => number.as_str().parse().ok().filter(|_| number.radix() == 10),
        DeValue::Float(number) => number.as_str().parse().ok(),
        _ => None,
    }
}

fn seconds(value: &DeValue<'_>) -> Result<Duration, String> {
    let seconds = number(value).filter(|seconds| (0.01..=60.0).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or_else(|| "a number of seconds from 0.01 to 60".to_owned())
}

fn amount(value: &DeValue<'_>) -> Result<Usd, String> {
    let text = match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) if number.radix() == 10 => number.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().to_owned(),
        _ => String::new(),
    };
    dollars(&text).map_err(|_| "an amount of US dollars, such as 5 or 0.50".to_owned())
}

fn folder(value: &DeValue<'_>) -> Result<String, String> {
    let path = value.as_str().unwrap_or_default();
    let inside = !path.is_empty()
        && !path.contains(char::is_control)
        && std::path::Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)));
    if inside { Ok(path.to_owned()) } else { Err("a folder inside the project, such as \"out\"".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::settings::settings;
    use crate::source::FileId;

    fn told(text: &str) -> Vec<String> {
        let (_, found) = settings(FileId(0), text);
        found.iter().map(|it| format!("{}: {}", it.severity.name(), it.message)).collect()
    }

    #[test]
    fn settings_of_runs_are_read() {
        let text =
            "[submit]\nconcurrency = 8\nbatch = 0x10\nmax-cost = 2.50\nout = \"made/here\"\npoll = 0.5\nretry = 2\n";
        let (set, found) = settings(FileId(0), text);
        assert_eq!(found, []);
        let submit = Submit {
            concurrency: Some(8),
            batch: Some(16),
            max_cost: Some(Usd(2_500_000)),
            out: Some("made/here".to_owned()),
            poll: Some(Duration::from_millis(500)),
            retry: Some(Duration::from_secs(2)),
        };
        assert_eq!(set.submit, submit);
        assert_eq!(settings(FileId(0), "submit.max-cost = \"$1\"").0.submit.max_cost, Some(Usd(1_000_000)));
    }

    #[test]
    fn what_is_wrong_with_them_is_told() {
        for (text, expected) in [
            ("concurrency = 0", "error: `concurrency` is a whole number from 1 to 64"),
            ("concurrency = \"4\"", "error: `concurrency` is a whole number from 1 to 64"),
            ("batch = 21", "error: `batch` is a whole number from 1 to 20"),
            ("poll = 0", "error: `poll` is a number of seconds from 0.01 to 60"),
            ("retry = nan", "error: `retry` is a number of seconds from 0.01 to 60"),
            ("max-cost = -1", "error: `max-cost` is an amount of US dollars, such as 5 or 0.50"),
            ("out = \"../elsewhere\"", "error: `out` is a folder inside the project, such as \"out\""),
            ("out = \"a\\u0000b\"", "error: `out` is a folder inside the project, such as \"out\""),
            ("out = \"/tmp\"", "error: `out` is a folder inside the project, such as \"out\""),
            ("key = \"abc\"", "error: `key` cannot be set in a file of the project"),
            ("base-url = \"https://a.example\"", "error: `base-url` cannot be set in a file of the project"),
            ("concurency = 4", "error: `[submit]` has no setting `concurency`"),
            ("webhook = 4", "warning: `[submit]` has no setting `webhook`"),
        ] {
            assert_eq!(told(&format!("[submit]\n{text}\n")), [expected]);
        }
        assert_eq!(told("submit = 1\n"), ["error: `submit` is a table, not a value"]);
    }
}
