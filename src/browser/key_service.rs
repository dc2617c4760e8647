//! The page's side of the key worker.

use super::archive::{ArchiveDone, ArchiveJob};
use super::key_worker::{About, KeyDone, KeyJob};
use super::worker::{WorkerError, WorkerHandle};
use crate::keys::PublicKey;
use crate::twilio::Secret;
use std::cell::RefCell;
use std::rc::Rc;
use zeroize::Zeroizing;

/// Why a key job was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyError {
    /// What the sentence is about.
    pub about: About,
    /// The sentence.
    pub message: String,
}

impl From<WorkerError> for KeyError {
    fn from(error: WorkerError) -> Self {
        Self {
            about: About::Key,
            message: format!("{error}."),
        }
    }
}

type Handle = Rc<WorkerHandle<KeyJob, KeyDone>>;

/// Makes, checks and writes key pairs in a worker of its own, which is started when it is first needed.
#[derive(Clone, Default)]
pub struct KeyService(Rc<RefCell<Option<Handle>>>);

/// A key pair as the worker hands it over.
type Pair = (PublicKey, Zeroizing<Vec<u8>>);

impl KeyService {
    /// Starts the worker ahead of need.
    pub fn warm_up(&self) {
        // A failure shows when it is needed.
        let _ = self.handle();
    }

    /// Makes a key pair. It takes a third of a second on the average, and now and then several seconds.
    ///
    /// # Errors
    /// That the browser gave no randomness, or that [`Self::cancel`] was called.
    pub async fn make(&self) -> Result<Pair, KeyError> {
        pair(self.ask(KeyJob::Make).await?)
    }

    /// Reads and checks a private key in any of the usual forms.
    ///
    /// # Errors
    /// The reason for which it is refused.
    pub async fn import(&self, text: &Secret, passphrase: Option<&Secret>) -> Result<Pair, KeyError> {
        let passphrase = passphrase.map(|secret| secret.expose().to_owned());
        pair(
            self.ask(KeyJob::Import {
                text: text.expose().to_owned(),
                passphrase,
            })
            .await?,
        )
    }

    /// Writes a private key as PEM, encrypted if there is a passphrase.
    ///
    /// # Errors
    /// That it could not be written.
    pub async fn export(&self, pkcs8: &[u8], passphrase: Option<&Secret>) -> Result<Secret, KeyError> {
        let passphrase = passphrase.map(|secret| secret.expose().to_owned());
        match self
            .ask(KeyJob::Export {
                pkcs8: pkcs8.to_vec(),
                passphrase,
            })
            .await?
        {
            KeyDone::Pem(pem) => Ok(Secret::new(pem)),
            KeyDone::Refused { about, message } => Err(KeyError { about, message }),
            KeyDone::Pair { .. } | KeyDone::Archive(_) => Err(WorkerError::Ended.into()),
        }
    }

    /// Does a part of an archive.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub(super) async fn archive(&self, job: ArchiveJob) -> Result<ArchiveDone, KeyError> {
        match self.ask(KeyJob::Archive(job)).await? {
            KeyDone::Archive(done) => Ok(done),
            KeyDone::Refused { about, message } => Err(KeyError { about, message }),
            KeyDone::Pair { .. } | KeyDone::Pem(_) => Err(WorkerError::Ended.into()),
        }
    }

    /// Ends whatever is under way. The next job starts a new worker.
    pub fn cancel(&self) {
        self.0.borrow_mut().take();
    }

    async fn ask(&self, job: KeyJob) -> Result<KeyDone, KeyError> {
        let handle = self.handle()?;
        let asked = handle.ask(job);
        // Not held while waiting, so that `cancel` ends the worker.
        let worker = Rc::downgrade(&handle);
        drop(handle);
        let done = asked.await;
        if done.is_err() {
            // A worker that crashed never answers again: the next job gets a new one.
            let mut slot = self.0.borrow_mut();
            if slot
                .as_ref()
                .is_some_and(|current| Rc::downgrade(current).ptr_eq(&worker))
            {
                slot.take();
            }
        }
        Ok(done?)
    }

    fn handle(&self) -> Result<Handle, WorkerError> {
        let mut slot = self.0.borrow_mut();
        if let Some(handle) = slot.as_ref() {
            return Ok(Rc::clone(handle));
        }
        let handle = Rc::new(WorkerHandle::start("data-key-worker")?);
        *slot = Some(Rc::clone(&handle));
        Ok(handle)
    }
}

fn pair(done: KeyDone) -> Result<Pair, KeyError> {
    match done {
        KeyDone::Pair { pkcs8, spki } => {
            let pkcs8 = Zeroizing::new(pkcs8);
            let key = PublicKey::from_spki_der(&spki).map_err(|_| WorkerError::Ended)?;
            Ok((key, pkcs8))
        }
        KeyDone::Refused { about, message } => Err(KeyError { about, message }),
        KeyDone::Pem(_) | KeyDone::Archive(_) => Err(WorkerError::Ended.into()),
    }
}
