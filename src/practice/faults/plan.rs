//! Plans of faults, and how far one has come.

use super::{Fault, Operation};
use crate::twilio::Request;
use std::collections::BTreeMap;
use std::fmt::Write;

/// Which requests meet which faults: the n-th of an operation, counted from 1, meets the faults that stand beside it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FaultPlan(Vec<(Operation, u32, Fault)>);

impl FaultPlan {
    /// Nothing goes wrong.
    #[must_use]
    pub fn none() -> Self {
        Self::default()
    }

    /// The plan of these faults. Several may meet the same request: the first of them that breaks, silences or replaces
    /// its reply does so, and what is planted for later is planted by all.
    pub fn of(faults: impl IntoIterator<Item = (Operation, u32, Fault)>) -> Self {
        Self(faults.into_iter().collect())
    }

    /// What it consists of.
    #[must_use]
    pub fn faults(&self) -> &[(Operation, u32, Fault)] {
        &self.0
    }

    /// The plan in short, as `CreateKey 1: reply lost; ListKeys 2: 429`.
    #[must_use]
    pub fn describe(&self) -> String {
        let mut text = String::new();
        for (operation, occurrence, fault) in &self.0 {
            let between = if text.is_empty() { "" } else { "; " };
            // Writing to a text does not fail.
            let _ = write!(text, "{between}{operation:?} {occurrence}: {fault}");
        }
        if text.is_empty() { "nothing".to_owned() } else { text }
    }
}

/// A plan, how often each operation was met since it holds, and how far Twilio's clock is off.
#[derive(Debug, Default)]
pub(in crate::practice) struct Faults {
    plan: FaultPlan,
    met: BTreeMap<Operation, u32>,
    /// In seconds; above zero, Twilio is ahead.
    pub(in crate::practice) skew: i64,
    /// How many faults were met since the plan holds.
    pub(super) hit: u32,
}

impl Faults {
    pub(super) fn new(plan: FaultPlan) -> Self {
        Self {
            plan,
            ..Self::default()
        }
    }

    /// Counts a request, and says what it meets.
    pub(super) fn next(&mut self, request: &Request) -> Vec<Fault> {
        let Some(operation) = Operation::of(request) else {
            return Vec::new();
        };
        let met = self.met.entry(operation).or_default();
        *met = met.saturating_add(1);
        let now = (operation, *met);
        let due = |(operation, occurrence, _): &&(Operation, u32, Fault)| (*operation, *occurrence) == now;
        let faults: Vec<Fault> = self.plan.0.iter().filter(due).map(|(.., fault)| *fault).collect();
        self.hit = self.hit.saturating_add(u32::try_from(faults.len()).unwrap_or_default());
        faults
    }
}
