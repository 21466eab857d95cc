//! The shapes that were met. What comes in: a shape. What goes out: what is known of it. Memory is bounded: shapes live in
//! two generations, and when the younger is full, the older one, with what was not met since, is dropped.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;

use super::table::Quick;
use super::template::Template;

/// How much a generation may take, in bytes.
const ROOM: usize = 1 << 20;

/// What is known of a shape.
#[derive(Debug)]
pub(super) enum Shape {
    /// It was met once; most shapes that are rare are never met again.
    Once,
    /// Its rows are written from this; so many references of each are paths.
    Made(Template, usize),
    /// Its rows are compiled one by one.
    Odd,
}

type Generation = HashMap<Box<[u64]>, Shape, BuildHasherDefault<Quick>>;

/// The shapes that were met.
#[derive(Debug, Default)]
pub(super) struct Shapes {
    young: Generation,
    old: Generation,
    weight: usize,
    /// How many templates were made.
    pub made: usize,
}

impl Shapes {
    pub fn get(&mut self, key: &[u64]) -> Option<&Shape> {
        if !self.young.contains_key(key)
            && let Some((key, shape)) = self.old.remove_entry(key)
        {
            self.insert(key, shape);
        }
        self.young.get(key)
    }

    pub fn set(&mut self, key: &[u64], shape: Shape) {
        self.made += usize::from(matches!(shape, Shape::Made(..)));
        self.insert(key.into(), shape);
    }

    fn insert(&mut self, key: Box<[u64]>, shape: Shape) {
        let own = match &shape {
            Shape::Made(template, _) => template.weight(),
            Shape::Once | Shape::Odd => 0,
        };
        self.weight += own + key.len() * 8 + 100;
        if self.weight > ROOM {
            self.old = std::mem::take(&mut self.young);
            self.weight = own + key.len() * 8 + 100;
        }
        self.young.insert(key, shape);
    }
}
