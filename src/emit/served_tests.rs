//! What a service has no place for, of tasks that no model of today makes for it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::emit::{BoundingBox, ModelSettings};
use crate::scene::settings::{Shape, Size};
use crate::source::{FileId, Format};
use crate::target::Models;

const PLACE: Span = Span { file: FileId(0), start: 90, end: 99 };

fn span(at: usize) -> Span {
    Span { file: FileId(0), start: u32::try_from(10 * at).unwrap(), end: u32::try_from(10 * at + 5).unwrap() }
}

fn photo(format: Format, bytes: u64) -> Photo {
    Photo {
        format,
        bytes,
        size: (2000, 1500),
        turned: false,
        transparent: false,
        located: false,
        digest: [0; 32],
        pixels: None,
    }
}

fn task(images: Vec<ReferenceImage>) -> Task {
    Task { model: "acme:1@1".to_owned(), ..Task::NONE }.with_references(images)
}

fn plain(source: &str) -> ReferenceImage {
    ReferenceImage::Plain(source.to_owned())
}

/// What is refused, each with where it stands.
fn found(task: &Task, photos: &[Option<Photo>], service: &str) -> Vec<(u32, Code, String)> {
    let images = photos.iter().enumerate();
    let images: Vec<_> = images.map(|(at, photo)| Image { span: span(at), photo: photo.as_ref() }).collect();
    let found = refused(task, &images, || PLACE, Service::named(service).unwrap());
    found.into_iter().map(|finding| (finding.span().start, finding.code, finding.message)).collect()
}

#[test]
fn tags_boxes_and_negative_prompts_are_not_lost() {
    let tagged = ReferenceImage::Tagged { image: "b.jpg".to_owned(), tag: "mug".to_owned() };
    let box_of = BoundingBox {
        id: "mug".to_owned(),
        description: "mug".to_owned(),
        reference_index: 0,
        source_box: [0, 0, 1000, 1000],
        target_box: None,
    };
    let task = Task {
        negative_prompt: Some("text".to_owned()),
        settings: Some(ModelSettings { bounding_boxes: vec![box_of] }),
        ..task(vec![plain("a.jpg"), tagged])
    };
    for service in Service::all().filter(|service| !service.takes_tasks()) {
        let title = &service.title;
        let apart = format!("`acme:1@1` is told in a prompt of its own what to leave out, and {title} takes none");
        let expected = [
            (90, Code::CannotBeSent, apart),
            (0, Code::CannotBeSent, format!("the prompts of `acme:1@1` speak of boxes, and {title} takes none")),
            (0, Code::CannotBeSent, format!("the prompts of `acme:1@1` speak of tags, and {title} takes none")),
        ];
        assert_eq!(found(&task, &[None, None], &service.name), expected);
    }
    assert_eq!(found(&task, &[None, None], "runware"), []);
}

#[test]
fn an_image_that_is_too_large_for_a_request_is_told() {
    let message = |name: &str| vec![(10, Code::ImageTooLarge, format!("{name} has 8 MB, and Gemini takes 7 MB"))];
    let images = |source: &str| task(vec![plain("a.jpg"), plain(source)]);
    let photos = |bytes| [None, Some(photo(Format::Jpeg, bytes))];
    assert_eq!(found(&images("b.jpg"), &photos(7_000_001), "gemini"), message("`b.jpg`"));
    assert_eq!(found(&images("b.jpg"), &photos(7_000_000), "gemini"), []);
    assert_eq!(found(&images("b.jpg"), &photos(9_000_000), "bfl"), []);
    let data = format!("data:image/png;base64,{}", "A".repeat(9_400_000));
    assert_eq!(found(&images(&data), &[None, None], "gemini"), message("the data URI"));
}

#[test]
fn the_bytes_of_an_image_tell_its_kind_where_its_name_does_not() {
    let task = task(vec![plain("photo")]);
    assert_eq!(found(&task, &[None], "gemini-interactions").len(), 1);
    assert_eq!(found(&task, &[Some(photo(Format::Webp, 1))], "gemini-interactions"), []);
}

#[test]
fn runware_is_refused_nothing() {
    let uuid = "7c2a1e0c-9f1d-4a53-8b8e-0f3d5a6b7c8d";
    let every = ["a", "https://example.com/a", uuid, "data:image/png;base64,AAAA", "result:one"].map(plain);
    assert_eq!(found(&task(every.to_vec()), &[const { None }; 5], "runware"), []);
    assert_eq!(found(&task(Vec::new()), &[], "runware"), []);
    assert_eq!(found(&task(every.to_vec()), &[const { None }; 5], "openai").len(), 2);
    assert_eq!(found(&task(Vec::new()), &[], "openai").len(), 1);
}

#[test]
fn a_size_without_a_ratio_is_told_where_only_ratios_are_taken() {
    let profile = Models::BUILT_IN.get("google:4@3").unwrap();
    let set = scene::settings::Settings {
        size: Some(Size { shape: Shape::Pixels(1000, 1000), at: None, span: PLACE }),
        ..scene::settings::Settings::default()
    };
    let sized = |size| Settings { size: Some(size), ..Settings::default() };
    for (service, size, taken) in [
        ("gemini", (1000, 1000), false),
        ("fal", (1000, 1000), false),
        ("gemini", (1024, 1024), true),
        ("openai", (1000, 1000), true),
        ("bfl", (1000, 1000), true),
    ] {
        let mut found = Vec::new();
        let made = settings(&set, sized(size), (profile, Service::named(service).unwrap()), &mut found);
        assert_eq!((made.size.is_some(), found.is_empty()), (taken, taken), "{service}");
        assert!(found.iter().all(|finding| finding.code == Code::BadSize && finding.is_error()));
    }
}
