//! The pages against the compiler. Every scene in them compiles, and what stands behind one is the compiler's own
//! output; so are the outputs of commands and the tables of what is known. `UPDATE_DOCS=1 cargo test --test docs` writes
//! those parts anew.
//!
//! How a page is read: a block `scene` holds a sound scene; a block `text` that comes next is its prompt, a block `json`
//! its map. A block `scene wrong` holds a scene with findings; a block `text` that comes next is `scene check --format
//! short`, a block `json` is `--format json`. Both may say what the scene is compiled for, as `scene for gemini` does; then
//! a block `json` behind a sound scene is the body of its request. A block `console` holds commands after `$` with what
//! they write to stdout; what stands between `<!-- generated: NAME -->` and `<!-- end -->` is made from the data, and from
//! the last scene. Other blocks are left alone.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "support/photographs.rs"]
mod photographs;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use scenewright::compile::{Compiled, Input, Target, compile};
use scenewright::diagnostic::{Code, render};
use scenewright::emit;
use scenewright::target::{Limits, Models, ReferenceForm, Served, Service, SizeForm, Takes};
use scenewright::{lexicon, target};

use photographs::Photographs;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn pages() -> Vec<PathBuf> {
    let docs = fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let mut pages: Vec<_> = docs.filter(|path| path.extension().is_some_and(|it| it == "md")).collect();
    let findings = Code::ALL.iter().map(|code| root().join(format!("docs/findings/{}.md", code.name())));
    pages.extend(findings);
    pages.extend([root().join("README.md"), root().join("examples/README.md")]);
    pages.sort();
    pages
}

#[test]
fn the_pages_say_what_the_compiler_does() {
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        let (expected, problems) = expected(&page);
        let name = path.strip_prefix(root()).unwrap().display();
        assert!(problems.is_empty(), "{name}:\n{}", problems.join("\n"));
        if page == expected {
            continue;
        }
        if std::env::var_os("UPDATE_DOCS").is_some() {
            fs::write(&path, expected).unwrap();
            continue;
        }
        let differs = page.lines().zip(expected.lines()).position(|(is, should)| is != should).unwrap_or(0);
        panic!(
            "{name}:{}\n  the page says:  {}\n  it should say:  {}\n(UPDATE_DOCS=1 cargo test --test docs)",
            differs + 1,
            page.lines().nth(differs).unwrap_or_default(),
            expected.lines().nth(differs).unwrap_or_default(),
        );
    }
}

/// The page as it should be, and what is wrong with its scenes.
fn expected(page: &str) -> (String, Vec<String>) {
    let mut out = String::new();
    let mut problems = Vec::new();
    let mut shown = None;
    let mut scene = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if let Some(table) = line.strip_prefix("<!-- generated: ").and_then(|rest| rest.strip_suffix(" -->")) {
            lines.by_ref().take_while(|line| *line != "<!-- end -->").for_each(drop);
            let _ = writeln!(out, "{}<!-- end -->", generated(table, &scene));
        }
        let Some(info) = line.strip_prefix("```") else { continue };
        let body: String = lines.by_ref().take_while(|line| *line != "```").flat_map(|line| [line, "\n"]).collect();
        let (info, target) = info.split_once(" for ").unwrap_or((info, ""));
        let body = match info {
            "scene" => {
                let compiled = compiled(&body, target);
                if !compiled.diagnostics.is_empty() {
                    problems.push(format!("{body}{}", render::short(&compiled.diagnostics, &compiled.sources)));
                }
                let json = if target.is_empty() {
                    emit::map(&compiled.pass().stretches, &compiled.sources)
                } else {
                    emit::one_body(&[&compiled.pass().task], aim(target))
                };
                let prompts: Vec<String> = compiled.passes.iter().map(|pass| format!("{}\n", pass.prompt)).collect();
                shown = Some((prompts.join("\n"), json));
                scene.clone_from(&body);
                body
            }
            "scene wrong" => {
                let compiled = compiled(&body, target);
                if compiled.diagnostics.is_empty() {
                    problems.push(format!("nothing is wrong with\n{body}"));
                }
                let json = render::json([(compiled.diagnostics.as_slice(), &compiled.sources)]);
                shown = Some((render::short(&compiled.diagnostics, &compiled.sources), json));
                body
            }
            "text" => shown.take().map_or(body, |(text, _)| text),
            "json" => shown.take().map_or(body, |(_, json)| json),
            "console" => console(&body),
            _ => {
                shown = None;
                body
            }
        };
        out.push_str(&body);
        out.push_str("```\n");
    }
    (out, problems)
}

/// What a name after `for` means.
fn aim(name: &str) -> Target<'_> {
    if name.is_empty() { Target::default() } else { Target::named(Models::BUILT_IN, name).unwrap() }
}

fn compiled(scene: &str, target: &str) -> Compiled {
    let target = aim(target);
    compile(&Input { name: "mug.scene", text: scene, files: &Photographs, strict_files: true, target })
}

/// The commands of a block, each with what it writes.
fn console(body: &str) -> String {
    let mut out = String::new();
    for command in body.lines().filter_map(|line| line.strip_prefix("$ ")) {
        let arguments = command.strip_prefix("cargo run --quiet -- ").or_else(|| command.strip_prefix("scene "));
        let arguments = arguments.unwrap_or_else(|| panic!("`{command}` is no command of ours"));
        let mut run = Command::new(env!("CARGO_BIN_EXE_scene"));
        let arguments = arguments.split(' ').map(|argument| argument.trim_matches('\''));
        let ran = run.args(arguments).current_dir(root()).output().unwrap();
        let _ = write!(out, "$ {command}\n{}", String::from_utf8(ran.stdout).unwrap());
    }
    out
}

fn generated(table: &str, scene: &str) -> String {
    match table {
        "dialects" => dialects(scene),
        "aspects" => aspects(),
        "leads" => leads(),
        "classes" => classes(),
        "sizes" => sizes(),
        "findings" => findings(),
        "models" => models(),
        "services" => services(),
        "served" => served(),
        "taken" => taken(),
        "unsure" => unsure(),
        _ => panic!("no table is called {table}"),
    }
}

/// The prompts of a scene for a model of each dialect.
fn dialects(scene: &str) -> String {
    let mut known: Vec<(&target::Dialect, Vec<&str>)> = Vec::new();
    for profile in target::Models::BUILT_IN.all() {
        match known.iter_mut().find(|(dialect, _)| **dialect == profile.dialect) {
            Some((_, models)) => models.push(&profile.air),
            None => known.push((&profile.dialect, vec![&profile.air])),
        }
    }
    let mut out = String::new();
    for (_, models) in known {
        let target = Target { model: models.first().copied(), ..Target::default() };
        let input = Input { name: "mug.scene", text: scene, files: &Photographs, target, ..Input::default() };
        let compiled = compile(&input);
        let names: Vec<String> = models.iter().map(|model| format!("`{model}`")).collect();
        let _ = writeln!(out, "\n{}:\n\n```text\n{}", names.join(", "), compiled.pass().prompt);
        if let Some(negative) = &compiled.pass().task.negative_prompt {
            let _ = writeln!(out, "\nNegative prompt: {negative}");
        }
        out.push_str("```\n");
    }
    out + "\n"
}

fn aspects() -> String {
    let mut out = "| aspect | example | said as |\n|---|---|---|\n".to_owned();
    for line in lexicon::aspects() {
        let _ = writeln!(out, "| `{}` | `{}` | {} |", line.aspect.word, line.example, line.english);
    }
    out
}

fn leads() -> String {
    let mut out = "| relation | opening |\n|---|---|\n".to_owned();
    for line in lexicon::relations() {
        if let Some(lead) = line.relation.lead {
            let _ = writeln!(out, "| `{}` | {} ... {} ... |", line.word, lead.verb, lead.preposition);
        }
    }
    out
}

fn classes() -> String {
    let mut out = "| class | relations | one of them |\n|---|---|---|\n".to_owned();
    for class in lexicon::Class::ALL {
        let of: Vec<_> = lexicon::relations().filter(|line| line.relation.class == class).collect();
        let one = of.first().map_or_else(String::new, |line| line.example.to_string());
        let _ = writeln!(out, "| `{}` | {} | `{one}` |", class.name(), of.len());
    }
    out
}

fn sizes() -> String {
    let sizes = &target::Models::BUILT_IN.get(target::DEFAULT_MODEL).unwrap().sizes;
    let heads: Vec<_> = sizes.resolutions.iter().map(|resolution| resolution.to_lowercase()).collect();
    let mut out = format!("| ratio | {} |\n|---|{}\n", heads.join(" | "), "---|".repeat(heads.len()));
    for ratio in sizes.ratios(None) {
        let _ = write!(out, "| {ratio} |");
        for resolution in &heads {
            let (width, height) = sizes.at(ratio, Some(resolution)).unwrap();
            let _ = write!(out, " {width}x{height} |");
        }
        out.push('\n');
    }
    out
}

fn models() -> String {
    let mut out = "| model | id and short name | references | prompt | sizes |\n|---|---|---|---|---|\n".to_owned();
    let range = |limits: target::Limits| match (limits.min, limits.max) {
        (min, Some(max)) => format!("{} to {max}", min.map_or_else(|| "?".to_owned(), |min| min.to_string())),
        (Some(min), None) => format!("{min} to ?"),
        (None, None) => "?".to_owned(),
    };
    for profile in target::Models::BUILT_IN.all() {
        let sizes = &profile.sizes;
        let table = (!sizes.pairs.is_empty()).then(|| {
            let at: Vec<_> = sizes.resolutions.iter().map(|resolution| resolution.to_lowercase()).collect();
            let at = if at.is_empty() { String::new() } else { format!(" at {}", at.join(", ")) };
            format!("{} sizes{at}{}", sizes.pairs.len(), if sizes.complete { "" } else { ", others ?" })
        });
        let sizes: Vec<_> = table.into_iter().chain(sizes.free.as_ref().map(ToString::to_string)).collect();
        let sizes = if sizes.is_empty() { "?".to_owned() } else { sizes.join("; ") };
        let name = match profile.status {
            target::Status::Active => profile.name.clone(),
            target::Status::Retiring => format!("{}, going", profile.name),
            target::Status::Retired => format!("{}, withdrawn", profile.name),
        };
        let (references, prompt) = (range(profile.references), range(profile.prompt));
        let _ = writeln!(out, "| {name} | `{}` `{}` | {references} | {prompt} | {sizes} |", profile.air, profile.slug);
    }
    out
}

/// Where requests go.
fn services() -> String {
    let mut out =
        "| service | request goes to | instead of its beginning | key | header |\n|---|---|---|---|---|\n".to_owned();
    for service in Service::all() {
        let Service { name, base, path, base_variable, key_variable, key_header, key_prefix, .. } = service;
        let _ = write!(out, "| `{name}` | `{base}{path}` | `{base_variable}` | `{key_variable}` | ");
        let _ = writeln!(out, "`{key_header}: {key_prefix}KEY` |");
    }
    out
}

/// The models of services.
fn served() -> String {
    let mut out = "| service | model | what it calls the model |\n|---|---|---|\n".to_owned();
    for service in Service::all() {
        for Served { model, name, unverified } in service.models.iter().flatten() {
            let stands_in = if *model == service.default_model { ", which stands in for others" } else { "" };
            let doubt = if *unverified { " (not verified)" } else { "" };
            let _ = writeln!(out, "| `{}` | `{model}`{stands_in} | `{name}`{doubt} |", service.name);
        }
    }
    out
}

/// What services take.
fn taken() -> String {
    let mut out = "| service | references | given as | size | seed | results | format | quality |\n".to_owned();
    out.push_str("|---|---|---|---|---|---|---|---|\n");
    let takes = |takes: Takes| match takes {
        Takes::No => "no".to_owned(),
        Takes::Yes | Takes::Unknown => "yes".to_owned(),
        Takes::Within(limits) => range(limits),
    };
    for service in Service::all() {
        let references = range(service.references);
        let forms = service.reference_forms.iter().map(|form| match form {
            ReferenceForm::Url => "address",
            ReferenceForm::Data => "data URI",
            ReferenceForm::Base64 => "base64",
            ReferenceForm::Uploaded => "id of an upload",
            ReferenceForm::FileId => "id of a file",
        });
        let forms = forms.collect::<Vec<_>>().join(", ");
        let size = match service.sizes {
            SizeForm::Pixels => "width, height",
            SizeForm::Joined => "`1200x896`",
            SizeForm::Ratio => "ratio, resolution",
        };
        let formats: Vec<_> = service.formats.values().map(|word| format!("`{word}`")).collect();
        let format = if formats.is_empty() { "no".to_owned() } else { formats.join(" ") };
        let seed = if service.seed { "yes" } else { "no" };
        let (results, quality) = (takes(service.results), takes(service.quality));
        let _ = write!(out, "| `{}` | {references} | {forms} | {size} | ", service.name);
        let _ = writeln!(out, "{seed} | {results} | {format} | {quality} |");
    }
    out
}

fn range(limits: Limits) -> String {
    match (limits.min, limits.max) {
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (None, Some(max)) => format!("up to {max}"),
        (Some(min), None) => format!("{min} and more"),
        (None, None) => "as the model".to_owned(),
    }
}

/// What is not sure about services.
fn unsure() -> String {
    let mut out = String::new();
    for service in Service::all() {
        let _ = writeln!(out, "- `{}`: {}, {}.", service.name, service.confidence, service.checked);
        for note in &service.notes {
            let _ = writeln!(out, "  - {note}");
        }
    }
    out
}

fn findings() -> String {
    let mut out = "| code | severity | meaning |\n|---|---|---|\n".to_owned();
    for code in Code::ALL {
        let (name, severity) = (code.name(), code.severity().name());
        let _ = writeln!(out, "| [`{name}`](findings/{name}.md) | {severity} | {} |", code.summary());
    }
    out
}

/// Codes whose bad scene is too large, or holds bytes that no page can show; tests of their own raise them.
const WITHOUT_SCENE: [Code; 6] = [
    Code::InvalidUtf8,
    Code::FileTooLarge,
    Code::ControlCharacter,
    Code::TooManyFindings,
    Code::SceneTooLarge,
    Code::UnreadableFile,
];

/// The bodies of a page's blocks of one kind, and what they are compiled for.
fn blocks<'a>(page: &'a str, kind: &str) -> Vec<(String, &'a str)> {
    let mut lines = page.lines();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```") else { continue };
        let body: String = lines.by_ref().take_while(|line| *line != "```").flat_map(|line| [line, "\n"]).collect();
        let (info, target) = info.split_once(" for ").unwrap_or((info, ""));
        if info == kind {
            found.push((body, target));
        }
    }
    found
}

#[test]
fn every_code_has_a_page_with_a_bad_and_a_good_scene() {
    let mut faults = Vec::new();
    for code in Code::ALL.iter().filter(|code| !code.is_retired()) {
        let (name, page) = (code.name(), code.page());
        let mut fault = |what: &str| faults.push(format!("docs/findings/{name}.md: {what}"));
        if !page.starts_with(&format!("# {name}\n\n")) {
            fault("does not begin with its code");
        }
        for part in ["\n## Why\n", "\n## Bad\n", "\n## Good\n"] {
            if !page.contains(part) {
                fault(&format!("lacks the part `{}`", part.trim()));
            }
        }
        let bad = blocks(page, "scene wrong");
        let raised = |(scene, target): &(String, &str)| {
            compiled(scene, target).diagnostics.iter().any(|finding| finding.code == *code)
        };
        if bad.is_empty() && !WITHOUT_SCENE.contains(code) || !bad.iter().all(raised) {
            fault("the bad scene does not raise it");
        }
        // That a good scene is sound is seen to where all pages are read.
        if blocks(page, "scene").is_empty() {
            fault("has no good scene");
        }
    }
    let listed = fs::read_dir(root().join("docs/findings")).unwrap().count();
    if listed != Code::ALL.len() {
        faults.push(format!("docs/findings holds {listed} files for {} codes", Code::ALL.len()));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_page_that_lies_is_found_out() {
    let page = "# A page\n\n```scene\nfox = ref(\"fox.jpg\")\n```\n\n```text\nA lie.\n```\n\n```scene\nfox on\n```\n";
    let (expected, problems) = expected(page);
    assert!(expected.contains("```text\nCreate one scene of the fox from the first image.\n```"), "{expected}");
    assert_eq!(problems.len(), 1);
}

#[test]
fn the_tour_shows_examples_as_they_are() {
    let read = |name: &str| fs::read_to_string(root().join(name)).unwrap();
    for name in ["watch_on_table.scene", "catalogue.scene", "brand/studio.scene", "keepsake_card.scene"] {
        let example = read(&format!("examples/{name}"));
        let body: Vec<&str> = example.lines().skip_while(|line| line.starts_with("//")).collect();
        // The brand file is not shown to its end.
        let body = body.join("\n").split("\n\npreset evening").next().unwrap().trim().to_owned();
        assert!(read("README.md").contains(&body), "README.md shows another {name}");
    }
    let products: Vec<String> = read("examples/products.csv").lines().take(3).map(str::to_owned).collect();
    assert!(read("README.md").contains(&products.join("\n")), "README.md shows other products");
}
