//! A job: one picture that is wanted. What comes in: the body of a task, cut where images go whose ids only the service
//! knows. What goes out: the id of the task, and the bytes that are sent. Absent: where jobs come from.

use serde::{Deserialize, Serialize};

use crate::emit::task_uuid;
use crate::target::Usd;

/// One pass of one task of a scene: one picture, or several at a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// The path of its scene from the project's folder, with `/`: `catalogue/watch.scene`.
    pub scene: String,
    /// A digest of the scene's text, and of those that it imports: BLAKE3, 64 hexadecimal digits.
    pub scene_hash: String,
    /// The id of its task among those of the scene, as `--only` takes it; `scene` if the scene makes one.
    pub id: String,
    /// Its pass; `scene` if the scene has none.
    pub pass: String,
    /// The model.
    pub model: String,
    /// The prompt, for whoever reads the journal.
    pub prompt: String,
    /// Pixels across and down, if it says so.
    pub size: Option<(u32, u32)>,
    /// How many pictures it makes.
    pub results: u32,
    /// The seed, if it says so.
    pub seed: Option<u64>,
    /// What it costs by the table of models, in millionths of a dollar.
    #[serde(with = "millionths")]
    pub estimate: Option<Usd>,
    /// Whether the estimate is exact.
    pub exact: bool,
    /// Where the scene causes the prompt: `watch.scene:4:1`.
    pub place: String,
    /// All its references in order, for people: the path, address or id as the scene has it.
    pub references: Vec<String>,
    /// The body of its task without the opening brace, `taskType` and `taskUUID`, cut in front of each of the inputs: one piece
    /// more than there are inputs. A piece that ends in front of an input does so where a string of JSON may stand.
    pub body: Vec<String>,
    /// What stands between the pieces, in order.
    pub inputs: Vec<Input>,
}

/// An image whose id is known only when the task is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Input {
    /// A file of the project, which is uploaded.
    File {
        /// Its path as the scene has it.
        path: String,
        /// Where it is, from the project's folder, with `/`; absolute if it is elsewhere.
        file: String,
        /// A digest of its bytes: BLAKE3, 64 hexadecimal digits.
        hash: String,
        /// How many bytes it has.
        bytes: u64,
        /// Its type by its bytes: `image/png`.
        mime: String,
    },
    /// The first picture of an earlier job of the same run, by its position.
    Picture(usize),
}

/// A picture that the service made.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Picture {
    /// Its id at the service, which may be a reference of a later task.
    pub image: String,
    /// Where it can be fetched for a while.
    pub url: String,
    /// The seed that it was made with.
    pub seed: Option<u64>,
    /// What it cost, in millionths of a dollar.
    #[serde(with = "millionths")]
    pub cost: Option<Usd>,
}

/// Amounts as whole numbers, so that none changes on its way through a text.
mod millionths {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::target::Usd;

    #[allow(clippy::ref_option)] // as serde calls it
    pub(super) fn serialize<S: Serializer>(usd: &Option<Usd>, serializer: S) -> Result<S::Ok, S::Error> {
        usd.map(|usd| usd.0).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Usd>, D::Error> {
        Ok(Option::<u64>::deserialize(deserializer)?.map(Usd))
    }
}

impl Job {
    /// The jobs whose pictures it needs, by their positions in the run.
    pub fn needs(&self) -> impl Iterator<Item = usize> + '_ {
        self.inputs.iter().filter_map(|input| match input {
            Input::Picture(job) => Some(*job),
            Input::File { .. } => None,
        })
    }

    /// What the task is known by if it is sent for the first time: an id made from its whole content. `made_by` gives the
    /// id of the task that makes the picture of an earlier job. Of a task without files and pictures it is the id that
    /// `scene compile` writes.
    #[must_use]
    pub fn key(&self, made_by: &dyn Fn(usize) -> String) -> String {
        let stable = |input: &Input| match input {
            Input::File { hash, .. } => format!("blake3:{hash}"),
            Input::Picture(job) => format!("{}{}", crate::target::RESULT, made_by(*job)),
        };
        task_uuid(&self.filled("{\"taskType\":\"imageInference\",", &stable))
    }

    /// The object that is sent, with the ids that the service has for its inputs.
    #[must_use]
    pub fn task(&self, uuid: &str, image: &dyn Fn(&Input) -> String) -> String {
        let head = format!(
            "{{\"taskType\":\"imageInference\",\"taskUUID\":\"{uuid}\",\"deliveryMethod\":\"async\",\
             \"outputType\":\"URL\",\"includeCost\":true,"
        );
        self.filled(&head, image)
    }

    fn filled(&self, head: &str, image: &dyn Fn(&Input) -> String) -> String {
        let mut text = head.to_owned();
        for (at, piece) in self.body.iter().enumerate() {
            text.push_str(piece);
            if let Some(input) = self.inputs.get(at) {
                // Ids and data URIs hold nothing that a string of JSON would have to escape.
                text.extend(["\"", &image(input), "\""]);
            }
        }
        text
    }
}

/// The id of a later attempt at a task of this key; the first, 0, has the key itself.
#[must_use]
pub fn attempt_uuid(key: &str, attempt: u32) -> String {
    if attempt == 0 { key.to_owned() } else { task_uuid(&format!("{key} attempt {attempt}")) }
}

#[cfg(test)]
#[path = "job_tests.rs"]
mod tests;
