//! One machine's line to the outside: one thing under way at a time, repeated where that is safe.

use crate::keys::PublicKey;
use crate::priming::{
    Answer, Effect, Exchange, FRESH, Outcome, Pause, Ticket, Tickets, backoff, is_clock, retry_after_millis,
};
use crate::twilio::{self, CallError, Fate, HttpReply, Identity, Method, Request, refused};

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

/// The line.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// The requests so far.
    pub(super) exchanges: Vec<Exchange>,
    tickets: Tickets,
    awaited: Option<Ticket>,
    last: Option<(Request, Identity)>,
    attempts: usize,
    retry_after: u32,
    clock_blamed: bool,
}

impl Line {
    /// Sends a request.
    pub(super) fn send(&mut self, request: Request, identity: Identity) -> Vec<Effect> {
        self.last = Some((request, identity));
        self.send_last()
    }

    /// Sends a request after a polite pause.
    pub(super) fn send_later(&mut self, request: Request, identity: Identity) -> Vec<Effect> {
        self.last = Some((request, identity));
        let pause = self.a_while();
        self.repeat_later(pause)
    }

    /// Counts repeats anew: what comes now is another matter.
    pub(super) const fn renew(&mut self) {
        (self.attempts, self.clock_blamed) = (0, false);
    }

    /// Asks for a key pair.
    pub(super) fn make_key_pair(&mut self) -> Vec<Effect> {
        vec![Effect::MakeKeyPair { ticket: self.ticket() }]
    }

    /// Whether nothing is under way.
    pub(super) const fn is_quiet(&self) -> bool {
        self.awaited.is_none()
    }

    /// Whether a request may be repeated once more.
    pub(super) const fn may_repeat(&self) -> bool {
        self.attempts < FRESH.len()
    }

    /// For what was just made to be known, or for a network to come back.
    fn a_while(&self) -> Pause {
        let millis = FRESH.get(self.attempts).copied().unwrap_or_default();
        Pause {
            millis: millis.max(self.retry_after),
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

    fn reply(&mut self, result: twilio::Outcome) -> Heard {
        let retry_after = result.as_ref().ok().and_then(|reply| reply.retry_after.as_deref());
        self.retry_after = retry_after.map_or(0, retry_after_millis);
        let result: Result<HttpReply, CallError> = result.map_err(Into::into);
        let error = match &result {
            Ok(reply) => refused(reply),
            Err(error) => Some(error.clone()),
        };
        let Some(error) = error else {
            return Heard::Reply(result);
        };
        if is_clock(&error) && !self.clock_blamed {
            // The refusal's own date has set the clock.
            self.clock_blamed = true;
            return Heard::Again(self.send_last());
        }
        let reads = self
            .last
            .as_ref()
            .is_some_and(|(request, _)| request.method == Method::Get);
        let pause = match error.fate() {
            Fate::NotDoneWait => backoff(self.attempts, self.retry_after),
            Fate::Unknown => (reads && self.attempts < READS).then(|| self.a_while()),
            Fate::NotDone => None,
        };
        match pause {
            Some(pause) => Heard::Again(self.repeat_later(pause)),
            None => Heard::Reply(result),
        }
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
