//! The request that uploads an image. What comes in: the bytes of a file, and their type. What goes out: the body of the
//! request, with the bytes as a data URI. Absent: whether the service has the file already.

use crate::submit::{Class, Failure};

/// The body that uploads an image under an id.
pub(super) fn body(task: &str, mime: &str, bytes: &[u8]) -> Result<Vec<u8>, Failure> {
    // Nothing else may stand in a string of JSON as it is.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/+.-".contains(&byte);
    if !mime.starts_with("image/") || mime.len() > 100 || !mime.bytes().all(plain) {
        return Err(Failure::new(Class::Picture, "the file is of no type that can be uploaded"));
    }
    let head = format!("[{{\"taskType\":\"imageUpload\",\"taskUUID\":\"{task}\",\"image\":\"data:{mime};base64,");
    let tail = "\"}]";
    let base64 = base64_simd::STANDARD;
    let mut body = Vec::with_capacity(head.len() + base64.encoded_length(bytes.len()) + tail.len());
    body.extend_from_slice(head.as_bytes());
    base64.encode_append(bytes, &mut body);
    body.extend_from_slice(tail.as_bytes());
    Ok(body)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_body_is_json_with_a_data_uri() {
        let body = body("0a1b2c3d-4e5f-4a6b-8c7d-0123456789ab", "image/png", b"\x89PNG\xff").unwrap();
        let value: serde_json::Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(value[0]["taskType"], "imageUpload");
        assert_eq!(value[0]["image"], "data:image/png;base64,iVBOR/8=");
    }

    #[test]
    fn odd_types_are_refused() {
        for mime in ["", "text/html", "image/png\"", "image/png;charset=x", "image/\u{1b}"] {
            assert_eq!(body("", mime, b"x").unwrap_err().class, Class::Picture, "{mime}");
        }
    }
}
