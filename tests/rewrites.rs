//! Rewrites that keep the meaning. What comes in: random valid scenes. What is checked: a scene says and sends the same
//! when a `param`, a value of `vary` or a cell stands for words that stood there before, when looks are applied from a
//! preset, when bindings are imported, and when its statements stand in a pass of their own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::format_push_string, clippy::format_collect)] // scenes are written piece by piece
#![allow(clippy::struct_excessive_bools)] // what a scene holds is a row of yes and no

mod support {
    pub mod blocks;
    pub mod draws;
    pub mod elements;
    #[allow(dead_code)] // what only other tests ask
    pub mod english;
    pub mod looks;
    pub mod mutations;
    pub mod rows;
    #[allow(dead_code)] // what only other tests ask of a scene
    pub mod scenes;
    pub mod shelf;
    pub mod tape;
}

use proptest::prelude::*;
use scenewright::compile::{Compiled, Input, compile};

use support::blocks::more;
use support::draws::hold;
use support::mutations::{broken, real_scenes};
use support::rows::{Rows, rows};
use support::scenes::{Sample, sample};
use support::shelf::Shelf;
use support::tape::Tape;

const CASES: u32 = 150;

fn compiled(text: &str, files: &Shelf) -> Compiled {
    compile(&Input { name: "random.scene", text, files, ..Input::default() })
}

/// Every span of a finding or of the prompt lies on letters of its file, and every finding can be shown.
fn lies_in_its_file(found: &Compiled) -> Result<(), String> {
    let spans = found.diagnostics.iter().flat_map(|finding| {
        let edits = finding.fixes.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.span));
        finding.labels.iter().map(|label| label.span).chain(edits)
    });
    let stretches = found.passes.iter().flat_map(|pass| &pass.stretches).map(|stretch| stretch.span);
    for span in spans.chain(stretches) {
        let text = found.sources.file(span.file).text();
        if text.get(span.range()).is_none() {
            return Err(format!("{span:?} lies outside of its file"));
        }
    }
    Ok(())
}

/// What a scene says and sends, and what is found in it, whatever the places.
fn told(found: &Compiled) -> String {
    let mut out = String::new();
    for pass in &found.passes {
        out += &format!("{}\n{}\n", pass.prompt, serde_json::to_string(&pass.task).unwrap());
    }
    let mut findings: Vec<String> =
        found.diagnostics.iter().map(|finding| format!("{}: {}\n", finding.code.name(), finding.message)).collect();
    findings.sort();
    out + &findings.concat().replace("`lib.", "`")
}

/// A scene that was written otherwise, and the files that it reads.
struct Rewritten {
    text: String,
    files: Shelf,
}

/// Holds that a rewriting changes nothing; one that has nothing to do gives none.
fn means_the_same(rewrite: impl Fn(&Sample, &mut Tape<'_>) -> Option<Rewritten>) {
    let draws = (rows(), prop::collection::vec(any::<u16>(), 64));
    hold(CASES, &draws, |(rows, choices): (Rows, Vec<u16>)| {
        let scene = sample(&rows);
        let Some(new) = rewrite(&scene, &mut Tape::new(&choices)) else { return Ok(()) };
        let (before, after) = (compiled(&scene.text, &Shelf::default()), compiled(&new.text, &new.files));
        let checked = lies_in_its_file(&before).and_then(|()| lies_in_its_file(&after)).and_then(|()| {
            let (before, after) = (told(&before), told(&after));
            if before == after { Ok(()) } else { Err(format!("--- before\n{before}--- after\n{after}")) }
        });
        let files = new.files.texts().map(|(name, text)| format!("--- {name}\n{text}\n")).collect::<String>();
        checked.map_err(|why| format!("{why}\n--- scene\n{}--- rewritten\n{}\n{files}", scene.text, new.text))
    });
}

/// The strings of a scene with what stands between them: text, string, text, string, text.
fn strings(text: &str) -> Vec<&str> {
    text.split('"').collect()
}

/// Where a bare name may stand for a whole string: an argument, the words of a look of the whole picture, an object.
fn takes_a_name(before: &str, after: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or(before);
    let argument = line.contains(" = ref(") || line.contains(" = prop(") || line.contains(" = text(");
    argument && !line.contains('{') && !after.starts_with("; ") && !after.starts_with(" }")
        || line.split(' ').filter(|word| !word.is_empty()).count() == 1
            && after.starts_with('\n')
            && !matches!(line.trim(), "say" | "avoid" | "panels")
}

/// Puts names in the place of strings, whole or in part; `names` says what to write for the words that are taken out.
fn words_to_names(text: &str, tape: &mut Tape<'_>, mut name: impl FnMut(&str) -> String) -> Option<String> {
    let pieces = strings(text);
    let mut out = String::new();
    let mut taken = 0;
    for (at, piece) in pieces.iter().enumerate() {
        let line = out.rsplit('\n').next().unwrap_or_default();
        // What a relation is like is settled before any value is known.
        let declares = line.starts_with("relation ");
        if at % 2 == 0 || declares || !tape.chance(40) {
            out += piece;
            if at + 1 < pieces.len() {
                out.push('"');
            }
            continue;
        }
        taken += 1;
        let after = pieces.get(at + 1).copied().unwrap_or_default();
        if takes_a_name(&out[..out.len() - 1], after) && tape.chance(50) {
            out.pop();
            out += &name(piece);
            continue;
        }
        let spaces: Vec<usize> = piece.match_indices(' ').map(|(at, _)| at).collect();
        if piece.contains('{') || spaces.is_empty() || tape.chance(30) {
            out += &format!("{{{}}}\"", name(piece));
            continue;
        }
        let at = *tape.pick(&spaces);
        let (first, rest) = piece.split_at(at);
        out += &match tape.below(3) {
            0 => format!("{{{}}}{rest}\"", name(first)),
            1 => format!("{first}{{{}}}\"", name(rest)),
            _ => format!("{{{}}}{{{}}}\"", name(first), name(rest)),
        };
    }
    (taken > 0).then_some(out)
}

#[test]
fn a_param_stands_for_words() {
    means_the_same(|scene, tape| {
        let mut params = Vec::new();
        let text = words_to_names(&scene.text, tape, |words| {
            params.push(format!("param v{} = \"{words}\"\n", params.len()));
            format!("v{}", params.len() - 1)
        })?;
        Some(Rewritten { text: params.concat() + &text, files: Shelf::default() })
    });
}

#[test]
fn a_param_stands_for_another() {
    means_the_same(|scene, tape| {
        let mut params = String::new();
        let mut count = 0;
        let text = words_to_names(&scene.text, tape, |words| {
            count += 1;
            params += &format!("param u{count} = \"{words}\"\nparam v{count} = \"{{u{count}}}\"\n");
            format!("v{count}")
        })?;
        Some(Rewritten { text: params + &text, files: Shelf::default() })
    });
}

#[test]
fn a_value_of_vary_stands_for_words() {
    means_the_same(|scene, tape| {
        let mut varies = String::new();
        let mut count = 0;
        let text = words_to_names(&scene.text, tape, |words| {
            count += 1;
            varies += &format!("vary v{count} in [\"{words}\"]\n");
            format!("v{count}")
        })?;
        Some(Rewritten { text: varies + &text, files: Shelf::default() })
    });
}

#[test]
fn a_cell_stands_for_words() {
    means_the_same(|scene, tape| {
        let (mut header, mut row) = ("id".to_owned(), "one".to_owned());
        let mut count = 0;
        let mut mentions = false;
        let text = words_to_names(&scene.text, tape, |words| {
            // A cell is plain words: nothing in it is a name, and blanks around it are nothing.
            mentions |= words.contains('{') || words.trim() != words;
            count += 1;
            header += &format!(",c{count}");
            row += &format!(",\"{words}\"");
            format!("row.c{count}")
        })?;
        let files = Shelf::default().with("rows.csv", &format!("{header}\n{row}\n"));
        (!mentions).then(|| Rewritten { text: format!("vary row in csv(\"rows.csv\")\n{text}"), files })
    });
}

/// Looks of the whole picture, what is left out, and settings: what a preset may hold.
fn may_stand_in_preset(line: &str) -> bool {
    let first = line.split(' ').next().unwrap_or_default();
    let setting = matches!(first, "seed" | "results" | "format" | "size");
    setting || first == "avoid" || scenewright::lexicon::aspect(first).is_some()
}

#[test]
fn a_preset_says_what_the_scene_said() {
    means_the_same(|scene, tape| {
        let lines: Vec<&str> = scene.text.lines().collect();
        let mut at = 0;
        let mut out = String::new();
        let mut presets = 0;
        while at < lines.len() {
            let run = lines[at..].iter().take_while(|line| may_stand_in_preset(line)).count();
            if run > 0 && tape.chance(80) {
                let run = 1 + tape.below(run);
                presets += 1;
                out += &format!("preset p{presets} {{\n  {}\n}}\napply p{presets}\n", lines[at..at + run].join("\n  "));
                at += run;
            } else {
                out += &format!("{}\n", lines[at]);
                at += 1;
            }
        }
        (presets > 0).then(|| Rewritten { text: out, files: Shelf::default() })
    });
}

/// Writes `lib.` before each of these names, but not in words.
fn behind_alias(text: &str, names: &[&str]) -> String {
    let mut out = String::new();
    let (mut in_string, mut in_hole) = (false, false);
    for (at, letter) in text.char_indices() {
        match letter {
            '"' => in_string = !in_string,
            '{' if in_string => in_hole = true,
            '}' if in_string => in_hole = false,
            _ => {}
        }
        let begins = letter.is_alphabetic()
            && !text[..at].ends_with(|before: char| before == '_' || before == '.' || before.is_alphanumeric());
        if begins && (!in_string || in_hole) {
            let end = text[at..]
                .find(|letter: char| letter != '_' && !letter.is_alphanumeric())
                .map_or(text.len(), |end| at + end);
            let name = &text[at..end];
            let labels = text[end..].starts_with(':');
            if names.contains(&name) && !labels {
                out += "lib.";
            }
        }
        out.push(letter);
    }
    out
}

#[test]
fn an_import_binds_what_the_scene_bound() {
    means_the_same(|scene, tape| {
        let (mut library, mut rest, mut count) = (String::new(), String::new(), 0);
        let lines: Vec<&str> = scene.text.lines().collect();
        let statements: String =
            lines.iter().filter(|line| !line.contains(" = ")).map(|line| format!("{line}\n")).collect();
        let wanted = tape.below(scene.cast.items.len() + 1);
        let alias = tape.chance(50);
        let mut moved = Vec::new();
        for line in &lines {
            let name =
                line.split(" = ").next().filter(|_| line.contains(" = ") && !line.starts_with(char::is_uppercase));
            // What nothing mentions is not brought along.
            let mentioned = name.is_some_and(|name| {
                statements.split(|letter: char| letter != '_' && !letter.is_alphanumeric()).any(|word| word == name)
            });
            if mentioned && count < wanted && rest.is_empty() {
                library += &format!("{line}\n");
                moved.extend(name);
                count += 1;
            } else {
                rest += &format!("{line}\n");
            }
        }
        let files = Shelf::default().with("lib.scene", &library);
        let text = if alias {
            format!("use \"lib.scene\" as lib\n{}", behind_alias(&rest, &moved))
        } else {
            format!("use \"lib.scene\"\n{rest}")
        };
        (count > 0).then_some(Rewritten { text, files })
    });
}

#[test]
fn a_pass_of_its_own_says_what_the_scene_said() {
    means_the_same(|scene, tape| {
        let bound = |line: &&str| line.contains(" = ") || line.starts_with("relation ");
        let bindings: Vec<&str> = scene.text.lines().filter(bound).collect();
        let statements: Vec<&str> = scene.text.lines().filter(|line| !bound(line) && !line.is_empty()).collect();
        if statements.is_empty() {
            return None;
        }
        // A pass edits what it says itself that it edits.
        let before = if scene.edit { 0 } else { tape.below(statements.len()) };
        let inside = 1 + tape.below(statements.len() - before);
        let mut text = format!("{}\n{}\n", bindings.join("\n"), statements[..before].join("\n"));
        text += &format!("pass only {{\n  {}\n}}\n", statements[before..before + inside].join("\n  "));
        text += &format!("{}\n", statements[before + inside..].join("\n"));
        Some(Rewritten { text, files: Shelf::default() })
    });
}

#[test]
fn passes_that_are_not_needed_change_nothing() {
    means_the_same(|scene, _| {
        let found = compiled(&scene.text, &Shelf::default());
        let text = format!("{}passes auto\n", scene.text);
        (!found.has_errors()).then(|| Rewritten { text, files: Shelf::default() })
    });
}

/// A scene of random statements behind elements that they may mean, or one of the repository's.
fn any_scene(tape: &mut Tape<'_>, choices: &[u16], scenes: &[String]) -> String {
    let elements =
        "a = ref(\"a.jpg\")\nb = ref(\"b.jpg\")\nc = prop(\"a cup\")\nroom = ref(\"r.jpg\")\nr = result(table)\n";
    let own = [format!("{elements}{}", more(tape)), more(tape)];
    match tape.below(4) {
        0 => own[0].clone(),
        1 => own[1].clone(),
        2 => broken(&own, choices),
        _ => broken(scenes, choices),
    }
}

#[test]
fn whatever_is_written_every_finding_has_its_place() {
    let scenes = real_scenes();
    let draws = (prop::collection::vec(any::<u16>(), 0..200), prop::collection::vec(any::<u16>(), 0..200));
    hold(600, &draws, |(one, other): (Vec<u16>, Vec<u16>)| {
        let text = any_scene(&mut Tape::new(&one), &other, &scenes);
        let library = any_scene(&mut Tape::new(&other), &one, &scenes);
        let files = Shelf::default()
            .with("brand.scene", &library)
            .with("products.csv", "sku,price,image,title\n1,9.99,a.jpg,cup\n2,x,b.jpg,\"mug, {b}\"\n");
        let found = compiled(&text, &files);
        lies_in_its_file(&found).map_err(|why| format!("{why}\n--- scene\n{text}\n--- brand.scene\n{library}\n"))?;
        let again = compiled(&text, &files);
        if told(&found) == told(&again) { Ok(()) } else { Err(format!("differs\n{text}")) }
    });
}
