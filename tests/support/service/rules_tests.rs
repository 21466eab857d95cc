//! The rules of tasks, uploads and references, each broken and kept.

use serde_json::json;

use super::service::KEY;
use super::service::plain::{exchange, post, posted, task, uuid, with};
use super::{PNG, references, start, upload};

#[test]
fn only_an_array_of_json_with_the_key_is_a_request() {
    let service = start();
    let body = json!([task(1, "A fox.")]).to_string();
    let json = "Content-Type: application/json\r\n";
    let sent = |head: &str| exchange(&service, "POST", "/v1", &(json.to_owned() + head), Some(body.as_bytes()));
    for head in ["", "Authorization: Bearer other\r\n", &format!("X-Api-Key: {KEY}\r\n")] {
        let refused = sent(head);
        assert_eq!((refused.status, refused.codes()), (401, vec!["invalidApiKey".to_owned()]));
    }
    let key = format!("Authorization: Bearer {KEY}\r\n");
    assert_eq!(exchange(&service, "POST", "/v1", &key, Some(body.as_bytes())).codes(), ["invalidContentType"]);
    assert_eq!(exchange(&service, "POST", "/", &(key + json), Some(body.as_bytes())).status, 404);
    for body in ["", "{}", "[]", "[", &task(1, "A fox.").to_string()] {
        assert_eq!(posted(&service, "", body.as_bytes()).codes(), ["invalidRequest"], "{body}");
    }
    assert_eq!(post(&service, &json!([1])).codes(), ["invalidTask"]);
    assert!(service.ledger().tasks.is_empty());
}

#[test]
fn what_the_model_does_not_take_is_refused() {
    let service = start();
    for (fields, code, parameter) in [
        (json!({"taskType": "imageInferences"}), "invalidTaskType", json!("taskType")),
        (json!({"taskUUID": "7c2a1e0c-9f1d-1a53-8b8e-0f3d5a6b7c8d"}), "invalidTaskUUID", json!("taskUUID")),
        (json!({"taskUUID": "7c2a1e0c-9f1d-4a53-7b8e-0f3d5a6b7c8d"}), "invalidTaskUUID", json!("taskUUID")),
        (json!({"taskUUID": null}), "invalidTaskUUID", json!("taskUUID")),
        (json!({"model": null}), "missingParameter", json!("model")),
        (json!({"model": "google:9@9"}), "invalidModel", json!("model")),
        (json!({"positivePrompt": null}), "missingParameter", json!("positivePrompt")),
        (json!({"positivePrompt": "no"}), "invalidPositivePrompt", json!("positivePrompt")),
        (json!({"positivePrompt": "x".repeat(45_001)}), "invalidPositivePrompt", json!("positivePrompt")),
        (json!({"positivePrompt": 7}), "invalidPositivePrompt", json!("positivePrompt")),
        (json!({"negativePrompt": "a dog"}), "unsupportedParameter", json!("negativePrompt")),
        (json!({"steps": 4}), "unsupportedParameter", json!("steps")),
        (json!({"CFGScale": 4}), "unsupportedParameter", json!("CFGScale")),
        (json!({"referenceImages": []}), "unsupportedParameter", json!("referenceImages")),
        (json!({"settings": {"steps": 4}}), "unsupportedParameter", json!("settings.steps")),
        (json!({"safety": {"x": 4}}), "unsupportedParameter", json!("safety.x")),
        (json!({"providerSettings": {"bfl": {}}}), "unsupportedParameter", json!("providerSettings.bfl")),
        (json!({"inputs": {"image": PNG}}), "unsupportedParameter", json!("inputs.image")),
        (json!({"width": 1024}), "missingParameter", json!("height")),
        (json!({"height": 1024}), "missingParameter", json!("width")),
        (json!({"width": 1000, "height": 1000}), "invalidSize", json!(["width", "height"])),
        (json!({"width": 1024, "height": 1024, "resolution": "1K"}), "incompatibleParameters", json!("resolution")),
        (json!({"resolution": "1K"}), "incompatibleParameters", json!("resolution")),
        (json!({"numberResults": 0}), "invalidNumberResults", json!("numberResults")),
        (json!({"numberResults": 21}), "invalidNumberResults", json!("numberResults")),
        (json!({"seed": -1}), "invalidSeed", json!("seed")),
        (json!({"seed": 2_147_483_648_u64}), "invalidSeed", json!("seed")),
        (json!({"outputType": "url"}), "invalidOutputType", json!("outputType")),
        (json!({"outputFormat": "png"}), "invalidOutputFormat", json!("outputFormat")),
        (json!({"outputQuality": 19}), "invalidOutputQuality", json!("outputQuality")),
        (json!({"ttl": 59}), "invalidTtl", json!("ttl")),
        (json!({"deliveryMethod": "later"}), "invalidDeliveryMethod", json!("deliveryMethod")),
        (json!({"includeCost": "yes"}), "invalidIncludeCost", json!("includeCost")),
    ] {
        let refused = post(&service, &json!([with(task(1, "A fox."), &fields)]));
        assert_eq!((refused.status, refused.codes()), (400, vec![code.to_owned()]), "{fields}");
        assert_eq!(refused.errors()[0]["parameter"], parameter, "{fields}");
    }
    assert!(service.ledger().tasks.is_empty());
}

#[test]
fn what_the_model_takes_is_accepted() {
    let service = start();
    let (id, uri) = (post(&service, &json!([upload(99, PNG)])), format!("data:image/png;base64,{PNG}"));
    let id = id.data()[0]["imageUUID"].as_str().unwrap().to_owned();
    for (number, fields) in (1..).zip([
        json!({"width": 1200, "height": 896, "seed": 0, "outputFormat": "WEBP", "outputQuality": 20, "ttl": 60}),
        json!({"settings": {"temperature": 1}, "providerSettings": {"google": {"webSearch": false}}}),
        with(references(&[&id, &uri, PNG, "https://example.com/a.jpg"]), &json!({"resolution": "2K"})),
        json!({"model": "google:nano-banana@2.1", "width": 2064, "height": 512, "safety": {"checkContent": true}}),
        json!({"model": "bfl:5@1", "width": 1040, "height": 256, "seed": 5_000_000_000_u64}),
        json!({"model": "runway:4@2", "inputs": {"referenceImages": [{"image": id, "tag": "mug"}]}}),
        json!({"model": "bfl:flux@3-image", "settings": {"boundingBoxes": []}}),
    ]) {
        let sent = post(&service, &json!([with(task(number, "A fox."), &fields)]));
        assert_eq!((sent.status, sent.data().len()), (200, 1), "{fields}: {:?}", sent.codes());
    }
    assert_eq!(service.ledger().paid_twice(), Vec::<String>::new());
}

#[test]
fn a_reference_is_an_image_that_the_service_can_get() {
    let service = start();
    let id = uuid(500);
    for (images, code) in [
        (vec!["photos/mug.jpg"], "invalidInputsReferenceImages"),
        (vec!["result:7c2a1e0c-9f1d-4a53-8b8e-0f3d5a6b7c8d"], "invalidInputsReferenceImages"),
        (vec!["data:image/png;base64,AAAA"], "invalidInputsReferenceImages"),
        (vec![""], "invalidInputsReferenceImages"),
        (vec![id.as_str()], "imageNotFound"),
        (vec!["https://example.com/a.jpg"; 15], "invalidReferenceImages"),
    ] {
        let refused = post(&service, &json!([with(task(1, "A fox."), &references(&images))]));
        assert_eq!(refused.codes(), [code], "{images:?}");
        assert_eq!(refused.errors()[0]["parameter"], "inputs.referenceImages");
    }
    let tagged = json!({"inputs": {"referenceImages": [{"image": PNG, "tag": "mug"}]}});
    assert_eq!(post(&service, &json!([with(task(1, "A fox."), &tagged)])).codes(), ["invalidInputsReferenceImages"]);
    let alone = json!({"model": "runway:4@2"});
    assert_eq!(post(&service, &json!([with(task(1, "A fox."), &alone)])).codes(), ["invalidReferenceImages"]);
}

#[test]
fn only_images_are_uploaded_and_each_id_once() {
    let service = start();
    for image in ["photos/mug.jpg", "", "AAAA", "data:text/plain;base64,AAAA", "http://example.com/a.png"] {
        assert_eq!(post(&service, &json!([upload(1, image)])).codes(), ["invalidImage"], "{image}");
    }
    let strange = with(upload(1, PNG), &json!({"name": "mug"}));
    assert_eq!(post(&service, &json!([strange])).codes(), ["unsupportedParameter"]);
    assert_eq!(post(&service, &json!([upload(1, PNG)])).data()[0]["taskType"], "imageUpload");
    assert_eq!(post(&service, &json!([upload(1, PNG)])).codes(), ["conflictTaskUUID"]);
    assert_eq!(service.ledger().uploads.len(), 1);
}
