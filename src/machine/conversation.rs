//! A machine that sends one request at a time.

use super::request_line::{Heard, Line};
use super::{Answer, Effect, Exchange, Machine};
use crate::keys::PublicKey;
use crate::twilio::{CallError, HttpReply};

/// A machine with one request under way at a time. Repeats, back-off and the clock are the line's; it is a [`Machine`] by
/// what it says of a reply.
pub trait Conversation {
    /// Where its requests go out.
    fn line(&self) -> &Line;

    /// The same, to send the next.
    fn line_mut(&mut self) -> &mut Line;

    /// Takes what came of the request, and goes on.
    fn replied(&mut self, result: Result<HttpReply, CallError>) -> Vec<Effect>;

    /// Takes the key pair that it asked for, or why there is none, and goes on.
    fn key_pair_made(&mut self, made: Result<PublicKey, String>) -> Vec<Effect> {
        drop(made);
        Vec::new()
    }

    /// The requests so far.
    fn exchanges(&self) -> &[Exchange] {
        self.line().exchanges()
    }
}

impl<T: Conversation> Machine for T {
    fn answer(&mut self, answer: Answer) -> Vec<Effect> {
        match self.line_mut().hear(answer) {
            Heard::Nothing => Vec::new(),
            Heard::Again(effects) => effects,
            Heard::KeyPair(made) => self.key_pair_made(made),
            Heard::Reply(result) => self.replied(result),
        }
    }

    fn is_quiet(&self) -> bool {
        self.line().is_quiet()
    }
}
