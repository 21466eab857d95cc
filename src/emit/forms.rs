//! What comes in: tasks, references, stretches, a plan. What goes out: one JSON text for each form of output, ending in
//! a newline. Characters that could steer a terminal are escaped in all of them, which changes no value.

use serde::{Serialize, Serializer};

use super::{Pass, Reference, Stretch, Task};
use crate::diagnostic::render::escape_json;
use crate::source::SourceMap;
use crate::target::{Cost, Usd};

/// An array of tasks that can be posted as it stands.
#[must_use]
pub fn tasks(tasks: &[&Task]) -> String {
    pretty(&tasks)
}

/// A task a line.
#[must_use]
pub fn jsonl(tasks: &[&Task]) -> String {
    tasks.iter().map(|task| compact(task) + "\n").collect()
}

/// An array of `{position, elements, source}`.
#[must_use]
pub fn refs(references: &[Reference]) -> String {
    pretty(&rows(references))
}

/// An array of `{start, end, file, line, column, rule}`; `start` and `end` are byte offsets of the prompt.
#[must_use]
pub fn map(stretches: &[Stretch], sources: &SourceMap) -> String {
    #[derive(Serialize)]
    struct Origin<'a> {
        start: usize,
        end: usize,
        file: &'a str,
        line: usize,
        column: usize,
        rule: &'a str,
    }
    let origin = |stretch: &Stretch| {
        let place = sources.start(stretch.span);
        Origin {
            start: stretch.start,
            end: stretch.end,
            file: sources.file(stretch.span.file).name(),
            line: place.line,
            column: place.column,
            rule: stretch.rule,
        }
    };
    pretty(&stretches.iter().map(origin).collect::<Vec<_>>())
}

/// The passes with their references, dependencies and prompts.
#[must_use]
pub fn plan(passes: &[Pass]) -> String {
    #[derive(Serialize)]
    struct Plan<'a> {
        passes: &'a [Pass],
        #[serde(flatten, serialize_with = "cost")]
        cost: Cost,
    }
    pretty(&Plan { passes, cost: total(passes) })
}

/// JSON on one line, without a newline.
pub(super) fn compact(value: &impl Serialize) -> String {
    escaped(serde_json::to_string(value))
}

/// References with their positions, as `plan` and `refs` show them.
pub(super) fn positions<S: Serializer>(references: &[Reference], serializer: S) -> Result<S::Ok, S::Error> {
    rows(references).serialize(serializer)
}

/// What all passes cost together.
#[must_use]
pub fn total(passes: &[Pass]) -> Cost {
    passes.iter().map(|pass| pass.cost.clone()).reduce(Cost::and).unwrap_or_default()
}

/// A price as `plan` shows it: a number of dollars or null, and how sure it is.
pub(super) fn cost<S: Serializer>(cost: &Cost, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Price {
        #[serde(rename = "priceUSD")]
        price: Option<f64>,
        price_is: &'static str,
    }
    Price { price: cost.usd().map(Usd::dollars), price_is: cost.kind() }.serialize(serializer)
}

/// A task by its id, as `plan` shows it.
pub(super) fn id<S: Serializer>(task: &Task, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&task.task_uuid)
}

#[derive(Serialize)]
struct Row<'a> {
    position: usize,
    elements: &'a [smol_str::SmolStr],
    source: &'a str,
}

fn rows(references: &[Reference]) -> Vec<Row<'_>> {
    references.iter().enumerate().map(|(at, reference)| row(at, reference)).collect()
}

fn row(at: usize, reference: &Reference) -> Row<'_> {
    Row { position: at + 1, elements: &reference.elements, source: &reference.source }
}

/// JSON over several lines, with a newline.
pub(super) fn pretty(value: &impl Serialize) -> String {
    escaped(serde_json::to_string_pretty(value)) + "\n"
}

/// Values with text keys always serialise, so the error of the serialiser has no case here.
fn escaped(json: serde_json::Result<String>) -> String {
    escape_json(json.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::Settings;
    use super::*;
    use crate::diagnostic::render::is_unprintable;
    use crate::source::Span;

    fn references() -> Vec<Reference> {
        let one = |elements: &[&str], source: &str| Reference {
            elements: elements.iter().copied().map(Into::into).collect(),
            source: source.into(),
            element: 0,
            span: Span::default(),
        };
        vec![one(&["mug", "cup"], "mug.jpg"), one(&["shelf"], "shelf.jpg")]
    }

    #[test]
    fn tasks_make_an_array_or_lines() {
        let settings = Settings { model: "google:4@3".to_owned(), ..Settings::default() };
        let task = Task::new(&settings, "A fox.", vec!["mug.jpg".to_owned(), "shelf.jpg".to_owned()]);
        let array = tasks(&[&task, &task]);
        assert!(array.starts_with("[\n  {\n    \"taskType\": \"imageInference\",\n    \"taskUUID\": "));
        assert!(array.ends_with("]\n"));
        let parsed: serde_json::Value = serde_json::from_str(&array).unwrap();
        assert_eq!(parsed[1]["inputs"]["referenceImages"][1], "shelf.jpg");
        let lines = jsonl(&[&task, &task]);
        assert_eq!(lines.lines().count(), 2);
        assert!(lines.ends_with("}\n"));
        assert_eq!((tasks(&[]).as_str(), jsonl(&[]).as_str()), ("[]\n", ""));
    }

    #[test]
    fn references_are_counted_from_one() {
        let json = serde_json::from_str::<serde_json::Value>(&refs(&references())).unwrap();
        assert_eq!(
            json,
            serde_json::json!([
                {"position": 1, "elements": ["mug", "cup"], "source": "mug.jpg"},
                {"position": 2, "elements": ["shelf"], "source": "shelf.jpg"},
            ])
        );
    }

    #[test]
    fn the_map_gives_lines_and_columns() {
        let mut sources = SourceMap::default();
        let file = sources.add("a.scene", "mug = 1\nmug on shelf\n");
        let stretch = Stretch { start: 0, end: 5, span: Span::new(file, 8, 11), rule: "relation" };
        let json = map(&[stretch], &sources);
        assert_eq!(
            json,
            "[\n  {\n    \"start\": 0,\n    \"end\": 5,\n    \"file\": \"a.scene\",\n    \"line\": 2,\n    \
             \"column\": 1,\n    \"rule\": \"relation\"\n  }\n]\n"
        );
    }

    #[test]
    fn the_plan_names_its_passes() {
        let pass = Pass {
            name: "main".into(),
            references: references(),
            opening: "lead",
            prompt: "Place.".to_owned(),
            cost: Cost::Known(Usd(69_230)),
            ..Pass::NONE
        };
        let free = Pass { cost: Cost::Unknown, ..pass.clone() };
        let json: serde_json::Value = serde_json::from_str(&plan(&[pass, free])).unwrap();
        assert_eq!((&json["passes"][0]["priceUSD"], &json["passes"][0]["priceIs"]), (&0.06923.into(), &"exact".into()));
        assert_eq!((&json["passes"][1]["priceUSD"], &json["passes"][1]["priceIs"]), (&().into(), &"unknown".into()));
        assert_eq!((&json["priceUSD"], &json["priceIs"]), (&0.06923.into(), &"atLeast".into()));
        assert_eq!(json["passes"][0]["references"][1]["position"], 2);
        assert_eq!(json["passes"][0]["dependsOn"], serde_json::json!([]));
        assert_eq!(json["passes"][0]["opening"], "lead");
    }

    #[test]
    fn nothing_steers_a_terminal_and_no_value_changes() {
        let text = "a\u{1b}[31m\u{9b}\u{202e}b\u{7f}é\u{e0041}";
        let json = compact(&text);
        assert!(!json.chars().any(is_unprintable), "{json}");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }
}
