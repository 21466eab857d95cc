//! References that can be fetched, and those that cannot.

use super::*;

#[test]
fn what_can_be_fetched_has_no_fault() {
    for source in [
        "https://example.com/mug.jpg",
        "http://example.com/mug.jpg",
        "HTTPS://Example.COM:8443/a/b.jpg?size=2&x=%20#top",
        "https://example.com",
        "https://example.com./mug.jpg",
        "https://münchen.example/käse.jpg",
        "https://93.184.216.34/mug.jpg",
        "https://[2606:2800:220:1:248:1893:25c8:1946]:443/mug.jpg",
        "https://my_bucket.s3.example.com/mug.jpg",
        "https://172.32.0.1/mug.jpg",
        "mug.jpg",
        "C:/photos/mug.jpg",
        "a:b.jpg",
        "https.jpg",
        "http",
        "photos/ftp/mug.jpg",
        "7C2A1E0C-9f1d-4a53-8b8e-0f3d5a6b7c8d",
        "data:image/png;base64,iVBORw0KGgo=",
        "",
    ] {
        assert_eq!(fault(source), None, "{source}");
    }
}

#[test]
fn what_cannot_be_fetched_says_why() {
    for (source, message) in [
        ("https:///mug.jpg", "`https://` is followed by no host"),
        ("http://", "`http://` is followed by no host"),
        ("https://ida:geheim@example.com/mug.jpg", "the address holds a user name or a password"),
        ("https://ida@example.com/mug.jpg", "the address holds a user name or a password"),
        ("http://localhost:8000/mug.jpg", "the service cannot reach `localhost`"),
        ("http://LOCALHOST/mug.jpg", "the service cannot reach `localhost`"),
        ("http://127.3.2.1/mug.jpg", "the service cannot reach `127.3.2.1`"),
        ("http://10.0.0.7/mug.jpg", "the service cannot reach `10.0.0.7`"),
        ("http://172.31.0.1/mug.jpg", "the service cannot reach `172.31.0.1`"),
        ("http://192.168.1.4/mug.jpg", "the service cannot reach `192.168.1.4`"),
        ("http://169.254.1.1/mug.jpg", "the service cannot reach `169.254.1.1`"),
        ("http://0.0.0.0/mug.jpg", "the service cannot reach `0.0.0.0`"),
        ("http://[::1]:80/mug.jpg", "the service cannot reach `::1`"),
        ("http://[fe80::1]/mug.jpg", "the service cannot reach `fe80::1`"),
        ("http://printer.local/mug.jpg", "the service cannot reach `printer.local`"),
        ("http://nas/mug.jpg", "the service cannot reach `nas`"),
        ("http://2130706433/mug.jpg", "`2130706433` is no host"),
        ("https://exa mple.com/mug.jpg", "`exa mple.com` is no host"),
        ("https://example..com/mug.jpg", "`example..com` is no host"),
        ("https://example.com:99999/mug.jpg", "`example.com:99999` is no host"),
        ("https://example.com:+80/mug.jpg", "`example.com:+80` is no host"),
        ("https://[::1/mug.jpg", "`[::1` is no host"),
        ("https://example.com/my mug.jpg", "the address holds a blank"),
        ("https://example.com/a\tb.jpg", "the address holds the character `\t`"),
        ("https://example.com/a\u{7}b.jpg", "the address holds the character `\u{7}`"),
        ("https:/example.com/mug.jpg", "`https:/` begins no address"),
        ("https//example.com/mug.jpg", "`https//` begins no address"),
        ("https:/localhost/mug.jpg", "the service cannot reach `localhost`"),
        ("htps://ida:geheim@example.com/mug.jpg", "the address holds a user name or a password"),
        ("htps://example.com/mug.jpg", "`htps://` is no address that the service fetches from"),
        ("ftp://example.com/mug.jpg", "`ftp://` is no address that the service fetches from"),
        ("s3://bucket/mug.jpg", "`s3://` is no address that the service fetches from"),
        ("file:///home/ida/mug.jpg", "`file://` is no address that the service can reach"),
    ] {
        assert_eq!(fault(source).map(|fault| fault.message).as_deref(), Some(message), "{source}");
    }
}

#[test]
fn a_fix_is_offered_only_where_the_meaning_is_certain() {
    let meant = |source| fault(source).and_then(|fault| fault.meant);
    for (source, expected) in [
        ("https:/example.com/mug.jpg", "https://example.com/mug.jpg"),
        ("https//example.com/mug.jpg", "https://example.com/mug.jpg"),
        ("https:/example.com/my mug.jpg", "https://example.com/my%20mug.jpg"),
        ("htps://example.com/mug.jpg", "https://example.com/mug.jpg"),
        ("htttp://example.com/mug.jpg", "http://example.com/mug.jpg"),
        ("https://example.com/my red mug.jpg", "https://example.com/my%20red%20mug.jpg"),
    ] {
        assert_eq!(meant(source).as_deref(), Some(expected), "{source}");
    }
    for source in
        ["ftp://example.com/a.jpg", "s3://b/a.jpg", "file:///a.jpg", "https:/localhost/a.jpg", "https://a\tb/c"]
    {
        assert_eq!(meant(source), None, "{source}");
    }
}
