//! Scenewright: a language and compiler for pictures made from several reference photographs.

// The code that pest derives names `alloc`, since its own `std` feature is off.
extern crate alloc;

pub mod diagnostic;
pub mod lexicon;
pub mod plan;
pub mod realise;
pub mod scene;
pub mod source;
pub mod syntax;
