//! The models as data. What comes in: a model's id, sizes, ratios and the text of a reference. What goes out: the
//! model's [`Profile`], the size it makes, and what form a reference has. One data file a model, read on first use.
//! Deliberately absent: scenes, prompts, prices of a job, and any rule that a data file could hold instead.

mod reference;
mod sizes;

use std::sync::OnceLock;

use serde::Deserialize;

pub use reference::{RESULT, SourceForm};
pub use sizes::{NoSize, Pair, Sizes};

/// The model of a scene that names none.
pub const DEFAULT_MODEL: &str = "google:4@3";

/// What is known about one model.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Profile {
    /// The id that scenes and tasks use: `google:4@3`.
    pub air: String,
    /// A name fit for file names.
    pub slug: String,
    /// The name people know.
    pub name: String,
    /// Who made it.
    pub provider: String,
    /// Whether it can still be used.
    pub status: Status,
    /// The model to use instead, where it is withdrawn.
    #[serde(default)]
    pub successor: Option<String>,
    /// How a prompt names a reference.
    pub dialect: Dialect,
    /// How many reference images it takes.
    pub references: Limits,
    /// How many characters a prompt may have.
    pub prompt: Limits,
    /// The sizes it makes.
    pub sizes: Sizes,
    /// Whether it takes a negative prompt.
    pub negative_prompt: bool,
    /// How many references it promises to show faithfully.
    #[serde(default)]
    pub fidelity: Option<Fidelity>,
    /// The reference that gives the picture its shape if no size is sent; none if none does, or if it is not known.
    #[serde(default)]
    pub shape_from: Option<ShapeFrom>,
    /// The seeds it takes, where known.
    #[serde(default)]
    pub seed: Option<Limits>,
    /// How many pictures a task may ask for.
    pub results: Limits,
    /// The file formats, in capitals.
    pub formats: Vec<String>,
    /// The qualities of a compressed file.
    pub quality: Limits,
    /// What it costs.
    #[serde(rename = "priceUSD")]
    pub price: Price,
    /// Where the figures come from.
    pub source: String,
    /// The day they were looked up.
    pub checked: String,
    /// How sure they are.
    pub confidence: String,
    /// What looks odd about them.
    pub notes: Vec<String>,
}

/// Whether a model can still be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It can.
    Active,
    /// Its maker has withdrawn it.
    Retired,
}

/// How many references a model promises to show faithfully.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fidelity {
    /// Things.
    pub objects: usize,
    /// People and animals.
    pub characters: usize,
    /// Who says so.
    pub source: String,
}

/// The reference that gives a picture its shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ShapeFrom {
    /// The first one.
    First,
    /// The last one.
    Last,
}

/// How a prompt names a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dialect {
    /// "the watch from the first image"
    Ordinal,
}

/// A smallest and a largest value, both allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Limits {
    /// The smallest.
    pub min: u64,
    /// The largest.
    pub max: u64,
}

impl Limits {
    /// Whether a value lies between them.
    #[must_use]
    pub fn hold(self, value: u64) -> bool {
        (self.min..=self.max).contains(&value)
    }
}

/// Prices in US dollars.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Price {
    /// One picture at a resolution.
    pub image: std::collections::BTreeMap<String, f64>,
    /// One reference image, where known.
    pub reference: Option<f64>,
    /// One picture for which the model searches the web.
    pub grounded_search: Option<f64>,
}

struct Model {
    air: &'static str,
    data: &'static str,
    profile: OnceLock<Option<Profile>>,
}

const fn model(air: &'static str, data: &'static str) -> Model {
    Model { air, data, profile: OnceLock::new() }
}

static MODELS: [Model; 3] = [
    model(DEFAULT_MODEL, include_str!("models/google-4-3.json")),
    model("google:4@2", include_str!("models/google-4-2.json")),
    model("google:4@1", include_str!("models/google-4-1.json")),
];

/// The ids of all known models.
pub fn models() -> impl Iterator<Item = &'static str> {
    MODELS.iter().map(|model| model.air)
}

/// What is known about the model with this id.
#[must_use]
pub fn profile(air: &str) -> Option<&'static Profile> {
    let model = MODELS.iter().find(|model| model.air == air)?;
    model.profile.get_or_init(|| serde_json::from_str(model.data).ok()).as_ref()
}

/// What is known of the service that takes the tasks.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// The image formats it takes as references.
    pub reference_formats: Vec<String>,
    /// Pixels on the longer side of an uploaded image; a larger one is scaled down to this.
    pub longest_side: u32,
    /// Where the figures come from.
    pub source: String,
    /// The day they were looked up.
    pub checked: String,
}

/// The service that takes the tasks.
#[must_use]
pub fn service() -> Option<&'static Service> {
    static SERVICE: OnceLock<Option<Service>> = OnceLock::new();
    SERVICE.get_or_init(|| serde_json::from_str(include_str!("service.json")).ok()).as_ref()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn every_data_file_can_be_read_and_bears_its_id() {
        for model in &MODELS {
            let profile: Profile = serde_json::from_str(model.data).expect(model.air);
            assert_eq!(profile.air, model.air);
            assert!(profile.sizes.resolutions.contains(&profile.sizes.default_resolution));
            assert!(profile.sizes.resolutions.iter().all(|resolution| profile.price.image.contains_key(resolution)));
        }
    }

    #[test]
    fn whatever_is_withdrawn_names_a_successor_that_is_not() {
        assert!(service().is_some());
        for profile in models().map(|air| profile(air).unwrap()) {
            let successor = profile.successor.as_deref().map(|air| super::profile(air).unwrap());
            assert_eq!(profile.status == Status::Retired, successor.is_some(), "{}", profile.air);
            assert!(successor.is_none_or(|successor| successor.status == Status::Active));
        }
    }

    #[test]
    fn the_default_model_has_its_published_limits() {
        let profile = profile(DEFAULT_MODEL).unwrap();
        assert_eq!((profile.references, profile.dialect), (Limits { min: 1, max: 14 }, Dialect::Ordinal));
        let seed = profile.seed.unwrap();
        assert!(seed.hold(0) && seed.hold(2_147_483_647) && !seed.hold(2_147_483_648));
        assert!(profile.results.hold(20) && !profile.results.hold(21) && !profile.results.hold(0));
        assert!(profile.quality.hold(20) && !profile.quality.hold(19) && !profile.quality.hold(100));
    }

    #[test]
    fn an_unknown_model_is_none() {
        assert!(profile("google:4@4").is_none());
        assert_eq!(models().next(), Some(DEFAULT_MODEL));
    }
}
