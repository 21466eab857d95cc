//! Random statements that hold others or make several tasks. What comes in: choices. What goes out: the text of a scene
//! whose form is sound. Absent: whether it means anything.

use super::tape::Tape;

const STATEMENTS: [&str; 14] = [
    "a on b",
    "a and b standing_on c, beside \"a }}\", gently",
    "lighting \"softbox\"",
    "size 16:9",
    "seed n",
    "keep a",
    "keep a and b \"face }} {{{{ hair\" recognizable",
    "avoid \"text\", \"people // and }} more\"",
    "say \"{{no}} one looks at {a.hand}\"",
    "vase = ref(\"vase.jpg\", \"blue vase\", short: \"vase\")",
    "cat = ref(\"a cat with a very long name.jpg\", \"cat\", again: \"the cat that sat on the mat for a very long while\")",
    "shelf = ref([\"a.jpg\", \"b.jpg\"]) { book = \"open book\"; cup = \"cup\" { rim = \"rim\" } }",
    "remove room.clutter",
    "apply studio",
];
const VALUES: [&str; 9] =
    ["a", "row.price", "\"strap\"", "9.99", "-1", "16:9", "google:4@3", "1024x768", "\"a == (b)\""];
const COMPARISONS: [&str; 6] = ["==", "!=", "<", "<=", ">", ">="];

/// A scene of such statements.
pub fn more(tape: &mut Tape<'_>) -> String {
    let mut text = String::new();
    for _ in 0..=tape.below(8) {
        let statement = statement(tape, 0);
        text += &statement;
        text += if tape.chance(10) { "; seed 4\n" } else { "\n" };
    }
    text
}

fn statement(tape: &mut Tape<'_>, depth: usize) -> String {
    match tape.below(12) {
        0 => param(tape),
        1 => vary(tape),
        2 => format!("zip {}", row(tape, ", ", |_| "value".into())),
        3 | 4 => format!("skip where {}", condition(tape, 0)),
        5 => (*tape.pick(&["use \"brand.scene\"", "use \"brand.scene\" as brand", "passes 3", "passes auto"])).into(),
        6..=8 if depth < 3 => block(tape, depth),
        _ => (*tape.pick(&STATEMENTS)).into(),
    }
}

/// A pass or a preset, with its statements on its own line or on lines of their own.
fn block(tape: &mut Tape<'_>, depth: usize) -> String {
    let head = *tape.pick(&["pass table", "pass flowers from table", "preset studio", "pass p from brand.q"]);
    match tape.below(6) {
        0 => format!("{head} {{}}"),
        1 => format!("{head} {{ {} }}", tape.pick(&STATEMENTS)),
        2 => format!("{head} {{ a on b; {} }}", tape.pick(&STATEMENTS)),
        _ => {
            let (outer, inner) = ("  ".repeat(depth), "  ".repeat(depth + 1));
            let lines: Vec<String> =
                (0..=tape.below(4)).map(|_| format!("{inner}{}\n", statement(tape, depth + 1))).collect();
            format!("{head} {{\n{}{outer}}}", lines.concat())
        }
    }
}

fn param(tape: &mut Tape<'_>) -> String {
    let name = *tape.pick(&["product", "n", "a_longer_name"]);
    let value =
        tape.pick(&["", " = \"watch.jpg\"", " = 3", " = [\"a\", \"b\"]", " = other.name", " = glob(\"*.jpg\")"]);
    format!("param {name}{value}")
}

fn vary(tape: &mut Tape<'_>) -> String {
    if tape.chance(30) {
        return "vary row in csv(\"products.csv\", id: \"sku\")".into();
    }
    let value =
        |tape: &mut Tape<'_>| (*tape.pick(&["ring", "\"noon sun\"", "dusk: \"blue dusk\"", "3", "x: a.b"])).into();
    let comma = if tape.chance(20) { "," } else { "" };
    format!("vary light in [{}{comma}]", row(tape, ", ", value))
}

/// Two to sixteen of something.
fn row(tape: &mut Tape<'_>, between: &str, mut one: impl FnMut(&mut Tape<'_>) -> String) -> String {
    (0..2 + tape.below(15)).map(|_| one(tape)).collect::<Vec<_>>().join(between)
}

fn condition(tape: &mut Tape<'_>, depth: usize) -> String {
    let left = *tape.pick(&VALUES);
    match tape.below(if depth < 4 { 9 } else { 4 }) {
        0 => left.into(),
        1 | 2 => format!("{left} {} {}", tape.pick(&COMPARISONS), tape.pick(&VALUES)),
        3 => format!("{left} in ({})", row(tape, ", ", |tape| (*tape.pick(&VALUES)).into())),
        4 => format!("{left} in [{}]", tape.pick(&VALUES)),
        5 => format!("not {}", condition(tape, depth + 1)),
        6 => format!("({})", condition(tape, depth + 1)),
        joint => {
            let word = if joint == 7 { "and" } else { "or" };
            format!("{} {word} {}", condition(tape, depth + 1), condition(tape, depth + 1))
        }
    }
}
