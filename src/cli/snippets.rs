//! Programs that send tasks. What comes in: compiled tasks, one after another, and the files around them. What goes out:
//! one program for all of them. Its paths count from the current folder.

use std::path::Path;

use super::disk::Disk;
use super::form::Form;
use super::output;
use crate::compile::{Compiled, Opened};
use crate::emit::request::{Images, Piece, Request};
use crate::emit::{Language, snippet, wire};
use crate::target::Target;

/// A program sends so many tasks. Whoever has more of them needs something that can go on where it stopped.
const MOST: usize = 200;

/// The tasks of a program, as they come.
pub(super) struct Snippets {
    language: Language,
    requests: Vec<Request>,
    refused: Option<String>,
}

impl Snippets {
    /// Room for the tasks of scenes, if a program is to be written.
    pub(super) fn of<'a>(form: Form, scenes: impl Iterator<Item = &'a Opened<'a>>) -> Result<Option<Self>, String> {
        let Some(language) = form.language() else { return Ok(None) };
        let tasks = scenes.fold(0_u64, |sum, scene| sum.saturating_add(scene.count.tasks));
        few(usize::try_from(tasks).unwrap_or(usize::MAX))?;
        Ok(Some(Self { language, requests: Vec::new(), refused: None }))
    }

    /// Takes the passes of a task.
    pub(super) fn add(&mut self, compiled: &Compiled, target: Target<'_>, disk: &Disk) {
        let folder = disk.folder();
        let (Some(folder), true) = (folder.to_str(), self.refused.is_none()) else {
            self.refused.get_or_insert_with(|| "the name of the scene's folder is not Unicode".to_owned());
            return;
        };
        let images = Images { folder: if folder == "." { "" } else { folder }, kind: &|path| disk.kind(path) };
        for pass in &compiled.passes {
            match wire::request(&pass.task, target, &images) {
                Ok(request) => self.requests.push(request),
                Err(why) => self.refused = Some(why),
            }
        }
    }

    /// Writes the program, to stdout or into a file.
    pub(super) fn write(self, output: Option<&Path>) -> Result<(), String> {
        few(self.requests.len())?;
        if let Some(why) = &self.refused {
            return Err(why.clone());
        }
        let program = snippet(self.language, &self.requests)?;
        output::stream(output, |out| out.write_all(program.as_bytes()))?;
        self.note_files();
        Ok(())
    }

    /// Says that the program is not whole without files.
    fn note_files(&self) {
        let pieces = self.requests.iter().flat_map(|request| &request.body);
        let told = match pieces.filter(|piece| matches!(piece, Piece::File(_))).count() {
            0 => return,
            1 => "a local image when it runs, whose path counts".to_owned(),
            count => format!("{count} local images when it runs, whose paths count"),
        };
        output::talk(&format!("note: the program reads {told} from this folder; --inline puts the images in\n"));
    }
}

fn few(tasks: usize) -> Result<(), String> {
    if tasks <= MOST {
        return Ok(());
    }
    let tasks = if tasks == usize::MAX { "far more".to_owned() } else { tasks.to_string() };
    Err(format!("a program sends up to {MOST} tasks, and there are {tasks}; write them with `--emit jsonl`"))
}
