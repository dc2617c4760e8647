//! The grammar of all state machines: what they ask for, what comes back, and how one request at a time is sent.
//!
//! Nothing here does I/O. A [`Machine`] takes an [`Answer`] or a wish of the admin's and gives back [`Effect`]s, which are
//! data; whoever performs one returns its outcome as the next [`Answer`], with the same [`Ticket`]. So a machine runs in
//! the page and, in virtual time, in the tests.
//!
//! | file | what it has |
//! |---|---|
//! | `conversation` | a machine with one request under way at a time |
//! | `effect` | effects and their answers |
//! | `exchange` | a request and its reply, without a secret |
//! | `pauses` | back-off, and how long is waited for what was just made |
//! | `request_line` | one request at a time, repeated where that is safe |

mod conversation;
mod effect;
mod exchange;
pub(crate) mod pauses;
mod request_line;

pub use conversation::Conversation;
pub(crate) use effect::Tickets;
pub use effect::{Answer, Effect, JournalLine, Outcome, Ticket};
pub use exchange::{Exchange, SignedView};
pub use pauses::Pause;
pub use request_line::Line;

/// A state machine, as its driver knows it.
pub trait Machine {
    /// Takes an answer, and goes on. An answer that is not awaited changes nothing.
    fn answer(&mut self, answer: Answer) -> Vec<Effect>;

    /// Whether nothing is under way.
    fn is_quiet(&self) -> bool;
}
