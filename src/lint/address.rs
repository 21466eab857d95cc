//! What comes in: a reference as a scene writes it. What goes out: why the service could not fetch an image from there:
//! an address without a host, one with a password in it, one that only this machine or its network knows, a scheme that
//! is none. Data URIs have a file of their own. Absent: asking the network; whether anything stands there, nobody knows before it is sent.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::diagnostic::render::shorten;
use crate::lexicon;
use crate::target::SourceForm;

/// What is wrong with an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// One line in the user's words.
    pub(super) message: String,
    /// What to type.
    pub(super) help: String,
    /// What the reference certainly means.
    pub(super) meant: Option<String>,
}

const NO_SCHEME: &str = "write an address that begins with `https://`, or the path of a file";

/// What is wrong with a reference; nothing with a path, of which files are asked.
pub(super) fn fault(source: &str) -> Option<Fault> {
    match SourceForm::of(source) {
        SourceForm::Url => url(source),
        SourceForm::Path => scheme(source),
        SourceForm::Data | SourceForm::Uuid => None,
        SourceForm::Result => Some(fault_of(
            "the picture of a pass is not written as a path",
            "write `base = result(table_scene)` with the name of the pass",
        )),
    }
}

fn fault_of(message: impl Into<String>, help: impl Into<String>) -> Fault {
    Fault { message: message.into(), help: help.into(), meant: None }
}

/// A path that was meant to be an address.
fn scheme(path: &str) -> Option<Fault> {
    let bare =
        path.strip_prefix("//").or_else(|| path.get(..4).filter(|www| www.eq_ignore_ascii_case("www.")).map(|_| path));
    if let Some(host) = bare.filter(|host| host.contains('/')) {
        return Some(slip("https", host, format!("`{}` is an address without its `https://`", shorten(path, 60))));
    }
    let letters = path.find(|c: char| !c.is_ascii_alphanumeric() && c != '+').unwrap_or(path.len());
    let (word, rest) = path.split_at(letters);
    let word = word.to_ascii_lowercase();
    if matches!(&*word, "http" | "https") {
        // One mark is missing or there is one too many; what begins so is no file.
        let host = rest.trim_start_matches([':', '/']);
        let marks = &rest[..rest.len() - host.len()];
        if !marks.contains('/') || host.is_empty() {
            return None;
        }
        return Some(slip(&word, host, format!("`{word}{marks}` begins no address")));
    }
    let behind = rest.strip_prefix("://").filter(|_| word.len() > 1)?;
    if word == "file" {
        let help = "write the path alone, relative to the scene's folder: `ref(\"mug.jpg\")`";
        return Some(fault_of("`file://` is no address that the service can reach", help));
    }
    let near = lexicon::suggest(&word, ["https", "http"].into_iter());
    let message = format!("`{word}://` is no address that the service fetches from");
    match near.filter(|near| *near != word && !KNOWN.contains(&&*word)) {
        Some(near) => Some(slip(near, behind, message)),
        None => Some(fault_of(message, NO_SCHEME)),
    }
}

/// An address whose beginning is misspelt; if the right one could not be fetched from either, that is what is said.
fn slip(scheme: &str, rest: &str, message: String) -> Fault {
    let whole = format!("{scheme}://{rest}");
    let meant = match url(&whole) {
        None => whole,
        Some(Fault { meant: Some(meant), .. }) => meant,
        Some(other) => return other,
    };
    Fault { help: format!("write `{}`", shorten(&meant, 60)), message, meant: Some(meant) }
}

/// Schemes that are near misses of none.
const KNOWN: [&str; 3] = ["ftp", "ftps", "sftp"];

fn url(text: &str) -> Option<Fault> {
    let (scheme, rest) = text.split_once("://")?;
    let (authority, tail) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if authority.contains('@') {
        // The address is not shown: it may hold a password.
        let help = "take out what stands before the `@`: it would be read by the service and stand in every task";
        return Some(fault_of("the address holds a user name or a password", help));
    }
    if authority.is_empty() {
        let help = "write the whole address: `https://example.com/mug.jpg`";
        return Some(fault_of(format!("`{scheme}://` is followed by no host"), help));
    }
    if let Some(found) = host_of(authority).map_or_else(|| Some(no_host(authority)), |host| unreachable(&host)) {
        return Some(found);
    }
    if let Some(bad) = tail.chars().find(|c| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\'))
    {
        let blank = bad == ' ';
        let what = if blank { "a blank".to_owned() } else { format!("the character `{bad}`") };
        let found =
            fault_of(format!("the address holds {what}"), "write a blank as `%20`, and other characters likewise");
        let meant = blank.then(|| format!("{scheme}://{authority}{}", tail.replace(' ', "%20")));
        return Some(Fault { meant: meant.filter(|meant| url(meant).is_none()), ..found });
    }
    None
}

/// The host without brackets and port, in small letters; none if there is none that could be one.
fn host_of(authority: &str) -> Option<String> {
    let (host, port) = match authority.strip_prefix('[') {
        Some(rest) => {
            let (host, behind) = rest.split_once(']')?;
            host.parse::<Ipv6Addr>().ok()?;
            (host, behind)
        }
        None => authority.split_at(authority.find(':').unwrap_or(authority.len())),
    };
    let port = if port.is_empty() { Some("") } else { port.strip_prefix(':') }?;
    let sound = port.is_empty() || port.parse::<u16>().is_ok_and(|port| port > 0) && !port.starts_with('+');
    sound.then(|| host.trim_end_matches('.').to_ascii_lowercase())
}

fn no_host(authority: &str) -> Fault {
    fault_of(
        format!("`{}` is no host", shorten(authority, 40)),
        "write the address as a browser shows it: `https://example.com/mug.jpg`",
    )
}

/// Why the service cannot reach a host.
fn unreachable(host: &str) -> Option<Fault> {
    if let Ok(address) = host.parse::<IpAddr>() {
        return is_private(address).then(|| not_reached(host));
    }
    let labels: Vec<&str> = host.split('.').collect();
    let fits = |label: &&str| {
        !label.is_empty()
            && label
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii() && c.is_alphanumeric())
    };
    let last = labels.last().copied().unwrap_or_default();
    // What ends in a number is an address, and this one was none.
    if !labels.iter().all(fits) || last.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(no_host(host));
    }
    let inside = labels.len() == 1 || matches!(last, "localhost" | "local" | "internal" | "lan");
    inside.then(|| not_reached(host))
}

fn not_reached(host: &str) -> Fault {
    fault_of(
        format!("the service cannot reach `{}`", shorten(host, 40)),
        "only this machine or its network knows that host: name the file instead, `ref(\"mug.jpg\")`",
    )
}

fn is_private(address: IpAddr) -> bool {
    let v4 = |it: Ipv4Addr| {
        it.is_loopback() || it.is_private() || it.is_link_local() || it.is_unspecified() || it.is_broadcast()
    };
    match address {
        IpAddr::V4(address) => v4(address),
        IpAddr::V6(address) => {
            address.is_loopback()
                || address.is_unspecified()
                || address.is_unique_local()
                || address.is_unicast_link_local()
                || address.to_ipv4_mapped().is_some_and(v4)
        }
    }
}

#[cfg(test)]
#[path = "address_tests.rs"]
mod tests;
