//! What a DER document is, told by its outline: labels lie, and bare base64 has none.

use std::fmt;

use pkcs8::ObjectIdentifier;
use pkcs8::der::asn1::AnyRef;
use pkcs8::der::{Decode, Reader, SliceReader, Tag, Tagged};

/// The kinds of documents that people take for a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Certificate,
    DsaPrivate,
    EcPrivate,
    Encrypted,
    Pkcs1Private,
    Pkcs1Public,
    Pkcs8,
    Spki,
    Unknown,
}

/// The outline of an RSA private key is the longest: ten items (RFC 8017, A.1.2).
const MAX_ITEMS: usize = 10;

impl Shape {
    /// Looks at the tags of the outermost SEQUENCE.
    pub(super) fn of(der: &[u8]) -> Self {
        use Tag::{BitString, Integer, OctetString, Sequence};
        match outline(der).unwrap_or_default().as_slice() {
            [Integer, Sequence, OctetString, ..] => Self::Pkcs8,
            [Sequence, OctetString] => Self::Encrypted,
            [Sequence, BitString] => Self::Spki,
            [Sequence, Sequence, BitString] => Self::Certificate,
            [Integer, OctetString, ..] => Self::EcPrivate,
            [Integer, Integer] => Self::Pkcs1Public,
            [Integer, Integer, Integer, Integer, Integer, Integer] => Self::DsaPrivate,
            [
                Integer,
                Integer,
                Integer,
                Integer,
                Integer,
                Integer,
                Integer,
                Integer,
                Integer,
                ..,
            ] => Self::Pkcs1Private,
            _ => Self::Unknown,
        }
    }
}

fn outline(der: &[u8]) -> Option<Vec<Tag>> {
    let document = AnyRef::from_der(der)
        .ok()
        .filter(|document| document.tag() == Tag::Sequence)?;
    let mut reader = SliceReader::new(document.value()).ok()?;
    let mut tags = Vec::new();
    while !reader.is_finished() && tags.len() < MAX_ITEMS {
        tags.push(AnyRef::decode(&mut reader).ok()?.tag());
    }
    Some(tags)
}

/// An algorithm whose keys Twilio does not take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyAlgorithm {
    /// Finite-field Diffie-Hellman.
    DiffieHellman,
    /// The Digital Signature Algorithm.
    Dsa,
    /// Elliptic curves in the form of SEC 1: ECDSA and ECDH.
    Ec,
    /// EdDSA over Curve25519 (RFC 8410).
    Ed25519,
    /// EdDSA over Curve448 (RFC 8410).
    Ed448,
    /// An RSA key restricted to PSS signatures (RFC 4055).
    RsaPss,
    /// Diffie-Hellman over Curve25519 (RFC 8410).
    X25519,
    /// Diffie-Hellman over Curve448 (RFC 8410).
    X448,
    /// Any other, by its object identifier.
    Other(String),
}

impl KeyAlgorithm {
    /// The algorithm of this identifier; nothing for plain RSA (RFC 8017, A.1).
    pub(super) fn of(oid: ObjectIdentifier) -> Option<Self> {
        Some(match oid.to_string().as_str() {
            "1.2.840.113549.1.1.1" => return None,
            "1.2.840.113549.1.1.10" => Self::RsaPss,
            "1.2.840.113549.1.3.1" | "1.2.840.10046.2.1" => Self::DiffieHellman,
            "1.2.840.10040.4.1" => Self::Dsa,
            "1.2.840.10045.2.1" => Self::Ec,
            "1.3.101.110" => Self::X25519,
            "1.3.101.111" => Self::X448,
            "1.3.101.112" => Self::Ed25519,
            "1.3.101.113" => Self::Ed448,
            other => Self::Other(other.to_owned()),
        })
    }
}

impl fmt::Display for KeyAlgorithm {
    /// With its article: "an Ed25519 key".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DiffieHellman => "a Diffie-Hellman key",
            Self::Dsa => "a DSA key",
            Self::Ec => "an elliptic-curve (EC) key",
            Self::Ed25519 => "an Ed25519 key",
            Self::Ed448 => "an Ed448 key",
            Self::RsaPss => "an RSA-PSS key",
            Self::X25519 => "an X25519 key",
            Self::X448 => "an X448 key",
            Self::Other(oid) => return write!(f, "a key of the algorithm {oid}"),
        })
    }
}
