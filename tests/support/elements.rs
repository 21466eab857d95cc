//! Elements of random scenes. What comes in: choices. What goes out: bindings that are valid together, with what the
//! tests must know of them. Absent: statements about them.

use scenewright::lexicon::plural;

use super::rows::Rows;
use super::tape::Tape;

const NOUNS: [&str; 44] = [
    "fox",
    "heron",
    "teapot",
    "violin",
    "compass",
    "lighthouse",
    "bicycle",
    "lantern",
    "satchel",
    "drummer",
    "sailor",
    "gardener",
    "piano",
    "suitcase",
    "kettle",
    "tortoise",
    "ladder",
    "mirror",
    "pumpkin",
    "scarecrow",
    "telescope",
    "typewriter",
    "wheelbarrow",
    "windmill",
    "yacht",
    "zebra",
    "basket",
    "candle",
    "dolphin",
    "falcon",
    "guitar",
    "hammock",
    "jacket",
    "kite",
    "mandolin",
    "notebook",
    "parrot",
    "quilt",
    "rocket",
    "saddle",
    "tractor",
    "vase",
    "owl",
    "umbrella",
];
const ADJECTIVES: [&str; 8] = ["red", "tall", "tiny", "wooden", "velvet", "rusty", "old", "green"];
const TITLES: [&str; 5] = ["Mordon", "Sena", "Anton", "Brisa", "Tomas"];
const PARTS: [&str; 5] = ["handle", "left_side", "rim", "back", "lid"];

/// What an element is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Shown by images.
    Reference,
    /// Invented.
    Prop,
    /// Exact words.
    Text,
    /// Several under one name.
    Group,
}

/// One element and what becomes of it.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// What it is.
    pub sort: Sort,
    /// The numbers of its images.
    pub images: Vec<usize>,
    /// Its members, if it is a group.
    pub members: Vec<usize>,
    /// What it is called.
    pub phrase: String,
    /// Whether it has a proper name.
    pub titled: bool,
    /// Arguments behind the phrase.
    pub labels: String,
    /// The parts that are described.
    pub parts: Vec<&'static str>,
    /// A word that its first mention must hold.
    pub marker: Option<String>,
    /// Whether statements place it or are about it.
    pub used: bool,
    /// Whether something is taken from it.
    pub lends: bool,
}

/// All elements of a scene.
#[derive(Debug, Default)]
pub struct Cast {
    /// In order of declaration; groups last.
    pub items: Vec<Item>,
    /// How many images there are.
    pub images: usize,
    /// Whether two elements share an image.
    pub shared: bool,
    /// Whether one claims its position.
    pub pinned: bool,
    /// Whether one is said to be a backdrop.
    pub backdrop: bool,
    /// How many markers are given out.
    pub markers: usize,
}

impl Cast {
    /// A word that stands nowhere else.
    pub fn marker(&mut self) -> String {
        self.markers += 1;
        let letter = |number: usize| char::from(b'a' + u8::try_from(number % 26).unwrap());
        format!("quz{}{}m", letter(self.markers / 26), letter(self.markers))
    }

    /// The elements that images show.
    pub fn references(&self) -> Vec<usize> {
        (0..self.items.len()).filter(|index| self.items[*index].sort == Sort::Reference).collect()
    }

    /// The elements that are no groups.
    pub fn plain(&self) -> usize {
        self.items.iter().filter(|item| item.sort != Sort::Group).count()
    }

    /// The bindings as a scene writes them.
    pub fn bindings(&self) -> String {
        self.items.iter().map(|item| self.binding(item) + "\n").collect()
    }

    fn binding(&self, item: &Item) -> String {
        let Item { name, phrase, labels, .. } = item;
        match item.sort {
            Sort::Prop => format!("{name} = prop(\"{phrase}\"{labels})"),
            Sort::Text => format!("{name} = text(\"{phrase}\", \"bold white letters\")"),
            Sort::Group => {
                let members: Vec<&str> = item.members.iter().map(|member| self.items[*member].name.as_str()).collect();
                format!("{name} = group({}, \"{phrase}\")", members.join(", "))
            }
            Sort::Reference => {
                let files: Vec<String> = item.images.iter().map(|image| format!("\"i{image}.jpg\"")).collect();
                let files =
                    if let [only] = files.as_slice() { only.clone() } else { format!("[{}]", files.join(", ")) };
                let phrase = if *name == *phrase { String::new() } else { format!(", \"{phrase}\"") };
                let parts: Vec<String> =
                    item.parts.iter().map(|part| format!("{part} = \"carved {}\"", part.replace('_', " "))).collect();
                let block = if parts.is_empty() { String::new() } else { format!(" {{ {} }}", parts.join("; ")) };
                format!("{name} = ref({files}{phrase}{labels}){block}")
            }
        }
    }
}

/// Up to fourteen images, and things that no image shows.
pub fn cast(rows: &Rows) -> Cast {
    let mut cast = Cast::default();
    for row in &rows.references {
        if cast.images < 14 {
            reference(&mut Tape::new(row), &mut cast);
        }
    }
    for row in &rows.others {
        other(&mut Tape::new(row), &mut cast);
    }
    let mut tape = Tape::new(&rows.whole);
    if cast.items.len() > 2 && tape.chance(20) {
        let first = tape.below(cast.items.len() - 1);
        push(&mut cast, Sort::Group, "company".into());
        cast.items.last_mut().unwrap().members = vec![first, first + 1];
    }
    pin(&mut tape, &mut cast);
    cast
}

fn push(cast: &mut Cast, sort: Sort, phrase: String) {
    let noun = NOUNS[cast.items.len() % NOUNS.len()];
    cast.items.push(Item {
        name: if sort == Sort::Reference && phrase == noun { noun.into() } else { format!("e{}", cast.items.len()) },
        sort,
        images: Vec::new(),
        members: Vec::new(),
        phrase,
        titled: false,
        labels: String::new(),
        parts: Vec::new(),
        marker: None,
        used: false,
        lends: false,
    });
}

fn reference(tape: &mut Tape<'_>, cast: &mut Cast) {
    let noun = NOUNS[cast.items.len()];
    let old: Vec<usize> = cast.references();
    let twin = (!old.is_empty() && tape.chance(15)).then(|| *tape.pick(&old));
    let twin = twin.filter(|twin| !cast.items[*twin].titled && cast.items[*twin].labels.is_empty());
    let adjective = *tape.pick(&ADJECTIVES);
    let (phrase, shares) = match twin {
        Some(twin) if tape.chance(50) || cast.items[twin].phrase.starts_with("big ") => {
            (cast.items[twin].phrase.clone(), false)
        }
        Some(twin) if cast.items[twin].phrase.contains(' ') => (format!("big {}", cast.items[twin].phrase), false),
        Some(twin) => (format!("{adjective} {}", cast.items[twin].phrase), false),
        None => match tape.below(20) {
            0..=8 => (noun.to_owned(), false),
            9..=16 => (format!("{adjective} {noun}"), tape.chance(20)),
            17 => (format!("my {noun}"), false),
            18 => (format!("pair of {}", plural(noun)), false),
            _ => (format!("{adjective} {}", plural(noun)), false),
        },
    };
    push(cast, Sort::Reference, phrase.clone());
    let file = old.iter().copied().find(|index| cast.items[*index].images.len() == 1);
    let images = match file.filter(|_| shares) {
        Some(index) => {
            cast.shared = true;
            cast.items[index].images.clone()
        }
        None if cast.images < 13 && tape.chance(10) => vec![cast.images, cast.images + 1],
        None => vec![cast.images],
    };
    cast.images = cast.images.max(images.last().unwrap() + 1);
    let labels = labels(tape, noun, &phrase, twin.is_some());
    let item = cast.items.last_mut().unwrap();
    item.images = images;
    item.titled = labels.contains("name:");
    item.labels = labels;
    for part in PARTS {
        if tape.chance(8) {
            item.parts.push(part);
        }
    }
}

fn labels(tape: &mut Tape<'_>, noun: &str, phrase: &str, twin: bool) -> String {
    if twin {
        return String::new();
    }
    let mut labels = String::new();
    let single = phrase.ends_with(noun) && !phrase.starts_with("my ");
    if tape.chance(20) && single {
        let near = *tape.pick(&["a net", "the heron", "a red fox"]);
        labels += &format!(", again: \"weathered {phrase} under {near}\"");
    }
    if tape.chance(20) {
        labels += &format!(", short: \"{noun}\"");
    }
    match tape.below(20) {
        17 if single => labels += ", count: 3",
        18 => labels += &format!(", name: \"{}{}\"", tape.pick(&TITLES), &noun[..2]),
        _ => {}
    }
    labels
}

fn other(tape: &mut Tape<'_>, cast: &mut Cast) {
    if tape.chance(20) {
        let words = cast.marker().to_uppercase();
        return push(cast, Sort::Text, words);
    }
    let marker = cast.marker();
    let alike = tape.chance(15);
    let noun = if alike { NOUNS[0] } else { NOUNS[cast.items.len()] };
    let phrase = match if alike { 1 } else { tape.below(3) } {
        0 => format!("a small {noun} with {marker} corners"),
        1 => format!("a {marker} {noun}"),
        _ => format!("some {marker} {}", plural(noun)),
    };
    push(cast, Sort::Prop, phrase.clone());
    // Only words behind "with" are said once; the others are part of the name.
    cast.items.last_mut().unwrap().marker = phrase.contains(" with ").then_some(marker);
}

fn pin(tape: &mut Tape<'_>, cast: &mut Cast) {
    let alone = |item: &Item| item.images.len() == 1;
    let references = cast.references();
    if references.is_empty() || cast.shared || !tape.chance(15) {
        return;
    }
    let chosen = *tape.pick(&references);
    if tape.chance(30) {
        cast.items[chosen].labels += ", role: backdrop";
        cast.backdrop = true;
    } else if alone(&cast.items[chosen]) && references.iter().all(|index| alone(&cast.items[*index])) {
        cast.items[chosen].labels += &format!(", at: {}", tape.below(cast.images) + 1);
        cast.pinned = true;
    }
}
