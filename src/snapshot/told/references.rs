//! How references have changed. What comes in: both lists. What goes out: what is new, what is gone, what moved.

use crate::snapshot::Reference;

/// Two lists of references, told apart.
pub(super) fn references(old: &[Reference], new: &[Reference]) -> Vec<String> {
    let mut told = Vec::new();
    // Which old reference each new one was: the same one, or one of the same elements or of the same source.
    let mut twins: Vec<Option<usize>> = vec![None; new.len()];
    let alike: [fn(&Reference, &Reference) -> bool; 3] =
        [|a, b| a == b, |a, b| a.elements == b.elements, |a, b| a.source == b.source];
    for alike in alike {
        for (at, now) in new.iter().enumerate() {
            if twins[at].is_none() {
                let free = |then: &usize| !twins.contains(&Some(*then));
                twins[at] = (0..old.len()).filter(free).find(|then| alike(&old[*then], now));
            }
        }
    }
    for (at, now) in new.iter().enumerate() {
        let number = at + 1;
        match twins[at].map(|then| &old[then]) {
            None => told.push(format!("reference {number} is new: `{}` ({})", now.elements, now.source)),
            Some(then) if then.source != now.source => told.push(format!(
                "reference {number}, `{}`, is another image: {} became {}",
                now.elements, then.source, now.source
            )),
            Some(then) if then.elements != now.elements => told.push(format!(
                "reference {number}, {}, shows `{}` instead of `{}`",
                now.source, now.elements, then.elements
            )),
            Some(_) => {}
        }
    }
    for (at, then) in old.iter().enumerate() {
        if !twins.contains(&Some(at)) {
            told.push(format!("reference {} is gone: `{}` ({})", at + 1, then.elements, then.source));
        }
    }
    told.extend(moved(&twins, new));
    told
}

/// How those that were there before have changed places.
fn moved(twins: &[Option<usize>], new: &[Reference]) -> Option<String> {
    let stayed: Vec<(usize, usize)> =
        twins.iter().enumerate().filter_map(|(now, then)| Some((now, (*then)?))).collect();
    let before: Vec<usize> = stayed.iter().map(|(_, then)| *then).collect();
    if before.is_sorted() {
        return None;
    }
    let mut sorted = before.clone();
    sorted.sort_unstable();
    let wrong: Vec<usize> = (0..before.len()).filter(|at| before[*at] != sorted[*at]).collect();
    if let [first, second] = wrong.as_slice() {
        return Some(format!("references {} and {} swapped", stayed[*first].0 + 1, stayed[*second].0 + 1));
    }
    // One that went elsewhere leaves the others in order.
    let alone = (0..before.len()).find(|at| {
        let mut others = before.clone();
        others.remove(*at);
        others.is_sorted()
    });
    if let Some(at) = alone {
        let (now, then) = stayed[at];
        return Some(format!("reference {}, `{}`, became reference {}", then + 1, new[now].elements, now + 1));
    }
    let order: Vec<String> = new.iter().map(|reference| format!("`{}`", reference.elements)).collect();
    Some(format!("the references come in another order: {}", order.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(old: &[&str], new: &[&str]) -> Vec<String> {
        let list = |words: &[&str]| -> Vec<Reference> {
            let one = |word: &&str| {
                let (elements, source) = word.split_once('=').unwrap_or((word, word));
                Reference { elements: elements.to_owned(), source: source.to_owned() + ".png" }
            };
            words.iter().map(one).collect()
        };
        references(&list(old), &list(new))
    }

    #[test]
    fn places_are_told_as_people_see_them() {
        assert_eq!(told(&["a", "b", "c"], &["a", "b", "c"]), [""; 0]);
        assert_eq!(told(&["a", "b", "c"], &["a", "c", "b"]), ["references 2 and 3 swapped"]);
        assert_eq!(told(&["a", "b", "c", "d"], &["d", "b", "c", "a"]), ["references 1 and 4 swapped"]);
        assert_eq!(told(&["a", "b", "c", "d"], &["d", "a", "b", "c"]), ["reference 4, `d`, became reference 1"]);
        assert_eq!(
            told(&["a", "b", "c", "d"], &["d", "c", "b", "a"]),
            ["the references come in another order: `d`, `c`, `b`, `a`"]
        );
    }

    #[test]
    fn what_comes_and_goes_is_told_with_its_place() {
        assert_eq!(told(&["a"], &["b", "a"]), ["reference 1 is new: `b` (b.png)"]);
        assert_eq!(told(&["a", "b"], &["b"]), ["reference 1 is gone: `a` (a.png)"]);
        assert_eq!(told(&["a=x"], &["a=y"]), ["reference 1, `a`, is another image: x.png became y.png"]);
        assert_eq!(told(&["a=x"], &["b=x"]), ["reference 1, x.png, shows `b` instead of `a`"]);
        assert_eq!(
            told(&["a", "b"], &["b", "c", "a"]),
            ["reference 2 is new: `c` (c.png)", "references 1 and 3 swapped"]
        );
    }
}
