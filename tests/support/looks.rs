//! Looks, what stays and what goes, in random scenes. What comes in: a scene in the making. What goes out: its lines.

use scenewright::lexicon;

use super::elements::Sort;
use super::scenes::Maker;

const PLURAL: [&str; 3] = ["face", "seams", "outline"];

impl Maker<'_> {
    pub(super) fn early_look(&mut self) {
        self.early = true;
        self.look();
    }

    pub(super) fn look(&mut self) {
        let words: Vec<&'static str> = lexicon::aspect_words().collect();
        let aspect = *self.tape.pick(&words);
        let references = self.cast.references();
        let pattern =
            *self.tape.pick(&["{} tones", "a {} glow", "in {} tones", "leaning {}", "{} and quiet", "soft {} light"]);
        if self.aspects.contains(&aspect) {
            return;
        }
        if aspect == "shot" || references.is_empty() || self.tape.chance(40) {
            self.aspects.push(aspect);
            let pattern = if aspect == "shot" { "candid {} photograph" } else { pattern };
            let line = format!("{aspect} \"{}\"", self.phrase(pattern));
            return self.lines.push(line);
        }
        self.look_at(aspect, pattern, &references);
    }

    /// An aspect of an element, or from one, or both.
    fn look_at(&mut self, aspect: &'static str, pattern: &str, references: &[usize]) {
        let mut line = aspect.to_owned();
        let source = *self.tape.pick(references);
        let target = self.tape.below(self.cast.plain());
        let of = target != source && self.cast.items[target].sort != Sort::Text && self.tape.chance(60);
        if of {
            line += &format!(" of {}", self.named(target));
            self.cast.items[target].used = true;
        } else {
            self.aspects.push(aspect);
        }
        let taken = !of || self.tape.chance(60);
        let matching = taken && self.tape.chance(30);
        if taken {
            line += if matching { " match " } else { " from " };
            line += &self.cast.items[source].name;
            self.cast.items[source].lends = true;
            self.backdrop |= matches!(aspect, "setting" | "background");
        }
        if !taken || self.tape.chance(60) {
            let words = self.phrase(pattern);
            line += &format!(" \"{words}");
            if self.tape.chance(10) {
                line += &format!(" near {{{}}}", self.cast.items[target].name);
                self.cast.items[target].used = true;
            }
            line += "\"";
        }
        self.lines.push(line);
    }

    pub(super) fn panels(&mut self) {
        self.panels = true;
        let first = if self.cast.items.is_empty() || self.tape.chance(50) {
            self.phrase("the {} from the front")
        } else {
            self.phrase_with_hole("{hole} with a {}")
        };
        let second = self.phrase("the {} from behind");
        let label = if self.tape.chance(50) { "left: " } else { "" };
        self.lines.push(format!("panels {label}\"{first}\", \"{second}\""));
    }

    pub(super) fn keep(&mut self) {
        let references = self.cast.references();
        let degree = *self.tape.pick(&["", " recognizable", " exactly"]);
        if self.edit && self.tape.chance(25) {
            return self.lines.push(format!("keep rest{degree}"));
        }
        if references.is_empty() {
            return;
        }
        let first = self.tape.below(references.len());
        let count = 1 + self.tape.below((references.len() - first).min(5));
        let chosen = &references[first..first + count];
        let names: Vec<String> = chosen.iter().map(|index| self.named(*index)).collect();
        for index in chosen {
            self.cast.items[*index].used = true;
        }
        let mut line = format!("keep {}", names.join(" and "));
        if self.tape.chance(40) {
            let pattern = format!("{{}} {}", self.tape.pick(&PLURAL));
            line += &format!(" \"{}\"", self.phrase(&pattern));
        }
        self.lines.push(line + degree);
    }

    pub(super) fn avoid(&mut self) {
        let references = self.cast.references();
        if references.is_empty() || self.tape.chance(50) {
            let (one, other) = (self.phrase("{} fog"), self.phrase("{} wires"));
            return self.lines.push(format!("avoid \"{one}\", \"{other}\""));
        }
        let source = *self.tape.pick(&references);
        let item = &mut self.cast.items[source];
        let name = item.name.clone();
        if (item.lends || item.used) && self.tape.chance(40) {
            return self.lines.push(format!("avoid rest from {name}"));
        }
        item.lends = true;
        let words = self.phrase("the {}");
        self.lines.push(format!("avoid \"{words}\" from {name}"));
    }
}
