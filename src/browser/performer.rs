//! Does what the state machines ask for.

use super::{Channel, Claims, KeyService, Keyring, clock, journal};
use crate::machine::{Answer, Effect, Exchange, Outcome};
use crate::twilio::{Identity, Request, ServerClock, TransportError};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

/// Performs effects against one channel, and keeps that channel's clock.
#[derive(Clone)]
pub struct Performer {
    channel: Channel,
    keyring: Keyring,
    key_service: KeyService,
    claims: Claims,
    clock: Rc<Cell<ServerClock>>,
}

impl Performer {
    /// A performer for a channel, with the page's private keys.
    #[must_use]
    pub fn new(channel: Channel, keyring: Keyring, key_service: KeyService, claims: Claims) -> Self {
        Self {
            channel,
            keyring,
            key_service,
            claims,
            clock: Rc::default(),
        }
    }

    /// Writes a line of the journal, here and now. Any other effect is given back.
    pub fn record(effect: Effect) -> Result<Answer, Effect> {
        match effect {
            Effect::Record { ticket, line } => Ok(Answer {
                ticket,
                outcome: Outcome::Recorded(journal::write(&line)),
            }),
            effect => Err(effect),
        }
    }

    /// Forgets the key pair of an answer that nobody awaits any more: each that is made is kept.
    pub fn discard(&self, answer: &Answer) {
        if let Outcome::KeyPair(Ok(key)) = &answer.outcome {
            self.keyring.forget(key.fingerprint());
        }
    }

    /// Performs one effect.
    pub async fn perform(&self, effect: Effect) -> Answer {
        let ticket = effect.ticket();
        let outcome = match effect {
            Effect::MakeKeyPair { .. } => self.make_key_pair().await,
            Effect::Wait { pause, .. } => {
                let millis = pause.millis.saturating_add(clock::drawn(pause.jitter));
                clock::sleep(Duration::from_millis(millis.into())).await;
                Outcome::Waited
            }
            Effect::Record { line, .. } => Outcome::Recorded(journal::write(&line)),
            Effect::Claim { what, .. } => Outcome::Claimed(self.claims.claim(&what).await),
            Effect::Send { request, identity, .. } => self.send(request, &identity).await,
        };
        Answer { ticket, outcome }
    }

    async fn make_key_pair(&self) -> Outcome {
        Outcome::KeyPair(match self.key_service.make().await {
            Ok((key, pkcs8)) => {
                self.keyring.keep(&key, pkcs8);
                Ok(key)
            }
            Err(error) => Err(error.message),
        })
    }

    async fn send(&self, request: Request, identity: &Identity) -> Outcome {
        let now = self.clock.get().now(clock::now_seconds());
        let prepared = identity.prepare(request, now);
        let exchange = Exchange::of(&prepared, identity.credentials.api_key_sid.as_str(), now);
        let signature = match &prepared.to_sign {
            None => None,
            Some(to_sign) => {
                let signing = &to_sign.signing;
                let signed = self
                    .keyring
                    .sign(signing.key, signing.algorithm, to_sign.token.signing_input())
                    .await;
                let Some(signature) = signed else {
                    let reason =
                        "the private key is not here, the browser refused it, or its signature was wrong".to_owned();
                    let result = Err(TransportError::NotSigned { reason });
                    let exchange = exchange.ended(&result, 0, self.clock.get());
                    return Outcome::Reply {
                        result,
                        exchange: Box::new(exchange),
                    };
                };
                Some(signature)
            }
        };
        let http = match signature {
            Some(signature) => prepared.signed(&signature),
            None => prepared.http,
        };
        let start = clock::millis();
        let result = self.channel.send(http).await;
        let mut now = self.clock.get();
        now.learn(
            result.as_ref().ok().and_then(|reply| reply.date.as_deref()),
            clock::now_seconds(),
        );
        self.clock.set(now);
        let exchange = exchange.ended(&result, clock::millis_since(start), now);
        Outcome::Reply {
            result,
            exchange: Box::new(exchange),
        }
    }
}
