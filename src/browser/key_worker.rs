//! The worker that reads, checks and encrypts private keys, and writes archives, so that the page never stands still.

use super::archive::{self, ArchiveDone, ArchiveJob, OpenArchive};
use super::message::Text;
use crate::keys::{self, ImportError, KeyPair};
use getrandom::SysRng;
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

/// What the page asks.
#[derive(Serialize, Deserialize)]
pub(super) enum KeyJob {
    /// Read and check a private key.
    Import { text: Text, passphrase: Option<Text> },
    /// Write a private key (PKCS#8 DER) as PEM, encrypted if there is a passphrase.
    Export {
        #[serde(with = "serde_bytes")]
        pkcs8: Vec<u8>,
        passphrase: Option<Text>,
    },
    /// Put files into an archive.
    Archive(ArchiveJob),
}

/// What the worker answers.
#[derive(Serialize, Deserialize)]
pub(super) enum KeyDone {
    /// A key pair: PKCS#8 and SubjectPublicKeyInfo, both DER.
    Pair {
        #[serde(with = "serde_bytes")]
        pkcs8: Vec<u8>,
        #[serde(with = "serde_bytes")]
        spki: Vec<u8>,
    },
    /// A private key as PEM.
    Pem(Text),
    /// What came of a part of an archive.
    Archive(ArchiveDone),
    /// Why not.
    Refused { about: About, message: String },
}

/// What a refusal is about, so that its sentence stands beside the right field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum About {
    /// The key.
    Key,
    /// The key is encrypted and no passphrase was given.
    PassphraseMissing,
    /// The passphrase.
    Passphrase,
}

/// Runs the worker.
pub fn run() {
    let mut archive = None;
    super::worker::serve(move |job| answer(&mut archive, job));
}

fn answer(archive: &mut Option<OpenArchive>, job: KeyJob) -> KeyDone {
    match job {
        KeyJob::Archive(job) => match archive::take(archive, job) {
            Ok(done) => KeyDone::Archive(done),
            Err(message) => KeyDone::Refused {
                about: About::Key,
                message,
            },
        },
        KeyJob::Import { text, passphrase } => {
            match keys::import_private_key(text.expose(), passphrase.as_ref().map(Text::expose)) {
                Ok(pair) => done(&pair),
                Err(error) => refused(about(&error), &error),
            }
        }
        KeyJob::Export { mut pkcs8, passphrase } => {
            let exported = export(&pkcs8, passphrase.as_ref().map(Text::expose));
            pkcs8.zeroize();
            exported.map_or_else(
                |message| KeyDone::Refused {
                    about: About::Key,
                    message,
                },
                KeyDone::Pem,
            )
        }
    }
}

fn export(pkcs8: &[u8], passphrase: Option<&str>) -> Result<Text, String> {
    let pair = KeyPair::from_pkcs8_der(pkcs8).map_err(|error| error.to_string())?;
    let pem = match passphrase {
        Some(passphrase) => pair.to_encrypted_pkcs8_pem(passphrase, &mut SysRng),
        None => pair.to_pkcs8_pem(),
    };
    pem.map(|pem| Text::from(&**pem)).map_err(|error| error.to_string())
}

fn done(pair: &KeyPair) -> KeyDone {
    KeyDone::Pair {
        pkcs8: pair.pkcs8_der().to_vec(),
        spki: pair.public_key().spki_der().to_vec(),
    }
}

fn refused(about: About, error: &impl ToString) -> KeyDone {
    KeyDone::Refused {
        about,
        message: error.to_string(),
    }
}

fn about(error: &ImportError) -> About {
    match error {
        ImportError::PassphraseMissing => About::PassphraseMissing,
        ImportError::PassphraseWrong => About::Passphrase,
        _ => About::Key,
    }
}
