//! The plan of each number, so that a failure is told, and seen again, by one number.

use super::{Fault, FaultPlan, Operation};

/// How often an operation is let pass before its fault: never, or once.
const OCCURRENCES: [u32; 2] = [1, 2];

/// What may meet any request.
const BEFORE: [Fault; 9] = [
    Fault::RateLimited { retry_after: None },
    Fault::RateLimited { retry_after: Some(2) },
    Fault::LostRequest,
    Fault::Hang { done: false },
    Fault::Gateway {
        status: 502,
        done: false,
    },
    Fault::Gateway {
        status: 503,
        done: false,
    },
    Fault::Gateway {
        status: 504,
        done: false,
    },
    Fault::ClockSkew { seconds: 90_000 },
    Fault::ClockSkew { seconds: -600 },
];

/// What differs from [`BEFORE`] only where a request has an effect.
const AFTER: [Fault; 5] = [
    Fault::LostReply,
    Fault::Hang { done: true },
    Fault::Gateway {
        status: 502,
        done: true,
    },
    Fault::Gateway {
        status: 503,
        done: true,
    },
    Fault::Gateway {
        status: 504,
        done: true,
    },
];

impl FaultPlan {
    /// The plan of that number: first every fault that makes sense alone ([`Self::singles`] of them), then every pair.
    /// After those ([`Self::numbers`] in all) the pairs come again.
    #[must_use]
    pub fn number(n: u32) -> Self {
        let alone = alone();
        let (n, count) = (n as usize, alone.len());
        let places = match n.checked_sub(count) {
            None => vec![n],
            Some(pair) => vec![pair / count % count, pair % count],
        };
        Self::of(places.into_iter().filter_map(|place| alone.get(place).copied()))
    }

    /// How many numbers are of one fault alone.
    #[must_use]
    pub fn singles() -> u32 {
        u32::try_from(alone().len()).unwrap_or(u32::MAX)
    }

    /// How many numbers are of a plan that none before them has.
    #[must_use]
    pub fn numbers() -> u32 {
        let singles = Self::singles();
        singles.saturating_add(singles.saturating_mul(singles))
    }
}

/// Every fault that makes sense, at its operation and occurrence. The place of one is its number, which somebody may
/// have noted: new ones are added at the end.
fn alone() -> Vec<(Operation, u32, Fault)> {
    let of_operation = |occurrence| {
        Operation::ALL
            .into_iter()
            .flat_map(move |operation| sensible(operation).map(move |fault| (operation, occurrence, fault)))
    };
    let repeated = |occurrence| {
        let changing = Operation::ALL.into_iter().filter(|operation| !operation.reads());
        changing.map(move |operation| (operation, occurrence, Fault::Repeated))
    };
    let first = OCCURRENCES.into_iter().flat_map(of_operation);
    first.chain(OCCURRENCES.into_iter().flat_map(repeated)).collect()
}

fn sensible(operation: Operation) -> impl Iterator<Item = Fault> {
    let after = AFTER.into_iter().filter(move |_| !operation.reads());
    let cut = (!operation.deletes()).then_some(Fault::Truncated);
    let listed = operation.creates().then_some(Fault::LateListing { seconds: 12 });
    let key = matches!(operation, Operation::CreateKey | Operation::CreatePublicKey);
    let known = key.then_some(Fault::NotPropagated { seconds: 5 });
    BEFORE.into_iter().chain(after).chain(cut).chain(listed).chain(known)
}
