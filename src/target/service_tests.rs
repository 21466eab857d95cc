//! The data files of the services: each can be read, names models that are known, and says what was published.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::target::{Models, Status};

#[test]
fn every_data_file_can_be_read_and_bears_its_name() {
    for entry in &SERVICES {
        let service: Service = serde_json::from_str(entry.text).expect(entry.name);
        assert_eq!(service.name, entry.name);
        assert!(service.base.starts_with("https://") && !service.base.ends_with('/'), "{}", entry.name);
        assert!(service.path.is_empty() || service.path.starts_with('/'), "{}", entry.name);
        let variable =
            |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_');
        assert!(variable(&service.base_variable) && variable(&service.key_variable), "{}", entry.name);
        assert!(service.key_header.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-'), "{}", entry.name);
        assert!(["JPG", "PNG", "WEBP"].into_iter().eq(service.formats.keys()) || service.formats.is_empty());
    }
    assert_eq!(Service::all().count(), SERVICES.len());
    assert_eq!(Service::named("nowhere"), None);
}

#[test]
fn services_serve_models_that_are_known_and_not_withdrawn() {
    for service in Service::all() {
        assert!(service.name_of(&service.default_model).is_some(), "{}", service.name);
        let served = service.models.iter().flatten().map(|served| &served.model);
        for air in served.chain([&service.default_model]) {
            assert_eq!(Models::BUILT_IN.get(air).expect(air).status, Status::Active, "{}: {air}", service.name);
        }
    }
}

#[test]
fn runware_has_its_published_limits() {
    let service = Service::runware();
    let (Takes::Within(results), Takes::Within(quality)) = (service.results, service.quality) else { panic!("limits") };
    assert!(results.hold(20) && !results.hold(21) && !results.hold(0));
    assert!(quality.hold(20) && !quality.hold(19) && !quality.hold(100));
    assert_eq!(service.name_of("acme:1@1"), Some("acme:1@1"));
    assert!(
        [SourceForm::Path, SourceForm::Url, SourceForm::Uuid, SourceForm::Data, SourceForm::Result]
            .into_iter()
            .all(|form| service.takes(form))
    );
}

#[test]
fn addresses_hold_the_name_that_the_service_has_for_the_model() {
    let address = |name: &str, air: &str| {
        let service = Service::named(name).unwrap();
        format!("{}{}", service.base, service.path_of(air))
    };
    assert_eq!(address("runware", "google:4@3"), "https://api.runware.ai/v1");
    let gemini = "https://generativelanguage.googleapis.com/v1beta";
    assert_eq!(address("gemini", "google:4@3"), format!("{gemini}/models/gemini-3.1-flash-image:generateContent"));
    assert_eq!(address("gemini", "google:4@2"), format!("{gemini}/models/gemini-3-pro-image:generateContent"));
    assert_eq!(address("gemini-interactions", "google:4@2"), format!("{gemini}/interactions"));
    assert_eq!(address("openai", "openai:1@1"), "https://api.openai.com/v1/images/edits");
    assert_eq!(address("bfl", "bfl:5@1"), "https://api.bfl.ai/v1/flux-2-pro");
    assert_eq!(address("fal", "google:4@3"), "https://fal.run/fal-ai/nano-banana-2/edit");
    assert_eq!(
        address("replicate", "google:4@3"),
        "https://api.replicate.com/v1/models/google/nano-banana-2/predictions"
    );
}
