//! The plans that an admin finds by their words.

use super::Operation::{CreateAccount, CreateKey, CreatePublicKey};
use super::{Fault, FaultPlan, Operation};

/// Which creations of a run are late, where all are: as many as a run has that one looks at.
const MANY: u32 = 50;

/// A few plans, each with what it does in an admin's words.
#[must_use]
pub fn named() -> Vec<(&'static str, FaultPlan)> {
    let once = |operation, fault| FaultPlan::of([(operation, 1, fault)]);
    let many = |operations: &[Operation], fault| {
        let each = |operation: &Operation| {
            let operation = *operation;
            (1..=MANY).map(move |occurrence| (operation, occurrence, fault))
        };
        FaultPlan::of(operations.iter().flat_map(each))
    };
    vec![
        (
            "The reply to the subaccount's creation is lost",
            once(CreateAccount, Fault::LostReply),
        ),
        ("The reply to the API key is lost", once(CreateKey, Fault::LostReply)),
        (
            "The reply to the public key is lost",
            once(CreatePublicKey, Fault::LostReply),
        ),
        (
            "The browser repeats each creation",
            FaultPlan::of([CreateAccount, CreateKey, CreatePublicKey].map(|operation| (operation, 1, Fault::Repeated))),
        ),
        (
            "Twilio shows new things late (12 s)",
            many(
                &[CreateAccount, CreateKey, CreatePublicKey],
                Fault::LateListing { seconds: 12 },
            ),
        ),
        (
            "Too many requests (429), twice",
            FaultPlan::of([
                (CreateKey, 1, Fault::RateLimited { retry_after: Some(2) }),
                (CreateKey, 2, Fault::RateLimited { retry_after: None }),
            ]),
        ),
        (
            "A gateway fails (502) after the effect",
            once(
                CreateAccount,
                Fault::Gateway {
                    status: 502,
                    done: true,
                },
            ),
        ),
        (
            "A new key is not known at once (5 s)",
            many(&[CreateKey, CreatePublicKey], Fault::NotPropagated { seconds: 5 }),
        ),
        (
            "Twilio's clock is 25 hours off",
            // Whatever is asked first.
            FaultPlan::of(Operation::ALL.map(|operation| (operation, 1, Fault::ClockSkew { seconds: 90_000 }))),
        ),
        ("No reply comes (30 s)", once(CreateKey, Fault::Hang { done: true })),
    ]
}
