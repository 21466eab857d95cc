//! What a run may cost, has cost, and has out. Absent: what a task costs.

use crate::target::Usd;

/// The money of a run.
pub(super) struct Purse {
    most: Option<Usd>,
    /// What the run had cost before.
    before: Usd,
    /// What was paid since.
    pub(super) spent: Usd,
    /// Whether a part of that is an estimate.
    pub(super) estimated: bool,
    /// How many tasks are out.
    pub(super) out: usize,
    /// What these may cost.
    at_stake: Usd,
}

impl Purse {
    pub(super) fn new(most: Option<Usd>, before: Usd) -> Self {
        Self { most, before, spent: Usd(0), estimated: false, out: 0, at_stake: Usd(0) }
    }

    /// What was paid, and what is out.
    pub(super) fn bound(&self) -> Usd {
        plus(plus(self.before, self.spent), self.at_stake)
    }

    /// Whether tasks of these estimates may be sent together.
    pub(super) fn allows(&self, estimates: &[Option<Usd>]) -> bool {
        let Some(most) = self.most else { return true };
        let sum = estimates.iter().try_fold(self.bound(), |sum, estimate| Some(plus(sum, (*estimate)?)));
        sum.is_some_and(|sum| sum <= most)
    }

    /// A task goes out.
    pub(super) fn goes(&mut self, estimate: Option<Usd>) {
        self.out += 1;
        self.at_stake = plus(self.at_stake, estimate.unwrap_or_default());
    }

    /// A task is not out any more.
    pub(super) fn comes(&mut self, estimate: Option<Usd>) {
        self.out = self.out.saturating_sub(1);
        self.at_stake = Usd(self.at_stake.0.saturating_sub(estimate.unwrap_or_default().0));
    }

    /// A task was paid.
    pub(super) fn pays(&mut self, cost: Option<Usd>, estimate: Option<Usd>) {
        self.estimated |= cost.is_none();
        self.spent = plus(self.spent, cost.or(estimate).unwrap_or_default());
    }
}

fn plus(a: Usd, b: Usd) -> Usd {
    Usd(a.0.saturating_add(b.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_out_counts_as_if_it_were_paid() {
        let mut purse = Purse::new(Some(Usd(100)), Usd(10));
        assert!(purse.allows(&[Some(Usd(90))]) && !purse.allows(&[Some(Usd(91))]) && !purse.allows(&[None]));
        purse.goes(Some(Usd(40)));
        assert!(purse.allows(&[Some(Usd(20)), Some(Usd(30))]) && !purse.allows(&[Some(Usd(51))]));
        purse.comes(Some(Usd(40)));
        purse.pays(Some(Usd(60)), Some(Usd(40)));
        assert!(purse.allows(&[Some(Usd(30))]) && !purse.allows(&[Some(Usd(31))]));
        assert_eq!((purse.bound(), purse.estimated), (Usd(70), false));
        purse.pays(None, Some(Usd(7)));
        assert_eq!((purse.spent, purse.estimated), (Usd(67), true));
    }
}
