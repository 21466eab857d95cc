//! Random scenes that are valid. What comes in: choices. What goes out: the text of a scene, and what its prompt must
//! hold. Relations point from earlier elements to later ones, so that no order contradicts itself.

use std::sync::OnceLock;

use scenewright::lexicon::{self, Class, Object, Relation};

use super::elements::{Cast, Sort, cast};
use super::rows::Rows;
use super::tape::Tape;

const DECLARATION: &str = r#"relation nestled_under { participle "nestled"; preposition "under"; lead "Nestle {subject} under {object}"; class contact }
"#;
const ADVERBS: [&str; 4] = ["gently", "casually", "together", "slowly"];
const PARTICIPLES: [&str; 3] = ["smiling", "kneeling", "laughing"];
const PARTS: [&str; 5] = ["handle", "left_side", "rim", "back", "lid"];
const GONE: [&str; 4] = ["sofa", "curtain", "clutter", "carpet"];

/// A scene and what is known of it.
#[derive(Debug)]
pub struct Sample {
    /// Its text.
    pub text: String,
    /// Whether it edits its first element.
    pub edit: bool,
    /// Its elements.
    pub cast: Cast,
    /// Words that the prompt must hold once.
    pub once: Vec<String>,
    /// Elements in the order in which relations and edits mention them first.
    pub placed: Vec<usize>,
    /// Whether that must be the order of the text.
    pub ordered: bool,
}

/// A scene in the making.
pub(super) struct Maker<'r> {
    pub(super) tape: Tape<'r>,
    pub(super) cast: Cast,
    pub(super) lines: Vec<String>,
    pub(super) once: Vec<String>,
    pub(super) placed: Vec<usize>,
    pub(super) edit: bool,
    pub(super) backdrop: bool,
    pub(super) early: bool,
    pub(super) gone: usize,
    pub(super) aspects: Vec<&'static str>,
    pub(super) panels: bool,
    pub(super) declares: bool,
}

/// One scene.
pub fn sample(rows: &Rows) -> Sample {
    let cast = cast(rows);
    let first = cast.items.first().is_some_and(|item| item.sort == Sort::Reference);
    let mut maker = Maker {
        edit: first && rows.whole.last().is_some_and(|value| value % 4 == 3),
        backdrop: cast.backdrop,
        tape: Tape::new(&[]),
        cast,
        lines: Vec::new(),
        once: Vec::new(),
        placed: Vec::new(),
        early: false,
        gone: 0,
        aspects: Vec::new(),
        panels: false,
        declares: false,
    };
    maker.statements(&rows.statements);
    let ordered = !maker.backdrop && !maker.early && !maker.cast.pinned && !maker.cast.shared;
    let markers = maker.cast.items.iter().filter(|item| item.used).filter_map(|item| item.marker.clone());
    maker.once.extend(markers);
    let declaration = if maker.declares { DECLARATION } else { "" };
    let text = maker.cast.bindings() + declaration + &maker.lines.join("\n") + "\n";
    Sample { text, edit: maker.edit, cast: maker.cast, once: maker.once, placed: maker.placed, ordered }
}

fn relations() -> &'static [Relation] {
    static RELATIONS: OnceLock<Vec<Relation>> = OnceLock::new();
    let mutual = |relation: &Relation| relation.class == Class::Order && relation.inverse.is_some();
    RELATIONS.get_or_init(|| {
        lexicon::relations().map(|line| line.relation).filter(|found| found.word != "is" && !mutual(found)).collect()
    })
}

fn some_relation(tape: &mut Tape<'_>) -> &'static Relation {
    if tape.chance(75) {
        return tape.pick(relations());
    }
    let leads: Vec<&Relation> = relations().iter().filter(|relation| relation.lead.is_some()).collect();
    leads[tape.below(leads.len())]
}

/// A relation that needs an object.
fn required() -> &'static Relation {
    static FIRST: OnceLock<Option<&'static Relation>> = OnceLock::new();
    FIRST.get_or_init(|| relations().iter().find(|found| found.object == Object::Required)).unwrap()
}

impl<'r> Maker<'r> {
    /// Relations and changes first, mostly, then looks, then what stays and what goes.
    fn statements(&mut self, rows: &'r [Vec<u16>]) {
        if self.edit {
            self.lines.push(format!("edit {}", self.cast.items[0].name));
            self.place(0);
        }
        let mut statements: Vec<(usize, Tape<'r>)> = rows
            .iter()
            .map(|row| {
                let mut tape = Tape::new(row);
                (tape.below(20), tape)
            })
            .collect();
        statements.sort_by_key(|(kind, _)| *kind);
        for (kind, tape) in statements {
            self.tape = tape;
            match kind {
                0 if self.cast.plain() > 0 => self.early_look(),
                1 | 2 if self.edit => self.change(),
                0..=9 => self.relation(),
                10 if !self.panels => self.panels(),
                11..=13 if self.cast.plain() > 0 => self.look(),
                14 => self.say(),
                15..=17 => self.keep(),
                18 => self.avoid(),
                _ => self.settings(),
            }
        }
        let changes = |line: &String| {
            !["edit", "keep", "avoid", "seed", "results", "format", "size"].iter().any(|word| line.starts_with(word))
        };
        if (self.edit || self.cast.items.is_empty()) && !self.lines.iter().any(changes) {
            self.say();
        }
    }

    fn say(&mut self) {
        let words = match self.tape.below(4) {
            2 => self.phrase("No {} looks away!"),
            3 if !self.cast.items.is_empty() => self.phrase_with_hole("Leave the {} beside {hole} as it is"),
            _ => self.phrase("Leave the {} as it is"),
        };
        self.lines.push(format!("say \"{words}\""));
    }

    /// Words with a marker in them that must be said once.
    pub(super) fn phrase(&mut self, pattern: &str) -> String {
        let marker = self.cast.marker();
        self.once.push(marker.clone());
        pattern.replace("{}", &marker)
    }

    /// Words with a marker and a mention in them.
    pub(super) fn phrase_with_hole(&mut self, pattern: &str) -> String {
        let index = self.tape.below(self.cast.items.len());
        let said = self.named(index);
        self.place(index);
        self.early = true;
        self.phrase(&pattern.replace("{hole}", &format!("{{{said}}}")))
    }

    pub(super) fn place(&mut self, index: usize) {
        self.cast.items[index].used = true;
        if !self.placed.contains(&index) {
            self.placed.push(index);
        }
        for member in self.cast.items[index].members.clone() {
            self.place(member);
        }
    }

    /// An element or a part of one, as a statement writes it. The edited picture is only named by its parts.
    pub(super) fn named(&mut self, index: usize) -> String {
        let name = self.cast.items[index].name.clone();
        let whole =
            self.cast.items[index].sort != Sort::Reference || !(self.tape.chance(20) || self.edit && index == 0);
        if whole { name } else { format!("{name}.{}", self.tape.pick(&PARTS)) }
    }

    fn relation(&mut self) {
        let count = self.cast.items.len();
        let plain = self.cast.plain();
        if count == 0 {
            let words = self.phrase("a {} beyond the hills");
            return self.lines.push(format!("\"a crowd\" watching \"{words}\""));
        }
        let subject = self.tape.below(count);
        let last = self.cast.items[subject].members.iter().copied().max().unwrap_or(subject);
        let mut line = if self.tape.chance(5) { "\"a crowd\" and ".to_owned() } else { String::new() };
        line += &self.named(subject);
        self.place(subject);
        let mut after = last + 1;
        if subject < plain && after < plain && self.tape.chance(15) {
            line += &format!(" and {}", self.named(after));
            self.place(after);
            after += 1;
        }
        if self.tape.chance(8) {
            let words = self.phrase("parked at a {} angle");
            line += &format!(" is \"{words}\"");
        } else {
            let relation = some_relation(&mut self.tape);
            let wants = |found: &&Relation| relation.object == Object::Required && found.object == Object::Required;
            line += &match self.tape.below(20) {
                17 => " glued_to".to_owned(),
                18 => {
                    self.declares = true;
                    " nestled_under".to_owned()
                }
                19 => match Some(some_relation(&mut self.tape)).filter(wants) {
                    Some(other) if other.word != relation.word => format!(" {} and {}", other.word, relation.word),
                    _ => format!(" {}", relation.word),
                },
                _ => format!(" {}", relation.word),
            };
            let own = line.ends_with("glued_to") || line.ends_with("nestled_under");
            line += &self.object(if own { required() } else { relation }, after);
        }
        for _ in 0..self.tape.below(3) {
            let clause = self.clause(after);
            if !line.contains(&clause) {
                line += &clause;
            }
        }
        self.lines.push(line);
    }

    fn clause(&mut self, after: usize) -> String {
        match self.tape.below(6) {
            0 => format!(", {}", self.tape.pick(&ADVERBS)),
            1 => format!(", {}", self.tape.pick(&PARTICIPLES)),
            2 => format!(", \"{}\"", self.phrase("{} at hand")),
            3 => ", in_the_foreground".into(),
            _ => {
                let relation = some_relation(&mut self.tape);
                format!(", {}{}", relation.word, self.object(relation, after))
            }
        }
    }

    fn object(&mut self, relation: &Relation, after: usize) -> String {
        let wanted = match relation.object {
            Object::None => false,
            Object::Required => true,
            Object::Optional => self.tape.chance(50),
        };
        if !wanted {
            return String::new();
        }
        let plain = self.cast.plain();
        if after >= plain || self.tape.chance(25) {
            return format!(" \"{}\"", self.phrase("a {}"));
        }
        let object = after + self.tape.below(plain - after);
        self.backdrop |= relation.class == Class::Containment || relation.word.contains("middle");
        let said = self.named(object);
        let said = if self.tape.chance(10) {
            format!("\"{}\"", self.phrase(&format!("the {{}} near {{{said}}}")))
        } else {
            said
        };
        self.place(object);
        format!(" {said}")
    }

    /// A change of the edited picture.
    fn change(&mut self) {
        let Some(part) = GONE.get(self.gone) else { return self.relation() };
        self.gone += 1;
        let room = self.cast.items[0].name.clone();
        if self.tape.chance(30) {
            return self.lines.push(format!("remove {room}.{part}"));
        }
        let plain = self.cast.plain();
        let with = if plain > 1 && self.tape.chance(60) {
            let index = 1 + self.tape.below(plain - 1);
            self.place(index);
            self.cast.items[index].name.clone()
        } else {
            format!("\"{}\"", self.phrase("a {}"))
        };
        self.lines.push(format!("replace {room}.{part} with {with}"));
    }

    fn settings(&mut self) {
        let line = *self.tape.pick(&["seed 42", "results 4", "format webp", "size 16:9"]);
        if !self.lines.iter().any(|other| other == line) {
            self.lines.push(line.into());
        }
    }
}
