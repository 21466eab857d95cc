//! The language server: the protocol around [`crate::ide`]. What comes in: messages of an editor, and a [`Host`] for all that
//! lies outside. What goes out: messages to the editor. Absent: what any of it means, which `ide` knows, and the world.
//!
//! One thread answers in the order in which messages came, and another takes them in meanwhile, so that a request that was
//! called back before its turn is not worked on. Nothing is told of a scene while further changes of it wait. What an answer
//! fails with stays with that answer: a panic is told to the editor as an error, and the server goes on.

mod answers;
mod around;
mod client;
mod documents;
mod host;
mod lines;
mod publish;
mod server;
mod session;
#[cfg(test)]
mod tests;

pub use host::{Host, Project};
pub use lines::{Encoding, Lines};
pub use server::{Ended, serve, serve_on};
