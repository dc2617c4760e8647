//! One line of the canonical request: how it should be, and how else a client may write it.

use super::likely::Likely;
use std::collections::BTreeSet;

/// How many bytes are spelt and hashed to make other spellings of one line.
const SPELT_MAX: usize = 8 * 1024 * 1024;

/// What each spelling counts for besides its bytes.
const EACH: usize = 64;

/// In how many ways one thing about a line can be written, and how rare another than the first is.
#[derive(Clone, Copy)]
pub(super) struct Dimension {
    pub(super) ways: usize,
    pub(super) rarity: u64,
}

/// What clients do now and then.
pub(super) const fn common(ways: usize) -> Dimension {
    Dimension { ways, rarity: 4 }
}

/// What comes together with others of its kind, such as characters that are left as they are.
pub(super) const fn likely(ways: usize) -> Dimension {
    Dimension { ways, rarity: 2 }
}

/// What hardly any client does.
pub(super) const fn rare(ways: usize) -> Dimension {
    Dimension { ways, rarity: 16 }
}

/// How a line can be written. A choice has a number for each dimension; 0 is how it should be.
pub(super) trait Writing {
    fn dimensions(&self) -> Vec<Dimension>;

    /// `None` where the parts of the choice do not go together.
    fn spell(&self, choice: &[usize]) -> Option<String>;

    /// How that differs from what it should be, in sentences.
    fn words(&self, choice: &[usize]) -> Vec<String>;

    /// How many bytes a spelling takes to make, besides its own.
    fn effort(&self) -> usize {
        0
    }
}

/// A line, with the other spellings that were asked for so far.
pub(super) struct Line {
    writing: Box<dyn Writing>,
    ways: Vec<usize>,
    likely: Likely,
    right: String,
    others: Vec<(String, Vec<usize>)>,
    known: BTreeSet<String>,
    effort: usize,
    left: usize,
}

impl Line {
    pub(super) fn new(right: &str, writing: impl Writing + 'static) -> Self {
        let dimensions = writing.dimensions();
        Self {
            ways: dimensions.iter().map(|dimension| dimension.ways).collect(),
            likely: Likely::new(dimensions.iter().map(|dimension| dimension.rarity).collect()),
            effort: EACH + writing.effort(),
            writing: Box::new(writing),
            right: right.to_owned(),
            others: Vec::new(),
            known: BTreeSet::from([right.to_owned()]),
            left: SPELT_MAX,
        }
    }

    /// Whether there is a `rank`-th other spelling, counted from 1; the likeliest is the first.
    pub(super) fn has(&mut self, rank: usize) -> bool {
        while self.others.len() < rank {
            let ways = &self.ways;
            let next = self
                .likely
                .next(|place, choice| ways.get(place).is_some_and(|ways| choice < *ways));
            let (Some(choice), true) = (next, self.left > 0) else {
                return false;
            };
            let choice = choice.to_vec();
            let spelt = self.writing.spell(&choice);
            self.left = self
                .left
                .saturating_sub(self.effort + spelt.as_ref().map_or(0, String::len));
            if let Some(text) = spelt.filter(|text| self.known.insert(text.clone())) {
                self.others.push((text, choice));
            }
        }
        true
    }

    /// The spelling of that rank; 0 is the right one.
    pub(super) fn text(&self, rank: usize) -> &str {
        let other = rank.checked_sub(1).and_then(|at| self.others.get(at));
        other.map_or(&self.right, |(text, _)| text)
    }

    /// What that spelling does otherwise.
    pub(super) fn words(&self, rank: usize) -> Vec<String> {
        let other = rank.checked_sub(1).and_then(|at| self.others.get(at));
        other.map_or_else(Vec::new, |(_, choice)| self.writing.words(choice))
    }
}

/// A line whose spellings can be listed: each with the sentence that says what it is.
pub(super) struct Listed(pub(super) Vec<(String, String)>);

impl Listed {
    pub(super) fn line(right: &str, others: impl IntoIterator<Item = (impl Into<String>, impl Into<String>)>) -> Line {
        let others = others.into_iter().map(|(text, words)| (text.into(), words.into()));
        Line::new(right, Self(others.collect()))
    }

    fn at(&self, choice: &[usize]) -> Option<&(String, String)> {
        self.0.get(choice.first()?.checked_sub(1)?)
    }
}

impl Writing for Listed {
    fn dimensions(&self) -> Vec<Dimension> {
        vec![common(self.0.len() + 1)]
    }

    fn spell(&self, choice: &[usize]) -> Option<String> {
        self.at(choice).map(|(text, _)| text.clone())
    }

    fn words(&self, choice: &[usize]) -> Vec<String> {
        self.at(choice).map(|(_, words)| words.clone()).into_iter().collect()
    }
}
