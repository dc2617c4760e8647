//! Why a private key was refused, each reason with its remedy.

use super::{KeyAlgorithm, MAX_PASTE_BYTES, PemFault};
use crate::keys::{KeyFlaw, Weakness};

/// A refused private key. Each message says what was found and what to do next, and carries no key material.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// An X.509 certificate.
    #[error("This is a certificate, which holds no private key. Choose the private key file that was made with it.")]
    Certificate,
    /// A PKCS#10 certificate request.
    #[error(
        "This is a certificate request, which holds no private key. Choose the private key file that was made with it."
    )]
    CertificateRequest,
    /// The base64 is whole, but what it encodes is not a key.
    #[error(
        "This file is damaged: its text can be read, but no private key comes out of it. Copy the whole file again, or \
         use your backup of it."
    )]
    DamagedDer,
    /// The armour or the base64 is damaged.
    #[error(
        "This private key is damaged: {fault}. Copy the whole file again, from the BEGIN line to the END line, both \
         included."
    )]
    DamagedPem {
        /// What is wrong with the text.
        fault: PemFault,
    },
    /// Nothing, or only space.
    #[error("There is no private key yet. Paste the whole file, from the BEGIN line to the END line, or choose it.")]
    Empty,
    /// The numbers of the key contradict each other.
    #[error(
        "This private key is damaged or was made by a faulty program: {flaw}. Do not use it: make a new key pair here."
    )]
    Inconsistent {
        /// The property that does not hold.
        flaw: KeyFlaw,
    },
    /// No PEM, and nothing else that is known.
    #[error(
        "This is not a private key in PEM form. Such a file starts with -----BEGIN PRIVATE KEY-----, \
         -----BEGIN ENCRYPTED PRIVATE KEY----- or -----BEGIN RSA PRIVATE KEY-----."
    )]
    NotAPem,
    /// A key of another algorithm.
    #[error(
        "This is {algorithm}, not a plain RSA key. Twilio accepts RSA keys of exactly 2048 bits: make a new key pair \
         here, or run openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048."
    )]
    NotRsa {
        /// Its algorithm.
        algorithm: KeyAlgorithm,
    },
    /// OpenSSH's own format.
    #[error(
        "This private key is in OpenSSH's own form. Convert a copy of it, because the line replaces the file: \
         ssh-keygen -p -m PKCS8 -f COPY. Then choose the converted file."
    )]
    OpenSshKey,
    /// An exponent other than 65537.
    #[error(
        "The public exponent of this key is {exponent}. Twilio accepts 65537 only: make a new key pair here, or run \
         openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048."
    )]
    OtherExponent {
        /// Its digits, or its length in bits if they are many.
        exponent: String,
    },
    /// An RSA key in JSON or XML without the numbers that every program needs.
    #[error(
        "This private key lacks its primes or what follows from them (in a JWK p, q, dp, dq and qi). Export the whole key, \
         best as PEM, or make a new key pair here."
    )]
    PartsMissing,
    /// The key is encrypted and no passphrase was given.
    #[error("This private key is encrypted. Type the passphrase that it was saved with.")]
    PassphraseMissing,
    /// The passphrase does not open the key.
    #[error(
        "This passphrase does not open the private key. Check it and try again. If you are certain of it, the file is \
         damaged."
    )]
    PassphraseWrong,
    /// A key for PGP.
    #[error(
        "This is a PGP key, which Twilio cannot use. Choose an RSA private key in PEM form, or make a new key pair here."
    )]
    PgpKey,
    /// A PKCS#12 file.
    #[error(
        "This is a PKCS#12 file (.p12 or .pfx). Take the private key out of it and choose the new file: openssl pkcs12 \
         -nocerts -in OLD.p12 -out NEW.pem"
    )]
    Pkcs12,
    /// What `openssl -text` prints of a private key.
    #[error("These are the numbers of a private key as OpenSSL prints them. Choose the private key file itself.")]
    Printed,
    /// A public key.
    #[error(
        "This is a public key. Choose the private key file that belongs to it; it says PRIVATE KEY in its first line."
    )]
    PublicKey,
    /// PuTTY's own format.
    #[error(
        "This private key is in PuTTY's form (.ppk). Open it in PuTTYgen, choose Conversions, Export OpenSSH key, and \
         convert that file: ssh-keygen -p -m PKCS8 -f COPY."
    )]
    PuttyKey,
    /// More than one private key.
    #[error("There are {count} private keys here. Paste the one that belongs to the public key at Twilio.")]
    SeveralPrivateKeys {
        /// How many.
        count: usize,
    },
    /// More text than any key has.
    #[error(
        "This is {bytes} bytes long, and a private key file is under {MAX_PASTE_BYTES}. Choose the file that holds the \
         private key and nothing else."
    )]
    TooLarge {
        /// Bytes of UTF-8.
        bytes: usize,
    },
    /// An encryption that is not read here, or one that is too costly to open.
    #[error(
        "This private key is encrypted by {method}. Convert it and choose the new file: openssl pkcs8 -topk8 -v2 \
         aes-256-cbc -in OLD.pem -out NEW.pem"
    )]
    UnsupportedEncryption {
        /// The method, in words.
        method: String,
    },
    /// Anybody can compute this private key from its public key.
    #[error(
        "This key is not safe, because {weakness}. Others can find the private key: replace it with a new key pair."
    )]
    Weak {
        /// The flaw.
        weakness: Weakness,
    },
    /// A modulus that is not 2048 bits long.
    #[error(
        "This is {} {bits}-bit key. Twilio accepts RSA keys of exactly 2048 bits: make a new key pair here, or run \
         openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048.",
        article(*bits)
    )]
    WrongSize {
        /// Bits of the modulus.
        bits: u32,
    },
}

impl From<KeyFlaw> for ImportError {
    fn from(flaw: KeyFlaw) -> Self {
        Self::Inconsistent { flaw }
    }
}

/// "a 4096-bit key", "an 8192-bit key".
pub(super) fn article(bits: u32) -> &'static str {
    if bits.to_string().starts_with('8') { "an" } else { "a" }
}
