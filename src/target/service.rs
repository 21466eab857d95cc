//! What is known of the services that take requests, as their data files have it.

use std::sync::OnceLock;

use serde::Deserialize;

use super::{Limits, Models};

/// What is known of a service.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Service {
    /// Its name.
    pub name: String,
    /// The image formats it takes as references.
    pub reference_formats: Vec<String>,
    /// Pixels on the longer side of an uploaded image; a larger one is scaled down to this.
    pub longest_side: u32,
    /// How many pictures a request may ask for.
    pub results: Limits,
    /// The file formats it writes, in capitals.
    pub formats: Vec<String>,
    /// The qualities of a compressed file.
    pub quality: Limits,
    /// Where the figures come from.
    pub source: String,
    /// The day they were looked up.
    pub checked: String,
}

/// What a scene is compiled for.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The models that scenes may name.
    pub models: &'a Models,
    /// The model that stands in for whatever the scenes name.
    pub model: Option<&'a str>,
}

impl Default for Target<'_> {
    fn default() -> Self {
        Self { models: Models::BUILT_IN, model: None }
    }
}

/// The service that takes the tasks.
#[must_use]
pub fn service() -> Option<&'static Service> {
    static SERVICE: OnceLock<Option<Service>> = OnceLock::new();
    SERVICE.get_or_init(|| serde_json::from_str(include_str!("service.json")).ok()).as_ref()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_service_has_its_published_limits() {
        let service = service().unwrap();
        assert!(service.results.hold(20) && !service.results.hold(21) && !service.results.hold(0));
        assert!(service.quality.hold(20) && !service.quality.hold(19) && !service.quality.hold(100));
    }
}
