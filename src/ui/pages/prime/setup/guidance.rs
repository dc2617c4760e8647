//! What to know before and after: a second key, enforcement, and doing it all by hand.
//!
//! Sources: <https://www.twilio.com/docs/iam/pkcv>, <https://www.twilio.com/docs/iam/pkcv/quickstart> (the notes at its
//! end) and <https://www.twilio.com/docs/iam/pkcv/account-and-key-management-api-keys>.

use super::{Section, points, steps};
use leptos::prelude::*;

const CHANGES: &[&str] = &[
    "Every request must be signed with a private key whose public key the account holds; unsigned ones are refused with 70052.",
    "Auth Tokens stop working for requests, the Twilio CLI's too: it does not sign.",
    "Accounts and API keys can be managed with a Main key only.",
    "Flex, Studio and TaskRouter exclude it: an account that uses one of them cannot enforce it.",
    "It takes the Enterprise or the Security Edition.",
];

const BEFORE: &[&str] = &[
    "A Main key exists, and its secret is in your password store.",
    "Two public keys are registered, and both private keys are saved in different places.",
    "A signed request was accepted: the registration above ends with that.",
    "Everything that calls this account signs its requests, or is switched off.",
];

const BY_HAND: &[&str] = &[
    "Make a Main key (section 1), and a key pair: on the page Keys, or with OpenSSL.",
    "Add the public key to the parent account: the steps of \u{201c}Signing is enforced already\u{201d} in section 2.",
    "Create the subaccount, then switch the Console to it.",
    "In the subaccount, create an API key of the type Standard and copy its SID and secret.",
    "In the subaccount, add a public key and copy its SID (CR...).",
    "Try it: a request with the new API key, signed with the new key pair, that lists the subaccount's public keys.",
];

/// Why one public key is not enough.
#[component]
pub fn SecondKey() -> impl IntoView {
    view! {
        <Section title="3. A second public key against a lock-out">
            <p>{"Once signing is enforced, whoever loses the only private key can send no request any more, not even the one that adds another public key. An account can hold several: register a second pair with the form above under another name, and keep its private key elsewhere."}</p>
            <p>{"Where a key signs at Connect, that request is signed with it, so this works under enforcement too."}</p>
            <p><strong>{"If the only private key is lost already: "}</strong>{"choose \u{201c}Signing is enforced already\u{201d} above. The Console needs no signature, so a new public key can be pasted there, or enforcement turned off."}</p>
        </Section>
    }
}

/// What enforcement changes, where it is turned on, and what to see to before.
#[component]
pub fn EnforcementGuide() -> impl IntoView {
    view! {
        <Section title="4. Turning enforcement on">
            <p>{"In the Console, on the account's Settings page; the setting has Public Key Client Validation in its name. It may take a few minutes to take effect. No API turns it on, so Keyseed cannot."}</p>
            <div class="setup-columns">
                <div><h3>{"Before"}</h3>{points(BEFORE)}</div>
                <div><h3>{"What changes"}</h3>{points(CHANGES)}</div>
            </div>
        </Section>
    }
}

/// The same without Keyseed.
#[component]
pub fn ByHand() -> impl IntoView {
    view! {
        <Section title="5. Everything by hand in the Console">
            <p>{"The Console can also create API keys and add public keys for new subaccounts. What Keyseed does, step by step:"}</p>
            {steps(BY_HAND)}
        </Section>
    }
}
