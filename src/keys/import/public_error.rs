//! Why a public key was refused, each reason with its remedy.

use super::error::article;
use super::{KeyAlgorithm, MAX_PASTE_BYTES, PemFault};
use crate::keys::Weakness;

/// A refused public key. Each message says what was found and what to do next, and carries no key material.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PublicKeyError {
    /// An X.509 certificate.
    #[error("This is a certificate. Take the public key out of it: openssl x509 -in CERTIFICATE.pem -pubkey -noout")]
    Certificate,
    /// A PKCS#10 certificate request.
    #[error("This is a certificate request. Take the public key out of it: openssl req -in REQUEST.pem -pubkey -noout")]
    CertificateRequest,
    /// The base64 is whole, but what it encodes is not a key.
    #[error("This public key is damaged: its text can be read, but no key comes out of it. Copy the whole file again.")]
    DamagedDer,
    /// The armour or the base64 is damaged.
    #[error(
        "This public key is damaged: {fault}. Copy the whole file again, from the BEGIN line to the END line, both \
         included."
    )]
    DamagedPem {
        /// What is wrong with the text.
        fault: PemFault,
    },
    /// Nothing, or only space.
    #[error("There is no public key yet. Paste the whole file, from the BEGIN line to the END line, or choose it.")]
    Empty,
    /// No PEM, and nothing else that is known.
    #[error("This is not a public key in PEM form. Such a file starts with -----BEGIN PUBLIC KEY-----.")]
    NotAPem,
    /// A key of another algorithm.
    #[error(
        "This is {algorithm}, not a plain RSA key. Twilio accepts RSA keys of exactly 2048 bits. Ask its owner for one: \
         openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048"
    )]
    NotRsa {
        /// Its algorithm.
        algorithm: KeyAlgorithm,
    },
    /// OpenSSH's own format.
    #[error("This public key is in OpenSSH's own form. Convert it: ssh-keygen -e -m PKCS8 -f KEY.pub")]
    OpenSshKey,
    /// An exponent other than 65537.
    #[error(
        "The public exponent of this key is {exponent}. Twilio accepts 65537 only. Ask its owner for a new key: \
         openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048"
    )]
    OtherExponent {
        /// Its digits, or its length in bits if they are many.
        exponent: String,
    },
    /// A private key where a public key belongs.
    #[error(
        "STOP: this is a PRIVATE key. Nothing was sent or kept. Clear the field, and the clipboard too. If somebody sent \
         you this key, it is no longer secret: ask them for a new key pair, of which they send the public key only."
    )]
    PrivateKey,
    /// More than one public key.
    #[error("There are {count} public keys here. Paste one.")]
    SeveralPublicKeys {
        /// How many.
        count: usize,
    },
    /// More text than any key has.
    #[error(
        "This is {bytes} bytes long, and a public key file is under {MAX_PASTE_BYTES}. Choose the file that holds the \
         public key and nothing else."
    )]
    TooLarge {
        /// Bytes of UTF-8.
        bytes: usize,
    },
    /// Anybody can compute the private key from this public key.
    #[error(
        "This key is not safe, because {weakness}. Others can find its private key. Ask its owner for a new one: \
         openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048"
    )]
    Weak {
        /// The flaw.
        weakness: Weakness,
    },
    /// A modulus that is not 2048 bits long.
    #[error(
        "This is {} {bits}-bit key. Twilio accepts RSA keys of exactly 2048 bits. Ask its owner for one: openssl \
         genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048",
        article(*bits)
    )]
    WrongSize {
        /// Bits of the modulus.
        bits: u32,
    },
}
