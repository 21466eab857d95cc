//! Runs against a service on loopback.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod faults;
pub(super) mod kit;
mod pictures;
mod resume;
mod runs;
#[path = "../../../../tests/support/service/mod.rs"]
pub(super) mod service;
mod stops;
