//! What the service knows of models: sizes, limits and prices from the project's data files, read as JSON by a reader of its
//! own, so that a slip of the project's reader is none of the service.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;

/// What the service knows of a model.
pub(super) struct Model {
    pub(super) references: (usize, usize),
    pub(super) references_needed: bool,
    pub(super) prompt: (usize, usize),
    /// Width and height, with the resolution.
    pub(super) pairs: BTreeMap<(u64, u64), String>,
    /// Smallest, largest and step of either side.
    pub(super) free: Option<(u64, u64, u64)>,
    pub(super) resolutions: Vec<String>,
    default_resolution: String,
    /// Smallest and largest; none if it takes no seed.
    pub(super) seed: Option<(u64, u64)>,
    pub(super) negative: bool,
    pub(super) tagged: bool,
    /// Keys of `settings`, and of `providerSettings` with the name of the provider.
    pub(super) settings: &'static [&'static str],
    pub(super) provider: Option<(&'static str, &'static [&'static str])>,
    by_resolution: BTreeMap<String, u64>,
    any: u64,
    reference: u64,
}

const FILES: [&str; 6] = [
    include_str!("../../../src/target/models/google-4-3.json"),
    include_str!("../../../src/target/models/google-nano-banana-2.1.json"),
    include_str!("../../../src/target/models/bfl-5-1.json"),
    include_str!("../../../src/target/models/bfl-flux-3-image.json"),
    include_str!("../../../src/target/models/openai-gpt-image-2.json"),
    include_str!("../../../src/target/models/runway-4-2.json"),
];

static MODELS: LazyLock<BTreeMap<String, Model>> = LazyLock::new(|| {
    let read = |text: &&str| {
        let file: Value = serde_json::from_str(text).unwrap();
        (file["air"].as_str().unwrap().to_owned(), Model::of(&file))
    };
    FILES.iter().map(read).collect()
});

/// The model of this id.
pub(super) fn model(air: &str) -> Option<&'static Model> {
    MODELS.get(air)
}

impl Model {
    fn of(file: &Value) -> Self {
        let (sizes, price, air) = (&file["sizes"], &file["priceUSD"], file["air"].as_str().unwrap());
        let limits = |value: &Value, most: u64| {
            let limit = |name: &str, or: u64| value[name].as_u64().unwrap_or(or);
            (limit("min", 0), limit("max", most))
        };
        let count = |(least, most): (u64, u64)| (usize::try_from(least).unwrap(), usize::try_from(most).unwrap());
        let pair = |pair: &Value| {
            let size = (pair["width"].as_u64().unwrap(), pair["height"].as_u64().unwrap());
            (size, pair["resolution"].as_str().unwrap_or_default().to_owned())
        };
        let free = &sizes["free"];
        let side = |name: &str, or: u64| free[name].as_u64().unwrap_or(or);
        Self {
            references: count(limits(&file["references"], 14)),
            references_needed: file["referencesOptional"] == Value::Bool(false),
            prompt: count(limits(&file["prompt"], 45_000)),
            pairs: sizes["pairs"].as_array().into_iter().flatten().map(pair).collect(),
            free: free.is_object().then(|| (side("min", 1), side("max", 8192), side("step", 1))),
            resolutions: texts(&sizes["resolutions"]),
            default_resolution: sizes["defaultResolution"].as_str().unwrap_or_default().to_owned(),
            seed: match &file["seed"] {
                Value::Bool(false) | Value::Null => None,
                seed => Some(limits(seed, u64::MAX)),
            },
            negative: file["negativePrompt"].is_object() || file["negativePrompt"] == Value::Bool(true),
            tagged: file["dialect"]["images"] == "@tag",
            settings: match air {
                "google:4@3" => &["systemPrompt", "temperature", "topP", "thinking"],
                "bfl:flux@3-image" => &["boundingBoxes"],
                _ => &[],
            },
            provider: air
                .starts_with("google:")
                .then_some(("google", &["imageSearch", "webSearch", "safetyTolerance"][..])),
            by_resolution: price["image"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, usd)| (name.clone(), millionths(usd)))
                .collect(),
            any: [&price["any"], &price["typical"]].into_iter().map(millionths).find(|usd| *usd > 0).unwrap_or(40_000),
            reference: millionths(&price["reference"]),
        }
    }

    /// What one picture costs, in millionths of a dollar.
    pub(super) fn price(&self, size: Option<(u64, u64)>, resolution: Option<&str>, references: usize) -> u64 {
        let of_size = size.and_then(|size| self.pairs.get(&size)).map(String::as_str);
        let resolution = of_size.or(resolution).unwrap_or(&self.default_resolution);
        let picture = self.by_resolution.get(resolution).copied().unwrap_or(self.any);
        picture + self.reference * references as u64
    }
}

fn texts(list: &Value) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // prices are small
fn millionths(usd: &Value) -> u64 {
    (usd.as_f64().unwrap_or_default() * 1e6).round() as u64
}
