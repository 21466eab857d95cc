//! What comes in: a prompt, its references and the settings of a scene. What goes out: the task that a service takes,
//! and the text of every machine-readable form. Deliberately absent: files, streams, and the network.

mod aim;
mod forms;
mod inline;
mod json;
pub mod limits;
pub mod request;
pub mod served;
mod snippet;
mod task;
pub mod wire;

use std::ops::Range;

use serde::Serialize;
use smol_str::SmolStr;

use crate::source::Span;
use crate::target::Cost;

pub use aim::no_target;
pub use forms::{jsonl, map, plan, refs, tasks, total};
pub use inline::{data_uri, image_kind};
pub use json::Json;
pub use snippet::{Language, snippet};
pub use task::{BoundingBox, Inputs, ModelSettings, ReferenceImage, Settings, Task, task_uuid};
pub use wire::{bodies, fits_one, one_body};

/// A stretch of the prompt and the statement that caused it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Byte offset of its start in the prompt.
    pub start: usize,
    /// Byte offset behind its end.
    pub end: usize,
    /// Where the statement stands.
    pub span: Span,
    /// What made the words.
    pub rule: &'static str,
}

/// A place in the prompt that names an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// Byte offset of its start in the prompt.
    pub start: usize,
    /// Byte offset behind its end.
    pub end: usize,
    /// The element's number, which gives its colour.
    pub element: usize,
}

/// One reference image; its position is its index and one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The elements that it shows, by their names in the scene.
    pub elements: Vec<SmolStr>,
    /// The path, address, id or data as written.
    pub source: SmolStr,
    /// The number of its first element, which gives its colour.
    pub element: usize,
    /// Where the scene names it.
    pub span: Span,
}

/// One pass: one picture, with everything that is sent for it and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Pass {
    /// The name of the pass; `scene` if the scene has no passes.
    pub name: SmolStr,
    /// Its reference images in order.
    #[serde(serialize_with = "forms::positions")]
    pub references: Vec<Reference>,
    /// The passes whose pictures it needs.
    pub depends_on: Vec<SmolStr>,
    /// Why it is a pass of its own, if the compiler has planned it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// How its prompt opens: `edit`, `repaint`, `lead`, `combine` or `create`.
    pub opening: &'static str,
    /// What its task costs.
    #[serde(flatten, serialize_with = "forms::cost")]
    pub cost: Cost,
    /// Its prompt.
    pub prompt: String,
    /// The sentences of the prompt, as ranges of bytes.
    #[serde(skip)]
    pub sentences: Vec<Range<usize>>,
    /// Where the words of the prompt come from, byte by byte.
    #[serde(skip)]
    pub stretches: Vec<Stretch>,
    /// Where the prompt names elements.
    #[serde(skip)]
    pub mentions: Vec<Mention>,
    /// Its task, of which only the id is shown.
    #[serde(rename = "taskUUID", serialize_with = "forms::id")]
    pub task: Task,
}

impl Pass {
    /// No pass at all.
    pub const NONE: Self = Self {
        name: SmolStr::new_static(""),
        references: Vec::new(),
        depends_on: Vec::new(),
        why: String::new(),
        opening: "",
        cost: Cost::Unknown,
        prompt: String::new(),
        sentences: Vec::new(),
        stretches: Vec::new(),
        mentions: Vec::new(),
        task: Task::NONE,
    };
}
