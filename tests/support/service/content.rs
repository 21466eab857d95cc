//! What things are by their content: digests of tasks, ids of images, the bytes behind a text.

use serde_json::{Map, Value};

/// Keys that say how a picture is handed over, and not which one is made.
const DELIVERY: [&str; 8] =
    ["taskType", "taskUUID", "deliveryMethod", "outputType", "includeCost", "ttl", "webhookURL", "uploadEndpoint"];

/// A digest of what a task asks for. `shown` is what each of its references shows.
pub(super) fn digest(task: &Map<String, Value>, shown: &[String]) -> String {
    let mut text = String::new();
    let mut keys: Vec<_> = task.iter().filter(|(key, _)| !DELIVERY.contains(&key.as_str())).collect();
    keys.sort_by_key(|(key, _)| *key);
    for (key, value) in keys {
        text.push_str(key);
        if key == "inputs" {
            let list = value.get("referenceImages").and_then(Value::as_array);
            for (entry, shown) in list.into_iter().flatten().zip(shown) {
                text.extend([" ", shown, " ", entry.get("tag").and_then(Value::as_str).unwrap_or_default()]);
            }
        } else {
            text.push_str(&sorted(value));
        }
        text.push('\n');
    }
    blake3::hash(text.as_bytes()).to_string()
}

fn sorted(value: &Value) -> String {
    match value {
        Value::Object(object) => {
            let mut fields: Vec<_> = object.iter().collect();
            fields.sort_by_key(|(key, _)| *key);
            let fields = fields.into_iter().map(|(key, value)| format!("{key:?}:{}", sorted(value)));
            format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
        }
        Value::Array(list) => format!("[{}]", list.iter().map(sorted).collect::<Vec<_>>().join(",")),
        value => value.to_string(),
    }
}

/// The id of an image, made from that of its task and its position.
pub(super) fn image(uuid: &str, at: u64) -> String {
    let hash = blake3::derive_key("scenewright test service image", format!("{uuid} {at}").as_bytes());
    let hex = blake3::Hash::from_bytes(hash).to_hex();
    format!("{}-{}-4{}-a{}-{}", &hex[..8], &hex[8..12], &hex[12..15], &hex[15..18], &hex[18..30])
}

/// The bytes of a data URI or of base64.
pub(super) fn decoded(text: &str) -> Option<Vec<u8>> {
    let base64 = match text.strip_prefix("data:") {
        Some(rest) => {
            let (kind, base64) = rest.split_once(";base64,")?;
            let letters = kind.strip_prefix("image/")?;
            letters.bytes().all(|byte| byte.is_ascii_alphabetic()).then_some(base64)?
        }
        None => text,
    };
    base64_simd::STANDARD.decode_to_vec(base64).ok().filter(|bytes| !bytes.is_empty())
}
