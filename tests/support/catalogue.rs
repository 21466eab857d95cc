//! Random scenes with variables, and rows for them. What comes in: a tape of choices. What goes out: the text of a scene
//! with slots wherever words or paths may stand, and rows full of traps, several of each shape. Absent: the matrix: a row
//! is put into the text of the scene, so that nothing but the compiler itself says what is right.

use super::tape::Tape;

/// The slots that scenes use.
pub const SLOTS: [&str; 7] = ["row.title", "row.other", "row.stuff", "row.image", "row.back", "row.sku", "row.price"];

/// Words of many kinds; those of one list are often of one class.
const WORDS: &[&[&str]] = &[
    &["rattan", "birch", "walnut", "bamboo", "velvety", "teal", "cushy", "khaki", "linden"],
    &["armchair", "bench", "lantern", "pouf", "mirror", "basket", "footrest"],
    &["stools", "curtains", "candlesticks", "planters", "blankets"],
    &["Rattan", "Birch", "Walnut", "Bamboo", "Nordic"],
    &["oak", "elm", "iris", "umber", "hour", "unicorn", "honest", "used", "onyx"],
    &["padded", "folded", "quilted", "dented"],
    &["reclining", "rocking", "folding", "smiling"],
    &["calmly", "softly", "oily"],
    &["the", "a", "an", "some", "my", "two", "Two", "The", "no"],
    &["with", "of", "in", "on", "next", "to", "holding", "filled", "and", "beside"],
    &["12", "4031", "9.50", "1,200", "17"],
    &["scissors", "children", "mice", "glass", "canvas", "shelf", "knife", "snowman", "series"],
    &["woman", "corgi", "crowd", "snow", "porcelain", "table", "lamp"],
    &["mug", "Mug", "shelf", "red", "open", "lid", "light", "style", "warm", "glow", "image", "first", "scene"],
    &["BENCH", "iPhone", "McLean", "LED", "ibex-lit", "mid-century", "twenty-five"],
    &[
        "bench,",
        "oak,",
        "\"quoted\"",
        "(large)",
        "Anna's",
        "men's",
        "back\\slash",
        "50%",
        "wow!",
        "dot.",
        "p.m.",
        "{x}",
    ],
    &[
        "élan",
        "Élan",
        "käse",
        "größe",
        "椅子",
        "مقعد",
        "e\u{301}tal",
        "🪑",
        "Straße",
        "ΣΊΣΥΦΟΣ",
        "\u{212a}elp",
        "\u{202e}x",
    ],
    &["leaning", "back", "standing", "left", "top", "blue", "morning", "hair", "hand", "or"],
];

const FORMS: &[&str] = &[
    "chair = ref(row.image, row.title)",
    "chair = ref(row.image, row.title, short: row.stuff)",
    "chair = ref(row.image, \"{row.stuff} chair\", again: row.title)",
    "chair = ref(\"images/{row.sku}.jpg\", row.title)",
    "chair = ref([row.image, row.back], row.title)",
    "chair = ref(row.image, row.title, name: row.other)",
    "chair = ref(row.image, row.title, count: 3)",
    "chair = ref(row.image)",
    "chair = prop(row.title)",
    "chair = prop(\"a {row.stuff} chair with {row.title}\")",
    "chair = ref(row.image, row.title) { lid = \"open {row.stuff} lid\" }",
    "chair = ref(\"a.jpg\", \"{row.stuff}-clad {row.title}\")",
    "chair = text(row.title, row.stuff)",
];

const SECOND: &[&str] = &[
    "shelf = ref(\"shelf.jpg\", \"red shelf\")",
    "shelf = ref(row.back, row.other)",
    "shelf = ref(row.back, \"{row.other}\", short: \"mug\")",
    "shelf = prop(\"a {row.other} shelf\")",
    "shelf = ref(\"./{row.sku}.jpg\", row.other)",
    "shelf = text(\"{row.price}\", \"bold\")",
    "shelf = prop(row.other)",
];

const STATEMENTS: &[&str] = &[
    "chair resting_on shelf",
    "chair beside shelf, with \"a {row.stuff} mug\"",
    "shelf beside chair, \"{row.stuff} and warm\"",
    "chair standing_on shelf, calmly, near \"{row.other}\"",
    "chair is row.stuff",
    "\"{row.stuff} crowd\" watching chair",
    "chair beside shelf.lid",
    "chair.lid on shelf",
    "lighting row.stuff",
    "lighting \"{row.stuff} light\"",
    "style from shelf \"{row.stuff}\"",
    "style \"{row.stuff}, {row.other} style\"",
    "palette match shelf \"{row.stuff}\"",
    "color of chair \"{row.stuff}\"",
    "pose of chair \"{row.stuff}\"",
    "mood of chair from shelf \"{row.stuff}\"",
    "expression of chair \"{row.stuff}\"",
    "setting from shelf \"{row.stuff}\"",
    "time row.stuff",
    "shot \"{row.stuff} photograph\"",
    "shot row.stuff",
    "keep chair",
    "keep chair \"{row.stuff}\"",
    "keep chair \"{row.stuff} and {row.other}\" recognizable",
    "avoid \"{row.stuff}\", \"text\"",
    "avoid \"{row.stuff}\" from shelf",
    "avoid rest from shelf",
    "say \"{row.title} for {row.price}.\"",
    "say \"{row.stuff}\"",
    "say \"({row.title}) beside a {chair}, {row.stuff}!\"",
    "panels \"{row.stuff} front\", right: \"{row.title}\"",
    "edit shelf",
    "remove shelf.lid",
    "replace shelf.lid with chair",
    "room = ref(\"room.jpg\", \"wide room\")",
    "both = group(chair, shelf, row.stuff)",
    "both beside \"a wall\"",
    "size match shelf",
    "passes 1",
    "passes 1\nlamp = ref(row.image, \"{row.stuff} lamp\")\nlamp behind chair",
    "seed row.price",
    "chair left_of shelf",
];

/// The text of a random scene.
pub fn scene(tape: &mut Tape<'_>) -> String {
    let mut lines = vec![*tape.pick(FORMS), *tape.pick(SECOND)];
    for _ in 0..=tape.below(4) {
        let line = *tape.pick(STATEMENTS);
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    // What is edited is said first.
    lines.sort_by_key(|line| (!line.contains(" = "), *line != "edit shelf"));
    lines.join("\n") + "\n"
}

/// Rows for the slots; those of one pattern are mostly of one shape.
pub fn rows(tape: &mut Tape<'_>, count: usize) -> Vec<Vec<String>> {
    let patterns: Vec<Vec<Vec<usize>>> = (0..2)
        .map(|_| {
            (0..3)
                .map(|_| {
                    (0..=tape.below(4))
                        .map(|_| if tape.chance(45) { tape.below(WORDS.len()) } else { tape.below(3) })
                        .collect()
                })
                .collect()
        })
        .collect();
    let odd = tape.below(12);
    (0..count)
        .map(|index| {
            let pattern = &patterns[tape.below(patterns.len())];
            let mut words: Vec<String> = pattern.iter().map(|kinds| said(tape, kinds)).collect();
            match odd {
                1 if tape.chance(30) => {
                    words.truncate(1);
                    words.extend([words[0].clone(), "teal".to_owned()]);
                }
                2 if tape.chance(30) => {
                    let first = words[0].split(' ').next().unwrap_or_default().to_owned();
                    words.truncate(2);
                    words.push(first);
                }
                3 if tape.chance(30) => words[0] = format!("{}  {}", words[0], words[2]),
                4 if tape.chance(30) => words[0].insert(0, ' '),
                5 if tape.chance(20) => words[2] = words[2].to_uppercase(),
                6 if tape.chance(20) => words[0] = words[0].repeat(9),
                7 if tape.chance(20) => "...".clone_into(&mut words[0]),
                _ => {}
            }
            let image = path(tape, index, odd);
            let back = if tape.chance(20) { image.clone() } else { path(tape, index + 1000, odd) };
            let sku = format!("{}{index}", ["sku-", "AB", "é", ""][tape.below(4)]);
            let price = ["12", "9.50", "7", "4031", "1,200", "seventeen"][tape.below(6)].to_owned();
            words.extend([image, back, sku, price]);
            words
        })
        .collect()
}

fn said(tape: &mut Tape<'_>, kinds: &[usize]) -> String {
    kinds.iter().map(|kind| *tape.pick(WORDS[*kind])).collect::<Vec<_>>().join(" ")
}

fn path(tape: &mut Tape<'_>, index: usize, odd: usize) -> String {
    let odd_path = if odd > 7 && tape.chance(25) { 1 + tape.below(9) } else { 0 };
    match odd_path {
        0 => format!("images/{index}.jpg"),
        1 => format!("https://cdn.example.com/{index}.jpg?w=1"),
        2 => format!("0b9c1f6e-2d57-4c3a-9e41-{index:012}"),
        3 => "./shelf.jpg".to_owned(),
        4 => "shelf.jpg".to_owned(),
        5 => format!("my photos/é {index}.png"),
        6 => format!("http://localhost/{index}.jpg"),
        7 => format!("a\"b\\{index}.jpg"),
        8 => format!("../{index}.jpg"),
        _ => format!("https:/example.com/{index}.jpg"),
    }
}

/// The scene with the values of a row in place of its slots.
pub fn filled(scene: &str, row: &[String]) -> String {
    let mut text = scene.to_owned();
    for (slot, value) in SLOTS.iter().zip(row) {
        let escaped = escape(value);
        text = text.replace(&format!("{{{slot}}}"), &escaped.replace(slot, "\u{1}"));
        let bare = if *slot == "row.price"
            && value.bytes().all(|byte| byte.is_ascii_digit())
            && text.contains("seed row.price")
        {
            text = text.replace("seed row.price", &format!("seed {value}"));
            format!("\"{escaped}\"")
        } else {
            format!("\"{escaped}\"")
        };
        text = text.replace(slot, &bare);
    }
    text
}

fn escape(value: &str) -> String {
    let mut out = String::new();
    for c in value.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '{' | '}' => out.extend([c, c]),
            _ => out.push(c),
        }
    }
    out
}
