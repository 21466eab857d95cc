//! What comes in: diagnostics and the source map. What goes out: text, one file per form. Nothing here writes to a stream.

mod excerpt;
mod github;
mod human;
mod json;
mod printable;
mod sarif;
mod short;

pub use github::{command, github};
pub use human::{Look, human};
pub use json::{Finding, findings, json};
pub use printable::{escape_json, is_unprintable, printable, shorten};
pub use sarif::sarif;
pub use short::short;
