//! The line of the query.

use super::Slot;
use super::path::{lower_escapes, without_escapes_of};
use crate::twilio::encode::{decode, rfc3986};
use crate::twilio::validation::inspect::question::Asked;
use std::collections::BTreeMap;

pub(super) fn slot(asked: &Asked, right: &str) -> Slot {
    let wire = asked.url.query.as_str();
    let mut slot = Slot::new(right);
    slot.add(
        "",
        "The client leaves the query out. twilio-node does so where the query stands in the URL rather than in the parameters, as with the address of a next page.",
    );
    slot.add(
        format!("?{right}"),
        "The client begins the query with its question mark.",
    );
    slot.add(
        wire,
        "The client signs the query as it stands, neither sorted nor encoded afresh.",
    );
    order(&mut slot, wire, right);
    spelling(&mut slot, right);
    slot.add(
        node(wire),
        "The client builds the query as twilio-node does, which sorts before it encodes, joins repeated keys and drops what follows a second =.",
    );
    slot
}

/// The same pairs in other orders, encoded or not.
fn order(slot: &mut Slot, wire: &str, right: &str) {
    let pairs: Vec<_> = wire.split('&').filter(|pair| !pair.is_empty()).collect();
    let encoded: Vec<_> = pairs.iter().map(|pair| encode(pair)).collect();
    slot.add(encoded.join("&"), "The client does not sort the query.");
    let mut raw = pairs.clone();
    raw.sort_unstable();
    slot.add(
        raw.join("&"),
        "The client sorts the query but does not encode it afresh, as twilio-python does: + for a space, *, or %7E stay.",
    );
    let mut by_key: Vec<_> = right.split('&').collect();
    by_key.sort_by_key(|pair| pair.split('=').next().unwrap_or_default().to_owned());
    slot.add(
        by_key.join("&"),
        "The client sorts the query by its keys; whole key=value pairs are sorted.",
    );
    let mut decoded: Vec<_> = pairs.iter().map(|pair| decode(&pair.replace('+', " "))).collect();
    slot.add(decoded.join("&"), "The client does not encode the query.");
    decoded.sort();
    slot.add(decoded.join("&"), "The client does not encode the query.");
    let mut before = pairs;
    before.sort_by_key(|pair| decode(&pair.replace('+', " ")));
    let before: Vec<_> = before.iter().map(|pair| encode(pair)).collect();
    slot.add(
        before.join("&"),
        "The client sorts the query before it encodes it; it is sorted afterwards.",
    );
}

/// The right query in other spellings.
fn spelling(slot: &mut Slot, right: &str) {
    const FORM: &str = "The client encodes the query as a form: + for a space. A space is %20, * is %2A, ~ stays.";
    slot.add(right.replace("%20", "+"), FORM);
    slot.add(right.replace("%20", "+").replace("%2A", "*"), FORM);
    slot.add(right.replace("%20", "+").replace("%2A", "*").replace('~', "%7E"), FORM);
    slot.add(right.replace("%20", "+").replace('~', "%7E"), FORM);
    slot.add(
        right.replace("%2A", "*"),
        "The client leaves * in the query as it is; it is %2A.",
    );
    slot.add(
        right.replace('~', "%7E"),
        "The client encodes ~ in the query; it stays.",
    );
    slot.add(
        without_escapes_of(right, "!'()"),
        "The client leaves ! ' ( ) in the query as they are, as JavaScript's encodeURIComponent and twilio-node do.",
    );
    slot.add(
        without_escapes_of(right, "!'()*"),
        "The client leaves ! ' ( ) * in the query as they are, as JavaScript's encodeURIComponent does.",
    );
    slot.add(
        without_escapes_of(right, ":/@,"),
        "The client leaves : / @ , in the query as they are; everything but letters, digits and - . _ ~ is encoded.",
    );
    slot.add(
        right.replace('%', "%25"),
        "The client encodes the query twice: what was encoded already is encoded again.",
    );
    slot.add(
        lower_escapes(right),
        "The client writes escapes in the query with small letters (%2f); they have capitals (%2F).",
    );
    slot.add(
        rfc3986(&decode(right)),
        "The client encodes = and & of the query too; they stay.",
    );
    let equals = |pair: &str| {
        if pair.contains('=') {
            pair.to_owned()
        } else {
            format!("{pair}=")
        }
    };
    slot.add(
        right.split('&').map(equals).collect::<Vec<_>>().join("&"),
        "The client writes = behind a key that has no value.",
    );
}

fn encode(pair: &str) -> String {
    let encode = |text: &str| rfc3986(&decode(&text.replace('+', " ")));
    match pair.split_once('=') {
        Some((key, value)) => format!("{}={}", encode(key), encode(value)),
        None => encode(pair),
    }
}

/// The query of twilio-node, out of the parameters that stand on the wire.
fn node(wire: &str) -> String {
    let mut parameters: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for pair in wire.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        let plain = |text: &str| decode(&text.replace('+', " "));
        parameters.entry(plain(key)).or_default().push(plain(value));
    }
    let mut pairs: Vec<_> = parameters
        .iter()
        .map(|(key, values)| format!("{key}={}", values.join(",")))
        .collect();
    pairs.sort();
    let component = |text: &str| without_escapes_of(&rfc3986(text), "!'()");
    let encoded = pairs.iter().map(|pair| {
        let mut halves = pair.split('=');
        let (key, value) = (halves.next().unwrap_or_default(), halves.next().unwrap_or_default());
        format!("{}={}", component(key), component(value))
    });
    encoded.collect::<Vec<_>>().join("&")
}
