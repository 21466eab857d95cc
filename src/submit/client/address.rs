//! Where requests may go. What comes in: addresses of a user and of a server. What goes out: the same, parsed, if they may be
//! used. Absent: the network, and the text of an address in a message, since an address may hold secrets.

use std::net::Ipv4Addr;

use reqwest::Url;

use crate::submit::{Class, Failure, Trouble};

/// How long an address of a server may be, in bytes. Signed addresses of pictures have about 1,500.
const LONGEST: usize = 8 * 1024;

/// The address of a service: `https`, or `http` if it is on loopback, where the key meets nobody.
pub(super) fn service(base: &str) -> Result<Url, Trouble> {
    let base = base.trim();
    let usage = |why: &str| Trouble::Usage(format!("the address of the service {why}"));
    if base.is_empty() {
        return Err(usage("is empty"));
    }
    if base.len() > LONGEST {
        return Err(usage(&format!("is longer than {LONGEST} bytes")));
    }
    if !is_plain(base) {
        return Err(usage("holds spaces, control characters or letters that no address has"));
    }
    let Ok(url) = Url::parse(base) else {
        return Err(usage("is no URL; write it like `https://host/path`"));
    };
    if url.host_str().is_none_or(str::is_empty) {
        return Err(usage("names no host; write it like `https://host/path`"));
    }
    if has_credentials(&url) {
        return Err(usage("holds a name or a password; the key is given apart from it"));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(usage("holds a `?` or a `#`; it ends with its path"));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => {
            Err(usage("begins with `http`, so that the key could be read on its way; `http` is for loopback only"))
        }
        _ => Err(usage("begins with neither `https` nor `http`")),
    }
}

/// The address of a picture, as a server gave it: `https`, or also `http` on loopback if the service itself is there.
pub(super) fn picture(text: &str, loopback: bool) -> Result<Url, Failure> {
    if text.is_empty() {
        return Err(refused("the service gave no address for it that can be used"));
    }
    if !is_fit(text) {
        return Err(refused("its address is too long, or holds characters that no address has"));
    }
    let url = Url::parse(text).map_err(|_| refused("its address is no URL"))?;
    allowed(url, loopback)
}

/// The address that a picture has moved to, which has to be as good as the first one.
pub(super) fn moved(from: &Url, text: &str, loopback: bool) -> Result<Url, Failure> {
    if !is_fit(text) {
        return Err(refused("it has moved to an address that is too long, or holds characters that no address has"));
    }
    let url = from.join(text).map_err(|_| refused("it has moved to an address that is no URL"))?;
    allowed(url, loopback)
}

fn allowed(url: Url, loopback: bool) -> Result<Url, Failure> {
    if url.host_str().is_none_or(str::is_empty) {
        return Err(refused("its address names no host"));
    }
    if has_credentials(&url) {
        return Err(refused("its address holds a name or a password"));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if loopback && is_loopback(&url) => Ok(url),
        _ => Err(refused("its address is not `https`")),
    }
}

fn refused(why: &str) -> Failure {
    Failure::new(Class::Picture, format!("the picture cannot be fetched: {why}"))
}

/// Whether a text of a server may be kept as an address: bounded, and nothing in it that a terminal would obey.
pub(super) fn is_fit(text: &str) -> bool {
    text.len() <= LONGEST && is_plain(text)
}

fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn has_credentials(url: &Url) -> bool {
    !url.username().is_empty() || url.password().is_some()
}

/// Whether the host is this machine by its very text; nobody is asked what a name stands for.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host_str() {
        Some("localhost" | "[::1]") => true,
        Some(host) => host.parse().is_ok_and(|address: Ipv4Addr| address.is_loopback()),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_service_is_reached_by_https_or_on_loopback() {
        for base in [
            "https://api.runware.ai/v1",
            "https://proxy.example:8443/some/path",
            "http://127.0.0.1:8080/v1",
            "http://127.200.0.9",
            "http://[::1]:1/v1",
            "http://localhost:8080",
            "http://LOCALHOST:8080",
            " https://api.runware.ai/v1\n",
        ] {
            assert!(service(base).is_ok(), "{base}");
        }
    }

    #[test]
    fn other_addresses_are_refused_and_no_secret_is_told() {
        for (base, why) in [
            ("", "empty"),
            ("api.runware.ai", "no URL"),
            ("http://api.runware.ai/v1", "`http`"),
            ("http://127.0.0.1.evil.example/", "`http`"),
            ("http://localhost.evil.example/", "`http`"),
            ("http://128.0.0.1/", "`http`"),
            ("http://[::ffff:127.0.0.1]/", "`http`"),
            ("http://127.0.0.1:pw@evil.example/", "password"),
            ("https://secret@api.runware.ai/v1", "password"),
            ("https://:secret@api.runware.ai/v1", "password"),
            ("https://api.runware.ai/v1?key=secret", "`?`"),
            ("https://api.runware.ai/v1#secret", "`#`"),
            ("ftp://127.0.0.1/", "neither"),
            ("file:///etc/passwd", "host"),
            ("https://", "no URL"),
            ("https://a b/", "spaces"),
            ("https://a\u{1b}[31m/", "control"),
            ("https://a\nb/", "control"),
        ] {
            let told = service(base).unwrap_err().to_string();
            assert!(told.contains(why), "{base}: {told}");
            assert!(!told.contains("secret") && !told.contains("pw@"), "{told}");
        }
        assert!(service(&format!("https://a/{}", "x".repeat(LONGEST))).is_err());
    }

    #[test]
    fn pictures_come_by_https_and_on_loopback_only_beside_the_service() {
        assert!(picture("https://im.example/a.png?sig=1", false).is_ok());
        assert!(picture("http://127.0.0.1:1/a.png", true).is_ok());
        for (text, loopback) in [
            ("http://127.0.0.1:1/a.png", false),
            ("http://im.example/a.png", true),
            ("https://name:pw@im.example/a.png", true),
            ("file:///etc/passwd", true),
            ("data:image/png;base64,AAAA", true),
            ("a.png", true),
            ("", true),
            ("https://im.example/\u{202e}gnp.a", true),
            ("https://im.example/ a", true),
        ] {
            let failure = picture(text, loopback).unwrap_err();
            assert_eq!(failure.class, Class::Picture, "{text}");
            assert!(!failure.message.contains("im.example"), "{failure}");
        }
        let from = picture("https://im.example/a/b.png", true).unwrap();
        assert_eq!(moved(&from, "../c.png", false).unwrap().as_str(), "https://im.example/c.png");
        assert!(moved(&from, "http://im.example/c.png", true).is_err());
        assert!(moved(&from, "//name@im.example/c.png", true).is_err());
    }
}
