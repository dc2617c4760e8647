//! RSA keys whose numbers are written out by name: JSON Web Keys (RFC 7517) and .NET's XML (XML Signature, 4.5.2.2).

use base64ct::{Base64Unpadded, Encoding};
use pkcs8::der::Encode;
use rsa::pkcs1::{RsaPrivateKeyRef, RsaPublicKeyRef, UintRef};
use zeroize::Zeroizing;

/// A key that is written out.
pub(super) enum Written {
    /// An RSA private key, as the `RSAPrivateKey` (RFC 8017, A.1.2) of its numbers.
    Private(Zeroizing<Vec<u8>>),
    /// An RSA public key, as the `RSAPublicKey` (RFC 8017, A.1.1) of its numbers.
    Public(Vec<u8>),
    /// A private key of another algorithm, or an RSA key without the numbers that follow from its primes.
    PrivateOnly {
        /// Whether it is an RSA key.
        rsa: bool,
    },
    /// Several keys.
    Several {
        /// How many.
        count: usize,
        /// Whether any of them is private.
        private: bool,
    },
}

/// The key that a text writes out.
pub(super) fn find(text: &str) -> Option<Written> {
    let (count, private, rsa) = if let Some(kind) = member(text, "kty") {
        let private = member(text, "d").is_some_and(|d| d.len() >= MIN_DIGITS);
        (text.matches("kty").count(), private, kind == "RSA")
    } else {
        let count = text.matches("<RSAKeyValue>").count();
        (count, element(text, "D").is_some(), true)
    };
    match (count, private) {
        (0, _) => None,
        (2.., _) => Some(Written::Several { count, private }),
        (1, false) => public(text).map(Written::Public),
        (1, true) => Some(private_key(text).map_or(Written::PrivateOnly { rsa }, Written::Private)),
    }
}

/// The shortest private number, of Curve25519, is longer.
const MIN_DIGITS: usize = 40;

/// A number by its names in JSON and in XML.
fn number(text: &str, names: (&str, &str)) -> Option<Zeroizing<Vec<u8>>> {
    let digits = member(text, names.0).or_else(|| element(text, names.1))?;
    let standard = |digit| match digit {
        '-' => '+',
        '_' => '/',
        other => other,
    };
    let digits = digits.chars().filter(|c| !c.is_whitespace() && *c != '=').map(standard);
    let digits: Zeroizing<String> = Zeroizing::new(digits.collect());
    Base64Unpadded::decode_vec(&digits).ok().map(Zeroizing::new)
}

fn public(text: &str) -> Option<Vec<u8>> {
    let (n, e) = (number(text, ("n", "Modulus"))?, number(text, ("e", "Exponent"))?);
    let key = RsaPublicKeyRef {
        modulus: UintRef::new(&n).ok()?,
        public_exponent: UintRef::new(&e).ok()?,
    };
    key.to_der().ok()
}

fn private_key(text: &str) -> Option<Zeroizing<Vec<u8>>> {
    const NAMES: [(&str, &str); 8] = [
        ("n", "Modulus"),
        ("e", "Exponent"),
        ("d", "D"),
        ("p", "P"),
        ("q", "Q"),
        ("dp", "DP"),
        ("dq", "DQ"),
        ("qi", "InverseQ"),
    ];
    let mut numbers = Vec::with_capacity(NAMES.len());
    for names in NAMES {
        numbers.push(number(text, names)?);
    }
    let mut integers = numbers.iter().map(|bytes| UintRef::new(bytes).ok());
    let mut next = || integers.next().flatten();
    let key = RsaPrivateKeyRef {
        modulus: next()?,
        public_exponent: next()?,
        private_exponent: next()?,
        prime1: next()?,
        prime2: next()?,
        exponent1: next()?,
        exponent2: next()?,
        coefficient: next()?,
        other_prime_infos: None,
    };
    key.to_der().ok().map(Zeroizing::new)
}

/// The text of a member of a JSON object, or of one that JavaScript writes: `"d": "..."`, `d: '...'`.
fn member<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    const QUOTES: [char; 2] = ['"', '\''];
    text.match_indices(name).find_map(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + name.len()..]);
        if before.ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
            return None;
        }
        let value = after.trim_start_matches(QUOTES).trim_start().strip_prefix(':')?;
        let value = value.trim_start().strip_prefix(QUOTES)?;
        value.split_once(QUOTES).map(|(value, _)| value)
    })
}

/// The text of an element of XML without attributes.
fn element<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let (_, after) = text.split_once(&format!("<{name}>"))?;
    after.split_once("</").map(|(value, _)| value)
}
