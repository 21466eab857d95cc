//! Names of files and folders. What comes in: jobs, whose texts are anybody's. What goes out: names that every system takes,
//! which lead nowhere else, and of which different texts have different ones. Absent: the disk.

use std::borrow::Cow;

use super::super::Job;

/// How long a name may be that is taken as it is. Behind it there is room for a task, a number and a temporary ending
/// within the 255 bytes that file systems have.
const LONGEST: usize = 120;
/// How much is kept of one that is longer or holds odd characters.
const KEPT: usize = 80;
/// How many digits of a digest stand behind what is kept.
const DIGITS: usize = 12;
/// How many characters of the id of a task stand in names.
const TASK: usize = 8;
/// What a scene's own task and pass are called.
const SCENE: &str = "scene";

/// The folders of a job below that of all pictures, from the outermost.
pub(super) fn folders(job: &Job) -> Vec<String> {
    let scene = job.scene.strip_suffix(".scene").unwrap_or(&job.scene);
    let mut folders: Vec<String> =
        scene.split('/').filter(|part| !part.is_empty()).map(|part| plain(part).into_owned()).collect();
    if folders.is_empty() {
        folders.push(SCENE.to_owned());
    }
    folders.push(plain(&job.id).into_owned());
    folders
}

/// The name of the file that says where a job's pictures come from, without `.json`.
pub(super) fn sidecar(job: &Job, task: &str) -> String {
    let stem = job.scene.rsplit('/').next().unwrap_or_default();
    let stem = stem.strip_suffix(".scene").unwrap_or(stem);
    let pass = if job.pass == SCENE && !stem.is_empty() { stem } else { &job.pass };
    let task: String = task.chars().filter(char::is_ascii_alphanumeric).take(TASK).collect();
    format!("{}-{task}", plain(pass))
}

/// The name of a picture of a job, without its extension.
pub(super) fn picture(job: &Job, task: &str, number: usize) -> String {
    let name = sidecar(job, task);
    if job.results <= 1 && number == 0 { name } else { format!("{name}-{}", number + 1) }
}

/// A name and those that are taken if it belongs to something else.
pub(super) fn choices(name: &str) -> impl Iterator<Item = String> + '_ {
    std::iter::once(name.to_owned()).chain(('b'..='z').map(move |letter| format!("{name}-{letter}")))
}

/// A text as one name: as it is if every system takes that, or else what is left of it and a digest of the whole.
fn plain(text: &str) -> Cow<'_, str> {
    let sound = text.chars().enumerate().all(|(at, letter)| is_sound(letter, at == 0));
    if sound && !text.is_empty() && text.len() <= LONGEST && !text.ends_with('.') && !is_reserved(text) {
        return text.into();
    }
    let mut name = String::new();
    for letter in text.chars() {
        if name.len() >= KEPT {
            break;
        }
        if is_sound(letter, name.is_empty()) {
            name.push(letter);
        } else if !name.ends_with('_') {
            name.push('_');
        }
    }
    if name.is_empty() || is_reserved(&name) {
        name.insert(0, '_');
    }
    let digest = blake3::hash(text.as_bytes()).to_hex();
    format!("{name}-{}", &digest[..DIGITS]).into()
}

/// Whether a character may stand in a name; in front there is no dot, which hides a file, nor what programs take for a
/// flag or a home.
fn is_sound(letter: char, first: bool) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_' || !first && matches!(letter, '-' | '.' | '~')
}

/// Whether a system keeps a name for a device of its own, with any extension.
fn is_reserved(name: &str) -> bool {
    let name = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let numbered = |device| name.strip_prefix(device).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']));
    matches!(name.as_str(), "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::tests::job;
    use super::*;

    const TASK: &str = "1a2b3c4d-9f1d-4a53-8b8e-0f3d5a6b7c8d";

    fn names(scene: &str, id: &str, pass: &str) -> String {
        let job = Job { scene: scene.to_owned(), id: id.to_owned(), pass: pass.to_owned(), ..job() };
        format!("{}/{}", folders(&job).join("/"), picture(&job, TASK, 0))
    }

    #[test]
    fn plain_names_stay() {
        assert_eq!(names("catalogue/watch.scene", "red.large", "main"), "catalogue/watch/red.large/main-1a2b3c4d");
        assert_eq!(names("watch.scene", "scene", "scene"), "watch/scene/watch-1a2b3c4d");
        assert_eq!(names("watch", "a~b_c-d", "x.y"), "watch/a~b_c-d/x.y-1a2b3c4d");
    }

    #[test]
    fn pictures_are_counted_if_there_are_several() {
        let one = job();
        let three = Job { results: 3, ..job() };
        let of = |job, number| picture(job, TASK, number);
        assert_eq!(of(&one, 0), "main-1a2b3c4d");
        assert_eq!(of(&one, 1), "main-1a2b3c4d-2");
        assert_eq!([of(&three, 0), of(&three, 2)], ["main-1a2b3c4d-1", "main-1a2b3c4d-3"]);
        assert_eq!(sidecar(&three, TASK), "main-1a2b3c4d");
    }

    #[test]
    fn odd_names_are_made_plain_and_stay_apart() {
        let long = "x".repeat(300);
        let longer = "x".repeat(301);
        let odd = [
            "",
            ".",
            "..",
            "...",
            ".git",
            "-rf",
            "~root",
            "a b",
            "a/b",
            "a\\b",
            "C:",
            "a:b",
            "手",
            "足",
            "café",
            "cafe\u{301}",
            "a\0b",
            "a\nb",
            "a\u{202e}b",
            "con",
            "CON",
            "Nul.txt",
            "com1",
            "LPT9.x",
            "x.",
            "x ",
            " x",
            "a*b",
            "a?b",
            "a|b",
            "<a>",
            "\"",
            &long,
            &longer,
            "\u{1b}[31m",
        ];
        let mut seen = BTreeSet::new();
        for text in odd {
            let name = plain(text);
            let fine = |letter: char| letter.is_ascii_alphanumeric() || "-_.~".contains(letter);
            assert!(name.chars().all(fine) && name.len() <= LONGEST, "{name}");
            assert!(!name.starts_with(['.', '-', '~']) && !name.ends_with('.') && !is_reserved(&name), "{name}");
            assert_ne!(name, text);
            assert_eq!(plain(&name), name, "a plain name stays");
            assert!(seen.insert(name.to_lowercase()), "{name}");
        }
        assert!(!is_reserved("console") && !is_reserved("com") && !is_reserved("com10") && is_reserved("aux.tar.gz"));
    }

    #[test]
    fn no_text_leads_out_or_is_too_long() {
        for scene in ["../../etc/passwd.scene", "/etc/passwd", "a//b.scene", "", "/", "..", "\\\\host\\share.scene"] {
            for id in ["..", "/", "../..", ""] {
                let names = names(scene, id, "../x");
                assert!(names.split('/').all(|part| !part.is_empty() && part != "." && part != ".."), "{names}");
                assert!(!names.starts_with('/') && !names.contains('\\'), "{names}");
            }
        }
        let long = "l".repeat(LONGEST);
        let name = picture(&Job { pass: long, results: 20, ..job() }, TASK, usize::MAX - 1);
        let last = choices(&name).last().unwrap_or_default();
        assert_eq!(choices(&name).count(), 26);
        assert!(last.len() + "webp".len() + super::super::file::ENDING_LENGTH <= 255, "{}", last.len());
    }
}
