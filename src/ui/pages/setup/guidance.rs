//! What to know before and after: a second key, enforcement, and doing it all by hand.
//!
//! Sources: <https://www.twilio.com/docs/iam/pkcv>, <https://www.twilio.com/docs/iam/pkcv/quickstart> (the notes at its
//! end) and <https://www.twilio.com/docs/iam/pkcv/account-and-key-management-api-keys>.

use leptos::prelude::*;

/// A piece of guidance.
pub enum Block {
    /// A paragraph.
    Text(&'static str),
    /// A heading within a section.
    Heading(&'static str),
    /// Steps, one after another.
    Steps(&'static [&'static str]),
    /// Points in no order.
    Points(&'static [&'static str]),
}

/// Why one public key is not enough.
pub const SECOND_KEY: &[Block] = &[Block::Text(
    "Once signing is enforced, whoever loses the only private key can send no request any more, not even the one that adds another public key. An account can hold several: register a second pair under another name, and keep its private key in another place. Where a key signs at Connect, the request is signed with it, so this works under enforcement too.",
)];

/// The way out of a lock-out.
pub const LOST_KEY: &[Block] = &[
    Block::Heading("If the only private key is lost already"),
    Block::Text(
        "The Console needs no signature, so a new public key can be pasted there, or enforcement turned off where it was turned on (section 4).",
    ),
];

/// What enforcement changes, where it is turned on, and what to see to before.
pub const ENFORCEMENT: &[Block] = &[
    Block::Text(
        "Enforcement is turned on in the Console, on the account's Settings page: look there for Public Key Client Validation. It may take a few minutes to take effect. No API turns it on, so Keyseed cannot.",
    ),
    Block::Heading("Before"),
    Block::Points(&[
        "A Main key exists, and its secret is in your password store.",
        "Two public keys are registered, and both private keys are saved in different places.",
        "A signed request was accepted: the registration in section 2 ends with that. More cannot be tried before: only enforcement refuses what is not signed.",
        "Everything that calls this account signs its requests, or is switched off.",
    ]),
    Block::Heading("What changes"),
    Block::Points(&[
        "Every request must be signed with a private key whose public key the account holds. Unsigned ones are refused with 70052, those of the Twilio CLI too: it does not sign.",
        "Auth Tokens stop working for requests.",
        "Accounts and API keys can be managed with a Main key only.",
        "Flex, Studio and TaskRouter exclude it: an account that uses one of them cannot enforce it.",
        "It takes Twilio's Enterprise or Security Edition.",
    ]),
];

/// The same without Keyseed.
pub const BY_HAND: &[Block] = &[
    Block::Text(
        "The Console can also create API keys and add public keys for new subaccounts. What Keyseed does, step by step:",
    ),
    Block::Steps(&[
        "Make a Main key as in section 1, and a key pair: on the page Keys, or with OpenSSL.",
        "Add the public key to the parent account, as under \u{201c}Signing is enforced already\u{201d} in section 2.",
        "Create the subaccount, then switch the Console to it.",
        "In the subaccount, create an API key of the type Standard. Copy its SID and its secret, which is shown once.",
        "In the subaccount, add a public key and copy its SID (CR...).",
        "Try it: a request with the new API key, signed with the new key pair, that lists the subaccount's public keys.",
    ]),
];

/// Guidance, piece by piece.
#[component]
pub fn Guidance(
    /// The pieces.
    blocks: &'static [Block],
) -> impl IntoView {
    let list = |items: &'static [&'static str]| items.iter().map(|text| view! { <li>{*text}</li> }).collect_view();
    let block = |block: &'static Block| match block {
        Block::Text(text) => view! { <p>{*text}</p> }.into_any(),
        Block::Heading(text) => view! { <h3>{*text}</h3> }.into_any(),
        Block::Steps(items) => view! { <ol class="setup-steps">{list(items)}</ol> }.into_any(),
        Block::Points(items) => view! { <ul class="setup-steps">{list(items)}</ul> }.into_any(),
    };
    blocks.iter().map(block).collect_view()
}
