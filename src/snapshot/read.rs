//! What comes in: the text of a golden file. What goes out: what a scene made when it was written, every task whole again; or
//! where the text is none that was ever written.

use super::runs::{BREAK, replaced, sentences, words};
use super::write::{END, HEAD, LIKE, NO, NONE, SAME};
use super::{Golden, Picture, Reference, Task};

/// Why a text is no golden file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// The line where it goes wrong, from 1.
    pub line: usize,
    /// What is wrong, in words.
    pub why: String,
}

/// How many bytes all tasks together may have once they are whole: a small file can say "like the first" many times.
const MOST: usize = 1 << 29;

/// What may stand under a heading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Section {
    References,
    Prompt,
    Settings,
    Statements,
    /// What differs from the first task.
    Differences,
}

/// Reads a golden file; lines may end as they do on Windows.
pub fn read(text: &str) -> Result<Golden, Unreadable> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut reader = Reader::default();
    let conflict = |mark: &str| text.lines().position(|line| line.starts_with(mark));
    if let (Some(at), Some(_)) = (conflict("<<<<<<< "), conflict(">>>>>>> ")) {
        return Err(Unreadable { line: at + 1, why: "it holds a conflict of a merge".to_owned() });
    }
    for (at, line) in text.lines().enumerate() {
        let why = match at {
            0 if line == HEAD => continue,
            0 if line.starts_with("// Golden prompts, version ") => Err("it was written by another version"),
            0 => Err("it does not begin as golden prompts do"),
            _ => reader.line(line),
        };
        why.map_err(|why| Unreadable { line: at + 1, why: why.to_owned() })?;
    }
    let last = text.lines().count().max(1);
    let end = if text.is_empty() { Err("it is empty") } else { reader.finish() };
    end.map_err(|why| Unreadable { line: last, why: why.to_owned() })
}

#[derive(Default)]
struct Reader {
    golden: Golden,
    section: Option<Section>,
    /// What replaces words of a picture of the first task, by the picture's index.
    runs: Vec<(usize, Vec<(String, String)>)>,
    /// Which picture of a task lines are about.
    picture: usize,
    /// How many bytes were copied from first tasks.
    copied: usize,
}

type Done = Result<(), &'static str>;

impl Reader {
    fn line(&mut self, line: &str) -> Done {
        if line.is_empty() {
            self.section = None;
            return Ok(());
        }
        match self.section {
            None => self.heading(line),
            Some(Section::Prompt) => {
                self.open()?.prompt.push(line.to_owned());
                Ok(())
            }
            Some(Section::References) => self.reference(line, false),
            Some(Section::Settings) => self.setting(line),
            Some(Section::Statements) => {
                self.golden.statements.push(line.to_owned());
                Ok(())
            }
            Some(Section::Differences) => self.difference(line),
        }
    }

    fn heading(&mut self, line: &str) -> Done {
        let section = match line {
            "references" => Section::References,
            "prompt" => Section::Prompt,
            "settings" => Section::Settings,
            "statements" => Section::Statements,
            _ => return self.named(line),
        };
        if section != Section::Statements {
            self.open()?;
        }
        self.section = Some(section);
        Ok(())
    }

    /// A heading that names something.
    fn named(&mut self, line: &str) -> Done {
        if let Some(name) = line.strip_prefix("target ") {
            self.settle()?;
            self.golden.targets.push(super::Aimed { target: name.to_owned(), tasks: Vec::new() });
        } else if let Some(id) = line.strip_prefix("task ") {
            self.task(id)?;
            // What follows on the next line may say that it is like the first.
            self.section = Some(Section::Differences);
        } else if let Some(name) = line.strip_prefix("pass ") {
            let task = self.last()?;
            task.pictures.push(Picture { pass: name.to_owned(), ..Picture::default() });
        } else {
            return Err("there is no such heading");
        }
        Ok(())
    }

    /// Begins a task, and a target if there is none.
    fn task(&mut self, id: &str) -> Done {
        self.settle()?;
        if self.golden.targets.is_empty() {
            self.golden.targets.push(super::Aimed::default());
        }
        let target = self.golden.targets.last_mut().ok_or("there is no target")?;
        target.tasks.push(Task { id: id.to_owned(), pictures: Vec::new() });
        Ok(())
    }

    fn last(&mut self) -> Result<&mut Task, &'static str> {
        if self.golden.targets.last().is_none_or(|target| target.tasks.is_empty()) {
            self.task("")?;
        }
        let target = self.golden.targets.last_mut();
        target.and_then(|target| target.tasks.last_mut()).ok_or("there is no task")
    }

    /// The picture that lines are about; the first heading of a task without passes begins its one.
    fn open(&mut self) -> Result<&mut Picture, &'static str> {
        let task = self.last()?;
        if task.pictures.is_empty() {
            task.pictures.push(Picture::default());
        }
        task.pictures.last_mut().ok_or("there is no picture")
    }

    fn reference(&mut self, line: &str, differs: bool) -> Done {
        let (number, rest) = line.split_once(". ").ok_or("a reference has a number")?;
        let number: usize = number.parse().map_err(|_| "a reference has a number")?;
        let index = self.picture;
        let references = if differs {
            let picture = self.last()?.pictures.get_mut(index);
            &mut picture.ok_or("there is no picture")?.references
        } else {
            &mut self.open()?.references
        };
        if rest == NONE && differs && (1..=references.len()).contains(&number) {
            references.truncate(number - 1);
            return Ok(());
        }
        if rest == NONE && differs {
            return Ok(());
        }
        let (elements, source) = rest.split_once(": ").ok_or("a reference has a name and a source")?;
        let reference = Reference { elements: elements.to_owned(), source: source.to_owned() };
        match number.checked_sub(1) {
            Some(at) if at == references.len() => references.push(reference),
            Some(at) if differs && at < references.len() => references[at] = reference,
            _ => return Err("the references are not in order"),
        }
        Ok(())
    }

    fn setting(&mut self, line: &str) -> Done {
        let (name, value) = line.split_once(' ').ok_or("a setting has a value")?;
        self.open()?.settings.push((name.to_owned(), value.to_owned()));
        Ok(())
    }

    /// A line of a task that is like the first, or what begins one.
    fn difference(&mut self, line: &str) -> Done {
        if line == LIKE || line == SAME {
            let target = self.golden.targets.last_mut().ok_or("there is no target")?;
            let first = target.tasks.first().map_or(&[][..], |task| &task.pictures);
            self.copied += first.iter().map(Picture::bytes).sum::<usize>();
            if self.copied > MOST {
                return Err("its tasks are far larger than any scene makes them");
            }
            let first = first.to_vec();
            let several = target.tasks.len() > 1;
            let last = target.tasks.last_mut().filter(|task| several && task.pictures.is_empty());
            last.ok_or("the first task is like no other")?.pictures = first;
            self.picture = 0;
            return Ok(());
        }
        let index = self.picture;
        let pictures = &mut self.last()?.pictures;
        if let Some(name) = line.strip_prefix("pass ") {
            let at = pictures.iter().position(|picture| picture.pass == name);
            self.picture = at.ok_or("the first task has no such pass")?;
            return Ok(());
        }
        let picture = pictures.get_mut(index).ok_or("it is not said what the task is like")?;
        if line.starts_with('"') {
            let run = run(line).ok_or("words stand in quotes on both sides of `->`")?;
            match self.runs.last_mut().filter(|(at, _)| *at == index) {
                Some((_, runs)) => runs.push(run),
                None => self.runs.push((index, vec![run])),
            }
            return Ok(());
        }
        if line.starts_with(|c: char| c.is_ascii_digit()) {
            return self.reference(line, true);
        }
        let (name, value) = line.split_once(' ').ok_or("a setting has a value")?;
        if name == NO {
            picture.settings.retain(|(own, _)| own != value);
        } else if let Some((_, own)) = picture.settings.iter_mut().find(|(own, _)| own == name) {
            value.clone_into(own);
        } else {
            let before = |(own, _): &(String, String)| rank(own) <= rank(name);
            let at = picture.settings.partition_point(before);
            picture.settings.insert(at, (name.to_owned(), value.to_owned()));
        }
        Ok(())
    }

    /// Puts the words of the last task in their places.
    fn settle(&mut self) -> Done {
        for (index, runs) in std::mem::take(&mut self.runs) {
            let task = self.golden.targets.last_mut().and_then(|target| target.tasks.last_mut());
            let picture = task.and_then(|task| task.pictures.get_mut(index)).ok_or("there is no picture")?;
            let before = words(&picture.prompt);
            let after = replaced(&before, &runs).ok_or("it replaces words that the first task does not have")?;
            picture.prompt = sentences(&after);
        }
        self.picture = 0;
        Ok(())
    }

    fn finish(mut self) -> Result<Golden, &'static str> {
        self.settle()?;
        let tasks = || self.golden.targets.iter().flat_map(|target| &target.tasks);
        if tasks().next().is_none() || tasks().any(|task| task.pictures.is_empty()) {
            return Err("it ends too early");
        }
        Ok(self.golden)
    }
}

/// Where a setting stands among others.
fn rank(name: &str) -> (usize, usize) {
    let (kind, number) = name.split_once('-').unwrap_or((name, "0"));
    let order = ["model", "size", "results", "seed", "format", "quality", "negative", "tag", "box", "cost"];
    (order.iter().position(|own| *own == kind).unwrap_or(order.len()), number.parse().unwrap_or(0))
}

/// Words that were replaced, and those in their place.
fn run(line: &str) -> Option<(String, String)> {
    let (gone, rest) = quoted(line)?;
    let (come, rest) = quoted(rest.strip_prefix(" -> ")?)?;
    rest.is_empty().then_some((gone, come))
}

/// What stands in quotes at the head of a line, and what follows.
fn quoted(line: &str) -> Option<(String, &str)> {
    let inside = line.strip_prefix('"')?;
    let mut out = String::new();
    let mut rest = inside;
    loop {
        let at = rest.find(['"', '\\'])?;
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(rest) = rest.strip_prefix('"') {
            return Some((out, rest));
        }
        if let Some(behind) = rest.strip_prefix("\\\"") {
            out.push('"');
            rest = behind;
        } else if let Some(behind) = rest.strip_prefix(END) {
            out.push_str(BREAK);
            rest = behind;
        } else {
            // An escape of the text's own: a backslash and one more.
            let length = 1 + rest[1..].chars().next()?.len_utf8();
            out.push_str(&rest[..length]);
            rest = &rest[length..];
        }
    }
}
