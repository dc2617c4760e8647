//! Best-first enumeration: combinations of choices, the likelier ones earlier.

/// Goes through all combinations of choices in rounds of falling likelihood, the all-zero one left out. A choice other
/// than 0 multiplies a combination's weight: the first by the rarity of its place, each further one by one more. A round
/// holds what weighs up to twice as much as the last round's heaviest. So one place is tried deeply, and many at once
/// only in their likeliest choices.
pub(super) struct Likely {
    rarity: Vec<u64>,
    choice: Vec<usize>,
    above: u64,
    up_to: u64,
    /// Whether something that exists weighs more than this round allows.
    more: bool,
}

impl Likely {
    /// `rarity` has a number for each place.
    pub(super) fn new(rarity: Vec<u64>) -> Self {
        Self {
            choice: vec![0; rarity.len()],
            rarity,
            above: 1,
            up_to: 2,
            more: false,
        }
    }

    /// The next combination. `exists` says whether a place has a choice.
    pub(super) fn next(&mut self, mut exists: impl FnMut(usize, usize) -> bool) -> Option<&[usize]> {
        loop {
            match self.advance(&mut exists) {
                Some(weight) if weight > self.above => return Some(&self.choice),
                Some(_) => {}
                None if self.more => {
                    (self.above, self.up_to, self.more) = (self.up_to, self.up_to.saturating_mul(2), false);
                }
                None => return None,
            }
        }
    }

    /// Counts on by one, like an odometer whose wheels turn only as far as the weight allows. `None` after the last.
    fn advance(&mut self, exists: &mut impl FnMut(usize, usize) -> bool) -> Option<u64> {
        let mut weight: u64 = (0..self.choice.len()).map(|place| self.factor(place, 0)).product();
        for place in (0..self.choice.len()).rev() {
            weight /= self.factor(place, 0);
            let heavier = weight.saturating_mul(self.factor(place, 1));
            let wheel = self.choice.get_mut(place)?;
            if heavier <= self.up_to && exists(place, *wheel + 1) {
                *wheel += 1;
                return Some(heavier);
            }
            self.more = self.more || heavier > self.up_to && exists(place, *wheel + 1);
            *wheel = 0;
        }
        None
    }

    /// What a place's choice, or one `further` on, multiplies the weight by.
    fn factor(&self, place: usize, further: u64) -> u64 {
        let choice = self.choice.get(place).map_or(0, |choice| *choice as u64) + further;
        let rarity = self.rarity.get(place).copied().unwrap_or(1);
        if choice == 0 { 1 } else { rarity + choice - 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn all(lengths: &[usize], rarity: &[u64]) -> Vec<Vec<usize>> {
        let mut likely = Likely::new(rarity.to_vec());
        let mut all = Vec::new();
        while let Some(choice) = likely.next(|place, choice| choice < lengths[place]) {
            all.push(choice.to_vec());
        }
        all
    }

    #[test]
    fn each_combination_comes_once_and_then_none() {
        let found = all(&[3, 1, 4, 2], &[2, 2, 8, 2]);
        assert_eq!(found.len(), 3 * 4 * 2 - 1);
        assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), found.len());
        assert!(all(&[1, 1], &[2, 2]).is_empty());
        assert!(all(&[], &[]).is_empty());
    }

    #[test]
    fn likely_ones_come_earlier() {
        let found = all(&[100, 100, 100], &[2, 2, 2]);
        let place = |wanted: [usize; 3]| found.iter().position(|choice| choice == &wanted).unwrap();
        assert!(place([0, 3, 0]) < place([4, 4, 0]));
        assert!(place([1, 1, 0]) < place([9, 9, 0]));
        assert!(place([90, 0, 0]) < place([9, 9, 9]));
    }
}
