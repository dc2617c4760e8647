//! The page's side of the key worker.

use super::archive::{ArchiveDone, ArchiveJob};
use super::key_worker::{About, KeyDone, KeyJob};
use super::search_pool::{Pair, SearchPool};
use super::web_crypto;
use super::worker::{WorkerError, WorkerHandle};
use crate::keys::{MakeKeyError, PublicKey};
use crate::twilio::Secret;
use futures_channel::oneshot;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
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
            message: error.to_string(),
        }
    }
}

type Handle = Rc<WorkerHandle<KeyJob, KeyDone>>;

/// Makes, checks and writes key pairs in workers, which are started when they are first needed.
#[derive(Clone, Default)]
pub struct KeyService {
    files: Rc<RefCell<Option<Handle>>>,
    search: SearchPool,
    prepared: Rc<RefCell<Prepared>>,
}

/// A key pair made ahead of need.
#[derive(Default)]
enum Prepared {
    /// None is wanted.
    #[default]
    No,
    /// It is being made; somebody may wait for it already.
    Coming(Option<oneshot::Sender<Result<Pair, String>>>),
    /// It is there.
    Ready(Pair),
}

impl KeyService {
    /// Another service, with the same workers looking for primes. What one cancels goes on for the other.
    #[must_use]
    pub fn sibling(&self) -> Self {
        Self {
            search: self.search.clone(),
            ..Self::default()
        }
    }

    /// Starts the workers that make key pairs ahead of need.
    pub fn warm_up(&self) {
        self.search.warm_up();
    }

    /// Makes a key pair ahead of need, so that the next [`Self::make`] does not wait. It is wiped by [`Self::forget_prepared`]
    /// and [`Self::cancel`].
    pub fn prepare(&self) {
        if !matches!(&*self.prepared.borrow(), Prepared::No) {
            return;
        }
        self.prepared.replace(Prepared::Coming(None));
        let service = self.clone();
        spawn_local(async move {
            let made = service.made().await;
            let mut prepared = service.prepared.borrow_mut();
            *prepared = match std::mem::take(&mut *prepared) {
                Prepared::Coming(Some(asker)) => {
                    // Nobody waits any more where the asker was dropped.
                    let _ = asker.send(made);
                    Prepared::No
                }
                // A failure shows when a pair is needed.
                Prepared::Coming(None) => made.map_or(Prepared::No, Prepared::Ready),
                forgotten => forgotten,
            };
        });
    }

    /// Wipes the pair that was made ahead of need.
    pub fn forget_prepared(&self) {
        self.prepared.take();
    }

    /// Makes a key pair, or takes the prepared one, or waits for the one that is being prepared. It
    /// takes some hundredths of a second, or a few tenths where the browser
    /// lacks relaxed SIMD.
    ///
    /// # Errors
    /// That the browser gave no randomness, that the pair failed its test, or that [`Self::cancel`] was called.
    pub async fn make(&self) -> Result<Pair, KeyError> {
        let made = match self.take_prepared() {
            Some(coming) => coming.await.map_err(|_| WorkerError::Ended)?,
            None => self.made().await,
        };
        let about = About::Key;
        made.map_err(|message| KeyError { about, message })
    }

    /// The prepared pair, or the one that is being prepared unless another waits for it.
    fn take_prepared(&self) -> Option<oneshot::Receiver<Result<Pair, String>>> {
        let (sender, receiver) = oneshot::channel();
        let mut prepared = self.prepared.borrow_mut();
        match std::mem::take(&mut *prepared) {
            Prepared::Ready(pair) => sender.send(Ok(pair)).ok()?,
            Prepared::Coming(None) => *prepared = Prepared::Coming(Some(sender)),
            other => {
                *prepared = other;
                return None;
            }
        }
        Some(receiver)
    }

    async fn made(&self) -> Result<Pair, String> {
        let (key, pkcs8) = self.search.pair(self.owner()).await?;
        if web_crypto::agrees(&pkcs8, key.spki_der()).await {
            Ok((key, pkcs8))
        } else {
            Err(MakeKeyError::SelfTestFailed.to_string())
        }
    }

    /// Tells this service from its siblings.
    fn owner(&self) -> usize {
        Rc::as_ptr(&self.files).addr()
    }

    /// Reads and checks a private key in any of the usual forms.
    ///
    /// # Errors
    /// The reason for which it is refused.
    pub async fn import(&self, text: &Secret, passphrase: Option<&Secret>) -> Result<Pair, KeyError> {
        let passphrase = passphrase.map(|secret| secret.expose().into());
        let text = text.expose().into();
        pair(self.ask(KeyJob::Import { text, passphrase }).await?)
    }

    /// Writes a private key as PEM, encrypted if there is a passphrase.
    ///
    /// # Errors
    /// That it could not be written.
    pub async fn export(&self, pkcs8: &[u8], passphrase: Option<&Secret>) -> Result<Secret, KeyError> {
        let passphrase = passphrase.map(|secret| secret.expose().into());
        let pkcs8 = pkcs8.to_vec();
        match self.ask(KeyJob::Export { pkcs8, passphrase }).await? {
            KeyDone::Pem(pem) => Ok(Secret::new(pem.expose().to_owned())),
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

    /// Ends whatever is under way, and wipes what was prepared. The next job starts new workers.
    pub fn cancel(&self) {
        self.files.borrow_mut().take();
        self.forget_prepared();
        self.search.cancel(self.owner());
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
            let mut slot = self.files.borrow_mut();
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
        let mut slot = self.files.borrow_mut();
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
