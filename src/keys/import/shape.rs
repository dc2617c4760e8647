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
    OpenSsh,
    Pkcs1Private,
    Pkcs1Public,
    Pkcs12,
    Pkcs8,
    /// A piece of a private key, of whichever kind.
    PrivatePiece,
    Spki,
    Unknown,
}

/// The first bytes of OpenSSH's own form (PROTOCOL.key of OpenSSH).
const OPEN_SSH: &[u8] = b"openssh-key-v1\0";

/// The outline of an RSA private key is the longest: ten items (RFC 8017, A.1.2).
const MAX_ITEMS: usize = 10;

impl Shape {
    /// Looks at the tags of the outermost SEQUENCE, and where it is not whole, at its first bytes.
    pub(super) fn of(der: &[u8]) -> Self {
        use Tag::{BitString, Integer, OctetString, Sequence};
        match outline(der).unwrap_or_default().as_slice() {
            [Integer, Sequence] | [Integer, Sequence, Sequence] => Self::Pkcs12,
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
            _ if der.starts_with(OPEN_SSH) => Self::OpenSsh,
            _ => Self::of_piece(der),
        }
    }

    fn of_piece(der: &[u8]) -> Self {
        let version = |content: &[u8]| -> Option<Self> {
            Some(match content.strip_prefix(&[2, 1])? {
                // The lengths stand between SEQUENCE and its first item, an object identifier or a SEQUENCE of one.
                [0 | 1, 0x30, _, 6, ..] | [0, 2, 0x81 | 0x82, ..] | [1, 4, ..] => Self::PrivatePiece,
                [3, 0x30, ..] => Self::Pkcs12,
                _ => return None,
            })
        };
        let encrypted = |content: &[u8]| {
            let scheme = content.strip_prefix(&[0x30])?.get(1..)?.strip_prefix(&[6])?.get(1..)?;
            // PKCS#5 and PKCS#12, the two arcs of password-based encryption (RFC 8018, A; RFC 7292, C).
            let arc = scheme.strip_prefix(&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1])?;
            matches!(arc, [5, ..] | [12, 1, ..]).then_some(Self::PrivatePiece)
        };
        let first = content(der).and_then(|content| version(content).or_else(|| encrypted(content)));
        first.unwrap_or(if holds_private_numbers(der) {
            Self::PrivatePiece
        } else {
            Self::Unknown
        })
    }

    /// Whether it is, or encrypts, a private key.
    pub(super) const fn is_private(self) -> bool {
        !matches!(self, Self::Certificate | Self::Pkcs1Public | Self::Spki | Self::Unknown)
    }
}

/// Are there numbers that stand together only in an RSA private key: 65537 and d, or a prime of 1024 bits and the number after it?
fn holds_private_numbers(der: &[u8]) -> bool {
    let is_followed = |at: usize, length: usize| matches!(der.get(at + length..), Some([2, 0x81 | 0x82, ..]));
    der.windows(5).enumerate().any(|(at, window)| match window {
        [2, 3, 1, 0, 1] => is_followed(at, window.len()),
        [2, 0x81, 0x81, 0, _] => is_followed(at, 3 + 0x81),
        _ => false,
    })
}

/// What stands in the outermost SEQUENCE, however long it says that it is.
fn content(der: &[u8]) -> Option<&[u8]> {
    let (length, rest) = der.strip_prefix(&[0x30])?.split_first()?;
    // Of indefinite length, or with as many bytes of length as the lower bits say (X.690, 8.1.3).
    rest.get(
        match length {
            0x80..=0x84 => usize::from(length - 0x80),
            0x85.. => return None,
            _ => 0,
        }..,
    )
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
