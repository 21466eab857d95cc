//! The models and services as data. What comes in: a model's id, sizes, ratios and the text of a reference. What goes out:
//! the model's [`Profile`], the size it makes, what it costs, what form a reference has, and the [`Target`] of a name: a
//! [`Service`] and a model. One data file a model and a service, read on first use. Deliberately absent: scenes, prompts,
//! and any rule that a data file could hold instead.

mod aim;
mod cost;
mod data_file;
mod dialect;
mod models;
mod price;
mod profile;
mod ratio;
mod reference;
mod service;
mod sizes;

pub use aim::{NoTarget, Target};
pub use cost::{Cost, Guess};
pub use dialect::{Dialect, Images, Negatives};
pub use models::{DEFAULT_MODEL, Models, data};
pub use price::{Price, Usd};
pub use profile::{Fidelity, Limits, Profile, ShapeFrom, Status, Takes};
pub use ratio::Ratio;
pub use reference::{RESULT, SourceForm, split_data};
pub use service::{Form, ReferenceForm, Served, Service, SizeForm};
pub use sizes::{Free, Needed, NoSize, Pair, SAME_SHAPE, Sizes};
