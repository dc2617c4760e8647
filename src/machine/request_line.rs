//! A request line with retry and back-off: one thing under way at a time, repeated where that is safe.

use super::effect::Tickets;
use super::pauses::{FRESH, WAIT_MAX, backoff};
use super::{Answer, Effect, Exchange, Outcome, Pause, Ticket};
use crate::keys::PublicKey;
use crate::twilio::{self, CallError, Fate, HttpReply, Identity, Method, Request, Wait, refused};

/// How often a request that only reads is repeated after it got no reply.
const READS: usize = 2;

/// What an answer was.
#[derive(Debug)]
pub(super) enum Heard {
    /// Nothing that was awaited.
    Nothing,
    /// Not the end: the same request goes out again, perhaps after a pause.
    Again(Vec<Effect>),
    /// A key pair, or why there is none.
    KeyPair(Result<PublicKey, String>),
    /// What came of the request.
    Reply(Result<HttpReply, CallError>),
}

/// Where the requests of a [`super::Conversation`] go out, one at a time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    exchanges: Vec<Exchange>,
    waiting: Option<String>,
    tickets: Tickets,
    awaited: Option<Ticket>,
    last: Option<(Request, Identity)>,
    attempts: usize,
    wait: Wait,
    clock_blamed: bool,
}

impl Line {
    /// The requests so far.
    pub(crate) fn exchanges(&self) -> &[Exchange] {
        &self.exchanges
    }

    /// Why it waits and for how long, for people; `None` while it does not wait after a reply.
    pub(crate) fn waiting(&self) -> Option<&str> {
        self.waiting.as_deref()
    }

    /// Sends a request.
    pub(crate) fn send(&mut self, request: Request, identity: Identity) -> Vec<Effect> {
        self.last = Some((request, identity));
        self.send_last()
    }

    /// Sends a request after a polite pause.
    pub(crate) fn send_later(&mut self, request: Request, identity: Identity) -> Vec<Effect> {
        self.last = Some((request, identity));
        let pause = self.a_while();
        self.repeat_later(pause)
    }

    /// Counts repeats anew: what comes now is another matter.
    pub(crate) const fn renew(&mut self) {
        (self.attempts, self.clock_blamed) = (0, false);
    }

    /// Asks for a key pair.
    pub(crate) fn make_key_pair(&mut self) -> Vec<Effect> {
        vec![Effect::MakeKeyPair { ticket: self.ticket() }]
    }

    /// Whether nothing is under way.
    pub(crate) const fn is_quiet(&self) -> bool {
        self.awaited.is_none()
    }

    /// Whether a request may be repeated once more.
    pub(crate) const fn may_repeat(&self) -> bool {
        self.attempts < FRESH.len()
    }

    /// For what was just made to be known, or for a network to come back.
    fn a_while(&self) -> Pause {
        let millis = FRESH.get(self.attempts).copied().unwrap_or_default();
        Pause {
            millis: millis.max(self.wait.millis()),
            jitter: 0,
        }
    }

    fn repeat_later(&mut self, pause: Pause) -> Vec<Effect> {
        self.attempts += 1;
        vec![Effect::Wait {
            pause,
            ticket: self.ticket(),
        }]
    }

    /// Takes an answer. What Twilio did not process (429), what a wrong clock explains, and a request that only reads
    /// are repeated here.
    pub(super) fn hear(&mut self, answer: Answer) -> Heard {
        if self.awaited != Some(answer.ticket) {
            return Heard::Nothing;
        }
        self.awaited = None;
        self.waiting = None;
        match answer.outcome {
            Outcome::Waited => Heard::Again(self.send_last()),
            Outcome::KeyPair(made) => Heard::KeyPair(made),
            Outcome::Recorded(_) | Outcome::Claimed(_) => Heard::Nothing,
            Outcome::Reply { result, exchange } => {
                self.exchanges.push(*exchange);
                self.reply(result)
            }
        }
    }

    fn reply(&mut self, result: twilio::HttpOutcome) -> Heard {
        let result: Result<HttpReply, CallError> = result.map_err(Into::into);
        let error = match &result {
            Ok(reply) => refused(reply),
            Err(error) => Some(error.clone()),
        };
        let Some(error) = error else {
            self.wait = Wait::default();
            return Heard::Reply(result);
        };
        match self.again(&error) {
            Some(effects) => Heard::Again(effects),
            None => Heard::Reply(result),
        }
    }

    /// Repeats the last request where that is safe and helps: `error` is what came of it. `None`: it stays so.
    pub(crate) fn again(&mut self, error: &CallError) -> Option<Vec<Effect>> {
        self.wait = error.wait();
        if error.is_clock() && !self.clock_blamed {
            // The refusal's own date has set the clock.
            self.clock_blamed = true;
            return Some(self.send_last());
        }
        let reads = self
            .last
            .as_ref()
            .is_some_and(|(request, _)| request.method == Method::Get);
        let again = reads && self.attempts < READS && self.wait.seconds <= WAIT_MAX;
        let pause = match error.fate() {
            Fate::NotDoneWait => backoff(self.attempts, self.wait.millis()),
            Fate::Unknown => again.then(|| self.a_while()),
            Fate::NotDone => None,
        }?;
        self.waiting = Some(why_wait(error, pause));
        Some(self.repeat_later(pause))
    }

    fn send_last(&mut self) -> Vec<Effect> {
        let Some((request, identity)) = self.last.clone() else {
            return Vec::new();
        };
        vec![Effect::Send {
            ticket: self.ticket(),
            request,
            identity: Box::new(identity),
        }]
    }

    fn ticket(&mut self) -> Ticket {
        let ticket = self.tickets.next();
        self.awaited = Some(ticket);
        ticket
    }
}

/// Why a request waits before it goes out again, and for how long.
fn why_wait(error: &CallError, pause: Pause) -> String {
    let wait = error.wait();
    if wait.seconds > 0 {
        return format!("{} asks to wait {wait}. Keyseed then asks again.", error.who_answered());
    }
    let seconds = pause.millis.saturating_add(pause.jitter).div_ceil(1000);
    format!("{} Keyseed asks again within {seconds} s.", error.explain().what)
}
