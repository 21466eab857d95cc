//! The report as `JUnit` XML, as the schema of Jenkins has it. What comes in: what came of each scene. What goes out: a document in
//! which a scene is a suite and each of its tasks a case. It has no times and no host, so that the same scenes give the same
//! bytes.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Case, Outcome, PLAIN, Report, Tested, Verdict, human};
use crate::cli::projects;
use crate::diagnostic::render::{printable, short, shorten};
use crate::snapshot::{Difference, Kind};

/// What obsolete golden files are cases of.
const OBSOLETE: &str = "obsolete golden files";
/// What files of projects that have errors are cases of.
const PROJECTS: &str = "files of projects";
/// How many things the message of a failure tells; every task of a scene may have one.
const MOST_TOLD: usize = 3;
/// How many changes of statements stand in the text of a failure.
const MOST_STATEMENTS: usize = 20;
/// How many columns a message, or what is told of a statement, may have.
const WIDTH: usize = 300;

/// A case, and what is wrong with it.
struct Judged {
    name: String,
    wrong: Option<Wrong>,
}

/// What is wrong with a case.
struct Wrong {
    /// `failure` or `error`.
    element: &'static str,
    /// One word for what kind it is of.
    kind: &'static str,
    message: String,
    text: String,
}

type Suite = (String, Vec<Judged>);

pub(super) fn junit(report: &Report) -> String {
    let mut suites: Vec<Suite> =
        report.scenes.iter().map(|scene| (scene.name.clone(), judged(scene, report.updated))).collect();
    let projects: Vec<Judged> = report.projects.iter().filter_map(broken).collect();
    if !projects.is_empty() {
        suites.push((PROJECTS.to_owned(), projects));
    }
    if !report.obsolete.is_empty() {
        let wrong = || (!report.updated).then(|| failure("obsolete", "no scene needs it", String::new()));
        let case = |path: &std::path::PathBuf| Judged { name: path.to_string_lossy().into_owned(), wrong: wrong() };
        suites.push((OBSOLETE.to_owned(), report.obsolete.iter().map(case).collect()));
    }
    let mut out = Writer::new_with_indent(Vec::new(), b' ', 2);
    // What is written into memory cannot fail.
    let _ = write(&mut out, &suites);
    String::from_utf8(out.into_inner()).unwrap_or_default() + "\n"
}

fn write(out: &mut Writer<Vec<u8>>, suites: &[Suite]) -> io::Result<()> {
    out.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let [tests, failures, errors] = counts(&suites.iter().flat_map(|(_, cases)| cases));
    let head = out.create_element("testsuites").with_attribute(("name", "scene test"));
    let head = head.with_attributes([("tests", &*tests), ("failures", &*failures), ("errors", &*errors)]);
    head.write_inner_content(|out| suites.iter().try_for_each(|suite| write_suite(out, suite)))?;
    Ok(())
}

fn write_suite(out: &mut Writer<Vec<u8>>, (name, cases): &Suite) -> io::Result<()> {
    let [tests, failures, errors] = counts(&cases.iter());
    let name = line(name);
    let suite = out.create_element("testsuite").with_attribute(("name", &*name));
    let suite = suite.with_attributes([("tests", &*tests), ("failures", &*failures), ("errors", &*errors)]);
    suite.write_inner_content(|out| cases.iter().try_for_each(|case| write_case(out, &name, case)))?;
    Ok(())
}

fn write_case(out: &mut Writer<Vec<u8>>, class: &str, case: &Judged) -> io::Result<()> {
    let element = out.create_element("testcase");
    let element = element.with_attributes([("name", &*line(&case.name)), ("classname", class)]);
    let Some(wrong) = &case.wrong else { return element.write_empty().map(drop) };
    element.write_inner_content(|out| {
        let element = out.create_element(wrong.element);
        let element = element.with_attributes([("message", &*line(&wrong.message)), ("type", wrong.kind)]);
        element.write_text_content(BytesText::new(&text(&wrong.text))).map(drop)
    })?;
    Ok(())
}

/// How many cases there are, how many fail, and how many are errors.
fn counts<'c>(cases: &(impl Iterator<Item = &'c Judged> + Clone)) -> [String; 3] {
    let of = |element| cases.clone().filter_map(|case| case.wrong.as_ref()).filter(|it| it.element == element).count();
    [cases.clone().count(), of("failure"), of("error")].map(|count| count.to_string())
}

/// The cases of a scene; one with errors is one case.
fn judged(scene: &Tested, updated: bool) -> Vec<Judged> {
    let one = |of: &Case, wrong| Judged { name: of.title(&scene.name), wrong };
    if matches!(scene.outcome, Outcome::Errors) {
        let message = scene.why().unwrap_or_default();
        let text = short(&scene.found, &scene.sources);
        return vec![Judged {
            name: scene.name.clone(),
            wrong: Some(Wrong { element: "error", kind: "errors", message, text }),
        }];
    }
    let wrong = |of: &Case| match (updated, scene.verdict(of)) {
        (true, _) | (_, Verdict::Same) => None,
        (_, Verdict::NoGolden) => {
            let kind = if matches!(scene.outcome, Outcome::Missing) { "missing" } else { "damaged" };
            Some(failure(kind, &scene.why().unwrap_or_default(), String::new()))
        }
        (_, Verdict::Differs(difference)) => Some(differs(scene, difference)),
    };
    let mut cases: Vec<Judged> = scene.cases.iter().map(|of| one(of, wrong(of))).collect();
    if !updated {
        let gone = |of: Case| one(&of, Some(failure("gone", "the task is made no longer", String::new())));
        cases.extend(scene.gone().map(gone));
    }
    cases
}

fn differs(scene: &Tested, difference: &Difference) -> Wrong {
    let (kind, said) = match &difference.kind {
        Kind::New => ("new", "the task is new".to_owned()),
        Kind::Gone => ("gone", "the task is made no longer".to_owned()),
        Kind::Renamed(old) => ("renamed", format!("the task was called `{old}`, and is otherwise the same")),
        Kind::Changed => {
            let told = first(scene.statements().iter().chain(&difference.told), MOST_TOLD);
            ("differs", if told.is_empty() { "the words of the prompt changed".to_owned() } else { told.join("; ") })
        }
    };
    let causes = if kind == "differs" { scene.statements() } else { &[] };
    let causes: String = first(causes.iter(), MOST_STATEMENTS).into_iter().map(|told| told + "\n").collect();
    failure(kind, &shorten(&printable(&said), WIDTH), causes + &human::told(difference, PLAIN, ""))
}

/// The first of what is told, each shortened, and how many more there are: a scene may have as many failures as tasks.
fn first<'t>(mut told: impl Iterator<Item = &'t String>, most: usize) -> Vec<String> {
    let short = |told: &String| shorten(&printable(told), WIDTH).into_owned();
    let mut out: Vec<String> = told.by_ref().take(most).map(short).collect();
    match told.count() {
        0 => {}
        more => out.push(format!("and {more} more")),
    }
    out
}

/// A file of a project as a case, if it has errors.
fn broken(project: &projects::Report) -> Option<Judged> {
    let first = project.diagnostics.iter().find(|it| it.is_error())?;
    let name = project.sources.file(first.span().file).name().to_owned();
    let text = short(&project.diagnostics, &project.sources);
    let message = shorten(&printable(&first.message), WIDTH).into_owned();
    Some(Judged { name, wrong: Some(Wrong { element: "error", kind: "errors", message, text }) })
}

fn failure(kind: &'static str, message: &str, text: String) -> Wrong {
    Wrong { element: "failure", kind, message: message.to_owned(), text }
}

/// A text that XML can hold, on one line.
fn line(told: &str) -> String {
    text(&printable(told))
}

/// A text that XML can hold: lines stay, whatever else steers a terminal or is no character of XML does not.
fn text(text: &str) -> String {
    let line = |line: &str| printable(line).replace(['\u{FFFE}', '\u{FFFF}'], "\u{FFFD}");
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}
