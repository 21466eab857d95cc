//! How settings have changed. What comes in: both lists. What goes out: what became what, and what that costs.

use crate::target::Usd;

type Settings = [(String, String)];

/// What changes the price, the likeliest cause first.
const PRICED: [&str; 3] = ["model", "size", "results"];

/// Two lists of settings, told apart. A price that changed is told with what changed it.
pub(super) fn settings(old: &Settings, new: &Settings) -> Vec<String> {
    let value = |of: &Settings, name: &str| of.iter().find(|(own, _)| own == name).map(|(_, value)| value.clone());
    let differs = |name: &str| value(old, name) != value(new, name);
    let price = differs("cost").then(|| price(value(old, "cost"), value(new, "cost")));
    let cause = PRICED.into_iter().find(|name| differs(name));
    let mut told = Vec::new();
    let gone = old.iter().filter(|(name, _)| value(new, name).is_none());
    for name in new.iter().chain(gone).map(|(name, _)| name.as_str()).filter(|name| *name != "cost") {
        let mut line = match (value(old, name), value(new, name)) {
            (then, now) if then == now => continue,
            (Some(then), Some(now)) => format!("{name} {then} became {now}"),
            (None, now) => format!("{name} {} is new", now.unwrap_or_default()),
            (then, None) => format!("{name} {} is gone", then.unwrap_or_default()),
        };
        if let (Some(price), true) = (&price, cause == Some(name)) {
            line.extend([", ", price]);
        }
        told.push(line);
    }
    if let (Some(price), None) = (price, cause) {
        told.push(format!("the price changed, {price}"));
    }
    told
}

/// `+$0.04`, or both if one of them is no amount.
fn price(old: Option<String>, new: Option<String>) -> String {
    let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
    match (amount(&old), amount(&new)) {
        (Some(then), Some(now)) if now > then => format!("+{}", Usd(now - then)),
        (Some(then), Some(now)) if then > now => format!("-{}", Usd(then - now)),
        (Some(_), Some(_)) => format!("cost {new} instead of {old}"),
        _ => format!("cost {new} (was {old})"),
    }
}

/// The amount of a cost as it is written, in millionths of a dollar.
fn amount(cost: &str) -> Option<u64> {
    let (_, rest) = cost.split_once('$')?;
    let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
    let (dollars, part) = rest[..end].split_once('.')?;
    let part: u64 = format!("{part:0<6}").get(..6)?.parse().ok()?;
    dollars.parse::<u64>().ok()?.checked_mul(1_000_000)?.checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(old: &str, new: &str) -> Vec<String> {
        let list = |text: &str| -> Vec<(String, String)> {
            let pairs = text.split("; ").filter_map(|line| line.split_once(' '));
            pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
        };
        settings(&list(old), &list(new))
    }

    #[test]
    fn a_price_is_told_with_what_changed_it() {
        assert_eq!(
            told("model a; size 1024 x 1024; cost $0.067", "model a; size 2048 x 2048; cost $0.107"),
            ["size 1024 x 1024 became 2048 x 2048, +$0.04"]
        );
        assert_eq!(
            told("model a; size 1 x 1; cost about $0.5, as a rule", "model b; size 2 x 2; cost at least $0.25"),
            ["model a became b, -$0.25", "size 1 x 1 became 2 x 2"]
        );
        assert_eq!(told("model a; cost $1.00", "model a; cost $1.50"), ["the price changed, +$0.50"]);
        assert_eq!(
            told("model a; cost not known", "model a; cost $1.50"),
            ["the price changed, cost $1.50 (was not known)"]
        );
        assert_eq!(
            told("model a; cost $1.00", "model a; cost about $1.00, at 1K"),
            ["the price changed, cost about $1.00, at 1K instead of $1.00"]
        );
    }

    #[test]
    fn settings_come_and_go() {
        assert_eq!(told("model a; seed 7", "model a; format WEBP"), ["format WEBP is new", "seed 7 is gone"]);
    }
}
