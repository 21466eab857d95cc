//! What an editor asks about a scene, as plain data. What comes in: the text of a scene, what came of it, and the scenes and
//! files around it. What goes out: findings, completions, what is told of a word, where a name is bound and used, hints,
//! changes. Places are bytes. Deliberately absent: any protocol, files but through [`crate::source::Files`], and state:
//! who keeps scenes open keeps them elsewhere.
//!
//! - [`analyse()`] is what happens at every key: the whole scene is read and compiled anew, which takes less than a
//!   millisecond for a thousand lines.
//! - [`Facts`] are a scene by its text alone, and [`View`] what it can name together with what it imports. Both are made when
//!   somebody asks for a place.
//! - [`Context`] holds both for the requests, each of which is one file here.

mod actions;
mod analysis;
mod card;
mod complete;
mod context;
mod facts;
mod hints;
mod hover;
mod layout;
mod links;
mod markdown;
mod names;
mod outline;
mod prompt;
mod rename;
mod rows;
mod tokens;
mod verbs;
mod walk;

pub use crate::reuse::beside;
pub use actions::{Action, Change, actions};
pub use analysis::{Analysis, Early, MOST_TASKS, analyse, analyse_in_steps};
pub use complete::{Completion, Item, ItemKind, complete};
pub use context::Context;
pub use facts::{Facts, Import, Kind, Named, Scenes};
pub use hints::{Hint, Lens, hints, lenses};
pub use hover::{Hover, hover};
pub use layout::{layout, lines_that_differ};
pub use links::{Destination, Link, links};
pub use names::{Occurrence, Symbol, View};
pub use outline::{Entry, Fold, around, folds, outline};
pub use prompt::{Picture, Shown, prompt};
pub use rename::{Refused, definition, may_rename, occurrences, rename};
pub use tokens::{Token, TokenKind, tokens};
