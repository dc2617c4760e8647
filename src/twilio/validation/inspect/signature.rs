//! 70153: which public key. 20159: the signature.

use super::question::Question;
use super::token::Token;
use super::{Report, Rule};
use crate::keys::{MODULUS_BITS, PublicKey};
use crate::twilio::validation::Algorithm;

/// The length of every signature by an RSA key of 2048 bits, in bytes.
const SIGNATURE: usize = MODULUS_BITS as usize / 8;

/// Checks the signature.
pub(super) fn check(token: &Token, algorithm: Option<Algorithm>, question: &Question, report: &mut Report) {
    report.not_checked(
        Rule::PublicKey,
        "Whether the account of sub holds a public key with this kid, only Twilio can say.",
        "With 70153, look for the kid in the list of that account's public keys. A key that was added a moment ago may need a little time.",
    );
    let Some(algorithm) = algorithm else {
        return report.not_checked(Rule::Signature, "The algorithm is none that Twilio takes.", "");
    };
    let length = token.signature.len();
    if length != SIGNATURE {
        return report.bad(
            Rule::Signature,
            format!("The signature has {length} bytes; that of an RSA key of 2048 bits has {SIGNATURE}."),
            "Sign with the private key of the RSA key pair, not with a secret or another kind of key. If the token was cut off, copy it again.",
        );
    }
    let Some(key) = &question.public_key else {
        return report.not_checked(
            Rule::Signature,
            "No public key was given.",
            "Give the public key that Twilio holds under kid.",
        );
    };
    if verifies(key, algorithm, token) {
        return report.good(
            Rule::Signature,
            "The private key of this public key made the signature.",
        );
    }
    let mut others = Algorithm::ALL.into_iter().filter(|other| *other != algorithm);
    if let Some(other) = others.find(|other| verifies(key, *other, token)) {
        report.bad(
            Rule::Signature,
            format!(
                "The key is right, but it signed with {}, and alg says {}.",
                other.as_str(),
                algorithm.as_str()
            ),
            "Let alg name the algorithm that signs.",
        );
    } else {
        report.bad(
            Rule::Signature,
            "The signature was not made by the private key of this public key, or the token was changed afterwards.",
            "Sign with the private key that belongs to kid, or send the kid that belongs to this private key. Compare fingerprints to tell which it is.",
        );
    }
}

fn verifies(key: &PublicKey, algorithm: Algorithm, token: &Token) -> bool {
    match algorithm {
        Algorithm::RS256 => key.verify_rs256(&token.signing_input, &token.signature),
        Algorithm::PS256 => key.verify_ps256(&token.signing_input, &token.signature),
    }
}
