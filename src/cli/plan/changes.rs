//! What has changed since a plan was made. What comes in: the plan, and what would be planned now. What goes out: a line for
//! each difference; nothing if there is none. Another version of this program is no difference if it plans the same.

use std::collections::{BTreeMap, HashMap};

use super::file::{Plan, Planned};
use crate::diagnostic::render::{printable, shorten};

/// How many differences are told.
pub(super) const TOLD: usize = 20;
/// How wide a name may be.
const NAME: usize = 80;

/// The differences, as lines.
pub(super) fn changes(then: &Plan, now: &Plan) -> Vec<String> {
    let mut lines = Vec::new();
    let pins = |plan: &Plan| plan.sources.iter().map(|it| (it.path.clone(), it.hash.clone())).collect();
    files("", &pins(then), &pins(now), &mut lines);
    let pins = |plan: &Plan| plan.inputs.iter().map(|it| (it.path.clone(), it.hash.clone())).collect();
    files("the image ", &pins(then), &pins(now), &mut lines);
    jobs(&then.jobs, &now.jobs, &mut lines);
    if lines.is_empty() && !is_same(then, now) {
        lines.push("the plan was changed by hand".to_owned());
    }
    let more = lines.len().saturating_sub(TOLD);
    lines.truncate(TOLD);
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    if !lines.is_empty() && then.compiler != now.compiler {
        lines.push(format!("the plan was made by {}, and this is {}", name(&then.compiler), now.compiler));
    }
    lines
}

fn files(what: &str, then: &BTreeMap<String, String>, now: &BTreeMap<String, String>, lines: &mut Vec<String>) {
    for (path, hash) in then {
        match now.get(path) {
            Some(other) if other == hash => {}
            Some(_) => lines.push(format!("{what}`{}` has changed", name(path))),
            None => lines.push(format!("{what}`{}` is not used any more", name(path))),
        }
    }
    for path in now.keys().filter(|path| !then.contains_key(*path)) {
        lines.push(format!("{what}`{}` was not used", name(path)));
    }
}

fn jobs(then: &[Planned], now: &[Planned], lines: &mut Vec<String>) {
    let mut left = by_name(now);
    for (key, job) in in_order(then) {
        let Some(other) = left.remove(&key) else {
            lines.push(format!("{} is gone", called(job)));
            continue;
        };
        if job.task != other.task {
            lines.push(format!("{} is another task", called(job)));
        }
        if (millionths(job.price), &job.price_is) != (millionths(other.price), &other.price_is) {
            lines.push(format!("the price of {} was {} and is {}", called(job), price(job), price(other)));
        }
    }
    lines.extend(
        in_order(now).filter(|(key, _)| left.contains_key(key)).map(|(_, job)| format!("{} is new", called(job))),
    );
    if lines.is_empty() && then.iter().zip(now).any(|(then, now)| then.task != now.task) {
        lines.push("the tasks come in another order".to_owned());
    }
}

/// What tells a job from the others: its scene, its id, its pass, and which of those with the same names it is.
type Key<'p> = (&'p str, &'p str, &'p str, usize);

fn in_order(jobs: &[Planned]) -> impl Iterator<Item = (Key<'_>, &Planned)> {
    let mut known: HashMap<(&str, &str, &str), usize> = HashMap::new();
    jobs.iter().map(move |job| {
        let count = known.entry((&job.scene, &job.id, &job.pass)).or_default();
        *count += 1;
        ((job.scene.as_str(), job.id.as_str(), job.pass.as_str(), *count), job)
    })
}

fn by_name(jobs: &[Planned]) -> HashMap<Key<'_>, &Planned> {
    in_order(jobs).collect()
}

/// Whether nothing that a reader of the plan has seen is otherwise.
fn is_same(then: &Plan, now: &Plan) -> bool {
    let seen = |job: &Planned| (job.model.clone(), job.results, job.references.clone(), job.depends_on.clone());
    let jobs = then.jobs.iter().zip(&now.jobs);
    let bytes = |plan: &Plan| plan.inputs.iter().map(|input| input.bytes).collect::<Vec<_>>();
    let (a, b) = (&then.totals, &now.totals);
    jobs.into_iter().all(|(a, b)| seen(a) == seen(b) && a.size == b.size)
        && bytes(then) == bytes(now)
        && (a.tasks, a.pictures, a.images, a.bytes, &a.price_is)
            == (b.tasks, b.pictures, b.images, b.bytes, &b.price_is)
        && millionths(a.price) == millionths(b.price)
}

/// An amount without what a text may have done to its last digit.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // what is out of range is the largest or the least
fn millionths(dollars: Option<f64>) -> Option<u64> {
    dollars.map(|dollars| (dollars * 1e6).round() as u64)
}

fn price(job: &Planned) -> String {
    let Some(usd) = millionths(job.price).map(crate::target::Usd) else { return "not known".to_owned() };
    match job.price_is.as_str() {
        "about" => format!("about {usd}"),
        "atLeast" => format!("at least {usd}"),
        _ => usd.to_string(),
    }
}

fn called(job: &Planned) -> String {
    let parts = [job.id.as_str(), job.pass.as_str()];
    let parts = parts.into_iter().filter(|part| *part != "scene").map(|part| format!(" {part}"));
    let scene = job.scene.strip_suffix(".scene").unwrap_or(&job.scene);
    format!("`{}`", name(&format!("{scene}{}", parts.collect::<String>())))
}

fn name(text: &str) -> String {
    shorten(&printable(text), NAME).into_owned()
}
