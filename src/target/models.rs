//! The models that are known: those of the data files, read on first use, and those of a project, which come first.

use super::Profile;
use super::data_file::{DataFile, named};

/// The model of a scene that names none.
pub const DEFAULT_MODEL: &str = "google:4@3";

/// The models that a scene may name.
#[derive(Debug, Default)]
pub struct Models {
    own: Vec<Profile>,
}

impl Models {
    /// Those of the data files alone.
    pub const BUILT_IN: &Self = &Self { own: Vec::new() };

    /// Those of the data files and others, which take the place of what bears the same id.
    #[must_use]
    pub fn with(own: Vec<Profile>) -> Self {
        Self { own }
    }

    /// The ids of all models: those of the data files in their order, then new ones.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        let new = self.own.iter().map(|profile| profile.air.as_str()).filter(|air| !is_built_in(air));
        built_in().map(|air| -> &str { air }).chain(new)
    }

    /// What is known about the model with this id.
    #[must_use]
    pub fn get(&self, air: &str) -> Option<&Profile> {
        self.own.iter().rev().find(|profile| profile.air == air).or_else(|| profile(air))
    }

    /// The same, also by its slug.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Profile> {
        self.get(name).or_else(|| self.all().find(|profile| profile.slug == name))
    }

    /// Every model in the order of their ids in [`Models::ids`].
    pub fn all(&self) -> impl Iterator<Item = &Profile> {
        self.ids().filter_map(|air| self.get(air))
    }
}

static MODELS: [DataFile<Profile>; 31] = [
    DataFile::new(DEFAULT_MODEL, include_str!("models/google-4-3.json")),
    DataFile::new("google:nano-banana@2.1", include_str!("models/google-nano-banana-2.1.json")),
    DataFile::new("google:nano-banana@2-lite", include_str!("models/google-nano-banana-2-lite.json")),
    DataFile::new("google:4@2", include_str!("models/google-4-2.json")),
    DataFile::new("google:4@1", include_str!("models/google-4-1.json")),
    DataFile::new("bfl:flux@3-image", include_str!("models/bfl-flux-3-image.json")),
    DataFile::new("bfl:5@1", include_str!("models/bfl-5-1.json")),
    DataFile::new("bfl:6@1", include_str!("models/bfl-6-1.json")),
    DataFile::new("bfl:7@1", include_str!("models/bfl-7-1.json")),
    DataFile::new("runware:400@1", include_str!("models/runware-400-1.json")),
    DataFile::new("runware:400@2", include_str!("models/runware-400-2.json")),
    DataFile::new("bfl:3@1", include_str!("models/bfl-3-1.json")),
    DataFile::new("bfl:4@1", include_str!("models/bfl-4-1.json")),
    DataFile::new("runware:106@1", include_str!("models/runware-106-1.json")),
    DataFile::new("bytedance:5@0", include_str!("models/bytedance-5-0.json")),
    DataFile::new("bytedance:seedream@4.5", include_str!("models/bytedance-seedream-4.5.json")),
    DataFile::new("bytedance:seedream@5.0-lite", include_str!("models/bytedance-seedream-5.0-lite.json")),
    DataFile::new("bytedance:seedream@5.0-pro", include_str!("models/bytedance-seedream-5.0-pro.json")),
    DataFile::new("bytedance:seedream@5.0-flash", include_str!("models/bytedance-seedream-5.0-flash.json")),
    DataFile::new("openai:1@1", include_str!("models/openai-1-1.json")),
    DataFile::new("openai:4@1", include_str!("models/openai-4-1.json")),
    DataFile::new("openai:gpt-image@2", include_str!("models/openai-gpt-image-2.json")),
    DataFile::new("openai:gpt-image@2.5-flare", include_str!("models/openai-gpt-image-2.5-flare.json")),
    DataFile::new("alibaba:qwen-image@3.0", include_str!("models/alibaba-qwen-image-3.0.json")),
    DataFile::new("alibaba:qwen-image@2.1-pro", include_str!("models/alibaba-qwen-image-2.1-pro.json")),
    DataFile::new("runware:108@22", include_str!("models/runware-108-22.json")),
    DataFile::new("runway:4@1", include_str!("models/runway-4-1.json")),
    DataFile::new("runway:4@2", include_str!("models/runway-4-2.json")),
    DataFile::new("klingai:kling-image@o3", include_str!("models/klingai-kling-image-o3.json")),
    DataFile::new("xai:grok-imagine@image-2.0", include_str!("models/xai-grok-imagine-image-2.0.json")),
    DataFile::new("krea:krea@3", include_str!("models/krea-krea-3.json")),
];

fn built_in() -> impl Iterator<Item = &'static str> {
    MODELS.iter().map(|model| model.name)
}

fn is_built_in(air: &str) -> bool {
    built_in().any(|built_in| built_in == air)
}

fn profile(air: &str) -> Option<&'static Profile> {
    named(&MODELS, air)?.value()
}

/// The text of the data file of a model.
#[must_use]
pub fn data(air: &str) -> Option<&'static str> {
    named(&MODELS, air).map(|model| model.text)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::target::{Limits, Status, Takes};

    #[test]
    fn every_data_file_can_be_read_and_bears_its_id() {
        for model in &MODELS {
            let profile: Profile = serde_json::from_str(model.text).expect(model.name);
            assert_eq!(profile.air, model.name);
            let sizes = &profile.sizes;
            assert!(sizes.default_resolution.iter().all(|it| sizes.resolutions.contains(it)), "{}", model.name);
            assert!(profile.price.image.keys().all(|it| sizes.resolutions.contains(it)), "{}", model.name);
        }
    }

    #[test]
    fn whatever_is_withdrawn_names_a_successor_that_is_not() {
        for profile in Models::BUILT_IN.all() {
            let successor = profile.successor.as_deref().map(|air| Models::BUILT_IN.get(air).unwrap());
            assert_eq!(profile.status != Status::Active, successor.is_some(), "{}", profile.air);
            assert!(successor.is_none_or(|successor| successor.status == Status::Active));
        }
    }

    #[test]
    fn the_default_model_has_its_published_limits() {
        let profile = Models::BUILT_IN.get(DEFAULT_MODEL).unwrap();
        assert_eq!(profile.references, Limits { min: Some(1), max: Some(14) });
        let Takes::Within(seed) = profile.seed else { panic!("a seed within limits") };
        assert!(seed.hold(0) && seed.hold(2_147_483_647) && !seed.hold(2_147_483_648));
    }

    #[test]
    fn an_unknown_model_is_none() {
        assert!(Models::BUILT_IN.get("google:4@4").is_none());
        assert_eq!(Models::BUILT_IN.ids().next(), Some(DEFAULT_MODEL));
        assert_eq!(Models::BUILT_IN.find("google-nano-banana-2").map(|it| it.air.as_str()), Some(DEFAULT_MODEL));
    }

    #[test]
    fn a_model_of_ones_own_comes_first() {
        let mut own = Models::BUILT_IN.get(DEFAULT_MODEL).unwrap().clone();
        own.status = Status::Retiring;
        let new = Profile { air: "acme:1@1".to_owned(), slug: "acme".to_owned(), ..own.clone() };
        let models = Models::with(vec![own, new]);
        assert_eq!(models.get(DEFAULT_MODEL).unwrap().status, Status::Retiring);
        assert_eq!(models.ids().count(), MODELS.len() + 1);
        assert_eq!(models.find("acme").unwrap().air, "acme:1@1");
    }
}
