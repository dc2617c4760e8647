//! The page's side of the practice account.

use super::practice_worker::{EnforcementChoice, FaultChoice, PracticeAnswer, PracticeAsk, WireRequest};
use super::relay::TIMEOUT_SECONDS;
use super::worker::WorkerHandle;
use crate::keys::PublicKey;
use crate::twilio::{HttpOutcome, HttpRequest, Secret, TransportError};
use std::rc::Rc;
use std::time::Duration;

/// A practice account that was opened. Its SIDs are texts, since they fill the form as an admin would.
#[derive(Debug, Clone)]
pub struct PracticeAccount {
    /// The Account SID.
    pub account_sid: String,
    /// The Main API key.
    pub api_key_sid: String,
    /// Its secret.
    pub secret: Secret,
    /// The SID of its public key, if it has one.
    pub public_key_sid: Option<String>,
}

/// How large and how slow a practice account is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PracticeScale {
    /// How many subaccounts it has at the start.
    pub subaccounts: usize,
    /// How long each reply takes, in milliseconds, beyond what it takes to work it out.
    pub latency_millis: u32,
}

/// A practice account in its worker. Dropping the last clone ends it.
#[derive(Clone)]
pub struct PracticeService {
    worker: Rc<WorkerHandle<PracticeAsk, PracticeAnswer>>,
    latency: Duration,
}

impl PracticeService {
    /// Opens a new practice account that knows `key` as its public key, or has none.
    ///
    /// # Errors
    /// A sentence, where the browser could not start it.
    pub async fn open(
        key: Option<&PublicKey>,
        enforcement: EnforcementChoice,
        scale: PracticeScale,
    ) -> Result<(Self, PracticeAccount), String> {
        let handle = WorkerHandle::start("data-practice-worker").map_err(|error| error.to_string())?;
        let opened = handle
            .ask(PracticeAsk::Open {
                enforcement,
                spki: key.map(|key| key.spki_der().to_vec()),
                subaccounts: scale.subaccounts,
            })
            .await;
        match opened {
            Ok(PracticeAnswer::Opened {
                account_sid,
                api_key_sid,
                secret,
                public_key_sid,
            }) => {
                let account = PracticeAccount {
                    account_sid,
                    api_key_sid,
                    secret: Secret::new(secret),
                    public_key_sid,
                };
                let service = Self {
                    worker: Rc::new(handle),
                    latency: Duration::from_millis(scale.latency_millis.into()),
                };
                Ok((service, account))
            }
            Ok(_) => Err("The practice account could not be opened. Reload the page.".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Adds a public key as Twilio's Console would, and gives its SID.
    ///
    /// # Errors
    /// A sentence, where the practice account did not answer.
    pub async fn paste(&self, key: &PublicKey, name: &str) -> Result<String, String> {
        let (name, spki) = (name.to_owned(), key.spki_der().to_vec());
        match self.worker.ask(PracticeAsk::Paste { name, spki }).await {
            Ok(PracticeAnswer::Pasted(sid)) => Ok(sid),
            Ok(_) => Err("The practice account did not take the key. Reload the page.".to_owned()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Lets something go wrong with the requests from now on, or nothing any more.
    pub fn set_faults(&self, choice: FaultChoice) {
        // The worker takes questions in their order, so nobody need wait for it.
        drop(self.worker.ask(PracticeAsk::Faults(choice)));
    }

    pub(super) async fn send(&self, http: HttpRequest) -> HttpOutcome {
        if !self.latency.is_zero() {
            super::clock::sleep(self.latency).await;
        }
        match self.worker.ask(PracticeAsk::Send(WireRequest::new(&http))).await {
            Ok(PracticeAnswer::Reply(reply)) => Ok(reply.into()),
            Ok(PracticeAnswer::Silent) => {
                super::clock::sleep(Duration::from_secs(TIMEOUT_SECONDS.into())).await;
                Err(TransportError::TimedOut {
                    seconds: TIMEOUT_SECONDS,
                })
            }
            _ => Err(TransportError::Unreachable),
        }
    }
}
