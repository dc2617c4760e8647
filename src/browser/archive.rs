//! The archive of a run's results. The key worker writes it, a few private keys at a time, so that the page never stands
//! still and no private key is in it unencrypted.

use super::message::Text;
use super::{KeyService, Keyring, download};
use crate::handover::{
    Archive, Handed, PRIVATE_KEYS, PUBLIC_KEYS, SECRETS_FILE, TABLE_NAME, manifest, public_file, readme, secrets_table,
    table,
};
use crate::keys::{self, Fingerprint, PassphraseKey};
use crate::twilio::Secret;
use getrandom::SysRng;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use zeroize::Zeroize;

/// How many private keys go to the worker at a time.
const AT_A_TIME: usize = 25;

/// What the page asks of the worker.
#[derive(Serialize, Deserialize)]
pub(super) enum ArchiveJob {
    /// Begin an archive with these files, and with the secrets sealed.
    Begin {
        passphrase: Text,
        files: Vec<(String, String)>,
        secrets: Text,
    },
    /// Add private keys, encrypted.
    Add(Vec<KeyFile>),
    /// Hand the archive over.
    End,
}

/// A private key (PKCS#8 DER) and the path of its file.
#[derive(Serialize, Deserialize)]
pub(super) struct KeyFile {
    path: String,
    #[serde(with = "serde_bytes")]
    pkcs8: Vec<u8>,
}

/// What the worker answers.
#[derive(Serialize, Deserialize)]
pub(super) enum ArchiveDone {
    /// So far, so good.
    Taken,
    /// The whole file.
    Whole(#[serde(with = "serde_bytes")] Vec<u8>),
}

/// The archive that a worker writes.
pub(super) struct OpenArchive {
    archive: Archive,
    key: PassphraseKey,
}

/// The worker's side.
pub(super) fn take(open: &mut Option<OpenArchive>, job: ArchiveJob) -> Result<ArchiveDone, String> {
    let said = |error: &dyn std::fmt::Display| error.to_string();
    match job {
        ArchiveJob::Begin {
            passphrase,
            files,
            secrets,
        } => {
            let mut archive = Archive::default();
            for (path, text) in files {
                archive.add(&path, text.as_bytes()).map_err(|error| said(&error))?;
            }
            let passphrase = passphrase.expose();
            let sealed = keys::seal_text(secrets.expose(), passphrase, &mut SysRng).map_err(|error| said(&error))?;
            let key = PassphraseKey::derive(passphrase, &mut SysRng).map_err(|error| said(&error))?;
            archive.add(SECRETS_FILE, &sealed).map_err(|error| said(&error))?;
            *open = Some(OpenArchive { archive, key });
        }
        ArchiveJob::Add(files) => {
            let open = open.as_mut().ok_or("The archive was not begun.")?;
            for mut file in files {
                let pem = open.key.encrypt_pem(&file.pkcs8, &mut SysRng);
                file.pkcs8.zeroize();
                let pem = pem.map_err(|error| said(&error))?;
                open.archive
                    .add(&file.path, pem.as_bytes())
                    .map_err(|error| said(&error))?;
            }
        }
        ArchiveJob::End => {
            let open = open.take().ok_or("The archive was not begun.")?;
            return open
                .archive
                .finish()
                .map(ArchiveDone::Whole)
                .map_err(|error| said(&error));
        }
    }
    Ok(ArchiveDone::Taken)
}

/// Saves everything that `results` hold as one archive, its private keys and secrets encrypted with the passphrase.
/// `progress` hears how many private keys are in it.
///
/// # Errors
/// A sentence that says what is missing or failed. Then nothing was saved.
pub async fn save_archive(
    name: &str,
    key_service: &KeyService,
    keyring: &Keyring,
    passphrase: &Secret,
    results: &[Handed],
    progress: impl Fn(usize),
) -> Result<(), String> {
    let mut files = vec![
        ("README.txt".to_owned(), readme(results)),
        (TABLE_NAME.to_owned(), table(results)),
        ("manifest.json".to_owned(), manifest(results)),
    ];
    let mut private: BTreeMap<&str, Fingerprint> = BTreeMap::new();
    for handed in results {
        let (Some(file), Some((key, _))) = (handed.private_key_file(), &handed.key) else {
            continue;
        };
        match private.insert(file, key.fingerprint()) {
            None => files.push((format!("{PUBLIC_KEYS}/{}", public_file(file)), key.to_pem())),
            Some(same) if same == key.fingerprint() => {}
            Some(_) => {
                return Err(format!(
                    "Two private keys would be the file {file}. Save them one by one."
                ));
            }
        }
    }
    let begin = ArchiveJob::Begin {
        passphrase: passphrase.expose().into(),
        files,
        secrets: secrets_table(results).as_str().into(),
    };
    ask(key_service, begin).await?;
    let private: Vec<_> = private.into_iter().collect();
    for (done, some) in private.chunks(AT_A_TIME).enumerate() {
        progress(done * AT_A_TIME);
        let file = |(file, key): &(&str, Fingerprint)| {
            let pkcs8 = keyring.pkcs8(*key).ok_or("A private key is no longer in this page.")?;
            Ok::<_, String>(KeyFile {
                path: format!("{PRIVATE_KEYS}/{file}"),
                pkcs8: pkcs8.to_vec(),
            })
        };
        let files = some.iter().map(file).collect::<Result<_, _>>()?;
        ask(key_service, ArchiveJob::Add(files)).await?;
    }
    match ask(key_service, ArchiveJob::End).await? {
        ArchiveDone::Whole(bytes) if download::save(name, &bytes) => Ok(()),
        _ => Err("The browser did not save the archive.".to_owned()),
    }
}

async fn ask(key_service: &KeyService, job: ArchiveJob) -> Result<ArchiveDone, String> {
    key_service.archive(job).await.map_err(|error| error.message)
}
