//! What is done later, and how much later. Absent: doing it.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Duration;

use tokio::time::Instant;

use crate::submit::{Failure, Pace};

/// A failure, and how long the service wants to be left alone.
pub(super) type Wait = (Failure, Option<Duration>);

/// What is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Due {
    /// Ask what became of a task, if it still waits in this turn.
    Ask(usize, u32),
    /// Send a task again, if it still waits in this turn.
    Send(usize, u32),
    /// Look what another process has made of a task.
    Look(usize),
    /// Upload an image again.
    Upload(usize),
    /// Fetch a picture of a job again.
    Fetch(usize, usize),
}

/// Timers, the earliest first.
#[derive(Default)]
pub(super) struct Timers(BinaryHeap<Reverse<(Instant, Due)>>);

impl Timers {
    pub(super) fn set(&mut self, after: Duration, due: Due) {
        self.0.push(Reverse((Instant::now() + after, due)));
    }

    /// The earliest moment at which something is due that still counts.
    pub(super) fn first(&mut self, counts: &dyn Fn(Due) -> bool) -> Option<Instant> {
        while let Some(Reverse((at, due))) = self.0.peek().copied() {
            if counts(due) {
                return Some(at);
            }
            self.0.pop();
        }
        None
    }

    /// What is due by a moment.
    pub(super) fn pop(&mut self, by: Instant) -> Option<Due> {
        self.0.peek().filter(|Reverse((at, _))| *at <= by)?;
        self.0.pop().map(|Reverse((_, due))| due)
    }
}

/// How long until a task is asked about for the next time: a pace, half of it, and from there half as long again each time,
/// up to ten of them.
pub(super) fn poll(pace: &Pace, polls: u32) -> Duration {
    let paces = match polls {
        0 => 1.0,
        1 => 0.5,
        more => (0.5 * 1.5_f64.powi(i32::try_from(more - 1).unwrap_or(i32::MAX))).min(10.0),
    };
    pace.poll.mul_f64(paces)
}

/// How long until something is repeated for the `tries`-th time, from 1: twice as long each time, up to thirty paces, less a
/// random part of up to a half, so that many who failed together do not come back together. Not before `after`.
pub(super) fn backoff(pace: &Pace, tries: u32, after: Option<Duration>) -> Duration {
    let paces = 2_f64.powi(i32::try_from(tries.saturating_sub(1)).unwrap_or(i32::MAX)).min(30.0);
    let wait = pace.retry.mul_f64(paces * (1.0 - fastrand::f64() / 2.0));
    after.map_or(wait, |after| after.max(wait))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn tasks_are_asked_about_as_often_as_the_official_clients_do() {
        let waits: Vec<u128> = (0..12).map(|polls| poll(&Pace::default(), polls).as_millis()).collect();
        assert_eq!(waits, [1000, 500, 750, 1125, 1687, 2531, 3796, 5695, 8542, 10_000, 10_000, 10_000]);
        assert_eq!(poll(&Pace::default(), u32::MAX).as_secs(), 10);
    }

    #[test]
    fn repeats_wait_longer_each_time_and_as_long_as_the_service_wants() {
        let pace = Pace::default();
        for (tries, most) in [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16), (6, 30), (u32::MAX, 30)] {
            for _ in 0..50 {
                let wait = backoff(&pace, tries, None);
                assert!(wait <= Duration::from_secs(most) && wait * 2 >= Duration::from_secs(most), "{tries} {wait:?}");
            }
        }
        assert_eq!(backoff(&pace, 1, Some(Duration::from_secs(77))).as_secs(), 77);
        assert!(backoff(&pace, 9, Some(Duration::from_secs(1))).as_secs() >= 15);
    }

    #[test]
    fn timers_that_count_no_more_are_dropped() {
        let mut timers = Timers::default();
        timers.set(Duration::from_secs(2000), Due::Look(2));
        timers.set(Duration::from_secs(1000), Due::Look(1));
        let first = timers.first(&|due| due != Due::Look(1)).unwrap();
        assert_eq!(timers.pop(first - Duration::from_secs(1)), None);
        assert_eq!(timers.pop(first), Some(Due::Look(2)));
        assert_eq!(timers.first(&|_| true), None);
    }
}
