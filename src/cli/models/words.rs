//! What is known of models, in words. What comes in: values of a profile. What goes out: a few words for people; what is
//! not known is said to be unknown.

use crate::target::{Images, Limits, Negatives, Price, Profile, Sizes, Status, Takes, Usd};

/// What is said of whatever no source gives.
pub(super) const UNKNOWN: &str = "unknown";

/// `1 to 14 images`; a limit that is not known is said so.
pub(super) fn limits(limits: Limits, noun: &str) -> String {
    let Some(range) = limits.range() else { return UNKNOWN.to_owned() };
    let rest = match limits {
        Limits { max: None, .. } => "; how many at most is unknown",
        _ => "",
    };
    format!("{range} {noun}{rest}")
}

/// `not taken`, `taken, up to 500 characters`
pub(super) fn takes(takes: Takes, noun: &str) -> String {
    match takes {
        Takes::Unknown => UNKNOWN.to_owned(),
        Takes::No => "not taken".to_owned(),
        Takes::Yes => "taken; its limits are unknown".to_owned(),
        Takes::Within(limits) => {
            limits.range().map_or_else(|| "taken; its limits are unknown".to_owned(), |range| format!("{range}{noun}"))
        }
    }
}

/// The name of the first image.
pub(super) fn images(images: Images) -> &'static str {
    match images {
        Images::Ordinal => "the first image",
        Images::Number => "image 1",
        Images::CapitalNumber => "Image 1",
        Images::Token => "<<<image_1>>>",
        Images::Tag => "@tag",
        Images::Box => "<id>",
        Images::Order => "in order",
    }
}

/// How images are named, in a sentence.
pub(super) fn naming(images: Images) -> &'static str {
    match images {
        Images::Ordinal => "by their place in words: the first image",
        Images::Number => "by number: image 1",
        Images::CapitalNumber => "by number, as a name: Image 1",
        Images::Token => "by number, as a mark: <<<image_1>>>",
        Images::Tag => "by tags that the task gives them: @mug",
        Images::Box => "by ids of boxes in the task: <mug>",
        Images::Order => "not at all; they count in the order in which they are sent",
    }
}

/// How what must not be there is said.
pub(super) fn negatives(negatives: Negatives) -> &'static str {
    match negatives {
        Negatives::Inline => "in the prompt",
        Negatives::Prompt => "in a prompt of their own",
        Negatives::Positive => "in the prompt, as what is there instead",
    }
}

/// `active`, `retired on 2026-10-02; use google:4@3`
pub(super) fn status(profile: &Profile) -> String {
    let until = profile.until.as_deref();
    let day = match profile.status {
        Status::Active => return "active".to_owned(),
        Status::Retiring => until.map_or_else(|| "retiring".to_owned(), |day| format!("retiring on {day}")),
        Status::Retired => until.map_or_else(|| "retired".to_owned(), |day| format!("retired on {day}")),
    };
    match &profile.successor {
        Some(next) => format!("{day}; use {next}"),
        None => format!("{day}; its successor is unknown"),
    }
}

/// `0.06895`: all decimals there are, two at least.
pub(super) fn usd(amount: Usd) -> String {
    amount.to_string().trim_start_matches('$').to_owned()
}

/// The price of one picture, at the default resolution if it hangs on that: `0.04`, `~0.0431`, `0.025+`.
pub(super) fn price(price: &Price, sizes: &Sizes) -> Option<String> {
    let at = |resolution: &str| price.image.get(resolution).copied();
    let default = sizes.default_resolution.as_deref().and_then(at).or_else(|| at("1K"));
    let certain = default.or(price.any).or_else(|| price.image.values().next().copied()).map(usd);
    let about = || price.typical.or_else(|| price.exact.values().next().copied()).map(|it| format!("~{}", usd(it)));
    certain.or_else(about).or_else(|| price.from.map(|from| format!("{}+", usd(from))))
}

/// The prices of one picture from the least to the most: `0.04657-0.15295`.
pub(super) fn prices(price: &Price, sizes: &Sizes) -> Option<String> {
    let all = || price.image.values().chain(&price.any).copied();
    match (all().min(), all().max()) {
        (Some(least), Some(most)) if least < most => Some(format!("{}-{}", usd(least), usd(most))),
        _ => self::price(price, sizes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_is_said() {
        let of = |min, max| Limits { min, max };
        assert_eq!(limits(of(Some(1), Some(14)), "images"), "1 to 14 images");
        assert_eq!(limits(of(Some(1), None), "images"), "1 and more images; how many at most is unknown");
        assert_eq!(limits(of(None, None), "images"), "unknown");
        assert_eq!(takes(Takes::Within(of(None, Some(9))), " characters"), "up to 9 characters");
        assert_eq!(takes(Takes::Within(of(None, None)), ""), "taken; its limits are unknown");
        assert_eq!(price(&Price::default(), &Sizes::default()), None);
    }

    #[test]
    fn prices_are_exact() {
        for (amount, shown) in
            [(0, "0.00"), (1, "0.000001"), (40_000, "0.04"), (1_500_000, "1.50"), (68_950, "0.06895")]
        {
            assert_eq!(usd(Usd(amount)), shown);
        }
    }
}
