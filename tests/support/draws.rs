//! Random cases that are the same every time. What comes in: how many, and a property. What goes out: nothing, or the
//! smallest case that breaks it, in its own words and without the numbers that made it.

use proptest::prelude::*;
use proptest::test_runner::{RngAlgorithm, TestError, TestRng, TestRunner};

/// Holds a property against so many cases.
pub fn hold<S: Strategy>(cases: u32, draws: &S, property: impl Fn(S::Value) -> Result<(), String>) {
    let config =
        ProptestConfig { cases, failure_persistence: None, max_shrink_iters: 4_000, ..ProptestConfig::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]));
    match runner.run(draws, |case| property(case).map_err(TestCaseError::fail)) {
        Ok(()) => {}
        Err(TestError::Fail(why, _)) => panic!("{}", why.message()),
        Err(other) => panic!("{other}"),
    }
}
