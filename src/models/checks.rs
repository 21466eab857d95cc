//! Whether the values of a model fit each other. What comes in: a model as it holds, and where the file says what. What
//! goes out: a finding for whatever cannot be true together.

use super::entries::Entry;
use super::found::{Found, cut};
use crate::target::{Profile, Takes};

/// Tells what does not fit.
pub(super) fn check(profile: &Profile, entry: &Entry, found: &mut Found) {
    limits(profile, entry, found);
    resolutions(profile, entry, found);
}

/// A smallest value above the largest one.
fn limits(profile: &Profile, entry: &Entry, found: &mut Found) {
    let within = |takes: Takes| if let Takes::Within(limits) = takes { (limits.min, limits.max) } else { (None, None) };
    let tag = profile.dialect.tag.unwrap_or_default();
    let free = profile.sizes.free.clone().unwrap_or_default();
    let plain = [
        ("references", (profile.references.min, profile.references.max)),
        ("prompt", (profile.prompt.min, profile.prompt.max)),
        ("seed", within(profile.seed)),
        ("negativePrompt", within(profile.negative_prompt)),
        ("dialect.tag", (tag.min, tag.max)),
        ("sizes.free", (free.min.map(u64::from), free.max.map(u64::from))),
    ];
    let plain = plain.map(|(path, limits)| (path, ("min", "max"), limits));
    let pixels = ("sizes.free", ("minPixels", "maxPixels"), (free.min_pixels, free.max_pixels));
    for (path, (least, most), limits) in plain.into_iter().chain([pixels]) {
        let (Some(min), Some(max)) = limits else { continue };
        let (least_path, most_path) = (format!("{path}.{least}"), format!("{path}.{most}"));
        // What is wrong with another model is told there.
        if min <= max || !(entry.says(&least_path) || entry.says(&most_path)) {
            continue;
        }
        // The other may come from the model that this one begins with.
        let here = if entry.says(&most_path) { &most_path } else { &least_path };
        let message = format!("`{most_path}` is {max}, less than `{least_path}`, which is {min}");
        found.bad(entry.at(here), message, "write the smaller one first, or both");
    }
}

/// Resolutions that the model does not have.
fn resolutions(profile: &Profile, entry: &Entry, found: &mut Found) {
    let sizes = &profile.sizes;
    let known = |word: &str| sizes.resolutions.iter().any(|it| it == word);
    let mut odd: Vec<(String, &str)> = Vec::new();
    if let Some(word) = sizes.default_resolution.as_deref().filter(|word| !known(word)) {
        odd.push(("sizes.defaultResolution".to_owned(), word));
    }
    for (at, pair) in sizes.pairs.iter().enumerate() {
        let path = format!("sizes.pairs[{at}]");
        if pair.resolution.is_empty() && !sizes.resolutions.is_empty() && entry.says(&path) {
            let message = format!("the size {}x{} lacks its `resolution`", pair.width, pair.height);
            found.bad(entry.at(&path), message, told(&sizes.resolutions));
        } else if !pair.resolution.is_empty() && !known(&pair.resolution) {
            odd.push((format!("{path}.resolution"), &pair.resolution));
        }
    }
    let prices = profile.price.image.keys().filter(|word| !known(word));
    odd.extend(prices.map(|word| (format!("priceUSD.image.{word}"), word.as_str())));
    for (path, word) in odd.into_iter().filter(|(path, _)| entry.says(path)) {
        let message = format!("the model has no resolution `{}`", cut(word));
        found.bad(entry.at(&path), message, told(&sizes.resolutions));
    }
    for (at, word) in sizes.resolutions.iter().enumerate() {
        let path = format!("sizes.resolutions[{at}]");
        if entry.says(&path) && sizes.resolutions.iter().take(at).any(|it| it.eq_ignore_ascii_case(word)) {
            let message = format!("`{}` is named twice in `sizes.resolutions`", cut(word));
            found.bad(entry.at(&path), message, "delete one of the two");
        }
    }
}

fn told(resolutions: &[String]) -> String {
    if resolutions.is_empty() {
        return "name the resolutions it has: `sizes.resolutions = [\"1K\", \"2K\"]`".to_owned();
    }
    let shown: Vec<String> = resolutions.iter().take(10).map(|word| format!("`{}`", cut(word))).collect();
    format!("`sizes.resolutions` has {}", shown.join(", "))
}
