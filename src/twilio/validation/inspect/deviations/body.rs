//! What follows the list of signed headers: a line break, and the hash of the body if there is one.

use super::Slot;
use crate::twilio::encode::{decode, hex};
use crate::twilio::validation::inspect::question::Asked;
use base64ct::{Base64, Encoding};
use sha2::{Digest, Sha256};

/// The longest body that is tried unhashed, in bytes: it is hashed anew with every other deviation.
const RAW_MAX: usize = 2048;

pub(super) fn slot(asked: &Asked, right: &str) -> Slot {
    let mut slot = Slot::new(right);
    if asked.body.is_empty() {
        slot.add(
            "",
            "The client leaves the last line break out: with an empty body the canonical request ends with a line break behind the list of signed headers.",
        );
        slot.add(
            line(""),
            "The client hashes the empty body (e3b0c442\u{2026}); an empty body is not hashed.",
        );
        slot.add("\n\n", "The client adds a line break to the end.");
        return slot;
    }
    const NOT: &str =
        "The client does not hash the body. twilio-java 11.0 does not read it (its issue 925): use a later version.";
    slot.add("\n", NOT);
    slot.add("", NOT);
    slot.add(line(""), "The client hashes an empty body in place of the request's.");
    slot.add(
        format!("{right}\n"),
        "The client adds a line break behind the body's hash.",
    );
    slot.add(
        right.to_ascii_uppercase(),
        "The client writes the body's hash in capitals; it is lowercase.",
    );
    slot.add(
        format!("\n{}", Base64::encode_string(&Sha256::digest(asked.body.as_bytes()))),
        "The client writes the body's hash in base64; it is hexadecimal.",
    );
    if asked.body.len() <= RAW_MAX {
        slot.add(
            format!("\n{}", asked.body),
            "The client signs the body itself; its SHA-256 belongs there.",
        );
    }
    other_bodies(&mut slot, &asked.body);
    slot
}

fn line(body: &str) -> String {
    format!("\n{}", hex(&Sha256::digest(body.as_bytes())))
}

/// Bodies that are nearly the one that was given.
fn other_bodies(slot: &mut Slot, body: &str) {
    const ENCODED: &str =
        "The client hashes the body in another encoding than it is sent in: it must hash the very bytes that go out.";
    const ENDS: &str =
        "The token is signed for a body with other line ends: the hash is over the very bytes that go out.";
    let trimmed = body.trim_end_matches(['\n', '\r']);
    slot.add(line(trimmed), ENDS);
    slot.add(line(&format!("{trimmed}\n")), ENDS);
    slot.add(line(&body.replace("\r\n", "\n").replace('\n', "\r\n")), ENDS);
    slot.add(line(&body.replace('+', "%20")), ENCODED);
    slot.add(line(&body.replace("%20", "+")), ENCODED);
    slot.add(line(&decode(&body.replace('+', " "))), ENCODED);
    slot.add(line(&decode(body)), ENCODED);
    let pairs: Vec<(String, String)> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let form = |pairs: &[(String, String)]| {
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish()
    };
    slot.add(line(&form(&pairs)), ENCODED);
    slot.add(line(&form(&pairs).replace('+', "%20")), ENCODED);
    let mut sorted = pairs;
    sorted.sort();
    slot.add(
        line(&form(&sorted)),
        "The client hashes the body with its parameters in another order than they are sent in.",
    );
}
